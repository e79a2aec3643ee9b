"""The page that says whether a printed handout is current, and old editions for staff."""

import re

import pytest

from guidance.editorial import current, publishing
from guidance.handout import check_code
from guidance.models import Therapy
from tests.handout.handout_form import THREE, choose, code_of, look_up, save
from tests.html import Reader
from tests.make import make_user

pytestmark = pytest.mark.django_db


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


def test_the_address_in_a_printed_qr_code_answers_for_its_code(client):
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
        how_it_works="It keeps some white blood cells in the lymph glands. [@lbl_siponimod]",
    )
    publishing.publish(None, "A warning.")
    response = look_up(client, code)
    text = response.content.decode()
    assert response.context["found"][0].title == "Siponimod"
    assert "Call your clinic about this." in text
    assert "<ins>A new danger sign of quite another kind.</ins>" in text
    assert "It said: <del>Siponimod keeps some white blood cells (lymphocytes)" in text
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
def test_an_invalid_code_gets_a_message_and_stays_in_the_field(client, code, message):
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
    old = choose(client, edition="1", detail="all").content.decode()
    assert "In one SPMS trial, fewer people got worse on siponimod" in old
    assert "New words." not in old
    assert "· Edition 1 · " in old
    assert "New words." in choose(client, edition="2", detail="all").content.decode()
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
def test_an_unknown_edition_is_not_found(client, two_editions, number):
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


def test_an_empty_edition_number_means_the_current_edition(client):
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
