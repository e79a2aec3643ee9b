"""Every public page is light enough for a poor connection (ADR 0030)."""

import re

import brotli
import pytest
from django.conf import settings
from django.urls import reverse

from guidance.editorial import current
from spms_site.static_files import compact
from tests.views.crawl import addresses_of_sitemap, crawl, read

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("crawl")]

MOST_OF_A_PAGE = 60_000
"""Bytes of HTML before compression, of which a slow phone makes a page."""
MOST_OF_A_FIRST_VISIT = 20 * 1024
"""Bytes that are sent for a page and the style sheets that it names, compressed."""
MOST_OF_A_STYLE_SHEET = {
    "site": 8192,
    "compare": 1024,
    "handout": 640,
    "matters": 512,
    "paper": 1344,
    "sheet": 1312,
    "walk": 896,
    **dict.fromkeys(("accent-blue", "accent-gray", "accent-green"), 192),
}
"""Bytes of each public style sheet, compressed."""
FAST, BEST = 5, 11
"""The qualities of brotli: the first is a bound that costs little, the last is what is sent."""


def style_sheet(name):
    return compact((settings.BASE_DIR / "static" / "css" / f"{name}.css").read_text()).encode()


def weight_of(content, quality):
    return len(brotli.compress(content, quality=quality))


def style_sheets_of(content):
    return re.findall(r'<link rel="stylesheet" href="[^"]*/css/(\w+)[\w.]*\.css"', content.decode())


@pytest.fixture
def contents(db):
    """{address: HTML} of every page of the site map, and of the source that most pages cite."""
    places = addresses_of_sitemap()
    most_cited = max(current.current_guide().sources_used(), key=lambda used: len(used.pages))
    places.append(reverse("source", args=[most_cited.source.key]))
    pages = crawl() | {place: read(place) for place in places}
    return {place: response.content for place, (response, _) in pages.items()}


def test_no_page_is_heavy(contents):
    assert len(contents) > 180
    sizes = {place: len(content) for place, content in contents.items()}
    assert {place: size for place, size in sizes.items() if size > MOST_OF_A_PAGE} == {}


def test_a_first_visit_to_any_page_is_light(contents):
    styles = {name: weight_of(style_sheet(name), BEST) for name in MOST_OF_A_STYLE_SHEET}
    heavy = {}
    for place, content in contents.items():
        named = style_sheets_of(content)
        assert "site" in named, place
        room = MOST_OF_A_FIRST_VISIT - sum(styles[name] for name in named)
        if weight_of(content, FAST) > room and (size := weight_of(content, BEST)) > room:
            heavy[place] = size - room
    assert heavy == {}


def test_each_public_style_sheet_is_light():
    public_sheets = {path.stem for path in (settings.BASE_DIR / "static" / "css").glob("*.css")}
    assert public_sheets - {"staff", "editor", "plain-forms"} == MOST_OF_A_STYLE_SHEET.keys()
    sizes = {name: weight_of(style_sheet(name), BEST) for name in MOST_OF_A_STYLE_SHEET}
    assert {n: size for n, size in sizes.items() if size > MOST_OF_A_STYLE_SHEET[n]} == {}


def test_the_sources_of_get_help_are_one_tap_away_and_its_old_places_stay(contents):
    text = contents["/get-help/"].decode()
    assert 'id="sources"' in text and 'id="sources-h"' in text
    assert 'href="/get-help/sources/"' in text
    assert "/sources/lifeline988/" in contents["/get-help/sources/"].decode()
