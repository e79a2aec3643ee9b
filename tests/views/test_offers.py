"""What the clinic offers is said on pages, in lists, in the comparison and on sheets."""

import pytest

from guidance.editorial import publishing
from guidance.models import Clinic
from guidance.pages.choices import OFFERED_IN_LISTS
from tests.html import words_of

pytestmark = pytest.mark.django_db

OFFERS = {"siponimod": "not-here", "natalizumab": "here", "ocrelizumab": "ask"}
COMPARED = "/treatments/compare/?treatment=siponimod&treatment=natalizumab"


@pytest.fixture
def offers(db):
    Clinic.objects.update(offers=OFFERS)
    publishing.publish(None, "What we offer.")


def words(response):
    return " ".join(words_of(response.content.decode()).split())


@pytest.mark.parametrize(
    "place, told",
    [
        ("/treatments/siponimod/", "Our clinic does not offer this. Ask us where you can get it."),
        ("/treatments/natalizumab/", "Our clinic offers this."),
        ("/treatments/", "(Not at our clinic)"),
        ("/treatments/", "(At our clinic)"),
        ("/treatments/", "(Ask our clinic)"),
        ("/types/active/", "(Not at our clinic)"),
        (COMPARED, "Siponimod Not at our clinic"),
        (COMPARED, "Natalizumab At our clinic"),
    ],
)
def test_readers_are_told_what_the_clinic_offers(client, offers, place, told):
    assert told in words(client.get(place))


def test_a_treatment_that_the_clinic_does_not_offer_is_hidden_nowhere(client, offers):
    for place in ("/treatments/", "/types/active/", "/search/?q=siponimod", "/sitemap.xml"):
        assert "/treatments/siponimod/" in client.get(place).content.decode(), place


@pytest.mark.parametrize("place", ["/treatments/", "/types/active/", COMPARED])
def test_nothing_is_said_where_the_clinic_said_nothing(client, place):
    said = words(client.get(place))
    assert [told for told in OFFERED_IN_LISTS.values() if told in said] == []


def test_the_sheet_says_it_below_the_name_of_the_treatment(client, offers):
    one = words(client.post("/handout/print/", {"treatment": "siponimod"}))
    assert "Our clinic does not offer this. Ask us where you can get it." in one
    many = ["siponimod", "natalizumab", "ocrelizumab", "ofatumumab"]
    several = words(client.post("/handout/print/", {"treatment": many}))
    assert several.count("Our clinic offers this.") == 1
    assert several.count("Ask us whether our clinic can offer you this.") == 1
