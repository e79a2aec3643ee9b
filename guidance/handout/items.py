"""The treatments, symptoms and side effects on a handout, each as labelled parts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from guidance.pages import check_schedule, compare
from guidance.pages.citations import keys_in, markers_of
from guidance.pages.cited_text import Composer, Prose
from guidance.pages.denominators import therapies_with_common_denominator
from guidance.pages.guide import Guide
from guidance.pages.sections import THERAPY, label_of
from guidance.pages.structures import Effect, Evidence, Page, TherapyPage, TopicPage
from guidance.pages.when_to_call import by_level


@dataclass(frozen=True, slots=True)
class Result:
    """One result as a picture. ``about`` names its trial, group, time span and sources."""

    evidence: Evidence
    about: Prose


@dataclass(frozen=True, slots=True)
class CheckTime:
    """One time at which checks are due. ``checks`` names them, with their sources."""

    timepoint: check_schedule.Timepoint
    checks: Prose


@dataclass(frozen=True, slots=True)
class Harm:
    """One counted side effect, with its name and its sources."""

    effect: Effect
    name: Prose


@dataclass(frozen=True, slots=True)
class HarmGroup:
    """Side effects counted in the same people over the same time. ``about`` names both."""

    about: Prose
    harms: tuple[Harm, ...]


@dataclass(frozen=True, slots=True)
class HarmTable:
    """Side effects with the same comparator and the same ``out_of``, by group."""

    comparator: str
    out_of: int
    groups: tuple[HarmGroup, ...]


@dataclass(frozen=True, slots=True)
class ItemPart:
    """One labelled part of an item.

    The tables of ``counted`` side effects are above the text. ``results`` or ``steps`` replace it.
    """

    label: str
    text: Prose
    results: tuple[Result, ...] = ()
    steps: tuple[CheckTime, ...] = ()
    counted: tuple[HarmTable, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One page on the handout, in parts.

    All treatments have the same labels in the same order, except labels without a text.
    """

    page: Page
    parts: tuple[ItemPart, ...]


def treatments(
    guide: Guide, composer: Composer, slugs: Iterable[str], *, pictures: bool
) -> tuple[Item, ...]:
    """Return the treatments ``slugs``, with all counts out of the same number of people.

    ``pictures`` shows results as icon arrays and checks as drawn years. Slugs that the guide does
    not have are left out.
    """
    pages = [page for slug in slugs if (page := guide.therapy(slug))]
    return tuple(
        Item(page, tuple(_parts(guide, page, composer, pictures)))
        for page in therapies_with_common_denominator(pages)
    )


def group(guide: Guide, composer: Composer, pages: Iterable[Page]) -> tuple[Item, ...]:
    """Return ``pages`` with all their sections."""
    return tuple(Item(page, tuple(_about(guide, page, composer))) for page in pages)


def _parts(
    guide: Guide, therapy: TherapyPage, composer: Composer, pictures: bool
) -> Iterator[ItemPart]:
    for part_id, label, source in _texts(guide, therapy):
        if part_id == RESULTS and pictures and therapy.evidence:
            results = tuple(
                Result(row, composer.inline(f"{_setting(row)}.{_cited(row.finding)}"))
                for row in therapy.evidence
            )
            yield ItemPart(label, composer.block(""), results=results)
        elif part_id == CHECKS and pictures and therapy.monitoring:
            steps = tuple(
                CheckTime(time, composer.inline(f"{time.names}.{markers_of(time.keys)}"))
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
    tables: dict[tuple[str, int], dict[str, list[compare.Pair]]] = {}
    for row, page in pairs:
        if row.counted:
            groups = tables.setdefault((row.comparator, row.out_of or 0), {})
            groups.setdefault(compare.in_whom(row), []).append((row, page))
    for (comparator, out_of), groups in tables.items():
        harm_groups = tuple(
            HarmGroup(
                composer.inline(f"{people}:"),
                tuple(
                    Harm(row, composer.inline(f"{page.title}{compare.markers(row.detail)}"))
                    for row, page in rows
                ),
            )
            for people, rows in groups.items()
        )
        yield HarmTable(comparator, out_of, harm_groups)


RESULTS, CHECKS, COMMON, SERIOUS = "results", "checks", "common", "serious"
HARMS = {COMMON: compare.common, SERIOUS: compare.serious}


def _texts(guide: Guide, therapy: TherapyPage) -> Iterator[tuple[str, str, str]]:
    """Yield (id, label, text) for each part of a treatment, including parts with an empty text.

    ``_parts`` replaces some texts by pictures, times or tables, which are made from rows.
    """
    yield "summary", "What it is", therapy.summary.source
    yield "boxed_warning", label_of("boxed_warning"), therapy.boxed_warning.source
    yield from _sections(therapy, "summary")
    yield RESULTS, "What it can do", compare.benefits(therapy)
    yield from _sections(therapy, "results")
    yield COMMON, "Common side effects", ""
    yield SERIOUS, "Serious side effects", ""
    yield from _calls(guide, therapy)
    yield CHECKS, "Checks", ""
    yield from _sections(therapy, "checks")


def _about(guide: Guide, page: Page, composer: Composer) -> Iterator[ItemPart]:
    """Yield the parts of a page in a group, always with those about when to call."""
    yield ItemPart("In short", composer.block(page.summary.source))
    if isinstance(page, TopicPage):
        for field in ("key_points", "next_step"):
            if source := getattr(page, field).source:
                yield ItemPart(label_of(field), composer.block(source))
    for section in page.sections:
        yield ItemPart(section.heading, composer.block(section.text.source))
    if isinstance(page, TopicPage) and page.table:
        yield ItemPart(page.table_heading, composer.block(_rows_as_list(page)))
    for _part_id, label, source in _calls(guide, page):
        yield ItemPart(label, composer.block(source))


def _rows_as_list(page: TopicPage) -> str:
    """Return the table of a topic as a list: a line for each row, its columns by their names."""
    _first, second, third = map(compare.in_sentence, page.table_columns)
    return "\n".join(
        f"- **{row.name}:** {second}: {row.second.source} {third}: {row.third.source}"
        for row in page.table
    )


def _calls(guide: Guide, page: Page) -> Iterator[tuple[str, str, str]]:
    """Yield (id, label, text) for each level at which ``page`` says to call, most urgent first."""
    for level, signs, text in by_level(page, guide):
        listed = "\n".join(f"- {sign.text.source}" for sign in signs)
        source = "\n\n".join(filter(None, (listed, text.source)))
        yield f"signs/{level}", guide.numbers.words_of(level), source


def _sections(page: TherapyPage, after: str) -> Iterator[tuple[str, str, str]]:
    """Yield (id, heading, text) for the sections that are printed after the part ``after``."""
    for declared in THERAPY:
        section = page.section(declared.id)
        if declared.handout and section and declared.handout.after == after:
            text = check_schedule.section_text(page, section.id)
            yield section.id, section.heading, text


def _setting(row: Evidence) -> str:
    """Return the trial, who took part, over what time, and how certain the result is."""
    certainty = compare.CERTAINTY.get(row.certainty)
    judgment = f". {certainty}, in our own judgment" if certainty else ""
    return f"{row.named}, {row.group}, {row.time_span}{judgment}"


def _cited(prose: Prose) -> str:
    return markers_of(keys_in(prose.source))
