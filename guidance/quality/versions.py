"""Which labels have a newer version, and which judgements about a source still count."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from guidance.pages.cited_text import Source

JUDGED_FOR = timedelta(days=3 * 365)
"""How long a judgement that a source still stands counts."""

LABEL = "US label"

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

Month = tuple[int, int]
"""A year and a month, which is 0 if it is not known."""


def month_of(published: str) -> Month:
    """Return the first year and month that ``published`` names; (0, 0) without a year."""
    year = re.search(r"\b(?:19|20)\d\d\b", published)
    month = re.search("|".join(MONTHS), published)
    if not year:
        return 0, 0
    return int(year[0]), MONTHS.index(month[0]) + 1 if month else 0


def medicine_of(label: Source) -> str:
    """Return the name with which the title of ``label`` starts, in small letters."""
    return re.split(r" \(|:| prescribing information| label\b", label.title)[0].casefold()


def newer_version(label: Source, labels: Iterable[Source]) -> str:
    """Return the date of the newest version of ``label`` that is known, empty if it is newest.

    That is the version that its source names, or one of ``labels`` that is of the same medicine and
    later. A label without a date counts as older than one that has a date.
    """
    dates = [label.newer_version] if label.newer_version else []
    dates += [
        other.published
        for other in labels
        if medicine_of(other) == medicine_of(label)
        and month_of(other.published) > month_of(label.published)
    ]
    return max(dates, key=month_of, default="")


def newer_versions(listed: Iterable[Source]) -> dict[str, str]:
    """Return {key: date of the newest version} of the labels that have a newer one."""
    labels = [source for source in listed if source.kind == LABEL]
    newest = {label.key: newer_version(label, labels) for label in labels}
    return {key: published for key, published in newest.items() if published}


def stands(source: Source, today: date) -> bool:
    """Return whether somebody said within three years why ``source`` still stands."""
    looked_on = source.still_current_on
    return bool(source.still_current and looked_on and today - looked_on <= JUDGED_FOR)


def compared_with(source: Source, newer: str, today: date) -> bool:
    """Return whether ``source`` stands, by a judgement not older than the version ``newer``."""
    looked_on = source.still_current_on or date.min
    return stands(source, today) and (looked_on.year, looked_on.month) >= month_of(newer)
