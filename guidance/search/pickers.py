"""What a field finds in which pages or rows are picked: by name, brand or lay word, with slips."""

from collections.abc import Iterable, Mapping

from guidance.search.entries import NAME, Entry, Name
from guidance.search.index import Hit, Index

LEAST, LEAST_OF_BEST = 0.29, 0.55
"""The least score of what is shown, and as a part of the best score."""
_KIND = "info"


def near_best(hits: list[Hit]) -> list[Hit]:
    """Return those of ``hits``, best first, that fit not much less than the first."""
    least = max(LEAST, LEAST_OF_BEST * hits[0].score) if hits else 0
    return [hit for hit in hits if hit.score >= least]


def matching(words: str, names: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the keys of ``names``, {key: names}, that ``words`` may mean, best first."""
    entries = (
        Entry(key, _KIND, tuple(Name(text, NAME) for text in texts)) for key, texts in names.items()
    )
    return [hit.key for hit in near_best(Index(entries).find(words))]
