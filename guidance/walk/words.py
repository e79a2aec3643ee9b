"""The structures of the wording of the walk: see ``wording``."""

from collections.abc import Mapping
from dataclasses import dataclass

from guidance.walk.findings import Finding
from guidance.walk.notes import Ask, Note, Settle


@dataclass(frozen=True, slots=True)
class Text:
    """One text about the reader, and ``another`` for who answers for somebody else.

    ``another`` is empty if both are the same.
    """

    own: str
    another: str = ""


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """The words of one answer: ``label`` and ``hint`` in the form, the others on the result page.

    ``said`` repeats the answer and ``means`` says what follows from it. ``means`` must be true
    whatever the other answers are.
    """

    label: str
    hint: str = ""
    said: str = ""
    means: str = ""


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """The words of one question page.

    ``heading`` is the h1. ``hint`` has no links and may be empty. ``why`` gives the reason for the
    question, with sources. ``short`` is the name of the question on check-answers, and ``change``
    is the visually hidden end of its Change link. ``answers`` are in display order; "not sure" is
    last, after an "or". ``some`` are the words of several ticks together.
    """

    heading: str
    hint: str
    why: str
    short: str
    change: str
    answers: Mapping[str, AnswerWords]
    some: AnswerWords | None = None


@dataclass(frozen=True, slots=True)
class OutcomeWords:
    """The words of the result for one pair of findings.

    ``fits`` ends the h1, and ``name`` is the part of it that is highlighted. ``lead`` explains the
    result, ``next_steps`` says what to do, and ``questions`` what to ask at the visit, in the first
    person.
    """

    fits: str
    name: str
    lead: str
    next_steps: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FindingWords:
    """The words of a finding: a ``label`` such as "Active: yes"."""

    label: str


@dataclass(frozen=True, slots=True)
class SettleWords:
    """A way to settle an unknown: ``ask`` is a question for the visit.

    ``line`` says what the question does not, and may be empty.
    """

    line: str
    ask: str


@dataclass(frozen=True, slots=True)
class NoteWords:
    """The words of a note: a heading and its lines."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StopWords:
    """What a get-help page of the walk about one level says besides its card."""

    line: str


@dataclass(frozen=True, slots=True)
class ExitWords:
    """The words of an exit, with the label of the button that leads back into the walk."""

    heading: str
    lines: tuple[str, ...]
    button: str


@dataclass(frozen=True, slots=True)
class Words:
    """All words of the walk, about the reader or about somebody else.

    ``pages`` has the texts of its pages by page and name. ``outcomes`` has the keys of
    ``findings.CELLS``. ``fits`` begins the heading of a result, and ``would_fit`` that of a reader
    whose team has not said SPMS. ``more`` are notes on every result, which a reader opens.
    """

    pages: Mapping[str, Mapping[str, str]]
    questions: Mapping[str, QuestionWords]
    stops: Mapping[str, StopWords]
    harm: NoteWords
    go_on: str
    exits: Mapping[str, ExitWords]
    fits: str
    would_fit: str
    period: str
    always: tuple[str, ...]
    months: tuple[str, ...]
    outcomes: Mapping[tuple[Finding, Finding], OutcomeWords]
    no_type: OutcomeWords
    activity: Mapping[Finding, FindingWords]
    progression: Mapping[Finding, FindingWords]
    notes: Mapping[Note, NoteWords]
    settle: Mapping[Settle, SettleWords]
    asks: Mapping[Ask, str]
    more: Mapping[str, NoteWords]
