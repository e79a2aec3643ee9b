"""The walk on paper: the same table as numbers and letters that a pen can follow.

Each answer says the number of the next question, or whom to call first. The rules of the findings
name numbers and letters too, so the sheet leads to the same result as the site.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from string import ascii_lowercase

from guidance.pages.citations import without_markers
from guidance.walk.concerns import CONCERNS
from guidance.walk.findings import ACTIVITY, PROGRESSION, Finding, Rule
from guidance.walk.notes import RULES_OF_NOTES, Note
from guidance.walk.questions import (
    END,
    NODES,
    QUESTIONS,
    SOME,
    TOLD_SPMS,
    Node,
    NodeKind,
    always_asked,
)
from guidance.walk.wording import Period, filled, question
from guidance.walk.words import NoteWords, Words

_COLUMNS = (Finding.YES, Finding.NO, Finding.UNKNOWN)
RESULT = 0
"""The "next question" of an answer that leads to the result."""
LEAVE = -1
"""The "next question" of an answer with which the walk ends."""
TO_CALL = (
    Note.QUICKLY,
    Note.RELAPSE_NOW,
    Note.RELAPSE_RECENT,
    Note.SPOTS,
    Note.SWALLOWING,
    Note.STOPPED,
)
"""The notes that the sheet has a line for: those with one heading stand together."""


@dataclass(frozen=True, slots=True)
class PaperAnswer:
    """One answer: its letter, its words, and where it leads.

    ``stop`` is the name of the get-help page that comes first, or of the exit, and ``call`` says
    how soon to call for it.
    """

    letter: str
    label: str
    goes_to: int
    stop: str = ""
    call: str = ""


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """One question with its number. With ``ticks``, several answers go together.

    ``together`` is where several ticks lead, None if only one answer can be chosen. ``as_in`` is
    the number of an earlier question with the same answers, which are printed there alone; else 0.
    """

    number: int
    heading: str
    hint: str
    answers: tuple[PaperAnswer, ...]
    together: PaperAnswer | None = None
    as_in: int = 0


@dataclass(frozen=True, slots=True)
class PaperRule:
    """A finding, and the answers that lead to it: each number with one of its letters."""

    answers: tuple[tuple[int, str], ...]
    finding: Finding
    label: str

    @property
    def named(self) -> str:
        """The answers in words, for example ``3a`` or ``5a or 5c, and 6b``."""
        return ", and ".join(
            " or ".join(f"{number}{letter}" for letter in letters)
            for number, letters in self.answers
        )


@dataclass(frozen=True, slots=True)
class PaperNote:
    """Whom to call because of one answer: ``heading`` says it, and ``line`` why."""

    named: str
    heading: str
    line: str


@dataclass(frozen=True, slots=True)
class Paper:
    """All that is printed on the sheet. ``results`` has the ends of headings, by both findings."""

    questions: tuple[PaperQuestion, ...]
    activity: tuple[PaperRule, ...]
    progression: tuple[PaperRule, ...]
    results: Mapping[tuple[Finding, Finding], str]
    told: str
    no_type: str
    notes: tuple[PaperNote, ...]
    said: Words

    @property
    def rows(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The results as rows: (label of the activity, a cell for each progression)."""
        activity = self.said.activity
        return tuple(
            (activity[row].label, tuple(self.results[row, column] for column in _COLUMNS))
            for row in Finding
        )

    @property
    def columns(self) -> tuple[str, ...]:
        """The labels of the columns of the results."""
        return tuple(self.said.progression[one].label for one in _COLUMNS)


def paper(over: Period) -> Paper:
    """Return the sheet, with the months of ``over``."""
    said = over.said
    return Paper(
        questions=tuple(_question(node, over) for node in QUESTIONS),
        activity=tuple(_rule(rule, said.activity[rule.finding].label) for rule in ACTIVITY),
        progression=tuple(
            _rule(rule, said.progression[rule.finding].label) for rule in PROGRESSION
        ),
        results={cell: outcome.fits for cell, outcome in said.outcomes.items()},
        told=f"{_number('told')}{_letter(NODES['told'], TOLD_SPMS)}",
        no_type=said.no_type.fits,
        notes=tuple(filled(_note(note, said.notes[note]), over) for note in TO_CALL),
        said=said,
    )


def _note(note: Note, said: NoteWords) -> PaperNote:
    named = _rule(RULES_OF_NOTES[note], "").named
    return PaperNote(named, said.heading, without_markers(" ".join(said.lines)))


def asked_if(node: Node, over: Period) -> str:
    """Return the answers to one question that lead to ``node``; empty if it is always asked."""
    if always_asked(node.name):
        return ""
    (asked,) = (one for one in QUESTIONS if node.name in one.routes.values())
    said = question(asked.name, over)
    routes = [route for route, goal in asked.routes.items() if goal == node.name]
    labels = [said.answers[route].label for route in routes if route != SOME]
    if SOME in routes:
        labels += [said.answers[tick].label for tick in asked.ticks if tick not in asked.routes]
    return f"{_number(asked.name)}: " + ", ".join(f"“{label}”" for label in labels)


def _number(key: str) -> int:
    return [node.name for node in QUESTIONS].index(key) + 1


def _letter(node: Node, answer: str) -> str:
    return ascii_lowercase[node.answers.index(answer)]


def _question(node: Node, over: Period) -> PaperQuestion:
    said = question(node.name, over)
    answers = tuple(
        _answer(node, answer, said.answers[answer].label, node.route(answer))
        for answer in node.answers
    )
    together = _answer(node, "", "", SOME) if node.ticks else None
    same = next(one for one in QUESTIONS if one.answers == node.answers)
    as_in = _number(same.name) if same is not node else 0
    return PaperQuestion(_number(node.name), said.heading, said.hint, answers, together, as_in)


def _answer(node: Node, answer: str, label: str, route: str) -> PaperAnswer:
    goal, stop = NODES[node.routes[route]], ""
    if goal.kind in (NodeKind.GET_HELP, NodeKind.EXIT):
        stop = goal.name
    while goal.kind is NodeKind.GET_HELP:
        (goal,) = (NODES[name] for name in goal.routes.values())
    letter = _letter(node, answer) if answer else ""
    concern = CONCERNS.get(answer)
    call = concern.level.words if stop and concern else ""
    return PaperAnswer(letter, label, _place(goal), stop, call)


def _place(goal: Node) -> int:
    if goal.kind is NodeKind.EXIT:
        return LEAVE
    return RESULT if goal.name == END else _number(goal.name)


def _rule(rule: Rule, label: str) -> PaperRule:
    answers = tuple(
        (_number(key), "".join(sorted(_letter(NODES[key], answer) for answer in values)))
        for key, values in rule.answers.items()
    )
    return PaperRule(answers, rule.finding, label)
