"""The vocabulary of the walk: every text that it says, by the key under which staff edit it.

``composed`` is the one list of these texts: it arranges them as ``Words``, and ``PLACES`` says
where each is read. The texts themselves are content (a page of the kind ``walk``); the routes and
ids are those of ``questions``, ``findings``, ``notes`` and ``concerns``.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from guidance.walk.findings import CELLS, Cell, Finding, Outcome
from guidance.walk.notes import Ask, Note, Settle
from guidance.walk.page_texts import MAYBE, PAGES
from guidance.walk.questions import EXITS, NODES, QUESTIONS, STOPS, Node
from guidance.walk.shipped import SHIPPED
from guidance.walk.words import (
    AnswerWords,
    ExitWords,
    FindingWords,
    NoteWords,
    OutcomeWords,
    QuestionWords,
    SettleWords,
    StopWords,
    Text,
    Words,
)

COUNTED = ("told", "relapse", "mri", "spots", "harder", "how")
"""The questions whose answers a result repeats, with what they mean."""
MORE = ("no-team", "pregnant", "driving", "limits")
"""The notes on every result, which a reader opens."""
MONTHS = "result/months"
"""The key of the text with the names of the twelve months."""
RETIRED = frozenset(
    {
        "page/start/signed",
        "page/start/unsigned",
        "stop/new-help",
        "stop/quick-help",
        *(
            f"question/when/{answer}/{what}"
            for answer in NODES["when"].answers
            for what in ("said", "means")
        ),
    }
)
"""The keys of texts of earlier releases. Editions and drafts may have them; nothing shows them."""


@dataclass(frozen=True, slots=True)
class Place:
    """One text: its ``key``, the ``group`` of texts that it belongs to, and ``what`` it is there.

    A text that is not ``needed`` may be empty. Only a ``cited`` one is shown with its sources, and
    only ``lines`` have more than one line, each of which is an item of a list.
    """

    key: str
    group: str
    what: str
    needed: bool = True
    cited: bool = False
    lines: bool = False

    @property
    def where(self) -> str:
        """Where it is read, in words that no other text has."""
        return f"{self.group}: {self.what}"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words of the walk: about the reader, and about ``another`` person."""

    own: Words
    another: Words

    @classmethod
    def of(cls, texts: Mapping[str, Text]) -> "Vocabulary":
        """Return the vocabulary of ``texts``, which has every key of ``PLACES``."""
        return cls(
            composed(lambda place: texts[place.key].own),
            composed(lambda place: texts[place.key].another or texts[place.key].own),
        )


_PLACEHOLDER = re.compile(r"\{\w+\}")
_FINDINGS = {
    Finding.YES: "yes",
    Finding.NO: "no",
    Finding.NO_KNOWN: "none known",
    Finding.UNKNOWN: "not known yet",
}
_STOPS = {
    "emergency": "An emergency",
    "crisis": "Thoughts of ending life",
}
"""The get-help pages that say a sentence besides their card."""
_NOTES = {
    Note.WARNING_SIGN: "A sign that may need help",
    Note.NONE_FITS: "Something may be new, and nothing to tick fitted",
    Note.FLARE: "Something is new after a medicine was stopped",
    Note.QUICKLY: "Something got harder quickly",
    Note.RELAPSE_NOW: "A possible attack of the last month",
    Note.RELAPSE_RECENT: "A possible attack of one to three months ago",
    Note.SPOTS: "New spots on the scan",
    Note.STOPPED: "A medicine was stopped",
    Note.SWALLOWING: "Speech or swallowing is harder",
    Note.RELAPSE_EARLIER: "A possible attack, longer ago",
    Note.RELAPSE_UNSURE: "Not sure of an attack, longer ago or at an unknown time",
    Note.NOT_TOLD: "The team has not said SPMS",
    Note.CLASH_ATTACK: "No attack, yet worse with an attack",
    Note.CLASH_BOTH: "No attack, yet worse with an attack and slowly",
    Note.NOBODY_LOOKED: "Not active, as far as anybody has looked",
}
_ASKS = {
    Ask.RELAPSE_ON_MEDICINE: "an attack while taking a medicine",
    Ask.SPOTS_ON_MEDICINE: "new spots while taking a medicine",
    Ask.MISSED: "missed doses",
    Ask.STOPPED: "a medicine that was stopped",
}
"""What staff call these, where no text of the walk says it."""


def shipped(key: str) -> str:
    """Return the shipped text at ``key``, by which staff know what it belongs to.

    It has no placeholders: those in ``Place.what`` are the ones that a text must have.
    """
    return _PLACEHOLDER.sub("…", SHIPPED[key].own)


Read = Callable[[Place], str]
"""Returns the text of a place."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Some texts that staff see together; their keys begin with ``key``."""

    read: Read
    key: str
    name: str

    def text(
        self, end: str, what: str, needed: bool = True, cited: bool = False, lines: bool = False
    ) -> str:
        return self.read(Place(f"{self.key}/{end}", self.name, what, needed, cited, lines))

    def cited(self, end: str, what: str) -> str:
        return self.text(end, what, cited=True)

    def maybe(self, end: str, what: str) -> str:
        return self.text(end, what, needed=False)

    def lines(self, end: str, what: str, cited: bool = False) -> tuple[str, ...]:
        return tuple(self.text(end, what, cited=cited, lines=True).split("\n"))


def composed(read: Read) -> Words:
    """Return the words of the walk; ``read`` returns the text of each place, in this order."""
    pages = {page: _page(read, page) for page in PAGES}
    ticks = _ticks(read)
    questions = {node.key: _question(read, node, ticks) for node in QUESTIONS}
    stops, harm, go_on = _stops(read)
    result = _Group(read, "result", "Result, for everybody")
    return Words(
        pages=pages,
        questions=questions,
        stops=stops,
        harm=harm,
        go_on=go_on,
        exits={node.name: _exit(read, node) for node in EXITS},
        fits=result.text("fits", "begins the heading"),
        would_fit=result.text("would-fit", "begins the heading if the team has not said SPMS"),
        period=result.cited("period", "the period, under “How we got there”"),
        always=result.lines("always", "beside the next steps, one sentence on each line"),
        months=result.lines("months", "the names of the twelve months, one on each line"),
        outcomes={pair: _outcome(read, cell.outcome, _said(cell)) for pair, cell in CELLS.items()},
        no_type=_outcome(read, Outcome.NO_TYPE, "not told that it is SPMS, and not progressing"),
        activity={one: _finding(read, "activity", one) for one in Finding},
        progression={
            one: _finding(read, "progression", one) for one in Finding if one != Finding.NO_KNOWN
        },
        notes={note: _note(read, "note", "Note on the result", note) for note in Note},
        settle={way: _settle(read, way) for way in Settle},
        asks={ask: _ask(read, ask) for ask in Ask},
        more={name: _note(read, "more", "On every result, on demand", name) for name in MORE},
    )


def _page(read: Read, page: str) -> Mapping[str, str]:
    name, texts = PAGES[page]
    group = _Group(read, f"page/{page}", name)
    return {
        key: group.text(key, what, needed=f"{page}/{key}" not in MAYBE)
        for key, what in texts.items()
    }


def _ticks(read: Read) -> Mapping[str, AnswerWords]:
    group = _Group(read, "tick", "What is new, worse or came quickly")
    return {
        tick: AnswerWords(label=group.text(tick, f"“{shipped(f'tick/{tick}')}”, and its care card"))
        for tick in NODES["new"].answers
    }


def _question(read: Read, node: Node, ticks: Mapping[str, AnswerWords]) -> QuestionWords:
    name = shipped(f"question/{node.key}/short")
    group = _Group(read, f"question/{node.key}", f"Question “{name}”")
    words = QuestionWords(
        heading=group.text("heading", "the question"),
        hint=group.maybe("hint", "hint under the question"),
        why=group.cited("why", "why we ask, on demand"),
        short=group.text("short", "its name on “Check your answers”"),
        change=group.text("change", "heard after “Change”"),
        answers={},
    )
    if node.answers == NODES["new"].answers:
        return _with(words, ticks, None)
    answers = {answer: _answer(group, node, answer) for answer in node.answers}
    return _with(words, answers, _some(group) if node.ticks else None)


def _with(
    words: QuestionWords, answers: Mapping[str, AnswerWords], some: AnswerWords | None
) -> QuestionWords:
    return QuestionWords(
        words.heading, words.hint, words.why, words.short, words.change, answers, some
    )


def _answer(group: _Group, node: Node, answer: str) -> AnswerWords:
    said = f"answer “{shipped(f'question/{node.key}/{answer}/label')}”"
    label, hint = group.text(f"{answer}/label", said), ""
    if answer not in node.ticks:
        hint = group.maybe(f"{answer}/hint", f"{said}, hint under it")
    if node.key not in COUNTED or (answer in node.ticks and answer not in node.routes):
        return AnswerWords(label, hint)
    return AnswerWords(
        label,
        hint,
        said=group.cited(f"{answer}/said", f"{said}, repeated on the result"),
        means=group.cited(f"{answer}/means", f"{said}, what it means on the result"),
    )


def _some(group: _Group) -> AnswerWords:
    return AnswerWords(
        "",
        said=group.cited("some/said", "something is ticked, repeated on the result"),
        means=group.cited("some/means", "something is ticked, what it means on the result"),
    )


def _stops(read: Read) -> tuple[Mapping[str, StopWords], NoteWords, str]:
    group = _Group(read, "stop", "Get help first, and the care card of who is hurt")
    stops = {
        node.name: StopWords(group.text(node.name, f"sentence at “{_STOPS[node.name]}”"))
        for node in STOPS
        if node.name in _STOPS
    }
    harm = NoteWords(
        heading=group.text("harm/heading", "care card of who is hurt, heading"),
        lines=group.lines("harm/lines", "care card of who is hurt, one sentence on each line"),
    )
    return stops, harm, group.text("go-on", "the button that goes on")


def _exit(read: Read, node: Node) -> ExitWords:
    name = shipped(f"exit/{node.name}/heading")
    group = _Group(read, f"exit/{node.name}", f"End of the walk “{name}”")
    return ExitWords(
        heading=group.text("heading", "heading"),
        lines=group.lines("lines", "one paragraph on each line", cited=True),
        button=group.text("button", "the button that goes on"),
    )


def _said(cell: Cell) -> str:
    return f"active: {_FINDINGS[cell.activity]}; progressing: {_FINDINGS[cell.progression]}"


def _outcome(read: Read, outcome: Outcome, said: str) -> OutcomeWords:
    group = _Group(read, f"outcome/{outcome}", f"Result: {said}")
    return OutcomeWords(
        fits=group.text("fits", "ends the heading, and stands on the sheet of paper"),
        name=group.text("name", "the part of the heading that is marked"),
        lead=group.cited("lead", "under the heading"),
        next_steps=group.lines("next", "next steps, one on each line", cited=True),
        questions=group.lines("questions", "questions for the visit, one on each line"),
    )


def _finding(read: Read, axis: str, finding: Finding) -> FindingWords:
    group = _Group(read, f"finding/{axis}", f"Findings about {axis}")
    return FindingWords(group.text(finding, f"“{_FINDINGS[finding]}”"))


def _note(read: Read, of: str, where: str, name: str) -> NoteWords:
    said = _NOTES[Note(name)] if of == "note" else shipped(f"{of}/{name}/heading")
    group = _Group(read, f"{of}/{name}", f"{where}: “{said}”")
    return NoteWords(
        heading=group.text("heading", "heading"),
        lines=group.lines("lines", "one paragraph on each line", cited=True),
    )


def _settle(read: Read, way: Settle) -> SettleWords:
    name = shipped(f"settle/{way}/ask")
    group = _Group(read, f"settle/{way}", f"What would make it clear: “{name}”")
    return SettleWords(
        line=group.text("line", "what to do besides asking it", needed=False, cited=True),
        ask=group.text("ask", "question for the visit"),
    )


def _ask(read: Read, ask: Ask) -> str:
    group = _Group(read, "ask", "Questions for the visit about medicine")
    return group.text(ask, _ASKS[ask])


def place_in_order(key: str) -> int:
    """Return the sort key of a text by its ``key``; texts that the walk does not know come last."""
    return list(PLACES).index(key) if key in PLACES else len(PLACES)


def usable(place: Place, text: Text) -> bool:
    """Return whether the walk can do with ``text`` at ``place``."""
    if place.key == MONTHS:
        return all(len(said.split("\n")) == 12 for said in (text.own, text.another) if said)
    return bool(text.own) or not place.needed


def _places() -> Mapping[str, Place]:
    found: dict[str, Place] = {}

    def note(place: Place) -> str:
        found[place.key] = place
        return ""

    composed(note)
    return MappingProxyType(found)


PLACES: Mapping[str, Place] = _places()
"""Each text of the walk by its key, in the order in which staff edit them."""
