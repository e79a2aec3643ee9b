"""The walk to a subtype: a fixed table of questions and routes, and one pure function over it.

``NODES`` says where each answer leads. ``CELLS`` says what the two findings, activity and
progression, mean together. ``resolve(answers)`` returns the position of a reader. There is no
wording here (see ``wording``), no clock and no storage: clinicians can sign off the routes as data.

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
    """What a node of the walk is."""

    QUESTION = "question"
    GET_HELP = "stop"  # a page that says how to get help first
    EXIT = "exit"  # says that this guide may not fit
    END = "end"  # check your answers, then the result


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One place in the walk, and where each answer given there leads.

    ``name`` is unique and fit for an address. ``key`` is the name under which its answer is stored:
    the name itself, or for get-help pages and exits a name for the reader's wish to carry on.
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
"""Every key that can be answered, with the answers it takes, in the order of the walk."""


class Finding(StrEnum):
    """What the answers say of one axis. Not knowing is a finding of its own, never a no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Subtype(StrEnum):
    """The four descriptions of SPMS; each value is the slug of that subtype's page."""

    ACTIVE_PROGRESSING = "active-progressing"
    ACTIVE = "active"
    NON_ACTIVE_PROGRESSING = "non-active-progressing"
    STABLE = "stable"


class Outcome(StrEnum):
    """Where a finished walk ends."""

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
    """What one pair of findings means.

    ``matches`` holds the subtype whose description the answers match, if there is one;
    ``possible`` those that the unknown leaves open.
    """

    activity: Finding
    progression: Finding
    outcome: Outcome
    matches: tuple[Subtype, ...] = ()
    possible: tuple[Subtype, ...] = ()

    @property
    def subtypes(self) -> tuple[Subtype, ...]:
        """The subtypes to offer to read about: the match, or those still possible."""
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
    """What would settle something that is not known."""

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
    """Something the result must say beside the outcome."""

    WARNING_SIGN = "warning-sign"  # the safety question was not answered "none"
    SUSPECTED_RELAPSE = "suspected-relapse"  # tell the team now
    NOT_TOLD = "not-told"  # carried on for information
    TOLD_NOT_SURE = "told-not-sure"
    ANSWERS_DISAGREE = "answers-disagree"  # worse only with a relapse, yet no relapse


@dataclass(frozen=True, slots=True)
class Step:
    """One answer that counts: where it was given, and what it was."""

    node: Node
    value: str

    @property
    def unsure(self) -> bool:
        """Whether this answer leaves its question open."""
        return self.value in (NOT_SURE, THINK_SO)


@dataclass(frozen=True, slots=True)
class Position:
    """Where a reader stands: the answers that count, in order, and the node they have reached."""

    trail: tuple[Step, ...]
    at: Node

    @property
    def complete(self) -> bool:
        """Whether every question has its answer, so that answers can be checked and read."""
        return self.at.kind is NodeKind.END

    @property
    def questions(self) -> tuple[Step, ...]:
        """The answered questions without stops and exits: the rows of check-answers."""
        return tuple(step for step in self.trail if step.node.kind is NodeKind.QUESTION)

    def answer(self, key: str) -> str | None:
        """Return the answer that counts for ``key``, or None."""
        return next((step.value for step in self.trail if step.node.key == key), None)

    def may_show(self, name: str) -> bool:
        """Say whether the node ``name`` may be shown now: it is answered, or it is next."""
        return name == self.at.name or any(step.node.name == name for step in self.trail)

    def previous(self, name: str) -> Node | None:
        """Return the node before ``name`` on this reader's way: where its Back link goes.

        None for the first question, and for a node that may not be shown.
        """
        way = [step.node for step in self.trail] + [self.at]
        names = [node.name for node in way]
        return way[names.index(name) - 1] if name in names[1:] else None

    def number(self, name: str) -> int:
        """Return which question ``name`` is on this reader's way, counted from 1."""
        before = [step.node.name for step in self.questions]
        return before.index(name) + 1 if name in before else len(before) + 1

    @property
    def activity(self) -> Finding:
        """Activity in the last 12 months (source: ``lublin2013``, ``lublin_table``).

        Yes with a relapse or MRI activity. No only when both were looked at and absent. A relapse
        that is only suspected is not ruled out, so with a clear scan it still leaves unknown.
        """
        relapse, scan = self.answer("relapse"), self.answer("mri-result")
        if YES in (relapse, scan):
            return Finding.YES
        return Finding.NO if relapse == scan == NO else Finding.UNKNOWN

    @property
    def progression(self) -> Finding:
        """Progression in the last 12 months, by the reader's own report.

        Worsening that came only with a relapse is not progression (source: ``lublin_table``,
        ``lublin2020``). A yes means "may be": confirming it takes a clinical assessment.
        """
        slowly, with_relapse = self.answer("slow-worsening"), self.answer("only-with-relapse")
        if slowly == NO or with_relapse == YES:
            return Finding.NO
        return Finding.YES if with_relapse == NO else Finding.UNKNOWN

    @property
    def cell(self) -> Cell | None:
        """What the two findings mean together; None until the walk is complete."""
        return CELLS[self.activity, self.progression] if self.complete else None

    @property
    def outcome(self) -> Outcome | None:
        """The outcome; None until the walk is complete."""
        return self.cell.outcome if self.cell else None

    @property
    def flags(self) -> tuple[Flag, ...]:
        """What must be said beside the outcome, most urgent first."""
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
        """What would settle whatever these answers leave open, in the order to ask it."""
        found = {
            way for step in self.trail for way in _SETTLED_BY.get((step.node.key, step.value), ())
        }
        if self.answer("mri") == NO and self.activity is Finding.UNKNOWN:
            found.add(Settle.SCAN)
        if Flag.ANSWERS_DISAGREE in self.flags:
            found.add(Settle.RELAPSE)
        return tuple(way for way in Settle if way in found)


def resolve(answers: Mapping[str, object]) -> Position:
    """Return where ``answers`` lead: walk from the start until an answer is missing or invalid.

    ``answers`` maps keys to values, in any order. Whatever the table does not know, and whatever
    lies off the path, does not count; nothing raises.
    """
    given = _known(answers)
    trail: list[Step] = []
    node = NODES[START]
    while (value := given.get(node.key, "")) in node.routes:
        trail.append(Step(node, value))
        node = NODES[node.routes[value]]
    return Position(tuple(trail), node)


def with_answer(answers: Mapping[str, object], key: str, value: str) -> dict[str, str]:
    """Return the answers to keep once ``value`` has been given for ``key``.

    Answers off the path are kept, so that changing back restores them. But answering a question
    anew forgets that the reader had gone past the stop or exit behind it: who says "emergency"
    again sees the emergency page again. What the table does not know is dropped.
    """
    kept = _known(answers)
    if value not in VALUES.get(key, ()):
        return kept
    kept[key] = value
    behind = NODES[key].routes.values() if key in NODES else ()
    for goal in behind:
        if NODES[goal].kind in (NodeKind.GET_HELP, NodeKind.EXIT):
            kept.pop(NODES[goal].key, None)
    return kept


def paths() -> Iterator[Position]:
    """Yield every way through the walk to its end, in the order of the table."""

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
    """Return only the answers that the table knows: they come from a cookie, so expect junk."""
    if not isinstance(answers, Mapping):
        return {}
    return {
        key: value
        for key, values in VALUES.items()
        if isinstance(value := answers.get(key), str) and value in values
    }
