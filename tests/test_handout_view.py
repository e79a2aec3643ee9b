"""The handout form and sheet as a reader meets them."""

import pytest

from tests.html import Reader

pytestmark = pytest.mark.django_db

THREE = ["siponimod", "ocrelizumab", "physical-therapy"]


def choose(client, **fields):
    """Send the handout form with three treatments, changed by ``fields``."""
    return client.post("/handout/print/", {"treatment": THREE, "size": "14", "type": "", **fields})


def test_links_from_other_pages_choose_beforehand(client):
    response = client.get("/handout/?treatment=siponimod&treatment=nothing&type=active")
    form = response.context["form"]
    assert form["treatment"].value() == ["siponimod"]
    assert form["type"].value() == "active"
    assert response.content.decode().count("checked") == 3  # and the print size


def test_a_sheet_shows_what_was_chosen(client):
    response = choose(client, type="active", question=["1"], own="Can I travel?", suggested="on")
    text = response.content.decode()
    question = response.context["handout"].questions[0]
    for expected in ("Siponimod", "Ocrelizumab", "Physical therapy", "Can I travel?", question):
        assert expected in text
    assert response.context["handout"].subtype.slug == "active"
    assert len(response.context["handout"].questions) > 3
    assert Reader(text).faults == []


def test_no_treatment_is_refused_and_nothing_is_lost(client):
    response = choose(client, treatment=[], own="Keep me", question=["2"])
    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: " in page
    assert "Choose at least 1 treatment." in page
    assert "Keep me" in page
    assert response.context["form"]["question"].value() == ["2"]


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
        ({"type": "nothing"}, "Choose one of the types"),
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
    assert response.context["handout"].own == (own,)
    escaped = own.replace("<", "&lt;").replace(">", "&gt;")
    assert escaped in response.content.decode()


def test_line_ends_of_any_kind_part_the_lines(client):
    response = choose(client, own="one\r\ntwo\rthree\n\nfour")
    assert response.context["handout"].own == ("one", "two", "three", "four")


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


def test_a_sheet_is_not_stored_and_sets_no_cookie(client):
    response = choose(client)
    assert "no-store" in response.headers["Cache-Control"]
    assert not response.cookies


def test_every_treatment_can_be_put_on_a_sheet(client):
    form = client.get("/handout/").context["form"]
    slugs = [slug for _, group in form.fields["treatment"].choices for slug, _ in group]
    for at in range(0, len(slugs), 6):
        response = choose(client, treatment=slugs[at : at + 6])
        page = Reader(response.content.decode())
        assert response.status_code == 200
        assert page.faults == []
        assert len(page.ids) == len(set(page.ids))
