"""Which signs a query is about, so that a search shows first how soon to get help."""

from collections.abc import Iterable, Iterator

from rapidfuzz.distance import OSA

from guidance.pages.choices import Urgency
from guidance.pages.structures import Sign
from guidance.search.index import Index
from guidance.search.words import slips_allowed, telling, words_of

AT_ONCE = (Urgency.EMERGENCY, Urgency.CRISIS)
"""The levels that are shown for a sign without search words."""


class UrgentWords:
    """The search words of signs.

    A query is about a sign if it has all words of one of them, in any order. A table of signs from
    before signs had search words has none at all: then a query is about a sign that is shown first
    if its text has all words of the query.
    """

    def __init__(self, signs: Iterable[Sign], index: Index) -> None:
        self._index = index
        signs = tuple(signs)
        self._phrases = [
            (sign, frozenset(words_of(phrase))) for sign in signs for phrase in sign.search_words
        ]
        self._words = {word for _, words in self._phrases for word in words}
        self._texts = [
            (sign, frozenset(words_of(sign.text.source)))
            for sign in signs
            if not self._phrases and sign.first and not sign.own and sign.level in AT_ONCE
        ]

    def signs(self, query: str) -> list[Sign]:
        """Return the signs that ``query`` is about, each once, in the order of the table."""
        typed = words_of(query)
        known = {one for word in dict.fromkeys(typed) for one in self._alike(word)}
        found = [sign for sign, words in self._phrases if words <= known]
        found += self._by_text(frozenset(telling(typed)))
        return list({sign.slug: sign for sign in found}.values())

    def _alike(self, word: str) -> list[str]:
        """Return the words of signs that ``word`` is; with one slip if it is no known word.

        The first letter must be right.
        """
        if word in self._words or self._index.knows(word):
            return [word]
        return [
            one
            for one in self._words
            if one[0] == word[0] and min(slips_allowed(one), slips_allowed(word))
            if OSA.distance(one, word, score_cutoff=1) == 1
        ]

    def _by_text(self, words: frozenset[str]) -> Iterator[Sign]:
        for sign, text in self._texts:
            if words <= text and (len(words) > 1 or sign.level == Urgency.CRISIS):
                yield sign
