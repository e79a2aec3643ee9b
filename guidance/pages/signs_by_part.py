"""The signs of the get-help levels by part of the body and by treatment.

A picture is the index of the parts of the body.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from guidance.pages.choices import BodyPart
from guidance.pages.cited_text import Prose
from guidance.pages.guide import SIGNS, Guide
from guidance.pages.level_signs import LevelSigns
from guidance.pages.site_pages import Sign, WithdrawnPage
from guidance.pages.structures import TherapyPage

MARK_RADIUS = 22
"""The radius of the links on the picture, in pixels: they are larger than the drawn circles."""

MARKS: dict[BodyPart, tuple[int, int]] = {
    BodyPart.BREATHING: (198, 116),
    BodyPart.HEART: (198, 162),
    BodyPart.HEAD: (198, 24),
    BodyPart.EYES: (198, 70),
    BodyPart.MOOD: (22, 24),
    BodyPart.MOVEMENT: (22, 300),
    BodyPart.SKIN: (198, 254),
    BodyPart.INFECTION: (22, 90),
    BodyPart.BELLY: (198, 208),
    BodyPart.BLADDER: (22, 208),
    BodyPart.BLEEDING: (198, 300),
    BodyPart.PREGNANCY: (22, 162),
    BodyPart.WHOLE: (22, 392),
}
"""Where ``static/pictures/body.svg`` has the number of each part: the center, in pixels."""


@dataclass(frozen=True, slots=True)
class PartGroup:
    """The signs of one level at one part of the body.

    ``signs`` are those that the level does not show at once. With ``above``, it shows others of
    that part at once.
    """

    level: LevelSigns
    signs: tuple[Prose, ...]
    above: bool


@dataclass(frozen=True, slots=True)
class PartSigns:
    """A part of the body with its signs, most urgent first, and its number on the picture."""

    part: BodyPart
    number: int
    groups: tuple[PartGroup, ...]

    @property
    def mark(self) -> str:
        """The circle that links to the part, as the coordinates of an ``area``."""
        left, top = MARKS[self.part]
        return f"{left},{top},{MARK_RADIUS}"


def signs_by_part(levels: Iterable[LevelSigns]) -> tuple[PartSigns, ...]:
    """Return each part of the body that has signs besides those that are shown at once."""
    levels = tuple(levels)
    parts = (
        PartSigns(part, number, _groups(part, levels))
        for number, part in enumerate(BodyPart, start=1)
    )
    return tuple(part for part in parts if any(group.signs for group in part.groups))


def levels_of_part(guide: Guide, part: BodyPart) -> Iterator[LevelSigns]:
    """Yield each level that has signs at ``part`` of the body, with all of them, in full.

    Those that Get help shows at once come first, and those that mean this only with some
    treatments last. Raises ``CannotShow``.
    """
    signs = sorted(guide.signs.values(), key=lambda sign: (sign.own, not sign.first))
    for level in guide.levels:
        texts = tuple(sign.text for sign in signs if sign.part == part and sign.level == level.slug)
        if texts:
            yield replace(level, first=texts, first_parts=frozenset({part}), by_part=(), others=())


def _groups(part: BodyPart, levels: Iterable[LevelSigns]) -> tuple[PartGroup, ...]:
    groups = (
        PartGroup(level, dict(level.by_part).get(part, ()), part in level.first_parts)
        for level in levels
    )
    return tuple(group for group in groups if group.signs or group.above)


MOST_TREATMENTS = 2
"""A sign that means this only with at most so many treatments stands with them, not by part."""


@dataclass(frozen=True, slots=True)
class TreatmentSigns:
    """A treatment with the signs that mean this only with it, by (how soon to call, signs).

    ``therapy`` is its page, or the notice in place of its withdrawn page.
    """

    therapy: TherapyPage | WithdrawnPage
    groups: tuple[tuple[str, tuple[Sign, ...]], ...]

    @property
    def anchor(self) -> str:
        """The HTML id of the treatment in the list: its slug, also behind a notice."""
        return f"with-{self.therapy.slug.rpartition('/')[2]}"

    @property
    def how_soon(self) -> str:
        """How many of the signs there are for each level, for the closed treatment."""
        numbers = ", ".join(f"{level} ({len(signs)})" for level, signs in self.groups)
        return numbers[:1] + numbers[1:].lower()


def signs_by_treatment(guide: Guide) -> tuple[TreatmentSigns, ...]:
    """Return each treatment that names signs, none if the edition has no table of signs.

    Treatments whose pages are withdrawn come last. Raises ``CannotShow``.
    """
    if SIGNS not in guide.keys:
        return ()
    prefix = f"{TherapyPage.kind}/"
    withdrawn = (notice for notice in guide.notices() if notice.slug.startswith(prefix))
    therapies: list[TherapyPage | WithdrawnPage] = [*guide.therapies(), *withdrawn]
    return tuple(
        TreatmentSigns(therapy, tuple(_own_signs(guide, therapy)))
        for therapy in therapies
        if therapy.signs
    )


def _own_signs(
    guide: Guide, therapy: TherapyPage | WithdrawnPage
) -> Iterator[tuple[str, tuple[Sign, ...]]]:
    for level, signs in guide.signs_of(therapy).items():
        own = tuple(sign for sign in signs if sign.own)
        if own:
            yield guide.numbers.how_soon(level), own


def only_by_treatment(treatments: Iterable[TreatmentSigns]) -> frozenset[Prose]:
    """Return the texts of the signs that stand with their treatments alone."""
    signs = Counter(sign.text for one in treatments for _, signs in one.groups for sign in signs)
    return frozenset(text for text, number in signs.items() if number <= MOST_TREATMENTS)


def without(level: LevelSigns, texts: Collection[Prose]) -> LevelSigns:
    """Return ``level`` without the signs ``texts`` among those by part of the body."""
    by_part = (
        (part, tuple(sign for sign in signs if sign not in texts)) for part, signs in level.by_part
    )
    return replace(level, by_part=tuple((part, signs) for part, signs in by_part if signs))
