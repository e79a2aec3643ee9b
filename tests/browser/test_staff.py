"""Staff at work: from a changed sentence to the public page, and what axe says on the way."""

import time
import urllib.request

import pytest

from tests.browser import axe

SENTENCE = "This sentence is new. [@lbl_natalizumab]"


def violations(page):
    """As for public pages, but for the colors of Django's admin, which meet AA and not AAA."""
    page.wait_for_load_state()
    page.add_style_tag(content="* { transition: none !important }")  # no color on its way
    return axe.violations(page, axe.WITHOUT_CONTRAST)


def wait_for_all_workers(site, path, words):
    """Wait until 20 answers in turn, so those of both workers, have ``words``; return the last."""
    until, shown = time.monotonic() + 120, 0
    while shown < 20:
        with urllib.request.urlopen(f"{site.address}{path}") as response:
            text = " ".join(response.read().decode().split())
        shown = shown + 1 if words in text else 0
        assert shown or time.monotonic() < until, f"{path} does not show {words!r}."
    return text


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
    clicks(page.get_by_role("link", name="Therapies", exact=True))
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
    reviewer.get_by_role("link", name="Read and sign Natalizumab").click()
    found += violations(reviewer)
    reviewer.get_by_label("I have read this whole page").check()
    for answer in reviewer.get_by_label("Your answer").all():
        answer.fill("It is as it should be.")
    due = reviewer.get_by_label("Next review due").input_value()
    reviewer.get_by_label("Next review due").fill("")
    reviewer.get_by_role("button", name="Approve and sign this page").click()
    assert "A sign-off needs this." in reviewer.locator("#content-main").inner_text()
    found += violations(reviewer)
    reviewer.get_by_label("Next review due").fill(due)
    reviewer.get_by_role("button", name="Approve and sign this page").click()
    found += violations(reviewer)
    public.reload()
    assert "This sentence is new." not in public.locator("main").inner_text()

    reviewer.get_by_role("button", name="Publish now").click()
    assert "Readers see it now." in reviewer.locator(".messagelist").inner_text()
    signed = wait_for_all_workers(site, "/treatments/natalizumab/", "This sentence is new.")
    assert "Dr. Test Person, MD, neurologist" in signed
    assert "\n".join(found) == ""


def test_no_staff_page_about_what_is_public_breaks_a_rule(open_page, staff):
    page = open_page("/admin/guidance/edition/", storage_state=staff, bypass_csp=True)
    found = violations(page)
    page.locator("#result_list tbody a").last.click()
    found += violations(page)
    for address in (
        "/admin/guidance/edition/opening/",
        "/admin/guidance/submission/",
        "/admin/guidance/pageversion/of/?page=therapy/siponimod",
        "/admin/guidance/pageversion/withdraw/?page=therapy/siponimod",
        "/admin/guidance/submission/ask-sign-off/?page=therapy/siponimod&page=therapy/none",
    ):
        page.goto(address)
        found += violations(page)
    page.goto("/admin/guidance/pageversion/withdraw/?page=therapy/siponimod")
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
    page.get_by_label("Name of the clinic:").press_sequentially("x")
    page.get_by_role("link", name="Home", exact=True).click()
    assert asked == ["beforeunload"]


def answers_to_leaving(page):
    """Accept every question whether to leave ``page``, and return the list of those asked."""
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    return asked


def open_first(page, draft):
    page.goto(f"/admin/guidance/{draft}")
    page.locator("#result_list tbody a").first.click()


def test_leaving_after_a_refused_save_asks_too_and_back_leads_to_the_form(open_page, staff):
    page = open_page("/admin/", storage_state=staff)
    open_first(page, "sideeffect/?q=acne")
    asked = answers_to_leaving(page)
    words = page.get_by_label("Summary").first
    words.fill("Words that took an hour. [@no-such-source]")
    page.get_by_role("button", name="Save and continue editing").first.click()
    summary = page.locator(".problems")
    assert summary.evaluate("box => box === document.activeElement")
    summary.get_by_role("link", name="Summary").click()
    assert words.evaluate("field => field === document.activeElement")
    assert words.input_value() == "Words that took an hour. [@no-such-source]"
    assert asked == []
    page.get_by_role("link", name="Home", exact=True).click()
    page.wait_for_url("**/admin/")
    assert asked == ["beforeunload"]
    page.go_back()
    assert page.get_by_label("Summary").first.is_visible()


def test_saving_what_was_refused_and_then_mended_asks_nothing(open_page, staff):
    page = open_page("/admin/", storage_state=staff)
    open_first(page, "glossaryterm/?q=myelin")
    asked = answers_to_leaving(page)
    page.get_by_label("Definition").fill("")
    page.get_by_role("button", name="Save and continue editing").first.click()
    page.get_by_label("Definition").fill("The cover of a nerve.")
    page.get_by_role("button", name="Save and continue editing").first.click()
    page.locator(".messagelist .success").wait_for()
    page.get_by_role("link", name="Home", exact=True).click()
    page.wait_for_url("**/admin/")
    assert asked == []


def test_words_on_the_way_to_the_public_are_guarded_in_each_form_of_their_page(open_page, staff):
    page = open_page("/admin/", storage_state=staff)
    open_first(page, "sideeffect/?q=dizziness")
    asked = answers_to_leaving(page)
    page.get_by_label("Summary").first.fill("Guarded. [@lbl_ofatumumab]")
    page.get_by_role("button", name="Save and go on to submit for review").click()
    address = page.url
    page.get_by_label("What changed and why").fill("Clearer words.")
    page.get_by_role("link", name="Home", exact=True).click()
    page.wait_for_url("**/admin/")
    assert asked == ["beforeunload"]
    page.goto(address)
    page.get_by_label("What changed and why").fill("Clearer words.")
    page.get_by_role("button", name="Submit for review").click()
    page.get_by_role("heading", name="Remarks").wait_for()
    assert asked == ["beforeunload"]

    page.get_by_role("textbox", name="Remark:").fill("Kept by its own button.")
    page.get_by_role("button", name="Keep this remark").click()
    page.get_by_text("Kept.", exact=True).wait_for()
    assert asked == ["beforeunload"]
    page.get_by_label("What to mend").fill("Lost by the button of another form.")
    page.get_by_role("button", name="Make a link").click()
    page.get_by_text("The link is in the list below.").wait_for()
    assert asked == ["beforeunload"] * 2

    page.goto("/admin/guidance/pageversion/withdraw/?page=therapy/siponimod")
    page.get_by_label("Note for staff").fill("A mistake in the dose.")
    page.get_by_role("link", name="Home", exact=True).click()
    page.wait_for_url("**/admin/")
    assert asked == ["beforeunload"] * 3


def test_of_two_who_change_one_field_the_second_chooses_and_loses_nothing(
    open_page, staff, colleague
):
    first = open_page("/admin/", storage_state=staff)
    second = open_page("/admin/", storage_state=colleague, bypass_csp=True)
    for page in (first, second):
        open_first(page, "sideeffect/?q=liver")
    summary = first.get_by_label("Summary")
    was = summary.input_value()
    summary.fill(f"First. {was}")
    first.get_by_role("button", name="Save and continue editing").first.click()
    first.locator(".messagelist .success").wait_for()
    second.get_by_label("Summary").fill(f"Second. {was}")
    second.get_by_role("button", name="Save and continue editing").first.click()
    box = second.locator(".conflicts")
    assert "First." in box.inner_text()
    assert "Second." in box.inner_text()
    assert "\n".join(violations(second)) == ""
    second.locator(".problems").get_by_role("link").first.click()
    second.get_by_label("Use what is in the field.").check()
    second.get_by_label("Summary").fill(f"Both. {was}")
    second.get_by_role("button", name="Save and continue editing").first.click()
    second.locator(".messagelist .success").wait_for()
    assert second.get_by_label("Summary").input_value() == f"Both. {was}"


def test_a_side_effect_is_made_beside_its_chooser_and_chosen(open_page, staff):
    page = open_page("/admin/", storage_state=staff)
    open_first(page, "therapy/?q=cladribine")
    page.get_by_role("button", name="Add another side effect").click()
    row = page.locator("#side_effects-group .inline-related:not(.empty-form)").last
    with page.expect_popup() as opened:
        row.locator(".add-related").click()
    new = opened.value
    new.get_by_label("Name:", exact=True).fill("A new side effect")
    new.get_by_label("Summary").fill("It hurts.")
    new.get_by_label("Checked against its sources on").fill("2026-11-23")
    new.get_by_label("Next review due").fill("2027-11-23")
    with new.expect_event("close"):
        new.get_by_role("button", name="Save", exact=True).first.click()
    row.locator(".select2-selection__rendered", has_text="A new side effect").wait_for()


@pytest.mark.parametrize(
    ("page", "rows", "another", "typed"),
    [
        ("info/?q=privacy", "sections", "info section", {"anchor": "new", "heading": "New"}),
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


HARM_ROW = {
    "seriousness": "common",
    "detail": "Typed without a script. [@lbl_teriflunomide]",
}
CHECK_ROW = {
    "name": "Typed without a script",
    "text": "A test. [@lbl_teriflunomide]",
    "moment": "before",
}
EVIDENCE_ROW = {
    "trial": "TYPED",
    "group": "Adults with SPMS",
    "happened": "got worse",
    "not_happened": "did not get worse",
    "time_span": "2 years",
    "comparator": "placebo",
    "out_of": "100",
    "with_treatment": "26",
    "without_treatment": "32",
    "finding": "Fewer got worse. [@lbl_teriflunomide]",
    "certainty": "moderate",
    "certainty_why": "One trial. [@lbl_teriflunomide]",
    "limits": "Few people. [@lbl_teriflunomide]",
}


def add_row(page, row, prefix, **values):
    """Add a row with the submit of a browser without scripts, fill it in; return its number."""
    page.get_by_role("button", name=f"Add another {row}", exact=True).click()
    number = int(page.locator(f"[name={prefix}-TOTAL_FORMS]").input_value()) - 1
    assert page.locator(f"[name={prefix}-{number}-order]").evaluate(
        "field => field === document.activeElement"
    )
    for name, value in values.items():
        field = page.locator(f"[name={prefix}-{number}-{name}]")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    return number


def test_rows_and_pages_are_added_on_a_phone_without_scripts(open_page, staff):
    page = open_page(
        "/admin/guidance/therapy/?q=teriflunomide",
        storage_state=staff,
        java_script_enabled=False,
        viewport={"width": 390, "height": 844},
    )
    page.locator("#result_list tbody th a").click()
    address = page.url
    add_row(page, "evidence", "evidence", **EVIDENCE_ROW)
    add_row(page, "check", "checks", **CHECK_ROW)
    harm = add_row(page, "side effect", "side_effects", **HARM_ROW)
    of_harm = page.locator(f"#side_effects-{harm}")
    of_harm.get_by_label("its name").fill("skin")
    page.get_by_label("names to add").fill("Acne")
    page.locator("[name=_save]").first.click()
    assert "Nothing has the whole name “skin”" in page.locator(".problems").inner_text()
    assert of_harm.locator("[name$=-detail]").input_value() == HARM_ROW["detail"]
    assert page.get_by_role("checkbox", name="Acne", exact=True).is_checked()
    found = of_harm.get_by_role("group", name="Found for “skin”")
    found.get_by_role("radio").last.check()
    name = found.locator("label").last.inner_text().strip()
    page.locator("[name=_save]").first.click()
    assert "was changed successfully" in page.locator(".messagelist").inner_text()

    page.goto(address)
    for group, row in (
        ("side_effects", name),
        ("evidence", "TYPED: got worse"),
        ("checks", "Typed without a script"),
    ):
        assert row in page.locator(f"#{group}-group .inline-related.has_original").last.inner_text()
    assert of_harm.locator("[name$=-detail]").input_value() == HARM_ROW["detail"]
    assert page.get_by_role("checkbox", name="Acne", exact=True).is_checked()


LISTS = [
    *("clinic", "edition", "glossaryterm", "handouttemplate", "helplevel", "info", "pageversion"),
    *("sideeffect", "sign", "source", "submission", "subtype", "symptom", "therapy", "topic"),
]


@pytest.mark.parametrize("width", [390, 1280])
def test_no_list_of_the_staff_area_scrolls_sideways(open_page, staff, width):
    page = open_page("/admin/", storage_state=staff, viewport={"width": width, "height": 844})
    wide = []
    for name in LISTS:
        page.goto(f"/admin/guidance/{name}/")
        for box in ("html", ".results"):
            if page.locator(box).count():
                over = page.locator(box).evaluate("box => box.scrollWidth - box.clientWidth")
                wide += [(name, box, over)] if over > 0 else []
    assert wide == []
    page.goto("/admin/guidance/sign/")
    cells = page.locator("#result_list tbody tr").first.locator("[data-column]")
    named = [cell.get_attribute("data-column") for cell in cells.all()]
    assert named[:4] == ["How soon", "Part of the body", "Shown first", "About its treatments only"]
    before = cells.first.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert ("How soon" in before) == (width == 390)
