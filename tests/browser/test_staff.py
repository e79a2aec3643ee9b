"""Staff at work: from a changed sentence to the public page, and what axe says on the way."""

import urllib.request

import pytest

from tests.browser import axe

SENTENCE = "This sentence is new. [@lbl_natalizumab]"


def violations(page):
    """As for public pages, but for the colors of Django's admin, which meet AA and not AAA."""
    page.add_style_tag(content="* { transition: none !important }")  # no color on its way
    return [one for one in axe.violations(page) if "color-contrast-enhanced" not in one]


@pytest.fixture
def clicks():
    """Return a function that clicks and counts."""

    def click(target):
        click.count += 1
        target.click()

    click.count = 0
    return click


def test_a_sentence_goes_to_review_in_few_clicks_and_to_readers_after_a_second_person(
    open_page, staff, colleague, site, clicks
):
    public = open_page("/treatments/natalizumab/")
    page = open_page("/admin/", storage_state=staff, bypass_csp=True)
    found = violations(page)
    clicks(page.get_by_role("link", name="Therapies"))
    clicks(page.get_by_role("link", name="Natalizumab", exact=True))
    page.get_by_label("How it works", exact=False).first.fill(SENTENCE)
    clicks(page.get_by_role("button", name="Save and go on to submit for review"))
    assert "This sentence is new." in page.locator("#content-main").inner_text()
    found += violations(page)
    page.get_by_role("button", name="Submit for review").click()
    found += violations(page)
    page.get_by_label("What changed and why").fill("Clearer words.")
    clicks(page.get_by_role("button", name="Submit for review"))
    assert clicks.count + 2 <= 6  # two more to sign in: the password, the code
    assert "In review" in page.locator("#content-main").inner_text()
    public.reload()
    assert "This sentence is new." not in public.locator("main").inner_text()

    reviewer = open_page(page.url, storage_state=colleague, bypass_csp=True)
    found += violations(reviewer)
    reviewer.get_by_text("Look at it in phone and in desktop width").click()
    phone = reviewer.frame_locator("iframe.phone")
    assert "This sentence is new." in phone.locator("main").inner_text()
    reviewer.get_by_label("I sign this off as a clinician").check()
    reviewer.get_by_label("Name, as readers see it").fill("Dr. Test Person")
    reviewer.get_by_role("button", name="Approve").click()
    assert "A sign-off needs this." in reviewer.locator("#content-main").inner_text()
    found += violations(reviewer)
    reviewer.get_by_label("Credentials").fill("MD, neurologist")
    reviewer.get_by_role("button", name="Approve").click()
    found += violations(reviewer)
    public.reload()
    assert "This sentence is new." not in public.locator("main").inner_text()

    reviewer.get_by_role("button", name="Publish now").click()
    assert "Readers see it now." in reviewer.locator(".messagelist").inner_text()
    public.wait_for_timeout(2000)
    for _ in range(20):  # both workers
        with urllib.request.urlopen(f"{site.address}/treatments/natalizumab/") as response:
            text = response.read().decode()
        assert "This sentence is new." in text
        assert "Dr. Test Person, MD, neurologist" in text
    assert "\n".join(found) == ""


def test_no_staff_page_about_what_is_public_breaks_a_rule(open_page, staff):
    page = open_page("/admin/guidance/edition/", storage_state=staff, bypass_csp=True)
    found = violations(page)
    page.locator("#result_list tbody a").last.click()
    found += violations(page)
    for address in (
        "/admin/guidance/submission/",
        "/admin/guidance/pageversion/of/?page=therapy/siponimod",
        "/admin/guidance/pageversion/withdraw/?page=therapy/siponimod",
    ):
        page.goto(address)
        found += violations(page)
    page.get_by_role("button", name="Withdraw it now").click()
    assert "Choose what readers are told." in page.locator("#content-main").inner_text()
    found += violations(page)
    page.goto("/admin/guidance/pageversion/of/?page=therapy/siponimod")
    page.get_by_role("link", name="Version 1").click()
    found += violations(page)
    assert "\n".join(found) == ""


def test_leaving_a_form_with_unsaved_words_asks_first(open_page, staff):
    page = open_page("/admin/guidance/clinic/", storage_state=staff)
    page.locator("#result_list tbody a").click()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_label("Name:").press_sequentially("x")
    page.get_by_role("link", name="Home", exact=True).click()
    assert asked == ["beforeunload"]


@pytest.mark.parametrize(
    ("page", "rows", "another", "typed"),
    [
        ("helplevel/?q=soon", "signs", "warning sign", {}),
        ("therapy/?q=siponimod", "checks", "check", {"name": "New", "months": "2"}),
    ],
)
def test_a_row_can_be_added_below_a_page_and_saved(open_page, staff, page, rows, another, typed):
    page = open_page(f"/admin/guidance/{page}", storage_state=staff)
    page.locator("#result_list tbody a").first.click()
    more = page.get_by_role("button", name=f"Add another {another}")
    more.wait_for()
    there = page.locator(f"#{rows}-group .inline-related:not(.empty-form)")
    before = there.count()
    more.click()
    assert there.count() == before + 1
    new = f"#id_{rows}-{before}"
    page.locator(f"{new}-text").fill("A new row. [@lbl_siponimod]")
    for name, value in typed.items():
        page.locator(f"{new}-{name}").fill(value)
    for choice in page.locator(f"select{new}-moment").all():
        choice.select_option("months")
    with page.expect_navigation():
        page.get_by_role("button", name="Save and continue editing").first.click()
    saved = [box.input_value() for box in page.locator("textarea[name$=-text]").all()]
    assert "A new row. [@lbl_siponimod]" in saved
