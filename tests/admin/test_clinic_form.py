"""The form of the clinic: names, phones, numbers, and what the clinic offers."""

import pytest

from guidance.editorial import current, publishing
from guidance.models import Clinic
from tests.html import form_data, words_of
from tests.staff import place

pytestmark = pytest.mark.django_db


@pytest.fixture
def change(db):
    return place(Clinic, "change", Clinic.objects.get().pk)


def test_the_form_of_the_shipped_clinic_is_saved_as_it_is(admin_client, change):
    saved = admin_client.post(change, form_data(admin_client.get(change)))
    assert saved.status_code == 302, saved.context["errors"]
    assert publishing.changes() == []


def test_what_is_filled_in_stands_on_the_site_after_it_is_published_and_not_before(
    admin_client, client, change
):
    data = form_data(admin_client.get(change)) | {
        "site_name": "Our MS guide",
        "offer_siponimod": "not-here",
        "phones-TOTAL_FORMS": "1",
        "phones-0-order": "10",
        "phones-0-label": "After hours",
        "phones-0-number": "555-0199",
        "phones-0-after_hours": "on",
    }
    saved = admin_client.post(change, data)
    assert saved.status_code == 302, saved.context["errors"]
    assert "Our MS guide" not in words_of(client.get("/").content.decode())
    publishing.publish(None, "The clinic.")
    words = words_of(client.get("/treatments/siponimod/").content.decode())
    assert "Our MS guide" in words
    assert "Our clinic does not offer this. Ask us where you can get it." in words
    assert "After hours" in words
    again = form_data(admin_client.get(change))
    assert (again["offer_siponimod"], again["offer_natalizumab"]) == ("not-here", "")
    assert admin_client.post(change, again).status_code == 302
    assert publishing.changes() == []


@pytest.mark.parametrize(
    "field, typed, told",
    [
        ("emergency_number", "nine", "Use digits"),
        ("emergency_number", "9", "2 to 20 digits"),
        ("emergency_number", "", "required"),
        ("emergency_number", "112", "Name the emergency number, 112, here."),
        ("crisis_number", "1" * 25, "at most 20"),
        ("site_name", "x" * 61, "at most 60"),
        ("offer_siponimod", "maybe", "not one of the available choices"),
        ("phones-0-number", "x", "Use digits"),
    ],
)
def test_what_cannot_be_saved_is_answered_with_422_and_stays_in_the_form(
    admin_client, change, field, typed, told
):
    data = form_data(admin_client.get(change)) | {
        "phones-TOTAL_FORMS": "1",
        "phones-0-order": "10",
        "phones-0-label": "A label that was typed",
        "phones-0-number": "555-0199",
        "address": "A street that was typed",
        field: typed,
    }
    response = admin_client.post(change, data)
    assert response.status_code == 422
    html = response.content.decode()
    assert told in html
    assert "A street that was typed" in html
    assert "A label that was typed" in html
    assert Clinic.objects.get().address == ""
    assert current.current_guide().clinic.address == ""
