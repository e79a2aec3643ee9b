"""Words that ask for one part of the page of each treatment, such as what it costs."""

from collections.abc import Sequence
from dataclasses import dataclass

from guidance.pages.sections import COST, HOW_YOU_TAKE_IT
from guidance.pages.structures import Section, TherapyPage
from guidance.search.words import words_of


@dataclass(frozen=True, slots=True)
class PartWords:
    """A part of treatments, and the phrases that ask for it, in any order of their words.

    Only texts that have ``about`` answer. With a word of ``not_about``, the name of a medicine
    stands for no word of a phrase: "missed my period on Tysabri" is about no dose.
    """

    id: str
    heading: str
    phrases: tuple[frozenset[str], ...]
    about: str = ""
    not_about: frozenset[str] = frozenset()

    def in_page(self, page: TherapyPage) -> Section | None:
        """Return the part of ``page`` that answers, or None."""
        section = page.section(self.id)
        return section if section and self.about in section.text.source.lower() else None

    def others(self, words: Sequence[str], generic: Sequence[str] = ()) -> list[str] | None:
        """Return the words of a query that are not of a phrase, or None if it has none whole.

        ``generic`` are its words with "medicine" for each name of one.
        """
        asked = {*words, *generic}
        if self.not_about & asked:
            asked = {*words}
        found = [phrase for phrase in self.phrases if phrase <= asked]
        return [word for word in words if not any(word in one for one in found)] if found else None


def _phrases(*phrases: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(words_of(phrase)) for phrase in phrases)


_VERBS = (
    *("missed", "miss", "missing", "forgot", "forget", "forgotten", "skipped", "skip", "late"),
    *("havent taken", "didnt take"),
)
_MEDICINES = ("dose", "pill", "tablet", "capsule", "shot", "injection", "medicine", "medication")

PARTS = (
    PartWords(
        COST,
        "What it costs",
        _phrases(
            *("cost", "price", "pricing", "expensive", "afford", "insurance", "insurer", "copay"),
            *("medicare", "medicaid", "money", "paying for", "help paying", "pay for"),
            *("financial", "is there generic"),
        ),
    ),
    PartWords(
        HOW_YOU_TAKE_IT,
        "How you take it, and missed doses",
        _phrases(*(f"{verb} {medicine}" for verb in _VERBS for medicine in _MEDICINES)),
        about="miss",
        not_about=frozenset(("period", "work", "friend", "word", "appointment", "test")),
    ),
)
"""The parts that words of a query may ask for."""
