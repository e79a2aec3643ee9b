"""Benefits and harms of a treatment in words, with citations.

Benefits and harms are presented alike: with the people who had the outcome and those who did not,
with and without the treatment, out of one number, in whom and over what time. Treatments are never
ranked or scored (ADR 0009). The comparison, what matters and the handout use the same texts.
"""

import re
from collections.abc import Sequence

from guidance.pages.choices import Certainty
from guidance.pages.citations import keys_in
from guidance.pages.cited_text import Prose
from guidance.pages.guide import Guide
from guidance.pages.sections import HOW_WELL_IT_WORKS
from guidance.pages.structures import Effect, Evidence, PlaceboGroup, SideEffectPage, TherapyPage
from guidance.pages.text import plain

MOST_OWN_CHARACTERS = 2000
"""The maximum length of a reader's own words on a worksheet and on a handout."""
OPENING_WORDS = 40
NO_COUNT = "no count of people"
"""The words for a treatment whose benefit no source counts in people."""

CERTAINTY = Certainty.in_words()
"""The certainty of a result in words. Results that are not rated have none."""

Pair = tuple[Effect, SideEffectPage]


# The texts of the lines, with citation markers


def in_sentence(name: str) -> str:
    """Return ``name`` with a lower-case first letter, unless it starts with an abbreviation."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def opening(source: str) -> str:
    """Return the first blocks of ``source`` that have ``OPENING_WORDS`` words or more together."""
    blocks: list[str] = []
    for block in re.split(r"\s*\n\s*\n", source.strip()):
        blocks.append(block)
        words = plain("\n\n".join(blocks)).split()
        if len(words) >= OPENING_WORDS and not words[-1].endswith(":"):
            break
    return "\n\n".join(blocks)


def results(therapy: TherapyPage) -> str:
    """Return a list of the results in both framings, with group, time span and certainty."""
    return "\n".join(result_in_words(row, therapy.title) for row in therapy.evidence)


def result_in_words(row: Evidence, title: str) -> str:
    """Return a result as one item of a list, in both framings."""
    certainty = CERTAINTY.get(row.certainty)
    return (
        f"- {row.named}, {row.group}, {row.time_span}: on {in_sentence(title)}, "
        f"{row.with_treatment:,} out of {row.out_of:,} {row.happened}; "
        f"{row.with_spared:,} did not. "
        f"On {row.comparator}, {row.without_treatment:,} did; {row.without_spared:,} did not."
        f"{f' {certainty}, in our own judgment.' if certainty else ''}{markers(row.finding)}"
    )


def placebo_group_in_words(row: PlaceboGroup) -> str:
    """Return what happened in a placebo group as one sentence, in both framings."""
    return (
        f"{row.named} ({row.group}; {row.time_span}): on placebo, {row.people:,} out of "
        f"{row.out_of:,} {row.happened}; {row.spared:,} {row.not_happened}.{markers(row.finding)}"
    )


def in_whom(row: Effect) -> str:
    """Return in whom, on what other medicine and over what time a side effect was counted."""
    given = f", on {row.given}" if row.given else ""
    people = f"{row.group or 'People in the trials'}{given}, {row.time_span}"
    return capitalized(people)


def not_counted(pairs: Sequence[Pair]) -> str:
    """Return the names of the side effects without numbers as one sentence; empty if none."""
    names = [
        f"{in_sentence(page.title)}{markers(row.detail)}" for row, page in pairs if not row.counted
    ]
    if not names:
        return ""
    text = f"{'Also, not counted: ' if len(names) < len(pairs) else ''}{'; '.join(names)}."
    return capitalized(text)


def capitalized(words: str) -> str:
    """Return ``words`` with a capital first letter; the others stay as they are."""
    return f"{words[:1].upper()}{words[1:]}"


def markers(prose: Prose) -> str:
    """Return the markers of the sources that a text cites."""
    return "".join(f" [@{key}]" for key in keys_in(prose.source))


def benefits(therapy: TherapyPage) -> str:
    """Return the benefits of a treatment: its results, or else the opening of its own section."""
    how = therapy.section(HOW_WELL_IT_WORKS)
    return results(therapy) or (opening(how.text.source) if how else "")


def common(guide: Guide, therapy: TherapyPage) -> list[Pair]:
    """Return the common side effects of a treatment."""
    return [pair for pair in guide.effects_of(therapy) if pair[0].seriousness == "common"]


def serious(guide: Guide, therapy: TherapyPage) -> list[Pair]:
    """Return the serious side effects of a treatment, including those of its boxed warning."""
    return [pair for pair in guide.effects_of(therapy) if pair[0].seriousness != "common"]


def figures(pairs: Sequence[Pair]) -> str:
    """Return side effects with their counts, by the people in whom, and those without a count.

    Both kinds have the same form; the order is otherwise kept.
    """
    named: dict[str, list[str]] = {}
    for row, page in pairs:
        people = in_whom(row) if row.counted else "Not counted"
        count = f", {figure(row)}" if row.counted else ""
        words = f"{in_sentence(page.title)}{count}{markers(row.detail)}"
        named.setdefault(people, []).append(words)
    return "\n\n".join(f"{people}: {'; '.join(names)}." for people, names in named.items())


def figure(row: Effect) -> str:
    """Return in few words how many people had a side effect that was counted."""
    on_treatment = f"{row.on_treatment:,} of {row.out_of:,}"
    if not row.compared:
        return f"{on_treatment}, no comparison group"
    return f"{on_treatment}, {row.without_treatment:,} on {row.comparator}"
