"""Treatments side by side: the same lines in the same order for each, cited anew.

Benefits and harms are told alike by construction: two lines each, people out of one number with
and without, both ways round, in whom and over what time. Nothing here ranks, adds up or scores.
The handout uses the same words.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from guidance.pages.citations import keys_in
from guidance.pages.guide import Filters, Guide
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

CERTAINTY = {
    "high": "High certainty",
    "moderate": "Moderate certainty",
    "low": "Low certainty",
    "very-low": "Very low certainty",
}

Row = TypeVar("Row", Effect, Evidence)
Pair = tuple[Effect, SideEffectPage]


# One denominator


def lifted(row: Row, people: int) -> Row:
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


def in_common(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return ``rows`` counted out of the largest number of people that one of them needs."""
    found = tuple(rows)
    people = max((row.out_of or 0 for row in found), default=0)
    return tuple(lifted(row, people) for row in found)


def counted_alike(therapies: Iterable[TherapyPage]) -> tuple[TherapyPage, ...]:
    """Return treatments with all their counts, of benefits and of harms, out of one number."""
    found = tuple(therapies)
    people = max((people for page in found for people in denominators(page)), default=0)
    return tuple(
        msgspec.structs.replace(
            page,
            effects=tuple(lifted(row, people) for row in page.effects),
            evidence=tuple(lifted(row, people) for row in page.evidence),
        )
        for page in found
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
    how = therapy.section("how-well-it-works")
    return results(therapy) or (opening(how.text.source) if how else "")


def common(guide: Guide, therapy: TherapyPage) -> list[Pair]:
    """Return the common side effects of a treatment."""
    return [pair for pair in guide.effects_of(therapy) if pair[0].seriousness == "common"]


def serious(guide: Guide, therapy: TherapyPage) -> list[Pair]:
    """Return the serious side effects of a treatment, those of its boxed warning too."""
    return [pair for pair in guide.effects_of(therapy) if pair[0].seriousness != "common"]


def _glance(name: str) -> Callable[[Guide, TherapyPage], str]:
    return lambda guide, page: line.source if (line := page.at_a_glance(name)) else ""


def _harms(
    found: Callable[[Guide, TherapyPage], list[Pair]],
) -> Callable[[Guide, TherapyPage], str]:
    return lambda guide, page: effects(found(guide, page), page.title)


def _section(name: str) -> Callable[[Guide, TherapyPage], str]:
    return lambda guide, page: part.text.source if (part := page.section(name)) else ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of line: its label, and how it is told of one treatment (empty: nothing known)."""

    label: str
    tell: Callable[[Guide, TherapyPage], str]


KINDS: dict[str, Kind] = {
    "boxed": Kind("Boxed warning", lambda guide, page: page.boxed_warning.source),
    "kind": Kind("What kind", _glance("kind")),
    "label": Kind("US label, or what it is for", _glance("label")),
    "how": Kind("How it is taken or done", _glance("how")),
    "often": Kind("How often", _glance("often")),
    "where": Kind("Where", _glance("where")),
    "checks": Kind("Main checks", _glance("checks")),
    "can": Kind("What it can do", lambda guide, page: benefits(page)),
    "cannot": Kind("What it does not do", _section("what-it-does-not-do")),
    "common": Kind("Common side effects", _harms(common)),
    "serious": Kind("Serious side effects", _harms(serious)),
    "pregnancy": Kind("Pregnancy and breastfeeding", _section("pregnancy")),
    "stopping": Kind("Stopping", _section("stopping")),
    "other-medicines": Kind("Other medicines and vaccines", _section("other-medicines")),
    "cost": Kind("Generics and cost", _section("cost")),
}
"""Every line that can be told of a treatment, by id, in the order of a page."""

BENEFITS, HARMS = ("can", "cannot"), ("common", "serious")
SIDE_BY_SIDE = tuple(name for name in KINDS if name not in ("other-medicines", "cost"))
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
    therapies = counted_alike(page for slug in slugs if (page := guide.therapy(slug)))
    composer = Composer(guide.sources)
    spans = time_spans(therapies)
    lines = []
    for name in SIDE_BY_SIDE:
        kind = KINDS[name]
        texts = [kind.tell(guide, page) for page in therapies]
        if any(texts):
            nothing = NO_BOX if name == "boxed" else NOTHING
            cells = tuple(composer.block(text or nothing) for text in texts)
            lines.append(Line(name, kind.label, cells, name == "can" and len(spans) > 1))
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
    """Something that may matter to a reader: how it is asked, and the lines that tell of it."""

    asks: str
    hint: str
    kinds: tuple[str, ...]


POINTS: dict[str, Point] = {
    "hope": Point("What I hope for", "What each one can do, and what it does not do", BENEFITS),
    "how": Point("How I take it", "A tablet, a shot or a drip", ("how",)),
    "often": Point("How often I take it", "Each day, or a few times a year", ("often",)),
    "where": Point("Where I take it", "At home or at a center", ("where",)),
    "checks": Point("Tests and check-ups", "Before it and during it", ("checks",)),
    "common": Point("Common side effects", "Those that many people get", ("common",)),
    "serious": Point("Serious side effects", "Boxed warnings too", ("boxed", "serious")),
    "pregnancy": Point("Pregnancy and breastfeeding", "Now or later", ("pregnancy",)),
    "others": Point("My other medicines and vaccines", "", ("other-medicines",)),
    "stopping": Point("How stopping works", "", ("stopping",)),
    "cost": Point("Generics and cost", "", ("cost",)),
}
"""What a reader can tick, by value, in the order in which it is asked."""

WORRIES_OF = 3
"""How many treatments must list a side effect before readers are asked if it worries them."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One point: for each of its lines, (label, groups of treatments with their text, A to Z)."""

    point: Point
    lines: tuple[tuple[str, tuple[tuple[str, tuple[tuple[TherapyPage, Prose], ...]], ...]], ...]


@dataclass(frozen=True, slots=True)
class Worry:
    """One harm, and the treatments that list it with their text.

    The others are never named: that a page does not list a harm proves nothing (ADR 0009).
    """

    page: SideEffectPage
    listed: tuple[tuple[TherapyPage, Prose], ...]


@dataclass(frozen=True, slots=True)
class Worksheet:
    """How treatments differ on what a reader ticked. ``own`` is printed as typed, never kept."""

    matters: tuple[Matter, ...]
    worries: tuple[Worry, ...]
    own: tuple[str, ...]
    references: tuple[Reference, ...]
    signed_off: bool


def worries(guide: Guide) -> list[SideEffectPage]:
    """Return the side effects that ``WORRIES_OF`` treatments or more list, A to Z."""
    return [page for page in guide.side_effects() if len(guide.therapies_with(page)) >= WORRIES_OF]


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
    therapies = counted_alike(guide.therapies(Filters(subtype=subtype, group=group)))
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
) -> Matter:
    lines = []
    for kind in (KINDS[name] for name in point.kinds):
        groups = []
        for heading, found in guide.grouped(therapies):
            told = [(page, kind.tell(guide, page)) for page in found]
            rows = tuple((page, composer.block(text)) for page, text in told if text)
            if rows:
                groups.append((heading, rows))
        lines.append((kind.label, tuple(groups)))
    return Matter(point, tuple(lines))


def _worry(therapies: tuple[TherapyPage, ...], page: SideEffectPage, composer: Composer) -> Worry:
    listed = [
        (therapy, composer.block(_harm(row, page, therapy.title)))
        for therapy in therapies
        for row in therapy.effects
        if row.side_effect == page.slug
    ]
    return Worry(page, tuple(listed))


_HOW = {"common": "Common", "serious": "Serious", "boxed": "In the boxed warning"}


def _harm(row: Effect, page: SideEffectPage, title: str) -> str:
    """Return how often a harm came; where nobody counted, how the treatment's page lists it."""
    if row.counted:
        return effects([(row, page)], title)
    how = _HOW.get(row.seriousness, _HOW["serious"])  # as ``serious`` takes what is not common
    return f"{how}, not counted.{markers(row.detail)}"
