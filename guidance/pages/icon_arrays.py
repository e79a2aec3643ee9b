"""Icon arrays of results, and drawings of the months in which checks are due.

An icon array draws each counted person as a mark, with and without the treatment, at the same
scale. Pages and PDF draw the same strokes. Marks differ in shape as well as in color: the outcome
happened (full), the difference between the two sides (ringed, with a bar), it did not happen
(empty or small).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from guidance.pages.check_schedule import HERE, SOME_TIME, Timepoint
from guidance.pages.structures import Effect, Evidence

CELL_SIZE = 20
"""The width and height of the square for one person, in units of the SVG."""
FEW = 100
"""The largest number of people drawn as single circles. More are drawn as dashed lines, which take
fewer bytes.
"""


@dataclass(frozen=True, slots=True)
class Stroke:
    """People of one kind as one path. ``kind`` is ``on``, ``gap`` or ``off``.

    If ``dash`` is set, the path consists of lines with that dash pattern, one dash per person.
    """

    kind: str
    path: str
    dash: str = ""
    width: int = 0
    cap: str = ""


@dataclass(frozen=True, slots=True)
class ArmPicture:
    """One side of a result: the number of people of each kind, and their strokes.

    ``on`` counts people with the outcome on both sides, ``gap`` those with it on this side only,
    and ``off`` those without it.
    """

    on: int
    gap: int
    off: int
    width: int
    height: int
    strokes: tuple[Stroke, ...]

    @property
    def happened(self) -> int:
        """The number of people with the outcome."""
        return self.on + self.gap


@dataclass(frozen=True, slots=True)
class Picture:
    """The icon array of one result: without the treatment and with it.

    ``gap`` is the difference between both sides, ``fewer`` whether fewer people had the outcome
    with the treatment. ``columns`` is the number of people in a row. ``marks`` holds one mark of
    each kind, for the legend.
    """

    without_treatment: ArmPicture
    with_treatment: ArmPicture
    out_of: int
    gap: int
    fewer: bool
    columns: int
    marks: Mapping[str, ArmPicture]


def picture(counted: Evidence | Effect, few: int = 10, many: int = 50) -> Picture:
    """Return the icon array of a result or a side effect, in rows of ``few`` or ``many`` people.

    Raises ``ValueError`` for a side effect without numbers.
    """
    people, treated, others = counted.out_of, counted.with_treatment, counted.without_treatment
    if people is None or treated is None or others is None:
        raise ValueError("Nobody counted it, so there is nothing to draw.")
    both = min(treated, others)
    columns = few if people <= FEW else many
    return Picture(
        without_treatment=_arm(both, others, people, columns),
        with_treatment=_arm(both, treated, people, columns),
        out_of=people,
        gap=abs(others - treated),
        fewer=others > treated,
        columns=columns,
        marks=marks(people),
    )


def marks(out_of: int) -> Mapping[str, ArmPicture]:
    """Return one mark of each kind, drawn as in an array of ``out_of`` people."""
    return {kind: _mark(kind, out_of) for kind in ("on", "gap", "off")}


BOX, APART, QUARTER = 22, 24, 6
"""The sides of the box of a month, the distance between two months, and the extra space between
two quarters of a year.
"""


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a drawn year: its number, the left edge of its box, and the mark in it."""

    number: int
    left: int
    mark: str


@dataclass(frozen=True, slots=True)
class Year:
    """The boxes of the first year. ``repeats`` says whether the checks go on after it."""

    months: tuple[Month, ...]
    width: int
    repeats: bool

    @property
    def boxes(self) -> str:
        """The boxes of all months as one SVG path."""
        return _boxes(self.months)

    @property
    def filled(self) -> str:
        """The boxes of the months with a check as one SVG path, empty if there are none."""
        return _boxes(month for month in self.months if month.mark == HERE)

    @property
    def lined(self) -> str:
        """The thick lower edges of the months in which some checks may come, as one SVG path."""
        lined = (month for month in self.months if month.mark == SOME_TIME)
        return "".join(f"M{month.left} 20h{BOX}" for month in lined)


def _boxes(months: Iterable[Month]) -> str:
    return "".join(f"M{month.left} 1h{BOX}v{BOX}h-{BOX}z" for month in months)


def year(timepoint: Timepoint) -> Year | None:
    """Return the drawn months of a timepoint, or None if no month of the first year is known."""
    months = tuple(
        Month(number, 1 + (number - 1) * APART + (number - 1) // 3 * QUARTER, mark)
        for number, mark in enumerate(timepoint.year, start=1)
    )
    return Year(months, months[-1].left + 2 * APART, timepoint.repeats) if months else None


def text_alternative(evidence: Evidence, name: str) -> str:
    """Return the text alternative of an icon array: the people with and without the outcome.

    ``name`` is the treatment, as it is written inside a sentence.
    """
    return (
        f"On {evidence.comparator}, {evidence.without_treatment} out of {evidence.out_of:,} people "
        f"{evidence.happened}; {evidence.without_spared} {evidence.not_happened}. "
        f"On {name}, {evidence.with_treatment} out of {evidence.out_of:,} people "
        f"{evidence.happened}; {evidence.with_spared} {evidence.not_happened}."
    )


def _arm(both: int, happened: int, out_of: int, columns: int) -> ArmPicture:
    draw = _circles if out_of <= FEW else _rows
    spans = {"on": (0, both), "gap": (both, happened), "off": (happened, out_of)}
    strokes = [
        draw(kind, first, last, columns) for kind, (first, last) in spans.items() if last > first
    ]
    return ArmPicture(
        on=both,
        gap=happened - both,
        off=out_of - happened,
        width=columns * CELL_SIZE,
        height=-(-out_of // columns) * CELL_SIZE,
        strokes=tuple(strokes),
    )


def _mark(kind: str, out_of: int) -> ArmPicture:
    draw = _circles if out_of <= FEW else _rows
    return ArmPicture(0, 0, 0, CELL_SIZE, CELL_SIZE, (draw(kind, 0, 1, 1),))


def _circles(kind: str, first: int, last: int, columns: int) -> Stroke:
    """Return the people numbered ``first`` to ``last - 1`` as circles; ``gap`` adds a bar."""
    bar = "m4 0h6" if kind == "gap" else ""
    path = [
        f"M{number % columns * CELL_SIZE + 3} {number // columns * CELL_SIZE + 10}"
        f"a7 7 0 1 0 14 0a7 7 0 1 0-14 0{bar}"
        for number in range(first, last)
    ]
    return Stroke(kind, "".join(path))


DOTS, SQUARES, BARS = "0.01 19.99", "12 8", "6 14"
"""Dash patterns with one dash per person. A dot is a dash of almost no length with round ends."""
_DASHES: Mapping[str, tuple[str, int]] = {"on": (DOTS, 16), "gap": (SQUARES, 12), "off": (DOTS, 6)}
_START: Mapping[str, int] = {DOTS: 10, SQUARES: 4, BARS: 7}


def _rows(kind: str, first: int, last: int, columns: int) -> Stroke:
    """Return the people numbered ``first`` to ``last - 1`` as dashes, one line per row."""
    dash, width = _DASHES[kind]
    path = _lines(dash, first, last, columns)
    return Stroke(kind, path, dash, width, "round" if dash == DOTS else "butt")


def _lines(dash: str, first: int, last: int, columns: int) -> str:
    """Return a path with one line per row, for the people numbered ``first`` to ``last - 1``."""
    path, start = [], _START[dash]
    for row in range(first // columns, (last - 1) // columns + 1):
        left = max(first - row * columns, 0)
        right = min(last - row * columns, columns)
        length = (right - left - 1) * CELL_SIZE + CELL_SIZE - 2 * start + 0.01
        path.append(f"M{left * CELL_SIZE + start} {row * CELL_SIZE + 10}h{length:g}")
    return "".join(path)


_PAPER: Mapping[str, tuple[tuple[str, float, str], ...]] = {
    "on": ((DOTS, 14, "#000"),),
    "gap": ((DOTS, 14, "#000"), (DOTS, 9.5, "#fff"), (BARS, 2.5, "#000")),
    "off": ((DOTS, 14, "#555"), (DOTS, 11, "#fff")),
}
"""For each kind, the (dash, width, color) of the lines drawn on top of each other on paper.

These take far fewer bytes than circles.
"""


def svg(arm: ArmPicture) -> str:
    """Return one side as a complete SVG document in black, white and gray, for paper."""
    columns = arm.width // CELL_SIZE
    few = arm.on + arm.gap + arm.off <= FEW
    spans = {
        "on": (0, arm.on),
        "gap": (arm.on, arm.happened),
        "off": (arm.happened, arm.happened + arm.off),
    }
    drawn = [
        f'<path d="{_lines(dash, first, last, columns)}" fill="none" stroke="{ink}" '
        f'stroke-width="{width:g}" stroke-dasharray="{dash}" '
        f'stroke-linecap="{"round" if dash == DOTS else "butt"}"/>'
        for kind, (first, last) in spans.items()
        if last > first
        for dash, width, ink in (_PAPER[kind] if few else ((*_DASHES[kind], "#000"),))
    ]
    size = f'width="{arm.width}" height="{arm.height}" viewBox="0 0 {arm.width} {arm.height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(drawn)}</svg>'
