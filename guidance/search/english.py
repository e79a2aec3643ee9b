"""Common English words: a word of its own is no typing slip of another."""

import gzip
import json
from functools import cache
from importlib.resources import files

LEAST = 500
"""How often a word occurs, at least, in the texts that were counted for the list."""


@cache
def common() -> frozenset[str]:
    """Return the common words of the English list of pyspellchecker, about 26,000."""
    packed = files("spellchecker").joinpath("resources/en.json.gz").read_bytes()
    counts: dict[str, int] = json.loads(gzip.decompress(packed))
    return frozenset(word for word, count in counts.items() if count >= LEAST)
