"""An edition may lack a page of which the site has only one: the others are shown without it."""

import pytest
from django.db.models import QuerySet
from django.test import Client

from guidance.editorial import current
from guidance.models import Edition
from guidance.pages.kinds import WHOLE_TABLE_KEYS
from tests.html import words_of

pytestmark = pytest.mark.django_db

PLACES = (
    *("/", "/types/", "/treatments/", "/side-effects/", "/symptoms/", "/sources/", "/glossary/"),
    *("/get-help/", "/get-help/heart/", "/about/", "/about/changes/", "/handout/"),
    "/get-help/by-treatment/",
    "/sources/lbl_siponimod/",
    *("/treatments/siponimod/", "/types/active/", "/symptoms/bladder/", "/side-effects/pml/"),
    *("/handout/starting-siponimod/", "/treatments/compare/?with=siponimod", "/what-matters/"),
    *("/find-your-type/", "/find-your-type/safety/", "/sitemap.xml", "/about/changes/feed.xml"),
    *("/search/", "/search/?q=mayzent", "/search/?q=suicide", "/search/?q=relapse"),
)
NAMING_SIGNS = ("/treatments/siponimod/", "/symptoms/bladder/", "/side-effects/pml/")
NOT_SHOWN = {
    "glossary/glossary": {"/glossary/": 404},
    "help/help": dict.fromkeys(
        (
            *("/get-help/", "/get-help/heart/", "/get-help/by-treatment/"),
            "/find-your-type/safety/",
        ),
        503,
    ),
    "signs/signs": {
        **dict.fromkeys(
            ("/treatments/siponimod/", "/symptoms/bladder/", "/side-effects/pml/"), 503
        ),
        "/get-help/heart/": 302,  # to Get help, which names no part then
        "/get-help/by-treatment/": 302,
    },
}
"""The status of pages that cannot do without the page. A page that names signs is not shown."""


@pytest.fixture
def edition_without():
    """Return a function that takes a page out of the manifest of the current edition."""

    def take_out(key):
        row = Edition.objects.current()
        manifest = {other: pk for other, pk in row.manifest.items() if other != key}
        QuerySet(Edition).filter(pk=row.pk).update(manifest=manifest)
        current.forget_guide()

    yield take_out
    current.forget_guide()


@pytest.mark.parametrize("key", sorted(WHOLE_TABLE_KEYS))
def test_only_pages_that_need_it_are_not_shown(edition_without, key):
    edition_without(key)
    client = Client()
    statuses = {path: client.get(path).status_code for path in PLACES}
    assert {path: status for path, status in statuses.items() if status != 200} == NOT_SHOWN.get(
        key, {}
    )
    for path, status in NOT_SHOWN.get(key, {}).items():
        if status == 503:
            assert "911" in words_of(client.get(path).content.decode())


def test_sources_that_pages_cite_are_listed_without_a_list_of_sources(edition_without):
    edition_without("sources/sources")
    assert 'href="/sources/by/n/#from-novartis' in Client().get("/sources/").content.decode()
    assert 'href="/sources/lbl_siponimod/"' in Client().get("/sources/by/n/").content.decode()
