"""A site that its clinic has not opened, the checklist, and opening it (ADR 0048)."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from guidance import backups, models
from guidance.editorial import current, opening, refusals
from tests.html import words_of
from tests.make import make_user, set_open
from tests.staff import make_app

pytestmark = pytest.mark.django_db

ADDRESS = reverse("admin:guidance_edition_opening")
NOW = datetime(2027, 3, 15, 12, tzinfo=timezone.get_default_timezone())
CLOSED = [
    *("/", "/treatments/", "/treatments/siponimod/", "/search/?q=siponimod", "/handout/"),
    *("/find-your-type/", "/sitemap.xml", "/about/changes/feed.xml", "/no-such-page/"),
]


def text_of(response):
    return words_of(response.content.decode())


@pytest.fixture
def closed_site(settings):
    """A site behind a real address that nobody has opened."""
    settings.LOOPBACK = False
    set_open(False)


@pytest.fixture
def manager(people):
    return people["Manager"]


def complete(manager):
    """Give the site all that the checklist needs."""
    for user in (manager, make_user("second-manager")):
        user.groups.set(manager.groups.all())
        make_app(user)
    for job in opening.JOBS:
        models.JobRun.objects.note(job, now=NOW)
    version = models.PageVersion.objects.get(key="clinic/clinic")
    clinic = {"title": "Test clinic", "phone": "555-0100", "hours": "9 to 5", "address": "Here"}
    fields = {"key": version.key, "number": 2, "schema": version.schema, "created_at": NOW}
    new = models.PageVersion.objects.create(
        **fields, payload={**version.payload, **clinic}, sha256="0" * 64
    )
    last = models.Edition.objects.current()
    models.Edition.objects.create(
        number=last.number + 1,
        manifest={**last.manifest, version.key: new.pk},
        note="The clinic.",
        published_at=NOW,
        is_open=last.is_open,
    )
    current.forget_guide()


# What readers and staff see


@pytest.mark.parametrize("address", CLOSED)
def test_readers_of_a_site_that_is_not_open_see_where_to_get_help(client, closed_site, address):
    response = client.get(address)
    assert response.status_code == 503
    words = text_of(response)
    assert "This guide is not open yet" in words
    assert "call 911" in words
    assert "siponimod" not in words.casefold()
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"


def test_a_form_sent_to_a_site_that_is_not_open_gets_the_same_page(client, closed_site):
    response = client.post("/handout/print/", {"treatment": "siponimod"})
    assert response.status_code == 503
    assert "This guide is not open yet" in text_of(response)


@pytest.mark.parametrize("address", ["/get-help/", "/get-help/sources/", "/admin/login/", "/livez"])
def test_get_help_the_sign_in_and_health_checks_are_always_there(client, closed_site, address):
    assert client.get(address).status_code == 200


def test_no_search_engine_reads_a_site_that_is_not_open(client, closed_site):
    assert client.get("/robots.txt").content.decode().split() == [
        *("User-agent:", "*", "Disallow:", "/"),
    ]


def test_staff_see_a_site_that_is_not_open_and_are_told_so(client, closed_site, people):
    client.force_login(people["Editor"])
    response = client.get("/treatments/siponimod/")
    assert response.status_code == 200
    assert "Only staff who are signed in see this page." in text_of(response)
    assert response.headers["Cache-Control"] == "private, no-cache"
    client.logout()
    assert client.get("/treatments/siponimod/").status_code == 503


def test_with_the_password_alone_nothing_is_shown(client, closed_site, people):
    client.password_only(people["Editor"])
    assert client.get("/treatments/siponimod/").status_code == 503


def test_on_this_computer_only_the_site_shows_and_home_says_why(client):
    set_open(False)
    assert "This site runs on this computer only." in text_of(client.get("/"))
    assert client.get("/treatments/siponimod/").status_code == 200


def test_an_open_site_says_nothing_of_it(client, settings):
    settings.LOOPBACK = False
    response = client.get("/")
    assert response.status_code == 200
    assert "this computer" not in text_of(response)
    assert "Only staff" not in text_of(response)


# Opening it


def test_an_incomplete_site_is_not_opened_and_the_message_names_what_is_missing(
    client, closed_site, manager
):
    client.force_login(manager)
    response = client.post(ADDRESS, {"although_unsigned": "on"})
    assert response.status_code == 422
    words = text_of(response)
    assert "Still missing: Your clinic: name, phone, hours; A second account" in words
    assert "The backup: seen within a day" in words
    assert not current.is_open()


def test_a_manager_opens_a_complete_site_for_readers(client, closed_site, manager, monkeypatch):
    complete(manager)
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(hours=1))
    client.force_login(manager)
    undecided = client.post(ADDRESS)
    assert undecided.status_code == 422
    assert "Pages are not signed off." in text_of(undecided)
    response = client.post(ADDRESS, {"although_unsigned": "on"}, follow=True)
    assert "The site is open: readers see it." in text_of(response)
    client.logout()
    assert client.get("/treatments/siponimod/").status_code == 200
    changes = text_of(client.get("/about/changes/"))
    assert "The site was opened to readers. A clinician had signed off 0 of its" in changes


def test_an_open_site_is_not_opened_again_and_stays_open_with_the_next_edition(manager):
    with pytest.raises(refusals.TooLate):
        opening.open_site(manager, although_unsigned=True)


def test_only_managers_open_the_site(client, closed_site, people):
    for role, user in people.items():
        client.force_login(user)
        page = client.get(ADDRESS)
        assert page.status_code == 200
        assert ("Open the site to readers" in text_of(page)) == (role == "Manager")
        if role != "Manager":
            assert client.post(ADDRESS, {"although_unsigned": "on"}).status_code == 403
            with pytest.raises(PermissionDenied):
                opening.open_site(user, although_unsigned=True)
    client.logout()
    assert client.get(ADDRESS).status_code == 302
    assert not current.is_open()


def test_a_clinic_of_one_needs_no_second_account(closed_site, manager, settings):
    complete(manager)
    get_rid_of = manager._meta.model.objects.exclude(pk=manager.pk)
    get_rid_of.update(is_active=False)
    names = {check.name for check in opening.unmet(opening.checklist(now=NOW))}
    assert names == {"A second account", "A second Manager"}
    settings.SECOND_REVIEWER = False
    assert opening.unmet(opening.checklist(now=NOW)) == []


def test_a_backup_of_the_day_before_yesterday_does_not_count(closed_site, manager):
    complete(manager)
    late = NOW + timedelta(hours=26, seconds=1)
    names = [check.name for check in opening.unmet(opening.checklist(now=late))]
    assert names == [f"{name}: seen within a day" for name in opening.JOBS.values()]


def test_the_commands_of_the_timers_are_seen(tmp_path, monkeypatch):
    monkeypatch.setattr(backups, "backup", lambda folder, keep: tmp_path)
    call_command("publish_due")
    call_command("backup", str(tmp_path))
    assert set(models.JobRun.objects.times()) == set(opening.JOBS)


def test_the_staff_home_page_leads_to_the_checklist(client, manager):
    client.force_login(manager)
    assert "Health of this site" in text_of(client.get(reverse("admin:index")))
    set_open(False)
    home = client.get(reverse("admin:index"))
    assert "This site is not open to readers yet." in text_of(home)
    assert ADDRESS in home.content.decode()
