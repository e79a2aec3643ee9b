"""Counts of people out of one number, so that a reader can compare them."""

from collections.abc import Iterable
from typing import TypeVar

import msgspec

from guidance.pages.structures import Effect, Evidence, TherapyPage

COUNTS = ("with_treatment", "without_treatment", "uncompared")
"""The fields of results and side effects that count people out of ``out_of``."""

Row = TypeVar("Row", Effect, Evidence)


def scaled_to(row: Row, people: int) -> Row:
    """Return ``row`` with its counts out of ``people``: 10 out of 100 become 100 out of 1,000.

    ``people`` must be a multiple of the row's own ``out_of``. A row without numbers is returned
    unchanged.
    """
    if row.out_of is None:
        return row
    times = people // row.out_of
    counts = {
        name: count * times for name in COUNTS if (count := getattr(row, name, None)) is not None
    }
    return msgspec.structs.replace(row, out_of=people, **counts)


def with_common_denominator(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return ``rows`` with all counts out of the largest ``out_of`` among them."""
    rows = tuple(rows)
    people = max((row.out_of or 0 for row in rows), default=0)
    return tuple(scaled_to(row, people) for row in rows)


def therapies_with_common_denominator(therapies: Iterable[TherapyPage]) -> tuple[TherapyPage, ...]:
    """Return treatments with all their counts, of benefits and harms, out of the same number."""
    pages = tuple(therapies)
    people = max((people for page in pages for people in denominators(page)), default=0)
    return tuple(
        msgspec.structs.replace(
            page,
            effects=tuple(scaled_to(row, people) for row in page.effects),
            evidence=tuple(scaled_to(row, people) for row in page.evidence),
        )
        for page in pages
    )


def denominators(therapy: TherapyPage) -> set[int]:
    """Return the different ``out_of`` values of a treatment's results and side effects."""
    harms = {row.out_of for row in therapy.effects if row.out_of}
    return harms | {row.out_of for row in therapy.evidence}
