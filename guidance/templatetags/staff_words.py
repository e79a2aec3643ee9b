"""Filters for people, pages and differences, in the staff area."""

import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import capfirst

from guidance.editorial.audit import name_of
from guidance.handout.build import choices_for
from guidance.pages.kinds import KINDS

register = template.Library()

NO_COLUMN = re.compile(r"<td[^>]*(?: class=\"action-checkbox\"|>(?:\s|&nbsp;|-)*</td>$)")
"""The box that selects a row of a list, or a cell that has no value."""


@register.filter
def person(user):
    """Return the full name of a user, or the user name if there is none.

    What no user did was done by the system.
    """
    return name_of(user)


@register.filter
def removed(pieces):
    """Return the old side of a difference, with removed words in ``del`` elements.

    ``pieces`` are (what, words), as from ``diff.diff_words``.
    """
    return _side(pieces, "removed", "<del>{}</del>")


@register.filter
def added(pieces):
    """Return the new side of a difference, with added words in ``ins`` elements."""
    return _side(pieces, "added", "<ins>{}</ins>")


def _side(pieces, what_is_marked, marking):
    shown = [
        format_html(marking if what == what_is_marked else "{}", words)
        for what, words in pieces
        if what in ("same", what_is_marked)
    ]
    return format_html_join("", "{}", ((piece,) for piece in shown))


@register.filter
def titles(pages, most):
    """Return the titles of the first ``most`` pages, followed by … if there are more."""
    joined = ", ".join(page.title for page in pages[:most])
    return f"{joined} …" if len(pages) > most else joined


@register.filter
def signed_titles(pages):
    """Return which of ``pages``, each a ``PageToSign``, are signed and by whom, on one line."""
    return "; ".join(f"{page.row.title}: {page.by}" for page in pages if page.by)


@register.filter
def has_template(page):
    """Return whether a page is shown on its own."""
    return bool(KINDS[page.kind].template)


@register.filter
def is_reviewed_as_handout(page):
    """Return whether staff can look at a page as it is printed on a handout."""
    return choices_for(page) is not None


@register.filter
def with_columns(cells, headers):
    """Return the rendered ``cells`` of a row of a list, each with the name of its column.

    The style sheet shows the name beside the cell where a screen is too narrow for a table. A cell
    without words has none, nor has the box that selects a row, nor the name of the row.
    """
    return [
        format_html('<td data-column="{}"{}', capfirst(header["text"]), mark_safe(cell[3:]))
        if cell.startswith("<td") and not NO_COLUMN.match(cell)
        else cell
        for cell, header in zip(cells, headers, strict=True)
    ]
