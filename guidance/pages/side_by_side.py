"""Two to four choices side by side: treatments, and taking no new medicine for now.

Each row is a question. A cell answers it in few words, and the rest opens below the row. Texts are
shown whole: a list is cut only between its items, and its other items open below. A text that is
too long to open in a table is linked, except what can happen without a new medicine. Results that
count something else, or over another time, do not stand side by side (ADR 0026).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from guidance.pages import no_new_medicine
from guidance.pages.cited_text import Composer, Prose, Reference
from guidance.pages.compare import markers
from guidance.pages.compared_questions import (
    ABOUT_MONEY,
    COUNTED,
    MOST_OPENED_WORDS,
    QUESTIONS,
    help_to_pay,
)
from guidance.pages.denominators import therapies_with_common_denominator
from guidance.pages.guide import Guide
from guidance.pages.no_new_medicine import ASK, NAME, NO_NEW_MEDICINE
from guidance.pages.structures import (
    Evidence,
    PlaceboGroup,
    SubtypePage,
    TherapyPage,
    TopicPage,
)
from guidance.pages.text import plain, word_count

FEWEST, MOST = 2, 4
BELOW = "Open the row below."
"""The answer of a part that has a text but no short answer."""
WHAT_ELSE, HELP_TO_PAY = "What else helps?", "Help with money?"


@dataclass(frozen=True, slots=True)
class Column:
    """One choice: a treatment, or no new medicine for now for one type of SPMS."""

    page: TherapyPage | SubtypePage

    @property
    def value(self) -> str:
        """Its value in the form."""
        return NO_NEW_MEDICINE if self.is_none else self.page.slug

    @property
    def is_none(self) -> bool:
        """Whether it is no new medicine for now."""
        return isinstance(self.page, SubtypePage)

    @property
    def of_type(self) -> str:
        """The type of SPMS for which it is no new medicine; empty for a treatment."""
        return self.page.title if self.is_none else ""

    @property
    def name(self) -> str:
        """Its short name."""
        return NAME if self.is_none else self.page.title


@dataclass(frozen=True, slots=True)
class Cell:
    """What a choice answers: ``short`` at once, ``more`` when a reader opens the row.

    ``result`` is shown as a bar instead of ``short``, and ``placebo_group`` as a bar above it.
    ``part`` is the id of the part of its page that says it all.
    """

    column: Column
    short: Prose
    more: Prose
    part: str = ""
    result: Evidence | None = None
    placebo_group: PlaceboGroup | None = None

    @property
    def source(self) -> str:
        """All that it says, with citations."""
        return "\n\n".join(filter(None, (self.short.source, self.more.source)))


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its question, and a cell for each choice.

    ``same`` cells say the same and are shown once. The results of cells that stand ``apart`` may
    not be compared. ``matters`` is whether the reader said that it matters. ``about`` is the page
    that its question leads to, or None.
    """

    id: str
    question: str
    cells: tuple[Cell, ...]
    apart: bool = False
    matters: bool = False
    about: TopicPage | None = None

    @property
    def same(self) -> bool:
        """Whether all cells give the same short answer."""
        answers = {plain(cell.short.source).casefold() for cell in self.cells}
        return len(answers) == 1 and not any(cell.result for cell in self.cells)

    @property
    def has_more(self) -> bool:
        """Whether a cell has a text to open, and not only a link to its page."""
        return any(cell.more for cell in self.cells)

    @property
    def opens_wide(self) -> bool:
        """Whether what opens is too long for columns."""
        return self.apart or any(
            cell.column.is_none and word_count(cell.more.source) > MOST_OPENED_WORDS
            for cell in self.cells
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two to four choices as one table. ``time_spans`` holds those of all their results."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    time_spans: tuple[str, ...]
    references: tuple[Reference, ...]
    signed_off: bool

    def line(self, name: str) -> Line | None:
        """Return the row with the id ``name``, or None if no choice answers it."""
        return next((line for line in self.lines if line.id == name), None)

    @property
    def texts(self) -> tuple[Prose, ...]:
        """All texts of its cells."""
        return tuple(
            text
            for line in self.lines
            for cell in line.cells
            for text in (cell.short, cell.more, *((cell.result.finding,) if cell.result else ()))
        )


@dataclass(slots=True)
class _Table:
    guide: Guide
    composer: Composer
    none: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def cell(self, name: str, column: Column) -> Cell:
        short, more = self.texts(name, column)
        page, part, result, group = column.page, no_new_medicine.PARTS.get(name, ""), None, None
        if isinstance(page, TherapyPage):
            part = QUESTIONS[name].part
            result = page.point_result if name == "can" else None
        elif name == no_new_medicine.COUNTED:
            group = no_new_medicine.counted(page)
        return Cell(
            column,
            self.composer.block(_result(result) if result else short or (BELOW if more else ASK)),
            self.composer.block(more),
            part if short and not self.is_whole(name, page, more) else "",
            result,
            group,
        )

    def is_whole(self, name: str, page: TherapyPage | SubtypePage, more: str) -> bool:
        """Return whether its page says no more than what opens below the row."""
        section = page.section(QUESTIONS[name].part)
        return name in PLAIN_ROWS or bool(section and section.text.source == more)

    def texts(self, name: str, column: Column) -> tuple[str, str]:
        if isinstance(column.page, SubtypePage):
            short, more = self.none.get(name, ("", ""))
            is_opened = (
                name in no_new_medicine.OPENED_WHOLE or word_count(more) <= MOST_OPENED_WORDS
            )
            return short, more if is_opened else ""
        question = QUESTIONS[name]
        return question.short(self.guide, column.page), question.more(self.guide, column.page)

    def same_for_all(
        self,
        name: str,
        question: str,
        columns: Iterable[Column],
        text: str,
        about: TopicPage | None = None,
    ) -> Line:
        """Return a row that says ``text`` of all choices."""
        said, nothing = self.composer.block(text), self.composer.block("")
        return Line(name, question, tuple(Cell(one, said, nothing) for one in columns), about=about)


PLAIN_ROWS = ("how", "often", "where")
"""The rows that a few words answer, so that nothing opens below them."""


def _result(result: Evidence) -> str:
    return (
        f"{result.with_treatment:,} of {result.out_of:,} {result.happened}; "
        f"{result.without_treatment:,} on {result.comparator}; {result.time_span}."
        f"{markers(result.finding)}"
    )


def comparable(results: Sequence[Evidence]) -> bool:
    """Return whether results may stand side by side: they count the same over the same time."""
    return len({(row.happened, row.time_span, row.comparator) for row in results}) < 2


def _apart(name: str, cells: Sequence[Cell]) -> bool:
    answers = {plain(cell.short.source).casefold() for cell in cells}
    if name != "can" or len(answers) == 1:
        return False
    results = [cell.result for cell in cells if cell.result]
    if not comparable(results):
        return True
    others = [
        cell for cell in cells if not cell.result and COUNTED.search(plain(cell.short.source))
    ]
    return bool(others) and len(results) + len(others) > 1


def columns_of(guide: Guide, values: Iterable[str], subtype: str = "") -> Iterator[Column]:
    """Yield the choices ``values``. Unknown ones are left out.

    No new medicine is left out if ``subtype`` is not a type of SPMS.
    """
    for value in values:
        page = guide.subtype(subtype) if value == NO_NEW_MEDICINE else guide.therapy(value)
        if page:
            yield Column(page)


def build(
    guide: Guide, values: Iterable[str], subtype: str = "", matters: Iterable[str] = ()
) -> Comparison:
    """Return the comparison of the choices ``values``. Unknown ones are left out.

    ``subtype`` is the type of SPMS for which no new medicine is compared. The rows ``matters`` come
    first. All counts are out of the same number.
    """
    columns = tuple(columns_of(guide, values, subtype))
    therapies = [one.page for one in columns if isinstance(one.page, TherapyPage)]
    alike = iter(therapies_with_common_denominator(therapies))
    columns = tuple(one if one.is_none else Column(next(alike)) for one in columns)
    table = _Table(guide, Composer(guide.sources))
    none = next((one.page for one in columns if isinstance(one.page, SubtypePage)), None)
    if none:
        table.none = no_new_medicine.answers(guide, none)
    first = [name for name in QUESTIONS if name in matters]
    lines = []
    for name in dict.fromkeys((*first, *QUESTIONS)):
        if any(any(table.texts(name, column)) for column in columns if not column.is_none):
            cells = tuple(table.cell(name, column) for column in columns)
            question = QUESTIONS[name].question
            lines.append(Line(name, question, cells, _apart(name, cells), name in first))
    topic = guide.find(TopicPage, ABOUT_MONEY)
    if topic and any(line.id == "cost" for line in lines) and (text := help_to_pay(topic)):
        lines.append(table.same_for_all("money", HELP_TO_PAY, columns, text, topic))
    if none and (what_else := no_new_medicine.what_else_helps(none)):
        lines.append(table.same_for_all("what-else", WHAT_ELSE, columns, what_else))
    return Comparison(
        columns=columns,
        lines=tuple(lines),
        time_spans=time_spans(therapies),
        references=table.composer.references(),
        signed_off=bool(columns) and all(one.page.review.signed_off_by for one in columns),
    )


def time_spans(therapies: Iterable[TherapyPage]) -> tuple[str, ...]:
    """Return the different time spans of the results of treatments, in order of appearance."""
    return tuple(dict.fromkeys(row.time_span for page in therapies for row in page.evidence))
