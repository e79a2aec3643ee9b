"""The differences between two versions of a page.

Each text that differs is named by its place on the page, with the labels of the staff form, and
shown with the words that were removed and added. Added and removed sources are listed separately.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

import msgspec

from guidance.pages.choices import Accent, LabelStatus, Offered, TherapyGroup, Urgency
from guidance.pages.cited_text import Reference
from guidance.pages.row_names import NOT_COMPARED, Names, as_text
from guidance.pages.sections import staff_label_of
from guidance.pages.site_pages import WalkPage
from guidance.pages.structures import Page, Review
from guidance.pages.texts import Path, leaves

What = Literal["same", "removed", "added"]

WARNINGS = {
    *("boxed_warning", "no_boxed_warning", "effects", "not_named", "side_effects"),
    *("signs", "call_911", "call_clinic", "worst", "not_for_you_if"),
}
"""The fields of pages that warn of harm or say when to call."""
_WORD = re.compile(r"\S+\s*|\s+")
CHOICES = {
    "accent": dict(Accent.pairs()),
    "level": dict(Urgency.pairs()),
    "offered": dict(Offered.pairs()),
    "label_status": dict(LabelStatus.pairs()),
    "group": dict(TherapyGroup.pairs()),
}
"""How the staff form names each value of the fields that are chosen from a list."""
MIN_UNCHANGED_WORDS = 3
"""Fewer unchanged words than this between two changes are shown as changed, to read better."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One text of a page before and after; "" on a side that does not have it."""

    where: str
    before: str
    after: str

    @property
    def words(self) -> tuple[tuple[What, str], ...]:
        """The text with what was removed and added inside it, in reading order."""
        return diff_words(self.before, self.after)


def diff_pages(before: Page | None, after: Page) -> tuple[Difference, ...]:
    """Return the texts of ``after`` that differ from ``before``; all of them if that is None.

    The texts of a changed page that warn come first, because a long list is not shown whole.
    """
    old_page = _with_places(before, after) if before else None
    names = Names(old_page, after)
    old = {text.where: text for text in _texts(old_page, names.before)} if old_page else {}
    new = {text.where: text for text in _texts(after, names.after)}
    none = _Text("", "")
    changed = [
        (old.get(place, none), new.get(place, none))
        for place in {**old, **new}
        if old.get(place, none).text != new.get(place, none).text
    ]
    if before:
        changed.sort(key=lambda pair: not (pair[0].warns or pair[1].warns))
    return tuple(Difference(a.where or b.where, a.text, b.text) for a, b in changed)


def _with_places(before: Page, after: Page) -> Page:
    """Return ``before`` with the names of places of ``after``, which a release may change."""
    if not (isinstance(before, WalkPage) and isinstance(after, WalkPage)):
        return before
    names = {one.id: one.where for one in after.labels}
    names |= {one.id: one.where for one in after.texts}
    replace = msgspec.structs.replace
    return replace(
        before,
        labels=tuple(replace(one, where=names.get(one.id, one.where)) for one in before.labels),
        texts=tuple(replace(one, where=names.get(one.id, one.where)) for one in before.texts),
    )


def sources_between(
    before: Page | None, after: Page
) -> tuple[tuple[Reference, ...], tuple[Reference, ...]]:
    """Return (references only in ``after``, references only in ``before``)."""
    old = {reference.source.key: reference for reference in before.references} if before else {}
    new = {reference.source.key: reference for reference in after.references}
    gained = tuple(reference for key, reference in new.items() if key not in old)
    return gained, tuple(reference for key, reference in old.items() if key not in new)


def sources_changed(before: Page, after: Page) -> tuple[str, ...]:
    """Return the keys of the sources that both pages cite but whose details differ."""
    old = {reference.source.key: reference.source for reference in before.references}
    new = [reference.source for reference in after.references]
    return tuple(source.key for source in new if old.get(source.key, source) != source)


def unsigned(page: Page) -> Page:
    """Return ``page`` without its clinical sign-off, which applies to a single version."""
    review = getattr(page, "review", None)
    if not isinstance(review, Review):
        return page
    bare = Review(checked_on=review.checked_on, review_due=review.review_due)
    return msgspec.structs.replace(page, review=bare)


def diff_words(before: str, after: str) -> tuple[tuple[What, str], ...]:
    """Return the words of two texts as runs of unchanged, removed and added words, in order."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    changes = _changes(old, new)
    runs: list[tuple[What, str]] = []
    new_at = 0
    for (old_from, old_to), (new_from, new_to) in changes:
        runs += [
            ("same", "".join(new[new_at:new_from])),
            ("removed", "".join(old[old_from:old_to])),
            ("added", "".join(new[new_from:new_to])),
        ]
        new_at = new_to
    runs.append(("same", "".join(new[new_at:])))
    return tuple(run for run in runs if run[1])


Span = tuple[int, int]


def _changes(old: list[str], new: list[str]) -> list[tuple[Span, Span]]:
    """Return the (from, to) spans of each change in both lists.

    Changes with fewer than ``MIN_UNCHANGED_WORDS`` words between them are joined.
    """
    changes: list[tuple[Span, Span]] = []
    words = [[word.strip() for word in text] for text in (old, new)]
    matcher = SequenceMatcher(a=words[0], b=words[1], autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            continue
        if changes and old_from - changes[-1][0][1] < MIN_UNCHANGED_WORDS:
            (first_old, _), (first_new, _) = changes.pop()
            old_from, new_from = first_old, first_new
        changes.append(((old_from, old_to), (new_from, new_to)))
    return changes


@dataclass(frozen=True, slots=True)
class _Text:
    """A text at its place. ``warns`` tells if it is part of a field of ``WARNINGS``."""

    where: str
    text: str
    warns: bool = False


def _texts(page: Page, names: dict[int, list[str]]) -> Iterator[_Text]:
    """Yield each value of ``page`` that is compared and not empty, with the ``names`` of items."""
    for path, leaf in leaves(page, skip=NOT_COMPARED):
        if text := as_text(leaf):
            shown = CHOICES.get(path[-1].name, {}).get(text, text)
            yield _Text(_place(path, names), shown, path[0].name in WARNINGS)


def _place(path: Path, names: dict[int, list[str]]) -> str:
    """Return the labels along ``path``, joined. ``names`` are those of items by tuple id."""
    place: list[str] = []
    for step in path:
        if step.name in ("sections", "text", "review"):
            continue  # sections and texts go by their heading alone
        row = names[id(step.owner)][step.position] if not step.name else ""
        place.append(row or staff_label_of(step.name))
    return " › ".join(place)
