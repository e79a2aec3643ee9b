"""Scores the page kinds by PEMAT-P and the CDC Clear Communication Index.

``checklists.toml`` has the points and the judgements. The functions in this module compute the
cells that say "computed" from the content of all pages of a kind.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import singledispatch
from statistics import median

from guidance.pages.check_schedule import timepoints
from guidance.pages.claims import claims
from guidance.pages.guide import Guide
from guidance.pages.kinds import KINDS
from guidance.pages.site_pages import HelpPage
from guidance.pages.structures import (
    Page,
    SideEffectPage,
    SubtypePage,
    SymptomPage,
    TherapyPage,
    TopicPage,
)
from guidance.pages.when_to_call import when_to_call
from guidance.quality import rules
from guidance.quality.scorecard.ipdas import denominators_in_sentences, mixed_denominators
from guidance.quality.scorecard.judgements import Point

COMPUTED = "computed"
MAX_PASSIVE = 0.2
"""The largest share of passive sentences in pages that use active voice."""

MAX_LIST_ITEMS = 7
"""The largest number of items of a list. Source: CDC Clear Communication Index, item 8."""

NO_SUMS = "n/a: asks for no sums"
MIXED = "no: counts are out of 100 here and out of 1,000 there"
NOT_SHOWN = "no: does not show how to turn one into the other"

Scored = list[tuple[Point, dict[str, str]]]


def score(
    guide: Guide, grades: Mapping[str, rules.Grade], points: Iterable[Point], kinds: Iterable[str]
) -> Scored:
    """Return each point with its cell for each page kind in ``kinds``.

    ``grades`` has the reading grade of each page of ``guide``, by page key.
    """
    kinds = list(kinds)
    computed = {kind: _compute(kind, guide, grades) for kind in kinds}
    return [
        (point, {kind: _cell(point, kind, computed[kind]) for kind in kinds}) for point in points
    ]


def _cell(point: Point, kind: str, computed: Mapping[str, str]) -> str:
    cell = point.cell(kind)
    return computed[point.id] if cell == COMPUTED else cell


def percentage(scored: Scored, kind: str, part: str = "") -> int:
    """Return the percentage of earned points among those that apply to ``kind``.

    If ``part`` is given, only the points of that part of the checklist count.
    """
    cells = [cells[kind] for point, cells in scored if part in ("", point.part)]
    applying = [cell for cell in cells if not cell.startswith("n/a")]
    return round(100 * sum(cell.startswith("#") for cell in applying) / len(applying))


def _compute(kind: str, guide: Guide, grades: Mapping[str, rules.Grade]) -> dict[str, str]:
    """Return the computed cells of the page kind ``kind``, by point id."""
    pages = [page for page in guide.pages.values() if page.kind == kind]
    grade = median([grades[page.key].page.grade for page in pages if page.key in grades] or [0])
    sentences = [claim.words for page in pages for claim in claims(page)]
    passive = sum(bool(rules.PASSIVE.search(words)) for words in sentences)
    bare = [page for page in pages if not _has_summary(page, guide)]
    long = [page for page in pages if max(_list_lengths(page, guide)) > MAX_LIST_ITEMS]
    is_even = _has_one_denominator(kind, pages, guide)
    place = f"#{KINDS[kind].counts_at}"
    return {
        "U3": _main_unless(f"half are above grade {grade:.1f}" if grade > rules.PAGE_GRADE else ""),
        "U5": _main_unless(
            f"{passive} of {len(sentences)} sentences are passive"
            if passive > MAX_PASSIVE * len(sentences)
            else ""
        ),
        "U11": _main_unless(f"{len(bare)} without" if bare else ""),
        "U7": place if is_even else MIXED,
        "17": place if is_even else MIXED,
        "A24": NO_SUMS if is_even else NOT_SHOWN,
        "8": _main_unless(f"{len(long)} of {len(pages)} have a longer one" if long else ""),
    }


def _main_unless(problem: str) -> str:
    return f"no: {problem}" if problem else "#main"


def _has_one_denominator(kind: str, pages: Iterable[Page], guide: Guide) -> bool:
    if KINDS[kind].ready_made:
        return len(set().union(*map(denominators_in_sentences, pages))) < 2
    return not mixed_denominators(guide)


def _has_summary(page: Page, guide: Guide) -> bool:
    """Return whether ``page`` has a summary, or shows that of the info page that introduces it."""
    intro = guide.info(KINDS[page.kind].intro)
    return bool(page.summary or (intro and intro.summary))


def _list_lengths(page: Page, guide: Guide) -> Iterator[int]:
    """Yield the length of each list that ``page`` shows, except its contents and its sources."""
    yield len(getattr(page, "questions", ()))
    yield from (count for _part, count in rules.lists(page))
    links = KINDS[page.kind].links
    yield from (len(link.slugs(page)) for link in links if not link.row_field)
    yield from made_lists(page, guide)


@singledispatch
def made_lists(page: Page, guide: Guide) -> Iterator[int]:
    """Yield the length of each list that ``page`` makes from its rows or from other pages.

    The lists in its texts and of the pages that it names are not among them. The function is chosen
    by the structure; other pages make no list.
    """
    yield from ()


@made_lists.register
def _subtype(page: SubtypePage, guide: Guide) -> Iterator[int]:
    yield from (len(group) for _heading, group in guide.therapies_of(page))


@made_lists.register
def _therapy(page: TherapyPage, guide: Guide) -> Iterator[int]:
    common = sum(row.seriousness == "common" for row in page.effects)
    yield from (common, len(page.effects) - common, len(timepoints(page)))
    yield from _signs(page, guide)


@made_lists.register
def _side_effect(page: SideEffectPage, guide: Guide) -> Iterator[int]:
    yield from (len(guide.therapies_with(page)), len(guide.symptoms_with(page)))
    yield from _signs(page, guide)


@made_lists.register
def _symptom(page: SymptomPage, guide: Guide) -> Iterator[int]:
    yield from _signs(page, guide)


@made_lists.register
def _topic(page: TopicPage, guide: Guide) -> Iterator[int]:
    yield len(guide.read_next(page))
    yield from _signs(page, guide)


def _signs(
    page: TherapyPage | SymptomPage | SideEffectPage | TopicPage, guide: Guide
) -> Iterator[int]:
    calls = when_to_call(page, guide)
    for group in calls.groups:
        yield from (len(group.seen), len(group.closed))


@made_lists.register
def _help(page: HelpPage, guide: Guide) -> Iterator[int]:
    for level in guide.levels:
        yield from (len(level.first), len(level.others))
        yield from (len(texts) for _part, texts in level.by_part)
