"""What a reader may tick as new or worse, and the care card of each.

``CONCERNS`` says how soon to call for each, and which signs its card shows at once. The words of
the signs come from the table of signs of the edition. Clinicians can sign off this table too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from guidance.pages.choices import BodyPart, Urgency
from guidance.pages.cited_text import Prose
from guidance.pages.guide import Guide
from guidance.pages.site_pages import Sign
from guidance.walk.questions import NONE_FITS

MOST_AT_ONCE = 3
"""The most signs for now, and for today, that a card shows at once."""


@dataclass(frozen=True, slots=True)
class Concern:
    """Something that is new or worse.

    ``level`` is how soon to call for it. ``signs`` are the slugs of signs that are more urgent, and
    that its card shows at once; the others of ``parts`` of the body are shown on demand. Signs that
    an edition lacks are replaced by others of the same parts.
    """

    name: str
    level: Urgency
    parts: tuple[BodyPart, ...] = ()
    signs: tuple[str, ...] = ()


def _concern(name: str, level: Urgency, parts: str, signs: str) -> Concern:
    return Concern(name, level, tuple(map(BodyPart, parts.split())), tuple(signs.split()))


_TABLE = (
    _concern(
        "harm",
        Urgency.SAME_DAY,
        "",
        "",
    ),
    _concern(
        "breathing",
        Urgency.SAME_DAY,
        "breathing heart",
        "trouble-breathing chest-pain swelling-with-short-breath",
    ),
    _concern(
        "bleeding",
        Urgency.SAME_DAY,
        "bleeding belly",
        "heavy-bleeding vomiting-blood-or-bloody-stool liver-failure",
    ),
    _concern(
        "fever",
        Urgency.SAME_DAY,
        "infection",
        "severe-infection fever-with-stiff-neck infection-with-fast-heart",
    ),
    _concern(
        "mood",
        Urgency.SAME_DAY,
        "mood",
        "danger-to-self-or-others thoughts-of-suicide no-hope",
    ),
    _concern(
        "sight",
        Urgency.SAME_DAY,
        "eyes",
        "sudden-loss-of-sight severe-headache stroke",
    ),
    _concern(
        "bladder",
        Urgency.SAME_DAY,
        "bladder belly",
        "cannot-pass-urine numb-saddle blocked-bowel",
    ),
    _concern(
        "skin",
        Urgency.SAME_DAY,
        "skin",
        "severe-allergy blisters-or-sores severe-shingles",
    ),
    _concern(
        "strength",
        Urgency.SOON,
        "movement head",
        "stroke sudden-loss-of-strength numb-saddle disabling-ms-symptoms pml",
    ),
    _concern(
        NONE_FITS,
        Urgency.SOON,
        "",
        "trouble-breathing chest-pain stroke disabling-ms-symptoms",
    ),
)
CONCERNS: Mapping[str, Concern] = MappingProxyType({concern.name: concern for concern in _TABLE})
"""Each concern, worst first."""
MORE_URGENT = (Urgency.EMERGENCY, Urgency.CRISIS, Urgency.SAME_DAY)


@dataclass(frozen=True, slots=True)
class Instead:
    """Signs for which to call sooner than the card says, at a ``level``."""

    level: Urgency
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """The care card of a concern.

    ``action`` is what the edition says to do at its level. ``instead`` are the more urgent signs
    that are shown at once, and ``every`` all signs of its parts of the body, on demand.
    """

    concern: Concern
    action: Prose | None
    instead: tuple[Instead, ...]
    every: tuple[Instead, ...]

    @property
    def part(self) -> BodyPart | None:
        """The one part of the body whose page has all its signs, None if they are on several."""
        return self.concern.parts[0] if len(self.concern.parts) == 1 else None


def worst_first(ticked: Iterable[str]) -> tuple[Concern, ...]:
    """Return the concerns that were ticked, worst first."""
    chosen = set(ticked)
    return tuple(concern for name, concern in CONCERNS.items() if name in chosen)


def cards(ticked: Iterable[str], guide: Guide) -> tuple[Card, ...]:
    """Return one care card for each concern that was ticked, worst first."""
    return tuple(_card(concern, guide) for concern in worst_first(ticked))


def _card(concern: Concern, guide: Guide) -> Card:
    signs = guide.signs
    level = guide.level(concern.level)
    every = [sign for sign in signs.values() if sign.part in concern.parts]
    named = [signs[slug] for slug in concern.signs if slug in signs]
    instead = tuple(
        Instead(urgency, at_once)
        for urgency in MORE_URGENT
        if urgency != concern.level and (at_once := _at_once(urgency, named, every))
    )
    by_level = tuple(
        Instead(urgency, these)
        for urgency in Urgency
        if (these := tuple(sign for sign in every if sign.level == urgency))
    )
    return Card(concern, level.action if level else None, instead, by_level)


def _at_once(level: Urgency, named: list[Sign], every: list[Sign]) -> tuple[Sign, ...]:
    """Return the ``named`` signs of a level; if there are none, the first ones of its parts."""
    chosen = [sign for sign in named if sign.level == level]
    others = [sign for sign in every if sign.level == level and not sign.own]
    return tuple((chosen or others)[:MOST_AT_ONCE])
