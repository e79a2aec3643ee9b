"""The comparison of treatments: the same lines in the same order for each, with citations.

Benefits and harms are presented alike: two lines each, with the people who had the outcome and
those who did not, with and without the treatment, out of one number, in whom and over what time.
Treatments are never ranked or scored (ADR 0009). The handout uses the same texts.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from guidance.pages.choices import Certainty, Seriousness
from guidance.pages.citations import keys_in
from guidance.pages.denominators import therapies_with_common_denominator
from guidance.pages.guide import Filters, Guide
from guidance.pages.harms import HarmAnswers, harm_answers
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
"""The maximum length of a reader's own words on a worksheet and on a handout."""
OPENING_WORDS = 40
NO_COMPARISON = "There was no comparison group."
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
    return "\n".join(_result(row, therapy.title) for row in therapy.evidence)


def _result(row: Evidence, title: str) -> str:
    certainty = CERTAINTY.get(row.certainty)
    return (
        f"- {row.trial}, {row.group}, {row.time_span}: on {in_sentence(title)}, "
        f"{row.with_treatment:,} out of {row.out_of:,} {row.happened}; "
        f"{row.with_spared:,} did not. "
        f"On {row.comparator}, {row.without_treatment:,} did; {row.without_spared:,} did not."
        f"{f' {certainty}, in our own judgment.' if certainty else ''}{markers(row.finding)}"
    )


def effects(pairs: Sequence[Pair], title: str) -> str:
    """Return a text about the side effects ``pairs`` of the treatment ``title``.

    Those with numbers come first, in both framings, grouped by the people in whom they were
    counted. The names of the others follow.
    """
    counted: dict[str, list[str]] = {}
    for row, page in pairs:
        if row.counted:
            counted.setdefault(f"{in_whom(row)}:", []).append(_effect(row, page, title))
    blocks = [f"{people}\n\n" + "\n".join(lines) for people, lines in counted.items()]
    return "\n\n".join(filter(None, (*blocks, not_counted(pairs))))


def in_whom(row: Effect) -> str:
    """Return in whom and over what time a side effect was counted."""
    people = f"{row.group or 'People in the trials'}, {row.time_span}"
    return f"{people[:1].upper()}{people[1:]}"


def not_counted(pairs: Sequence[Pair]) -> str:
    """Return the names of the side effects without numbers as one sentence; empty if none."""
    names = [
        f"{in_sentence(page.title)}{markers(row.detail)}" for row, page in pairs if not row.counted
    ]
    if not names:
        return ""
    text = f"{'Also, not counted: ' if len(names) < len(pairs) else ''}{'; '.join(names)}."
    return f"{text[:1].upper()}{text[1:]}"


def _effect(row: Effect, page: SideEffectPage, title: str) -> str:
    if not row.compared:
        return (
            f"- {page.title}: on {in_sentence(title)}, {row.uncompared:,} out of {row.out_of:,} "
            f"had it; {row.with_spared:,} did not. {NO_COMPARISON}{markers(row.detail)}"
        )
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
    """Return the benefits of a treatment: its results, or else the opening of its own section."""
    how = therapy.section(HOW_WELL_IT_WORKS)
    return results(therapy) or (opening(how.text.source) if how else "")


def common(guide: Guide, therapy: TherapyPage) -> list[Pair]:
    """Return the common side effects of a treatment."""
    return [pair for pair in guide.effects_of(therapy) if pair[0].seriousness == "common"]


def serious(guide: Guide, therapy: TherapyPage) -> list[Pair]:
    """Return the serious side effects of a treatment, including those of its boxed warning."""
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
    shown only if their point is ticked.
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
    """One row of the comparison table: its label, and one text for each treatment.

    If ``apart`` is true, the texts may not be compared and are shown one below the other.
    """

    id: str
    label: str
    cells: tuple[Prose, ...]
    apart: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two to four treatments as one table. ``time_spans`` holds those of all their results."""

    therapies: tuple[TherapyPage, ...]
    lines: tuple[Line, ...]
    time_spans: tuple[str, ...]
    references: tuple[Reference, ...]
    signed_off: bool

    def line(self, name: str) -> Line | None:
        """Return the row with the id ``name``, or None if no treatment has a text for it."""
        return next((line for line in self.lines if line.id == name), None)


def time_spans(therapies: Iterable[TherapyPage]) -> tuple[str, ...]:
    """Return the different time spans of the results of treatments, in order of appearance."""
    return tuple(dict.fromkeys(row.time_span for page in therapies for row in page.evidence))


def build(guide: Guide, slugs: Iterable[str]) -> Comparison:
    """Return the comparison of the treatments ``slugs``. Unknown slugs are left out.

    All counts are out of the same number. Results over different time spans are set ``apart``.
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


# The worksheet of what matters to a reader


@dataclass(frozen=True, slots=True)
class Point:
    """Something that may matter to a reader: the words of its checkbox, the ids of its lines."""

    asks: str
    hint: str
    lines: tuple[str, ...]


def points() -> dict[str, Point]:
    """Return the points that a reader can tick, by value, in the order of the form."""
    points = {
        "hope": Point("What I hope for", "What each one can do, and what it does not do", BENEFITS)
    }
    points |= {line.id: Point(line.asks, line.hint, (line.id,)) for line in GLANCE if line.asks}
    points["common"] = Point("Common side effects", "Those that many people get", ("common",))
    points["serious"] = Point("Serious side effects", "Boxed warnings too", ("boxed", "serious"))
    for declared in filter(None, (section.compare for section in THERAPY)):
        if declared.point:
            points[declared.point] = Point(declared.asks, declared.hint, (declared.line,))
    return points


POINTS: Mapping[str, Point] = points()

MIN_THERAPIES_PER_HARM = 3
"""The number of treatments that must list a side effect for it to be a choice of the form."""


@dataclass(frozen=True, slots=True)
class PreferenceRow:
    """One ticked point; for each of its lines, (label, groups of (heading, treatments A to Z))."""

    point: Point
    lines: tuple[tuple[str, tuple[tuple[str, tuple[tuple[TherapyPage, Prose], ...]], ...]], ...]


@dataclass(frozen=True, slots=True)
class HarmRow:
    """One ticked harm: the treatments that list it, with their text, and the others.

    ``answers`` tells apart the treatments whose whole label does not name the harm and those that
    nobody has checked (ADR 0022).
    """

    page: SideEffectPage
    listed: tuple[tuple[TherapyPage, Prose], ...]
    answers: HarmAnswers


@dataclass(frozen=True, slots=True)
class Worksheet:
    """The texts of treatments on what a reader ticked.

    ``own`` holds the reader's own words; they are printed as typed and never stored.
    """

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
    """Return the texts of treatments on ``points`` and ``harms``, A to Z in each group.

    ``subtype`` limits the treatments to those of one type of SPMS, ``group`` to one group; empty
    means all. ``points`` are keys of ``POINTS``; ``harms`` are slugs of side effects, and unknown
    ones are left out.
    """
    therapies = therapies_with_common_denominator(
        guide.therapies(Filters(subtype=subtype, group=group))
    )
    composer = Composer(guide.sources)
    matters = [_matter(guide, therapies, POINTS[name], composer) for name in points]
    pages = [page for slug in harms if (page := guide.side_effect(slug))]
    return Worksheet(
        matters=tuple(matters),
        worries=tuple(_worry(harm_answers(page, therapies), page, composer) for page in pages),
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


def _worry(answers: HarmAnswers, page: SideEffectPage, composer: Composer) -> HarmRow:
    listed = tuple(
        (therapy, composer.block(_harm(row, page, therapy.title)))
        for row, therapy in answers.listed
    )
    return HarmRow(page, listed, answers)


def _harm(row: Effect, page: SideEffectPage, title: str) -> str:
    """Return how often a harm occurred or, without numbers, how serious the page says it is."""
    if row.counted:
        return effects([(row, page)], title)
    words = Seriousness.in_words()
    seriousness = words.get(row.seriousness, words[Seriousness.SERIOUS])  # as in ``serious``
    return f"{seriousness}, not counted.{markers(row.detail)}"
