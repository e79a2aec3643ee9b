"""Build the visit handout from a guide and a reader's choices.

A handout is never stored, so nothing about a patient is. ``layout`` arranges it; the print page and
the PDF both render that layout.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import partial, singledispatch

from guidance.handout import check_code, items, leaf
from guidance.handout.items import Item
from guidance.pages.choices import HandoutDetail
from guidance.pages.cited_text import EMPTY, Composer, Prose, Reference
from guidance.pages.guide import SIGNS, Guide
from guidance.pages.kinds import KINDS, PageKind, on_handouts
from guidance.pages.sections import STANDARD_QUESTIONS
from guidance.pages.sign_offs import is_signed
from guidance.pages.site_pages import ClinicPage, HelpLevel, HelpPage, SignsPage
from guidance.pages.structures import Page, Review, SubtypePage, TherapyPage, TopicPage, VisitPage
from guidance.pages.text import Bullets, parse, plain_line

MOST_CONTACT_CHARACTERS = 60
SIZES = {
    "14": "Large (14 point)",
    "18": "Very large (18 point)",
    "24": "Largest (24 point)",
}
PAPERS = {"letter": "Letter", "a4": "A4"}
SHORT, ALL = HandoutDetail.SHORT.value, HandoutDetail.ALL.value
DETAILS = {SHORT: "The sheet", ALL: "The sheet, and the full information after it"}
TOPICS = {
    "starting": "Starting a medicine",
    "stopping": "Thinking of stopping",
    "first-visit": "First visit with SPMS",
    "yearly": "Yearly check",
    "symptom": "A symptom",
    "questions": "Just my questions",
}
"""What a visit can be about."""
URGENT = ("emergency", "crisis", "same-day")
"""The get-help levels that the walk asks about and that every handout prints."""


def missing_levels(page: HelpPage, table: Page | None) -> tuple[str, ...]:
    """Return the levels of ``URGENT`` that the get-help page lacks, or that have no sign.

    ``table`` is the page of all signs, or None.
    """
    signs = table.signs if isinstance(table, SignsPage) else ()
    levels_of_table = {sign.level for sign in signs}
    complete = {level.slug for level in page.levels if level.signs or level.slug in levels_of_table}
    return tuple(slug for slug in URGENT if slug not in complete)


@dataclass(frozen=True, slots=True)
class Choices:
    """The reader's choices: slugs of pages, questions in words, level of detail, print options.

    ``about`` is what the visit is about, a key of ``TOPICS``.

    ``template`` is the ready-made handout whose note is printed. ``suggested`` adds questions about
    each treatment. ``own``, ``notes`` and ``contact`` are the reader's own words; they are printed
    as typed and never stored. ``size`` is in points.
    """

    about: str = ""
    template: str = ""
    subtypes: tuple[str, ...] = ()
    treatments: tuple[str, ...] = ()
    detail: str = SHORT
    pictures: bool = False
    symptoms: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    suggested: bool = False
    own: str = ""
    notes: str = ""
    contact: str = ""
    size: str = "14"
    paper: str = "letter"


NOT_IN_GROUPS = ("template", "subtypes", "treatments")
"""The fields of ``Choices`` whose pages a handout shows in parts of their own."""


@dataclass(frozen=True, slots=True)
class InShort:
    """One page to talk about, with its summary.

    On a leaf with treatments a topic has its next step and its first main points, and other pages
    are only named.
    """

    page: Page
    text: Prose


@dataclass(frozen=True, slots=True)
class Handout:
    """Everything on the handout. ``code`` is its check code.

    ``leaf`` has its treatments and the signs of all its pages. ``in_short`` has the other pages by
    the field of ``Choices`` in which they were chosen, in the order in which they are printed. The
    full information, if it was chosen, is in ``items`` and ``groups``. ``signed_off`` says whether
    a clinician signed off every page on the handout, and the pages that say whom to call.
    """

    edition: int
    code: str
    size: str
    paper: str
    clinic: ClinicPage
    contact: str
    help: tuple[HelpLevel, ...]
    about: str
    detail: str
    subtypes: tuple[InShort, ...]
    visit: VisitPage | None
    note: Prose | None
    leaf: leaf.Leaf
    in_short: Mapping[str, tuple[InShort, ...]]
    items: tuple[Item, ...]
    groups: Mapping[str, tuple[Item, ...]]
    questions: tuple[str, ...]
    own: tuple[str, ...]
    notes: tuple[str, ...]
    references: tuple[Reference, ...]
    signed_off: bool


def standard_questions(guide: Guide) -> tuple[str, ...]:
    """Return the questions for every visit, which are in a section of the handout's info page."""
    page = guide.info("handout")
    section = page.section(STANDARD_QUESTIONS) if page else None
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
    kinds = sorted(on_handouts(), key=lambda kind: not kind.ready_made)
    return {
        page.key: tuple(map(partial(_question, page), questions))
        for kind in kinds
        for page in guide.all_of(kind.structure)
        if (questions := getattr(page, "questions", ()))
    }


def _question(page: Page, question: str) -> str:
    return question if KINDS[page.kind].ready_made else f"{page.title}: {question}"


@singledispatch
def choices_for(page: Page) -> Choices | None:
    """Return the choices of the handout on which staff review ``page``.

    The function is chosen by the structure. Return None for a page that is not reviewed so.
    """
    return None


@choices_for.register
def _choices_for_treatment(page: TherapyPage) -> Choices:
    return Choices(detail=ALL, treatments=(page.slug,), suggested=True)


@choices_for.register
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
        about=choices.about,
        detail=choices.detail,
        subtypes=content.subtypes,
        visit=content.visit,
        note=content.note,
        leaf=content.leaf,
        in_short=content.in_short,
        items=content.items,
        groups=content.groups,
        questions=_questions(choices, (one.page for one in content.leaf.treatments)),
        own=_lines(choices.own),
        notes=_lines(choices.notes),
        references=content.references,
        signed_off=bool(pages) and all(map(_is_signed_off, [*pages, *_on_every_sheet(guide)])),
    )


def _on_every_sheet(guide: Guide) -> list[Page]:
    """Return the pages that say whom to call, whose words are on each handout."""
    signs = guide.page(SIGNS)
    return [guide.help, *([signs] if signs else [])]


def _is_signed_off(page: Page) -> bool:
    review = getattr(page, "review", None)
    return isinstance(review, Review) and is_signed(review)


@dataclass(frozen=True, slots=True)
class _Content:
    """The cited texts of a handout, with the references that they share."""

    help: tuple[HelpLevel, ...]
    subtypes: tuple[InShort, ...]
    visit: VisitPage | None
    note: Prose | None
    leaf: leaf.Leaf
    in_short: Mapping[str, tuple[InShort, ...]]
    items: tuple[Item, ...]
    groups: Mapping[str, tuple[Item, ...]]
    references: tuple[Reference, ...]

    @property
    def pages(self) -> list[Page]:
        """The chosen pages, which the check code names."""
        return [
            *(item.page for item in self.subtypes),
            *([self.visit] if self.visit else []),
            *(one.page for one in self.leaf.treatments),
            *(one.page for group in self.in_short.values() for one in group),
        ]


def _content(guide: Guide, choices: Choices) -> _Content:
    """Return the cited texts for ``choices``. The calls are in the order in which they print.

    That order decides the numbers of the sources.
    """
    composer = Composer(guide.sources)
    visit = guide.visit(choices.template)
    others = _others(guide, choices)
    pages = [page for group in others.values() for page in group]
    everything = choices.detail == ALL
    return _Content(
        subtypes=_in_short(composer, _subtypes(guide, choices)),
        note=composer.block(visit.note.source) if visit else None,
        leaf=leaf.leaf(guide, composer.block, choices.treatments, pages),
        in_short={
            field: _in_short(composer, group, named_only=bool(choices.treatments))
            for field, group in others.items()
        },
        help=tuple(level for level in guide.help.levels if level.slug in URGENT),
        visit=visit,
        items=items.treatments(guide, composer, choices.treatments, pictures=choices.pictures)
        if everything
        else (),
        groups={
            field: items.group(guide, composer, group) if everything else ()
            for field, group in others.items()
        },
        references=composer.references(),
    )


def _others(guide: Guide, choices: Choices) -> dict[str, tuple[Page, ...]]:
    """Return the chosen pages that are printed in groups, by the field of ``choices``."""
    return {
        field: tuple(
            page for slug in getattr(choices, field) if (page := guide.find(kind.structure, slug))
        )
        for field, kind in printed_in_groups()
    }


def _in_short(
    composer: Composer, pages: Iterable[Page], *, named_only: bool = False
) -> tuple[InShort, ...]:
    return tuple(InShort(page, _told(composer, page, named_only=named_only)) for page in pages)


def _told(composer: Composer, page: Page, *, named_only: bool) -> Prose:
    if not named_only:
        return composer.block(leaf.quiet(page.summary.source))
    if isinstance(page, TopicPage):
        return composer.block("\n".join(f"- {line}" for line in leaf.lines_of_topic(page)))
    return EMPTY


def printed_in_groups() -> list[tuple[str, PageKind]]:
    """Return (field of ``Choices``, kind) for the kinds whose pages a handout prints in groups.

    They are in the order of the fields.
    """
    kinds = {kind.printed_as: kind for kind in on_handouts()}
    names = [field.name for field in fields(Choices) if field.name not in NOT_IN_GROUPS]
    return [(name, kinds[name]) for name in names if name in kinds]


def _subtypes(guide: Guide, choices: Choices) -> list[SubtypePage]:
    return [page for page in guide.subtypes() if page.slug in choices.subtypes]


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line.strip())


def _questions(choices: Choices, treatments: Iterable[TherapyPage]) -> tuple[str, ...]:
    """Return the chosen questions and, if ``suggested``, three for each treatment; each once."""
    questions = [*choices.questions]
    for page in treatments if choices.suggested else ():
        questions += map(partial(_question, page), page.questions[:3])
    return tuple(dict.fromkeys(questions))
