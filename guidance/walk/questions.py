"""The routes of the walk, which leads to a type of SPMS.

``NODES`` says where each answer leads. ``resolve(answers)`` returns the position of a reader. What
the answers mean is in ``findings`` and ``notes``. The module has no wording (see ``wording``), no
clock and no storage, so that clinicians can sign off its table.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import product
from types import MappingProxyType

from guidance.walk import findings
from guidance.walk.findings import CELLS, Cell, Finding, Outcome, Subtype

VERSION = 2
"""The version of the table. Answers to another version are not read: they start at question 1."""

YES, NO, NOT_SURE, THINK_SO = "yes", "no", "not-sure", "think-so"
SOME, NONE_FITS = "some", "none-fits"
"""The routes of a question with ticks: something is ticked, or that nothing fits."""
TOLD_SPMS = "spms"


class NodeKind(StrEnum):
    """The kinds of nodes of the walk."""

    QUESTION = "question"
    GET_HELP = "stop"  # a page that says how to get help first
    EXIT = "exit"  # the walk ends here, because this guide does not fit
    END = "end"  # check your answers, then the result


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One page of the walk, and where each answer leads.

    ``name`` is unique and is part of the address. ``key`` is the name under which its answer is
    stored: that of a question is its ``name``, that of a get-help page is a name for the decision
    to carry on. ``routes`` maps answers to names of nodes. A question with ``ticks`` takes several
    of them, which lead on by the route ``SOME``, unless a single one has a route of its own; its
    other answers stand alone.
    """

    name: str
    kind: NodeKind
    routes: Mapping[str, str]
    key: str
    ticks: tuple[str, ...] = ()

    @property
    def answers(self) -> tuple[str, ...]:
        """The answers that are offered, in order."""
        others = (route for route in self.routes if route not in (SOME, *self.ticks))
        return (*self.ticks, *others)

    def route(self, value: object) -> str:
        """Return the route that ``value`` takes; empty if the question does not know it."""
        if not isinstance(value, str) or value == SOME:
            return ""
        if value in self.routes:
            return value
        ticked = value.split("+")
        return SOME if self.ticks and ticked == [t for t in self.ticks if t in ticked] else ""

    def joined(self, values: Iterable[str]) -> str:
        """Return several answers as one value; ``route`` knows it if they go together."""
        given = set(values)
        return "+".join(answer for answer in self.answers if answer in given)


def _question(name: str, routes: dict[str, str], ticks: str = "") -> Node:
    return Node(name, NodeKind.QUESTION, MappingProxyType(routes), name, tuple(ticks.split()))


def _all_to(goal: str, answers: str) -> dict[str, str]:
    return dict.fromkeys(answers.split(), goal)


def _stop(name: str, key: str, leads_to: str) -> Node:
    return Node(name, NodeKind.GET_HELP, MappingProxyType({YES: leads_to}), key)


def _exit(name: str) -> Node:
    return Node(name, NodeKind.EXIT, MappingProxyType({}), name)


START = "safety"
END = "check-answers"
CONCERNS = "breathing strength bleeding fever bladder sight skin mood harm"
HARDER = "walking balance hands bladder thinking speech sight tiredness"

# The get-help pages before "told" share a key: the answers say which of them it is about.
_TABLE = (
    _question(
        "safety",
        {
            "emergency": "emergency",
            "crisis": "crisis",
            "new": "new",
            "none": "told",
            NOT_SURE: "new",
        },
    ),
    _stop("emergency", "safety-dealt-with", "told"),
    _stop("crisis", "safety-dealt-with", "told"),
    _question("new", {SOME: "new-help", NONE_FITS: "new-help"}, CONCERNS),
    _stop("new-help", "safety-dealt-with", "told"),
    _question(
        "told",
        {
            TOLD_SPMS: "relapse",
            "relapsing": "relapse",
            "primary": "primary",
            "no-type": "relapse",
            "no-ms": "no-ms",
            NOT_SURE: "relapse",
        },
    ),
    _exit("primary"),
    _exit("no-ms"),
    _question("relapse", {YES: "mri", THINK_SO: "when", NO: "mri", NOT_SURE: "when"}),
    _question("when", _all_to("mri", "last-month recent earlier nothing not-sure")),
    _question(
        "mri",
        {
            **_all_to("spots", "recent older"),
            **_all_to("harder", "cannot never"),
            NOT_SURE: "spots",
        },
    ),
    _question("spots", _all_to("harder", "yes no not-sure")),
    _question(
        "harder",
        {SOME: "how", "tiredness": "medicine", "nothing": "medicine", NOT_SURE: "medicine"},
        HARDER,
    ),
    _question(
        "how",
        {
            "slowly": "medicine",
            "attack": "medicine",
            "both": "medicine",
            "quickly": "quick",
            "other": "medicine",
            NOT_SURE: "medicine",
        },
    ),
    _question("quick", {SOME: "quick-help", NONE_FITS: "quick-help"}, CONCERNS),
    _stop("quick-help", "quick-dealt-with", "medicine"),
    _question("medicine", _all_to(END, "planned missed stopped no not-sure")),
    Node(END, NodeKind.END, MappingProxyType({}), END),
)
NODES: Mapping[str, Node] = MappingProxyType({node.name: node for node in _TABLE})
QUESTIONS = tuple(node for node in _TABLE if node.kind is NodeKind.QUESTION)
STOPS = tuple(node for node in _TABLE if node.kind is NodeKind.GET_HELP)
EXITS = tuple(node for node in _TABLE if node.kind is NodeKind.EXIT)
ABOUT_TIME = ("relapse", "when", "mri", "spots", "harder", "how", "medicine")
"""The questions whose answers grow old."""

_BY_KEY: Mapping[str, Node] = MappingProxyType(
    {node.key: node for node in reversed(_TABLE) if node.routes}
)
KEYS = tuple(dict.fromkeys(node.key for node in _TABLE if node.routes))
"""Each key that can be answered, in the order of the walk."""


@dataclass(frozen=True, slots=True)
class Step:
    """One answer on the reader's path: its node and its value."""

    node: Node
    value: str

    @property
    def route(self) -> str:
        """The route that the answer takes."""
        return self.node.route(self.value)

    @property
    def values(self) -> tuple[str, ...]:
        """The answer, or all that was ticked."""
        return tuple(self.value.split("+"))

    @property
    def unsure(self) -> bool:
        """Whether the answer leaves its question open."""
        return self.value in (NOT_SURE, THINK_SO)


@dataclass(frozen=True)
class Position:
    """The position of a reader: the answers on the path, in order, and the node they lead to."""

    trail: tuple[Step, ...]
    at: Node

    @property
    def complete(self) -> bool:
        """Whether every question on the path is answered."""
        return self.at.kind is NodeKind.END

    @property
    def questions(self) -> tuple[Step, ...]:
        """The answered questions, without get-help pages: the rows of check-answers."""
        return tuple(step for step in self.trail if step.node.kind is NodeKind.QUESTION)

    @cached_property
    def said(self) -> Mapping[str, frozenset[str]]:
        """What was answered on the path: {key: its answer, or all that was ticked}."""
        return {step.node.key: frozenset((*step.values, step.route)) for step in self.trail}

    def answer(self, key: str) -> str | None:
        """Return the answer for ``key`` on the path, or None."""
        return next((step.value for step in self.trail if step.node.key == key), None)

    def may_show(self, name: str) -> bool:
        """Return whether the node ``name`` may be shown: it is answered, or it is the next one."""
        return name == self.at.name or any(step.node.name == name for step in self.trail)

    def previous(self, name: str) -> Node | None:
        """Return the node before ``name`` on the path, which its Back link opens.

        Return None for the first question, and for a node that may not be shown.
        """
        nodes = [step.node for step in self.trail] + [self.at]
        names = [node.name for node in nodes]
        return nodes[names.index(name) - 1] if name in names[1:] else None

    def number(self, name: str) -> int:
        """Return the number of the question ``name`` on the path, counted from 1."""
        before = [step.node.name for step in self.questions]
        return before.index(name) + 1 if name in before else len(before) + 1

    @cached_property
    def activity(self) -> Finding:
        """Activity within the period, by the rules of ``findings.ACTIVITY``."""
        return findings.found(findings.ACTIVITY, self.said)

    @cached_property
    def progression(self) -> Finding:
        """Progression within the period, by the rules of ``findings.PROGRESSION``."""
        return findings.found(findings.PROGRESSION, self.said)

    @property
    def told(self) -> bool:
        """Whether the team has said that it is SPMS."""
        return self.answer("told") == TOLD_SPMS

    @property
    def cell(self) -> Cell | None:
        """The cell for the two findings; None until the walk is complete."""
        return CELLS[self.activity, self.progression] if self.complete else None

    @property
    def outcome(self) -> Outcome | None:
        """The outcome; None until the walk is complete.

        Without slow worsening, who was not told that it is SPMS gets no type of SPMS.
        """
        if self.cell and not self.told and self.progression is Finding.NO:
            return Outcome.NO_TYPE
        return self.cell.outcome if self.cell else None

    @property
    def matches(self) -> tuple[Subtype, ...]:
        """The type that the answers match; none if the team has not said that it is SPMS."""
        return self.cell.matches if self.cell and self.told else ()

    @property
    def possible(self) -> tuple[Subtype, ...]:
        """The types that are open: by an unknown finding, or because the team has not said SPMS."""
        if self.cell is None or self.outcome is Outcome.NO_TYPE:
            return ()
        return self.cell.possible if self.told else self.cell.subtypes


def resolve(answers: object) -> Position:
    """Return the position that ``answers`` lead to.

    Follow the routes from the first question until one has no answer that it knows. Answers off
    the path, and those that no question knows, do not count. ``answers`` may be of any shape.
    """
    known = _known(answers)
    node, trail = NODES[START], list[Step]()
    while node.key in known and (route := node.route(known[node.key])):
        trail.append(Step(node, known[node.key]))
        node = NODES[node.routes[route]]
    return Position(tuple(trail), node)


def with_answer(answers: object, key: str, value: str) -> dict[str, str]:
    """Return ``answers`` with one more, or changed.

    Answers that are no longer on the path are kept, so that changing back restores them. The
    decision to carry on after a get-help page is removed if a question that leads there is answered
    again: a reader who answers "emergency" again sees the emergency page again. Unknown answers are
    removed, and an invalid ``value`` is ignored.
    """
    new_answers = _known(answers)
    node = _BY_KEY.get(key)
    if node is None or not node.route(value):
        return new_answers
    new_answers[key] = value
    for dealt_with in _stops_after(node):
        new_answers.pop(dealt_with, None)
    return new_answers


def _stops_after(node: Node) -> set[str]:
    """Return the keys of the get-help pages that ``node`` leads to, also by a question of ticks."""
    goals = {NODES[name] for name in node.routes.values()} if node.kind is NodeKind.QUESTION else ()
    further = {NODES[name] for goal in goals if goal.ticks for name in goal.routes.values()}
    return {goal.key for goal in {*goals, *further} if goal.kind is NodeKind.GET_HELP}


def always_asked(name: str) -> bool:
    """Return whether every way to the result comes past the node ``name``."""
    seen, ahead = set[str](), [START]
    while ahead:
        node = ahead.pop()
        if node != name and node not in seen:
            seen.add(node)
            ahead += NODES[node].routes.values()
    return END not in seen


def paths(at: str = START, **only: str) -> Iterator[Position]:
    """Yield the position at the end of every possible path, in the order of the table.

    A path ends at the result or at an exit. Ticks stand for one another if their route is the same:
    the first of them is ticked. ``only`` fixes the answers of questions.
    """

    def onward(trail: tuple[Step, ...], node: Node) -> Iterator[Position]:
        if not node.routes:
            yield Position(trail, node)
        for route, goal in node.routes.items():
            value = node.ticks[0] if route == SOME else route
            if only.get(node.key, value) == value:
                yield from onward((*trail, Step(node, value)), NODES[goal])

    return onward((), NODES[at])


def mermaid() -> str:
    """Return the walk and its twelve cells as a Mermaid flowchart, for the documentation."""
    shapes = {
        NodeKind.QUESTION: '    {0}["{0}"]',
        NodeKind.GET_HELP: '    {0}{{{{"get help: {0}"}}}}',
        NodeKind.EXIT: '    {0}(["exit: {0}"])',
        NodeKind.END: '    {0}[["{0}"]]',
    }
    lines = ["flowchart TD"]
    lines += [shapes[node.kind].format(node.name) for node in _TABLE]
    for node in _TABLE:
        for goal in dict.fromkeys(node.routes.values()):
            values = " / ".join(value for value, to in node.routes.items() if to == goal)
            label = f"{node.key}: {values}" if node.kind is NodeKind.GET_HELP else values
            lines.append(f'    {node.name} -- "{label}" --> {goal}')
    progressions = (Finding.YES, Finding.NO, Finding.UNKNOWN)
    for activity, progression in product(Finding, progressions):
        label = f"activity {activity}, progression {progression}"
        outcome = CELLS[activity, progression].outcome
        lines.append(f'    {END} -- "{label}" --> outcome-{outcome}(["{outcome}"])')
    return "\n".join(lines) + "\n"


def _known(answers: object) -> dict[str, str]:
    """Return the answers whose key and value exist. ``answers`` may be of any shape."""
    if not isinstance(answers, Mapping):
        return {}
    return {
        key: value
        for key in KEYS
        if isinstance(value := answers.get(key), str) and _BY_KEY[key].route(value)
    }
