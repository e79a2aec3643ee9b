"""Measures the readability of a text: Flesch-Kincaid grade (US school years) and LIX.

The usual library is not used because it needs a download at run time. Syllables are counted by
rule, which is accurate to about half a grade over a page. A grade can rank texts; it does not prove
that people understand them.

A page about siponimod must contain the word "siponimod". The adjusted grade therefore leaves out
such names: ``measure(text, terms)`` counts each of ``terms``, of any number of words, as one word
of two syllables. Terms of two syllables or fewer are counted as usual. ``measure(text)`` is the raw
grade, which is always shown together with the adjusted grade.
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
    """The ``grade`` in US school years, ``lix`` in LIX points, and the counts."""

    grade: float
    lix: float
    words: int
    sentences: int
    longest_sentence: int


def sentences(text: str) -> list[str]:
    """Return the sentences of plain ``text``. A line break ends a sentence, too."""
    return [
        sentence.strip()
        for line in text.splitlines()
        for sentence in SENTENCE_END.split(line)
        if WORD.search(sentence)
    ]


@lru_cache(maxsize=8192)  # the shipped guide has 3,000 different words
def syllables(word: str) -> int:
    """Return the number of syllables of ``word`` by rule: vowel groups without a silent final e."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    count = len(VOWELS.findall(word))
    if SILENT_END.search(word) and not SPOKEN_END.search(word):
        count -= 1
    return max(1, count)


@lru_cache
def _names(terms: frozenset[str]) -> re.Pattern[str] | None:
    """Return a pattern that matches ``terms`` of more than two syllables, or None if none has."""
    long_terms = [term for term in terms if sum(map(syllables, WORD.findall(term))) > 2]
    if not long_terms:
        return None
    longest_first = sorted(long_terms, key=lambda term: (-len(term), term))
    alternatives = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?<![\w-])(?:{alternatives})(?:['’]?s)?(?![\w-])", re.IGNORECASE)


def without_names(text: str, terms: Set[str]) -> str:
    """Return ``text`` with a word of two syllables in place of each longer term of ``terms``."""
    names = _names(frozenset(terms))
    if names is None:
        return text
    return names.sub(lambda name: "proper" if name[0][0].islower() else "Proper", text)


def measure(text: str, terms: Set[str] = frozenset()) -> Readability:
    """Return the readability of plain ``text`` (no markup); all zero for a text without words.

    ``terms`` are the names that the adjusted grade leaves out. Without them, the grade is raw.
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
