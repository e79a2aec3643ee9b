"""The index of one edition: which names and texts have which words (docs/adr/0023).

An ``Index`` is built with its edition and never changes. A query is compared with the names word by
word. A word that no name has may have typing slips, unless it is a common English word, or be the
beginning of a word.
"""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest
from itertools import takewhile
from math import log
from operator import itemgetter

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from guidance.search import english
from guidance.search.entries import PLACES, SIGN, Entry
from guidance.search.words import slips_allowed, stem, telling, words_of

MOST_FOUND = 60
"""The most entries that are found."""
MOST_WORDS = 12
"""The number of words of a query, and of a name, that are compared, to bound what it takes."""
MOST_ALIKE = 12
"""The number of known words that a word that is not known may stand for, by slips or beginning."""
SHORTEST_BEGINNING = 4
"""The fewest letters of a word that is taken for the beginning of another."""
LIKENESS = {1: 0.9, 2: 0.8}
"""How much a word counts, by the number of slips in it."""
FAR, LEAST_RATIO = 0.5, 70
"""How much a word counts that is only a little like another, and the least likeness, in percent."""
SHORTEST_FAR = 6
"""The fewest letters of such a word, and of a word with another first letter that it is like."""
BEGINNING = 0.85
"""How much the beginning of a word counts."""
INFLECTED = 0.95
"""How much another form of a word counts, such as "pooped" for "poop"."""
WHOLE_QUERY, WHOLE_NAME = 0.6, 0.4
"""How much it counts that a name has all words of the query, and the query all words of a name."""
TEXT = 0.3
"""How much it counts that a text has all words of the query."""
UNKNOWN = 0.35
"""How much a word that no name has counts in a query, as a part of what the rarest word counts."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found. ``score`` is 1 where a name is the query, near 0 at the least.

    ``corrected`` are the words of the query that were taken for others: (as typed, as known).
    """

    key: str
    kind: str
    score: float
    corrected: tuple[tuple[str, str], ...] = ()


Best = dict[int, tuple[float, str]]
"""{place in the query: (likeness, word of a name that the word there is taken for)}"""
Found = tuple[float, Best]
"""The score of an entry, and the words of its name that fits best."""
NOTHING: Found = (0.0, {})


class Index:
    """The words of ``entries``. It holds numbers and words, and no text of a page."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._english = english.common()  # here, so that no reader waits for the list
        self._entries: list[tuple[str, str]] = []
        self._entry_of, self._counts, self._words_in = array("I"), array("f"), array("B")
        self._names: dict[str, array[int]] = defaultdict(lambda: array("I"))
        self._texts: dict[str, array[int]] = defaultdict(lambda: array("I"))
        separate: set[str] = set()
        for number, entry in enumerate(entries):
            self._entries.append((entry.key, entry.kind))
            for words, counts in _spellings(entry):
                separate.update(words)
                self._add_name(number, words, counts)
                if len(words) == 2:
                    self._add_name(number, ("".join(words),), counts)
            for word in {*telling(words_of(entry.text))}:
                self._texts[word].append(number)
        self._names, self._texts = dict(self._names), dict(self._texts)
        self._separate = sorted(separate)
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in sorted(self._names):
            self._by_length[len(word)].append(word)
        self._by_stem: dict[str, list[str]] = defaultdict(list)
        for word in self._separate:
            self._by_stem[stem(word)].append(word)
        self._weights = {
            word: self._weight(len({self._entry_of[name] for name in names}))
            for word, names in self._names.items()
        }

    def _add_name(self, number: int, words: tuple[str, ...], counts: float) -> None:
        for word in words:
            self._names[word].append(len(self._entry_of))
        self._entry_of.append(number)
        self._counts.append(counts)
        self._words_in.append(len(words))

    def _weight(self, number_of_entries: int) -> float:
        """Return how much a word counts that so many entries have: the rarer, the more."""
        return log(1 + len(self._entries) / (1 + number_of_entries))

    def knows(self, word: str) -> bool:
        """Return whether a name or a text has ``word``, or whether it is a common English word."""
        return word in self._names or word in self._texts or word in self._english

    def find(self, query: str) -> list[Hit]:
        """Return what ``query`` may mean, what fits best first, at most ``MOST_FOUND``."""
        words = telling(words_of(query))[:MOST_WORDS]
        found = self._find(words) or self._in_names(*self._far_alike(words))
        if len(words) > 1 and (together := "".join(words)) in self._names:
            for number, (score, _) in self._find([together]).items():
                if score > found.get(number, NOTHING)[0]:
                    found[number] = (score, {})
        best = nsmallest(MOST_FOUND, found, key=lambda number: self._place(number, found[number]))
        return [self._hit(number, *found[number], words) for number in best]

    def _place(self, number: int, found: Found) -> tuple[float, int, int]:
        return (-round(found[0], 3), PLACES.index(self._entries[number][1]), number)

    def _hit(self, number: int, score: float, best: Best, words: list[str]) -> Hit:
        corrected = tuple(
            (words[place], word)
            for place, (_, word) in sorted(best.items())
            if word != words[place]
        )
        return Hit(*self._entries[number], score, corrected)

    def _find(self, words: list[str]) -> dict[int, Found]:
        """Return {number of the entry: found} for what names and texts have of ``words``."""
        alike = [self._alike(word) for word in words]
        weights = [
            max((self._weights[one] for one in known), default=0)
            or UNKNOWN * self._weight(len(self._texts.get(word, ())))
            for word, known in zip(words, alike, strict=True)
        ]
        return self._in_texts(words, weights) | self._in_names(alike, weights)

    def _in_names(self, alike: list[dict[str, float]], weights: list[float]) -> dict[int, Found]:
        """Return what names have of the words of a query, or of those that they may stand for."""
        matches: dict[int, Best] = defaultdict(dict)
        for place, known in enumerate(alike):
            for word, likeness in sorted(known.items(), key=itemgetter(1)):
                for name in self._names[word]:
                    matches[name][place] = (likeness, word)
        found: dict[int, Found] = {}
        whole = sum(weights)
        for name, best in matches.items():
            of_query = of_name = 0.0
            for place, (likeness, _) in best.items():
                of_query += weights[place] * likeness
                of_name += likeness
            score = WHOLE_QUERY * of_query / whole
            score += WHOLE_NAME * min(1.0, of_name / self._words_in[name])
            score *= self._counts[name]
            if score > found.get(self._entry_of[name], NOTHING)[0]:
                found[self._entry_of[name]] = (score, best)
        return self._with_several_names(found, matches, weights)

    def _with_several_names(
        self, found: dict[int, Found], matches: dict[int, Best], weights: list[float]
    ) -> dict[int, Found]:
        """Return ``found`` with the scores of entries of which a query has several whole names.

        "Who pays, my plan refused" has two names of the page about money. Their words count
        together, so that other words of a long question make the page no less sure.
        """
        together: dict[int, Best] = defaultdict(dict)
        least: dict[int, float] = {}
        for name, best in matches.items():
            if len(best) == self._words_in[name] and all(like == 1 for like, _ in best.values()):
                entry, counts = self._entry_of[name], self._counts[name]
                together[entry] |= best
                least[entry] = min(counts, least.get(entry, counts))
        for entry, best in together.items():
            of_query = sum(weights[place] for place in best) / sum(weights)
            score = least[entry] * (WHOLE_QUERY * of_query + WHOLE_NAME)
            if score > found[entry][0]:
                found[entry] = (score, best)
        return found

    def _in_texts(self, words: list[str], weights: list[float]) -> dict[int, Found]:
        """Return what texts have of the words of a query. A sign is found if it has all of them."""
        shares: dict[int, float] = defaultdict(float)
        for word, weight in zip(words, weights, strict=True):
            for number in self._texts.get(word, ()):
                shares[number] += weight
        whole = sum(weights)
        return {
            number: (TEXT * share / whole, {})
            for number, share in shares.items()
            if self._entries[number][1] != SIGN or share > whole * 0.999
        }

    def _alike(self, word: str) -> dict[str, float]:
        """Return {word of a name: likeness} for what ``word`` may stand for."""
        if word in self._names:
            return {word: 1.0}
        if forms := self._by_stem.get(stem(word)):
            return dict.fromkeys(forms, INFLECTED)
        allowed = min(slips_allowed(word), 1 if word in self._texts else 2)
        if word in self._english:
            allowed = 0
        found = self._with_slips(word, allowed)
        fewest = min(found.values(), default=0)
        alike = {one: LIKENESS[slips] for one, slips in found.items() if slips == fewest}
        if fewest == 1:
            return alike
        return alike | dict.fromkeys(self._beginning_with(word), BEGINNING)

    def _far_alike(self, words: list[str]) -> tuple[list[dict[str, float]], list[float]]:
        """Return the words of names that ``words``, which nothing has, are a little like."""
        alike: list[dict[str, float]] = [{} for _ in words]
        for known, word in zip(alike, words, strict=True):
            if len(word) >= SHORTEST_FAR and word not in self._english:
                found = extract(
                    word, self._separate, scorer=fuzz.ratio, score_cutoff=LEAST_RATIO, limit=3
                )
                for one, ratio, _ in found:
                    if one[0] == word[0] or len(one) >= SHORTEST_FAR:
                        known[one] = FAR * ratio / 100
        return alike, [1.0] * len(words)

    def _with_slips(self, word: str, allowed: int) -> dict[str, int]:
        """Return {known word: slips} for known words that ``word`` is with few slips."""
        lengths = range(len(word) - allowed, len(word) + allowed + 1) if allowed else ()
        return {
            one: int(slips)
            for length in lengths
            for one, slips, _ in extract(
                word,
                self._by_length.get(length, ()),
                scorer=OSA.distance,
                score_cutoff=allowed,
                limit=MOST_ALIKE,
            )
            if slips <= slips_allowed(one)
        }

    def _beginning_with(self, word: str) -> list[str]:
        """Return the words of names that begin with ``word``."""
        if len(word) < SHORTEST_BEGINNING:
            return []
        first = bisect_left(self._separate, word)
        after = self._separate[first : first + MOST_ALIKE]
        return list(takewhile(lambda one: one.startswith(word), after))


def _spellings(entry: Entry) -> Iterator[tuple[tuple[str, ...], float]]:
    """Yield (words, how much it counts) for each name of an entry, each once."""
    spellings: dict[tuple[str, ...], float] = {}
    for name in entry.names:
        words = telling(words_of(name.text))[:MOST_WORDS]
        spellings.setdefault(tuple(words), name.counts)
    return ((words, counts) for words, counts in spellings.items() if words)
