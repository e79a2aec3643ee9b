"""Every public page, in light and dark: axe, small screens, zoom, spacing, targets, weight."""

import re
import urllib.request

import brotli
import pytest

from tests.browser import axe
from tests.browser.axe import violations
from tests.browser.conftest import WINDOW
from tests.browser.waiting import wait_for_title

SPACING = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }
"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL_TARGETS = """
[...document.querySelectorAll('a, button, select, textarea, .choice label, summary')]
  .filter(one => one.offsetParent && !one.closest('p, li, dt, dd, td, th, h1, h2, h3, caption'))
  .filter(one => !one.classList.contains('skip'))
  .map(one => [one.outerHTML.slice(0, 120), one.getBoundingClientRect().height])
  .filter(([html, height]) => height > 0 && height < 44)
"""


def answered(page, *values):
    page.context.clear_cookies()
    page.goto("/find-your-type/safety/")
    for value in values:
        for tick in value.split("+"):
            page.locator(f"input[value={tick}]").check()
        page.get_by_role("button", name="Continue").click()


@pytest.fixture(scope="session")
def examples(addresses):
    """The address of one page of each template, and ``STATES``."""
    templates = {}
    for address in addresses:
        first, _, rest = address.strip("/").partition("/")
        templates.setdefault((first, bool(rest)), address)
    return list(dict.fromkeys((*templates.values(), *STATES)))


STATES = (
    "/sources/lbl_siponimod/",
    "/treatments/siponimod/",  # numbers, warnings
    "/treatments/dimethyl-fumarate/",  # a calendar
    "/treatments/mitoxantrone/",  # a boxed warning
    "/treatments/siponimod/?all=1",  # every closed part open
    "/get-help/sources/",
    "/get-help/?all=1",
    "/get-help/by-treatment/",
    "/get-help/by-treatment/?all=1",
    "/search/",
    "/search/?q=tysabry",  # misspelt
    "/search/?q=i+cant+breathe+and+want+to+die",  # what cannot wait
    "/search/?q=interferon",  # groups
    "/search/?q=qwertyuiop",  # nothing found
)
"""Pages with parts that few other pages have."""


def look_at(page, addresses):
    """Open each address once; return (rules that it breaks, {size: {address: pixels too wide}})."""
    broken, wide = [], {size: {} for size in SIZES}
    for address in addresses:
        page.set_viewport_size(WINDOW)
        page.goto(address)
        broken += violations(page)
        for size, over in too_wide(page).items():
            wide[size] |= {address: over} if over else {}
    return broken, wide


@pytest.fixture(scope="module")
def seen(open_page_for_all, examples):
    """What ``look_at`` finds on ``examples``."""
    return look_at(open_page_for_all(bypass_csp=True), [*examples, "/find-your-type/safety/"])


def test_no_template_breaks_a_rule_of_axe_in_light_or_dark(seen):
    broken, _ = seen
    assert broken == []


@pytest.mark.parametrize("color", ["#6a6a6a", "#999"], ids=["under 7", "under 4.5"])
def test_one_text_of_many_that_look_alike_with_too_little_contrast_is_found(open_page, color):
    page = open_page("/treatments/siponimod/?all=1", bypass_csp=True)
    rows = page.locator("main li:visible", has_not=page.locator("*"))
    assert rows.count() > 5
    rows.last.evaluate("(one, color) => { one.style.color = color; }", color)
    found = violations(page, axe.LIGHT_ONLY)
    assert [": color-contrast" in line and "<li style" in line for line in found] == [True], found


@pytest.mark.long
@pytest.mark.parametrize("part", range(4))
def test_no_page_breaks_a_rule_of_axe_or_scrolls_sideways(open_page, addresses, part):
    page = open_page(bypass_csp=True)
    broken, wide = look_at(page, [*addresses, "/sources/lbl_siponimod/"][part::4])
    assert broken == []
    assert wide == {size: {} for size in SIZES}


NARROW_AND_WIDE = [390, pytest.param(1280, marks=pytest.mark.long)]
"""Widths of the window: the rules of axe hardly depend on them, so one is enough in each run."""


def violations_of_state(page):
    """Return the rules that ``page`` breaks: in the dark only in a wide window.

    Its colors are those of the templates, and of the handout with an error.
    """
    is_wide = page.viewport_size["width"] == 1280
    return violations(page, axe.LIGHT_AND_DARK if is_wide else axe.LIGHT_ONLY)


@pytest.mark.parametrize("width", NARROW_AND_WIDE)
def test_no_state_of_the_walk_breaks_a_rule(open_page, width):
    page = open_page(bypass_csp=True, viewport={"width": width, "height": 900})
    found = []
    # Without an answer, the first leads to no answers.
    for place in ("told", "other-ways", "all", "paper", "safety"):
        page.goto(f"/find-your-type/{place}/")
        found += violations_of_state(page)
    page.get_by_role("button", name="Continue").click()
    found += violations_of_state(page)
    for stop in (["emergency"], ["crisis"], ["new", "fever+strength"], ["new", "harm"]):
        answered(page, *stop)
        found += violations_of_state(page)
    answered(page, "none", "primary")
    found += violations_of_state(page)
    for answers in (
        ["none", "spms", "no", "never", "walking", "attack", "planned"],
        ["none", "not-sure", "think-so", "recent", "recent", "not-sure", "nothing", "no"],
    ):
        answered(page, *answers)
        found += violations_of_state(page)
        page.goto("/find-your-type/result/")
        found += violations_of_state(page)
    assert found == []


@pytest.mark.parametrize("width", NARROW_AND_WIDE)
def test_no_state_of_the_handout_or_error_breaks_a_rule(open_page, width):
    page = open_page("/handout/", bypass_csp=True, viewport={"width": width, "height": 900})
    found = []
    page.locator("input[name=question]").evaluate_all(
        "all => all.forEach(one => { one.checked = false; })"
    )
    page.get_by_role("button", name="Make my sheet").click()
    page.wait_for_url("**/handout/print/")
    assert page.title().startswith("Error: ")
    found += violations(page)
    page.locator("input[name=find]").fill("siponimood")
    page.get_by_role("button", name="Find").click()
    page.wait_for_url("**/handout/change/#which")
    found += violations(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Siponimod (Mayzent)").click()
    page.locator("details:not([open]) > summary").evaluate_all("all => all.map(one => one.click())")
    found += violations_of_state(page)
    page.get_by_role("button", name="Make my sheet").click()
    page.wait_for_url("**/handout/print/")
    found += violations_of_state(page)
    code = page.locator(".check-code strong").inner_text()
    page.goto("/handout/walking-and-balance/")
    found += violations_of_state(page)
    page.get_by_role("button", name="Change it first").click()
    page.wait_for_url("**/handout/change/")
    found += violations_of_state(page)
    for address in (
        "/handout/check/?code=A",
        f"/handout/check/?code={code}",
        "/treatments/nothing/",
        "/treatments/?group=rehabilitation&how=infusion",
        "/treatments/?group=unheard-of",
        "/handout/print/",
    ):
        page.goto(address)
        found += violations_of_state(page)
    assert found == []


TABLE = "/treatments/compare/?treatment=siponimod&treatment=natalizumab&treatment=ocrelizumab"


@pytest.mark.parametrize("width", NARROW_AND_WIDE)
def test_no_state_of_comparing_or_of_what_matters_breaks_a_rule(open_page, width):
    page = open_page(TABLE, bypass_csp=True, viewport={"width": width, "height": 900})
    found = violations_of_state(page)
    page.goto("/treatments/compare/?treatment=none&treatment=siponimod")
    found += violations_of_state(page)
    page.get_by_role("button", name="Stable").click()
    page.wait_for_selector("table")
    assert page.url.endswith("/treatments/compare/")
    page.locator("table summary").evaluate_all("all => all.forEach(one => one.click())")
    found += violations_of_state(page)
    page.goto("/treatments/compare/?treatment=siponimod")
    assert page.title().startswith("Error: ")
    found += violations_of_state(page)
    page.goto("/what-matters/")
    page.get_by_role("button", name="Show how treatments differ").click()
    wait_for_title(page, "Error: ")
    found += violations_of_state(page)
    page.locator("input[name=point][value=risks]").check()
    page.locator("input[name=harm]").first.check()
    page.locator("details:not([open]) > summary").evaluate_all("all => all.map(one => one.click())")
    page.locator("input[name=second]").first.check()
    page.get_by_role("button", name="Show how treatments differ").click()
    wait_for_title(page, "My worksheet: ")
    found += violations_of_state(page)
    page.locator("main summary").evaluate_all("all => all.map(one => one.click())")
    found += violations_of_state(page)
    assert found == []


def test_a_table_of_treatments_shows_two_columns_on_a_phone_and_keeps_its_heads(open_page):
    page = open_page(TABLE, viewport={"width": 320, "height": 640})
    assert page.evaluate(OVERFLOW) == 0
    table = page.get_by_role("table")
    row = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name="How often?"))
    assert row.get_by_role("cell").count() == 2
    page.get_by_role("link", name="Swap in: Ocrelizumab").click()
    page.wait_for_url("**treatment=siponimod&treatment=ocrelizumab&treatment=natalizumab")
    assert table.get_by_role("columnheader", name="Ocrelizumab").is_visible()


def test_the_head_that_stays_in_view_never_covers_what_has_focus(open_page):
    page = open_page(TABLE, viewport={"width": 390, "height": 700})
    page.locator("table summary").last.focus()
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        covered = page.evaluate(
            """() => {
              const box = document.activeElement.getBoundingClientRect();
              const head = document.querySelector('table thead');
              return !head.contains(document.activeElement)
                && document.activeElement.closest('table') !== null
                && box.top < head.getBoundingClientRect().bottom - 1;
            }"""
        )
        assert not covered


SIZES = [(320, 640), (320, 256)]
SMALL = pytest.mark.parametrize("size", SIZES, ids=["320 px", "400 percent"])


def too_wide(page, sizes=SIZES):
    """Return {size: pixels by which ``page`` scrolls sideways}, the most without and with spacing.

    ``sizes`` are those of the window.
    """
    wide = dict.fromkeys(sizes, 0)
    for style in ("", SPACING):
        if style:
            page.add_style_tag(content=style)
        for width, height in sizes:
            page.set_viewport_size({"width": width, "height": height})
            wide[width, height] = max(wide[width, height], page.evaluate(OVERFLOW))
    return wide


@SMALL
def test_no_template_scrolls_sideways_on_a_small_screen_or_at_400_percent(seen, size):
    _, wide = seen
    assert wide[size] == {}


@SMALL
def test_the_handout_does_not_scroll_sideways_either(open_page, size):
    page = open_page(
        "/handout/?treatment=siponimod&treatment=interferon-beta-1a&effect=pml&symptom=fatigue",
        bypass_csp=True,
        viewport={"width": size[0], "height": size[1]},
    )
    page.locator("textarea[name=own]").fill("x" * 200)
    over = [page.evaluate(OVERFLOW)]
    page.get_by_role("button", name="Make my sheet").click()
    page.wait_for_url("**/handout/print/")
    over.append(page.evaluate(OVERFLOW))
    page.add_style_tag(content=SPACING)
    over.append(page.evaluate(OVERFLOW))
    page.goto(f"/handout/check/?code={page.locator('.check-code strong').inner_text()}")
    over.append(page.evaluate(OVERFLOW))
    assert over == [0, 0, 0, 0]


def test_targets_are_large_enough_for_unsteady_hands(open_page, addresses):
    page = open_page(viewport={"width": 390, "height": 844})
    kinds = {address.strip("/").partition("/")[0]: address for address in addresses}
    small = []
    for address in [
        *kinds.values(),
        "/find-your-type/safety/",
        "/handout/?treatment=siponimod&effect=pml&symptom=fatigue",
        "/handout/check/",
    ]:
        page.goto(address)
        small += [(address, *one) for one in page.evaluate(SMALL_TARGETS)]
    assert small == []


def received(address):
    """Return how many bytes the server sends for ``address``, and the text that they hold."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "br"})
    with urllib.request.urlopen(request) as response:
        headers, body = response.headers, response.read()
    assert "Set-Cookie" not in headers
    if "no-store" in headers["Cache-Control"] and headers["Content-Encoding"] != "br":
        return len(body), body.decode()
    assert headers["Content-Encoding"] == "br"
    return len(body), brotli.decompress(body).decode()


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.long)])
def test_a_first_visit_is_light_and_runs_no_script(site, addresses, examples, open_page, every):
    """One page of each template, or every page. ``views/test_weight.py`` weighs every page."""
    styles, heavy = {}, {}
    for address in addresses if every else set(examples) & set(addresses):
        size, text = received(site.address + address)
        sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', text)
        for sheet in set(sheets) - styles.keys():
            styles[sheet], _ = received(site.address + sheet)
        assert sheets
        if size + sum(styles[sheet] for sheet in sheets) > 20 * 1024:
            heavy[address] = size
    assert heavy == {}
    page = open_page("/handout/")
    assert page.locator("script").count() == 0
