"""Judges a guide by IPDAS, the minimum standards for decision aids.

``ipdas.toml`` has the items and their texts. The functions in this module judge the items that can
be computed from the content. Each returns whether its item is met, and the values for its texts.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from guidance.pages import compare, what_matters
from guidance.pages import side_by_side as table
from guidance.pages.claims import claims
from guidance.pages.compared_questions import QUESTIONS
from guidance.pages.guide import Guide
from guidance.pages.sections import (
    DO_NOT_TAKE_IT_IF,
    HOW_WELL_IT_WORKS,
    IF_NOTHING_CHANGES,
    SIDE_EFFECTS,
    TREATMENTS,
    WHAT_IT_DOES_NOT_DO,
    WHAT_IT_IS_LIKE,
)
from guidance.pages.structures import Effect, Evidence, Page, Review, TherapyPage
from guidance.pages.text import plain
from guidance.quality import rules
from guidance.quality.scorecard.judgements import Item, State

AIM = 27
"""The number of IPDAS items that a site can meet without studies and without other people."""

TOLERATED = 10
"""An item about many pages is met if at most one page in this number lacks it."""

COUNT = re.compile(r"\d out of (?:every )?([\d,]*\d)")
COUNT_IN_TABLE = re.compile(r"\d (?:out )?of ([\d,]*\d)")
BENEFIT_COUNTED = re.compile(r"\d (?:out )?of (?:every )?[\d,]*\d|\d relapses")
TYPE_UNKNOWN = "does not give their type of MS"

Computed = tuple[bool, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The state of one item, the reason, and the addresses where the item is met."""

    item: Item
    state: State
    why: str
    places: tuple[str, ...] = ()


def judge(guide: Guide, items: Iterable[Item]) -> list[Verdict]:
    """Return the verdict on each of ``items`` for ``guide``, in their order."""
    return [_judge_item(guide, item) for item in items]


def count_met(verdicts: Sequence[Verdict]) -> tuple[int, int]:
    """Return how many items are met, and how many apply."""
    states = [verdict.state for verdict in verdicts]
    return states.count("met"), len(states) - states.count("not applicable")


def _judge_item(guide: Guide, item: Item) -> Verdict:
    if item.state is not None:
        return Verdict(item, item.state, item.why)
    values: Mapping[str, object] = {}
    if item.computed:
        is_met, values = COMPUTED[item.computed](guide)
    else:
        is_met = _contains(guide, item)
    if is_met:
        return Verdict(item, "met", item.met.format_map(values), item.places)
    absent = f"The page {item.page} does not say so (“{item.words}”)." if item.page else item.met
    return Verdict(item, "not met", (item.not_met or absent).format_map(values))


def _contains(guide: Guide, item: Item) -> bool:
    """Return whether the section that ``item`` names contains its words."""
    page = guide.pages.get(item.page)
    section = page.section(item.section) if page else None
    return section is not None and item.words in plain(section.text.source)


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _nearly_all(pages: Sequence[Page], is_good: Callable[[Page], bool]) -> Computed:
    """Return whether ``is_good`` is true for all ``pages`` but one in ``TOLERATED``."""
    without = [page.title for page in pages if not is_good(page)]
    return bool(pages) and len(without) * TOLERATED <= len(pages), {
        "count": len(pages) - len(without),
        "total": len(pages),
        "without": f" Not: {_list(without)}." if without else "",
    }


def _every_treatment(guide: Guide, is_good: Callable[[TherapyPage], bool]) -> Computed:
    pages = guide.therapies()
    without = _list(page.title for page in pages if not is_good(page))
    return bool(pages) and not without, {"without": without or "all"}


def _is_medicine(page: TherapyPage) -> bool:
    return page.group != "rehabilitation"


def _medicines(guide: Guide) -> list[TherapyPage]:
    return [page for page in guide.therapies() if _is_medicine(page)]


def _evidence(guide: Guide) -> list[Evidence]:
    return [row for page in guide.therapies() for row in page.evidence]


def _counted_effects(guide: Guide) -> list[Effect]:
    return [row for page in guide.therapies() for row in page.effects if row.counted]


def _text_of(page: Page, section_id: str) -> str:
    section = page.section(section_id)
    return plain(section.text.source) if section else ""


# Qualifying


def condition(guide: Guide) -> Computed:
    """Q1: the glossary explains SPMS."""
    return any(term.slug == "secondary-progressive-ms" for term in guide.glossary.terms), {}


def options(guide: Guide) -> Computed:
    """Q3: each type lists its treatments."""
    return _nearly_all(
        guide.subtypes(),
        lambda page: bool(getattr(page, "therapies", ())) and page.section(TREATMENTS) is not None,
    )


def upsides(guide: Guide) -> Computed:
    """Q4: each treatment says how well it works."""
    return _every_treatment(
        guide, lambda page: bool(page.section(HOW_WELL_IT_WORKS) or page.evidence)
    )


def downsides(guide: Guide) -> Computed:
    """Q5: each medicine has side effects, and rehabilitation says who must take care."""
    return _every_treatment(
        guide,
        lambda page: (
            bool(page.effects)
            or (not _is_medicine(page) and page.section(DO_NOT_TAKE_IT_IF) is not None)
        ),
    )


def living_with_side_effects(guide: Guide) -> Computed:
    """Q6: the page of each side effect of a treatment says what it is like."""
    slugs = {row.side_effect for page in guide.therapies() for row in page.effects}
    return _nearly_all(
        [page for page in guide.side_effects() if page.slug in slugs],
        lambda page: page.section(WHAT_IT_IS_LIKE) is not None,
    )


# Certification


def count_words(page: TherapyPage) -> tuple[int, int]:
    """Return the numbers of words about benefits and about harms on a treatment's page."""
    works, harms = page.section(HOW_WELL_IT_WORKS), page.section(SIDE_EFFECTS)
    benefits = [works.text] if works else []
    benefits += [
        text for row in page.evidence for text in (row.finding, row.certainty_why, row.limits)
    ]
    risks = [page.boxed_warning, *([harms.text] if harms else [])]
    risks += [row.detail for row in page.effects]
    words = [sum(len(plain(text.source).split()) for text in side) for side in (benefits, risks)]
    return words[0], words[1]


def balance(guide: Guide) -> Computed:
    """C1: equal detail, which IPDAS explains as order, type size and way of showing numbers."""
    medicines = _medicines(guide)
    uneven = _list(
        page.title
        for page in medicines
        if not (
            _has_benefits_and_harms(guide, page)
            and (page.evidence or _says_whether_benefits_are_counted(page))
        )
    )
    ratios = [harms / benefits for benefits, harms in map(count_words, medicines) if benefits]
    return bool(medicines) and not uneven, {
        "medicines": len(medicines),
        "ratio": f"{median(ratios or [0]):.1f}",
        "uneven": uneven or "all",
    }


def _says_whether_benefits_are_counted(page: TherapyPage) -> bool:
    text = f"{_text_of(page, HOW_WELL_IT_WORKS)} {plain(page.benefit_point.source)}"
    return bool(BENEFIT_COUNTED.search(text)) or compare.NO_COUNT in text


def _has_benefits_and_harms(guide: Guide, page: TherapyPage) -> bool:
    harms = compare.common(guide, page) and compare.serious(guide, page)
    return bool(compare.benefits(page) and page.section(WHAT_IT_DOES_NOT_DO) and harms)


def citations(guide: Guide) -> Computed:
    """C2: no page breaks the content rule on citations."""
    context = rules.RuleContext(guide, guide.published_on)
    without = [
        page.title
        for page in guide.pages.values()
        if list(rules.uncited(rules.PageUnderReview(page, context)))
    ]
    return bool(guide.sources) and not without, {"without": _list(without) or "all pages"}


def dates(guide: Guide) -> Computed:
    """C3: pages have a review date."""
    reviews = (getattr(page, "review", None) for page in guide.pages.values())
    return any(isinstance(review, Review) for review in reviews), {}


def certainty(guide: Guide) -> Computed:
    """C5: each result, and each count of people helped, says how sure it is."""
    without = [
        page.title
        for page in guide.therapies()
        if not all(row.certainty_why or row.certainty != "not-rated" for row in page.evidence)
        or (not page.evidence and _counts_without_certainty(page))
    ]
    results = _evidence(guide)
    return bool(results) and not without, {
        "results": len(results),
        "without": _list(without) or "there are no results at all",
    }


def _counts_without_certainty(page: TherapyPage) -> bool:
    text = _text_of(page, HOW_WELL_IT_WORKS)
    return bool(COUNT.search(text)) and "certainty" not in text


# Quality


def nothing_done(guide: Guide) -> Computed:
    """QU1: each type says what happens if nothing changes."""
    return _nearly_all(guide.subtypes(), lambda page: page.section(IF_NOTHING_CHANGES) is not None)


def side_by_side(guide: Guide) -> Computed:
    """QU2: the comparison has benefits and harms of each medicine."""
    return _nearly_all(
        _medicines(guide),
        lambda page: isinstance(page, TherapyPage) and _has_benefits_and_harms(guide, page),
    )


def chances(guide: Guide) -> Computed:
    """QU3: each medicine counts people."""
    return _nearly_all(_medicines(guide), _counts_people)


def _counts_people(page: Page) -> bool:
    """Return whether a treatment counts people, in a row or in a sentence."""
    in_rows = isinstance(page, TherapyPage) and (
        page.evidence or any(row.counted for row in page.effects)
    )
    return bool(in_rows or denominators_in_sentences(page))


def groups(guide: Guide) -> Computed:
    """QU4: each number says in whom."""
    results, effects = _evidence(guide), _counted_effects(guide)
    named = [row for row in effects if row.group]
    is_met = bool(results) and all(row.group for row in results) and len(named) == len(effects)
    return is_met, {
        "results": len(results),
        "counts": len(effects),
        "named": len(named),
        "type_unknown": sum(TYPE_UNKNOWN in row.group for row in effects),
    }


def event_rates(guide: Guide) -> Computed:
    """QU5: each result and each count of a side effect has a number of people."""
    counts = [row.out_of for row in _evidence(guide)]
    counts += [row.out_of or 0 for row in _counted_effects(guide)]
    return bool(counts) and all(counts), {"counts": len(counts)}


def time_spans(guide: Guide) -> Computed:
    """QU6: one time span "where feasible", so where the sources give it.

    Results over different times must stand apart in the comparison.
    """
    results = _evidence(guide)
    spans = {row.time_span for row in results}
    line = _compare_all(guide).line("can")
    apart = line is not None and line.apart
    is_met = bool(results) and "" not in spans and (len(spans) == 1 or apart)
    return is_met, {"spans": _list(spans)}


def _compare_all(guide: Guide) -> table.Comparison:
    """Return the comparison of all treatments, which has the lines of any smaller one."""
    return table.build(guide, [page.slug for page in guide.therapies()])


def mixed_denominators(guide: Guide) -> list[str]:
    """Return the treatments whose own page counts people out of more than one number."""
    context = rules.RuleContext(guide, guide.published_on)
    return [
        page.title
        for page in guide.therapies()
        if list(rules.one_denominator(rules.PageUnderReview(page, context)))
    ]


def denominators_in_sentences(page: Page) -> set[str]:
    """Return the denominators of the counts in the sentences of ``page``."""
    return {number for claim in claims(page) for number in COUNT.findall(claim.words)}


def one_denominator(guide: Guide) -> Computed:
    """QU7: the comparison, and each treatment's page, count people out of one number."""
    denominators = {
        number
        for line in _compare_all(guide).lines
        for cell in line.cells
        for number in COUNT_IN_TABLE.findall(plain(cell.source))
    }
    mixed = mixed_denominators(guide)
    out_of_100 = [
        page.title for page in guide.therapies() if "100" in denominators_in_sentences(page)
    ]
    return len(denominators) == 1 and not mixed, {
        "denominators": _list(denominators),
        "each_denominator": " and ".join(sorted(denominators)) or "no",
        "mixed": _list(mixed) or "none",
        "out_of_100": _list(out_of_100) or "no treatment",
    }


def forms(guide: Guide) -> Computed:
    """QU8: there are results and counts of side effects, which pages show in three forms."""
    return bool(_evidence(guide) and _counted_effects(guide)), {}


def preferences(guide: Guide) -> Computed:
    """QU9: a point that a reader can tick helps only if treatments differ on it."""
    medicines = what_matters.therapies_for(guide, "")
    points = what_matters.POINTS.values()
    differing = sum(_differs(guide, point, medicines) for point in points)
    is_met = differing * TOLERATED >= len(points) * (TOLERATED - 1)
    return is_met, {"count": differing, "total": len(points)}


def _differs(guide: Guide, point: what_matters.Point, medicines: Iterable[TherapyPage]) -> bool:
    rows = [QUESTIONS[line] for line in point.lines]
    texts = {tuple(row.short(guide, page) for row in rows) for page in medicines}
    return len(texts) > 1


def question_lists(guide: Guide) -> Computed:
    """QU11: types and treatments have questions to ask."""
    return _nearly_all(
        [*guide.subtypes(), *guide.therapies()],
        lambda page: bool(getattr(page, "questions", ())),
    )


def quality_of_evidence(guide: Guide) -> Computed:
    """QU19: each result has a grade of certainty."""
    results = _evidence(guide)
    rated = sum(row.certainty != "not-rated" for row in results)
    return bool(results) and rated == len(results), {"results": len(results), "rated": rated}


COMPUTED: Mapping[str, Callable[[Guide], Computed]] = {
    function.__name__: function
    for function in (
        *(condition, options, upsides, downsides, living_with_side_effects),
        *(balance, citations, dates, certainty),
        *(nothing_done, side_by_side, chances, groups, event_rates, time_spans, one_denominator),
        *(forms, preferences, question_lists, quality_of_evidence),
    )
}
"""The functions that ``computed`` in ``ipdas.toml`` names."""
