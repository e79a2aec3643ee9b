"""Addresses for machines: health, robots.txt, the sitemap and security.txt."""

import re
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from guidance.editorial import current, publishing
from guidance.models import SideEffect, Subtype, Symptom, Therapy
from tests.make import make_therapy, unpublish
from tests.views.crawl import read

pytestmark = pytest.mark.django_db


def addresses(client):
    """Return what the sitemap lists, in its order."""
    return re.findall("<loc>([^<]*)</loc>", client.get("/sitemap.xml").content.decode())


# Health


def test_a_site_that_is_well_says_which_edition_it_shows(client, monkeypatch):
    monkeypatch.setattr(current, "RECHECK_SECONDS", 0)
    response = client.get("/healthz")
    number = current.current_number()
    assert (response.status_code, response.json()) == (200, {"status": "ok", "edition": number})
    assert "no-cache" in response.headers["Cache-Control"]
    make_therapy()
    publishing.publish(None, "The next.")
    assert client.get("/healthz").json()["edition"] == number + 1


def test_a_site_without_an_edition_is_not_well(client):
    unpublish()
    response = client.get("/healthz")
    assert (response.status_code, response.json()["missing"]) == (503, "edition")


def test_a_site_without_its_database_is_not_well_though_pages_go_on(client, monkeypatch):
    page = client.get("/").content

    def fail():
        raise OperationalError("the database is gone")

    monkeypatch.setattr(connection, "cursor", fail)
    monkeypatch.setattr(current, "RECHECK_SECONDS", 0)
    response = client.get("/healthz")
    assert (response.status_code, response.json()["missing"]) == (503, "database")
    assert client.get("/").content == page
    assert Client().get("/").status_code == 200


# Robots and the sitemap


def test_robots_are_kept_from_the_walk_and_from_staff_pages_and_shown_the_sitemap(client):
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"].startswith("text/plain")
    lines = response.content.decode().splitlines()
    assert {"User-agent: *", "Disallow: /admin/", "Disallow: /find-your-type/"} <= set(lines)
    assert f"Sitemap: {settings.SITE_ADDRESS}/sitemap.xml" in lines
    assert client.get("/sitemap.xml").status_code == 200


def test_robots_may_read_whatever_the_sitemap_lists(client):
    """Of the rules that fit, the longest counts (RFC 9309)."""
    lines = client.get("/robots.txt").content.decode().splitlines()
    rules = [line.split(": ") for line in lines if line.startswith(("Allow", "Disallow"))]

    def verdict(address):
        path = address.removeprefix(settings.SITE_ADDRESS)
        fitting = [
            (len(rule), kind)
            for kind, rule in rules
            if re.match(re.escape(rule).replace(r"\$", "$"), path)
        ]
        return max(fitting, default=(0, "Allow"))[1]

    assert {verdict(address) for address in addresses(client)} == {"Allow"}
    assert verdict("/find-your-type/relapse/") == verdict("/search/?q=a") == "Disallow"


@pytest.mark.slow
@pytest.mark.xdist_group("crawl")
def test_the_sitemap_lists_each_page_once_and_each_is_there(client):
    listed = addresses(client)
    assert len(listed) == len(set(listed))
    for address in listed:
        assert address.startswith(f"{settings.SITE_ADDRESS}/")
        path = address.removeprefix(settings.SITE_ADDRESS)
        assert read(path)[0].status_code == 200, path


def test_the_sitemap_lists_every_page_of_the_edition_and_no_draft(client):
    before = addresses(client)
    here = settings.SITE_ADDRESS
    rows = [row for model in (Subtype, Therapy, SideEffect, Symptom) for row in model.objects.all()]
    others = ("/", "/types/", "/treatments/", "/glossary/", "/get-help/", "/sources/", "/privacy/")
    assert {here + row.get_absolute_url() for row in rows} <= set(before)
    assert {here + path for path in others} <= set(before)
    therapy = make_therapy()
    Symptom.objects.get(slug="sleep").delete()
    assert addresses(client) == before
    publishing.publish(None, "One more, one less.")
    assert set(addresses(client)) == {*before, f"{here}{therapy.get_absolute_url()}"} - {
        f"{here}/symptoms/sleep/"
    }


# Whom to tell about a security fault


def test_security_txt_has_what_the_standard_asks_for(client):
    response = client.get("/.well-known/security.txt")
    assert response.headers["Content-Type"].startswith("text/plain")
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert fields["Contact"] == settings.SECURITY_CONTACT
    assert fields["Canonical"] == f"{settings.SITE_ADDRESS}/.well-known/security.txt"
    expires = datetime.fromisoformat(fields["Expires"])
    assert timedelta(0) < expires - timezone.now() < timedelta(days=365)
