"""What the walk says at a position, in the words of an edition, with its months filled in.

The routes are in ``questions``, the texts in the edition's page of the kind ``walk`` (see
``vocabulary``). They may have ``[@source-key]`` markers (see ``citations``), ``**bold**``, and the
placeholders ``{since}``, ``{now}`` and ``{months}`` for the first and last month of the period and
the number of its months. ``question``, ``check_answers`` and ``result`` replace them.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar, cast
from weakref import WeakKeyDictionary

from guidance.pages.citations import MARKER, keys_in
from guidance.pages.guide import Guide
from guidance.pages.site_pages import SourcesPage, WalkPage
from guidance.pages.structures import Review
from guidance.pages.texts import strings_in, with_strings
from guidance.walk.findings import PERIOD_MONTHS, Outcome, Subtype
from guidance.walk.notes import CLASHES, Note, asks_of, notes_of, settle_of
from guidance.walk.questions import END, SOME, Position, Step
from guidance.walk.shipped import SHIPPED
from guidance.walk.vocabulary import PLACES, Place, Vocabulary, usable
from guidance.walk.words import (
    AnswerWords,
    FindingWords,
    NoteWords,
    OutcomeWords,
    QuestionWords,
    SettleWords,
    Text,
    Words,
)

PAGE = f"{WalkPage.kind}/find-your-type"
"""The key of the page with the words of the walk."""

SOURCES = f"{SourcesPage.kind}/sources"
_MARKER = re.compile(rf" ?{MARKER.pattern}")

T = TypeVar("T")

SHIPPED_WORDS = Vocabulary.of(SHIPPED)
"""The words of this release."""

_ABOUT_ACTIVITY = ("relapse", "mri", "spots")
_ABOUT_PROGRESSION = ("harder", "how")
_ABOUT_TYPE = ("told",)


@dataclass(frozen=True, slots=True)
class Period:
    """The months that the questions ask about, and the words in which the walk asks.

    ``since`` and ``now`` are the first and the last month. ``said`` are the words about the reader,
    or about somebody else.
    """

    since: str
    now: str
    said: Words = field(default=SHIPPED_WORDS.own, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of check-answers: a question and its answer."""

    key: str
    value: str
    short: str
    answer: str
    change: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One answer in "how we got there". ``unsure`` says that it leaves its question open."""

    key: str
    value: str
    unsure: bool
    said: str
    means: str


@dataclass(frozen=True, slots=True)
class ShownNote:
    """A note beside the outcome."""

    note: Note
    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """The texts of the result page, with the months filled in.

    ``about_activity``, ``about_progression`` and ``about_type`` hold the answers that led to the
    result. ``settle`` says how to find out what is unknown. ``questions`` are for the visit and the
    handout: those that settle an unknown, those of medicine, and those of the outcome.
    """

    heading: str
    name: str
    lead: str
    period: str
    matches: tuple[Subtype, ...]
    possible: tuple[Subtype, ...]
    activity: FindingWords
    progression: FindingWords
    about_activity: tuple[Reason, ...]
    about_progression: tuple[Reason, ...]
    about_type: tuple[Reason, ...]
    notes: tuple[ShownNote, ...]
    settle: tuple[SettleWords, ...]
    next_steps: tuple[str, ...]
    questions: tuple[str, ...]
    always: tuple[str, ...]
    more: tuple[NoteWords, ...]


_in_guides: WeakKeyDictionary[Guide, Vocabulary] = WeakKeyDictionary()


def vocabulary(guide: Guide) -> Vocabulary:
    """Return the words of the walk in ``guide``.

    Where it lacks a text, as an edition of an earlier release may, the shipped one serves, without
    sources that the edition lacks.
    """
    if guide not in _in_guides:
        sources = guide.pages.get(SOURCES)
        known = {one.key for one in sources.sources} if isinstance(sources, SourcesPage) else ()
        _in_guides[guide] = Vocabulary.of(_texts(published(guide), known))
    return _in_guides[guide]


def published(guide: Guide) -> WalkPage | None:
    """Return the page with the words of the walk, None while the shipped ones serve."""
    page = guide.pages.get(PAGE)
    return page if isinstance(page, WalkPage) else None


def review(guide: Guide) -> Review | None:
    """Return the review of the words of the walk in ``guide``, None while the shipped ones serve.

    It has no sign-off if some of the words are shipped ones: who signed has not seen them.
    """
    page = published(guide)
    if page is None:
        return None
    here = texts_of(page)
    if all(_serves(place, here) for place in PLACES.values()):
        return page.review
    return unsigned(page.review)


def unsigned(review: Review) -> Review:
    """Return ``review`` without its sign-off."""
    return Review(checked_on=review.checked_on, review_due=review.review_due)


def _serves(place: Place, here: Mapping[str, Text]) -> bool:
    return place.key in here and usable(place, here[place.key])


def texts_of(page: WalkPage | None) -> dict[str, Text]:
    """Return the texts of ``page`` by key."""
    if page is None:
        return {}
    labels = {label.id: Text(label.text, label.another) for label in page.labels}
    return labels | {text.id: Text(text.text.source, text.another.source) for text in page.texts}


def _texts(page: WalkPage | None, sources: Collection[str]) -> dict[str, Text]:
    here = texts_of(page)
    return {
        key: here[key] if _serves(place, here) else _known(SHIPPED[key], sources)
        for key, place in PLACES.items()
    }


def _known(text: Text, sources: Collection[str]) -> Text:
    """Return a shipped text without the markers of sources that are not in ``sources``."""

    def known(said: str) -> str:
        return _MARKER.sub(lambda marker: marker[0] if marker[1] in sources else "", said)

    return Text(known(text.own), known(text.another))


def period(today: date, said: Words = SHIPPED_WORDS.own) -> Period:
    """Return the period that ends in the month of ``today``, in the words ``said``."""
    year, month = divmod(today.year * 12 + today.month - 1 - PERIOD_MONTHS, 12)
    since = f"{said.months[month]} {year}"
    return Period(since=since, now=f"{said.months[today.month - 1]} {today.year}", said=said)


def question(key: str, over: Period) -> QuestionWords:
    """Return the words of the question ``key``. Raises ``KeyError``."""
    return filled(over.said.questions[key], over)


def check_answers(position: Position, over: Period) -> tuple[Row, ...]:
    """Return a row for each answered question on the reader's path."""
    return filled(tuple(_row(over.said, step) for step in position.questions), over)


def clashes(position: Position, over: Period) -> tuple[ShownNote, ...]:
    """Return the notes about answers that do not fit together."""
    notes = _notes(over.said, position)
    return filled(tuple(note for note in notes if note.note in CLASHES), over)


def result(position: Position, over: Period) -> Result:
    """Return the texts of the result page for ``position``.

    Raises ``ValueError`` if ``position`` is not complete.
    """
    cell = position.cell
    if cell is None:
        raise ValueError(f"No result yet: the walk is at {position.at.name!r}, not at {END!r}.")
    wording = over.said
    outcome = _outcome(wording, position)
    settle = [wording.settle[way] for way in settle_of(position)]
    asked = (*(item.ask for item in settle), *(wording.asks[ask] for ask in asks_of(position)))
    page = Result(
        heading=_heading(wording, position, outcome),
        name=outcome.name,
        lead=outcome.lead,
        period=wording.period,
        matches=position.matches,
        possible=position.possible,
        activity=wording.activity[cell.activity],
        progression=wording.progression[cell.progression],
        about_activity=_reasons(wording, position, _ABOUT_ACTIVITY),
        about_progression=_reasons(wording, position, _ABOUT_PROGRESSION),
        about_type=_reasons(wording, position, _ABOUT_TYPE),
        notes=_notes(wording, position),
        settle=tuple(settle),
        next_steps=outcome.next_steps,
        questions=(),
        always=wording.always,
        more=tuple(wording.more.values()),
    )
    questions = tuple(dict.fromkeys((*asked, *outcome.questions)))
    return replace(filled(page, over), questions=questions)


def result_questions(words: Vocabulary = SHIPPED_WORDS) -> tuple[str, ...]:
    """Return every question that a result page can suggest for a visit, each once.

    Those of a reader come first, then those of who answers for somebody else.
    """
    return tuple(dict.fromkeys((*_questions(words.own), *_questions(words.another))))


def _questions(said: Words) -> Iterator[str]:
    yield from (way.ask for way in said.settle.values())
    yield from said.asks.values()
    for outcome in (*said.outcomes.values(), said.no_type):
        yield from outcome.questions


def source_keys() -> frozenset[str]:
    """Return the keys of all sources that the shipped words cite."""
    return frozenset(key for text in texts(SHIPPED_WORDS.own) for key in keys_in(text))


def texts(said: Words) -> Iterator[str]:
    """Yield every text of ``said`` that is not empty, with its markers and placeholders."""
    return (text for _, text in strings_in(said) if text)


def filled(value: T, over: Period) -> T:
    """Return ``value`` with the months of ``over`` in all texts inside it."""

    def fill(text: str) -> str:
        text = text.replace("{since}", over.since).replace("{now}", over.now)
        return text.replace("{months}", str(PERIOD_MONTHS))

    return cast(T, with_strings(value, fill))


def _row(wording: Words, step: Step) -> Row:
    question = wording.questions[step.node.key]
    labels = [question.answers[value].label for value in step.values]
    return Row(step.node.key, step.value, question.short, ", ".join(labels), question.change)


def _outcome(wording: Words, position: Position) -> OutcomeWords:
    if position.outcome is Outcome.NO_TYPE:
        return wording.no_type
    return wording.outcomes[position.activity, position.progression]


def _heading(wording: Words, position: Position, outcome: OutcomeWords) -> str:
    plainly = position.told or position.outcome is Outcome.NO_TYPE
    return f"{wording.fits if plainly else wording.would_fit} {outcome.fits}"


def _notes(wording: Words, position: Position) -> tuple[ShownNote, ...]:
    return tuple(
        ShownNote(note, wording.notes[note].heading, wording.notes[note].lines)
        for note in notes_of(position)
    )


def _reasons(wording: Words, position: Position, about: tuple[str, ...]) -> tuple[Reason, ...]:
    steps = (step for step in position.questions if step.node.key in about)
    return tuple(_reason(wording, step) for step in steps)


def _reason(wording: Words, step: Step) -> Reason:
    question = wording.questions[step.node.key]
    answer: AnswerWords = question.answers.get(step.value) or question.answers[step.values[0]]
    if step.route == SOME and question.some:
        answer = question.some
    return Reason(step.node.key, step.value, step.unsure, answer.said, answer.means)
