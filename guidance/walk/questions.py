"""The routes of the walk, which leads to a type of SPMS.

``NODES`` says where each answer leads. ``CELLS`` says what the two findings, activity and
progression, mean together. ``resolve(answers)`` returns the position of a reader. The module has
no wording (see ``wording``), no clock and no storage, so that clinicians can sign off its tables.

Medical source of the definitions: Lublin and others, 2013 (``lublin2013``), its table
(``lublin_table``) and its 2020 clarification (``lublin2020``).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from types import MappingProxyType

YES, NO, NOT_SURE, THINK_SO = "yes", "no", "not-sure", "think-so"


class NodeKind(StrEnum):
    """The kinds of nodes of the walk."""

    QUESTION = "question"
    GET_HELP = "stop"  # a page that says how to get help first
    EXIT = "exit"  # says that this guide may not fit
    END = "end"  # check your answers, then the result


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One page of the walk, and where each answer leads.

    ``name`` is unique and is part of the address. ``key`` is the name under which its answer is
    stored: that of a question is its ``name``, that of a get-help page or an exit is a name for the
    decision to carry on. ``routes`` maps answers to names of nodes.
    """

    name: str
    kind: NodeKind
    routes: Mapping[str, str]
    key: str


def _question(name: str, routes: dict[str, str]) -> Node:
    return Node(name, NodeKind.QUESTION, MappingProxyType(routes), key=name)


def _pause(name: str, kind: NodeKind, key: str, leads_to: str) -> Node:
    return Node(name, kind, MappingProxyType({YES: leads_to}), key=key)


START = "safety"
END = "check-answers"

# The four get-help pages share a key: the answer to "safety" says which of them it is about.
_TABLE = (
    _question(
        "safety",
        {
            "emergency": "emergency",
            "crisis": "crisis",
            "same-day": "same-day",
            "none": "told-spms",
            "not-sure": "not-sure",
        },
    ),
    _pause("emergency", NodeKind.GET_HELP, "safety-dealt-with", "told-spms"),
    _pause("crisis", NodeKind.GET_HELP, "safety-dealt-with", "told-spms"),
    _pause("same-day", NodeKind.GET_HELP, "safety-dealt-with", "told-spms"),
    _pause("not-sure", NodeKind.GET_HELP, "safety-dealt-with", "told-spms"),
    _question("told-spms", {"yes": "relapse", "no": "not-told", "not-sure": "relapse"}),
    _pause("not-told", NodeKind.EXIT, "carry-on", "relapse"),
    _question("relapse", {"yes": "mri", "no": "mri", "think-so": "mri", "not-sure": "mri"}),
    _question("mri", {"yes": "mri-result", "no": "slow-worsening", "not-sure": "slow-worsening"}),
    _question(
        "mri-result",
        {"yes": "slow-worsening", "no": "slow-worsening", "not-sure": "slow-worsening"},
    ),
    _question("slow-worsening", {"yes": "only-with-relapse", "no": END, "not-sure": END}),
    _question("only-with-relapse", {"yes": END, "no": END, "not-sure": END}),
    Node(END, NodeKind.END, MappingProxyType({}), key=END),
)
NODES: Mapping[str, Node] = MappingProxyType({node.name: node for node in _TABLE})
QUESTIONS = tuple(node for node in _TABLE if node.kind is NodeKind.QUESTION)
STOPS = tuple(node for node in _TABLE if node.kind is NodeKind.GET_HELP)
EXITS = tuple(node for node in _TABLE if node.kind is NodeKind.EXIT)

VALUES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {node.key: tuple(node.routes) for node in _TABLE if node.routes}
)
"""Each key that can be answered, with its possible answers, in the order of the walk."""


class Finding(StrEnum):
    """The result for one axis, activity or progression. An unknown is never counted as a no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Subtype(StrEnum):
    """The four types of SPMS. Each value is the slug of the page of that type."""

    ACTIVE_PROGRESSING = "active-progressing"
    ACTIVE = "active"
    NON_ACTIVE_PROGRESSING = "non-active-progressing"
    STABLE = "stable"


class Outcome(StrEnum):
    """The results of a completed walk."""

    ACTIVE_PROGRESSING = "active-progressing"
    ACTIVE = "active"
    ACTIVE_PROGRESSION_UNKNOWN = "active-progression-unknown"
    NON_ACTIVE_PROGRESSING = "non-active-progressing"
    STABLE = "stable"
    NON_ACTIVE_PROGRESSION_UNKNOWN = "non-active-progression-unknown"
    PROGRESSING_ACTIVITY_UNKNOWN = "progressing-activity-unknown"
    CANNOT_TELL_YET = "cannot-tell-yet"


@dataclass(frozen=True, slots=True)
class Cell:
    """The outcome for one pair of findings.

    ``matches`` holds the type whose description the answers match, if there is one. ``possible``
    holds the types that an unknown finding leaves open.
    """

    activity: Finding
    progression: Finding
    outcome: Outcome
    matches: tuple[Subtype, ...] = ()
    possible: tuple[Subtype, ...] = ()

    @property
    def subtypes(self) -> tuple[Subtype, ...]:
        """The types that the result page links to: the match, or the possible ones."""
        return self.matches + self.possible


_CELLS = (
    Cell(
        Finding.YES,
        Finding.YES,
        Outcome.ACTIVE_PROGRESSING,
        matches=(Subtype.ACTIVE_PROGRESSING,),
    ),
    Cell(
        Finding.YES,
        Finding.NO,
        Outcome.ACTIVE,
        matches=(Subtype.ACTIVE,),
    ),
    Cell(
        Finding.YES,
        Finding.UNKNOWN,
        Outcome.ACTIVE_PROGRESSION_UNKNOWN,
        possible=(Subtype.ACTIVE_PROGRESSING, Subtype.ACTIVE),
    ),
    Cell(
        Finding.NO,
        Finding.YES,
        Outcome.NON_ACTIVE_PROGRESSING,
        matches=(Subtype.NON_ACTIVE_PROGRESSING,),
    ),
    Cell(
        Finding.NO,
        Finding.NO,
        Outcome.STABLE,
        matches=(Subtype.STABLE,),
    ),
    Cell(
        Finding.NO,
        Finding.UNKNOWN,
        Outcome.NON_ACTIVE_PROGRESSION_UNKNOWN,
        possible=(Subtype.NON_ACTIVE_PROGRESSING, Subtype.STABLE),
    ),
    Cell(
        Finding.UNKNOWN,
        Finding.YES,
        Outcome.PROGRESSING_ACTIVITY_UNKNOWN,
        possible=(Subtype.ACTIVE_PROGRESSING, Subtype.NON_ACTIVE_PROGRESSING),
    ),
    Cell(
        Finding.UNKNOWN,
        Finding.NO,
        Outcome.CANNOT_TELL_YET,
        possible=(Subtype.ACTIVE, Subtype.STABLE),
    ),
    Cell(
        Finding.UNKNOWN,
        Finding.UNKNOWN,
        Outcome.CANNOT_TELL_YET,
        possible=tuple(Subtype),
    ),
)
CELLS: Mapping[tuple[Finding, Finding], Cell] = MappingProxyType(
    {(cell.activity, cell.progression): cell for cell in _CELLS}
)


class Settle(StrEnum):
    """The ways to find out something that is not known."""

    TYPE = "type"  # ask the team which type of MS it is
    RELAPSE = "relapse"  # ask whether there was a relapse
    SCAN = "scan"  # ask whether a scan is needed
    SCAN_DATE = "scan-date"  # ask when the last scan was
    MRI_REPORT = "mri-report"  # get the words of the report
    CAUSE = "cause"  # ask whether a relapse explains the worsening
    EXAM = "exam"  # ask for a measured comparison with last year
    DIARY = "diary"  # keep a short diary


_SETTLED_BY: Mapping[tuple[str, str], tuple[Settle, ...]] = MappingProxyType(
    {
        ("told-spms", NO): (Settle.TYPE,),
        ("told-spms", NOT_SURE): (Settle.TYPE,),
        ("relapse", THINK_SO): (Settle.RELAPSE,),
        ("relapse", NOT_SURE): (Settle.RELAPSE,),
        ("mri", NOT_SURE): (Settle.SCAN_DATE,),
        ("mri-result", NOT_SURE): (Settle.MRI_REPORT,),
        ("slow-worsening", NOT_SURE): (Settle.EXAM, Settle.DIARY),
        ("only-with-relapse", NOT_SURE): (Settle.CAUSE, Settle.EXAM, Settle.DIARY),
        # A yes here is the reader's own report; only an examination can confirm it.
        ("only-with-relapse", NO): (Settle.EXAM,),
    }
)


class Flag(StrEnum):
    """Something that the result page must say in addition to the outcome."""

    WARNING_SIGN = "warning-sign"  # the safety question was not answered "none"
    SUSPECTED_RELAPSE = "suspected-relapse"  # tell the team now
    NOT_TOLD = "not-told"  # carried on for information
    TOLD_NOT_SURE = "told-not-sure"
    ANSWERS_DISAGREE = "answers-disagree"  # worse only with a relapse, yet no relapse


@dataclass(frozen=True, slots=True)
class Step:
    """One answer on the reader's path: its node and its value."""

    node: Node
    value: str

    @property
    def unsure(self) -> bool:
        """Whether the answer leaves its question open."""
        return self.value in (NOT_SURE, THINK_SO)


@dataclass(frozen=True, slots=True)
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
        """The answered questions, without get-help pages and exits: the rows of check-answers."""
        return tuple(step for step in self.trail if step.node.kind is NodeKind.QUESTION)

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

    @property
    def activity(self) -> Finding:
        """Activity in the last 12 months (source: ``lublin2013``, ``lublin_table``).

        It is yes with a relapse or with MRI activity, and no only if both were checked and absent.
        A suspected relapse is not ruled out, so that even with a clear scan activity is unknown.
        """
        relapse, scan = self.answer("relapse"), self.answer("mri-result")
        if YES in (relapse, scan):
            return Finding.YES
        return Finding.NO if relapse == scan == NO else Finding.UNKNOWN

    @property
    def progression(self) -> Finding:
        """Progression in the last 12 months, by the reader's own report.

        Worsening that came only with a relapse is not progression (source: ``lublin_table``,
        ``lublin2020``). A yes means "may be", because only a clinical assessment can confirm it.
        """
        slowly, with_relapse = self.answer("slow-worsening"), self.answer("only-with-relapse")
        if slowly == NO or with_relapse == YES:
            return Finding.NO
        return Finding.YES if with_relapse == NO else Finding.UNKNOWN

    @property
    def cell(self) -> Cell | None:
        """The cell for the two findings; None until the walk is complete."""
        return CELLS[self.activity, self.progression] if self.complete else None

    @property
    def outcome(self) -> Outcome | None:
        """The outcome; None until the walk is complete."""
        return self.cell.outcome if self.cell else None

    @property
    def flags(self) -> tuple[Flag, ...]:
        """The flags that the answers raise, most urgent first."""
        told, relapse = self.answer("told-spms"), self.answer("relapse")
        raised = {
            Flag.WARNING_SIGN: self.answer("safety") not in (None, "none"),
            Flag.SUSPECTED_RELAPSE: relapse == THINK_SO,
            Flag.NOT_TOLD: told == NO,
            Flag.TOLD_NOT_SURE: told == NOT_SURE,
            Flag.ANSWERS_DISAGREE: relapse == NO and self.answer("only-with-relapse") == YES,
        }
        return tuple(flag for flag in Flag if raised[flag])

    @property
    def settle(self) -> tuple[Settle, ...]:
        """The ways to settle what the answers leave open, in the order of ``Settle``."""
        ways = {
            way for step in self.trail for way in _SETTLED_BY.get((step.node.key, step.value), ())
        }
        if self.answer("mri") == NO and self.activity is Finding.UNKNOWN:
            ways.add(Settle.SCAN)
        if Flag.ANSWERS_DISAGREE in self.flags:
            ways.add(Settle.RELAPSE)
        return tuple(way for way in Settle if way in ways)


def resolve(answers: Mapping[str, object]) -> Position:
    """Return the position that ``answers`` lead to.

    ``answers`` maps keys to values, in any order. The path goes from the start to the first
    question whose answer is missing or invalid. Unknown answers, and answers to questions that are
    not on the path, are ignored.
    """
    known_answers = _known(answers)
    trail: list[Step] = []
    node = NODES[START]
    while (value := known_answers.get(node.key, "")) in node.routes:
        trail.append(Step(node, value))
        node = NODES[node.routes[value]]
    return Position(tuple(trail), node)


def with_answer(answers: Mapping[str, object], key: str, value: str) -> dict[str, str]:
    """Return ``answers`` with ``value`` as the answer for ``key``.

    Answers that are no longer on the path are kept, so that changing back restores them. The
    decision to carry on after a get-help page or an exit is removed if the question that leads
    there is answered again: a reader who answers "emergency" again sees the emergency page again.
    Unknown answers are removed, and an invalid ``value`` is ignored.
    """
    new_answers = _known(answers)
    if value not in VALUES.get(key, ()):
        return new_answers
    new_answers[key] = value
    next_names = NODES[key].routes.values() if key in NODES else ()
    for name in next_names:
        if NODES[name].kind in (NodeKind.GET_HELP, NodeKind.EXIT):
            new_answers.pop(NODES[name].key, None)
    return new_answers


def paths() -> Iterator[Position]:
    """Yield the position at the end of every possible path, in the order of the table."""

    def onward(trail: tuple[Step, ...], node: Node) -> Iterator[Position]:
        if node.kind is NodeKind.END:
            yield Position(trail, node)
        for value, goal in node.routes.items():
            yield from onward((*trail, Step(node, value)), NODES[goal])

    return onward((), NODES[START])


def mermaid() -> str:
    """Return the walk and its nine cells as a Mermaid flowchart, for the documentation."""
    shapes = {
        NodeKind.QUESTION: '    {0}["{0}"]',
        NodeKind.GET_HELP: '    stop-{0}{{{{"get help: {0}"}}}}',
        NodeKind.EXIT: '    {0}(["exit: {0}"])',
        NodeKind.END: '    {0}[["{0}"]]',
    }

    def ident(node: Node) -> str:
        return f"stop-{node.name}" if node.kind is NodeKind.GET_HELP else node.name

    lines = ["flowchart TD"]
    lines += [shapes[node.kind].format(node.name) for node in _TABLE]
    for node in _TABLE:
        for goal in dict.fromkeys(node.routes.values()):
            values = " / ".join(value for value, to in node.routes.items() if to == goal)
            label = (
                f"{node.key}: {values}"
                if node.kind in (NodeKind.GET_HELP, NodeKind.EXIT)
                else values
            )
            lines.append(f'    {ident(node)} -- "{label}" --> {ident(NODES[goal])}')
    for activity, progression in product(Finding, repeat=2):
        label = f"activity {activity}, progression {progression}"
        outcome = CELLS[activity, progression].outcome
        lines.append(f'    {END} -- "{label}" --> outcome-{outcome}(["{outcome}"])')
    return "\n".join(lines) + "\n"


def _known(answers: Mapping[str, object]) -> dict[str, str]:
    """Return the answers whose key and value exist. ``answers`` may be of any shape."""
    if not isinstance(answers, Mapping):
        return {}
    return {
        key: value
        for key, values in VALUES.items()
        if isinstance(value := answers.get(key), str) and value in values
    }
