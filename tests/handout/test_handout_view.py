"""The views of the handout's form and print page."""

import io
import re

import pytest
from pypdf import PdfReader

from tests.handout.handout_form import NOTHING, THREE, choose, save, words
from tests.html import Reader

pytestmark = pytest.mark.django_db


def test_links_from_other_pages_choose_beforehand(client):
    response = client.get("/handout/?treatment=siponimod&treatment=nothing&type=active")
    form = response.context["form"]
    assert form["treatment"].value() == ["siponimod"]
    assert form["type"].value() == ["active"]
    assert response.content.decode().count(" checked") == 6  # and four questions


def test_a_sheet_shows_what_was_chosen(client):
    response = choose(client, type="active", question=["1"], own="Can I travel?", suggested="on")
    text = response.content.decode()
    question = words(response, "My questions")[0]
    for expected in ("Siponimod", "Ocrelizumab", "Physical therapy", "Can I travel?", question):
        assert expected in text
    assert "The type we talk about: Active" in text
    assert len(words(response, "My questions")) > 3
    assert Reader(text).faults == []


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
    assert Reader(page).links.count("#id_about_0") == 1
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
def test_one_chosen_part_is_enough_for_a_sheet_and_a_pdf(client, fields, expected):
    fields = {"size": "14", **fields}
    page = client.post("/handout/print/", fields)
    assert page.status_code == 200
    text = page.content.decode()
    assert expected in text
    assert "Not yet signed off by a clinician." in text
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
    assert words(response, "My questions") == [own]
    escaped = own.replace("<", "&lt;").replace(">", "&gt;")
    assert escaped in response.content.decode()


def test_line_ends_of_any_kind_part_the_lines(client):
    response = choose(client, own="one\r\ntwo\rthree\n\nfour")
    assert words(response, "My questions") == ["one", "two", "three", "four"]


def test_going_back_to_change_it_keeps_everything(client):
    sent = choose(client, own="Keep me", question=["1", "3"], size="18")
    fields = {}
    for name, value in sent.context["fields"]:
        fields.setdefault(name, []).append(value)
    assert "size" not in fields  # a choice beside the sheet
    fields["size"] = "18"
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


# Writing that runs from right to left

HEBREW = "\u05d0\u05e0\u05d9 \u05dc\u05d5\u05e7\u05d7 5 mg"


def test_fields_and_printed_words_follow_the_direction_of_what_is_typed(client):
    page = client.get("/handout/").content.decode()
    for name in ("own", "notes", "contact", "find"):
        assert re.search(rf'<(?:input|textarea)[^>]* name="{name}"[^>]* dir="auto"', page), name
    assert re.search(
        r'<textarea[^>]* name="own"[^>]* dir="auto"',
        client.get("/what-matters/").content.decode(),
    )
    sheet = choose(client, own=HEBREW, notes=HEBREW, contact=HEBREW).content.decode()
    assert sheet.count(f'<li dir="auto">{HEBREW}</li>') == 2
    assert f"Ask for: \u2068{HEBREW}\u2069" in sheet
    assert save(client, own=HEBREW, notes=HEBREW, contact=HEBREW).content.startswith(b"%PDF")
