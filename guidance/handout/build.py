"""Build the visit handout from a guide and a reader's choices.

A handout is never stored, so nothing about a patient is. ``layout`` arranges it; the print page and
the PDF both render that layout.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from guidance.handout import check_code, items
from guidance.handout.items import Item
from guidance.pages.choices import HandoutDetail
from guidance.pages.guide import Guide
from guidance.pages.structures import (
    ClinicPage,
    Composer,
    HelpLevel,
    HelpPage,
    Page,
    Prose,
    Reference,
    SideEffectPage,
    SubtypePage,
    SymptomPage,
    TherapyPage,
    VisitPage,
)
from guidance.pages.text import Bullets, parse, plain_line

MOST_TREATMENTS = 6
MOST_SYMPTOMS = 6
MOST_EFFECTS = 12
MOST_CONTACT_CHARACTERS = 60
SIZES = {
    "14": "Large (14 point)",
    "18": "Very large (18 point)",
    "24": "Largest (24 point)",
}
PAPERS = {"letter": "Letter", "a4": "A4"}
SHORT, ALL = HandoutDetail.SHORT.value, HandoutDetail.ALL.value
DETAILS = {
    SHORT: "The main points: what it is, what it can do, side effects, warnings, checks",
    ALL: "All of it: also how you take it, before you start, who should not take it, stopping",
}
URGENT = ("emergency", "crisis", "same-day")
"""The get-help levels that the walk asks about and that every handout prints."""


def missing_levels(page: HelpPage) -> tuple[str, ...]:
    """Return the levels of ``URGENT`` that the get-help page lacks, or has without a sign."""
    complete = {level.slug for level in page.levels if level.signs}
    return tuple(slug for slug in URGENT if slug not in complete)


@dataclass(frozen=True, slots=True)
class Choices:
    """The reader's choices: slugs of pages, questions in words, level of detail, print options.

    ``template`` is the ready-made handout whose note is printed. ``suggested`` adds questions about
    each treatment. ``own``, ``notes`` and ``contact`` are the reader's own words; they are printed
    as typed and never stored. ``size`` is in points.
    """

    template: str = ""
    subtypes: tuple[str, ...] = ()
    treatments: tuple[str, ...] = ()
    detail: str = SHORT
    pictures: bool = False
    symptoms: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    suggested: bool = False
    own: str = ""
    notes: str = ""
    contact: str = ""
    size: str = "14"
    paper: str = "letter"


@dataclass(frozen=True, slots=True)
class SubtypeItem:
    """One type of SPMS to talk about, with the summary of its page."""

    page: SubtypePage
    in_short: Prose


@dataclass(frozen=True, slots=True)
class Handout:
    """Everything on the handout. ``code`` is its check code.

    ``signed_off`` says whether a clinician signed off every page on it.
    """

    edition: int
    code: str
    size: str
    paper: str
    clinic: ClinicPage
    contact: str
    help: tuple[HelpLevel, ...]
    subtypes: tuple[SubtypeItem, ...]
    visit: VisitPage | None
    note: Prose | None
    items: tuple[Item, ...]
    symptoms: tuple[Item, ...]
    effects: tuple[Item, ...]
    questions: tuple[str, ...]
    own: tuple[str, ...]
    notes: tuple[str, ...]
    references: tuple[Reference, ...]
    signed_off: bool


def standard_questions(guide: Guide) -> tuple[str, ...]:
    """Return the questions for every visit, which are in a section of the handout's info page."""
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


def questions_of(guide: Guide) -> dict[str, tuple[str, ...]]:
    """Return {page key: questions} for every page that has questions.

    Each question starts with the title of its page, except those of ready-made handouts.
    """
    pages: list[VisitPage | SubtypePage | TherapyPage | SymptomPage] = [
        *guide.visits(),
        *guide.subtypes(),
        *guide.therapies(),
        *guide.symptoms(),
    ]
    return {
        page.key: tuple(map(partial(_question, page), page.questions))
        for page in pages
        if page.questions
    }


def _question(page: Page, question: str) -> str:
    return question if isinstance(page, VisitPage) else f"{page.title}: {question}"


def ready_made(page: VisitPage) -> Choices:
    """Return the choices of a ready-made handout."""
    return Choices(
        template=page.slug,
        subtypes=(page.subtype,) if page.subtype else (),
        treatments=page.therapies,
        detail=page.detail,
        pictures=page.pictures,
        symptoms=page.symptoms,
        effects=page.side_effects,
        questions=page.questions,
    )


def build(guide: Guide, choices: Choices) -> Handout:
    """Return the handout for ``choices``. Slugs that the guide does not have are left out.

    Raises ``check_code.TooManyPages`` if the pages do not fit into a check code.
    """
    content = _content(guide, choices)
    pages = content.pages
    return Handout(
        edition=guide.number,
        code=check_code.encode(guide.number, (page.key for page in pages), guide.keys),
        size=choices.size,
        paper=choices.paper,
        clinic=guide.clinic,
        contact=choices.contact,
        help=content.help,
        subtypes=content.subtypes,
        visit=content.visit,
        note=content.note,
        items=content.treatments,
        symptoms=content.symptoms,
        effects=content.effects,
        questions=_questions(choices, content.treatments),
        own=_lines(choices.own),
        notes=_lines(choices.notes),
        references=content.references,
        signed_off=bool(pages) and all(page.review.signed_off_by for page in pages),
    )


@dataclass(frozen=True, slots=True)
class _Content:
    """The cited texts of a handout, with the references that they share."""

    help: tuple[HelpLevel, ...]
    subtypes: tuple[SubtypeItem, ...]
    visit: VisitPage | None
    note: Prose | None
    treatments: tuple[Item, ...]
    symptoms: tuple[Item, ...]
    effects: tuple[Item, ...]
    references: tuple[Reference, ...]

    @property
    def pages(self) -> list[SubtypePage | VisitPage | TherapyPage | SymptomPage | SideEffectPage]:
        """The chosen pages, which the check code names."""
        return [
            *(item.page for item in self.subtypes),
            *([self.visit] if self.visit else []),
            *(item.page for item in self.treatments + self.symptoms + self.effects),
        ]


def _content(guide: Guide, choices: Choices) -> _Content:
    """Return the cited texts for ``choices``. The calls are in the order in which they print.

    That order decides the numbers of the sources.
    """
    composer = Composer(guide.sources)
    visit = guide.visit(choices.template)
    everything = choices.detail == ALL
    return _Content(
        help=_help_levels(guide, composer),
        subtypes=_subtypes(guide, composer, choices),
        visit=visit,
        note=composer.block(visit.note.source) if visit else None,
        treatments=items.treatments(
            guide,
            composer,
            choices.treatments,
            everything=everything,
            pictures=choices.pictures,
        ),
        symptoms=items.symptoms(guide, composer, choices.symptoms, everything=everything),
        effects=items.side_effects(guide, composer, choices.effects),
        references=composer.references(),
    )


def _subtypes(guide: Guide, composer: Composer, choices: Choices) -> tuple[SubtypeItem, ...]:
    return tuple(
        SubtypeItem(page, composer.block(page.summary.source))
        for page in guide.subtypes()
        if page.slug in choices.subtypes
    )


def _help_levels(guide: Guide, composer: Composer) -> tuple[HelpLevel, ...]:
    return tuple(
        HelpLevel(
            slug=level.slug,
            title=level.title,
            action=composer.inline(level.action.source),
            signs=(),
        )
        for level in guide.help.levels
        if level.slug in URGENT
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line.strip())


def _questions(choices: Choices, treatments: Iterable[Item]) -> tuple[str, ...]:
    """Return the chosen questions and, if ``suggested``, three for each treatment; each once."""
    questions = [*choices.questions]
    for page in (item.page for item in treatments):
        if choices.suggested and isinstance(page, TherapyPage):
            questions += map(partial(_question, page), page.questions[:3])
    return tuple(dict.fromkeys(questions))
