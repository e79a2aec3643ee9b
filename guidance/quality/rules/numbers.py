"""Content rules about counts of people, and about how much a treatment's page says."""

import re
from collections.abc import Iterable

from guidance.pages.choices import DENOMINATORS, Certainty
from guidance.pages.citations import keys_in
from guidance.pages.claims import Part, part_of_field, part_of_section, part_of_short_answer
from guidance.pages.denominators import denominators
from guidance.pages.sections import HOW_WELL_IT_WORKS, IF_NOTHING_CHANGES
from guidance.pages.structures import Evidence, PlaceboGroup, SubtypePage, TherapyPage
from guidance.pages.trials import has_year
from guidance.quality.rules.context import PageUnderReview, content_counts
from guidance.quality.rules.registry import WHOLE_PAGE, Problems, RuleSet

RULES = RuleSet()

MIN_RATIO, MAX_RATIO = 0.5, 2.0
"""The smallest and largest allowed ratio of a page's counts to the medians of its group."""

_CERTAINTIES = set(Certainty.values())
_DENOMINATORS = set(DENOMINATORS)
_OUT_OF = re.compile(r"\d out of (?:every )?([\d,]*\d)")


@RULES.error("evidence")
def whole_evidence(under_review: PageUnderReview) -> Problems:
    """A result has a denominator, a group, a time span, a comparator and a certainty."""
    for row in under_review.page.evidence if isinstance(under_review.page, TherapyPage) else ():
        if row.out_of not in _DENOMINATORS:
            yield Part("evidence", row.trial), "Count people out of 100, or out of 1,000."
        if not row.group:
            yield Part("evidence", row.trial), "Say who took part, and with which kind of MS."
        if not row.time_span:
            yield Part("evidence", row.trial), "Say over what time."
        if not row.comparator:
            yield Part("evidence", row.trial), "Say what it was compared with."
        if row.certainty not in _CERTAINTIES:
            yield Part("evidence", row.trial), "Say how sure this is, or that nobody has rated it."


@RULES.error("if nothing changes")
def whole_placebo_group(under_review: PageUnderReview) -> Problems:
    """A placebo group has a denominator, a group, a time span and a source, and stands alone."""
    page = under_review.page
    groups = page.placebo_groups if isinstance(page, SubtypePage) else ()
    for row in groups:
        part = Part("placebo_groups", row.trial)
        if row.out_of not in _DENOMINATORS:
            yield part, "Count people out of 100, or out of 1,000."
        if row.people > row.out_of:
            yield part, f"There cannot be more than {row.out_of:,} people."
        if not row.group:
            yield part, "Say who got the placebo, and with which kind of MS."
        if not row.time_span:
            yield part, "Say over what time."
        if not keys_in(row.finding.source):
            yield part, "Cite the source of these numbers."
    if len(groups) > 1:
        yield part_of_field("placebo_groups"), "Show the group that fits this type, not more."


@RULES.error("if nothing changes: short answer")
def same_count_in_few_words(under_review: PageUnderReview) -> Problems:
    """The short answer of what happens if nothing changes has the count of the placebo group."""
    page = under_review.page
    section = page.section(IF_NOTHING_CHANGES)
    groups = page.placebo_groups if isinstance(page, SubtypePage) else ()
    for row in groups:
        if section and section.short and row.count not in section.short.source:
            yield (
                part_of_short_answer(section),
                f"Say “{row.count}”, which the page shows as a picture.",
            )


@RULES.error("side effect count")
def whole_counts(under_review: PageUnderReview) -> Problems:
    """A count of a side effect has a group, a time span and a comparator or none that exists."""
    for row in under_review.page.effects if isinstance(under_review.page, TherapyPage) else ():
        if row.counted and not row.group:
            yield (
                Part("effects", row.side_effect),
                "Say in whom: which people, with which MS, in which trial.",
            )
        if row.counted and not (row.time_span and (row.comparator or not row.compared)):
            yield (
                Part("effects", row.side_effect),
                "Say over what time, and what it was compared with.",
            )


@RULES.error("denominator")
def one_denominator(under_review: PageUnderReview) -> Problems:
    """A treatment's page counts people out of one number, in its rows and in its sentences."""
    if not isinstance(under_review.page, TherapyPage):
        return
    counted = denominators(under_review.page)
    if len(counted | _denominators_in(" ".join(claim.words for claim in under_review.claims))) > 1:
        yield (
            WHOLE_PAGE,
            "It counts people out of 100 and out of 1,000. Count all of them out of 1,000.",
        )


def _denominators_in(words: str) -> set[int]:
    """Return the denominators, 100 or 1,000, of the counts in ``words``."""
    denominators = {int(number.replace(",", "")) for number in _OUT_OF.findall(words)}
    return denominators & _DENOMINATORS


@RULES.warning("trial without a year")
def year_of_each_trial(under_review: PageUnderReview) -> Problems:
    """A figure names its trial and the year of its first paper."""
    page = under_review.page
    figures: dict[str, Iterable[Evidence | PlaceboGroup]] = {}
    if isinstance(page, TherapyPage):
        figures["evidence"] = page.evidence
    if isinstance(page, SubtypePage):
        figures["placebo_groups"] = page.placebo_groups
    for rows, results in figures.items():
        for result in results:
            if not has_year(result.named):
                yield (
                    Part(rows, result.trial),
                    "Cite the journal article of the trial, or type its year behind its name.",
                )


@RULES.warning("evidence not comparable")
def evidence_not_comparable(under_review: PageUnderReview) -> Problems:
    """Results on one page have the same time span."""
    if isinstance(under_review.page, TherapyPage) and not under_review.page.evidence_comparable:
        yield (
            part_of_section(HOW_WELL_IT_WORKS, "How well it works"),
            "Its results differ in time span, and the page says that they cannot be compared. "
            "Use the same for all where the source gives it.",
        )


@RULES.warning("balance")
def balance(under_review: PageUnderReview) -> Problems:
    """Treatments of one group have about as many words, benefits and harms."""
    if not isinstance(under_review.page, TherapyPage):
        return
    usual = under_review.context.usual_counts.get(under_review.page.group, {})
    for what, count in content_counts(under_review.page).items():
        middle = usual.get(what, 0)
        if middle and not MIN_RATIO * middle <= count <= MAX_RATIO * middle:
            more = "less" if count > middle else "more"
            yield (
                WHOLE_PAGE,
                f"It has {count} {what}; a page of its group usually has {middle:g}. Say {more} "
                "here, or say in the staff note why it differs.",
            )
