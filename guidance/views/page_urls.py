"""The URL paths of the pages of the guide."""

from django.urls import reverse

from guidance.pages.kinds import INFO_ROUTES, KINDS
from guidance.pages.structures import InfoPage, WithdrawnPage


def address(page):
    """Return the URL path of a page of the guide. That of a notice is that of its page."""
    if isinstance(page, WithdrawnPage):
        kind_id, _, slug = page.slug.partition("/")
        return reverse(KINDS[kind_id].route, args=[slug])
    kind = KINDS[page.kind]
    if kind.whole_table or kind.only:
        return reverse(kind.route)
    if isinstance(page, InfoPage) and page.slug in INFO_ROUTES:
        return reverse(INFO_ROUTES[page.slug])
    return reverse(kind.route, args=[page.slug])
