"""The fields in which staff pick pages: brands, lay words and typing slips find rows."""

import pytest
from django.urls import reverse

from guidance.models import Therapy
from tests.make import make_therapy

pytestmark = pytest.mark.django_db


def picked(client, term, field, model="handouttemplate"):
    """Return the labels that the picker ``field`` of ``model`` offers for ``term``."""
    asked = {"term": term, "app_label": "guidance", "model_name": model, "field_name": field}
    results = client.get(reverse("admin:autocomplete"), asked).json()["results"]
    return [one["text"] for one in results]


@pytest.mark.parametrize(
    ("term", "field", "name"),
    [
        ("tysabri", "therapies", "natalizumab"),
        ("tysabry", "therapies", "natalizumab"),
        ("peeing", "symptoms", "bladder"),
        ("losing my hair", "side_effects", "hair"),
        ("shingels", "side_effects", "shingles"),
    ],
)
def test_a_picker_finds_brands_and_lay_words_with_slips(admin_client, term, field, name):
    assert any(name in label.lower() for label in picked(admin_client, term, field))


def test_a_picker_finds_a_draft_that_is_not_public(admin_client):
    make_therapy("quokkamab", name="Quokkamab", brands="Quokka")
    assert picked(admin_client, "quoka", "therapies") == [
        str(Therapy.objects.get(slug="quokkamab"))
    ]
    assert picked(admin_client, "zzzzzzzz", "therapies") == []


def test_the_list_of_sources_finds_a_title_with_slips(admin_client):
    page = admin_client.get(reverse("admin:guidance_source_changelist"), {"q": "ocrevvus"})
    assert "Ocrevus" in page.content.decode() or "OCREVUS" in page.content.decode()
