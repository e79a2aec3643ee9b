"""The schedule of the monitoring checks of a treatment.

Months count from the start, or from the start of each course if a treatment is given in courses.
If the source of a check names no month, none is shown: the check is due "at some time".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby, pairwise

from guidance.pages.choices import Moment
from guidance.pages.citations import keys_in
from guidance.pages.compare import in_sentence
from guidance.pages.sections import BEFORE_YOU_START, CHECK_UPS, THERAPY
from guidance.pages.structures import Check, TherapyPage

MOMENTS = {moment.value: moment.words for moment in Moment}
"""Each moment in order of time, with its words. Set months are shown by their numbers."""
OTHER_MOMENT = "At another time (ask your clinic)"
"""The words for a moment that only a later release knows. Its checks are sorted last."""
YEAR = 12
HERE, SOME_TIME, NONE = "here", "some-time", ""

When = tuple[int, tuple[int, ...], bool, int, int]


def when(moment: str, months: tuple[int, ...], every_from: int, every_to: int) -> When:
    """Return the sort key of a check. Checks that are due at the same time have the same key."""
    place = list(MOMENTS).index(moment) if moment in MOMENTS else len(MOMENTS)
    return (place, months, not every_from, every_from, every_to)


@dataclass(frozen=True, slots=True)
class Timepoint:
    """One time, and all checks that are due at that time."""

    checks: tuple[Check, ...]

    @property
    def moment(self) -> str:
        """The moment that its checks have in common, a value of ``Moment``."""
        return self.checks[0].moment

    @property
    def words(self) -> str:
        """The time in words, for example "In months 1, 3 and 6, then once a year"."""
        if self.moment == Moment.MONTHS:
            return ", then ".join(filter(None, (_months(self.checks[0].months), self.again)))
        return ", ".join(filter(None, (MOMENTS.get(self.moment, OTHER_MOMENT), self.again)))

    def words_after(self, moment: str | None) -> str:
        """Return the time in words below a timepoint of ``moment``, which is not said twice."""
        again = self.again if moment == self.moment != Moment.MONTHS else ""
        return again[:1].upper() + again[1:] or self.words

    @property
    def again(self) -> str:
        """How often they are due again, in words; empty where no source says it."""
        return _every(self.checks[0].every_from, self.checks[0].every_to)

    @property
    def names(self) -> str:
        """The names of its checks, each once, separated by commas."""
        first, *others = dict.fromkeys(check.name for check in self.checks)
        return ", ".join((first, *map(in_sentence, others)))

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the sources that its checks cite, each once."""
        return tuple(
            dict.fromkeys(key for check in self.checks for key in keys_in(check.text.source))
        )

    @property
    def year(self) -> tuple[str, ...]:
        """For each month of the first year: ``HERE``, ``SOME_TIME`` or ``NONE``.

        Empty if no source says in which months the checks are due, or how often.
        """
        check = self.checks[0]
        if check.moment == Moment.MONTHS:
            return tuple(_mark(month, check) for month in range(1, YEAR + 1))
        if check.moment == Moment.DURING and check.every_from:
            monthly = check.every_to == 1
            return (HERE if monthly else SOME_TIME,) * YEAR
        return ()

    @property
    def repeats(self) -> bool:
        """Whether the checks are due again after the first year."""
        check = self.checks[0]
        return bool(check.every_from) or any(month > YEAR for month in check.months)


def _mark(month: int, check: Check) -> str:
    """Return the mark of ``month`` for a check in set months, which may repeat after the last."""
    past = month - check.months[-1]
    if month in check.months:
        return HERE
    if past < check.every_from or not check.every_from:
        return NONE
    if check.every_from < check.every_to:
        return SOME_TIME
    return HERE if past % check.every_from == 0 else NONE


def timepoints(page: TherapyPage) -> tuple[Timepoint, ...]:
    """Return the times at which checks of a treatment are due, in order of time."""
    checks = sorted(page.monitoring, key=_when)
    return tuple(Timepoint(tuple(group)) for _, group in groupby(checks, key=_when))


@dataclass(frozen=True, slots=True)
class Stage:
    """What a reader does at one moment: its words, and (how often, names) of the checks."""

    moment: str
    words: str
    parts: tuple[tuple[str, str], ...]


def stages(timepoints: Iterable[Timepoint]) -> tuple[Stage, ...]:
    """Return ``timepoints`` by moment; times in set months stay apart."""
    found = []
    for (moment, _), group in groupby(timepoints, key=_moment_or_months):
        times = tuple(group)
        if moment == Moment.MONTHS:
            parts: tuple[tuple[str, str], ...] = (("", times[0].names),)
            found.append(Stage(moment, times[0].words, parts))
        else:
            parts = tuple((time.again, time.names) for time in times)
            found.append(Stage(moment, MOMENTS.get(moment, OTHER_MOMENT), parts))
    return tuple(found)


def _moment_or_months(timepoint: Timepoint) -> tuple[str, str]:
    return timepoint.moment, timepoint.words if timepoint.moment == Moment.MONTHS else ""


def _when(check: Check) -> When:
    return when(check.moment, check.months, check.every_from, check.every_to)


_LEGEND = {
    HERE: "Filled: a check.",
    SOME_TIME: "Line: within these months.",
}


def legend(timepoints: Iterable[Timepoint]) -> str:
    """Return the legend of the drawn months of ``timepoints``; empty if no month is drawn."""
    years = [timepoint for timepoint in timepoints if timepoint.year]
    if not years:
        return ""
    marks = [
        words
        for mark, words in _LEGEND.items()
        if any(mark in timepoint.year for timepoint in years)
    ]
    arrow = ["Arrow: goes on."] if any(timepoint.repeats for timepoint in years) else []
    return " ".join(["Boxes: months 1 to 12.", *marks, *arrow])


SECTIONS = tuple(section.id for section in THERAPY if section.rows == "checks")
"""The sections of a treatment that show its checks."""


def timepoints_in(page: TherapyPage, section_id: str) -> tuple[tuple[str, Timepoint], ...]:
    """Return (introduction, timepoint) for the checks that the section shows.

    The introduction is empty if it would only repeat the heading. After a timepoint of the same
    moment it says only how often.
    """
    shown = tuple(timepoint for timepoint in timepoints(page) if _section(timepoint) == section_id)
    alone = [timepoint.words for timepoint in shown] in (
        [Moment.BEFORE.words],
        [Moment.DURING.words],
    )
    before = (None, *(timepoint.moment for timepoint in shown))
    return tuple(
        ("" if alone else timepoint.words_after(moment), timepoint)
        for moment, timepoint in zip(before, shown, strict=False)
    )


def _section(timepoint: Timepoint) -> str:
    return BEFORE_YOU_START if timepoint.moment == Moment.BEFORE else CHECK_UPS


def section_text(page: TherapyPage, section_id: str) -> str:
    """Return a section as Markdown, its checks first; empty if it has neither checks nor text."""
    section = page.section(section_id)
    text = section.text.source if section else ""
    blocks = []
    for words, timepoint in timepoints_in(page, section_id):
        lines = "\n".join(f"- {check.text.source}" for check in timepoint.checks)
        blocks.append(f"**{words}:**\n\n{lines}" if words else lines)
    if text.startswith("- ") and blocks:
        if blocks[-1].startswith("- "):
            blocks[-1], text = f"{blocks[-1]}\n{text}", ""
        else:
            text = f"**Also:**\n\n{text}"
    return "\n\n".join(filter(None, [*blocks, text]))


def _months(months: tuple[int, ...]) -> str:
    first, *more = months
    if not more:
        return f"In month {first}"
    if all(later == month + 1 for month, later in pairwise(months)) and len(more) > 1:
        return f"Each month from month {first} to {more[-1]}"
    return f"In months {', '.join(map(str, months[:-1]))} and {months[-1]}"


def _every(fewest: int, most: int) -> str:
    """Return an interval of months in words; empty if ``fewest`` is 0."""
    if not fewest:
        return ""
    if fewest < most:
        return f"every {fewest} to {most} months"
    return {1: "each month", YEAR: "once a year"}.get(fewest, f"every {fewest} months")
