"""The browser's own size of letters at 24 and 32 pixels: WCAG 1.4.4, on every kind of page."""

import pytest

from tests.browser.conftest import LONGEST
from tests.browser.layout import OVERFLOW, OVERLAPS, SMALL_TARGETS
from tests.browser.waiting import wait_for_title, wait_until

LARGEST = ([32], [320, 1280])
ALL = ([24, 32], [320, 375, 412, 1280])
"""Sizes of letters and widths of the window, in pixels."""
WIDTHS_OF_TARGETS = [390, 1280]
COMPARED = "treatment=siponimod&treatment=natalizumab&treatment=ocrelizumab&treatment=ofatumumab"
MORE = [
    "/types/active/",
    "/treatments/natalizumab/",
    "/treatments/?group=rehabilitation&how=infusion",
    "/treatments/?group=unheard-of",
    "/treatments/compare/?show=1",
    f"/treatments/compare/?{COMPARED}",
    "/side-effects/pml/",
    "/symptoms/bladder/",
    "/handout/check/?code=A",
    "/sources/lbl_siponimod/",
    "/find-your-type/no-answers/",
    "/find-your-type/cleared/",
    "/treatments/interferon/",
    "/search/?q=tysabry",
    "/search/?q=chest+pain",
]


def visit(page, addresses, look):
    """Call ``look`` with a name for each kind of page and each state of a form."""
    kinds = {address.strip("/").partition("/")[0]: address for address in addresses}
    for address in [*kinds.values(), *MORE]:
        page.goto(address)
        look(address)
    handouts(page, look)
    page.goto("/what-matters/")
    page.locator("main form.long-form button[type=submit]").click()
    wait_for_title(page, "Error: ")
    look("what matters, with an error")
    page.locator("input[name=point]").evaluate_all("all => all.map(one => one.checked = true)")
    page.locator("input[name=harm]").first.check()
    page.locator("main form.long-form button[type=submit]").click()
    wait_for_title(page, "My worksheet: ")
    look("what matters, ticked")
    walks(page, look)


def handouts(page, look):
    page.goto("/handout/")
    page.locator("input[name=question]").evaluate_all(
        "all => all.forEach(one => { one.checked = false; })"
    )
    page.get_by_role("button", name="Make my sheet").click()
    wait_for_title(page, "Error: ")
    look("a handout with an error")
    page.goto("/handout/?treatment=siponimod&effect=pml&symptom=fatigue&type=active")
    page.locator("textarea[name=own]").fill("x" * 200)
    page.get_by_role("button", name="Make my sheet").click()
    page.wait_for_url("**/handout/print/")
    look("a sheet")
    page.get_by_role("button", name="Change it").click()
    page.wait_for_url("**/handout/change/")
    page.locator("details:not([open]) > summary").evaluate_all("all => all.map(one => one.click())")
    look("a handout, all open")


def walks(page, look):
    for answers in (
        ["emergency"],
        ["new", "fever"],
        ["none", "primary"],
        ["none", "spms", "no", "never", "walking", "attack", "planned"],
        ["none", "not-sure", "think-so", "recent", "recent", "not-sure", "nothing", "no"],
    ):
        page.context.clear_cookies()
        page.goto("/find-your-type/safety/")
        page.get_by_role("button", name="Continue").click()
        wait_for_title(page, "Error: ")
        look("a question with an error")
        for answer in answers:
            page.locator(f"input[value={answer}]").check()
            with page.expect_navigation():
                page.get_by_role("button", name="Continue").click()
            look(f"the walk after {answer}")
        if len(answers) > 2:
            page.goto("/find-your-type/result/")
            look(f"the result of {answers}")


def set_letters(page, session, size):
    """Set the size of letters that the reader of this browser prefers, in pixels.

    ``session`` is one of the protocol of Chromium's tools.
    """
    session.send("Page.setFontSizes", {"fontSizes": {"standard": size}})
    here = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    wait_until(page, f"size => {here} === size", size)


def in_turn(states):
    """Yield ``states`` for each page, from the last to the first for every second one.

    So a page begins as the one before it ended, and is laid out once less.
    """
    while True:
        yield states
        yield states[::-1]


@pytest.mark.parametrize(
    ("sizes", "widths"),
    [
        pytest.param(*LARGEST, id="largest"),
        pytest.param(*ALL, id="all", marks=pytest.mark.long),
    ],
)
def test_large_letters_fit_and_each_target_that_stands_alone_has_24_pixels_each_way(
    browser, site, addresses, sizes, widths
):
    context = browser.new_context(base_url=site.address)
    context.set_default_timeout(LONGEST)
    page, faults, seen = context.new_page(), [], set()
    session = context.new_cdp_session(page)
    large = [(size, width) for size in sizes for width in widths]
    turns = in_turn([*((16, width) for width in WIDTHS_OF_TARGETS), *large[::-1]])

    def look(name):
        if (body := page.evaluate("document.body.innerHTML")) in seen:
            return  # a question that other answers led to
        seen.add(body)
        for size, width in next(turns):
            page.set_viewport_size({"width": width, "height": 900})
            set_letters(page, session, size)
            if size == 16:
                wrong = page.evaluate(SMALL_TARGETS)
            else:
                wrong = [page.evaluate(OVERFLOW), *page.evaluate(OVERLAPS)]
            faults.extend((name, size, width, fault) for fault in wrong if fault)

    visit(page, addresses, look)
    context.close()
    assert faults == []
