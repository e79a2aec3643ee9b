"""An example of a position for each page that the walk can show, for previews of its words."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from guidance.walk.findings import Outcome
from guidance.walk.notes import Note
from guidance.walk.questions import (
    NODES,
    SOME,
    START,
    Node,
    NodeKind,
    Position,
    paths,
    resolve,
)

CALM = {
    "safety": "none",
    "told": "spms",
    "relapse": "no",
    "mri": "recent",
    "spots": "no",
    "harder": "nothing",
    "medicine": "planned",
}
"""Answers that raise no note."""
_UNSURE = {"safety": "not-sure", "new": "none-fits", "safety-dealt-with": "yes"}
_QUICK = {"harder": "walking", "how": "quickly", "quick": "strength", "quick-dealt-with": "yes"}
_NOTES: Mapping[Note, Mapping[str, str]] = {
    Note.WARNING_SIGN: {"safety": "emergency", "safety-dealt-with": "yes"},
    Note.NONE_FITS: _UNSURE,
    Note.FLARE: {"relapse": "think-so", "when": "last-month", "medicine": "stopped"},
    Note.QUICKLY: _QUICK,
    Note.RELAPSE_NOW: {"relapse": "think-so", "when": "last-month"},
    Note.RELAPSE_RECENT: {"relapse": "think-so", "when": "recent"},
    Note.SPOTS: {"spots": "yes"},
    Note.STOPPED: {"medicine": "stopped"},
    Note.SWALLOWING: {"harder": "speech", "how": "slowly"},
    Note.RELAPSE_EARLIER: {"relapse": "think-so", "when": "earlier"},
    Note.RELAPSE_UNSURE: {"relapse": "not-sure", "when": "not-sure"},
    Note.NOT_TOLD: {"told": "relapsing"},
    Note.CLASH_ATTACK: {"harder": "walking", "how": "attack"},
    Note.CLASH_BOTH: {"harder": "walking", "how": "both"},
    Note.NOBODY_LOOKED: {"mri": "cannot"},
}
"""The answers that change for each note."""
_KINDS = {
    NodeKind.QUESTION: "question",
    NodeKind.GET_HELP: "stop",
    NodeKind.EXIT: "exit",
    NodeKind.END: "page",
}


@dataclass(frozen=True, slots=True)
class Example:
    """One page: the ``node`` that is shown, and how a reader comes there.

    ``result`` is whether the result is shown in place of check-answers.
    """

    node: Node
    position: Position
    result: bool = False


@cache
def examples() -> Mapping[str, Example]:
    """Return an example of each node, each result and each note, by name, in their order."""
    found = {
        f"{_KINDS[node.kind]}/{node.name}": Example(node, resolve(_way_to(node)))
        for node in NODES.values()
    }
    found |= {f"result/{one.outcome}": Example(one.at, one, result=True) for one in _results()}
    notes = {note: resolve({**CALM, **answers}) for note, answers in _NOTES.items()}
    found |= {f"note/{note}": Example(one.at, one, result=True) for note, one in notes.items()}
    return found


def _way_to(goal: Node) -> dict[str, str]:
    """Return the answers of a shortest way to ``goal``, with all ticks."""
    ahead = deque([(NODES[START], dict[str, str]())])
    while ahead[0][0] is not goal:
        node, answers = ahead.popleft()
        for route, name in node.routes.items():
            value = "+".join(node.ticks) if route == SOME else route
            ahead.append((NODES[name], {**answers, node.key: value}))
    return ahead[0][1]


def _results() -> list[Position]:
    """Return a position for each outcome."""
    ways = (
        *paths(safety="none", told="spms", medicine="planned"),
        *paths(safety="none", told="relapsing", medicine="planned"),
    )
    first = {way.outcome: way for way in reversed(ways)}
    return [first[outcome] for outcome in Outcome]
