"""The handout form and sheet as a reader meets them."""

import io
import re

import pytest
from pypdf import PdfReader

from guidance.editorial import current, publishing
from guidance.handout import check_code
from guidance.handout.pdf import render
from guidance.models import Therapy
from tests.html import Reader
from tests.make import make_user

pytestmark = pytest.mark.django_db

THREE = ["siponimod", "ocrelizumab", "physical-therapy"]


def choose(client, **fields):
    """Send the handout form with three treatments, changed by ``fields``."""
    return client.post("/handout/print/", {"treatment": THREE, "size": "14", "type": "", **fields})


def words(response, heading):
    """Return the lines of the blocks under ``heading`` on the sheet: questions, or as typed."""
    [section] = [one for one in response.context["sheet"].sections if one.heading == heading]
    return [
        line
        for block in section.blocks
        for line in getattr(block, "questions", getattr(block, "lines", ()))
    ]


def test_links_from_other_pages_choose_beforehand(client):
    response = client.get("/handout/?treatment=siponimod&treatment=nothing&type=active")
    form = response.context["form"]
    assert form["treatment"].value() == ["siponimod"]
    assert form["type"].value() == ["active"]
    assert response.content.decode().count(" checked") == 6  # and how it is printed


def test_a_sheet_shows_what_was_chosen(client):
    response = choose(client, type="active", question=["1"], own="Can I travel?", suggested="on")
    text = response.content.decode()
    question = words(response, "My questions")[0]
    for expected in ("Siponimod", "Ocrelizumab", "Physical therapy", "Can I travel?", question):
        assert expected in text
    assert "The type we talk about: Active" in text
    assert len(words(response, "My questions")) > 3
    assert Reader(text).faults == []


NOTHING = "Choose at least one thing for your sheet: a type, a treatment"


@pytest.mark.parametrize(
    "fields", [{}, {"type": ""}, {"own": " \n"}, {"contact": "my MS nurse", "suggested": "on"}]
)
def test_a_sheet_with_nothing_on_it_is_refused_and_nothing_is_lost(client, fields):
    fields = {"type": [], **fields}
    response = choose(client, treatment=[], **fields)
    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: " in page
    assert NOTHING in page
    assert Reader(page).links.count("#id_treatment_0_0") == 1
    assert response.context["form"]["contact"].value() == fields.get("contact")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"type": "active"}, "The type we talk about: Active"),
        ({"symptom": ["fatigue"]}, "Tiredness"),
        ({"effect": ["pml"]}, "Rare brain infection"),
        ({"question": ["1"]}, "Which type of SPMS fits me now"),
        ({"own": "Can I travel?"}, "Can I travel?"),
        ({"notes": "More falls"}, "More falls"),
        ({"template": "starting-siponimod"}, "Starting siponimod"),
        ({"treatment": ["siponimod"]}, "Siponimod"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_any_one_part_makes_a_sheet_and_a_pdf(client, fields, expected):
    fields = {"size": "14", **fields}
    page = client.post("/handout/print/", fields)
    assert page.status_code == 200
    text = page.content.decode()
    assert expected in text
    assert "Not yet signed off by a clinician at this clinic." in text
    assert "call 911" in text
    assert Reader(text).faults == []
    made = client.post("/handout/pdf/", fields)
    assert made.status_code == 200
    words = " ".join(
        " ".join(
            sheet.extract_text() for sheet in PdfReader(io.BytesIO(made.content)).pages
        ).split()
    )
    assert expected in words
    code = page.context["sheet"].code
    assert client.post("/handout/check/", {"code": code}).status_code == 200


def test_seven_treatments_are_refused_and_stay_chosen(client):
    seven = [*THREE, "cladribine", "natalizumab", "mitoxantrone", "ofatumumab"]
    response = choose(client, treatment=seven)
    assert response.status_code == 422
    assert "You chose 7 treatments." in response.content.decode()
    assert response.context["form"]["treatment"].value() == seven


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"treatment": ["nothing"]}, "not in this guide"),
        ({"type": "nothing"}, "Choose from the types"),
        ({"type": ["active", ""]}, "Choose from the types, or “Not sure yet”, not both."),
        ({"question": ["99"]}, "Choose questions from the list."),
        ({"size": "99"}, "print size"),
        ({"own": "x" * 2001}, "2001 characters"),
        ({"own": "bell \x07 here"}, "0007"),
    ],
)
def test_what_does_not_fit_gets_a_message_at_its_field(client, fields, message):
    response = choose(client, **fields)
    page = Reader(response.content.decode())
    assert response.status_code == 422
    assert message in response.content.decode()
    [field] = response.context["form"].errors
    assert any(link.startswith(f"#id_{field}") for link in page.links)
    assert not {link[1:] for link in page.links if link.startswith("#")} - set(page.ids)


@pytest.mark.parametrize(
    "own", ["x" * 2000, "🙂 日本語 Ωμέγα", "<b>*bold*</b> [@lbl_siponimod] {{ x }}"]
)
def test_whatever_a_patient_types_is_printed_as_typed(client, own):
    response = choose(client, own=own)
    assert response.status_code == 200
    assert words(response, "My own words") == [own]
    escaped = own.replace("<", "&lt;").replace(">", "&gt;")
    assert escaped in response.content.decode()


def test_line_ends_of_any_kind_part_the_lines(client):
    response = choose(client, own="one\r\ntwo\rthree\n\nfour")
    assert words(response, "My own words") == ["one", "two", "three", "four"]


def test_going_back_to_change_it_keeps_everything(client):
    sent = choose(client, own="Keep me", question=["1", "3"], size="18")
    fields = {}
    for name, value in sent.context["fields"]:
        fields.setdefault(name, []).append(value)
    form = client.post("/handout/change/", fields).context["form"]
    assert form["own"].value() == "Keep me"
    assert form["question"].value() == ["1", "3"]
    assert form["treatment"].value() == THREE
    assert form["size"].value() == "18"


@pytest.mark.parametrize("fields", [{}, {"size": "99"}], ids=["sheet", "error"])
def test_a_sheet_is_kept_by_the_readers_browser_alone_and_sets_no_cookie(client, fields):
    response = choose(client, **fields)
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert not response.cookies
    assert 'action="/find-your-type/clear/"' in response.content.decode()


def test_every_treatment_can_be_put_on_a_sheet(client):
    form = client.get("/handout/").context["form"]
    slugs = [slug for _, group in form.fields["treatment"].choices for slug, _ in group]
    for at in range(0, len(slugs), 6):
        response = choose(client, treatment=slugs[at : at + 6])
        page = Reader(response.content.decode())
        assert response.status_code == 200
        assert page.faults == []
        assert len(page.ids) == len(set(page.ids))


# The builder


def change(client, **fields):
    """Send the form to see what fits, as its buttons do."""
    return client.post("/handout/change/", fields)


def offered(response, name):
    """Return the values that the form shows for a field."""
    widget = response.context["form"].fields[name].widget
    found = []
    for value, label in widget.choices:
        found += [one for one, _ in label] if isinstance(label, list) else [value]
    return found


def test_looking_for_a_treatment_shows_what_fits_and_what_is_ticked(client):
    response = change(client, find="MAYZ", treatment=["ocrelizumab"], own="Keep me", size="24")
    assert response.status_code == 200
    assert offered(response, "treatment") == ["ocrelizumab", "siponimod"]
    form = response.context["form"]
    assert form["treatment"].value() == ["ocrelizumab"]
    assert (form["own"].value(), form["size"].value()) == ("Keep me", "24")
    page = response.content.decode()
    assert Reader(page).faults == []
    assert "There is a problem" not in page


def test_looking_for_nothing_shows_every_treatment_again(client):
    everything = offered(client.get("/handout/"), "treatment")
    assert offered(change(client, find=""), "treatment") == everything
    assert len(everything) > 20


def test_looking_for_what_is_not_there_says_so_and_shows_everything(client):
    everything = offered(client.get("/handout/"), "treatment")
    response = change(client, find="zzz", treatment=["siponimod"])
    assert offered(response, "treatment") == everything
    assert "No treatment here has that name." in response.content.decode()
    assert "No treatment here has that name." not in client.get("/handout/").content.decode()


@pytest.mark.parametrize("fields", [{"find": "zzz"}, {"effect": ["nothing"]}, {"find": "x" * 61}])
def test_a_list_with_nothing_in_it_still_leads_from_its_error_to_a_place(client, fields):
    response = choose(client, treatment=[], **fields)
    page = Reader(response.content.decode())
    assert response.status_code == 422
    assert not {link[1:] for link in page.links if link.startswith("#")} - set(page.ids)
    assert page.faults == []


def test_side_effects_are_those_of_the_ticked_treatments_and_those_looked_for(client):
    assert offered(client.get("/handout/"), "effect") == []
    response = change(client, treatment=["siponimod"], effect=["falls"], find_effect="hair")
    found = offered(response, "effect")
    assert {"macular-edema", "falls", "hair-thinning"} <= set(found)
    assert "skin-necrosis" not in found


def test_questions_are_those_of_every_visit_and_of_what_is_ticked(client):
    everywhere = offered(client.get("/handout/"), "question")
    assert all(value.isdigit() for value in everywhere)
    response = client.get("/handout/?treatment=siponimod&type=active&symptom=fatigue")
    more = set(offered(response, "question")) - set(everywhere)
    assert {value.rpartition(".")[0] for value in more} <= {
        "therapy/siponimod",
        "subtype/active",
        "symptom/fatigue",
    }
    assert "therapy/siponimod.1" in more
    sheet = choose(client, question=["1", "therapy/siponimod.2"])
    assert words(sheet, "My questions")[1].startswith("Siponimod: ")


def test_unticked_boxes_stay_unticked_on_the_way_back(client):
    form = change(client, treatment=["siponimod"]).context["form"]
    assert not form["pictures"].value()
    assert client.get("/handout/").context["form"]["pictures"].value()


def test_everything_that_can_be_chosen_is_on_the_sheet(client):
    response = choose(
        client,
        detail="all",
        pictures="on",
        symptom=["fatigue"],
        effect=["pml"],
        notes="Since spring:\nmore falls",
        contact="my  MS nurse",
        size="24",
    )
    text = response.content.decode()
    for expected in ("Stopping", "Tiredness", "Rare brain infection", "Ask for: my MS nurse"):
        assert expected in text
    assert words(response, "Notes") == ["Since spring:", "more falls"]
    assert 'class="sheet sheet--24"' in text
    assert Reader(text).faults == []


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"notes": "x" * 2001}, "2001 characters"),
        ({"contact": "x" * 61}, "61 characters"),
        ({"symptom": ["nothing"]}, "Choose from the list."),
        ({"effect": [f"e{number}" for number in range(13)]}, "Choose from the list."),
        ({"detail": "everything"}, "Choose how much"),
        ({"paper": "a5"}, "Choose a paper"),
    ],
)
def test_new_choices_that_do_not_fit_get_a_message_at_their_field(client, fields, message):
    response = choose(client, **fields)
    page = Reader(response.content.decode())
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not {link[1:] for link in page.links if link.startswith("#")} - set(page.ids)


def test_too_many_side_effects_are_counted(client):
    slugs = [page.slug for page in current.current_guide().side_effects()][:13]
    response = choose(client, effect=slugs)
    assert response.status_code == 422
    assert "You chose 13. Choose 12 or fewer" in response.content.decode()
    assert response.context["form"]["effect"].value() == slugs


# The PDF


def save(client, **fields):
    return client.post("/handout/pdf/", {"treatment": THREE, "size": "14", "type": "", **fields})


def test_a_pdf_is_sent_under_a_name_that_says_nothing_and_is_not_kept(client):
    response = save(client, own="Quokka")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == 'attachment; filename="visit-handout.pdf"'
    assert "no-store" in response.headers["Cache-Control"]
    assert not response.cookies
    assert response.content.startswith(b"%PDF")


@pytest.mark.parametrize("field", ["own", "notes", "contact"])
def test_a_character_the_pdf_cannot_show_is_named_and_nothing_is_lost(client, field):
    response = save(client, **{field: "so 🙂"})
    text = response.content.decode()
    assert response.status_code == 422
    assert "The PDF cannot show “🙂” (code 1F642)." in text
    assert response.context["form"][field].value() == "so 🙂"
    assert choose(client, **{field: "so 🙂"}).status_code == 200


@pytest.mark.parametrize("typed", ["1\ufe0f\u20e3 question", "caf\u0065\u0301 at 5 o\u2019clock"])
def test_a_keycap_or_an_accent_typed_apart_is_set(client, typed):
    response = save(client, own=typed)
    assert response.status_code == 200
    assert response.content.startswith(b"%PDF")


def test_a_letter_with_a_mark_that_no_font_has_on_it_is_named(client):
    response = save(client, own="so \u2610\u0342 is")
    assert response.status_code == 422
    assert "The PDF cannot show “\u2610\u0342” (code 2610 0342)." in response.content.decode()
    assert response.context["form"]["own"].value() == "so \u2610\u0342 is"


def test_a_pdf_of_nothing_leads_back_to_the_form(client):
    response = save(client, treatment=[])
    assert response.status_code == 422
    assert NOTHING in response.content.decode()


@pytest.mark.parametrize("fault", [render.NotMade("TypstError"), render.TookTooLong("TookTooLong")])
def test_a_pdf_that_cannot_be_made_leads_to_the_print_page_and_logs_no_word(
    client, monkeypatch, caplog, fault
):
    def fail(*args):
        raise fault

    monkeypatch.setattr(render, "render", fail)
    response = save(client, own="Quokka")
    page = response.content.decode()
    assert response.status_code == 503
    assert 'formaction="/handout/print/"' in page
    assert '<input type="hidden" name="own" value="Quokka">' in page
    assert response.headers["Cache-Control"] == "private, no-cache"
    messages = [record.getMessage() for record in caplog.records if "guidance" in record.name]
    assert messages == [f"No PDF: {fault}"]
    assert "Quokka" not in caplog.text


# Writing that runs from right to left

HEBREW = "\u05d0\u05e0\u05d9 \u05dc\u05d5\u05e7\u05d7 5 mg"


def test_fields_and_printed_words_follow_the_direction_of_what_is_typed(client):
    page = client.get("/handout/").content.decode()
    for name in ("own", "notes", "contact", "find", "find_effect"):
        assert re.search(rf'<(?:input|textarea)[^>]* name="{name}"[^>]* dir="auto"', page), name
    assert re.search(
        r'<textarea[^>]* name="own"[^>]* dir="auto"',
        client.get("/what-matters/").content.decode(),
    )
    sheet = choose(client, own=HEBREW, notes=HEBREW, contact=HEBREW).content.decode()
    assert sheet.count(f'<li dir="auto">{HEBREW}</li>') == 2
    assert f"Ask for: \u2068{HEBREW}\u2069" in sheet
    assert save(client, own=HEBREW, notes=HEBREW, contact=HEBREW).content.startswith(b"%PDF")


# An edition with very many pages


def test_an_edition_with_more_pages_than_a_short_code_counts_has_handouts(client, monkeypatch):
    monkeypatch.setattr(check_code, "SHORT_CODE_PAGES", 64)
    assert save(client).status_code == 200
    code = code_of(client, type="active")
    response = client.get("/handout/check/", {"code": code.lower()})
    assert response.status_code == 200
    assert {one.what for one in response.context["found"]} == {"same"}
    assert "Siponimod" in response.content.decode()


# Is it still current?


def code_of(client, **fields):
    return choose(client, **fields).context["sheet"].code


def look_up(client, code):
    """Send the code as the form does."""
    return client.post("/handout/check/", {"code": code})


def test_the_code_of_todays_sheet_is_current(client):
    response = look_up(client, code_of(client, type="active").lower())
    text = response.content.decode()
    assert response.status_code == 200
    for name in ("Siponimod", "Ocrelizumab", "Physical therapy", "Active", "Get help"):
        assert name in text
    assert {one.what for one in response.context["found"]} == {"same"}
    assert Reader(text).faults == []
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert not response.cookies


def test_the_square_on_an_old_sheet_still_opens_its_answer(client):
    code = code_of(client, type="active")
    response = client.get("/handout/check/", {"code": code})
    assert {one.what for one in response.context["found"]} == {"same"}
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert code not in "".join(Reader(response.content.decode()).links)


def test_what_changed_since_is_told_with_a_call_where_a_warning_came(client):
    code = code_of(client)
    Therapy.objects.filter(slug="siponimod").update(
        call_911="- A new danger sign of quite another kind. [@lbl_siponimod]",
        how_it_works="Siponimod holds some white blood cells in the glands. [@lbl_siponimod]",
    )
    publishing.publish(None, "A warning.")
    response = look_up(client, code)
    text = response.content.decode()
    assert response.context["found"][0].title == "Siponimod"
    assert "Call your clinic about this." in text
    assert "<ins>A new danger sign of quite another kind.</ins>" in text
    assert "It said: <del>Siponimod holds some white blood cells (lymphocytes)" in text
    assert text.count("Still current. Nothing has changed.") >= 3
    assert "made from edition 1" in text
    assert "The newest is edition 2" in text
    assert Reader(text).faults == []


def test_a_treatment_that_was_taken_out_is_named_first(client):
    code = code_of(client)
    Therapy.objects.get(slug="ocrelizumab").delete()
    publishing.publish(None, "Gone.")
    response = look_up(client, code)
    assert response.context["found"][0].what == "withdrawn"
    text = response.content.decode()
    assert "We took this page out of the guide." in text
    assert text.index("Ocrelizumab") < text.index("Siponimod")


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("", "Type the code"),
        ("2O2O-2222", "“O” is in no code"),
        ("ABCD-EFGH", "typing mistake"),
        ("x" * 300, "too long"),
        (check_code.encode(99, [], []), "No sheet of ours"),
        (check_code.encode(10**30, [], []), "No sheet of ours"),
        (check_code.encode(0, [], []), "No sheet of ours"),
        (
            check_code.encode(1, ["therapy/499"], [f"therapy/{n:03}" for n in range(500)]),
            "No sheet",
        ),
    ],
)
def test_a_code_that_is_none_of_ours_gets_a_message_and_stays(client, code, message):
    response = look_up(client, code)
    text = response.content.decode()
    assert response.status_code == 422
    assert message in text
    assert response.context["form"]["code"].value() == code
    assert Reader(text).faults == []


def test_without_a_code_the_page_asks_for_one(client):
    response = client.get("/handout/check/")
    assert response.status_code == 200
    assert "/handout/check/" in Reader(client.get("/handout/").content.decode()).links


# Staff print an old edition again


@pytest.fixture
def two_editions():
    Therapy.objects.filter(slug="siponimod").update(summary="New words. [@lbl_siponimod]")
    publishing.publish(None, "Clearer.")
    Therapy.objects.filter(slug="siponimod").update(summary="A draft. [@lbl_siponimod]")


def test_staff_print_the_sheet_of_an_old_edition_again(client, two_editions):
    client.force_login(make_user())
    form = client.get("/handout/?edition=1")
    assert "this makes the sheet of edition 1 again" in form.content.decode()
    assert "no-store" in form.headers["Cache-Control"]
    old = choose(client, edition="1").content.decode()
    assert "Siponimod is a tablet you take once a day." in old
    assert "New words." not in old
    assert "· Edition 1 · " in old
    assert "New words." in choose(client, edition="2").content.decode()
    assert save(client, edition="1").content.startswith(b"%PDF")
    again = client.post("/handout/change/", {"edition": "1", "treatment": THREE})
    assert '<input type="hidden" name="edition" value="1">' in again.content.decode()


def test_staff_get_from_a_code_to_its_sheet_and_patients_do_not(client, two_editions):
    code = code_of(client, type="active", symptom=["fatigue"], effect=["pml"])
    assert 'name="edition"' not in look_up(client, code).content.decode()
    client.force_login(make_user())
    html = look_up(client, code).content.decode()
    fields = {}
    for name, value in re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', html):
        fields.setdefault(name, []).append(value)
    response = client.post("/handout/change/", fields)
    assert "this makes the sheet of edition 2 again" in response.content.decode()
    form = response.context["form"]
    assert sorted(form["treatment"].value()) == sorted(THREE)
    assert form["type"].value() == ["active"]
    assert (form["symptom"].value(), form["effect"].value()) == (["fatigue"], ["pml"])


@pytest.mark.parametrize("number", ["3", "0", "x", "-1", "9" * 40])
def test_an_edition_that_is_none_is_not_found(client, two_editions, number):
    client.force_login(make_user())
    assert client.get(f"/handout/?edition={number}").status_code == 404
    assert choose(client, edition=number).status_code == 404


def test_an_old_edition_is_read_once(client, two_editions, django_assert_num_queries):
    assert current.guide_numbered(1).number == 1
    with django_assert_num_queries(0):
        assert current.guide_numbered(1) is current.guide_numbered(1)
    assert current.guide_numbered(2) is current.current_guide()
    with pytest.raises(current.NoSuchEdition):
        current.guide_numbered(3)


def test_an_empty_edition_is_none(client):
    response = client.get("/handout/?edition=")
    assert response.status_code == 200
    assert "For staff" not in response.content.decode()


def test_only_staff_may_name_an_edition(client, two_editions):
    assert client.get("/handout/?edition=1").status_code == 403
    for send in (choose, save):
        assert send(client, edition="1").status_code == 403
    user = make_user("reader")
    user.is_staff = False
    user.save()
    client.force_login(user)
    assert choose(client, edition="1").status_code == 403
