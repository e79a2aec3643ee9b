"""The questions that treatments are compared on, and what of a treatment answers each.

A list is cut only between its items, and its other items open below the row.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from guidance.pages.check_schedule import timepoints
from guidance.pages.choices import Gravity, Urgency
from guidance.pages.claims import sentences
from guidance.pages.compare import Pair, figures, markers, result_in_words
from guidance.pages.guide import Guide
from guidance.pages.harm_charts import groups
from guidance.pages.sections import (
    BEFORE_YOU_START,
    DO_NOT_TAKE_IT_IF,
    GLANCE,
    HOW_WELL_IT_WORKS,
    HOW_YOU_TAKE_IT,
    MOST_SHORT_WORDS,
    SIDE_EFFECTS,
    THERAPY,
    WHO_IT_IS_FOR,
)
from guidance.pages.structures import TherapyPage
from guidance.pages.text import plain, word_count

MOST_OPENED_WORDS = 30
"""The most words of a text that opens below a row. Longer ones are linked."""

Texts = Callable[[Guide, TherapyPage], str]


@dataclass(frozen=True, slots=True)
class Question:
    """One row: its question, and what of a treatment answers it, at once and when opened.

    ``part`` is the id of the part of the treatment's page that says it all.
    """

    question: str
    short: Texts
    more: Texts
    part: str


def nothing(_guide: Guide, _page: TherapyPage) -> str:
    """Return no text."""
    return ""


def first_items(source: str) -> str:
    """Return the first items of a list, whole, in at most ``MOST_SHORT_WORDS`` words.

    The first item is returned in any case. A text that is no list is returned whole.
    """
    items = re.findall(r"^- .+$", source, re.MULTILINE)
    if not items:
        return source
    most = 1
    while most < len(items) and word_count("\n".join(items[: most + 1])) <= MOST_SHORT_WORDS:
        most += 1
    return "\n".join(items[:most])


def _glance(glance_id: str) -> Texts:
    def text(_guide: Guide, page: TherapyPage) -> str:
        prose = page.at_a_glance(glance_id)
        return prose.source if prose else ""

    return text


def _short(section_id: str) -> Texts:
    def text(_guide: Guide, page: TherapyPage) -> str:
        section = page.section(section_id)
        return section.short.source if section else ""

    return text


def _text(section_id: str) -> Texts:
    def text(_guide: Guide, page: TherapyPage) -> str:
        section = page.section(section_id)
        return section.text.source if section else ""

    return text


def _brief(section_id: str) -> Texts:
    """Return the whole text of a section, or nothing if it is too long to open in a table."""

    def text(guide: Guide, page: TherapyPage) -> str:
        source = _text(section_id)(guide, page)
        return source if word_count(source) <= MOST_OPENED_WORDS else ""

    return text


def _tested(_guide: Guide, page: TherapyPage) -> str:
    if result := page.point_result:
        return f"Yes: {result.group}.{markers(result.finding)}"
    first = next(sentences(page.benefit_point.source), "")
    return first if word_count(first) <= MOST_SHORT_WORDS else ""


COUNTED = re.compile(r"(?<![\w-])\d")
"""A number in a text, and not the end of a name such as “beta-1a”."""


def _helped(guide: Guide, page: TherapyPage) -> str:
    """Return what the top of the page counts of the benefit, or the short answer of its section.

    A sentence that does not fit into a cell is left out.
    """
    for sentence in sentences(page.benefit_point.source):
        if COUNTED.search(plain(sentence)) and word_count(sentence) <= MOST_SHORT_WORDS:
            return sentence
    return _short(HOW_WELL_IT_WORKS)(guide, page)


def _gravest(guide: Guide, page: TherapyPage) -> list[Pair]:
    return [
        pair
        for group in groups(guide.effects_of(page))
        if group.gravity == Gravity.LIFE
        for pair in group.members
    ]


def _worst(_guide: Guide, page: TherapyPage) -> str:
    return first_items(page.worst.source)


def _other_harms(guide: Guide, page: TherapyPage) -> str:
    """Return the other items of the worst, the gravest side effects, and the common ones."""
    others = page.worst.source.removeprefix(_worst(guide, page)).strip()
    common = _short(SIDE_EFFECTS)(guide, page)
    return "\n\n".join(filter(None, (others, figures(_gravest(guide, page)), common)))


def _more_help(guide: Guide, page: TherapyPage) -> str:
    """Return the result of the top of the page in both framings, or the text if it is short."""
    if result := page.point_result:
        return result_in_words(result, page.title)
    return _brief(HOW_WELL_IT_WORKS)(guide, page)


def _not_for(_guide: Guide, page: TherapyPage) -> str:
    section = page.section(DO_NOT_TAKE_IT_IF)
    short = section.short.source if section else ""
    return short or first_items(page.not_for_you_if.source)


def _reasons(_guide: Guide, page: TherapyPage) -> str:
    return page.not_for_you_if.source


def _checks(_guide: Guide, page: TherapyPage) -> str:
    text = "\n".join(
        f"- {time.words}: {time.names}.{''.join(f' [@{key}]' for key in time.keys)}"
        for time in timepoints(page)
    )
    return text if word_count(text) <= MOST_OPENED_WORDS else ""


MOST_SIGNS = 2
"""The most signs of a level that are shown, those that open below the row among them."""
CALLS = (Urgency.EMERGENCY, Urgency.SAME_DAY)


def _signs(guide: Guide, page: TherapyPage, most: int, but: str = "") -> str:
    """Return the first ``most`` signs of each level for now in few words, one item a level.

    Signs that the text ``but`` has are left out.
    """
    signs = guide.signs_of(page)
    words_of = {Urgency.EMERGENCY: f"{guide.numbers.call_emergency}:"}
    items = {
        words_of.get(level, "Call today:"): "; ".join(
            sign.at_once.source
            for sign in signs.get(level, ())[:most]
            if sign.at_once.source not in but
        )
        for level in CALLS
    }
    return "\n".join(f"- {words} {item}" for words, item in items.items() if item)


def _first_call(guide: Guide, page: TherapyPage) -> str:
    return first_items(_signs(guide, page, 1))


def _other_calls(guide: Guide, page: TherapyPage) -> str:
    return _signs(guide, page, MOST_SIGNS, but=_first_call(guide, page))


def questions() -> dict[str, Question]:
    """Return each row of the comparison by id, in order."""
    parts = {"checks": BEFORE_YOU_START}
    glance = {
        line.id: Question(
            line.question, _glance(line.id), nothing, parts.get(line.id, HOW_YOU_TAKE_IT)
        )
        for line in GLANCE
    }
    declared = {
        section.compare.line: Question(
            section.compare.question, _short(section.id), _brief(section.id), section.id
        )
        for section in THERAPY
        if section.compare
    }
    help_ = Question("How much did it help?", _helped, _more_help, HOW_WELL_IT_WORKS)
    last = {"cost": declared.pop("cost")}
    return {
        **{name: glance[name] for name in ("how", "often", "where")},
        "tested": Question("Tested in SPMS?", _tested, _glance("label"), WHO_IT_IS_FOR),
        "can": help_,
        "serious": Question("The worst?", _worst, _other_harms, SIDE_EFFECTS),
        "not-for": Question("Not for me if?", _not_for, _reasons, DO_NOT_TAKE_IT_IF),
        "checks": replace(glance["checks"], more=_checks),
        **declared,
        "call": Question("When to call?", _first_call, _other_calls, "when-to-call"),
        **last,
    }


QUESTIONS: Mapping[str, Question] = questions()
