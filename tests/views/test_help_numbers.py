"""A clinic's own emergency and crisis numbers stand on every page; no template has a number."""

import re

import pytest
from django.conf import settings

from guidance.editorial import publishing
from guidance.models import Clinic, ClinicPhone
from tests.html import Reader, words_of

PLACES = [
    "/",
    "/get-help/",
    "/get-help/?all=1",
    "/get-help/by-treatment/",
    "/get-help/heart/",
    "/treatments/siponimod/",
    "/side-effects/suicidal-thoughts/",
    "/treatments/compare/?treatment=siponimod&treatment=natalizumab",
    "/find-your-type/safety/",
    "/find-your-type/paper/",
    "/find-your-type/no-answers/",
    "/search/?q=chest+pain",
    "/search/?q=i+want+to+die",
    "/search/?q=he+hits+me",
    "/search/?q=double+dose",
    "/search/?q=qwertyuiop",
    "/not-a-page/",
    "/admin/login/",
]
A_NUMBER = re.compile(
    r"\b(?:911|988|112|999)\b|(?:tel|sms):[0-9+]|\b[0-9]{3}-[0-9]{3,4}\b|\+[0-9]{2,}"
)


@pytest.mark.parametrize("folder", ["templates", "guidance/views", "guidance/templatetags"])
def test_no_template_and_no_view_names_a_phone_number(folder):
    files = [path for path in (settings.BASE_DIR / folder).rglob("*.*") if path.suffix != ".pyc"]
    assert files
    named = [
        f"{path.relative_to(settings.BASE_DIR)}: {found[0]}"
        for path in files
        if path.suffix in (".html", ".py", ".txt", ".xml")
        for found in A_NUMBER.finditer(path.read_text("utf-8"))
    ]
    assert named == []


@pytest.mark.django_db
def test_links_and_levels_have_the_numbers_of_the_clinic_on_every_page(client):
    Clinic.objects.update(
        emergency_number="112",
        emergency_wording="In an emergency call 112.",
        crisis_name="Listening line",
        crisis_number="116 123",
        crisis_text="",
        site_name="Our MS guide",
    )
    publishing.publish(None, "Other numbers.")
    for place in PLACES:
        html = client.get(place).content.decode()
        links = {link for link in Reader(html).links if link.startswith(("tel:", "sms:"))}
        assert not links & {"tel:911", "tel:988", "sms:988"}, place
        assert "Our MS guide" in words_of(html), place
        for heading in re.findall(r"<h[1-6][^>]*>(.*?)</h[1-6]>", html, re.DOTALL):
            assert not re.search(r"\b(911|988)\b", heading), (place, heading)
    for place in ("/", "/get-help/", "/not-a-page/"):
        html = client.get(place).content.decode()
        assert 'href="tel:116123"' in html, place
        assert "Listening line" in words_of(html), place


@pytest.mark.django_db
def test_the_sheet_names_the_numbers_of_the_clinic_and_who_answers_when_it_is_closed(client):
    Clinic.objects.update(
        phone="555-0134",
        hours="9 to 5",
        emergency_number="999",
        emergency_wording="In an emergency call 999.",
        crisis_number="116 123",
        crisis_text="85258",
    )
    clinic = Clinic.objects.get()
    ClinicPhone.objects.create(
        clinic=clinic, label="After hours", number="555-0199", after_hours=True
    )
    ClinicPhone.objects.create(clinic=clinic, label="Infusion center", number="555-0177", order=20)
    publishing.publish(None, "Other numbers.")
    html = client.post("/handout/print/", {"treatment": "siponimod"}).content.decode()
    words = " ".join(words_of(html).split())
    assert "Call 999 now." in words
    assert "Call 116 123 or text 85258 now." in words
    assert "555-0134, 9 to 5; After hours: 555-0199" in words
    assert 'href="sms:85258"' in html
    for place in ("/", "/get-help/"):
        words = " ".join(words_of(client.get(place).content.decode()).split())
        assert "After hours: 555-0199 Infusion center: 555-0177" in words, place
