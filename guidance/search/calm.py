"""What shows that nothing happens now: "no fever", "years ago", "who decides when I cannot".

None of it counts for suicide and harm to oneself or others: there, a card too many harms less.
"""

from collections.abc import Sequence
from itertools import pairwise

from guidance.pages.choices import BodyPart, Urgency
from guidance.pages.site_pages import Sign

NEGATORS = frozenset(
    ("no", "not", "without", "never", "dont", "didnt", "doesnt", "isnt", "arent", "wasnt")
    + ("havent", "hasnt", "hadnt", "denies", "nor", "cant", "wont")
)
"""Words that say that something is not so."""
_BEFORE = NEGATORS - {"cant", "wont"}
_BETWEEN = frozenset(
    ("a", "an", "any", "had", "have", "has", "got", "get", "been", "really", "very", "the", "sign")
    + ("of", "feel", "feeling")
)
"""Words that may stand between such a word and what it is about."""

_LEFT_OUT = ("a", "an", "the", "my")
_PRESENT = frozenset(
    ("now", "today", "again", "another", "still", "yesterday", "tonight", "morning", "since")
    + ("keep", "new", "suddenly", "sudden", "have", "am", "im", "is", "are", "feel", "cant")
    + ("getting", "hurt", "ive", "started", "woke", "help")
)
"""Words with which something is not only past."""
_PAST = (
    *("year ago", "last year", "as child", "as teenager", "as kid", "long ago"),
    *(
        "was child",
        "was kid",
        "was young",
        "was teenager",
        "was baby",
        "decade ago",
        "in childhood",
    ),
    *("used to", "month ago", "in school", "in college"),
)
_PLANNED = (
    *("who decide", "who will decide", "who can decide", "who would decide"),
    *("decide for", "speak for", "talk for", "decision for"),
    *("who speak", "advance directive", "living will", "power of attorney"),
    *("health proxy", "healthcare proxy", "care proxy", "feeding tube", "when i can no longer"),
    *("if i can no longer", "when can no longer", "if can no longer", "in future", "some day"),
    *("someday", "one day", "end of life", "plan ahead", "planning ahead"),
    *("can i get pregnant", "can we get pregnant", "can i become pregnant", "want to get pregnant"),
)

_IDIOMS = tuple(
    tuple(idiom.split())
    for idiom in (
        *("confused about", "confused by", "confused how", "confused when", "confused which"),
        *("confused why", "dying to know", "dying to go", "dying to see", "dying to try"),
        *("dying for", "to die for", "die from", "die of", "will i die", "going to die"),
        *("when i die", "before i die", "afraid of dying", "scared of dying", "fear of dying"),
        *("dead skin", "dead leg", "dead foot", "dead arm", "dead hand", "dead end", "dead weight"),
        *("last will", "dead tired", "killing time", "cant stand my job"),
        *("breathing exercise", "breast pump", "insulin pump", "alarm clock", "fit of laughter"),
        *("living will", "end of life", "fear of falling", "speech therapy", "keep fit"),
        *("my pant", "heart to heart", "eye test", "vision test", "sight test"),
    )
)
"""Words that together mean something else than each of them."""


def without_idioms(words: Sequence[str]) -> list[str]:
    """Return ``words`` without those that together mean something else than each of them."""
    left, place = [], 0
    while place < len(words):
        idiom = next((one for one in _IDIOMS if tuple(words[place : place + len(one)]) == one), ())
        left += [] if idiom else [words[place]]
        place += len(idiom) or 1
    return left


def negated(words: Sequence[str]) -> set[int]:
    """Return the places of the words that ``words`` of a query say to be not so."""
    found: set[int] = set()
    for place, word in enumerate(words):
        before = place - 1
        while before >= 0 and words[before] in _BETWEEN:
            before -= 1
        listed = words[place - 1] in ("or", "nor") and found & {*range(place - 4, place - 1)}
        if listed or (word not in _BETWEEN and before >= 0 and words[before] in _BEFORE):
            found.add(place)
    return found


def is_past(words: Sequence[str]) -> bool:
    """Return whether ``words`` say only what happened long ago."""
    at_age = any(one == "was" and age.isdigit() for one, age in pairwise(words))
    dated = any(len(word) == 4 and word.isdigit() and word[:2] in ("19", "20") for word in words)
    used_to = "used to have " in f"{' '.join(words)} "
    present = _PRESENT - {"have"} if used_to else _PRESENT
    return (at_age or dated or _has(words, _PAST)) and not present & {*words}


def is_planned(words: Sequence[str]) -> bool:
    """Return whether ``words`` ask what is to be done in later life."""
    if _has(words, ("will i",)) and not _PRESENT & {*words}:
        return True
    return _has(words, _PLANNED) and not {"now", "today", "suddenly", "sudden", "again"} & {*words}


def is_calm(words: Sequence[str], sign: Sign) -> bool:
    """Return whether ``words`` of a query are not about ``sign`` as something that happens now."""
    if sign.part == BodyPart.MOOD or sign.level == Urgency.CRISIS:
        return False
    return is_planned(words) or (sign.level == Urgency.EMERGENCY and is_past(words))


def _has(words: Sequence[str], phrases: Sequence[str]) -> bool:
    text = " ".join(word for word in words if word not in _LEFT_OUT)
    return any(f" {phrase} " in f" {text} " for phrase in phrases)
