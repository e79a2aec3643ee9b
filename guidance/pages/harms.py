"""What treatments say about a harm: listed, not named in their label, or not checked yet."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from guidance.pages.choices import LabelStatus, Seriousness
from guidance.pages.structures import Effect, SideEffectPage, TherapyPage


@dataclass(frozen=True, slots=True)
class HarmAnswers:
    """What some treatments say about one side effect.

    ``listed`` have it among their side effects. ``not_named`` have a label that was read whole and
    does not name it. ``not_checked`` are the other treatments that have a label.
    """

    listed: tuple[tuple[Effect, TherapyPage], ...]
    not_named: tuple[TherapyPage, ...]
    not_checked: tuple[TherapyPage, ...]

    @property
    def all(self) -> tuple[TherapyPage, ...]:
        """The treatments that are in one of the three."""
        return (*(page for _effect, page in self.listed), *self.not_named, *self.not_checked)


def those_that_list(
    side_effect: SideEffectPage, therapies: Iterable[TherapyPage]
) -> tuple[tuple[Effect, TherapyPage], ...]:
    """Return the ``therapies`` that list ``side_effect``, each with its effect, in their order."""
    return tuple(
        (effect, page)
        for page in therapies
        for effect in page.effects
        if effect.side_effect == side_effect.slug
    )


def harm_answers(side_effect: SideEffectPage, therapies: Iterable[TherapyPage]) -> HarmAnswers:
    """Return what ``therapies`` say about ``side_effect``, in their order.

    A treatment that lists it is ``listed``, whatever else it says. One without a label is in none
    of the others.
    """
    slug = side_effect.slug
    therapies = tuple(therapies)
    listed = those_that_list(side_effect, therapies)
    listing = {page.slug for _effect, page in listed}
    others = [
        page
        for page in therapies
        if page.slug not in listing and page.label_status != LabelStatus.NOT_A_MEDICINE
    ]
    not_named = tuple(page for page in others if page.label_read and slug in page.not_named)
    return HarmAnswers(listed, not_named, tuple(page for page in others if page not in not_named))


FEWEST_ALIKE = 7
"""How many treatments share a seriousness that is told once: fewer take no more words each."""


@dataclass(frozen=True, slots=True)
class Usual:
    """The ``seriousness`` that most treatments of a list share, told once in ``words``."""

    seriousness: str
    words: str


def usual(effects: Iterable[Effect]) -> Usual | None:
    """Return what is told once above a list of ``effects``; None where too few are alike.

    What the boxed warning of a treatment names is always told with that treatment.
    """
    found = Counter(effect.seriousness for effect in effects)
    for value in (Seriousness.SERIOUS, Seriousness.COMMON):
        if found[value] == found.total() and found[value] >= FEWEST_ALIKE:
            return Usual(value, f"{value.words} with each of them.")
        if found[value] >= FEWEST_ALIKE and 2 * found[value] > found.total():
            return Usual(value, f"{value.words}, unless a line says otherwise.")
    return None
