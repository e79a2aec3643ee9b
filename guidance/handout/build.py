"""Build the visit handout from a guide and a reader's choices.

Nothing about a patient is stored: the handout is built, shown once and dropped. ``layout`` arranges
it; the print page and the PDF both render that layout.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from guidance.handout import check_code
from guidance.pages import check_schedule, compare
from guidance.pages.choices import HandoutDetail
from guidance.pages.citations import keys_in
from guidance.pages.guide import Guide
from guidance.pages.sections import THERAPY, label_of
from guidance.pages.structures import (
    ClinicPage,
    Composer,
    Effect,
    Evidence,
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
"""The get-help levels that the walk asks about and that each sheet prints."""


def missing_levels(page: HelpPage) -> tuple[str, ...]:
    """Return those of ``URGENT`` that the get-help page lacks, or has without a sign."""
    there = {level.slug for level in page.levels if level.signs}
    return tuple(slug for slug in URGENT if slug not in there)


@dataclass(frozen=True, slots=True)
class Choices:
    """What a reader chose: slugs, questions in words, how much, and how it is printed.

    ``template`` is the ready-made handout whose note is printed. ``own``, ``notes`` and
    ``contact`` are the reader's own words; they are printed as typed and never kept. ``size`` is
    in points.
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
class Result:
    """One counted result; ``about`` names its trial, group, time span and sources."""

    evidence: Evidence
    about: Prose


@dataclass(frozen=True, slots=True)
class CheckTime:
    """One time at which checks are due; ``checks`` names them with their sources."""

    timepoint: check_schedule.Timepoint
    checks: Prose


@dataclass(frozen=True, slots=True)
class Harm:
    """One counted side effect, with its name and its sources."""

    effect: Effect
    name: Prose


@dataclass(frozen=True, slots=True)
class HarmGroup:
    """Side effects counted in the same people over the same time; ``about`` names both."""

    about: Prose
    harms: tuple[Harm, ...]


@dataclass(frozen=True, slots=True)
class HarmTable:
    """Side effects counted beside one comparator and out of one number, group by group."""

    comparator: str
    out_of: int
    groups: tuple[HarmGroup, ...]


@dataclass(frozen=True, slots=True)
class ItemPart:
    """One labelled text. HarmTable side effects stand above it, results or times in its place."""

    label: str
    text: Prose
    results: tuple[Result, ...] = ()
    steps: tuple[CheckTime, ...] = ()
    counted: tuple[HarmTable, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One page on the handout, in parts.

    Every treatment has the same labels in the same order, less those without facts.
    """

    page: TherapyPage | SymptomPage | SideEffectPage
    parts: tuple[ItemPart, ...]


@dataclass(frozen=True, slots=True)
class SubtypeItem:
    """One type of SPMS to talk about, with the summary of its page."""

    page: SubtypePage
    in_short: Prose


@dataclass(frozen=True, slots=True)
class Handout:
    """Everything on the handout. The check ``code`` names its edition and its pages."""

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


def questions_of(guide: Guide) -> dict[str, tuple[str, ...]]:
    """Return {page key: its questions} of every page that has some.

    Each has the name of its page, but those of a ready-made handout: they stand below its name.
    """
    asking: list[VisitPage | SubtypePage | TherapyPage | SymptomPage] = [
        *guide.visits(),
        *guide.subtypes(),
        *guide.therapies(),
        *guide.symptoms(),
    ]
    return {
        page.key: tuple(map(partial(_question, page), page.questions))
        for page in asking
        if page.questions
    }


def _question(page: Page, question: str) -> str:
    return question if isinstance(page, VisitPage) else f"{page.title}: {question}"


def ready_made(page: VisitPage) -> Choices:
    """Return what a ready-made handout chooses."""
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
    """Return the handout for ``choices``; slugs that the guide does not know are left out.

    Raises ``check_code.TooManyPages`` if the pages do not fit into a check code.
    """
    composer = Composer(guide.sources)
    help_levels = _help_levels(guide, composer)
    subtypes = tuple(
        SubtypeItem(page, composer.block(page.summary.source))
        for page in guide.subtypes()
        if page.slug in choices.subtypes
    )
    visit = guide.visit(choices.template)
    note = composer.block(visit.note.source) if visit else None
    items = _treatments(guide, composer, choices)
    symptoms = _symptoms(guide, composer, choices)
    effects = _effects(guide, composer, choices)
    pages = [
        *(subtype.page for subtype in subtypes),
        *([visit] if visit else []),
        *(item.page for item in items + symptoms + effects),
    ]
    return Handout(
        edition=guide.number,
        code=check_code.encode(guide.number, (page.key for page in pages), guide.keys),
        size=choices.size,
        paper=choices.paper,
        clinic=guide.clinic,
        contact=choices.contact,
        help=help_levels,
        subtypes=subtypes,
        visit=visit,
        note=note,
        items=items,
        symptoms=symptoms,
        effects=effects,
        questions=_questions(choices, items),
        own=_typed(choices.own),
        notes=_typed(choices.notes),
        references=composer.references(),
        signed_off=bool(pages) and all(page.review.signed_off_by for page in pages),
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


def _treatments(guide: Guide, composer: Composer, choices: Choices) -> tuple[Item, ...]:
    """Return the chosen treatments, with all counts out of one number of people."""
    chosen = [page for slug in choices.treatments if (page := guide.therapy(slug))]
    return tuple(
        Item(page, tuple(_parts(guide, page, composer, choices)))
        for page in compare.therapies_with_common_denominator(chosen)
    )


def _symptoms(guide: Guide, composer: Composer, choices: Choices) -> tuple[Item, ...]:
    everything = choices.detail == ALL
    return tuple(
        Item(page, tuple(_about(page, composer, everything)))
        for slug in choices.symptoms
        if (page := guide.symptom(slug))
    )


def _effects(guide: Guide, composer: Composer, choices: Choices) -> tuple[Item, ...]:
    return tuple(
        Item(page, tuple(_about(page, composer, everything=True)))
        for slug in choices.effects
        if (page := guide.side_effect(slug))
    )


def _typed(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line.strip())


def _questions(choices: Choices, items: Iterable[Item]) -> tuple[str, ...]:
    """Return the chosen questions, then three for each treatment where wanted, each once."""
    questions = [*choices.questions]
    for page in (item.page for item in items):
        if choices.suggested and isinstance(page, TherapyPage):
            questions += map(partial(_question, page), page.questions[:3])
    return tuple(dict.fromkeys(questions))


def _parts(
    guide: Guide, therapy: TherapyPage, composer: Composer, choices: Choices
) -> Iterator[ItemPart]:
    for part_id, label, source in _texts(therapy, choices.detail == ALL):
        if part_id == RESULTS and choices.pictures and therapy.evidence:
            results = tuple(
                Result(row, composer.inline(f"{_setting(row)}.{_cited(row.finding)}"))
                for row in therapy.evidence
            )
            yield ItemPart(label, composer.block(""), results=results)
        elif part_id == CHECKS and choices.pictures and therapy.monitoring:
            steps = tuple(
                CheckTime(time, composer.inline(f"{time.names}.{_markers(time.keys)}"))
                for time in check_schedule.timepoints(therapy)
            )
            yield ItemPart(label, composer.block(""), steps=steps)
        elif part_id in HARMS:
            if pairs := HARMS[part_id](guide, therapy):
                counted = tuple(_counted(pairs, composer))
                yield ItemPart(label, composer.block(compare.not_counted(pairs)), counted=counted)
        elif source:
            yield ItemPart(label, composer.block(source))


def _counted(pairs: Iterable[compare.Pair], composer: Composer) -> Iterator[HarmTable]:
    alike: dict[tuple[str, int], dict[str, list[compare.Pair]]] = {}
    for row, page in pairs:
        if row.counted:
            groups = alike.setdefault((row.comparator, row.out_of or 0), {})
            groups.setdefault(compare.in_whom(row), []).append((row, page))
    for (comparator, people), groups in alike.items():
        harm_groups = tuple(
            HarmGroup(
                composer.inline(f"{where}:"),
                tuple(
                    Harm(row, composer.inline(f"{page.title}{compare.markers(row.detail)}"))
                    for row, page in rows
                ),
            )
            for where, rows in groups.items()
        )
        yield HarmTable(comparator, people, harm_groups)


RESULTS, CHECKS, COMMON, SERIOUS = "results", "checks", "common", "serious"
HARMS = {COMMON: compare.common, SERIOUS: compare.serious}


def _texts(therapy: TherapyPage, everything: bool) -> Iterator[tuple[str, str, str]]:
    """Yield (id, label, text) for each part of a treatment, also where the text is empty.

    The text of results in pictures, of checks and of harms is made from the rows of the page.
    """
    yield "summary", "What it is", therapy.summary.source
    yield "boxed_warning", label_of("boxed_warning"), therapy.boxed_warning.source
    yield from _sections(therapy, "summary", everything)
    yield RESULTS, "What it can do", compare.benefits(therapy)
    yield from _sections(therapy, "results", everything)
    yield COMMON, "Common side effects", ""
    yield SERIOUS, "Serious side effects", ""
    if everything:
        yield "call_911", label_of("call_911"), therapy.call_911.source
        yield "call_clinic", label_of("call_clinic"), therapy.call_clinic.source
    yield CHECKS, "Checks", "" if everything else _source(therapy.at_a_glance("checks"))
    yield from _sections(therapy, "checks", everything)


def _about(
    page: SymptomPage | SideEffectPage, composer: Composer, everything: bool
) -> Iterator[ItemPart]:
    """Yield the parts of a symptom or side effect; when to call is never left out."""
    yield ItemPart("In short", composer.block(page.summary.source))
    for section in page.sections if everything else ():
        yield ItemPart(section.heading, composer.block(section.text.source))
    for field in ("call_911", "call_clinic"):
        if text := getattr(page, field):
            yield ItemPart(label_of(field), composer.block(text.source))


def _sections(page: TherapyPage, after: str, everything: bool) -> Iterator[tuple[str, str, str]]:
    """Yield (id, heading, text) for the sections that the handout prints after the part ``after``.

    Sections of the long handout only are left out unless ``everything`` is asked for.
    """
    for declared in THERAPY:
        place, section = declared.handout, page.section(declared.id)
        if place and section and place.after == after and (everything or place.short):
            text = check_schedule.section_text(page, section.id)
            yield section.id, section.heading, text


def _source(prose: Prose | None) -> str:
    return prose.source if prose else ""


def _setting(row: Evidence) -> str:
    """Return the trial, who took part, over what time, and how certain the result is."""
    certainty = compare.CERTAINTY.get(row.certainty)
    judged = f". {certainty}, in our own judgment" if certainty else ""
    return f"{row.trial}, {row.group}, {row.time_span}{judged}"


def _cited(prose: Prose) -> str:
    return _markers(keys_in(prose.source))


def _markers(keys: Iterable[str]) -> str:
    return "".join(f"[@{key}]" for key in keys)
