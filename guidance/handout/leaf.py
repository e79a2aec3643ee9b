"""What the leaf of a handout says of its pages: few words of each, and when to call.

A treatment is told by the short answers of its page. Where a page has none, as pages that an
earlier release published, the whole text is printed, so that no warning is lost. Two treatments are
cut until the leaf has at most ``MOST_WORDS``; signs for 911 and 988, the worst that a treatment can
do and the harms of its boxed warning are never cut.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from guidance.handout.grave_harms import besides_the_worst
from guidance.pages import check_schedule, compare, harm_charts
from guidance.pages.choices import LabelStatus, Moment, Seriousness, Urgency
from guidance.pages.citations import keys_in, markers_of, without_markers
from guidance.pages.cited_text import Prose
from guidance.pages.denominators import therapies_with_common_denominator
from guidance.pages.guide import Guide, names_of_signs
from guidance.pages.sections import (
    DO_NOT_TAKE_IT_IF,
    HOW_WELL_IT_WORKS,
    PREGNANCY,
    SIDE_EFFECTS,
    STOPPING,
    WHO_IT_IS_FOR,
)
from guidance.pages.structures import Page, TherapyPage, TopicPage
from guidance.pages.text import word_count
from guidance.pages.texts import each_prose
from guidance.pages.what_matters import IN_SHORT, NOT_CHECKED
from guidance.pages.when_to_call import by_level

MOST_TREATMENTS, MOST_QUESTIONS, MOST_CHARACTERS = 2, 4, 300
"""What one leaf holds in the normal print size: the most treatments, questions and own words."""
MOST_WORDS = 368
"""The most words about treatments and of signs on a leaf of two treatments.

The other words are headings, whom to call and what the leaf says about itself: about 130. The
questions, what a reader typed and the list of sources come on top.
"""
Compose = Callable[[str], Prose]


@dataclass(frozen=True, slots=True)
class Cut:
    """How much of a treatment is printed.

    ``names`` is the most names of checks at one time, ``signs`` the most signs of each page for a
    call today, ``rows`` the most side effects in its chart. ``all_facts`` is whether it says where
    the treatment is taken, and what its common side effects are. ``times`` is whether checks after
    the first time are told with their times, ``result`` whether the result of a trial is drawn,
    which the facts tell in words. ``also`` is whether grave harms besides the worst are named, not
    only counted.
    """

    names: int
    signs: int
    rows: int
    all_facts: bool = True
    times: bool = True
    result: bool = True
    also: bool = True


WHOLE = Cut(names=99, signs=6, rows=5)
CUTS = (
    Cut(names=99, signs=4, rows=3),
    Cut(names=5, signs=3, rows=2, also=False),
    Cut(names=4, signs=3, rows=1, also=False),
    Cut(names=3, signs=2, rows=1, all_facts=False, also=False),
)
"""The cuts of two treatments or more, the least first."""
CLOSER = (
    replace(CUTS[-1], rows=0),
    replace(CUTS[-1], rows=0, signs=1),
    replace(CUTS[-1], rows=0, signs=1, times=False),
    replace(CUTS[-1], rows=0, signs=1, times=False, result=False),
)
"""The cuts of two treatments that are too long after all of ``CUTS``, the least first."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to know about a treatment. ``label`` may be empty."""

    label: str
    text: Prose


@dataclass(frozen=True, slots=True)
class CheckTime:
    """One time at which checks are due, in words, and the names of these checks."""

    words: str
    names: Prose


@dataclass(frozen=True, slots=True)
class Bar:
    """``people`` had what ``words`` say, with the treatment if ``on``, or without it."""

    words: str
    people: int
    on: bool


@dataclass(frozen=True, slots=True)
class Bars:
    """Numbers that were counted in the same people. ``about`` says in whom and how long.

    ``out_of`` is the number of people of whom a result was counted, 0 for side effects, which are
    on one scale with those of the other treatments.
    """

    about: Prose
    out_of: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Treatment:
    """What the leaf says about one treatment. ``boxed`` names what its boxed warning is about.

    ``also`` are the names of its other harms that can kill or harm for life; where they are cut,
    ``more`` is their number. Their sources are on its page. ``offered`` says if the clinic offers
    it, and is empty where nothing is said.
    """

    page: TherapyPage
    boxed: Prose
    facts: tuple[Fact, ...]
    checks: tuple[CheckTime, ...]
    worst: Prose
    also: tuple[str, ...]
    more: int
    common: Prose
    numbers: tuple[Bars, ...]
    offered: str = ""


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of one level, in few words. ``more`` counts those that are not printed.

    Their sources, which are many, are on the pages and in the full information.
    """

    level: Urgency
    words: str
    more: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """The treatments on a leaf, and the signs of all pages on it, most urgent first.

    ``cut`` is whether something of the treatments was left out to keep it short.
    """

    treatments: tuple[Treatment, ...]
    signs: tuple[Signs, ...]
    cut: bool


def leaf(guide: Guide, compose: Compose, treatments: Iterable[str], others: Iterable[Page]) -> Leaf:
    """Return the leaf of the treatments with the slugs ``treatments`` and of ``others``."""
    found = [page for slug in treatments if (page := guide.therapy(slug))]
    pages = therapies_with_common_denominator(found)
    others = tuple(others)
    return _leaf(guide, compose, pages, others, _cut(guide, pages, others))


def _cut(guide: Guide, pages: Sequence[TherapyPage], others: Sequence[Page]) -> Cut:
    """Return the least cut with which the leaf of ``pages`` and ``others`` is short enough."""
    if len(pages) < MOST_TREATMENTS and not (pages and others):
        return WHOLE
    cuts = (*CUTS, *CLOSER) if len(pages) <= MOST_TREATMENTS else CUTS

    def is_short(cut: Cut) -> bool:
        return _words(_leaf(guide, _only_counted, pages, others, cut)) <= MOST_WORDS

    # Each cut leaves fewer words than the one before it.
    return cuts[min(bisect_left(cuts, True, key=is_short), len(cuts) - 1)]


def _only_counted(source: str) -> Prose:
    return Prose(source=source, html="")


LABELS = {"boxed": 2, "checks": 1, "common": 6, "also": 1, "more": 5, "numbers": 3}
"""The number of words with which the layout introduces each part of a treatment."""


def _words(one: Leaf) -> int:
    """Return the number of words on ``one``, with the labels and names that introduce its parts."""
    labels = [
        words
        for treatment in one.treatments
        for words in (
            treatment.page.full_name,
            treatment.offered,
            treatment.page.title if treatment.worst or treatment.common else "",
            *treatment.also,
            *(fact.label for fact in treatment.facts),
            *(time.words for time in treatment.checks),
            *(bar.words for bars in treatment.numbers for bar in bars.bars),
        )
    ]
    introduced = sum(
        words
        for treatment in one.treatments
        for part, words in LABELS.items()
        if getattr(treatment, part)
    )
    texts = (prose.source for prose in each_prose(one, skip={"page"}))
    signs = (found.words for found in one.signs)
    return introduced + sum(map(word_count, (*labels, *texts, *signs)))


def _leaf(
    guide: Guide, compose: Compose, pages: Sequence[TherapyPage], others: Sequence[Page], cut: Cut
) -> Leaf:
    return Leaf(
        tuple(_treatment(guide, compose, page, cut) for page in pages),
        tuple(_signs(guide, pages, others, cut)),
        cut=cut is not WHOLE,
    )


def quiet(source: str) -> str:
    """Return ``source`` with the markers of all its sources at its end."""
    return f"{without_markers(source).strip()}{markers_of(keys_in(source))}"


MOST_LINES_OF_A_TOPIC = 3
"""The most lines of a topic on a leaf with treatments."""
_LIST_MARK = re.compile(r"^(?:[-*+]|\d+[.)])\s+")


def lines_of_topic(page: TopicPage) -> list[str]:
    """Return the next step of a topic and then its first main points, each with its citations."""
    lines = (*page.next_step.source.splitlines(), *page.key_points.source.splitlines())
    told = [quiet(_LIST_MARK.sub("", line.strip(), count=1)) for line in lines if line.strip()]
    return told[:MOST_LINES_OF_A_TOPIC]


# One treatment


def _treatment(guide: Guide, compose: Compose, page: TherapyPage, cut: Cut) -> Treatment:
    also = besides_the_worst(guide, page)
    return Treatment(
        page=page,
        boxed=compose(_boxed(guide, page)),
        facts=tuple(
            Fact(f"{label}:" if label[-1:] not in ("", "?") else label, compose(quiet(text)))
            for label, text in _facts(page, cut)
            if text
        ),
        checks=tuple(_checks(page, compose, cut)),
        worst=compose(quiet(page.worst.source)),
        also=also if cut.also else (),
        more=0 if cut.also else len(also),
        common=compose(quiet(_short(page, SIDE_EFFECTS, or_text=False) if cut.all_facts else "")),
        numbers=tuple(_numbers(guide, page, compose, cut)),
        offered=_offered(guide, page),
    )


def _offered(guide: Guide, page: TherapyPage) -> str:
    offered = guide.offered(page)
    return offered.words if offered else ""


def _boxed(guide: Guide, page: TherapyPage) -> str:
    """Return what a boxed warning is about, or its whole text if no side effect says so."""
    not_checked = f"{IN_SHORT[NOT_CHECKED]}."
    text = not_checked if page.box_not_checked else page.boxed_warning.source
    names = [
        compare.in_sentence(about.title)
        for effect, about in guide.effects_of(page)
        if effect.seriousness == Seriousness.BOXED
    ]
    return f"{'; '.join(names)}.{markers_of(keys_in(text))}" if text and names else quiet(text)


def _facts(page: TherapyPage, cut: Cut) -> Iterator[tuple[str, str]]:
    """Yield (label, text with citations) of each fact, in the same order for each treatment.

    The first, what the treatment is, stands below its name and needs no label.
    """
    lines = ("how", "often", *(("where",) if cut.all_facts else ()))
    glance = [text.source for line in lines if (text := page.at_a_glance(line))]
    label = page.at_a_glance("label")
    yield "", " ".join((*glance, _for_whom(page, label.source if label else "", cut)))
    yield "Can it help?" if cut.result else BENEFIT, _short(page, HOW_WELL_IT_WORKS)
    section = page.section(DO_NOT_TAKE_IT_IF)
    heading = section.heading if section else ""
    yield heading if cut.all_facts else NOT_IF, _short(page, DO_NOT_TAKE_IT_IF)
    yield "Pregnancy", _short(page, PREGNANCY)
    yield "Stopping", _short(page, STOPPING)
    if page.label_status == LabelStatus.NOT_A_MEDICINE and not page.monitoring:
        checks = page.at_a_glance("checks")
        yield "Checks", checks.source if checks else ""


NOT_IF = "Not if"
"""The label of the reasons not to take a treatment, where there is no room for their heading."""
BENEFIT = "Benefit"
"""The label of how well a treatment works, where there is no room for the question."""


def _for_whom(page: TherapyPage, label: str, cut: Cut) -> str:
    """Return what the label names, or the shorter answer to whom the treatment is for."""
    short = _short(page, WHO_IT_IS_FOR, or_text=False)
    is_shorter = short and word_count(short) < word_count(label)
    return short if is_shorter and not cut.all_facts else label


def _short(page: TherapyPage, section_id: str, *, or_text: bool = True) -> str:
    """Return the short answer of a section, or its whole text if it has none and ``or_text``."""
    section = page.section(section_id)
    if section is None:
        return ""
    return section.short.source or (section.text.source if or_text else "")


def _checks(page: TherapyPage, compose: Compose, cut: Cut) -> Iterator[CheckTime]:
    points = check_schedule.timepoints(page)
    marks = markers_of(key for time in points for key in time.keys)
    times = [(_in_short(time.words), [check.name for check in time.checks]) for time in points]
    if len(times) > 2 and not cut.times:
        later = [name for _, names in times[1:] for name in names]
        times[1:] = [(LATER, later)]
    for number, (words, names) in enumerate(times, start=1):
        listed = _listed([*dict.fromkeys(names)], cut.names)
        yield CheckTime(words, compose(f"{listed}.{marks if number == len(times) else ''}"))


LATER = "Later"
"""The words for all times after the first, where there is no room to tell each."""


def _listed(names: list[str], most: int) -> str:
    """Return ``most`` of ``names`` as a list, and how many more there are."""
    left = len(names) - most
    if left > 1:
        names = [*names[:most], f"{left} more"]
    first, *others = names
    return ", ".join((first, *map(compare.in_sentence, others)))


SHORTER = {
    Moment.BEFORE.words: "Before",
    Moment.FIRST_DOSE.words: "First dose",
    Moment.DOSE.words: "Each dose",
    f"{Moment.DURING.words}, ": "",
    Moment.DURING.words: "During",
    f"{Moment.AFTER.words}, ": "After, ",
    Moment.AFTER.words: "After",
}
"""Times of checks as a page says them, and as the leaf does."""


def _in_short(words: str) -> str:
    for long, short in SHORTER.items():
        if words.startswith(long):
            words = f"{short}{words.removeprefix(long)}"
            return compare.capitalized(words)
    return words


def _numbers(guide: Guide, page: TherapyPage, compose: Compose, cut: Cut) -> Iterator[Bars]:
    """Yield the result at the top of the page, and its gravest side effects that were compared."""
    name = compare.in_sentence(page.title)
    if (result := page.point_result) and cut.result:
        about = f"{result.named}, {result.group}, {result.time_span}. Out of {result.out_of:,}:"
        yield Bars(
            compose(f"{about}{markers_of(keys_in(result.finding.source))}"),
            result.out_of,
            (
                Bar(
                    f"{result.with_treatment:,} {result.happened} on {name}",
                    result.with_treatment,
                    on=True,
                ),
                Bar(
                    f"{result.without_treatment:,} on {result.comparator}",
                    result.without_treatment,
                    on=False,
                ),
            ),
        )
    charts = [group.largest for group in harm_charts.groups(guide.effects_of(page))]
    if (chart := next(filter(None, charts), None)) and cut.rows:
        rows = chart.rows[: cut.rows]
        keys = [key for row in rows for key in keys_in(row.effect.detail.source)]
        people = f"{chart.group or 'People in the trials'}, {chart.time_span}"
        about = f"{compare.capitalized(people)}. Out of {chart.out_of:,}:"
        given = chart.given or name
        bars = (bar for row in rows for bar in _bars_of(row, given, chart.comparator))
        yield Bars(compose(f"{about}{markers_of(keys)}"), 0, tuple(bars))


def _bars_of(row: harm_charts.HarmRow, name: str, comparator: str) -> tuple[Bar, Bar]:
    on, off = row.effect.with_treatment or 0, row.effect.without_treatment or 0
    return (
        Bar(f"{row.about.title}: {on:,} on {name}", on, on=True),
        Bar(f"{off:,} on {comparator}", off, on=False),
    )


# When to call

PRINTED = (Urgency.EMERGENCY, Urgency.CRISIS, Urgency.SAME_DAY)


def _signs(
    guide: Guide, treatments: Sequence[TherapyPage], others: Sequence[Page], cut: Cut
) -> Iterator[Signs]:
    """Yield the signs of each level for now, each once. Only those for a call today are cut.

    Signs about certain treatments come first. Those that no treatment on the leaf names are left
    out: pages of side effects name them for other treatments.
    """
    named = {slug for page in treatments for slug in names_of_signs(page)}
    found: dict[Urgency, list[tuple[bool, str]]] = {level: [] for level in PRINTED}
    left: dict[str, None] = {}
    for page in (*treatments, *others):
        for level, signs, text in by_level(page, guide):
            if level not in found:
                continue
            here = [sign for sign in signs if not (treatments and sign.own) or sign.slug in named]
            most = cut.signs if level == Urgency.SAME_DAY else len(here)
            found[level] += [(not sign.own, sign.at_once.source) for sign in here[:most]]
            left |= dict.fromkeys(sign.at_once.source for sign in here[most:])
            if text:
                found[level].append((True, text.source))
    for level, texts in found.items():
        ordered = dict.fromkeys(source for _, source in sorted(texts, key=lambda one: one[0]))
        if ordered:
            more = len(left.keys() - ordered.keys()) if level == Urgency.SAME_DAY else 0
            yield Signs(level, " • ".join(map(_run_in, ordered)), more)


def _run_in(source: str) -> str:
    """Return a sign so that it can stand between others, without citations."""
    return without_markers(source).strip().rstrip(".")
