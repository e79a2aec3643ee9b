"""The visit handout: a pure function of the guide and of what was chosen.

Nothing about a patient is kept: the handout is built, shown once and forgotten. The print page
and, later, the PDF are both drawn from the same ``Handout``.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from guidance.citations import keys_in
from guidance.guide import Guide
from guidance.pages import (
    ClinicPage,
    Composer,
    Effect,
    HelpLevel,
    Prose,
    Reference,
    SideEffectPage,
    SubtypePage,
    TherapyPage,
)
from guidance.text import Bullets, parse, plain, plain_line

MOST_TREATMENTS = 6
MOST_OWN_CHARACTERS = 2000
SIZES = {"14": "Large (14 point)", "18": "Very large (18 point)"}
OPENING_WORDS = 40
URGENT = ("emergency", "crisis", "same-day")


@dataclass(frozen=True, slots=True)
class Choices:
    """What a reader chose: slugs, questions in words, and the print size in points.

    ``own`` is the reader's own text; it is printed as typed and never kept.
    """

    subtype: str = ""
    treatments: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    suggested: bool = False
    own: str = ""
    size: str = "14"


@dataclass(frozen=True, slots=True)
class Part:
    """One labelled text about a treatment."""

    label: str
    text: Prose


@dataclass(frozen=True, slots=True)
class Item:
    """One chosen treatment; every item has the same labels in the same order where it has facts."""

    therapy: TherapyPage
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Handout:
    """Everything on the sheet, in the order in which it is printed."""

    edition: int
    size: str
    clinic: ClinicPage
    help: tuple[HelpLevel, ...]
    subtype: SubtypePage | None
    in_short: Prose | None
    items: tuple[Item, ...]
    questions: tuple[str, ...]
    own: tuple[str, ...]
    references: tuple[Reference, ...]
    signed_off: bool


def standard_questions(guide: Guide) -> tuple[str, ...]:
    """Return the questions that fit every visit, as staff wrote them on the handout's own page."""
    page = guide.info("handout")
    section = page.section("questions") if page else None
    if section is None:
        return ()
    return tuple(
        plain_line(item)
        for block in parse(section.text.source)
        if isinstance(block, Bullets)
        for item in block.items
    )


def build(guide: Guide, choices: Choices) -> Handout:
    """Return the handout for ``choices``; slugs that the guide does not know are left out."""
    composer = Composer(guide.sources)
    help_levels = tuple(
        HelpLevel(
            slug=level.slug,
            title=level.title,
            action=composer.inline(level.action.source),
            signs=(),
        )
        for level in guide.help.levels
        if level.slug in URGENT
    )
    subtype = guide.subtype(choices.subtype)
    in_short = composer.inline(subtype.summary.source) if subtype else None
    chosen = [guide.therapy(slug) for slug in choices.treatments]
    therapies = [therapy for therapy in chosen if therapy]
    items = tuple(Item(therapy, _parts(guide, therapy, composer)) for therapy in therapies)
    questions = [*choices.questions]
    if choices.suggested:
        questions += [
            f"{therapy.title}: {question}"
            for therapy in therapies
            for question in therapy.questions[:3]
        ]
    reviews = [therapy.review for therapy in therapies] + ([subtype.review] if subtype else [])
    return Handout(
        edition=guide.number,
        size=choices.size,
        clinic=guide.clinic,
        help=help_levels,
        subtype=subtype,
        in_short=in_short,
        items=items,
        questions=tuple(questions),
        own=tuple(line for line in choices.own.splitlines() if line.strip()),
        references=composer.references(),
        signed_off=bool(reviews) and all(review.signed_off_by for review in reviews),
    )


def _parts(guide: Guide, therapy: TherapyPage, composer: Composer) -> tuple[Part, ...]:
    effects = guide.effects_of(therapy)
    common = [pair for pair in effects if pair[0].seriousness == "common"]
    serious = [pair for pair in effects if pair[0].seriousness != "common"]
    how = therapy.section("how-well-it-works")
    texts = [
        ("What it is", therapy.summary.source),
        ("Boxed warning", therapy.boxed_warning.source),
        ("What it can do", _results(therapy) or (_opening(how.text.source) if how else "")),
        ("Common side effects", _effects(common)),
        ("Serious side effects", _effects(serious)),
        ("Checks", _source(therapy.at_a_glance("checks"))),
    ]
    return tuple(Part(label, composer.block(source)) for label, source in texts if source)


def _source(prose: Prose | None) -> str:
    return prose.source if prose else ""


def _opening(source: str) -> str:
    """Return ``source`` up to the paragraph or list that ends after ``OPENING_WORDS`` words."""
    taken: list[str] = []
    for block in re.split(r"\s*\n\s*\n", source.strip()):
        taken.append(block)
        words = plain("\n\n".join(taken)).split()
        if len(words) >= OPENING_WORDS and not words[-1].endswith(":"):
            break
    return "\n\n".join(taken)


def _results(therapy: TherapyPage) -> str:
    """Return each counted result in both framings, with its group, time span and sources."""
    return "\n".join(
        f"- {one.trial}, {one.group}, {one.time_span}: {one.with_treatment} out of {one.out_of:,} "
        f"{one.happened} on {_within_a_sentence(therapy.title)}; {one.with_spared} did not. "
        f"On {one.comparator}, {one.without_treatment} did; {one.without_spared} did not."
        + "".join(f" [@{key}]" for key in keys_in(one.finding.source))
        for one in therapy.evidence
    )


def _effects(pairs: Iterable[tuple[Effect, SideEffectPage]]) -> str:
    """Return one sentence that names side effects with how often and their sources."""
    named = []
    for effect, page in pairs:
        cited = "".join(f"[@{key}]" for key in keys_in(effect.detail.source))
        named.append(f"{_within_a_sentence(page.title)}{_how_often(effect)}{cited}")
    sentence = "; ".join(named)
    return f"{sentence[:1].upper()}{sentence[1:]}." if named else ""


def _within_a_sentence(name: str) -> str:
    """Return ``name`` with a small first letter, unless it begins with letters such as MS."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _how_often(effect: Effect) -> str:
    if not effect.counted:
        return ""
    return (
        f" ({effect.with_treatment} out of {effect.out_of:,} people; "
        f"{effect.without_treatment} on {effect.comparator}; {effect.time_span})"
    )
