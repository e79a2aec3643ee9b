"""Pages that are not there, errors, and addresses by another name."""

from datetime import date

import pytest
from django.test import Client

from guidance.editorial import current, publishing
from guidance.models import Therapy
from tests.html import Reader
from tests.make import make_therapy

pytestmark = pytest.mark.django_db


# Errors


@pytest.mark.parametrize(
    "place",
    [
        "/treatments/nothing/",
        "/types/none/",
        "/symptoms/x/",
        "/side-effects/x/",
        "/handout/x/",
        "/nowhere/",
    ],
)
def test_a_page_that_is_not_there_leads_on_to_browse_and_to_help(client, place):
    response = client.get(place)
    page = Reader(response.content.decode())
    assert response.status_code == 404
    assert {"/treatments/", "/get-help/"} <= set(page.links)
    assert page.faults == []


@pytest.mark.parametrize(
    ("place", "method"),
    [("/", "post"), ("/treatments/", "delete"), ("/handout/print/", "get"), ("/healthz", "post")],
)
def test_a_wrong_method_is_refused(client, place, method):
    response = getattr(client, method)(place)
    assert response.status_code == 405
    assert response.headers["Allow"]
    assert "/get-help/" in Reader(response.content.decode()).links


def test_a_fault_of_ours_is_told_in_the_sites_own_look(monkeypatch):
    def fail(*args):
        raise RuntimeError

    monkeypatch.setattr("guidance.pages.guide.Guide.side_effects", fail)
    client = Client(raise_request_exception=False)
    response = client.get("/side-effects/")
    assert response.status_code == 500
    assert "/get-help/" in Reader(response.content.decode()).links


def test_a_request_that_cannot_be_read_is_told_in_the_sites_own_look(client):
    response = client.post("/handout/print/", {f"field-{one}": "x" for one in range(3001)})
    assert response.status_code == 400
    assert "/get-help/" in Reader(response.content.decode()).links


def test_info_pages_with_a_place_of_their_own_are_shown_there(client):
    assert client.get("/about/privacy/").headers["Location"] == "/privacy/"
    assert client.get("/about/how-we-write/").status_code == 200


def test_a_page_whose_review_is_overdue_says_so(client):
    Therapy.objects.filter(slug="siponimod").update(
        checked_on=date(2020, 1, 1), review_due=date(2021, 1, 1)
    )
    publishing.publish(None, "It is old.")
    assert "overdue" in client.get("/treatments/siponimod/").content.decode().lower()


# By another name


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ("/treatments/Ocrelizumab/", "/treatments/ocrelizumab/"),
        ("/treatments/mayzent/", "/treatments/siponimod/"),
        ("/treatments/MAYZENT/?type=active", "/treatments/siponimod/"),
        ("/side-effects/PML/", "/side-effects/pml/"),
        ("/symptoms/Bladder/", "/symptoms/bladder/"),
        ("/types/Active/", "/types/active/"),
        ("/handout/Starting-Siponimod/", "/handout/starting-siponimod/"),
        ("/about/How-We-Write/", "/about/how-we-write/"),
        ("/about/Privacy/", "/privacy/"),
        ("/Treatments/Siponimod/", "/treatments/siponimod/"),
        ("/sources/LBL_siponimod/", "/sources/lbl_siponimod/"),
    ],
)
def test_brands_and_capital_letters_lead_to_the_page(client, asked, place):
    response = client.get(asked)
    assert (response.status_code, response.headers["Location"]) == (301, place)


def test_a_page_that_is_not_there_offers_the_nearest_and_repeats_no_word(client):
    response = client.get("/treatments/interferon/?q=quokka")
    page = response.content.decode()
    assert response.status_code == 404
    assert {"/treatments/interferon-beta-1a/", "/treatments/interferon-beta-1b/"} <= set(
        Reader(page).links
    )
    assert "quokka" not in page
    assert "/treatments/siponimod/" in Reader(client.get("/siponimot/").content.decode()).links
    unknown = client.get("/wp-login.php").content.decode()
    assert "Did you look for one of these pages?" not in unknown


def test_no_draft_is_offered_or_led_to(client):
    make_therapy("quokkamab", name="Quokkamab", brands="Quokka")
    for place in ("/treatments/Quokkamab/", "/treatments/quokka/", "/treatments/quokkama/"):
        response = client.get(place)
        assert response.status_code == 404
        assert "quokkamab" not in response.content.decode().lower()


def test_a_page_not_found_works_without_an_edition(client, monkeypatch):
    def nothing():
        raise current.NoEdition

    monkeypatch.setattr("guidance.views.errors.current_search", nothing)
    assert client.get("/nothing-of-ours/").status_code == 404
