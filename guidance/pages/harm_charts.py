"""The side effects of a treatment by what they can do, with charts of those that were compared.

A chart holds side effects that were counted in the same people, over the same time and against the
same comparator: two bars for each. All counts of a treatment have one denominator, and all its bars
one scale.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from guidance.pages import bars
from guidance.pages.choices import Gravity, Seriousness
from guidance.pages.structures import Effect, SideEffectPage

WIDEST = 75.0
"""The width of the longest bar, in percent of the chart; the rest is for its number."""


@dataclass(frozen=True, slots=True)
class HarmRow:
    """One side effect: its counts, and the widths of its two bars in percent of the chart."""

    effect: Effect
    title: str
    width_with: str
    width_without: str


@dataclass(frozen=True, slots=True)
class HarmChart:
    """Side effects that may stand on one scale: see the module."""

    out_of: int
    comparator: str
    time_span: str
    group: str
    rows: tuple[HarmRow, ...]


Pair = tuple[Effect, SideEffectPage]


@dataclass(frozen=True, slots=True)
class HarmGroup:
    """The side effects of one ``gravity``: all of them, and the charts of those compared.

    The ``largest`` chart is shown at once, the ``other_charts`` when a reader opens them.
    """

    gravity: Gravity
    members: tuple[Pair, ...]
    charts: tuple[HarmChart, ...]

    @property
    def largest(self) -> HarmChart | None:
        """The chart with the most side effects, None if there is no chart."""
        return max(self.charts, key=lambda chart: len(chart.rows), default=None)

    @property
    def other_charts(self) -> tuple[HarmChart, ...]:
        """The charts besides the largest."""
        return tuple(chart for chart in self.charts if chart is not self.largest)

    @property
    def boxed(self) -> tuple[Pair, ...]:
        """Those of the boxed warning."""
        return tuple(pair for pair in self.members if pair[0].seriousness == Seriousness.BOXED)

    @property
    def others(self) -> tuple[Pair, ...]:
        """Those that are neither in the boxed warning nor in the largest chart."""
        charted = [row.effect for row in self.largest.rows] if self.largest else []
        return tuple(
            (effect, page)
            for effect, page in self.members
            if effect.seriousness != Seriousness.BOXED and effect not in charted
        )

    @property
    def some_not_counted(self) -> bool:
        """Whether a source gives no number for one of them."""
        return not all(effect.counted for effect, _page in self.members)


SERIOUSNESS = (Seriousness.BOXED, Seriousness.SERIOUS, Seriousness.COMMON)
"""The order of side effects in a group."""


def gravity(effect: Effect, page: SideEffectPage) -> Gravity:
    """Return what a side effect can do to a person on this treatment.

    What a boxed warning names could kill or harm for life. A page that does not say what its side
    effect can do counts as something to see somebody about.
    """
    if effect.seriousness == Seriousness.BOXED:
        return Gravity.LIFE
    return Gravity(page.gravity) if page.gravity in Gravity.values() else Gravity.SEE_SOMEBODY


def groups(pairs: Iterable[Pair]) -> tuple[HarmGroup, ...]:
    """Return the side effects by gravity, the gravest first. Empty groups are left out.

    Those of the boxed warning come first in a group, then the serious ones. Counts must have one
    denominator.
    """
    pairs = sorted(pairs, key=_place)
    longest = max((count for effect, _ in pairs for count in _compared(effect)), default=1) or 1
    of_gravity = (
        (group, tuple(pair for pair in pairs if gravity(*pair) == group)) for group in Gravity
    )
    return tuple(
        HarmGroup(group, members, _charts(members, longest))
        for group, members in of_gravity
        if members
    )


def _place(pair: Pair) -> int:
    seriousness = pair[0].seriousness
    return SERIOUSNESS.index(Seriousness(seriousness)) if seriousness in SERIOUSNESS else 1


def _compared(effect: Effect) -> tuple[int, ...]:
    return (effect.with_treatment or 0, effect.without_treatment or 0) if effect.compared else ()


def _charts(pairs: Sequence[Pair], longest: int) -> tuple[HarmChart, ...]:
    alike: dict[tuple[int, str, str, str], list[HarmRow]] = {}
    for effect, page in pairs:
        if effect.compared:
            people = (effect.out_of or 0, effect.comparator, effect.time_span, effect.group)
            widths = (bars.length(count, longest, WIDEST) for count in _compared(effect))
            alike.setdefault(people, []).append(HarmRow(effect, page.title, *widths))
    return tuple(HarmChart(*people, tuple(rows)) for people, rows in alike.items())
