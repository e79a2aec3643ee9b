"""Back and Clear: a page made by POST comes back, until its reader clears it."""

import pytest
from playwright.sync_api import Error

from tests.browser.conftest import FLAGS, LONGEST
from tests.browser.waiting import wait_for_title, wait_until
from tests.get_browser import find

WORD = "Quokka"


@pytest.fixture(params=["as it comes", "without pages in memory"])
def page(request, browser, site):
    """A page in a browser that keeps whole pages for Back, as people have it, and in one without.

    Playwright switches that off (``--disable-back-forward-cache``).
    """
    if request.param == "without pages in memory":
        own, leave = browser, ()
    else:
        leave = ["--disable-back-forward-cache"]
        own = browser.browser_type.launch(
            executable_path=find(), args=FLAGS, ignore_default_args=leave, timeout=LONGEST
        )
    context = own.new_context(base_url=site.address)
    context.set_default_timeout(LONGEST)
    yield context.new_page()
    context.close()
    if leave:
        own.close()


def make_sheet(page):
    page.goto("/handout/")
    page.locator("#treatments summary").click()
    page.locator("input[name=treatment][value=siponimod]").check()
    page.locator("textarea[name=own]").fill(WORD)
    page.get_by_role("button", name="Make my sheet").click()
    page.wait_for_url("**/handout/print/")


def make_sheet_with_a_fault(page):
    page.goto("/handout/")
    page.locator("textarea[name=own]").fill(WORD)
    page.locator("input[name=contact]").evaluate("one => one.value = 'x'.repeat(61)")
    page.get_by_role("button", name="Make my sheet").click()
    wait_for_title(page, "Error: ")


def make_worksheet(page):
    page.goto("/what-matters/")
    page.locator("input[name=point]").first.check()
    page.locator("textarea[name=own]").fill(WORD)
    page.locator("main form.long-form button[type=submit]").click()
    wait_for_title(page, "My worksheet: ")


MADE = [make_sheet, make_sheet_with_a_fault, make_worksheet]


def ask(page, method, **fields):
    """Ask the browser; a session ends when a page out of memory takes the place of another."""
    while True:
        try:
            return page.context.new_cdp_session(page).send(method, fields)
        except Error:
            page.wait_for_timeout(50)


def go_back(page):
    """Go back once, also to the browser's own page about a form that it would send again.

    ``Page.go_back`` waits for a load event, and a page out of memory has none.
    """
    history = ask(page, "Page.getNavigationHistory")
    wanted = history["currentIndex"] - 1
    ask(page, "Page.navigateToHistoryEntry", entryId=history["entries"][wanted]["id"])
    while ask(page, "Page.getNavigationHistory")["currentIndex"] != wanted:
        page.wait_for_timeout(50)
    wait_until(page, "document.readyState === 'complete'")


def typed(page):
    """Return all words of the page and all that stands in its fields or is ticked."""
    return page.evaluate(
        """document.documentElement.textContent + [...document.querySelectorAll('textarea, input')]
           .map(one => one.type === 'text' || one.localName === 'textarea' ? one.value
                       : one.checked && one.name !== 'size' ? one.name + one.value : '')"""
    )


@pytest.mark.parametrize("make", MADE)
def test_back_shows_the_page_again_and_after_clear_nothing_that_was_typed(page, make):
    make(page)
    title = page.title()
    page.goto("/get-help/")
    go_back(page)
    assert page.title() == title
    assert WORD in typed(page)

    page.get_by_role("button", name="Clear").click()
    page.wait_for_url("**/find-your-type/cleared/")
    page.wait_for_load_state()
    assert "Close this window now." in page.locator("main").inner_text()
    for _ in range(3):
        go_back(page)
        assert WORD not in typed(page)
        assert "treatmentsiponimod" not in typed(page)


def test_back_to_an_answer_that_was_missing_asks_for_nothing_to_be_sent_again(page):
    page.goto("/find-your-type/safety/")
    page.get_by_role("button", name="Continue").click()
    wait_for_title(page, "Error: ")
    page.goto("/get-help/")
    go_back(page)
    wait_for_title(page, "Error: ")
    page.locator("input[value=none]").check()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/find-your-type/told/")
    page.get_by_role("button", name="Clear").click()
    page.wait_for_url("**/find-your-type/cleared/")
    page.wait_for_load_state()
    go_back(page)
    wait_until(page, "location.pathname === '/find-your-type/no-answers/'")
