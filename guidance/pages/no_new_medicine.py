"""Taking no new medicine for now, as one of the choices in the comparison.

Its answers come from the page of a type of SPMS: what happens without one, check-ups, what else
helps. A question that the page does not answer has no answer here. What happens without a medicine
is never the answer to how much something helped: read across, it would look like a result.
"""

from guidance.pages.citations import keys_in
from guidance.pages.claims import sentences, split_sentences
from guidance.pages.compare import markers, placebo_group_in_words
from guidance.pages.compared_questions import calls, general_signs
from guidance.pages.guide import Guide
from guidance.pages.sections import (
    CHECK_UPS,
    IF_NOTHING_CHANGES,
    MOST_SHORT_WORDS,
    TREATMENTS,
)
from guidance.pages.structures import PlaceboGroup, SubtypePage
from guidance.pages.text import word_count

NO_NEW_MEDICINE = "none"
"""The value of this choice, where treatments have their slugs."""
NAME = "No new medicine for now"
ASK = "Ask your MS team."
"""The answer where nobody has read anything."""
OPENED_WHOLE = ("can", "call")
"""The rows below which everything opens, however long it is: what can happen, and the signs."""
COUNTED = "serious"
"""The id of the row in which the placebo group is drawn."""
PARTS = {"serious": IF_NOTHING_CHANGES, "checks": CHECK_UPS}
"""The ids of the parts of the page that say more than a row, by the id of the row."""

BY_DEFINITION = {
    "how": "Nothing new to take.",
    "tested": "Does not apply: there is no medicine to test.",
    "not-for": "Ask your MS team if waiting fits you.",
    "stopping": "There is nothing new to stop.",
    "often": "No doses.",
    "where": "No visits for doses.",
    "other-medicines": "Nothing new to mix with yours.",
    "pregnancy": "No new medicine to plan around.",
    "cost": "Ask what your check-ups cost.",
}
"""Answers that need no source: they follow from taking nothing new, or are a question to ask.

A row that says nothing about taking no new medicine says why it does not apply.
"""


SEE_THE_WORST = "Nothing new to help. What happened is under “The worst?”."
"""The answer about help where the page of a type says what happened without a new medicine."""


def answers(guide: Guide, page: SubtypePage) -> dict[str, tuple[str, str]]:
    """Return (short answer, text) by the id of the row, for the type of ``page``.

    When to call is told by the signs that anybody with MS may have, as for medicines by theirs.
    """
    call, more_calls = calls(guide, general_signs(guide), most=1)
    worst = _short(page, IF_NOTHING_CHANGES)
    texts = {
        "can": (SEE_THE_WORST if worst else "", _what_happens(page)),
        "tested": (_tested(page), ""),
        "serious": (worst, ""),
        "checks": (_short(page, CHECK_UPS), _text(page, CHECK_UPS)),
        "call": (call or _sentence(page, CHECK_UPS, "between visits"), more_calls),
    }
    known = {row: (short, "") for row, short in BY_DEFINITION.items()}
    return known | {row: pair for row, pair in texts.items() if any(pair)}


def counted(page: SubtypePage) -> PlaceboGroup | None:
    """Return the placebo group whose count the short answer of what happens says; else None."""
    short = _short(page, IF_NOTHING_CHANGES)
    return next((row for row in page.placebo_groups if row.count in short), None)


def what_else_helps(page: SubtypePage) -> str:
    """Return what the page of a type says of help that fits every type; empty if nothing."""
    return _sentence(page, TREATMENTS, "every type")


def _what_happens(page: SubtypePage) -> str:
    """Return what happened in the placebo group, in words, and the text about it."""
    told = (
        " ".join(filter(None, (placebo_group_in_words(row), row.finding.source, row.limits.source)))
        for row in page.placebo_groups
    )
    return "\n\n".join(filter(None, (*told, _text(page, IF_NOTHING_CHANGES))))


def _tested(page: SubtypePage) -> str:
    """Return in whom a placebo was tested, from the group or, without one, from the text."""
    for row in page.placebo_groups:
        return f"Placebo in {row.named}: {row.group}.{markers(row.finding)}"
    return _sentence(page, IF_NOTHING_CHANGES, "took a dummy pill")


def _short(page: SubtypePage, section_id: str) -> str:
    section = page.section(section_id)
    return section.short.source if section else ""


def _text(page: SubtypePage, section_id: str) -> str:
    section = page.section(section_id)
    return section.text.source if section else ""


def _sentence(page: SubtypePage, section_id: str, words: str) -> str:
    """Return the first short sentence of a section that has ``words`` and cites a source.

    Bold words before it, which are a sentence of their own, are left out.
    """
    found = (
        split_sentences(sentence)[-1]
        for sentence in sentences(_text(page, section_id))
        if words in sentence and keys_in(sentence)
    )
    return next((one for one in found if word_count(one) <= MOST_SHORT_WORDS), "")
