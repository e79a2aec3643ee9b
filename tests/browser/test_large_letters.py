"""The browser's own size of letters at 24 and 32 pixels: WCAG 1.4.4, on every kind of page."""

import pytest

from tests.browser.conftest import FLAGS
from tests.browser.layout import OVERFLOW, OVERLAPS, SMALL_TARGETS
from tests.get_browser import find

WIDTHS = [320, 375, 412, 1280]
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
]


@pytest.fixture(scope="module", params=[24, 32])
def large(request, browser):
    """A browser whose reader set the size of letters, in pixels."""
    own = browser.browser_type.launch(
        executable_path=find(), args=[*FLAGS, f"--blink-settings=defaultFontSize={request.param}"]
    )
    yield own
    own.close()


def visit(page, addresses, look):
    """Call ``look`` with a name for each kind of page and each state of a form."""
    kinds = {address.strip("/").partition("/")[0]: address for address in addresses}
    for address in [*kinds.values(), *MORE]:
        page.goto(address)
        look(address)
    handouts(page, look)
    page.goto("/what-matters/")
    page.locator("main form.long-form button[type=submit]").click()
    page.wait_for_function("document.title.startsWith('Error: ')")
    look("what matters, with an error")
    page.locator("input[name=point]").evaluate_all("all => all.map(one => one.checked = true)")
    page.locator("input[name=harm]").first.check()
    page.locator("main form.long-form button[type=submit]").click()
    page.wait_for_function("document.title.startsWith('My worksheet: ')")
    look("what matters, ticked")
    walks(page, look)


def handouts(page, look):
    page.goto("/handout/")
    page.get_by_role("button", name="See and print the handout").click()
    page.wait_for_function("document.title.startsWith('Error: ')")
    look("a handout with an error")
    page.goto("/handout/?treatment=siponimod&effect=pml&symptom=fatigue&type=active")
    page.locator("textarea[name=own]").fill("x" * 200)
    page.get_by_role("button", name="See and print the handout").click()
    page.wait_for_url("**/handout/print/")
    look("a sheet")
    page.get_by_role("button", name="Change it").click()
    page.wait_for_url("**/handout/change/")
    page.locator("details:not([open]) > summary").evaluate_all("all => all.map(one => one.click())")
    look("a handout, all open")


def walks(page, look):
    for answers in (
        ["emergency"],
        ["none", "no"],
        ["none", "yes", "yes", "no", "yes", "no"],
        ["none", "not-sure", "think-so", "yes", "not-sure", "not-sure"],
    ):
        page.context.clear_cookies()
        page.goto("/find-your-type/safety/")
        page.get_by_role("button", name="Continue").click()
        page.wait_for_function("document.title.startsWith('Error: ')")
        look("a question with an error")
        for answer in answers:
            page.locator(f"input[value={answer}]").check()
            with page.expect_navigation():
                page.get_by_role("button", name="Continue").click()
            look(f"the walk after {answer}")
        if len(answers) > 2:
            page.goto("/find-your-type/result/")
            look(f"the result of {answers}")


@pytest.mark.parametrize("width", WIDTHS)
def test_no_words_lie_over_others_and_nothing_scrolls_sideways(large, site, addresses, width):
    context = large.new_context(base_url=site.address, viewport={"width": width, "height": 900})
    context.set_default_timeout(60_000)
    page, found = context.new_page(), {}

    def look(name):
        assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") > 20
        if wrong := [page.evaluate(OVERFLOW) or "", *page.evaluate(OVERLAPS)]:
            found[name] = list(filter(None, wrong))

    visit(page, addresses, look)
    context.close()
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("width", [390, 1280])
def test_each_target_that_stands_alone_has_24_pixels_each_way(browser, site, addresses, width):
    context = browser.new_context(base_url=site.address, viewport={"width": width, "height": 900})
    context.set_default_timeout(60_000)
    page, found = context.new_page(), {}

    def look(name):
        if small := page.evaluate(SMALL_TARGETS):
            found[name] = small

    visit(page, addresses, look)
    context.close()
    assert found == {}
