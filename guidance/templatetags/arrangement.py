"""Filters that arrange pages and terms for lists and for the map of types."""

from itertools import groupby

from django import template

register = template.Library()


@register.filter
def by_letter(rows):
    """Return sorted ``rows`` as (first letter, rows of that letter).

    A row is a ``Used`` source, or a tuple whose first item is a page or a term.
    """

    def letter(row):
        if not isinstance(row, tuple):
            return row.source.organization[0].upper()
        return (row[0].title if hasattr(row[0], "title") else row[0].term)[0].upper()

    return [(initial, list(group)) for initial, group in groupby(rows, key=letter)]


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
