"""The wording of the walk, by language and key, with its months filled in.

The routes are in ``questions``, the words in ``english`` and ``english_results``. Texts may have
``[@source-key]`` markers (see ``citations``), ``**bold**``, and the placeholders ``{since}``,
``{now}`` and ``{months}`` for the first and last month of the period and the number of its months.
``question``, ``check_answers`` and ``result`` replace them.

Medical statements come from the sources that they cite.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar, cast

from guidance.pages.citations import keys_in
from guidance.pages.texts import strings_in, with_strings
from guidance.walk import english, english_results
from guidance.walk.findings import PERIOD_MONTHS, Outcome, Subtype
from guidance.walk.for_another import about_another
from guidance.walk.notes import CLASHES, Note, asks_of, notes_of, settle_of
from guidance.walk.questions import END, SOME, Position, Step
from guidance.walk.words import (
    AnswerWords,
    FindingWords,
    NoteWords,
    OutcomeWords,
    QuestionWords,
    Words,
)

DEFAULT_LANGUAGE = "en"

T = TypeVar("T")

WORDS = {
    "en": Words(
        months=english.MONTHS,
        questions=english.QUESTIONS,
        stops=english.STOPS,
        go_on=english.GO_ON,
        harm=english_results.HARM,
        exits=english.EXITS,
        fits=english_results.FITS,
        would_fit=english_results.WOULD_FIT,
        outcomes=english_results.OUTCOMES,
        no_type=english_results.NO_TYPE,
        activity=english_results.ACTIVITY,
        progression=english_results.PROGRESSION,
        settle=english_results.SETTLE,
        asks=english_results.ASKS,
        notes=english_results.NOTES,
        period=english_results.PERIOD,
        always=english_results.ALWAYS,
        more=english_results.MORE,
    )
}

_ABOUT_ACTIVITY = ("relapse", "when", "mri", "spots")
_ABOUT_PROGRESSION = ("harder", "how")
_ABOUT_TYPE = ("told",)


@dataclass(frozen=True, slots=True)
class Period:
    """The months that the questions ask about: first and last month, in words.

    With ``other``, the walk is answered for somebody else, and the words are about them.
    """

    since: str
    now: str
    other: bool = False


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
    settle: tuple[str, ...]
    next_steps: tuple[str, ...]
    questions: tuple[str, ...]
    always: tuple[str, ...]
    more: tuple[NoteWords, ...]


def words(language: str = DEFAULT_LANGUAGE) -> Words:
    """Return the wording in ``language``, or in English if there is none in that language.

    ``language`` is a tag such as "en" or "en-us". The texts still have their placeholders.
    """
    return WORDS.get(language.lower().split("-")[0], WORDS[DEFAULT_LANGUAGE])


def period(today: date, language: str = DEFAULT_LANGUAGE, other: bool = False) -> Period:
    """Return the period that ends in the month of ``today``."""
    months = words(language).months
    year, month = divmod(today.year * 12 + today.month - 1 - PERIOD_MONTHS, 12)
    since = f"{months[month]} {year}"
    return Period(since=since, now=f"{months[today.month - 1]} {today.year}", other=other)


def question(key: str, over: Period, language: str = DEFAULT_LANGUAGE) -> QuestionWords:
    """Return the words of the question ``key``. Raises ``KeyError``."""
    return filled(words(language).questions[key], over)


def check_answers(
    position: Position, over: Period, language: str = DEFAULT_LANGUAGE
) -> tuple[Row, ...]:
    """Return a row for each answered question on the reader's path."""
    return filled(tuple(_row(words(language), step) for step in position.questions), over)


def clashes(
    position: Position, over: Period, language: str = DEFAULT_LANGUAGE
) -> tuple[ShownNote, ...]:
    """Return the notes about answers that do not fit together."""
    notes = _notes(words(language), position)
    return filled(tuple(note for note in notes if note.note in CLASHES), over)


def result(position: Position, over: Period, language: str = DEFAULT_LANGUAGE) -> Result:
    """Return the texts of the result page for ``position``.

    Raises ``ValueError`` if ``position`` is not complete.
    """
    cell = position.cell
    if cell is None:
        raise ValueError(f"No result yet: the walk is at {position.at.name!r}, not at {END!r}.")
    wording = words(language)
    outcome = _outcome(wording, position)
    settle = [wording.settle[way] for way in settle_of(position)]
    asked = tuple(item.ask for item in settle)
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
        settle=tuple(item.line for item in settle),
        next_steps=outcome.next_steps,
        questions=(),
        always=wording.always,
        more=tuple(wording.more.values()),
    )
    medicine = tuple(wording.asks[ask] for ask in asks_of(position))
    return replace(filled(page, over), questions=asked + medicine + outcome.questions)


def result_questions(language: str = DEFAULT_LANGUAGE) -> tuple[str, ...]:
    """Return every question that a result page can suggest for a visit, each once."""
    wording = words(language)
    outcomes = (*wording.outcomes.values(), wording.no_type)
    questions = [way.ask for way in wording.settle.values()]
    questions += wording.asks.values()
    questions += [ask for outcome in outcomes for ask in outcome.questions]
    return tuple(dict.fromkeys(questions))


def texts(language: str = DEFAULT_LANGUAGE) -> Iterator[str]:
    """Yield every text in ``language`` that is not empty, with its markers and placeholders."""
    return (text for _, text in strings_in(words(language)) if text)


def source_keys() -> frozenset[str]:
    """Return the keys of all sources that the wording cites, in any language."""
    return frozenset(key for language in WORDS for text in texts(language) for key in keys_in(text))


def filled(value: T, over: Period) -> T:
    """Return ``value`` with ``over`` in all texts inside it, about whom they are."""

    def fill(text: str) -> str:
        text = about_another(text) if over.other else text
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
    return (wording.fits if plainly else wording.would_fit) + outcome.fits


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
