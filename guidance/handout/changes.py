"""The changes to the pages of a handout since it was printed, sentence by sentence.

A statement is a sentence of a page, or a number written as a sentence, as on the handout. Readers
are told to call the clinic if a warning is new or different.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from guidance.pages import check_schedule, claims, icon_arrays
from guidance.pages.citations import without_markers
from guidance.pages.compare import in_sentence, placebo_group_in_words
from guidance.pages.guide import Guide
from guidance.pages.kinds import KINDS
from guidance.pages.site_pages import ClinicPage
from guidance.pages.structures import Check, Effect, Page, SubtypePage, TherapyPage
from guidance.pages.text import on_one_line
from guidance.pages.texts import Path, owner_and_name

MIN_SIMILARITY = 0.6
"""Similarity from which a new sentence counts as an edit of an old one."""

LEAST_KEPT, FEWEST_STATEMENTS = 0.25, 8
"""The share of its statements below which a page counts as rewritten, if it had so many."""

GONE, EDITED, NEW = "gone", "edited", "new"
WITHDRAWN, REWRITTEN, CHANGED, SAME = "withdrawn", "rewritten", "changed", "same"
OLD_UNREADABLE, NOW_UNREADABLE = "old-unreadable", "now-unreadable"
"""The printed version of the page, or its current version, cannot be read for the comparison."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence, the label of its part of the page, and whether it warns of danger."""

    place: str
    words: str
    warning: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One statement that is ``gone``, ``edited`` or ``new``.

    ``before`` is empty for a new statement, ``after`` for one that is gone.
    """

    what: str
    place: str
    before: str
    after: str
    warning: bool


@dataclass(frozen=True, slots=True)
class PageChanges:
    """The state of one page of a handout: ``withdrawn`` (with ``why``), ``changed`` or ``same``.

    Of a page that was ``rewritten`` as a whole, the changes are the new warnings only.
    ``what`` is ``old-unreadable`` or ``now-unreadable`` if the two versions cannot be compared.
    """

    title: str
    what: str
    changes: tuple[Change, ...] = ()
    why: str = ""

    @property
    def call(self) -> bool:
        """Whether the reader should call the clinic.

        This is so if a warning is new or edited, if the page is withdrawn, or if the versions
        cannot be compared.
        """
        return self.what not in (REWRITTEN, CHANGED, SAME) or any(
            change.warning and change.after for change in self.changes
        )


def changes_since(before: Guide, now: Guide, keys: tuple[str, ...]) -> tuple[PageChanges, ...]:
    """Compare each page in ``keys``, and the pages on every handout, with its current version.

    ``before`` is the guide from which the handout was made; it has all of these pages. The most
    urgent pages come first.
    """
    always = [kind.key for kind in KINDS.values() if kind.on_every_handout]
    pages = [_page_changes(before, now, key) for key in (*keys, *always) if key in before.keys]
    order = (WITHDRAWN, NOW_UNREADABLE, OLD_UNREADABLE, REWRITTEN, CHANGED, SAME)
    return tuple(sorted(pages, key=lambda page: (order.index(page.what), not page.call)))


def _page_changes(before: Guide, now: Guide, key: str) -> PageChanges:
    old, new = before.pages.get(key), now.pages.get(key)
    title = old.title if old else before.unreadable[key].title
    if key not in now.keys:
        notice = now.withdrawn(key)
        return PageChanges(title, WITHDRAWN, why=notice.why if notice else "")
    if new is None or key in now.unreadable:
        return PageChanges(title, NOW_UNREADABLE)
    if old is None or key in before.unreadable:
        return PageChanges(title, OLD_UNREADABLE)
    statements_before, statements_now = list(statements(old, before)), list(statements(new, now))
    if _is_rewritten(statements_before, statements_now):
        return PageChanges(new.title, REWRITTEN, _new_warnings(statements_before, statements_now))
    changes = _changes(statements_before, statements_now)
    return PageChanges(new.title, CHANGED if changes else SAME, changes)


def statements(page: Page, guide: Guide) -> Iterator[Statement]:
    """Yield the texts and the numbers of ``page`` as statements.

    A side effect of a treatment is named by the title of its page in ``guide``.
    """
    titles: dict[str, str] = {}
    check_headings: dict[str, str] = {}
    if isinstance(page, TherapyPage):
        for effect, about in guide.effects_of(page):
            titles[effect.side_effect] = about.title
            words = f"{about.title}{_how_often(effect)}."
            yield Statement(about.title, words, effect.seriousness != "common")
        for result in page.evidence:
            words = icon_arrays.text_alternative(result, in_sentence(page.title))
            yield Statement(result.trial, words, False)
        for section in page.sections:
            for _, timepoint in check_schedule.timepoints_in(page, section.id):
                names = (check.name for check in timepoint.checks)
                check_headings |= dict.fromkeys(names, section.heading)
                words = f"{timepoint.words}: {timepoint.names}."
                yield Statement(section.heading, words, False)
    if isinstance(page, SubtypePage):
        for group in page.placebo_groups:
            words = without_markers(placebo_group_in_words(group))
            yield Statement(group.trial, words, False)
    for level, signs in guide.signs_of(page).items():
        for sign in signs:
            yield Statement(guide.numbers.words_of(level), on_one_line(sign.text.source), True)
    if isinstance(page, ClinicPage):
        yield Statement("", f"{page.title}, {page.address}, {page.phone}, {page.hours}", False)
        numbers = page.numbers
        yield Statement("", f"{numbers.call_emergency}. {numbers.call_crisis}.", True)
        for phone in page.phones:
            yield Statement(phone.label, f"{phone.number} {phone.hours}".strip(), False)
    for path, prose in claims.located_texts(page):
        place = _place(path, titles, check_headings)
        warning = claims.is_warning(page, path)
        for sentence in claims.sentences(prose.source):
            yield Statement(place, without_markers(sentence).strip(), warning)


def _place(path: Path, titles: Mapping[str, str], check_headings: Mapping[str, str]) -> str:
    """Return the label of the part of a page at ``path``.

    The label of a check is the heading of its section, that of a side effect the title of its page.
    """
    owner, _ = owner_and_name(path)
    label = claims.label(path)
    if isinstance(owner, Effect):
        return titles.get(owner.side_effect, label)
    if isinstance(owner, Check):
        return check_headings.get(owner.name, label)
    return label


def _changes(before: list[Statement], after: list[Statement]) -> tuple[Change, ...]:
    """Return the removed and edited statements, then the new ones; warnings first in each."""
    gone = [statement for statement in before if statement not in after]
    new = [statement for statement in after if statement not in before]
    changes = []
    for old in gone:
        match = max(
            (statement for statement in new if statement.place == old.place),
            key=lambda statement: _similarity(old.words, statement.words),
            default=None,
        )
        if match and _similarity(old.words, match.words) >= MIN_SIMILARITY:
            new.remove(match)
            warning = old.warning or match.warning
            changes.append(Change(EDITED, old.place, old.words, match.words, warning))
        else:
            changes.append(Change(GONE, old.place, old.words, "", old.warning))
    changes += [
        Change(NEW, statement.place, "", statement.words, statement.warning) for statement in new
    ]
    return tuple(sorted(changes, key=lambda change: (change.what == NEW, not change.warning)))


def _is_rewritten(before: list[Statement], after: list[Statement]) -> bool:
    """Return whether so few statements were kept that a list of the changes would be the page."""
    told = {statement.words for statement in after}
    kept = sum(statement.words in told for statement in before)
    return len(before) >= FEWEST_STATEMENTS and kept < LEAST_KEPT * len(before)


def _new_warnings(before: list[Statement], after: list[Statement]) -> tuple[Change, ...]:
    """Return the warnings that no statement of the page as it was is like, in any of its parts."""
    return tuple(
        Change(NEW, statement.place, "", statement.words, True)
        for statement in after
        if statement.warning and not any(_is_like(statement.words, old.words) for old in before)
    )


def _is_like(words: str, others: str) -> bool:
    matcher = SequenceMatcher(None, words, others)
    bounds = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)
    return all(bound() >= MIN_SIMILARITY for bound in bounds)


def _similarity(words: str, others: str) -> float:
    return SequenceMatcher(None, words, others).ratio()


def _how_often(effect: Effect) -> str:
    """Return how often an effect occurs, in brackets; empty if no source gives numbers."""
    if not effect.counted:
        return ""
    given = f" on {effect.given}" if effect.given else ""
    if not effect.compared:
        return (
            f" ({effect.uncompared:,} out of {effect.out_of:,} people{given}; {effect.time_span}; "
            "no comparison group)"
        )
    return (
        f" ({effect.with_treatment:,} out of {effect.out_of:,} people{given}; "
        f"{effect.without_treatment:,} on {effect.comparator}; {effect.time_span})"
    )
