"""Filters that arrange pages and terms for lists and for the map of types."""

from itertools import groupby

from django import template
from django.utils.translation import ngettext

register = template.Library()


@register.filter
def by_letter(rows):
    """Return sorted ``rows`` as (first letter, rows of that letter).

    A row is a tuple whose first item is a page or a term.
    """

    grouped = groupby(rows, key=lambda row: _name(row)[0].upper())
    return [(initial, list(group)) for initial, group in grouped]


def _name(row):
    if not isinstance(row, tuple):
        return row.name
    return row[0].title if hasattr(row[0], "title") else row[0].term


@register.filter
def id_of_letter(letter):
    """Return the HTML id of the rows of a list that begin with ``letter``."""
    return f"letter-{letter}"


@register.filter
def names_of(rows, most=None):
    """Return the titles, terms or names of organizations of ``rows`` as one line of text.

    After the first ``most`` names, only the number of the others follows.
    """
    names = list(dict.fromkeys(_name(row) for row in rows))
    first, more = names[:most], len(names[most:]) if most else 0
    line = ", ".join(first)
    if more:
        line += ngettext(" and %(more)d more", " and %(more)d more", more) % {"more": more}
    return line


@register.filter
def seen_closed(entries):
    """Return the ``entries`` of a letter that its closed line names: titles and short forms.

    Where there are none, it names the first three.
    """
    return [entry for entry in entries if entry.own or entry.short] or entries[:3]


@register.filter
def at_slug(numbers, slug):
    """Return the number of the page ``slug``."""
    return numbers[slug]


@register.filter
def as_map(subtypes):
    """Return the types of SPMS as the rows of the map: progressing on top, active on the left.

    ``subtypes`` holds pages, or (page, text). A row is (progressing, [(page, text), ...]). The cell
    of a type that cannot be shown is (None, None), so that the others keep their columns.
    """
    pairs = [pair if isinstance(pair, tuple) else (pair, None) for pair in subtypes]
    rows = []
    for progressing in (True, False):
        row = []
        for active in (True, False):
            cell = [
                (page, text)
                for page, text in pairs
                if page.active == active and page.progressing == progressing
            ]
            row += cell or [(None, None)]
        rows.append((progressing, row))
    return rows
