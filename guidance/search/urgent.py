"""Which signs a query is about, so that a search shows first how soon to get help."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from rapidfuzz.distance import OSA

from guidance.pages.choices import BodyPart, Urgency
from guidance.pages.site_pages import Sign
from guidance.pages.text import plain
from guidance.search import calm
from guidance.search.calm import NEGATORS
from guidance.search.index import Index
from guidance.search.meanings import WORDS, in_short, meanings_at, wanted_of
from guidance.search.words import slips_allowed, stem, telling, words_of

AT_ONCE = (Urgency.EMERGENCY, Urgency.CRISIS)
"""The levels that are shown for a sign without search words."""
ONLY_SWAPPED_TO = 4
"""The most letters of a word of a sign in which only two swapped letters are forgiven."""
AFTER = (
    *("and", "but", "because", "since", "so", "or", "anymore", "longer", "now", "today", "again"),
    *("help", "please", "what"),
)
"""Words that may follow a search word that counts only at the end."""

_CLAUSE = re.compile(r"[.,;:!?\n]|\b(?:" + "|".join(AFTER) + r")\b", re.IGNORECASE)


class UrgentWords:
    """The search words of signs.

    A query is about a sign if it has all words of one of them, in any order. One that ends with a
    period counts only as it stands and where nothing follows: "can't see." is not in "I can't see
    my doctor until June". A table of signs from before signs had search words has none at all:
    then a query is about a sign that is shown first if its text has all words of the query.
    """

    def __init__(self, signs: Iterable[Sign], index: Index) -> None:
        self._index = index
        self._table = signs = tuple(signs)
        phrases = [(sign, phrase) for sign in signs for phrase in sign.search_words]
        self._phrases = [
            (sign, wanted, sign.part == BodyPart.MOOD or not NEGATORS.isdisjoint(wanted))
            for sign, phrase in phrases
            if not phrase.endswith(".")
            for wanted in wanted_of(words_of(phrase))
        ]
        self._endings = [
            (sign, in_short(words_of(phrase))) for sign, phrase in phrases if phrase.endswith(".")
        ]
        self._words = {word for _, phrase in phrases for word in words_of(phrase)} | WORDS
        self._texts = [
            (sign, frozenset(words_of(plain(sign.text.source))))
            for sign in signs
            if not phrases and sign.first and not sign.own and sign.level in AT_ONCE
        ]

    def signs(
        self, query: str, words: Sequence[str] | None = None, also: Iterable[str] = ()
    ) -> list[Sign]:
        """Return the signs that ``query`` is about, each once, in the order of the table.

        ``words`` are those of its words that count, all if it is None. ``also`` are words that it
        does not have, but which count as if it had.
        """
        typed = calm.without_idioms(words_of(query) if words is None else words)
        others = {*map(stem, also)}
        every, certain = (known | others for known in self._known(typed))
        found = {
            sign.slug
            for sign, wanted, negates in self._phrases
            if wanted <= (every if negates else certain)
        }
        found |= {sign.slug for sign in self._by_ending(query)}
        by_text = {sign.slug for sign in self._by_text(frozenset(telling(typed)))}
        return [sign for sign in self._table if sign.slug in found | by_text]

    def _known(self, typed: Sequence[str]) -> tuple[set[str], set[str]]:
        """Return the words and meanings that ``typed`` has, and those that it does not deny."""
        stems = {
            word: {stem(word), *map(stem, alike(word, self._words, self._index))}
            for word in dict.fromkeys(typed)
        }
        places = [stems[word] for word in typed]
        denied = calm.negated(typed)
        every = {word for place in places for word in place}
        certain = {
            word for number, place in enumerate(places) if number not in denied for word in place
        }
        for start in range(len(places)):
            for name, span, negates in meanings_at(places, start):
                every.add(name)
                if negates or denied.isdisjoint(span):
                    certain.add(name)
        return every, certain

    def _by_ending(self, query: str) -> Iterator[Sign]:
        clauses = [in_short(words_of(clause)) for clause in _CLAUSE.split(query)]
        for sign, phrase in self._endings:
            if any(clause[-len(phrase) :] == phrase for clause in clauses):
                yield sign

    def _by_text(self, words: frozenset[str]) -> Iterator[Sign]:
        for sign, text in self._texts:
            if words <= text and (len(words) > 1 or sign.level == Urgency.CRISIS):
                yield sign


def alike(word: str, words: Collection[str], index: Index) -> list[str]:
    """Return those of ``words`` that ``word`` is; with one slip if it is no known word.

    The first letter must be right. A common English word is no slip of another, and in a short
    word two letters may be swapped, but none wrong: too many words are that near to it.
    """
    if word in words or index.knows(word):
        return [word]
    return [
        one
        for one in words
        if one[0] == word[0] and min(slips_allowed(one), slips_allowed(word))
        if OSA.distance(one, word, score_cutoff=1) == 1
        if len(one) > ONLY_SWAPPED_TO or sorted(one) == sorted(word)
    ]
