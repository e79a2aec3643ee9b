"""The words of each result that the walk can reach, counted without rendering its page."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product

import lxml.html

from guidance.pages.citations import without_markers
from guidance.views.walk_pages import MANY_TYPES
from guidance.walk.findings import Outcome
from guidance.walk.notes import URGENT, Note, asks_of, notes_of, settle_of
from guidance.walk.questions import NODES, SOME, Position, Step, resolve
from guidance.walk.words import OutcomeWords, Words

NOT_COUNTED = (
    ".//svg|.//*[contains(concat(' ', @class, ' '), ' visually-hidden ')"
    " or contains(@class, 'references') or contains(@class, 'source-numbers')]"
    "|.//*[contains(@class, 'where-from')]/*[not(self::summary)]"
)
CLOSED = ".//details/*[not(self::summary)]"
ABOUT = (("told",), ("relapse", "mri", "spots"), ("harder", "how"))

_GOT_HELP = {"safety-dealt-with": "yes"}
SAFETY = (
    {"safety": "none"},
    {"safety": "emergency", **_GOT_HELP},
    {"safety": "not-sure", "new": "none-fits", **_GOT_HELP},
)
"""One answer for each mix of notes that the questions about help can add."""
RELAPSE = (
    {"relapse": "yes"},
    {"relapse": "no"},
    *(
        {"relapse": relapse, "when": when}
        for relapse, when in product(("think-so", "not-sure"), NODES["when"].answers)
    ),
)
MRI = (
    {"mri": "cannot"},
    {"mri": "never"},
    *(
        {"mri": mri, "spots": spots}
        for mri, spots in product(("recent", "older", "not-sure"), NODES["spots"].answers)
    ),
)
_QUICK = {"quick": "strength", "quick-dealt-with": "yes"}
HARDER = (
    *({"harder": harder} for harder in ("tiredness", "nothing", "not-sure")),
    *(
        {"harder": harder, "how": how, **(_QUICK if how == "quickly" else {})}
        for harder, how in product(("walking", "walking+speech"), NODES["how"].answers)
    ),
)
TOLD = tuple(one for one in NODES["told"].answers if NODES["told"].routes[one] == "relapse")


MEDICINE = ("planned", "missed", "stopped", "no")
"""Who is not sure reads what who takes none reads."""


def every_result(told: Iterable[str] = TOLD) -> Iterator[Position]:
    """Yield a position for each mix of answers that can differ on the result."""
    team = [{"told": one} for one in told]
    parts = (SAFETY, team, RELAPSE, MRI, HARDER, MEDICINE)
    for safety, team, relapse, mri, harder, medicine in product(*parts):
        yield resolve({**safety, **team, **relapse, **mri, **harder, "medicine": medicine})


def words_without(page: bytes, *left_out: str) -> int:
    """Return how many words the main part of ``page`` has without the elements ``left_out``."""
    main = lxml.html.fromstring(page).xpath("//main")[0]
    for element in main.xpath("|".join(left_out)):
        element.drop_tree()
    return _number(" ".join(main.itertext()))


def own_words(position: Position, said: Words, titles: dict[str, str]) -> tuple[int, int]:
    """Return how many words seen, and words in all, a result has of its own.

    The others, such as buttons, are the same on every result. ``titles`` are those of the types.
    """
    outcome, notes = _outcome(position, said), notes_of(position)
    asked = (
        *(said.settle[way].ask for way in settle_of(position)),
        *(said.asks[ask] for ask in asks_of(position)),
        *outcome.questions,
    )
    plainly = position.told or position.outcome is Outcome.NO_TYPE
    seen = _words(
        said.fits if plainly else said.would_fit, outcome.fits, outcome.lead, *outcome.next_steps
    )
    seen += _urgent(notes, said) + _buttons(position, said, titles)
    shut = [said.notes[note] for note in notes if note not in URGENT]
    seen += sum(_words(note.heading) for note in shut)
    closed = sum(_words(*note.lines) for note in shut)
    if Note.NOT_TOLD in notes:
        heading = _words(said.notes[Note.NOT_TOLD].heading)
        seen, closed = seen - heading, closed + heading
    closed += _words(*dict.fromkeys(asked), *(said.settle[way].line for way in settle_of(position)))
    closed += _words(said.pages["result"]["settle"]) if settle_of(position) else 0
    closed += _words(
        said.activity[position.activity].label, said.progression[position.progression].label
    )
    return seen, seen + closed + _reasons(position, said)


def _outcome(position: Position, said: Words) -> OutcomeWords:
    if position.outcome is Outcome.NO_TYPE:
        return said.no_type
    return said.outcomes[position.activity, position.progression]


def _urgent(notes: tuple[Note, ...], said: Words) -> int:
    panels: dict[str, dict[str, None]] = {}
    for note in (said.notes[note] for note in notes if note in URGENT):
        panels.setdefault(note.heading, {}).update(dict.fromkeys(note.lines))
    return sum(_words(heading, *lines) for heading, lines in panels.items())


def _buttons(position: Position, said: Words, titles: dict[str, str]) -> int:
    types = (*position.matches, *position.possible)
    if not 0 < len(types) < MANY_TYPES:
        return _words(said.pages["result"]["all_types"])
    label = said.pages["result"]["one_type"]
    return sum(_words(label.replace("{type}", titles[one])) for one in types)


def _reasons(position: Position, said: Words) -> int:
    steps = {step.node.key: step for step in position.questions}
    told = [steps[key] for keys in ABOUT for key in keys if key in steps]
    reasons = [_reason(step, said) for step in told]
    means = dict.fromkeys(means for _, means in reasons)
    return _words(*(repeated for repeated, _ in reasons), *means)


def _reason(step: Step, said: Words) -> tuple[str, str]:
    question = said.questions[step.node.key]
    if step.route == SOME and question.some:
        return question.some.said, question.some.means
    answer = question.answers[step.value]
    return answer.said, answer.means


def _words(*texts: str) -> int:
    return sum(_words_of(text) for text in texts)


@cache
def _words_of(text: str) -> int:
    filled = text.replace("{since}", "November 2025").replace("{months}", "12")
    return _number(without_markers(filled).replace("**", ""))


def _number(text: str) -> int:
    return len([word for word in text.split() if re.search(r"\w", word)])
