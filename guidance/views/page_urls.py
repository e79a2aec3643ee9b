"""The URL paths of the pages of the guide."""

from django.urls import reverse

from guidance.pages.kinds import INFO_ROUTES, KINDS
from guidance.pages.structures import InfoPage


def address(page):
    """Return the URL path of a page of the guide."""
    kind = KINDS[page.kind]
    if kind.whole_table or kind.only:
        return reverse(kind.route)
    if isinstance(page, InfoPage) and page.slug in INFO_ROUTES:
        return reverse(INFO_ROUTES[page.slug])
    return reverse(kind.route, args=[page.slug])
