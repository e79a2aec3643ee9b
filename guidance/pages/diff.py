"""The differences between two versions of a page.

Each text that differs is named by its place on the page, with the labels of the staff form, and
shown with the words that were removed and added. Added and removed sources are listed separately.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, cast

import msgspec

from guidance.pages.choices import Accent, LabelStatus, Offered, TherapyGroup, Urgency
from guidance.pages.cited_text import Prose, Reference
from guidance.pages.sections import staff_label_of
from guidance.pages.site_pages import Offer, Sign, WalkPage
from guidance.pages.structures import Page, Review
from guidance.pages.texts import Path, leaves

What = Literal["same", "removed", "added"]

_NOT_COMPARED = {"references", "html", "id", "where", "therapy"}
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
    """Return the texts of ``after`` that differ from ``before``; all of them if that is None."""
    old = dict(_texts(_with_places(before, after))) if before else {}
    new = dict(_texts(after))
    return tuple(
        Difference(place, old.get(place, ""), new.get(place, ""))
        for place in {**old, **new}
        if old.get(place, "") != new.get(place, "")
    )


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


def _texts(page: Page) -> Iterator[tuple[str, str]]:
    """Yield (place, text) for each value of ``page`` that is compared and not empty."""
    names: dict[int, list[str]] = {}
    for path, leaf in leaves(page, skip=_NOT_COMPARED):
        if text := _as_text(leaf):
            yield _place(path, names), CHOICES.get(path[-1].name, {}).get(text, text)


def _as_text(leaf: object) -> str:
    if isinstance(leaf, Prose):
        return leaf.source
    if isinstance(leaf, tuple):
        return "\n".join(leaf)
    if isinstance(leaf, bool):
        return "yes" if leaf else "no"
    return "" if leaf is None else str(leaf)


def _place(path: Path, names: dict[int, list[str]]) -> str:
    """Return the labels along ``path``, joined. ``names`` caches the names of items by tuple id."""
    place: list[str] = []
    for step in path:
        if step.name in ("sections", "text", "review"):
            continue  # sections and texts go by their heading alone
        if step.name:
            place.append(staff_label_of(step.name))
        else:
            key = id(step.owner)
            if key not in names:
                names[key] = _names_of(cast(tuple[object, ...], step.owner))
            place.append(names[key][step.position])
    return " › ".join(place)


def _names_of(items: tuple[object, ...]) -> list[str]:
    """Return the label of each item, with its number if the label is empty or not unique."""
    labels = [_label(item) for item in items]
    counts = Counter(labels)
    return [
        label if label and counts[label] == 1 else f"{label} {number}".strip()
        for number, label in enumerate(labels, start=1)
    ]


def _label(item: object) -> str:
    if isinstance(item, Sign):
        return item.slug.replace("-", " ")
    if isinstance(item, Offer):
        return item.therapy.replace("-", " ")
    names = ("heading", "label", "where", "side_effect", "term", "trial", "key", "title", "name")
    return next((str(getattr(item, name)) for name in names if hasattr(item, name)), "")
