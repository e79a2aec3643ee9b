"""The two findings of the walk, the rules that lead to them, and what they mean together.

Each rule names questions and answers; the first rule that fits decides. ``CELLS`` says what the
two findings, activity and progression, mean together. The module has no wording, no clock and no
storage, so that clinicians can sign off its tables, and so that the walk on paper can print them.

Medical source of the definitions: Lublin and others, 2013 (``lublin2013``), its table
(``lublin_table``) and its 2020 clarification (``lublin2020``).
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

PERIOD_MONTHS = 12
"""The months that the questions ask about.

Source: a year is the usual minimum time frame, and the time frame must be stated
(``lublin2013``, ``lublin2020``).
"""


class Finding(StrEnum):
    """The result for one axis, activity or progression. An unknown is never counted as a no.

    ``NO_KNOWN`` is for activity alone: no relapse, and nothing new on a scan as far as anybody has
    looked, which was not within the period.
    """

    YES = "yes"
    NO = "no"
    NO_KNOWN = "no-known"
    UNKNOWN = "unknown"


class Subtype(StrEnum):
    """The four types of SPMS. Each value is the slug of the page of that type."""

    ACTIVE_PROGRESSING = "active-progressing"
    ACTIVE = "active"
    NON_ACTIVE_PROGRESSING = "non-active-progressing"
    STABLE = "stable"


class Outcome(StrEnum):
    """The results of a completed walk: one for each cell, and one without a type."""

    ACTIVE_PROGRESSING = "active-progressing"
    ACTIVE = "active"
    ACTIVE_PROGRESSION_UNKNOWN = "active-progression-unknown"
    NON_ACTIVE_PROGRESSING = "non-active-progressing"
    STABLE = "stable"
    NON_ACTIVE_PROGRESSION_UNKNOWN = "non-active-progression-unknown"
    NO_KNOWN_ACTIVITY_PROGRESSING = "no-known-activity-progressing"
    NO_KNOWN_ACTIVITY_NOT_PROGRESSING = "no-known-activity-not-progressing"
    NO_KNOWN_ACTIVITY_PROGRESSION_UNKNOWN = "no-known-activity-progression-unknown"
    PROGRESSING_ACTIVITY_UNKNOWN = "progressing-activity-unknown"
    NOT_PROGRESSING_ACTIVITY_UNKNOWN = "not-progressing-activity-unknown"
    BOTH_UNKNOWN = "both-unknown"
    NO_TYPE = "no-type"


Said = Mapping[str, Set[str]]
"""What was answered: {question: its answer, or all that was ticked}."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A finding, and the answers that lead to it: each question with one of its answers."""

    finding: Finding
    answers: Mapping[str, frozenset[str]]

    def fits(self, said: Said) -> bool:
        """Return whether each of its questions was answered with one of its answers."""
        return all(values & said.get(key, frozenset()) for key, values in self.answers.items())


def rule(finding: Finding, **answers: str) -> Rule:
    """Return a rule; ``answers`` are words with spaces between them."""
    return Rule(finding, MappingProxyType({k: frozenset(v.split()) for k, v in answers.items()}))


ACTIVITY = (
    rule(Finding.YES, relapse="yes"),
    rule(Finding.YES, mri="recent", spots="yes"),
    rule(Finding.UNKNOWN, relapse="no", how="attack both"),
    rule(Finding.NO, relapse="no", mri="recent", spots="no"),
    rule(Finding.NO_KNOWN, relapse="no", mri="older not-sure", spots="no"),
    rule(Finding.NO_KNOWN, relapse="no", mri="cannot"),
    rule(Finding.UNKNOWN),
)
"""Activity within the period (``lublin2013``, ``lublin_table``).

"No relapse" does not fit with worsening that came with an attack, so activity is then unknown. A
suspected relapse is not ruled out by a clear scan.
"""

PROGRESSION = (
    rule(Finding.NO, harder="nothing"),
    rule(Finding.YES, how="slowly both"),
    rule(Finding.NO, how="attack", relapse="yes"),
    rule(Finding.UNKNOWN),
)
"""Progression by the reader's own report, which only an examination can confirm.

What an attack leaves behind is not progression (``lublin_table``, ``lublin2020``). Tiredness alone,
worsening within weeks, and worsening that something else may explain are unknown.
"""


def found(rules: tuple[Rule, ...], said: Said) -> Finding:
    """Return the finding of the first of ``rules`` that fits; the last one always does."""
    return next(rule.finding for rule in rules if rule.fits(said))


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


def _match(activity: Finding, progression: Finding, outcome: Outcome, subtype: Subtype) -> Cell:
    return Cell(activity, progression, outcome, matches=(subtype,))


def _open(activity: Finding, progression: Finding, outcome: Outcome, *types: Subtype) -> Cell:
    return Cell(activity, progression, outcome, possible=types)


_YES, _NO, _KNOWN, _UNKNOWN = Finding.YES, Finding.NO, Finding.NO_KNOWN, Finding.UNKNOWN
_ACTIVE = (Subtype.ACTIVE_PROGRESSING, Subtype.ACTIVE)
_NOT_ACTIVE = (Subtype.NON_ACTIVE_PROGRESSING, Subtype.STABLE)
_PROGRESSING = (Subtype.ACTIVE_PROGRESSING, Subtype.NON_ACTIVE_PROGRESSING)
_NOT_PROGRESSING = (Subtype.ACTIVE, Subtype.STABLE)

_CELLS = (
    _match(_YES, _YES, Outcome.ACTIVE_PROGRESSING, Subtype.ACTIVE_PROGRESSING),
    _match(_YES, _NO, Outcome.ACTIVE, Subtype.ACTIVE),
    _open(_YES, _UNKNOWN, Outcome.ACTIVE_PROGRESSION_UNKNOWN, *_ACTIVE),
    _match(_NO, _YES, Outcome.NON_ACTIVE_PROGRESSING, Subtype.NON_ACTIVE_PROGRESSING),
    _match(_NO, _NO, Outcome.STABLE, Subtype.STABLE),
    _open(_NO, _UNKNOWN, Outcome.NON_ACTIVE_PROGRESSION_UNKNOWN, *_NOT_ACTIVE),
    _match(_KNOWN, _YES, Outcome.NO_KNOWN_ACTIVITY_PROGRESSING, Subtype.NON_ACTIVE_PROGRESSING),
    _match(_KNOWN, _NO, Outcome.NO_KNOWN_ACTIVITY_NOT_PROGRESSING, Subtype.STABLE),
    _open(_KNOWN, _UNKNOWN, Outcome.NO_KNOWN_ACTIVITY_PROGRESSION_UNKNOWN, *_NOT_ACTIVE),
    _open(_UNKNOWN, _YES, Outcome.PROGRESSING_ACTIVITY_UNKNOWN, *_PROGRESSING),
    _open(_UNKNOWN, _NO, Outcome.NOT_PROGRESSING_ACTIVITY_UNKNOWN, *_NOT_PROGRESSING),
    _open(_UNKNOWN, _UNKNOWN, Outcome.BOTH_UNKNOWN, *Subtype),
)
CELLS: Mapping[tuple[Finding, Finding], Cell] = MappingProxyType(
    {(cell.activity, cell.progression): cell for cell in _CELLS}
)
"""The twelve cells: "no known activity" leads to the same pages as "no", with its own heading."""
