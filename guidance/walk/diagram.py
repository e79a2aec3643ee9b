"""The routes of the walk as a drawing: places of boxes and lines, without words or colors.

Questions stand in one column, stops and ends of the walk in another. Each node has a row of its
own, in the order of the table, so that a line can reach it from the side.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from guidance.walk.questions import END, NODES, SOME, Node, NodeKind
from guidance.walk.words import Words

ROW, BOX_HEIGHT, BOX_WIDTH = 64, 46, 250
LEFT, RIGHT = 110, 480
"""Where the columns begin: questions, and stops and ends."""
LANE = 14
"""The distance between two lines that run beside each other."""


@dataclass(frozen=True, slots=True)
class Box:
    """One node, with the place of its left upper corner."""

    node: Node
    x: int
    y: int

    @property
    def middle(self) -> int:
        """The height at which lines meet its sides."""
        return self.y + BOX_HEIGHT // 2

    @property
    def aside(self) -> bool:
        """Whether it stands beside the questions: a stop, or an end of the walk."""
        return self.x == RIGHT


@dataclass(frozen=True, slots=True)
class Diagram:
    """The boxes and the lines, as the data of SVG paths, in the order of the table."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[str, ...]


def diagram() -> Diagram:
    """Return the drawing of the walk."""
    boxes = {node.name: _box(number, node) for number, node in enumerate(NODES.values())}
    height = len(boxes) * ROW
    return Diagram(RIGHT + BOX_WIDTH + 80, height, tuple(boxes.values()), tuple(_lines(boxes)))


def _box(number: int, node: Node) -> Box:
    aside = node.kind in (NodeKind.GET_HELP, NodeKind.EXIT)
    return Box(node, RIGHT if aside else LEFT, number * ROW + 8)


def _lines(boxes: dict[str, Box]) -> Iterator[str]:
    lanes = {"left": 0, "between": 0, "right": 0}
    for box in boxes.values():
        for goal in dict.fromkeys(box.node.routes.values()):
            yield _line(box, boxes[goal], [*boxes.values()], lanes)


def _line(box: Box, goal: Box, boxes: list[Box], lanes: dict[str, int]) -> str:
    between = boxes[boxes.index(box) + 1 : boxes.index(goal)]
    if not box.aside and not goal.aside:
        if all(one.aside for one in between):
            return f"M{LEFT + 40} {box.y + BOX_HEIGHT}V{goal.y - 2}"
        x = LEFT - _next(lanes, "left")
        return f"M{LEFT} {box.middle + 6}H{x}V{goal.middle - 6}H{LEFT - 2}"
    if goal.aside:
        x = LEFT + BOX_WIDTH + _next(lanes, "between")
        return f"M{LEFT + BOX_WIDTH} {box.middle + 6}H{x}V{goal.middle}H{RIGHT - 2}"
    x = RIGHT + BOX_WIDTH + _next(lanes, "right")
    return f"M{RIGHT + BOX_WIDTH} {box.middle}H{x}V{goal.middle - 8}H{LEFT + BOX_WIDTH + 2}"


def _next(lanes: dict[str, int], side: str) -> int:
    """Return how far the next line on this side is away; after some, lines share a place."""
    lanes[side] = lanes[side] % 6 + 1
    return lanes[side] * LANE


@dataclass(frozen=True, slots=True)
class Station:
    """One node in words: its ``id``, what it says, and (answer, id of the next node) pairs."""

    id: str
    kind: NodeKind
    says: str
    routes: tuple[tuple[str, str], ...]


def stations(said: Words) -> tuple[Station, ...]:
    """Return every node and its routes in the words ``said``: the drawing as a list."""
    return tuple(_station(node, said) for node in NODES.values())


def _station(node: Node, said: Words) -> Station:
    routes = ((_answer(node, route, said), goal) for route, goal in node.routes.items())
    return Station(node.name, node.kind, _says(node, said), tuple(routes))


def nodes_of(keys: Iterable[str]) -> frozenset[str]:
    """Return the names of the nodes whose texts have these ``keys``."""
    return frozenset(name for key in keys for name in _nodes_of(key))


def _nodes_of(key: str) -> tuple[str, ...]:
    kind, _slash, rest = key.partition("/")
    name = rest.partition("/")[0]
    if kind == "tick":
        return tuple(node.name for node in NODES.values() if name in (*node.ticks, *node.routes))
    if kind == "page":
        return (END,) if name == "check" else ()
    return (name,) if kind in ("question", "stop", "exit") and name in NODES else ()


def _says(node: Node, said: Words) -> str:
    if node.kind is NodeKind.QUESTION:
        return said.questions[node.key].heading
    if node.kind is NodeKind.EXIT:
        return said.exits[node.name].heading
    if node.kind is NodeKind.GET_HELP:
        words = said.stops.get(node.name)
        return words.line if words else said.pages["stop"]["heading"]
    return said.pages["check"]["heading"]


def _answer(node: Node, route: str, said: Words) -> str:
    if node.kind is NodeKind.GET_HELP:
        return said.go_on
    answers = said.questions[node.key].answers
    if route == SOME:
        others = (answers[tick].label for tick in node.ticks if tick not in node.routes)
        return " / ".join(others)
    return answers[route].label
