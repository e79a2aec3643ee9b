"""Pages and terms in the order in which lists and the map show them."""

from itertools import groupby

from django import template

register = template.Library()


@register.filter
def by_letter(rows):
    """Return sorted sources used, or tuples that begin with a page or term, as (letter, rows)."""

    def letter(row):
        if not isinstance(row, tuple):
            return row.source.organization[0].upper()
        return (row[0].title if hasattr(row[0], "title") else row[0].term)[0].upper()

    return [(initial, list(group)) for initial, group in groupby(rows, key=letter)]


@register.filter
def as_map(subtypes):
    """Return the kinds of SPMS as the rows of the map: progressing on top, active on the left.

    ``subtypes`` holds pages, or (page, text). A row is (progressing, [(page, text), ...]); the page
    is None in the cell of a type that cannot be shown, so that each other keeps its column.
    """
    pairs = [pair if isinstance(pair, tuple) else (pair, None) for pair in subtypes]
    rows = []
    for progressing in (True, False):
        row = []
        for active in (True, False):
            here = (active, progressing)
            found = [pair for pair in pairs if (pair[0].active, pair[0].progressing) == here]
            row += found or [(None, None)]
        rows.append((progressing, row))
    return rows
