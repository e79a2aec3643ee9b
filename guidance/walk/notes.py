"""What a result says besides the outcome: notes, ways to make things clear, and questions.

Each table names answers, like the rules of ``findings``. There is no wording here.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from guidance.walk.findings import Finding, Rule, rule
from guidance.walk.questions import NONE_FITS, Position


class Note(StrEnum):
    """Something that the result page must say in addition to the outcome, most urgent first."""

    WARNING_SIGN = "warning-sign"  # an emergency, a crisis, or something ticked as new or worse
    NONE_FITS = "none-fits"  # something may be new, and nothing to tick fitted
    FLARE = "flare"  # a medicine was stopped, and something new came since
    QUICKLY = "quickly"  # something got harder over days or weeks
    RELAPSE_NOW = "relapse-now"  # a possible relapse of the last month
    RELAPSE_RECENT = "relapse-recent"  # one of one to three months ago
    SPOTS = "spots"  # new spots that nobody may have talked about
    STOPPED = "stopped"  # a medicine was stopped within six months
    SWALLOWING = "swallowing"
    RELAPSE_EARLIER = "relapse-earlier"  # an attack that nobody checked, longer ago
    RELAPSE_UNSURE = "relapse-unsure"  # no attack is known of, and the time is long ago or unknown
    NOT_TOLD = "not-told"  # the team has not said SPMS
    CLASH_ATTACK = "clash-attack"  # worse with an attack, yet no relapse
    CLASH_BOTH = "clash-both"  # worse with an attack and slowly, yet no relapse
    NOBODY_LOOKED = "nobody-looked"  # no known activity


CLASHES = (Note.CLASH_ATTACK, Note.CLASH_BOTH)
"""The notes that are also shown on check-answers."""
URGENT = (
    Note.WARNING_SIGN,
    Note.NONE_FITS,
    Note.FLARE,
    Note.QUICKLY,
    Note.RELAPSE_NOW,
    Note.RELAPSE_RECENT,
    Note.SPOTS,
    Note.STOPPED,
    Note.SWALLOWING,
)
"""The notes that say to call."""
SAME_DAY_ONCE_STOPPED = (Note.NONE_FITS, Note.QUICKLY, Note.RELAPSE_NOW, Note.RELAPSE_RECENT)
"""The notes that become ``Note.FLARE`` if a medicine was stopped."""
SOON_ENOUGH = (Note.RELAPSE_EARLIER, Note.RELAPSE_UNSURE)
"""The notes that name the next visit."""
NEVER_BESIDE_LATER = (Note.WARNING_SIGN, Note.NONE_FITS, Note.FLARE, Note.QUICKLY)
"""The notes beside which none of ``SOON_ENOUGH`` is shown."""
SIGN_OF_TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "note/flare": "flare-after-stopping",
        "note/stopped": "flare-after-stopping",
        "note/quickly": "possible-relapse",
        "note/relapse-now": "possible-relapse",
        "note/relapse-recent": "possible-relapse",
        "exit/primary": "possible-relapse",
        "note/swallowing": "trouble-swallowing",
        "stop/harm": "hurt-or-neglected",
    }
)
"""{where the keys of texts begin: the sign that they are about}: they name the sign's level."""


class Settle(StrEnum):
    """The ways to find out something that is not known."""

    TYPE = "type"  # ask the team which type of MS it is
    RELAPSE = "relapse"  # ask whether there was a relapse
    SCAN = "scan"  # ask whether a scan is needed
    NO_SCAN = "no-scan"  # ask how to tell without a scan
    SCAN_DATE = "scan-date"  # ask when the last scan was
    MRI_REPORT = "mri-report"  # get the words of the report
    CAUSE = "cause"  # ask whether an attack or something else explains the worsening
    EXAM = "exam"  # ask for a measured comparison with last year
    DIARY = "diary"  # keep a short diary


class Ask(StrEnum):
    """Questions for the visit that an answer about medicine adds."""

    RELAPSE_ON_MEDICINE = "relapse-on-medicine"
    SPOTS_ON_MEDICINE = "spots-on-medicine"
    MISSED = "missed"
    STOPPED = "stopped"


_NONE = Finding.UNKNOWN  # these rules are only asked whether they fit

RULES_OF_NOTES: Mapping[Note, Rule] = MappingProxyType(
    {
        Note.WARNING_SIGN: rule(_NONE, safety="emergency crisis new not-sure"),
        Note.NONE_FITS: rule(_NONE, new=NONE_FITS),
        Note.QUICKLY: rule(_NONE, how="quickly"),
        Note.RELAPSE_NOW: rule(_NONE, when="last-month"),
        Note.RELAPSE_RECENT: rule(_NONE, when="recent"),
        Note.SPOTS: rule(_NONE, spots="yes"),
        Note.STOPPED: rule(_NONE, medicine="stopped"),
        Note.SWALLOWING: rule(_NONE, harder="speech"),
        Note.RELAPSE_EARLIER: rule(_NONE, relapse="think-so", when="earlier not-sure"),
        Note.RELAPSE_UNSURE: rule(_NONE, relapse="not-sure", when="earlier not-sure"),
        Note.NOT_TOLD: rule(_NONE, told="relapsing no-type not-sure"),
        Note.CLASH_ATTACK: rule(_NONE, relapse="no", how="attack"),
        Note.CLASH_BOTH: rule(_NONE, relapse="no", how="both"),
    }
)
_SETTLE: Mapping[Settle, tuple[Rule, ...]] = MappingProxyType(
    {
        Settle.TYPE: (rule(_NONE, told="relapsing no-type not-sure"),),
        Settle.RELAPSE: (
            rule(_NONE, relapse="think-so not-sure"),
            rule(_NONE, relapse="no", how="attack both"),
        ),
        Settle.SCAN_DATE: (rule(_NONE, mri="not-sure"),),
        Settle.MRI_REPORT: (rule(_NONE, spots="not-sure"),),
        Settle.CAUSE: (
            rule(_NONE, how="quickly other not-sure"),
            rule(_NONE, relapse="think-so not-sure", how="attack both"),
        ),
    }
)
_SCAN = rule(_NONE, mri="older never")
_NO_SCAN = rule(_NONE, mri="cannot")
RULES_OF_ASKS: Mapping[Ask, Rule] = MappingProxyType(
    {
        Ask.RELAPSE_ON_MEDICINE: rule(_NONE, relapse="yes", medicine="planned missed"),
        Ask.SPOTS_ON_MEDICINE: rule(_NONE, spots="yes", medicine="planned missed"),
        Ask.MISSED: rule(_NONE, medicine="missed"),
        Ask.STOPPED: rule(_NONE, medicine="stopped"),
    }
)


def notes_of(position: Position) -> tuple[Note, ...]:
    """Return the notes that the answers raise, most urgent first.

    One thing has one level: a note that says to call sooner replaces those that it makes too late.
    """
    said = position.said
    raised = {note for note, answers in RULES_OF_NOTES.items() if answers.fits(said)}
    if Note.NONE_FITS in raised:
        raised.discard(Note.WARNING_SIGN)
    if Note.STOPPED in raised and raised.intersection(SAME_DAY_ONCE_STOPPED):
        raised = raised.difference((Note.STOPPED, *SAME_DAY_ONCE_STOPPED)) | {Note.FLARE}
    if raised.intersection(NEVER_BESIDE_LATER):
        raised = raised.difference(SOON_ENOUGH)
    if position.complete and position.activity is Finding.NO_KNOWN:
        raised.add(Note.NOBODY_LOOKED)
    return tuple(note for note in Note if note in raised)


def settle_of(position: Position) -> tuple[Settle, ...]:
    """Return the ways to settle what the answers leave open, in the order of ``Settle``."""
    said = position.said
    ways = {way for way, rules in _SETTLE.items() if any(rule.fits(said) for rule in rules)}
    if position.activity not in (Finding.YES, Finding.NO):
        ways |= {Settle.SCAN} if _SCAN.fits(said) else set()
        ways |= {Settle.NO_SCAN} if _NO_SCAN.fits(said) else set()
    if position.progression is not Finding.NO:
        ways.add(Settle.EXAM)
    if position.progression is Finding.UNKNOWN:
        ways.add(Settle.DIARY)
    return tuple(way for way in Settle if way in ways)


def asks_of(position: Position) -> tuple[Ask, ...]:
    """Return the questions that the answers about medicine add, in the order of ``Ask``."""
    said = position.said
    return tuple(ask for ask, answers in RULES_OF_ASKS.items() if answers.fits(said))
