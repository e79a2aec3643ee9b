"""The questions that treatments are compared on, and what of a treatment answers each.

A list is cut only between its items, and its other items open below the row.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from guidance.pages.check_schedule import timepoints
from guidance.pages.choices import BodyPart, Gravity, LabelStatus, Urgency
from guidance.pages.citations import keys_in
from guidance.pages.claims import sentences
from guidance.pages.compare import Pair, figures, markers, result_in_words
from guidance.pages.guide import Guide
from guidance.pages.harm_charts import groups
from guidance.pages.sections import (
    BEFORE_YOU_START,
    COST,
    DO_NOT_TAKE_IT_IF,
    GLANCE,
    HOW_WELL_IT_WORKS,
    HOW_YOU_TAKE_IT,
    MOST_SHORT_WORDS,
    SIDE_EFFECTS,
    THERAPY,
    WHAT_HELPS,
    WHO_IT_IS_FOR,
)
from guidance.pages.site_pages import Sign
from guidance.pages.structures import TherapyPage, TopicPage
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
GENERAL_CALLS = (*CALLS, Urgency.SOON)
OF_MS = (BodyPart.HEAD, BodyPart.MOVEMENT)
"""The parts of the body in which a relapse, and what looks like one, is mostly noticed."""

Signs = Mapping[Urgency, Sequence[Sign]]


def _signs(guide: Guide, signs: Signs, most: int, but: str = "") -> str:
    """Return the first ``most`` signs of each level in few words, one item a level.

    Signs that the text ``but`` has are left out.
    """
    words_of = {
        Urgency.EMERGENCY: f"{guide.numbers.call_emergency}:",
        Urgency.SAME_DAY: "Call today:",
        Urgency.SOON: "Call within two days:",
    }
    items = {
        words: "; ".join(
            sign.at_once.source
            for sign in signs.get(level, ())[:most]
            if sign.at_once.source not in but
        )
        for level, words in words_of.items()
    }
    return "\n".join(f"- {words} {item}" for words, item in items.items() if item)


def calls(guide: Guide, signs: Signs, most: int = MOST_SIGNS) -> tuple[str, str]:
    """Return the first of ``signs`` that fit into a cell, and those that open below the row.

    These are the first ``most`` of each level.
    """
    first = first_items(_signs(guide, signs, 1))
    return first, _signs(guide, signs, most, but=first)


def general_signs(guide: Guide) -> Signs:
    """Return the signs of the parts ``OF_MS`` that anybody may have and that are shown first."""
    found = [one for one in guide.signs.values() if one.first and not one.own and one.part in OF_MS]
    return {level: [sign for sign in found if sign.level == level] for level in GENERAL_CALLS}


def _signs_for_now(guide: Guide, page: TherapyPage) -> Signs:
    return {level: signs for level, signs in guide.signs_of(page).items() if level in CALLS}


def _first_call(guide: Guide, page: TherapyPage) -> str:
    return calls(guide, _signs_for_now(guide, page))[0]


def _other_calls(guide: Guide, page: TherapyPage) -> str:
    return calls(guide, _signs_for_now(guide, page))[1]


ABOUT_MONEY = "money-insurance"
"""The slug of the topic about who pays. Its table says what a drug plan pays, and what not."""
FROM_A_PHARMACY = "Usually from a pharmacy."
AS_MEDICAL_CARE = "Usually billed as medical care."


def _usual_class(page: TherapyPage) -> str:
    """Return how a medicine is usually billed, by the way and the place in which it is taken."""
    if page.label_status == LabelStatus.NOT_A_MEDICINE:
        return ""
    ways, places = set(page.how_taken), set(page.where_taken)
    if ways and ways <= {"mouth", "shot"} and "home" in places:
        return FROM_A_PHARMACY
    return AS_MEDICAL_CARE if "infusion" in ways and places == {"clinic"} else ""


def _cost(guide: Guide, page: TherapyPage) -> str:
    """Return what is known of generics, and how a medicine is usually billed if that fits."""
    short, topic = _short(COST)(guide, page), guide.find(TopicPage, ABOUT_MONEY)
    keys = keys_in(topic.table_short.source) if topic else ()
    usual = _usual_class(page) if keys else ""
    if not short or not usual or word_count(f"{short} {usual}") > MOST_SHORT_WORDS:
        return short
    return f"{short} {usual}{''.join(f' [@{key}]' for key in keys)}"


def help_to_pay(topic: TopicPage) -> str:
    """Return what the topic about money says in short that one can do; empty if nothing."""
    return next((part.short.source for part in topic.sections if part.id == WHAT_HELPS), "")


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
    last = {"cost": replace(declared.pop("cost"), short=_cost)}
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
