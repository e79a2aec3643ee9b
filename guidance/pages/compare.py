"""Treatments side by side: the same lines in the same order for each, with their citations.

Benefits and harms are presented alike: two lines each, people out of one number with and without
the treatment, those with the outcome and those without it, in whom and over what time. Nothing
here ranks, adds up or scores. The handout uses the same words.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from guidance.pages.choices import Certainty, Seriousness
from guidance.pages.citations import keys_in
from guidance.pages.guide import Filters, Guide
from guidance.pages.sections import GLANCE, HOW_WELL_IT_WORKS, THERAPY
from guidance.pages.structures import (
    Composer,
    Effect,
    Evidence,
    Prose,
    Reference,
    SideEffectPage,
    TherapyPage,
)
from guidance.pages.text import plain

FEWEST, MOST = 2, 4
MOST_OWN_CHARACTERS = 2000
"""How much a reader can type in own words, on a worksheet and on a handout."""
OPENING_WORDS = 40
NO_COUNT = "no count of people"
"""What a treatment says where no source counts whom it helped."""

CERTAINTY = Certainty.in_words()
"""How certain a result is, in words; results that nobody rated have none."""

Row = TypeVar("Row", Effect, Evidence)
Pair = tuple[Effect, SideEffectPage]


# One denominator


def scaled_to(row: Row, people: int) -> Row:
    """Return ``row`` counted out of ``people``, to the person: 10 out of 100 are 100 of 1,000.

    ``people`` is a multiple of what the row counts in. A row without a count stays as it is.
    """
    if row.out_of is None or row.with_treatment is None or row.without_treatment is None:
        return row
    times = people // row.out_of
    return msgspec.structs.replace(
        row,
        out_of=people,
        with_treatment=row.with_treatment * times,
        without_treatment=row.without_treatment * times,
    )


def with_common_denominator(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return ``rows`` counted out of the largest number of people that one of them needs."""
    counted = tuple(rows)
    people = max((row.out_of or 0 for row in counted), default=0)
    return tuple(scaled_to(row, people) for row in counted)


def therapies_with_common_denominator(therapies: Iterable[TherapyPage]) -> tuple[TherapyPage, ...]:
    """Return treatments with all their counts, of benefits and of harms, out of one number."""
    pages = tuple(therapies)
    people = max((people for page in pages for people in denominators(page)), default=0)
    return tuple(
        msgspec.structs.replace(
            page,
            effects=tuple(scaled_to(row, people) for row in page.effects),
            evidence=tuple(scaled_to(row, people) for row in page.evidence),
        )
        for page in pages
    )


def denominators(therapy: TherapyPage) -> set[int]:
    """Return out of how many people the rows of a treatment count."""
    harms = {row.out_of for row in therapy.effects if row.out_of}
    return harms | {row.out_of for row in therapy.evidence}


# What the lines say, as texts with their markers


def in_sentence(name: str) -> str:
    """Return ``name`` with a small first letter, unless it begins with letters such as MS."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def opening(source: str) -> str:
    """Return ``source`` up to the paragraph or list that ends after ``OPENING_WORDS`` words."""
    taken: list[str] = []
    for block in re.split(r"\s*\n\s*\n", source.strip()):
        taken.append(block)
        words = plain("\n\n".join(taken)).split()
        if len(words) >= OPENING_WORDS and not words[-1].endswith(":"):
            break
    return "\n\n".join(taken)


def results(therapy: TherapyPage) -> str:
    """Return each counted result both ways round, with group, time span, certainty and sources."""
    return "\n".join(_result(row, therapy.title) for row in therapy.evidence)


def _result(row: Evidence, title: str) -> str:
    sure = CERTAINTY.get(row.certainty)
    return (
        f"- {row.trial}, {row.group}, {row.time_span}: on {in_sentence(title)}, "
        f"{row.with_treatment:,} out of {row.out_of:,} {row.happened}; "
        f"{row.with_spared:,} did not. "
        f"On {row.comparator}, {row.without_treatment:,} did; {row.without_spared:,} did not."
        f"{f' {sure}, in our own judgment.' if sure else ''}{markers(row.finding)}"
    )


def effects(pairs: Sequence[Pair], title: str) -> str:
    """Return side effects: counted ones both ways round under in whom, then the names of others."""
    counted: dict[str, list[str]] = {}
    for row, page in pairs:
        if row.counted:
            counted.setdefault(f"{in_whom(row)}:", []).append(_effect(row, page, title))
    blocks = [f"{where}\n\n" + "\n".join(lines) for where, lines in counted.items()]
    return "\n\n".join(filter(None, (*blocks, not_counted(pairs))))


def in_whom(row: Effect) -> str:
    """Return in whom and over what time a side effect was counted."""
    where = f"{row.group or 'People in the trials'}, {row.time_span}"
    return f"{where[:1].upper()}{where[1:]}"


def not_counted(pairs: Sequence[Pair]) -> str:
    """Return the names of those side effects that nobody counted, as one sentence."""
    named = [
        f"{in_sentence(page.title)}{markers(row.detail)}" for row, page in pairs if not row.counted
    ]
    if not named:
        return ""
    text = f"{'Also, not counted: ' if len(named) < len(pairs) else ''}{'; '.join(named)}."
    return f"{text[:1].upper()}{text[1:]}"


def _effect(row: Effect, page: SideEffectPage, title: str) -> str:
    return (
        f"- {page.title}: on {in_sentence(title)}, {row.with_treatment:,} out of {row.out_of:,} "
        f"had it; {row.with_spared:,} did not. "
        f"On {row.comparator}, {row.without_treatment:,} did; {row.without_spared:,} did not."
        f"{markers(row.detail)}"
    )


def markers(prose: Prose) -> str:
    """Return the markers of the sources that a text cites."""
    return "".join(f" [@{key}]" for key in keys_in(prose.source))


def benefits(therapy: TherapyPage) -> str:
    """Return what a treatment can do: its counted results, else how its own section opens."""
    how = therapy.section(HOW_WELL_IT_WORKS)
    return results(therapy) or (opening(how.text.source) if how else "")


def common(guide: Guide, therapy: TherapyPage) -> list[Pair]:
    """Return the common side effects of a treatment."""
    return [pair for pair in guide.effects_of(therapy) if pair[0].seriousness == "common"]


def serious(guide: Guide, therapy: TherapyPage) -> list[Pair]:
    """Return the serious side effects of a treatment, those of its boxed warning too."""
    return [pair for pair in guide.effects_of(therapy) if pair[0].seriousness != "common"]


def _glance(glance_id: str) -> Callable[[Guide, TherapyPage], str]:
    def text(guide: Guide, page: TherapyPage) -> str:
        prose = page.at_a_glance(glance_id)
        return prose.source if prose else ""

    return text


def _section(section_id: str) -> Callable[[Guide, TherapyPage], str]:
    def text(guide: Guide, page: TherapyPage) -> str:
        section = page.section(section_id)
        return section.text.source if section else ""

    return text


def _harms(
    select: Callable[[Guide, TherapyPage], list[Pair]],
) -> Callable[[Guide, TherapyPage], str]:
    return lambda guide, page: effects(select(guide, page), page.title)


@dataclass(frozen=True, slots=True)
class LineSpec:
    """One line that can be shown of a treatment.

    ``text`` returns its text, empty if nothing is known. Lines that are not ``side_by_side`` are
    shown only to readers who tick them.
    """

    label: str
    text: Callable[[Guide, TherapyPage], str]
    side_by_side: bool = True


BENEFITS, HARMS = ("can", "cannot"), ("common", "serious")


def line_specs() -> dict[str, LineSpec]:
    """Return each line that can be shown of a treatment, by id, in the order of its page."""
    specs = {"boxed": LineSpec("Boxed warning", lambda guide, page: page.boxed_warning.source)}
    specs |= {line.id: LineSpec(line.compare, _glance(line.id)) for line in GLANCE}
    specs["can"] = LineSpec("What it can do", lambda guide, page: benefits(page))
    for section in THERAPY:
        if section.rows == "effects":
            specs["common"] = LineSpec("Common side effects", _harms(common))
            specs["serious"] = LineSpec("Serious side effects", _harms(serious))
        if declared := section.compare:
            text = _section(section.id)
            specs[declared.line] = LineSpec(declared.label, text, declared.side_by_side)
    return specs


LINES: Mapping[str, LineSpec] = line_specs()
SIDE_BY_SIDE = tuple(line_id for line_id, spec in LINES.items() if spec.side_by_side)
NOTHING = "We have nothing on this. Ask your MS team."
NO_BOX = (
    "Its page here shows no boxed warning. That alone does not show how risky it is. "
    "Ask your MS team."
)


# Side by side


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table: what it is about, and one text for each treatment.

    Where ``apart`` says so, the texts may not be compared and stand one below the other.
    """

    id: str
    label: str
    cells: tuple[Prose, ...]
    apart: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two to four treatments as one table; ``time_spans`` is over what times results count."""

    therapies: tuple[TherapyPage, ...]
    lines: tuple[Line, ...]
    time_spans: tuple[str, ...]
    references: tuple[Reference, ...]
    signed_off: bool

    def line(self, name: str) -> Line | None:
        """Return the row with that id, or None where no treatment has anything on it."""
        return next((line for line in self.lines if line.id == name), None)


def time_spans(therapies: Iterable[TherapyPage]) -> tuple[str, ...]:
    """Return over what different times the results of treatments were counted, in order."""
    return tuple(dict.fromkeys(row.time_span for page in therapies for row in page.evidence))


def build(guide: Guide, slugs: Iterable[str]) -> Comparison:
    """Return the treatments ``slugs`` side by side, less those that the guide does not know.

    All count people out of one number. Results over different times do not stand side by side.
    """
    therapies = therapies_with_common_denominator(
        page for slug in slugs if (page := guide.therapy(slug))
    )
    composer = Composer(guide.sources)
    spans = time_spans(therapies)
    lines = []
    for name in SIDE_BY_SIDE:
        spec = LINES[name]
        texts = [spec.text(guide, page) for page in therapies]
        if any(texts):
            nothing = NO_BOX if name == "boxed" else NOTHING
            cells = tuple(composer.block(text or nothing) for text in texts)
            lines.append(Line(name, spec.label, cells, name == "can" and len(spans) > 1))
    return Comparison(
        therapies=therapies,
        lines=tuple(lines),
        time_spans=spans,
        references=composer.references(),
        signed_off=bool(therapies) and all(page.review.signed_off_by for page in therapies),
    )


# By what matters to the reader


@dataclass(frozen=True, slots=True)
class Point:
    """Something that may matter to a reader: the words of its box, and the ids of its lines."""

    asks: str
    hint: str
    lines: tuple[str, ...]


def points() -> dict[str, Point]:
    """Return what a reader can tick, by value, in the order in which it is asked."""
    asked = {
        "hope": Point("What I hope for", "What each one can do, and what it does not do", BENEFITS)
    }
    asked |= {line.id: Point(line.asks, line.hint, (line.id,)) for line in GLANCE if line.asks}
    asked["common"] = Point("Common side effects", "Those that many people get", ("common",))
    asked["serious"] = Point("Serious side effects", "Boxed warnings too", ("boxed", "serious"))
    for declared in filter(None, (section.compare for section in THERAPY)):
        if declared.point:
            asked[declared.point] = Point(declared.asks, declared.hint, (declared.line,))
    return asked


POINTS: Mapping[str, Point] = points()

MIN_THERAPIES_PER_HARM = 3
"""How many treatments must list a side effect before readers are asked if it worries them."""


@dataclass(frozen=True, slots=True)
class PreferenceRow:
    """One point: for each of its lines, (label, groups of treatments with their text, A to Z)."""

    point: Point
    lines: tuple[tuple[str, tuple[tuple[str, tuple[tuple[TherapyPage, Prose], ...]], ...]], ...]


@dataclass(frozen=True, slots=True)
class HarmRow:
    """One harm, and the treatments that list it with their text.

    The others are never named: that a page does not list a harm proves nothing (ADR 0009).
    """

    page: SideEffectPage
    listed: tuple[tuple[TherapyPage, Prose], ...]


@dataclass(frozen=True, slots=True)
class Worksheet:
    """How treatments differ on what a reader ticked. ``own`` is printed as typed, never kept."""

    matters: tuple[PreferenceRow, ...]
    worries: tuple[HarmRow, ...]
    own: tuple[str, ...]
    references: tuple[Reference, ...]
    signed_off: bool


def worries(guide: Guide) -> list[SideEffectPage]:
    """Return the side effects that ``MIN_THERAPIES_PER_HARM`` treatments or more list, A to Z."""
    return [
        page
        for page in guide.side_effects()
        if len(guide.therapies_with(page)) >= MIN_THERAPIES_PER_HARM
    ]


def worksheet(
    guide: Guide,
    *,
    subtype: str = "",
    group: str = "",
    points: Iterable[str] = (),
    harms: Iterable[str] = (),
    own: str = "",
) -> Worksheet:
    """Return how treatments differ on ``points`` and ``harms``, A to Z in each group.

    ``subtype`` keeps those to talk about for one kind of SPMS, ``group`` those of one group; empty
    means all. ``points`` are keys of ``POINTS``; harms that do not exist are left out.
    """
    therapies = therapies_with_common_denominator(
        guide.therapies(Filters(subtype=subtype, group=group))
    )
    composer = Composer(guide.sources)
    matters = [_matter(guide, therapies, POINTS[name], composer) for name in points]
    pages = [page for slug in harms if (page := guide.side_effect(slug))]
    return Worksheet(
        matters=tuple(matters),
        worries=tuple(_worry(therapies, page, composer) for page in pages),
        own=tuple(line for line in own.splitlines() if line.strip()),
        references=composer.references(),
        signed_off=bool(therapies) and all(page.review.signed_off_by for page in therapies),
    )


def _matter(
    guide: Guide, therapies: tuple[TherapyPage, ...], point: Point, composer: Composer
) -> PreferenceRow:
    lines = []
    for spec in (LINES[line_id] for line_id in point.lines):
        groups = []
        for heading, pages in guide.grouped(therapies):
            texts = [(page, spec.text(guide, page)) for page in pages]
            rows = tuple((page, composer.block(text)) for page, text in texts if text)
            if rows:
                groups.append((heading, rows))
        lines.append((spec.label, tuple(groups)))
    return PreferenceRow(point, tuple(lines))


def _worry(therapies: tuple[TherapyPage, ...], page: SideEffectPage, composer: Composer) -> HarmRow:
    listed = [
        (therapy, composer.block(_harm(row, page, therapy.title)))
        for therapy in therapies
        for row in therapy.effects
        if row.side_effect == page.slug
    ]
    return HarmRow(page, tuple(listed))


def _harm(row: Effect, page: SideEffectPage, title: str) -> str:
    """Return how often a harm came; where nobody counted, how the treatment's page lists it."""
    if row.counted:
        return effects([(row, page)], title)
    known = Seriousness.in_words()
    how = known.get(row.seriousness, known[Seriousness.SERIOUS])  # as in ``serious``
    return f"{how}, not counted.{markers(row.detail)}"
