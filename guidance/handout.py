"""The visit handout: a pure function of the guide and of what was chosen.

Nothing about a patient is kept: the handout is built, shown once and forgotten. The print page
and, later, the PDF are both drawn from the same ``Handout``.
"""

from dataclasses import dataclass

from guidance import compare
from guidance.guide import Guide
from guidance.pages import (
    ClinicPage,
    Composer,
    HelpLevel,
    Prose,
    Reference,
    SubtypePage,
    TherapyPage,
)
from guidance.text import Bullets, parse, plain_line

MOST_TREATMENTS = 6
MOST_OWN_CHARACTERS = 2000
SIZES = {"14": "Large (14 point)", "18": "Very large (18 point)"}
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
    therapies = compare.counted_alike(therapy for therapy in chosen if therapy)
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
    texts = [
        ("What it is", therapy.summary.source),
        ("Boxed warning", therapy.boxed_warning.source),
        ("What it can do", compare.benefits(therapy)),
        ("Common side effects", compare.common(guide, therapy)),
        ("Serious side effects", compare.serious(guide, therapy)),
        ("Checks", _source(therapy.at_a_glance("checks"))),
    ]
    return tuple(Part(label, composer.block(source)) for label, source in texts if source)


def _source(prose: Prose | None) -> str:
    return prose.source if prose else ""
