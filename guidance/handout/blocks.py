"""The blocks of which a printed handout is made, and their texts in reading order.

The print page and the PDF both render these blocks, so that both have the same content. ``kind``
selects how a template renders a block. The fields of a block are in reading order, too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from guidance.handout.leaf import CheckTime, Fact
from guidance.handout.words import ENGLISH
from guidance.pages import icon_arrays, text, texts
from guidance.pages.cited_text import Prose, Reference


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
    """One urgency: whom to call, what its action says besides, and the clinic's phone number.

    The number is empty if the clinic is not to be called. If it is not known, it is to be
    ``written`` on a line.
    """

    title: str
    action: str
    call: str
    written: bool = False


@dataclass(frozen=True, slots=True)
class Levels:
    """The urgencies with their actions."""

    kind: ClassVar[str] = "levels"
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text behind its label. A ``boxed`` one has a frame."""

    kind: ClassVar[str] = "labelled"
    label: str
    text: Prose
    boxed: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Numbered facts about one treatment, each behind its label."""

    kind: ClassVar[str] = "facts"
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Track:
    """The times of the checks of one treatment, below each other on a line."""

    kind: ClassVar[str] = "track"
    label: str
    times: tuple[CheckTime, ...]


@dataclass(frozen=True, slots=True)
class SignList:
    """The signs of one urgency. ``more`` says where the others are; empty if there are none."""

    kind: ClassVar[str] = "signs"
    label: str
    words: str
    more: str


@dataclass(frozen=True, slots=True)
class BarRow:
    """A number in words, and its bar, filled if ``on``. ``width`` is in percent."""

    words: str
    width: str
    on: bool


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars of numbers that were counted in the same people, whom ``about`` describes.

    ``label`` says whether they are a result or harms, and that these are on another scale.
    """

    kind: ClassVar[str] = "bars"
    label: str
    about: Prose
    rows: tuple[BarRow, ...]


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
    """Lines as a reader typed them, with space for an answer below. They are never markup."""

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
    """The numbered sources. ``others`` says where the sources of the signs are."""

    kind: ClassVar[str] = "sources"
    references: tuple[Reference, ...]
    others: str


Block = (
    Paragraph
    | CitedParagraph
    | Levels
    | Labelled
    | Facts
    | Track
    | SignList
    | BarChart
    | Rows
    | Questions
    | Own
    | Lines
    | CodeBlock
    | Sources
)


@dataclass(frozen=True, slots=True)
class LayoutSection:
    """Blocks under a heading. ``slug`` is the HTML id.

    A ``boxed`` section has a frame. A ``new_side`` begins on a new side of the paper. A section
    that is kept ``together`` is not broken between two sides in the normal print size.
    """

    level: int
    slug: str
    heading: str
    blocks: tuple[Block, ...]
    boxed: bool = False
    new_side: bool = False
    together: bool = False

    @property
    def look(self) -> str:
        """The class with which the print page shows it."""
        if any(isinstance(block, CodeBlock) for block in self.blocks):
            return "sheet__about"
        if self.boxed:
            return "sheet__boxed"
        return "sheet__whole" if self.together else "sheet__plain"

    def strings(self, *, sources: bool = False) -> Iterator[str]:
        """Yield each text in reading order, the list of sources only if ``sources``."""
        yield self.heading
        for block in self.blocks:
            if sources or not isinstance(block, Sources):
                yield from _strings(block)


@dataclass(frozen=True, slots=True)
class HandoutLayout:
    """A handout as it is printed.

    ``head`` holds the lines about the clinic. ``foot`` is on each page, beside the page number,
    which uses the words ``page`` and ``of``. ``compact`` reduces line spacing and margins.
    ``leaves`` is whether it may take more than one leaf.
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
    leaves: bool


def source_line(reference: Reference) -> str:
    """Return a source as one line: organization, title and, if known, date."""
    source = reference.source
    has_date = source.published and source.published != ENGLISH["undated"]
    return f"{source.organization}. {source.title}{f', {source.published}' if has_date else ''}."


def strings(layout: HandoutLayout) -> Iterator[str]:
    """Yield each text of ``layout``, in reading order. Pictures are left out."""
    yield layout.title
    yield layout.clinic
    yield from layout.head
    for section in layout.sections:
        yield from section.strings(sources=True)


_NOT_READ = {"mark", "picture", "text_alternative", "year", "address", "alt", "width"}
"""Fields of blocks that are pictures, or that repeat the content of other fields."""


def _strings(block: Block) -> Iterator[str]:
    """Yield the texts of a block."""
    if isinstance(block, Sources):
        yield from map(source_line, block.references)
        yield block.others
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
