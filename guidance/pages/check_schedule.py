"""When which check comes: the checks of a treatment put in order of time and into words.

A source that names no month gives none here: such a check stands for "at some time". Months count
from the start, or from the start of each course where a treatment is given in courses.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby, pairwise

from guidance.pages.citations import keys_in
from guidance.pages.compare import in_sentence
from guidance.pages.structures import Check, TherapyPage

MOMENTS = {
    "before": "Before you start",
    "first-dose": "At the first dose",
    "months": "",
    "dose": "Each time you get it",
    "during": "While you take it",
    "after": "After you stop",
}
"""Each moment in the order of time, in words; set months are put into words by their numbers."""
OTHER_MOMENT = "At another time (ask your clinic)"
"""The words of a moment that this release does not know, as a later one may add. It comes last."""
YEAR = 12
HERE, SOME_TIME, NONE = "here", "some-time", ""

When = tuple[int, tuple[int, ...], bool, int, int]


def when(moment: str, months: tuple[int, ...], every_from: int, every_to: int) -> When:
    """Return what puts a check in order of time; checks of one time have the same."""
    place = list(MOMENTS).index(moment) if moment in MOMENTS else len(MOMENTS)
    return (place, months, not every_from, every_from, every_to)


@dataclass(frozen=True, slots=True)
class Stop:
    """One time and all checks that come then."""

    checks: tuple[Check, ...]

    @property
    def moment(self) -> str:
        """The moment that its checks share, as in ``Check``."""
        return self.checks[0].moment

    @property
    def words(self) -> str:
        """When it is: "In months 1, 3 and 6, then once a year"."""
        check = self.checks[0]
        again = _every(check.every_from, check.every_to)
        if check.moment == "months":
            return ", then ".join(filter(None, (_months(check.months), again)))
        return ", ".join(filter(None, (MOMENTS.get(check.moment, OTHER_MOMENT), again)))

    @property
    def names(self) -> str:
        """The names of its checks as one run of words, each once."""
        found = list(dict.fromkeys(check.name for check in self.checks))
        return ", ".join((found[0], *map(in_sentence, found[1:])))

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the sources that its checks cite, each once."""
        return tuple(dict.fromkeys(key for one in self.checks for key in keys_in(one.text.source)))

    @property
    def year(self) -> tuple[str, ...]:
        """What there is in each month of the first year: a check, one at some time, or none.

        Empty where no source says in which months it comes, or how often.
        """
        check = self.checks[0]
        if check.moment == "months":
            return tuple(_mark(month, check) for month in range(1, YEAR + 1))
        if check.moment == "during" and check.every_from:
            monthly = check.every_to == 1
            return (HERE if monthly else SOME_TIME,) * YEAR
        return ()

    @property
    def goes_on(self) -> bool:
        """Say whether what ``year`` tells comes again after the first year."""
        check = self.checks[0]
        return bool(check.every_from) or any(month > YEAR for month in check.months)


def _mark(month: int, check: Check) -> str:
    """Return what there is in one month of checks in set months that may then come again."""
    past = month - check.months[-1]
    if month in check.months:
        return HERE
    if past < check.every_from or not check.every_from:
        return NONE
    if check.every_from < check.every_to:
        return SOME_TIME
    return HERE if past % check.every_from == 0 else NONE


def stops(page: TherapyPage) -> tuple[Stop, ...]:
    """Return the checks of a treatment by time, first things first."""
    found = sorted(page.monitoring, key=_when)
    return tuple(Stop(tuple(group)) for _, group in groupby(found, key=_when))


def _when(check: Check) -> When:
    return when(check.moment, check.months, check.every_from, check.every_to)


_KEY = {
    HERE: "Filled: a check in that month.",
    SOME_TIME: "Line: at some time in these months.",
}


def key(found: Iterable[Stop]) -> str:
    """Return how the drawn months of these times are read, empty where there are none."""
    years = [stop for stop in found if stop.year]
    if not years:
        return ""
    marks = [words for mark, words in _KEY.items() if any(mark in stop.year for stop in years)]
    arrow = ["Arrow: it goes on."] if any(stop.goes_on for stop in years) else []
    return " ".join(["The boxes are months 1 to 12.", *marks, *arrow])


SECTIONS = BEFORE, LATER = "before-you-start", "check-ups"
"""The sections of a treatment under which its checks stand."""


def under(page: TherapyPage, section_id: str) -> tuple[tuple[str, Stop], ...]:
    """Return (words that lead in, time) for the checks of that section.

    The words are empty where they would say the heading again.
    """
    found = tuple(stop for stop in stops(page) if _section(stop) == section_id)
    alone = [stop.words for stop in found] in ([MOMENTS["before"]], [MOMENTS["during"]])
    return tuple(("" if alone else stop.words, stop) for stop in found)


def _section(stop: Stop) -> str:
    return BEFORE if stop.moment == "before" else LATER


def told(page: TherapyPage, section_id: str) -> str:
    """Return all that the page says in that section as one text: checks, then what else there is.

    Empty where it says nothing.
    """
    section = page.section(section_id)
    text = section.text.source if section else ""
    blocks = []
    for words, stop in under(page, section_id):
        lines = "\n".join(f"- {check.text.source}" for check in stop.checks)
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
    """Return an interval in words, empty where there is none."""
    if not fewest:
        return ""
    if fewest < most:
        return f"every {fewest} to {most} months"
    return {1: "each month", YEAR: "once a year"}.get(fewest, f"every {fewest} months")
