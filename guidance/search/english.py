"""Common English words: a word of its own is no typing slip of another."""

from functools import cache

from spellchecker import SpellChecker

LEAST = 500
"""How often a word occurs, at least, in the texts that were counted for the list."""


@cache
def common() -> frozenset[str]:
    """Return the common words of the English list of pyspellchecker, about 26,000."""
    counts = SpellChecker(language="en").word_frequency.dictionary
    return frozenset(word for word, count in counts.items() if count >= LEAST)
