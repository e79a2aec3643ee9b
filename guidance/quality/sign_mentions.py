"""Finds the sentences of pages that speak of a sign, and those that name another level for it.

The words of a sign stand once, in the table of signs, but the texts of pages may speak of it too.
When its level changes, staff read these sentences. What is found is a hint, not a finding: a
sentence is compared by words and not by meaning.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guidance.pages.choices import Urgency
from guidance.pages.claims import Claim, claims
from guidance.pages.guide import Guide, names_of_signs
from guidance.pages.site_pages import Sign, SignsPage, WithdrawnPage
from guidance.pages.structures import Page
from guidance.pages.text import plain

LEVEL_WORDS = {
    Urgency.EMERGENCY: ("911",),
    Urgency.CRISIS: ("988",),
    Urgency.SAME_DAY: ("today", "same day"),
    Urgency.SOON: ("two days", "48 hours"),
    Urgency.NEXT_VISIT: ("next visit",),
}
"""Words by which a sentence names a level."""
COMMON = frozenset(
    {
        *("about", "after", "away", "been", "before", "call", "cannot", "does", "feel"),
        *("feels", "from", "have", "into", "like", "more", "much", "notice", "over"),
        *("than", "that", "them", "then", "there", "these", "this", "very", "when"),
        *("which", "with", "without", "your"),
    }
)
"""Words that tell nothing about a sign."""
SHARE = 0.6
"""The share of the telling words of a sign that a sentence must have."""
FEWEST = 2
"""The fewest telling words that a sentence must share with a sign."""

_WORD = re.compile(r"[a-z0-9’'-]{4,}")


@dataclass(frozen=True, slots=True)
class Mention:
    """A sentence that speaks of a sign: its page, and whether it names another level for it."""

    page: Page
    claim: Claim
    other_level: bool


def mentions(sign: Sign, guide: Guide) -> tuple[Mention, ...]:
    """Return the sentences of ``guide`` that speak of ``sign``; of another level first."""
    found = [
        Mention(page, claim, _names_another_level(claim.words, sign.level))
        for page in sorted(guide.pages.values(), key=lambda page: page.title.casefold())
        if not isinstance(page, SignsPage | WithdrawnPage)
        for claim in claims(page)
        if _speaks_of(claim.words, sign)
    ]
    return tuple(sorted(found, key=lambda mention: not mention.other_level))


def pages_that_name(sign: Sign, guide: Guide) -> list[Page]:
    """Return the pages that name ``sign``, A to Z. They show its words and its level."""
    pages = (page for page in guide.pages.values() if sign.slug in names_of_signs(page))
    return sorted(pages, key=lambda page: page.title.casefold())


def _speaks_of(sentence: str, sign: Sign) -> bool:
    words = sentence.casefold()
    phrases = (phrase.strip(" .").casefold() for phrase in sign.search_words)
    if any(phrase and re.search(rf"\b{re.escape(phrase)}\b", words) for phrase in phrases):
        return True
    has = _telling(words)
    return any(_mostly_in(wanted, has) for wanted in _wordings(sign))


def _wordings(sign: Sign) -> Iterator[frozenset[str]]:
    yield _telling(plain(sign.short.source).casefold())
    yield _telling(plain(sign.text.source).casefold().partition(". ")[0])


def _telling(words: str) -> frozenset[str]:
    return frozenset(_WORD.findall(words)) - COMMON


def _mostly_in(wanted: frozenset[str], has: frozenset[str]) -> bool:
    shared = len(wanted & has)
    return shared >= FEWEST and shared >= SHARE * len(wanted)


def _names_another_level(sentence: str, level: str) -> bool:
    words = sentence.casefold()
    named = [one for one, phrases in LEVEL_WORDS.items() if any(p in words for p in phrases)]
    return bool(named) and level not in named


def levels_changed(before: Page | None, after: Page) -> tuple[tuple[Sign, str, str], ...]:
    """Return (sign, level before, level after) of each sign whose level differs between tables."""
    if not (isinstance(before, SignsPage) and isinstance(after, SignsPage)):
        return ()
    old = {sign.slug: sign.level for sign in before.signs}
    labels = dict(Urgency.pairs())
    return tuple(
        (sign, labels.get(old[sign.slug], old[sign.slug]), labels.get(sign.level, sign.level))
        for sign in after.signs
        if sign.slug in old and old[sign.slug] != sign.level
    )
