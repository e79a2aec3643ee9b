"""How to say a name: its syllables joined by hyphens, the stressed one in capitals.

A text has a sentence for each name, with its sources: “si-PON-i-mod. [@key] Mayzent: MAY-zent.
[@key]”. The first, without a name, is about the title of the page.
"""

import re
from dataclasses import dataclass

from guidance.pages.citations import without_markers
from guidance.pages.claims import sentences

_SYLLABLE = r"(?:[a-z]+|[A-Z]+|[0-9]+[a-zA-Z]?)"
_WORD = re.compile(rf"{_SYLLABLE}(?:-{_SYLLABLE})*")
_STRESSED = re.compile(r"\b[A-Z]+\b")


@dataclass(frozen=True, slots=True)
class Respelling:
    """A ``name``, empty for that of the page, and how to say it: ``said``."""

    name: str
    said: str

    @property
    def aloud(self) -> str:
        """The syllables as plain words, for screen readers, which may spell out capitals."""
        return self.said.replace("-", " ").lower()


def respellings(source: str) -> tuple[Respelling, ...]:
    """Return how to say each name of the text ``source``."""
    found = []
    for sentence in sentences(source):
        before, colon, after = without_markers(sentence).strip(" .").partition(":")
        name, said = (before.strip(), after.strip()) if colon else ("", before)
        found.append(Respelling(name, said))
    return tuple(found)


def problem(source: str) -> str:
    """Return why ``source`` is not in this style; empty if it is, or if there is no text."""
    for one in respellings(source):
        words = one.said.split()
        if not words or not all(_WORD.fullmatch(word) for word in words):
            return f"Join the syllables of “{one.said}” with hyphens, as in si-PON-i-mod."
        if not all(len(_STRESSED.findall(word)) == 1 for word in words if "-" in word):
            return f"Write the one stressed syllable of each word in capitals: “{one.said}”."
    return ""
