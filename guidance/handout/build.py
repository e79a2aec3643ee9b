"""The visit handout: a pure function of the guide and of what was chosen.

Nothing about a patient is kept: the handout is built, shown once and forgotten. ``sheet`` lays it
out; the print page and the PDF are both drawn from that.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from guidance.handout import check_code
from guidance.pages import check_schedule, compare
from guidance.pages.citations import keys_in
from guidance.pages.guide import Guide
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
SHORT, ALL = "short", "all"
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
class Step:
    """One time at which checks come; ``checks`` names them with their sources."""

    stop: check_schedule.Stop
    checks: Prose


@dataclass(frozen=True, slots=True)
class Harm:
    """One counted side effect, with its name and its sources."""

    effect: Effect
    name: Prose


@dataclass(frozen=True, slots=True)
class Group:
    """Side effects counted in the same people over the same time; ``about`` tells of both."""

    about: Prose
    harms: tuple[Harm, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """Side effects counted beside one comparator and out of one number, group by group."""

    comparator: str
    out_of: int
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One labelled text. Counted side effects stand above it, results or times in its place."""

    label: str
    text: Prose
    results: tuple[Result, ...] = ()
    steps: tuple[Step, ...] = ()
    counted: tuple[Counted, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One page on the sheet, in parts.

    Every treatment has the same labels in the same order where it has facts.
    """

    page: TherapyPage | SymptomPage | SideEffectPage
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of SPMS that may be talked about, with what its page says of it in short."""

    page: SubtypePage
    in_short: Prose


@dataclass(frozen=True, slots=True)
class Handout:
    """Everything on the sheet. ``keys`` are the pages that it draws on, ``code`` tells them."""

    edition: int
    code: str
    size: str
    paper: str
    clinic: ClinicPage
    contact: str
    help: tuple[HelpLevel, ...]
    subtypes: tuple[Kind, ...]
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

    Raises ``codes.NotCodable`` where more is chosen than a check code can tell.
    """
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
    subtypes = tuple(
        Kind(page, composer.block(page.summary.source))
        for page in guide.subtypes()
        if page.slug in choices.subtypes
    )
    visit = guide.visit(choices.template)
    note = composer.block(visit.note.source) if visit else None
    chosen = [page for slug in choices.treatments if (page := guide.therapy(slug))]
    items = tuple(
        Item(page, tuple(_parts(guide, page, composer, choices)))
        for page in compare.counted_alike(chosen)
    )
    everything = choices.detail == ALL
    symptoms = tuple(
        Item(symptom, tuple(_about(symptom, composer, everything)))
        for slug in choices.symptoms
        if (symptom := guide.symptom(slug))
    )
    effects = tuple(
        Item(effect, tuple(_about(effect, composer, everything=True)))
        for slug in choices.effects
        if (effect := guide.side_effect(slug))
    )
    pages = [
        *(kind.page for kind in subtypes),
        *([visit] if visit else []),
        *(one.page for one in items + symptoms + effects),
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


def _typed(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line.strip())


def _questions(choices: Choices, items: Iterable[Item]) -> tuple[str, ...]:
    """Return the chosen questions, then three for each treatment where wanted, each once."""
    found = [*choices.questions]
    for page in (item.page for item in items):
        if choices.suggested and isinstance(page, TherapyPage):
            found += map(partial(_question, page), page.questions[:3])
    return tuple(dict.fromkeys(found))


def _parts(
    guide: Guide, therapy: TherapyPage, composer: Composer, choices: Choices
) -> Iterator[Part]:
    for label, source in _texts(guide, therapy, choices.detail == ALL):
        if label == RESULTS and choices.pictures and therapy.evidence:
            drawn = tuple(
                Result(one, composer.inline(f"{_setting(one)}.{_cited(one.finding)}"))
                for one in therapy.evidence
            )
            yield Part(label, composer.block(""), results=drawn)
        elif label == CHECKS and choices.pictures and therapy.monitoring:
            steps = tuple(
                Step(stop, composer.inline(f"{stop.names}.{_markers(stop.keys)}"))
                for stop in check_schedule.stops(therapy)
            )
            yield Part(label, composer.block(""), steps=steps)
        elif label in HARMS:
            if pairs := HARMS[label](guide, therapy):
                counted = tuple(_counted(pairs, composer))
                yield Part(label, composer.block(compare.not_counted(pairs)), counted=counted)
        elif source:
            yield Part(label, composer.block(source))


def _counted(pairs: Iterable[compare.Pair], composer: Composer) -> Iterator[Counted]:
    alike: dict[tuple[str, int], dict[str, list[compare.Pair]]] = {}
    for row, page in pairs:
        if row.counted:
            groups = alike.setdefault((row.comparator, row.out_of or 0), {})
            groups.setdefault(compare.in_whom(row), []).append((row, page))
    for (comparator, people), groups in alike.items():
        found = tuple(
            Group(
                composer.inline(f"{where}:"),
                tuple(
                    Harm(row, composer.inline(f"{page.title}{compare.markers(row.detail)}"))
                    for row, page in rows
                ),
            )
            for where, rows in groups.items()
        )
        yield Counted(comparator, people, found)


RESULTS, CHECKS = "What it can do", "Checks"
HARMS = {"Common side effects": compare.common, "Serious side effects": compare.serious}


def _texts(guide: Guide, therapy: TherapyPage, everything: bool) -> Iterator[tuple[str, str]]:
    """Yield (label, text) for each part of a treatment, also where the text is empty."""
    yield "What it is", therapy.summary.source
    yield "Boxed warning", therapy.boxed_warning.source
    if everything:
        yield from _sections(therapy, "who-it-is-for", "how-you-take-it")
    yield RESULTS, compare.benefits(therapy)
    if everything:
        yield from _sections(therapy, "what-it-does-not-do")
    yield from ((label, "") for label in HARMS)
    if everything:
        yield "Call 911 if", therapy.call_911.source
        yield "Call the clinic if", therapy.call_clinic.source
        yield CHECKS, ""
        yield from _sections(therapy, *check_schedule.SECTIONS, "do-not-take-it-if", "pregnancy")
        yield from _sections(therapy, "other-medicines", "stopping", "cost")
    else:
        yield CHECKS, _source(therapy.at_a_glance("checks"))


def _about(
    page: SymptomPage | SideEffectPage, composer: Composer, everything: bool
) -> Iterator[Part]:
    """Yield the parts of a symptom or side effect; when to call is never left out."""
    yield Part("In short", composer.block(page.summary.source))
    for section in page.sections if everything else ():
        yield Part(section.heading, composer.block(section.text.source))
    for label, text in (("Call 911 if", page.call_911), ("Call the clinic if", page.call_clinic)):
        if text:
            yield Part(label, composer.block(text.source))


def _sections(page: TherapyPage, *ids: str) -> Iterator[tuple[str, str]]:
    for section_id in ids:
        if section := page.section(section_id):
            yield section.heading, check_schedule.told(page, section_id)


def _source(prose: Prose | None) -> str:
    return prose.source if prose else ""


def _setting(one: Evidence) -> str:
    sure = compare.CERTAINTY.get(one.certainty)
    judged = f". {sure}, in our own judgment" if sure else ""
    return f"{one.trial}, {one.group}, {one.time_span}{judged}"


def _cited(prose: Prose) -> str:
    return _markers(keys_in(prose.source))


def _markers(keys: Iterable[str]) -> str:
    return "".join(f"[@{key}]" for key in keys)
