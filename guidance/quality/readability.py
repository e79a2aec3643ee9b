"""Measures how hard a text is to read: Flesch-Kincaid grade (US school years) and LIX.

Our own few lines because the usual library needs a download at run time. Syllables are counted by
rule, which is right within about half a grade over a page; a grade can rank texts, never prove
that people understand them.

A page about siponimod must say "siponimod", however often. The adjusted grade leaves such names
out: ``measure(text, terms)`` counts each of ``terms``, of however many words, as one word of two
syllables. A name that is no longer than that is counted as it stands. ``measure(text)`` is the
raw grade; wherever the adjusted one is shown, the raw one stands beside it.
"""

import re
from collections.abc import Set
from dataclasses import dataclass
from functools import lru_cache

SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]*[A-Z0-9])")
WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
VOWELS = re.compile(r"[aeiouy]+")
SILENT_END = re.compile(r"e[sd]?$")
SPOKEN_END = re.compile(r"([eioy]|[^aeiouy]l)es?$|(s|x|z|c|ch|sh|g)es$|[tdei]ed$")


@dataclass(frozen=True, slots=True)
class Readability:
    """``grade`` in US school years, ``lix`` in LIX points, and the counts behind them."""

    grade: float
    lix: float
    words: int
    sentences: int
    longest_sentence: int


def sentences(text: str) -> list[str]:
    """Return the sentences of plain ``text``; a line break ends a sentence too."""
    return [
        sentence.strip()
        for line in text.splitlines()
        for sentence in SENTENCE_END.split(line)
        if WORD.search(sentence)
    ]


def syllables(word: str) -> int:
    """Return how many syllables ``word`` has, by rule: vowel groups less a silent final e."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    count = len(VOWELS.findall(word))
    if SILENT_END.search(word) and not SPOKEN_END.search(word):
        count -= 1
    return max(1, count)


@lru_cache
def _names(terms: frozenset[str]) -> re.Pattern[str] | None:
    """Return a pattern that finds ``terms`` of more than two syllables, longest first."""
    hard = [term for term in terms if sum(map(syllables, WORD.findall(term))) > 2]
    if not hard:
        return None
    either = "|".join(re.escape(term) for term in sorted(hard, key=lambda term: (-len(term), term)))
    return re.compile(rf"(?<![\w-])(?:{either})(?:['’]?s)?(?![\w-])", re.IGNORECASE)


def without_names(text: str, terms: Set[str]) -> str:
    """Return ``text`` with a word of two syllables in place of each of the ``terms`` in it."""
    names = _names(frozenset(terms))
    if names is None:
        return text
    return names.sub(lambda name: "proper" if name[0][0].islower() else "Proper", text)


def measure(text: str, terms: Set[str] = frozenset()) -> Readability:
    """Return the readability of plain ``text`` (no markup); all zero for a text without words.

    ``terms`` are the names that must appear; none gives the raw grade.
    """
    all_sentences = sentences(without_names(text, terms))
    lengths = [len(WORD.findall(sentence)) for sentence in all_sentences]
    words = [word for sentence in all_sentences for word in WORD.findall(sentence)]
    if not words:
        return Readability(grade=0.0, lix=0.0, words=0, sentences=0, longest_sentence=0)
    per_sentence = len(words) / len(all_sentences)
    per_word = sum(map(syllables, words)) / len(words)
    long_words = sum(len(word) > 6 for word in words)
    return Readability(
        grade=round(max(0.0, 0.39 * per_sentence + 11.8 * per_word - 15.59), 1),
        lix=round(per_sentence + 100 * long_words / len(words), 1),
        words=len(words),
        sentences=len(all_sentences),
        longest_sentence=max(lengths),
    )
