"""The side effects of a treatment by what they can do, with charts of those that were compared.

A chart holds side effects that were counted in the same people, over the same time and against the
same comparator: two bars for each. All counts of a treatment have one denominator, and all its bars
one scale. Where readers open all side effects, each stands once: in a chart or in a list.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from guidance.pages import bars
from guidance.pages.choices import Gravity, Seriousness
from guidance.pages.citations import without_markers
from guidance.pages.structures import Effect, SideEffectPage

WIDEST = 75.0
"""The width of the longest bar, in percent of the chart; the rest is for its number."""


@dataclass(frozen=True, slots=True)
class HarmRow:
    """One side effect: its counts, and the widths of its bars in percent of the chart.

    ``only`` is what the row counts besides the people of its chart, for example “joint pain only”.
    """

    effect: Effect
    about: SideEffectPage
    only: str
    width_with: str
    width_without: str

    @property
    def detailed(self) -> bool:
        """Whether its detail says more than its bars: that more people had it than without."""
        return not says_only_more(self.effect)


ONLY_MORE = re.compile(r"more (?:often |common )?than on (.+)\.", re.IGNORECASE)


def says_only_more(effect: Effect) -> bool:
    """Whether the detail of a counted ``effect`` says only that more had it than without."""
    found = ONLY_MORE.fullmatch(without_markers(effect.detail.source).strip())
    more = effect.compared and (effect.with_treatment or 0) > (effect.without_treatment or 0)
    return more and found is not None and found[1] == effect.comparator


People = tuple[int, str, str, str, str]


@dataclass(frozen=True, slots=True)
class HarmChart:
    """Side effects that may stand on one scale: see the module.

    Without a ``comparator``, nobody was compared, and each has one bar. ``given`` is what these
    people took where that is another medicine than the treatment of the page. A chart is
    ``as_above`` if the one right before it counts the same people.
    """

    out_of: int
    comparator: str
    time_span: str
    group: str
    given: str
    rows: tuple[HarmRow, ...]
    as_above: bool = False

    def counts_as(self, other: "HarmChart | None") -> bool:
        """Whether both charts count the same people over the same time."""
        return other is not None and self.people == other.people

    @property
    def people(self) -> People:
        """Who was counted, over what time and against what."""
        return (self.out_of, self.comparator, self.time_span, self.group, self.given)


Pair = tuple[Effect, SideEffectPage]


@dataclass(frozen=True, slots=True)
class HarmGroup:
    """The side effects of one ``gravity``: all of them, and the charts of those compared.

    The ``largest`` chart of the gravest is shown at once.
    """

    gravity: Gravity
    members: tuple[Pair, ...]
    charts: tuple[HarmChart, ...]

    @property
    def largest(self) -> HarmChart | None:
        """The chart with the most side effects, None if there is no chart."""
        return max(self.charts, key=lambda chart: len(chart.rows), default=None)

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


@dataclass(frozen=True, slots=True)
class HarmLine:
    """Side effects that share one line of a list: their pages, and an ``effect`` that tells of all.

    They are as serious as each other, and the page says the same about each.
    """

    effect: Effect
    pages: tuple[SideEffectPage, ...]


@dataclass(frozen=True, slots=True)
class HarmDetails:
    """The side effects of one ``gravity`` where readers open all: each is a row once.

    Those counted stand in ``charts``, but for the chart that is shown at once: its side effects are
    among the ``others``, which have no number here.
    """

    gravity: Gravity
    charts: tuple[HarmChart, ...]
    others: tuple[Pair, ...]

    @property
    def all_common(self) -> bool:
        """Whether all of several are common, so that the heading says it once."""
        effects = [row.effect for chart in self.charts for row in chart.rows]
        effects += [effect for effect, _page in self.others]
        return len(effects) > 1 and all(one.seriousness == Seriousness.COMMON for one in effects)

    @property
    def lines(self) -> tuple[HarmLine, ...]:
        """The ``others``: those of which the same is said, with whatever source, share a line.

        Those of the boxed warning have a line each, and so have those without a detail.
        """
        alike: dict[tuple[str, ...], list[Pair]] = {}
        for effect, page in self.others:
            said = without_markers(effect.detail.source).strip()
            alone = not said or effect.seriousness == Seriousness.BOXED
            own = effect.side_effect if alone else ""
            alike.setdefault((effect.seriousness, said, own), []).append((effect, page))
        return tuple(
            HarmLine(pairs[0][0], tuple(page for _effect, page in pairs))
            for pairs in alike.values()
        )


SERIOUSNESS = (Seriousness.BOXED, Seriousness.SERIOUS, Seriousness.COMMON)
"""The order of side effects in a group."""


KNOWN_GRAVITIES = {gravity.value: gravity for gravity in Gravity}


def gravity(effect: Effect, page: SideEffectPage) -> Gravity:
    """Return what a side effect can do to a person on this treatment.

    What a boxed warning names could kill or harm for life. A page that does not say what its side
    effect can do counts as something to see somebody about.
    """
    if effect.seriousness == Seriousness.BOXED:
        return Gravity.LIFE
    return KNOWN_GRAVITIES.get(page.gravity, Gravity.SEE_SOMEBODY)


def groups(pairs: Iterable[Pair]) -> tuple[HarmGroup, ...]:
    """Return the side effects by gravity, the gravest first. Empty groups are left out.

    Those of the boxed warning come first in a group, then the serious ones. Counts must have one
    denominator.
    """
    pairs = sorted(pairs, key=_place)
    longest = _longest(pairs)
    of_gravity = (
        (group, tuple(pair for pair in pairs if gravity(*pair) == group)) for group in Gravity
    )
    return tuple(
        HarmGroup(group, members, _charts([pair for pair in members if pair[0].compared], longest))
        for group, members in of_gravity
        if members
    )


def details(shown: Sequence[HarmGroup]) -> tuple[HarmDetails, ...]:
    """Return what readers open below the ``groups`` of a treatment.

    Here, charts of the same people are one: what only one side effect counts stands in its row.
    A chart of the next gravity that counts the same people as the last one is ``as_above``.
    """
    pairs = [pair for harms in shown for pair in harms.members]
    longest, common = _longest(pairs), _common_groups(pairs)
    at_once = shown[0].largest if shown else None
    seen = [row.effect for row in at_once.rows] if at_once else []
    found = []
    before: HarmChart | None = None
    for harms in shown:
        counted = [pair for pair in harms.members if pair[0].counted and pair[0] not in seen]
        others = tuple(pair for pair in harms.members if pair not in counted)
        charts = []
        for chart in _charts(counted, longest, common):
            charts.append(replace(chart, as_above=chart.counts_as(before)))
            before = chart
        found.append(HarmDetails(harms.gravity, tuple(charts), others))
    return tuple(found)


def _common_groups(pairs: Iterable[Pair]) -> frozenset[str]:
    """Return the groups of people that side effects share, some with a further condition."""
    groups = [effect.group for effect, _ in pairs if effect.counted]
    starts = Counter(group.rpartition(CONDITION)[0] for group in groups if CONDITION in group)
    return frozenset(start for start in starts if start in groups or starts[start] > 1)


CONDITION = "; "
"""What stands before the further condition of a group of people."""


def _place(pair: Pair) -> int:
    seriousness = pair[0].seriousness
    return SERIOUSNESS.index(Seriousness(seriousness)) if seriousness in SERIOUSNESS else 1


def _counts(effect: Effect) -> tuple[int, ...]:
    if effect.compared:
        return (effect.with_treatment or 0, effect.without_treatment or 0)
    return (effect.uncompared,) if effect.uncompared is not None else ()


def _longest(pairs: Iterable[Pair]) -> int:
    return max((count for effect, _ in pairs for count in _counts(effect)), default=1) or 1


def _charts(
    pairs: Sequence[Pair], longest: int, common: frozenset[str] = frozenset()
) -> tuple[HarmChart, ...]:
    """Return charts of counted side effects; the groups of people ``common`` have one each."""
    alike: dict[People, list[HarmRow]] = {}
    for effect, page in pairs:
        group, _, only = effect.group.rpartition(CONDITION)
        if group not in common:
            group, only = effect.group, ""
        people = (effect.out_of or 0, effect.comparator, effect.time_span, group, effect.given)
        widths = [bars.length(count, longest, WIDEST) for count in (*_counts(effect), 0)[:2]]
        alike.setdefault(people, []).append(HarmRow(effect, page, only, *widths))
    return tuple(HarmChart(*people, tuple(rows)) for people, rows in alike.items())
