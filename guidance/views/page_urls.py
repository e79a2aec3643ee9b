"""The URL paths of the pages of the guide."""

from functools import lru_cache

from django.urls import reverse

from guidance.pages.kinds import INFO_ROUTES, KINDS
from guidance.pages.site_pages import WithdrawnPage
from guidance.pages.structures import InfoPage


@lru_cache(maxsize=2048)  # a few hundred paths, and each page has some fifty of them
def path(route, *args):
    """Return the URL path of a route, as ``reverse`` does."""
    return reverse(route, args=args)


def address(page):
    """Return the URL path of a page of the guide. That of a notice is that of its page."""
    if isinstance(page, WithdrawnPage):
        kind_id, _, slug = page.slug.partition("/")
        return path(KINDS[kind_id].route, slug)
    kind = KINDS[page.kind]
    if kind.whole_table or kind.only:
        return path(kind.route)
    if isinstance(page, InfoPage) and page.slug in INFO_ROUTES:
        return path(INFO_ROUTES[page.slug])
    return path(kind.route, page.slug)


def address_of_source(source):
    """Return the URL path of a source."""
    return path("source", source.key)


def place(found):
    """Return the URL of what a search found, with the fragment of where it stands on its page."""
    part = found.body_part
    shown_on = path("signs_of_part", part) if part else address(found.page)
    return f"{shown_on}#{found.fragment}" if found.fragment else shown_on
