"""The full information about the pages of a handout, which follows the leaf if it was chosen."""

from collections.abc import Iterator, Mapping

from guidance.handout.blocks import (
    CheckTimeRow,
    Count,
    Drawn,
    LayoutSection,
    Row,
    Rows,
    Table,
    TableGroup,
    TableRow,
)
from guidance.handout.items import HarmGroup, HarmTable, Item, ItemPart, Result
from guidance.handout.words import ENGLISH
from guidance.pages import check_schedule, icon_arrays
from guidance.pages.compare import in_sentence
from guidance.pages.structures import TherapyPage


def sections(slug: str, items: tuple[Item, ...]) -> Iterator[LayoutSection]:
    """Yield a section for each of ``items``, with ids that begin with ``slug``."""
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
