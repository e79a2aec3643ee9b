"""The form of the clinic: names, phones, numbers, and what the clinic offers."""

import pytest
from django.test import Client

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


def test_an_accent_is_one_small_style_sheet_and_the_usual_one_none(admin_client, change):
    assert "accent-" not in Client().get("/").content.decode()
    data = form_data(admin_client.get(change)) | {"accent": "blue"}
    assert admin_client.post(change, data).status_code == 302
    publishing.publish(None, "A color.")
    for shown in ("/", "/not-a-page/", "/admin/login/"):
        assert Client().get(shown).content.decode().count("css/accent-blue") == 1, shown


def test_the_portal_is_linked_at_the_foot_and_in_no_list_of_signs(admin_client, client, change):
    data = form_data(admin_client.get(change))
    data |= {"portal_name": "MyClinic", "portal_address": "https://portal.example/in"}
    assert admin_client.post(change, data).status_code == 302
    publishing.publish(None, "The portal.")
    html = client.get("/get-help/").content.decode()
    assert html.count("https://portal.example/in") == 1
    assert html.index("https://portal.example/in") > html.index("<footer")
    assert "MyClinic</a>" in html


@pytest.mark.parametrize(
    "name, typed, told",
    [
        ("MyClinic", "", "its name and its web address together"),
        ("", "https://portal.example/", "its name and its web address together"),
        ("MyClinic", "http://portal.example/", "Enter a valid URL"),
        ("MyClinic", "javascript:alert(1)", "Enter a valid URL"),
    ],
)
def test_half_a_portal_and_an_address_that_is_not_secure_are_refused(
    admin_client, change, name, typed, told
):
    data = form_data(admin_client.get(change)) | {"portal_name": name, "portal_address": typed}
    response = admin_client.post(change, data)
    assert response.status_code == 422
    assert told in response.content.decode()


def test_only_who_may_change_the_clinic_can_save_the_form(client, sign_in, change):
    Clinic.objects.update(offers={"siponimod": "not-here"})
    assert client.get(change).status_code == 302
    for role, status in (("Editor", 200), ("Clinical reviewer", 200), ("Publisher", 200)):
        page = sign_in(role).get(change)
        assert page.status_code == status
        assert "Siponimod" in page.content.decode()
        assert ('name="site_name"' in page.content.decode()) == (role == "Editor")
        data = form_data(page) | {"site_name": role}
        expected = 302 if role == "Editor" else 403
        assert sign_in(role).post(change, data).status_code == expected
    assert Clinic.objects.get().site_name == "Editor"
