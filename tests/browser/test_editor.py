"""The editor of cited texts: what it reads, writes, and shows, and forms without it."""

import re

import pytest
from django.apps import apps

from guidance.models.cited import CitedText
from tests.browser import axe


def the_script(page):
    """Return a JavaScript expression for the module of the editor on ``page``."""
    address = page.locator("script[src*='js/editor']").get_attribute("src")
    return f"import({address!r})"


def cited_texts():
    """Return every cited text of the drafts, as they are shipped."""
    return [
        text
        for model in apps.get_app_config("guidance").get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, CitedText)
        for text in model._base_manager.values_list(field.name, flat=True)
        if text
    ]


@pytest.mark.django_db
def test_the_editor_writes_every_shipped_text_as_it_read_it(open_page, staff):
    page = open_page("/admin/guidance/source/add/", storage_state=staff)
    texts = cited_texts()
    assert len(texts) > 2_000
    written = page.evaluate(
        f"async texts => {{ const {{ roundTrip }} = await {the_script(page)};"
        " return texts.map(text => roundTrip(text)) }",
        texts,
    )
    changed = [
        (text, result["written"])
        for text, result in zip(texts, written, strict=True)
        if not result["same"] or text.split() != result["written"].split()
    ]
    assert changed == []


def open_form(open_page, staff, draft="sideeffect/?q=headache", **options):
    """Open the form of the first draft that is found, and return its page.

    The form of a treatment is four times as long as this, so only one test needs it.
    """
    page = open_page(f"/admin/guidance/{draft}", storage_state=staff, **options)
    page.locator("#result_list tbody a").first.click()
    page.wait_for_load_state("networkidle")  # the sources are known
    return page


def box_of(page, name):
    """Return the editor of the field ``name`` of a form, started by a click on its text."""
    page.locator(f"#id_{name}").click()
    return page.locator(f".cited:has(#id_{name}) [role=textbox]")


def typed(page, name):
    return page.locator(f"#id_{name}").input_value()


def empty(page, name):
    box = box_of(page, name)
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    return box


TYPED = ["1. First", "2) Second", "- a dash", "+ a plus", "2024. A *year*", "-5 of [10] & _more_"]


def test_what_is_typed_like_the_marks_of_a_list_keeps_each_character(open_page, staff):
    page = open_form(open_page, staff)
    box = empty(page, "summary")
    for number, line in enumerate(TYPED):
        if number:
            page.keyboard.press("Enter")
        page.keyboard.insert_text(line)
    assert box.locator("p").all_inner_texts() == TYPED
    text = typed(page, "summary")
    assert [re.sub(r"\\(?=\W)", "", line) for line in text.split("\n\n")] == TYPED
    save(page)
    assert page.locator(".cited:has(#id_summary) p").all_inner_texts() == TYPED


def save(page):
    with page.expect_navigation():
        page.get_by_role("button", name="Save and continue editing").first.click()
    page.locator(".messagelist .success").wait_for()


def test_a_text_is_written_with_tools_and_keys_and_saved_as_its_marks(open_page, staff):
    page = open_form(open_page, staff, "sideeffect/?q=skin", bypass_csp=True)
    box = empty(page, "summary")
    keys = page.keyboard
    keys.type("It works ")
    keys.press("Control+b")
    keys.type("well")
    keys.press("Control+b")
    keys.type(".@")
    dialog = page.get_by_role("dialog", name="Cite a source")
    dialog.get_by_role("combobox").fill("mayzent prescribing")
    dialog.get_by_role("option").first.wait_for()
    found = axe.violations(page, axe.WITHOUT_CONTRAST)
    keys.press("Enter")
    keys.press("Enter")
    tools = page.locator(".cited--open").get_by_role("toolbar")
    tools.get_by_role("button", name="Bulleted list").click()
    keys.type("One 2*3 thing")
    keys.press("Enter")
    keys.type("Another")
    assert tools.get_by_role("button", name="Bulleted list").get_attribute("aria-pressed") == "true"
    assert box.locator("li").count() == 2
    assert "MAYZENT" in box.locator(".cited-chip").inner_text()
    assert box.get_attribute("aria-multiline") == "true"
    assert page.get_by_role("textbox", name="Summary:").is_visible()
    found += axe.violations(page, axe.WITHOUT_CONTRAST)
    assert "\n".join(found) == ""
    text = typed(page, "summary")
    first, _, items = text.partition("\n\n")
    assert first.startswith("It works **well**. [@")
    assert items == "- One 2*3 thing\n- Another"
    save(page)
    assert typed(page, "summary") == text


def test_a_source_is_added_in_place_and_nothing_is_lost_on_a_mistake(open_page, staff):
    page = open_form(open_page, staff, "therapy/?q=ublituximab")
    empty(page, "how_it_works")
    page.keyboard.type("A new sentence.@")
    dialog = page.get_by_role("dialog", name="Cite a source")
    dialog.locator("summary").click()
    dialog.get_by_label("Web address").fill("https://example.org/new-study")
    dialog.get_by_label("Who published it", exact=True).fill("Example Journal")
    dialog.get_by_label("What it is").select_option("journal")
    dialog.get_by_label("Where you read it").select_option("official")
    dialog.get_by_role("button", name="Add a source").click()
    dialog.get_by_text("Type its title.").wait_for()
    title = dialog.get_by_label("Title", exact=True)
    assert title.evaluate("field => field === document.activeElement")
    assert dialog.get_by_label("Web address").input_value() == "https://example.org/new-study"
    title.fill("A new study of walking")
    dialog.get_by_role("button", name="Add a source").click()
    dialog.wait_for(state="detached")
    assert typed(page, "how_it_works") == "A new sentence. [@a-new-study-of-walking]"
    save(page)
    chip = page.locator(".cited:has(#id_how_it_works) .cited-chip")
    assert "A new study of walking" in chip.inner_text()


def test_a_link_is_put_and_only_to_where_pages_may_lead(open_page, staff):
    page = open_form(open_page, staff)
    empty(page, "summary")
    page.keyboard.type("See ")
    page.keyboard.press("Control+k")
    dialog = page.get_by_role("dialog", name="Link")
    dialog.get_by_label("Words").fill("get help")
    dialog.get_by_label("Address").fill("javascript:alert(1)")
    dialog.get_by_role("button", name="Put the link").click()
    assert "https://" in dialog.locator(".cited-error:visible").inner_text()
    dialog.get_by_label("Address").fill("/get-help/")
    dialog.get_by_role("button", name="Put the link").click()
    assert typed(page, "summary") == "See [get help](/get-help/)"


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal
{mso-style-parent:"";}</style></head><body><!--StartFragment-->
<p class=MsoNormal><b><span style='font-size:11.0pt'>Watch for:</span></b><o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-.25in;mso-list:l0 level1 lfo1'>
<![if !supportLists]><span style='font-family:Symbol;mso-list:Ignore'>\u00b7<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span><![endif]>fever<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-.25in;mso-list:l0 level1 lfo1'>
<!--[if !supportLists]--><span style='font-family:Symbol;mso-list:Ignore'>\u00b7<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><!--[endif]-->a stiff
neck<a href="#_ftn1" name="_ftnref1"><span class=MsoFootnoteReference>[1]</span></a></p>
<!--EndFragment--></body></html>"""
DOCS = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1">
<p dir="ltr"><span style="font-weight:400">Plain and </span><span
style="font-weight:700">bold</span><span style="font-weight:400"> words.</span><span
style="font-size:0.6em;vertical-align:super">2</span></p><ol><li dir="ltr"><p dir="ltr"
role="presentation"><span style="font-weight:400">First</span></p></li><li dir="ltr"><p
dir="ltr"><span style="font-weight:400">Second</span></p></li></ol></b>"""
PDF = (
    "The \ufb01rst dose can slow the heart for some peo-\nple.12,13 Ask your team.\n\n"
    "\u2022 Blood pressure\n\u2022 A rare brain infec-\ntion called PML\u00b3\n"
)


@pytest.fixture(scope="module")
def form_for_pasting(open_page_for_all, staff):
    """A form with an editor that all tests of pasting share, of a draft that no other test opens.

    What was pasted is kept as unsaved words.
    """
    page = open_form(open_page_for_all, staff, "sideeffect/?q=flushing")
    box_of(page, "summary")
    return page


@pytest.mark.parametrize(
    ("html", "text", "clean"),
    [
        (WORD, "", "**Watch for:**\n\n- fever\n- a stiff neck"),
        (DOCS, "", "Plain and **bold** words.\n\n1. First\n2. Second"),
        (
            "",
            PDF,
            "The first dose can slow the heart for some people. Ask your team.\n\n"
            "- Blood pressure\n- A rare brain infection called PML",
        ),
        ("", "One. [@lbl_siponimod]", "One. [@lbl_siponimod]"),
        ("<p>See <a href='javascript:x'>a</a> <a href='https://example.org/'>b</a></p>", "",
         "See a [b](https://example.org/)"),
        (
            "<p>Above 0.8 x 10<sup>9</sup>/L, 12 mg/m<span style='vertical-align:super'>2</span>"
            " or 10<sup>-3</sup>, in 26%<sup>3</sup> of 410<sup>12</sup> people.<sup>4</sup>"
            " Take 2<sup>1</sup>&frasl;<sub>2</sub> at noon.</p>",
            "",
            "Above 0.8 x 10⁹/L, 12 mg/m² or 10⁻³, in 26% of 410 people. Take 2¹⁄2 at noon.",
        ),
        (
            "<p>Take <del>10</del><ins>5</ins> mg. Do <s>not</s> call"
            "<span style='text-decoration:line-through'> 911</span> us.</p>",
            "",
            "Take 5 mg. Do call us.",
        ),
        ("<table><tr><td>Dose</td><td>2 mg</td></tr></table>", "", "Dose\n\n2 mg"),
    ],
    ids=["Word", "Google Docs", "PDF", "marks", "links", "exponents", "struck words", "table"],
)  # fmt: skip
def test_what_is_pasted_comes_in_clean(form_for_pasting, html, text, clean):
    page = form_for_pasting
    page.locator(".cited:has(#id_summary) [role=textbox]").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    assert typed(page, "summary") == ""
    page.evaluate(
        """([html, text]) => {
            const data = new DataTransfer();
            if (html) data.setData("text/html", html);
            data.setData("text/plain", text);
            document.activeElement.dispatchEvent(new ClipboardEvent("paste",
                { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        [html, text],
    )
    assert typed(page, "summary") == clean


def test_words_that_were_not_saved_come_back_after_a_crash(open_page, staff):
    page = open_form(open_page, staff, "sideeffect/?q=stroke", bypass_csp=True)
    address = page.url
    empty(page, "summary")
    page.keyboard.type("Half a sentence about a stroke")
    page.get_by_text("Kept for you at").wait_for()
    page.close(run_before_unload=False)

    again = open_page(address, storage_state=staff, bypass_csp=True)
    again.get_by_role("heading", name="You left unsaved words from").wait_for()
    assert "\n".join(axe.violations(again, axe.WITHOUT_CONTRAST)) == ""
    assert "Half a sentence" not in typed(again, "summary")
    again.get_by_role("button", name="Bring them back").click()
    assert typed(again, "summary") == "Half a sentence about a stroke"
    save(again)
    again.goto(address)
    again.wait_for_load_state("networkidle")
    assert not again.get_by_role("heading", name="You left unsaved words").is_visible()


def test_a_new_row_that_was_not_saved_comes_back_and_can_be_thrown_away(open_page, staff):
    page = open_form(open_page, staff, "info/?q=privacy")
    address = page.url
    page.get_by_role("button", name="Add another info section").click()
    row = page.locator("#sections-group .inline-related:not(.empty-form)").last
    row.get_by_label("Heading").fill("A row of words")
    page.get_by_text("Kept for you at").wait_for()
    page.close(run_before_unload=False)

    again = open_page(address, storage_state=staff)
    again.get_by_role("button", name="Bring them back").click()
    headings = again.locator("#sections-group input[name$=-heading]").all()
    assert "A row of words" in [heading.input_value() for heading in headings]
    again.close(run_before_unload=False)
    third = open_page(address, storage_state=staff)
    third.get_by_role("button", name="Throw them away").click()
    third.get_by_text("They are thrown away.").wait_for()
    third.wait_for_load_state("networkidle")
    third.reload()
    third.wait_for_load_state("networkidle")
    assert not third.get_by_role("button", name="Bring them back").is_visible()


def test_without_script_the_marks_are_typed_as_before(open_page, staff):
    page = open_page(
        "/admin/guidance/sideeffect/?q=constipation", storage_state=staff, java_script_enabled=False
    )
    page.locator("#result_list tbody a").first.click()
    page.locator("#id_summary").fill("Typed as marks. [@lbl_ponesimod]")
    save(page)
    assert typed(page, "summary") == "Typed as marks. [@lbl_ponesimod]"


def test_the_tools_fit_a_phone_and_can_be_hit(open_page, staff):
    page = open_form(open_page, staff, viewport={"width": 390, "height": 800})
    box_of(page, "summary")
    for tool in page.locator(".cited-tools button").all():
        place = tool.bounding_box()
        assert place["width"] >= 44
        assert place["height"] >= 44
        assert place["x"] + place["width"] <= 390
