"""The URL paths of the pages of the guide."""

from django.urls import reverse

from guidance.pages.kinds import INFO_ROUTES, KINDS
from guidance.pages.site_pages import WithdrawnPage
from guidance.pages.structures import InfoPage


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


def place(found):
    """Return the URL of what a search found, with the fragment of where it stands on its page."""
    part = found.body_part
    path = reverse("signs_of_part", args=[part]) if part else address(found.page)
    return f"{path}#{found.fragment}" if found.fragment else path
