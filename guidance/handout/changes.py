"""What changed on a page since a sheet was printed, sentence by sentence, in plain words.

A statement is a sentence of the page, or a number as the sheet puts it into words. Where a
statement about danger is new or different, the reader is told to call the clinic.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from guidance.pages import check_schedule, claims, icon_arrays
from guidance.pages.citations import without_markers
from guidance.pages.compare import in_sentence
from guidance.pages.guide import Guide
from guidance.pages.structures import AnyPage, ClinicPage, Effect, HelpPage, TherapyPage, VisitPage

ALIKE = 0.6
"""From so much likeness on, a new sentence is the old one put right."""
ALWAYS = ("help/help", "clinic/clinic")
"""Pages that every sheet draws on."""
WARNINGS = {"Boxed warning", "Call 911 if", "Call the clinic if"}
WARNING_SECTIONS = {"do-not-take-it-if", "take-care"}
GONE, PUT_RIGHT, NEW = "gone", "put-right", "new"
WITHDRAWN, CHANGED, SAME = "withdrawn", "changed", "same"
OLD_UNREADABLE, NOW_UNREADABLE = "old-unreadable", "now-unreadable"
"""The page as the sheet had it, or as it is now, cannot be read: nobody can say what changed."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence and the part of the page where it stands. ``warning`` says it is of danger."""

    place: str
    words: str
    warning: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One statement that is gone, put right or new; ``before`` or ``after`` may be empty."""

    what: str
    place: str
    before: str
    after: str
    warning: bool


@dataclass(frozen=True, slots=True)
class Since:
    """What became of one page: ``withdrawn`` (and ``why``), ``changed`` or ``same``.

    It is ``old-unreadable`` or ``now-unreadable`` where the two cannot be compared.
    """

    title: str
    what: str
    changes: tuple[Change, ...] = ()
    why: str = ""

    @property
    def call(self) -> bool:
        """Say whether to call the clinic: a warning came, the page is gone, or nobody can say."""
        return self.what not in (CHANGED, SAME) or any(
            change.warning and change.after for change in self.changes
        )


def since(before: Guide, now: Guide, keys: tuple[str, ...]) -> tuple[Since, ...]:
    """Return what became of the pages ``keys`` and of those on every sheet, worst first.

    ``before`` is the guide that the sheet was made from, and has all of these pages.
    """
    found = [_page(before, now, key) for key in (*keys, *ALWAYS) if key in before.keys]
    order = (WITHDRAWN, NOW_UNREADABLE, OLD_UNREADABLE, CHANGED, SAME)
    return tuple(sorted(found, key=lambda one: (order.index(one.what), not one.call)))


def _page(before: Guide, now: Guide, key: str) -> Since:
    old, new = before.pages.get(key), now.pages.get(key)
    title = old.title if old else before.unreadable[key].title
    if key not in now.keys:
        notice = now.withdrawn(key)
        return Since(title, WITHDRAWN, why=notice.why if notice else "")
    if new is None or key in now.unreadable:
        return Since(title, NOW_UNREADABLE)
    if old is None or key in before.unreadable:
        return Since(title, OLD_UNREADABLE)
    changes = _changes(list(statements(old, before)), list(statements(new, now)))
    return Since(new.title, CHANGED if changes else SAME, changes)


def statements(page: AnyPage, guide: Guide) -> Iterator[Statement]:
    """Yield all that ``page`` says, also its numbers, as statements."""
    warned = WARNINGS | {one.heading for one in page.sections if one.id in WARNING_SECTIONS}
    names = {}
    if isinstance(page, TherapyPage):
        names = {effect.side_effect: about.title for effect, about in guide.effects_of(page)}
        serious = {one.side_effect for one in page.effects if one.seriousness != "common"}
        warned |= serious
        for effect, about in guide.effects_of(page):
            words = f"{about.title}{_how_often(effect)}."
            yield Statement(about.title, words, effect.side_effect in serious)
        for one in page.evidence:
            yield Statement(one.trial, icon_arrays.twin(one, in_sentence(page.title)), False)
        for part in page.sections:
            for _, stop in check_schedule.under(page, part.id):
                names |= dict.fromkeys((check.name for check in stop.checks), part.heading)
                yield Statement(part.heading, f"{stop.words}: {stop.names}.", False)
    if isinstance(page, ClinicPage):
        yield Statement("", f"{page.title}, {page.address}, {page.phone}, {page.hours}", False)
    urgent = isinstance(page, HelpPage)
    if isinstance(page, VisitPage):
        warned |= {"Note"}  # what the clinic asks of its patients at such a visit
    for section, prose in claims.texts(page):
        for sentence in claims.sentences(prose.source):
            words = without_markers(sentence).strip()
            yield Statement(names.get(section, section), words, urgent or section in warned)


def _changes(before: list[Statement], after: list[Statement]) -> tuple[Change, ...]:
    """Return what differs: gone and put right first, then new; warnings first in each."""
    gone = [one for one in before if one not in after]
    new = [one for one in after if one not in before]
    found = []
    for one in gone:
        match = max(
            (other for other in new if other.place == one.place),
            key=lambda other: _likeness(one.words, other.words),
            default=None,
        )
        if match and _likeness(one.words, match.words) >= ALIKE:
            new.remove(match)
            warned = one.warning or match.warning
            found.append(Change(PUT_RIGHT, one.place, one.words, match.words, warned))
        else:
            found.append(Change(GONE, one.place, one.words, "", one.warning))
    found += [Change(NEW, one.place, "", one.words, one.warning) for one in new]
    return tuple(sorted(found, key=lambda change: (change.what == NEW, not change.warning)))


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()


def _how_often(effect: Effect) -> str:
    """Return how often an effect comes, in brackets, or nothing where nobody counted."""
    if not effect.counted:
        return ""
    return (
        f" ({effect.with_treatment:,} out of {effect.out_of:,} people; "
        f"{effect.without_treatment:,} on {effect.comparator}; {effect.time_span})"
    )
