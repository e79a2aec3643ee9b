"""The crawl: public addresses of the shipped content, each requested once for all tests."""

import re

from django.test import Client

from guidance.editorial import current
from guidance.pages.choices import BodyPart
from guidance.views.page_urls import address
from tests.html import Reader

MORE = [
    "/find-your-type/",
    "/sources/lbl_siponimod/",
    "/sources/by/m/",
    "/get-help/sources/",
    *(f"/get-help/{part}/" for part in BodyPart),
    "/get-help/by-treatment/",
    "/find-your-type/safety/",
    "/handout/check/",
    "/treatments/?group=rehabilitation",
    "/treatments/compare/?treatment=siponimod&treatment=natalizumab",
    "/treatments/compare/?with=siponimod",
    "/treatments/compare/",
    "/what-matters/",
    "/search/",
    "/search/?q=tysabry",
    "/search/?q=chest+pain",
    "/search/?q=relapse",
    "/search/?q=interferon",
    "/search/?q=qwertyuiop",
]
"""Addresses that are crawled besides those of the pages of the guide."""
READ = {}
"""{address: (response, Reader)} of all that was read as shipped; no Reader of what is no HTML."""


def read(place):
    """Return (response, Reader) of an address of the shipped content, requested only once.

    A reader without cookies requests it. Only for tests that have published nothing, as what they
    read is kept for the other tests, and what those read is returned.
    """
    assert current.current_number() == 1
    if place not in READ:
        response = Client().get(place)
        is_html = "html" in response.headers.get("Content-Type", "")
        READ[place] = (response, Reader(response.content.decode()) if is_html else None)
    return READ[place]


def crawl():
    """Return {address: (response, Reader)} of every page of the guide and of ``MORE``."""
    places = {address(page) for page in current.current_guide().pages.values()}
    crawled = {place: read(place) for place in [*sorted(places), *MORE]}
    for place, (response, _) in crawled.items():
        assert response.status_code == 200, place
    return crawled


def addresses_of_sitemap():
    """Return the paths that the sitemap lists, in its order."""
    response, _ = read("/sitemap.xml")
    return re.findall(r"<loc>https?://[^/<]+([^<]*)</loc>", response.content.decode())
