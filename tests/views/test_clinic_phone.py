"""The clinic's phone number stands where readers are told to call it, or is said to be missing."""

import pytest

from guidance.editorial import publishing
from guidance.models import Clinic
from tests.html import words_of

pytestmark = pytest.mark.django_db

MISSING = "Ask your MS nurse for its number. Write it here:"
PLACES = [
    "/",
    "/get-help/",
    "/treatments/siponimod/",
    "/side-effects/pml/",
    "/find-your-type/no-answers/",
    "/search/?q=yellow+eyes",
    "/search/?q=double+dose",
]


def words(client, place):
    return " ".join(words_of(client.get(place).content.decode()).split())


def test_a_clinic_without_a_number_says_so_wherever_it_is_to_be_called(client):
    for place in PLACES:
        assert MISSING in words(client, place), place
    assert words(client, "/get-help/").count(MISSING) == 2  # today, and the foot: it is said once


def test_a_clinic_with_a_number_shows_it_in_the_same_places(client):
    Clinic.objects.update(phone="555-0134", hours="9 to 5")
    publishing.publish(None, "A number.")
    for place in PLACES:
        found = words(client, place)
        assert "555-0134" in found, place
        assert MISSING not in found, place
