"""Content rules about what a reader sees before anything is opened.

These are the short answers of closed parts, and the point of a treatment: if it can help, the worst
it can do, and for whom it is. A page without them still works, so what is missing is a warning:
pages that a clinic wrote before there were short answers can be submitted as they are.
"""

import re

from guidance.pages import text
from guidance.pages.choices import TherapyGroup
from guidance.pages.claims import Part, part_of_field, part_of_short_answer
from guidance.pages.kinds import SECTIONS
from guidance.pages.sections import MOST_SHORT_WORDS, find
from guidance.pages.structures import TherapyPage
from guidance.quality.rules.context import PageUnderReview
from guidance.quality.rules.registry import Problems, RuleSet

RULES = RuleSet()

MOST_LINES = 4
MOST_LINE_WORDS = 16
MOST_POINT_WORDS = 36
ELSEWHERE = re.compile(r"\b(?:above|below|these signs|this list)\b", re.IGNORECASE)
ANOTHER = re.compile(
    r"(?<!Rarely)[;,] (?:and )?(?!(?:which|even|with|usually|such as|an emergency|some|on)\b)"
)
"""What joins two harms of one line, and not a harm with more about it."""
SHORT_LISTS = ("worst", "for_you_if", "not_for_you_if")
"""The fields of the short lists at the top of a treatment."""


@RULES.warning("short answer missing")
def missing(under_review: PageUnderReview) -> Problems:
    """A part that readers open says its short answer while it is closed."""
    page = under_review.page
    for part in page.sections:
        section = find(SECTIONS[page.kind], part.id)
        if section and section.short_field and not part.short:
            yield part_of_short_answer(part), "Write what readers see while it is closed."


@RULES.error("short answer")
def too_long(under_review: PageUnderReview) -> Problems:
    """A short answer is short, and is understood where it stands."""
    for part in under_review.page.sections:
        answer = part_of_short_answer(part)
        if text.word_count(part.short.source) > MOST_SHORT_WORDS:
            yield answer, f"Use {MOST_SHORT_WORDS} words or fewer."
        if elsewhere := ELSEWHERE.search(part.short.source):
            yield answer, f"Say it without “{elsewhere[0]}”: nothing else may be open."


@RULES.error("short list")
def short_lists(under_review: PageUnderReview) -> Problems:
    """The lists at the top of a treatment have few and short lines."""
    page = under_review.page
    if not isinstance(page, TherapyPage):
        return
    for field in SHORT_LISTS:
        lines = [text.plain_line(line) for line in text.lines(getattr(page, field).source)]
        if len(lines) > MOST_LINES:
            yield part_of_field(field), f"Name {MOST_LINES} at most; the rest stands further down."
        for line in lines:
            if len(line.split()) > MOST_LINE_WORDS:
                words = f"Use {MOST_LINE_WORDS} words or fewer in a line: “{line}”."
                yield part_of_field(field), words
    if text.word_count(page.benefit_point.source) > MOST_POINT_WORDS:
        yield part_of_field("benefit_point"), f"Use {MOST_POINT_WORDS} words or fewer."
    if sum(result.point for result in page.evidence) > 1:
        yield Part("evidence", "Results"), "Show one result at the top, not more."


@RULES.warning("worst it can do")
def few_harms(under_review: PageUnderReview) -> Problems:
    """The worst that a treatment can do is at most four harms, however few its lines are."""
    page = under_review.page
    if not isinstance(page, TherapyPage):
        return
    lines = [text.plain_line(line) for line in text.lines(page.worst.source)]
    harms = [harm for line in lines for harm in ANOTHER.split(line.partition(":")[0])]
    if len(harms) > MOST_LINES:
        words = f"It names {len(harms)} harms. Keep the {MOST_LINES} that can kill or harm for life"
        yield part_of_field("worst"), f"{words} most; the others stand among the side effects."


@RULES.warning("point missing")
def point(under_review: PageUnderReview) -> Problems:
    """A treatment says at its top if it can help, and a medicine also the worst it can do."""
    page = under_review.page
    if not isinstance(page, TherapyPage):
        return
    if not page.point_result and not page.benefit_point:
        yield (
            part_of_field("benefit_point"),
            "Show one result at the top, or say that it was not tested in SPMS.",
        )
    if page.group == TherapyGroup.REHABILITATION:
        return
    if not page.worst:
        yield part_of_field("worst"), "Name the gravest harms first, in at most four lines."
    if not page.not_for_you_if:
        yield part_of_field("not_for_you_if"), "Name the most important reasons not to take it."
