"""Counted side effects of a treatment as charts: two bars for each, on one scale.

A chart holds the side effects that were counted in the same people, over the same time and against
the same comparator. All its counts have one denominator.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from guidance.pages import bars
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


def charts(pairs: Iterable[Pair]) -> tuple[HarmChart, ...]:
    """Return the charts of the counted effects of ``pairs``, in the order of the first of each."""
    groups: dict[tuple[int, str, str, str], list[Pair]] = {}
    for effect, page in pairs:
        if effect.counted and effect.out_of:
            alike = (effect.out_of, effect.comparator, effect.time_span, effect.group)
            groups.setdefault(alike, []).append((effect, page))
    return tuple(HarmChart(*alike, _rows(group)) for alike, group in groups.items())


def _rows(pairs: list[Pair]) -> tuple[HarmRow, ...]:
    counts = [
        count for effect, _ in pairs for count in (effect.with_treatment, effect.without_treatment)
    ]
    longest = max(filter(None, counts), default=1)

    def width(count: int | None) -> str:
        return bars.length(count or 0, longest, WIDEST)

    return tuple(
        HarmRow(effect, page.title, width(effect.with_treatment), width(effect.without_treatment))
        for effect, page in pairs
    )


def uncounted(pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    """Return the ``pairs`` for which no source gives a number."""
    return tuple((effect, page) for effect, page in pairs if not effect.counted)
