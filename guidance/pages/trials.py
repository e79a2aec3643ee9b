"""The name of a trial as figures tell it: with the year in which its first paper was published."""

import re
from collections.abc import Iterable

from guidance.pages.choices import SourceKind
from guidance.pages.cited_text import Source

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def year_of(trial: str, cited: Iterable[Source]) -> str:
    """Return the year of the earliest of the ``cited`` journal articles about ``trial``.

    Empty if none has a date, and if the name that staff gave the trial says a year already.
    """
    if _YEAR.search(trial):
        return ""
    articles = (source for source in cited if source.kind == SourceKind.JOURNAL.label)
    years = (found[0] for article in articles if (found := _YEAR.search(article.published)))
    return min(years, default="")


def named(trial: str, year: str) -> str:
    """Return a trial and its year, as figures tell it; without a year, its name alone."""
    return f"{trial}, {year}" if trial and year else trial or year


def has_year(named: str) -> bool:
    """Return whether the words ``named``, about a trial, say a year."""
    return _YEAR.search(named) is not None
