"""Previews: the draft in the public template, for staff only, and never kept."""

import pytest
from django.urls import reverse

from guidance import models
from tests.make import make_user

pytestmark = pytest.mark.django_db


def preview_of(row):
    return reverse("preview", args=[row._meta.model_name, row.pk])


@pytest.fixture
def therapy():
    therapy = models.Therapy.objects.get(slug="siponimod")
    therapy.how_it_works = "Only in the draft. [@lbl_siponimod]"
    therapy.save()
    return therapy


def test_a_preview_shows_the_draft_under_a_banner_and_the_public_page_does_not(client, therapy):
    client.force_login(make_user("editor", "view_therapy"))
    response = client.get(preview_of(therapy))
    page = response.content.decode()
    assert "Only in the draft." in page
    assert "Preview" in page
    assert reverse("admin:guidance_therapy_change", args=[therapy.pk]) in page
    assert "Only in the draft." not in client.get("/treatments/siponimod/").content.decode()


def test_a_preview_is_not_stored_or_indexed(client, therapy):
    client.force_login(make_user("editor", "view_therapy"))
    response = client.get(preview_of(therapy))
    assert response.headers["Cache-Control"] == "no-store, private"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "ETag" not in response.headers


def test_staff_who_may_not_see_the_draft_do_not_see_its_preview(client, therapy):
    client.force_login(make_user("other", "view_symptom"))
    assert client.get(preview_of(therapy)).status_code == 403


def test_an_account_that_is_not_staff_sees_no_preview(client, therapy):
    user = make_user("patient", "view_therapy")
    user.is_staff = False
    user.save()
    client.force_login(user)
    assert client.get(preview_of(therapy)).status_code == 403


@pytest.mark.parametrize("address", ["/preview/therapy/999999/", "/preview/nothing/1/"])
def test_a_preview_of_nothing_is_not_found(client, admin_user, address):
    client.force_login(admin_user)
    assert client.get(address).status_code == 404


def test_accounts_and_editions_have_no_preview(client, admin_user):
    client.force_login(admin_user)
    edition = models.Edition.objects.first()
    assert client.get(preview_of(edition)).status_code == 404


def test_a_draft_that_cites_a_lost_source_says_so_instead(client, admin_user, therapy):
    models.Therapy.objects.filter(pk=therapy.pk).update(how_it_works="Lost. [@gone-for-good]")
    client.force_login(admin_user)
    page = client.get(preview_of(therapy)).content.decode()
    assert "gone-for-good" in page
