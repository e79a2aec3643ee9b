"""The layout of a handout: blocks of text, in reading order.

The print page and the PDF both render these blocks, so that both have the same content. ``kind``
selects how a template renders a block. The fields of a block are in reading order, too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from guidance.handout.build import Handout, SubtypeItem
from guidance.handout.items import HarmGroup, HarmTable, Item, ItemPart, Result
from guidance.handout.words import ENGLISH, WORDS
from guidance.pages import characters, check_schedule, icon_arrays, text, texts
from guidance.pages.compare import in_sentence
from guidance.pages.structures import Prose, Reference, TherapyPage

LINES = 4
"""The number of empty lines for notes."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the words of ``WORDS``, without sources."""

    kind: ClassVar[str] = "note"
    words: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class CitedParagraph:
    """A paragraph with its sources."""

    kind: ClassVar[str] = "cited"
    text: Prose


@dataclass(frozen=True, slots=True)
class Level:
    """One urgency: its name, the action, and the clinic's phone number if that is to be called."""

    title: str
    action: Prose
    call: str


@dataclass(frozen=True, slots=True)
class Levels:
    """The urgencies with their actions."""

    kind: ClassVar[str] = "levels"
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """One row of a result's table. ``mark`` is the mark of its people in the picture."""

    mark: str
    words: str
    without_treatment: str
    with_treatment: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A result as a picture and as a table of the same numbers.

    ``head`` holds the headings of the table. ``difference`` is empty if there is none. ``scale``
    says how many people are in a row of the picture. ``text_alternative`` has the same content as
    one text, for screen readers.
    """

    about: Prose
    picture: icon_arrays.Picture
    head: tuple[str, str, str]
    counts: tuple[Count, ...]
    difference: str
    scale: str
    text_alternative: str


@dataclass(frozen=True, slots=True)
class CheckTimeRow:
    """One time of the checks in words, and its drawn year if the months are known."""

    words: str
    checks: Prose
    year: icon_arrays.Year | None


@dataclass(frozen=True, slots=True)
class TableRow:
    """One side effect in a table: its name, and the counts without and with the treatment."""

    name: Prose
    cells: tuple[str, str]


@dataclass(frozen=True, slots=True)
class TableGroup:
    """Rows of a table that were counted in the same people. ``about`` describes them."""

    about: Prose
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of side effects. ``head`` holds the headings of the names and of both sides."""

    head: tuple[str, str, str]
    groups: tuple[TableGroup, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled text, with ``tables`` above it, and ``steps`` or ``drawn`` results below it.

    ``key`` is the legend of the drawn years of the steps.
    """

    label: str
    tables: tuple[Table, ...]
    text: Prose
    steps: tuple[CheckTimeRow, ...]
    key: str
    drawn: tuple[Drawn, ...]

    @property
    def full(self) -> bool:
        """Whether the row needs the whole width of the page, with its label above."""
        return bool(self.drawn or self.tables)


@dataclass(frozen=True, slots=True)
class Rows:
    """The labelled texts of one page."""

    kind: ClassVar[str] = "rows"
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Questions:
    """Numbered questions, with space for an answer below each."""

    kind: ClassVar[str] = "questions"
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Own:
    """Lines as a reader typed them. They are never parsed as markup."""

    kind: ClassVar[str] = "own"
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Empty lines to write on."""

    kind: ClassVar[str] = "lines"
    count: int


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """The check code and how to use it. ``address`` opens the page about this handout."""

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


Block = Paragraph | CitedParagraph | Levels | Rows | Questions | Own | Lines | CodeBlock | Sources


@dataclass(frozen=True, slots=True)
class LayoutSection:
    """Blocks under a heading. ``slug`` is the HTML id; a ``boxed`` section has a frame."""

    level: int
    slug: str
    heading: str
    blocks: tuple[Block, ...]
    boxed: bool = False


@dataclass(frozen=True, slots=True)
class HandoutLayout:
    """A handout as it is printed.

    ``head`` holds the lines about the clinic. ``foot`` is on each page, beside the page number,
    which uses the words ``page`` and ``of``. ``compact`` reduces line spacing and margins.
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
    sections: tuple[LayoutSection, ...]
    size: str
    paper: str
    compact: bool


def lay_out(handout: Handout, today: date, check: str, language: str = "en") -> HandoutLayout:
    """Return the layout of ``handout``, printed on ``today``.

    ``check`` is the full address of the page that checks a code, without the code.
    """
    words = WORDS[language]
    clinic = handout.clinic
    call = ", ".join(filter(None, (clinic.phone, clinic.hours)))
    contact = characters.isolated(handout.contact)
    contact_line = words["contact"].format(contact=contact) if contact else ""
    day = f"{today:%B} {today.day}, {today.year}"
    sections = tuple(_sections(handout, words, check, call))
    return HandoutLayout(
        language=language,
        title=words["title" if handout.items else "visit"],
        clinic=clinic.title,
        phone=clinic.phone,
        phone_link=clinic.phone_link,
        head=tuple(filter(None, (clinic.address, call, contact_line))),
        foot=words["foot"].format(day=day, edition=handout.edition, code=handout.code),
        code=handout.code,
        page=words["page"],
        of=words["of"],
        sections=sections,
        size=handout.size,
        paper=handout.paper,
        compact=handout.size == "14" and _estimated_length(sections) in COMPACT_LENGTH,
    )


PICTURE, YEAR = 350, 100
"""The number of characters that take as much space as a picture, and as a drawn year."""
COMPACT_LENGTH = range(8_000, 12_500)
"""The estimated lengths, in characters, for which compact spacing saves the fifth page."""


def _estimated_length(sections: tuple[LayoutSection, ...]) -> int:
    """Return the estimated length of the blocks of a handout, in characters."""
    length = 0
    for block in (block for section in sections for block in section.blocks):
        length += sum(map(len, _strings(block)))
        if isinstance(block, Rows):
            length += PICTURE * sum(len(row.drawn) for row in block.rows)
            length += YEAR * sum(bool(step.year) for row in block.rows for step in row.steps)
    return length


def _sections(
    handout: Handout, words: Mapping[str, str], check: str, call: str
) -> Iterator[LayoutSection]:
    calls = {"same-day": call or words["no-phone"]}
    levels = tuple(
        Level(level.title, level.action, calls.get(level.slug, "")) for level in handout.help
    )
    yield LayoutSection(2, "help", words["help"], (Levels(levels),), boxed=True)
    yield from _types(handout.subtypes, words)
    if handout.visit and handout.note:
        yield LayoutSection(2, "visit", handout.visit.title, (CitedParagraph(handout.note),))
    if handout.items:
        count = len(handout.items)
        heading = words["one"] if count == 1 else words["more"].format(count=count)
        yield LayoutSection(2, "chosen", heading, (Paragraph(words["options"]),))
        yield from _items("item", handout.items)
    for slug, items in handout.groups.items():
        if items:
            yield LayoutSection(2, slug, words[slug], ())
            yield from _items(slug, items)
    yield from _writing(handout, words)
    signed = words["signed" if handout.signed_off else "unsigned"]
    address = f"{check}?code={handout.code}"
    code = CodeBlock(
        words=words["check"].format(address=check.partition("://")[2]),
        code=handout.code,
        address=address,
        alt=words["alt"].format(address=address),
    )
    yield LayoutSection(
        2, "about", words["about"], (Paragraph(signed, True), Paragraph(words["explains"]), code)
    )
    yield LayoutSection(2, "sources", words["sources"], (Sources(handout.references),))


def _types(items: tuple[SubtypeItem, ...], words: Mapping[str, str]) -> Iterator[LayoutSection]:
    """Yield the summary of the chosen type, or of each if there are several."""
    if len(items) == 1:
        heading = words["type"].format(type=items[0].page.title)
        yield LayoutSection(2, "type", heading, (CitedParagraph(items[0].in_short),))
    elif items:
        yield LayoutSection(2, "type", words["types"], ())
        for number, item in enumerate(items, start=1):
            yield LayoutSection(
                3, f"type-{number}", item.page.title, (CitedParagraph(item.in_short),)
            )


def _writing(handout: Handout, words: Mapping[str, str]) -> Iterator[LayoutSection]:
    """Yield the questions, the reader's own words and the notes."""
    questions = (Questions(handout.questions),) if handout.questions else ()
    yield LayoutSection(2, "ask", words["ask"], questions)
    if handout.own:
        yield LayoutSection(3, "own", words["own"], (Own(handout.own),))
    notes = (Own(handout.notes),) if handout.notes else ()
    yield LayoutSection(3, "notes", words["notes"], (*notes, Lines(LINES)))


def _items(slug: str, items: tuple[Item, ...]) -> Iterator[LayoutSection]:
    for number, item in enumerate(items, start=1):
        page = item.page
        name = page.full_name if isinstance(page, TherapyPage) else page.title
        rows = Rows(tuple(_row(part, page.title) for part in item.parts))
        yield LayoutSection(3, f"{slug}-{number}", name, (rows,))


def _row(part: ItemPart, name: str) -> Row:
    drawn = tuple(_drawn(result, name, ENGLISH) for result in part.results)
    tables = tuple(_table(counted, name, ENGLISH) for counted in part.counted)
    steps = tuple(
        CheckTimeRow(step.timepoint.words, step.checks, icon_arrays.year(step.timepoint))
        for step in part.steps
    )
    key = check_schedule.legend(step.timepoint for step in part.steps)
    return Row(part.label, tables, part.text, steps, key, drawn)


def _head(
    people: int, comparator: str, name: str, words: Mapping[str, str]
) -> tuple[str, str, str]:
    return (
        words["out-of"].format(all=f"{people:,}"),
        words["on"].format(name=comparator) if comparator else words["no-comparator"],
        words["on"].format(name=in_sentence(name)),
    )


def _table(counted: HarmTable, title: str, words: Mapping[str, str]) -> Table:
    groups = tuple(TableGroup(group.about, _table_rows(group, words)) for group in counted.groups)
    return Table(_head(counted.out_of, counted.comparator, title, words), groups)


def _table_rows(group: HarmGroup, words: Mapping[str, str]) -> tuple[TableRow, ...]:
    def cell(had: int | None, spared: int) -> str:
        return words["not-compared" if had is None else "harm"].format(had=had, spared=spared)

    return tuple(
        TableRow(
            harm.name,
            (
                cell(harm.effect.without_treatment, harm.effect.without_spared),
                cell(harm.effect.on_treatment, harm.effect.with_spared),
            ),
        )
        for harm in group.harms
    )


FEW_IN_A_ROW, MANY_IN_A_ROW = 25, 100
"""The number of people in a row of a picture, for up to ``icon_arrays.FEW`` people and for more."""


def _drawn(result: Result, title: str, words: Mapping[str, str]) -> Drawn:
    row = result.evidence
    picture = icon_arrays.picture(row, FEW_IN_A_ROW, MANY_IN_A_ROW)
    difference = words["fewer" if picture.fewer else "greater"]
    return Drawn(
        about=result.about,
        picture=picture,
        head=_head(row.out_of, row.comparator, title, words),
        counts=(
            Count("on", row.happened, f"{row.without_treatment}", f"{row.with_treatment}"),
            Count("off", row.not_happened, f"{row.without_spared}", f"{row.with_spared}"),
        ),
        difference=difference.format(gap=picture.gap, all=f"{row.out_of:,}") if picture.gap else "",
        scale=words["scale"].format(columns=picture.columns),
        text_alternative=icon_arrays.text_alternative(row, in_sentence(title)),
    )


def source_line(reference: Reference) -> str:
    """Return a source as one line: organization, title and, if known, date."""
    source = reference.source
    has_date = source.published and source.published != ENGLISH["undated"]
    return f"{source.organization}. {source.title}{f', {source.published}' if has_date else ''}."


def strings(layout: HandoutLayout) -> Iterator[str]:
    """Yield each text of ``layout``, in reading order. Pictures are left out."""
    yield layout.clinic
    yield from layout.head
    yield layout.title
    for section in layout.sections:
        yield section.heading
        for block in section.blocks:
            yield from _strings(block)


_NOT_READ = {"mark", "picture", "text_alternative", "year", "address", "alt"}
"""Fields of blocks that are pictures, or that repeat the content of other fields."""


def _strings(block: Block) -> Iterator[str]:
    """Yield the texts of a block."""
    if isinstance(block, Sources):
        yield from map(source_line, block.references)
        return
    for _, leaf in texts.leaves(block, skip=_NOT_READ):
        if isinstance(leaf, Prose):
            yield from _words(leaf)
        elif isinstance(leaf, tuple):
            yield from leaf
        elif isinstance(leaf, str) and leaf:
            yield leaf


def _words(prose: Prose) -> Iterator[str]:
    """Yield the runs of a text, without its citations."""
    for line in text.lines(prose.source):
        yield from (run.text for run in line if not isinstance(run, text.Cite))
