"""The sheet: a handout laid out as blocks of words, in the order in which they are read.

The print page and the PDF are both drawn from these blocks, so that neither can say what the
other does not. Words are kept by language, as in ``wording``. ``kind`` tells a template what a
block is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from guidance.handout.build import Counted, Group, Handout, Item, Kind, Part, Result
from guidance.pages import characters, check_schedule, icon_arrays, text
from guidance.pages.compare import in_sentence
from guidance.pages.structures import Prose, Reference, TherapyPage

LINES = 4
"""Empty lines for notes."""


@dataclass(frozen=True, slots=True)
class Note:
    """A paragraph of our own words, without sources."""

    kind: ClassVar[str] = "note"
    words: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Cited:
    """A paragraph with its sources."""

    kind: ClassVar[str] = "cited"
    text: Prose


@dataclass(frozen=True, slots=True)
class Level:
    """One urgency: its name, what to do, and whom to call where that is the clinic."""

    title: str
    action: Prose
    call: str


@dataclass(frozen=True, slots=True)
class Levels:
    """When to call whom."""

    kind: ClassVar[str] = "levels"
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """One line of a result's table. ``mark`` is how its people are drawn."""

    mark: str
    words: str
    without_treatment: str
    with_treatment: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A result as a picture and as a table of the same numbers, which is the picture's twin.

    ``head`` are the table's headings; ``difference`` is empty where there is none. ``scale`` says
    how many people a row of the picture holds, ``twin`` all in one text, for those who get the
    picture read.
    """

    about: Prose
    picture: icon_arrays.Picture
    head: tuple[str, str, str]
    counts: tuple[Count, ...]
    difference: str
    scale: str
    twin: str


@dataclass(frozen=True, slots=True)
class Step:
    """One time on the calendar of checks: in words, and the year where it falls in the first."""

    words: str
    checks: Prose
    year: icon_arrays.Year | None


@dataclass(frozen=True, slots=True)
class TableRow:
    """One counted side effect: its name, how many had it and did not, as the table is headed."""

    name: Prose
    cells: tuple[str, str]


@dataclass(frozen=True, slots=True)
class TableGroup:
    """Rows of a table that were counted in the same people; ``about`` says in whom and when."""

    about: Prose
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Counted side effects; ``head`` are the headings of the names and of both sides."""

    head: tuple[str, str, str]
    groups: tuple[TableGroup, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled text; ``tables`` stand above it, ``drawn`` or the calendar of ``steps`` below.

    ``key`` says how the years of the calendar are read.
    """

    label: str
    text: Prose
    drawn: tuple[Drawn, ...]
    steps: tuple[Step, ...]
    key: str
    tables: tuple[Table, ...]

    @property
    def full(self) -> bool:
        """Say whether it needs the whole width of the sheet, with its label above."""
        return bool(self.drawn or self.tables)


@dataclass(frozen=True, slots=True)
class Rows:
    """Labelled texts about one page."""

    kind: ClassVar[str] = "rows"
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Questions:
    """Numbered questions, with space to write below each."""

    kind: ClassVar[str] = "questions"
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Own:
    """Lines as a reader typed them: never markup."""

    kind: ClassVar[str] = "own"
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Empty lines to write on."""

    kind: ClassVar[str] = "lines"
    count: int


@dataclass(frozen=True, slots=True)
class Check:
    """How to find out later whether the sheet is still current; ``address`` opens the answer."""

    kind: ClassVar[str] = "check"
    words: str
    code: str
    address: str
    alt: str


@dataclass(frozen=True, slots=True)
class Sources:
    """The numbered sources."""

    kind: ClassVar[str] = "sources"
    references: tuple[Reference, ...]


Block = Note | Cited | Levels | Rows | Questions | Own | Lines | Check | Sources


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks under a heading. ``slug`` is its name on the sheet; ``boxed`` draws a frame."""

    level: int
    slug: str
    heading: str
    blocks: tuple[Block, ...]
    boxed: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A handout as it is printed. ``head`` are the clinic's lines, ``foot`` is on each page, with
    ``page`` and ``of`` around its number. Where ``closer``, lines and margins are narrower.
    """

    language: str
    title: str
    clinic: str
    phone: str
    phone_link: str
    head: tuple[str, ...]
    foot: str
    code: str
    page: str
    of: str
    sections: tuple[Section, ...]
    size: str
    paper: str
    closer: bool


_EN: Mapping[str, str] = {
    "title": "Treatments to talk about",
    "visit": "What to talk about",
    "help": "Get help",
    "no-phone": "Call your MS clinic.",
    "contact": "Ask for: {contact}",
    "type": "The type we talk about: {type}",
    "types": "The types we talk about",
    "one": "The treatment you chose",
    "more": "The {count} treatments you chose",
    "options": "These are options to talk about. The order is not a ranking. "
    "You and your MS team decide together.",
    "symptoms": "Symptoms to talk about",
    "effects": "Side effects to watch for",
    "ask": "My questions",
    "own": "My own words",
    "notes": "Notes",
    "about": "About this sheet",
    "signed": "Signed off by a clinician at this clinic.",
    "unsigned": "Not yet signed off by a clinician at this clinic.",
    "explains": "This sheet explains. It does not diagnose. "
    "Do not stop or change a medicine because of it.",
    "check": "Is it still current? Scan the square, or open {address} and type this code:",
    "alt": "QR code that opens {address}",
    "sources": "Sources",
    "foot": "Printed {day} · Edition {edition} · Code {code}",
    "page": "Page",
    "of": "of",
    "out-of": "Out of {all} people",
    "on": "On {name}",
    "harm": "{had} had it; {spared} did not",
    "scale": "Each row of marks is {columns} people.",
    "fewer": "The difference: {gap} fewer out of {all}.",
    "greater": "The difference: {gap} more out of {all}.",
    "undated": "date not found",
}
WORDS: Mapping[str, Mapping[str, str]] = {"en": _EN}


def lay_out(handout: Handout, today: date, check: str, language: str = "en") -> Sheet:
    """Return ``handout`` as it is printed on ``today``.

    ``check`` is the whole address where a code is looked up, without the code.
    """
    said = WORDS[language]
    clinic = handout.clinic
    call = ", ".join(filter(None, (clinic.phone, clinic.hours)))
    asked_for = characters.isolated(handout.contact)
    contact = said["contact"].format(contact=asked_for) if asked_for else ""
    day = f"{today:%B} {today.day}, {today.year}"
    sections = tuple(_sections(handout, said, check, call))
    return Sheet(
        language=language,
        title=said["title" if handout.items else "visit"],
        clinic=clinic.title,
        phone=clinic.phone,
        phone_link=clinic.phone_link,
        head=tuple(filter(None, (clinic.address, call, contact))),
        foot=said["foot"].format(day=day, edition=handout.edition, code=handout.code),
        code=handout.code,
        page=said["page"],
        of=said["of"],
        sections=sections,
        size=handout.size,
        paper=handout.paper,
        closer=handout.size == "14" and _room(sections) in CLOSER,
    )


PICTURE, YEAR = 350, 100
CLOSER = range(8_000, 12_500)
"""How much makes a sheet closer: in large print it takes four pages then, and else five.

It is counted in characters; a picture and a drawn year take the room of so many.
"""


def _room(sections: tuple[Section, ...]) -> int:
    """Return how much room the blocks of a sheet take, in characters."""
    characters = 0
    for block in (block for section in sections for block in section.blocks):
        characters += sum(map(len, _strings(block)))
        if isinstance(block, Rows):
            characters += PICTURE * sum(len(row.drawn) for row in block.rows)
            characters += YEAR * sum(bool(step.year) for row in block.rows for step in row.steps)
    return characters


def _sections(
    handout: Handout, said: Mapping[str, str], check: str, call: str
) -> Iterator[Section]:
    levels = tuple(
        Level(
            level.title,
            level.action,
            (call or said["no-phone"]) if level.slug == "same-day" else "",
        )
        for level in handout.help
    )
    yield Section(2, "help", said["help"], (Levels(levels),), boxed=True)
    yield from _types(handout.subtypes, said)
    if handout.visit and handout.note:
        yield Section(2, "visit", handout.visit.title, (Cited(handout.note),))
    if handout.items:
        count = len(handout.items)
        heading = said["one"] if count == 1 else said["more"].format(count=count)
        yield Section(2, "chosen", heading, (Note(said["options"]),))
        yield from _items("item", handout.items)
    for slug, items in (("symptoms", handout.symptoms), ("effects", handout.effects)):
        if items:
            yield Section(2, slug, said[slug], ())
            yield from _items(slug, items)
    yield from _writing(handout, said)
    signed = said["signed" if handout.signed_off else "unsigned"]
    address = f"{check}?code={handout.code}"
    found = Check(
        words=said["check"].format(address=check.partition("://")[2]),
        code=handout.code,
        address=address,
        alt=said["alt"].format(address=address),
    )
    yield Section(2, "about", said["about"], (Note(signed, True), Note(said["explains"]), found))
    yield Section(2, "sources", said["sources"], (Sources(handout.references),))


def _types(kinds: tuple[Kind, ...], said: Mapping[str, str]) -> Iterator[Section]:
    """Yield what is said of the type that is talked about, or of each where there are several."""
    if len(kinds) == 1:
        heading = said["type"].format(type=kinds[0].page.title)
        yield Section(2, "type", heading, (Cited(kinds[0].in_short),))
    elif kinds:
        yield Section(2, "type", said["types"], ())
        for number, kind in enumerate(kinds, start=1):
            yield Section(3, f"type-{number}", kind.page.title, (Cited(kind.in_short),))


def _writing(handout: Handout, said: Mapping[str, str]) -> Iterator[Section]:
    """Yield what is asked and written down."""
    asked = (Questions(handout.questions),) if handout.questions else ()
    yield Section(2, "ask", said["ask"], asked)
    if handout.own:
        yield Section(3, "own", said["own"], (Own(handout.own),))
    typed = (Own(handout.notes),) if handout.notes else ()
    yield Section(3, "notes", said["notes"], (*typed, Lines(LINES)))


def _items(slug: str, items: tuple[Item, ...]) -> Iterator[Section]:
    for number, item in enumerate(items, start=1):
        page = item.page
        name = page.full_name if isinstance(page, TherapyPage) else page.title
        rows = Rows(tuple(_row(part, page.title) for part in item.parts))
        yield Section(3, f"{slug}-{number}", name, (rows,))


def _row(part: Part, name: str) -> Row:
    drawn = tuple(_drawn(one, name, _EN) for one in part.results)
    tables = tuple(_table(one, name, _EN) for one in part.counted)
    steps = tuple(
        Step(one.stop.words, one.checks, icon_arrays.year(one.stop)) for one in part.steps
    )
    key = check_schedule.key(step.stop for step in part.steps)
    return Row(part.label, part.text, drawn, steps, key, tables)


def _head(people: int, comparator: str, name: str, said: Mapping[str, str]) -> tuple[str, str, str]:
    return (
        said["out-of"].format(all=f"{people:,}"),
        said["on"].format(name=comparator),
        said["on"].format(name=in_sentence(name)),
    )


def _table(counted: Counted, title: str, said: Mapping[str, str]) -> Table:
    groups = tuple(TableGroup(one.about, _table_rows(one, said)) for one in counted.groups)
    return Table(_head(counted.out_of, counted.comparator, title, said), groups)


def _table_rows(group: Group, said: Mapping[str, str]) -> tuple[TableRow, ...]:
    def both_ways(had: int | None, spared: int) -> str:
        return said["harm"].format(had=f"{had:,}", spared=f"{spared:,}")

    return tuple(
        TableRow(
            harm.name,
            (
                both_ways(harm.effect.without_treatment, harm.effect.without_spared),
                both_ways(harm.effect.with_treatment, harm.effect.with_spared),
            ),
        )
        for harm in group.harms
    )


FEW_IN_A_ROW, MANY_IN_A_ROW = 25, 100
"""How many people a row of a picture holds, where few and where many are counted."""


def _drawn(result: Result, title: str, said: Mapping[str, str]) -> Drawn:
    one = result.evidence
    picture = icon_arrays.picture(one, FEW_IN_A_ROW, MANY_IN_A_ROW)
    words = said["fewer" if picture.fewer else "greater"]
    return Drawn(
        about=result.about,
        picture=picture,
        head=_head(one.out_of, one.comparator, title, said),
        counts=(
            Count("on", one.happened, f"{one.without_treatment}", f"{one.with_treatment}"),
            Count("off", one.not_happened, f"{one.without_spared}", f"{one.with_spared}"),
        ),
        difference=words.format(gap=picture.gap, all=f"{one.out_of:,}") if picture.gap else "",
        scale=said["scale"].format(columns=picture.columns),
        twin=icon_arrays.twin(one, in_sentence(title)),
    )


def named(reference: Reference) -> str:
    """Return a source as one line: organization, title and, where known, date."""
    source = reference.source
    dated = source.published and source.published != _EN["undated"]
    return f"{source.organization}. {source.title}{f', {source.published}' if dated else ''}."


def strings(sheet: Sheet) -> Iterator[str]:
    """Yield every text of ``sheet`` in the order of reading, without marks and numbers."""
    yield sheet.clinic
    yield from sheet.head
    yield sheet.title
    for section in sheet.sections:
        yield section.heading
        for block in section.blocks:
            yield from _strings(block)


def _strings(block: Block) -> Iterator[str]:
    """Yield the texts of a block; empty lines have none."""
    match block:
        case Note(words=words):
            yield words
        case Cited(text=prose):
            yield from _words(prose)
        case Levels(levels=levels):
            for level in levels:
                yield level.title
                yield from _words(level.action)
                yield level.call
        case Rows(rows=rows):
            for row in rows:
                yield row.label
                for table in row.tables:
                    yield from table.head
                    for group in table.groups:
                        yield from _words(group.about)
                        for counted in group.rows:
                            yield from _words(counted.name)
                            yield from counted.cells
                yield from _words(row.text)
                for step in row.steps:
                    yield step.words
                    yield from _words(step.checks)
                yield from filter(None, (row.key,))
                for drawn in row.drawn:
                    yield from _words(drawn.about)
                    yield from drawn.head
                    for count in drawn.counts:
                        yield from (count.words, count.without_treatment, count.with_treatment)
                    yield from (drawn.difference, drawn.scale)
        case Questions(questions=lines) | Own(lines=lines):
            yield from lines
        case Check(words=words, code=code):
            yield from (words, code)
        case Sources(references=references):
            yield from map(named, references)


def _words(prose: Prose) -> Iterator[str]:
    """Yield the runs of words of a text, broken where a source is cited."""
    for line in text.lines(prose.source):
        yield from (run.text for run in line if not isinstance(run, text.Cite))
