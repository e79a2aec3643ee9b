"""What differs between two pages, in the words that staff and readers use.

Goes in: two pages, the second of which replaces the first. Comes out: each text that differs, by
its place on the page, and within it the words that went and came; and the sources gained and lost.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

import msgspec

from guidance.pages.structures import Frozen, Page, Prose, Reference, Review

What = Literal["same", "removed", "added"]

PLACES = {
    "title": "Name",
    "signed_off_by": "Signed off by",
    "signed_off_credentials": "Credentials",
    "signed_off_on": "Signed off on",
    "checked_on": "Checked against its sources on",
    "review_due": "Next review due",
    "in_short": "In short",
    "call_911": "Call 911 if",
    "call_clinic": "Call the clinic if",
    "boxed_warning": "Boxed warning",
    "effects": "Side effects",
    "therapies": "Treatments to talk about",
    "subtype": "Type of SPMS",
    "note": "Clinic note",
    "monitoring": "Checks",
    "every_from": "Every, from months",
    "every_to": "Every, to months",
}
"""Parts of a page whose name in the code is not what people call them."""

_UNREAD = {"references", "html", "id"}
_WORD = re.compile(r"\S+\s*|\s+")
_FEW = 3
"""Fewer words than this between two changes are shown as changed too: it reads better."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One text of a page before and after; empty where it was not there."""

    where: str
    before: str
    after: str

    @property
    def words(self) -> tuple[tuple[What, str], ...]:
        """The text with what was removed and added inside it, in reading order."""
        return inside(self.before, self.after)


def between(before: Page | None, after: Page) -> tuple[Difference, ...]:
    """Return what reads differently on ``after``; everything where there was no page before."""
    was = dict(_texts(before)) if before else {}
    now = dict(_texts(after))
    return tuple(
        Difference(where, was.get(where, ""), now.get(where, ""))
        for where in {**was, **now}
        if was.get(where, "") != now.get(where, "")
    )


def sources_between(
    before: Page | None, after: Page
) -> tuple[tuple[Reference, ...], tuple[Reference, ...]]:
    """Return (sources that ``after`` cites and ``before`` does not, and the other way round)."""
    was = {one.source.key: one for one in before.references} if before else {}
    now = {one.source.key: one for one in after.references}
    gained = tuple(one for key, one in now.items() if key not in was)
    return gained, tuple(one for key, one in was.items() if key not in now)


def sources_changed(before: Page, after: Page) -> tuple[str, ...]:
    """Return the keys of sources on both pages of which something else is known now."""
    was = {one.source.key: one.source for one in before.references}
    return tuple(
        one.source.key
        for one in after.references
        if was.get(one.source.key, one.source) != one.source
    )


def unsigned(page: Page) -> Page:
    """Return ``page`` without its clinical sign-off, which belongs to one version alone."""
    review = getattr(page, "review", None)
    if not isinstance(review, Review):
        return page
    bare = Review(checked_on=review.checked_on, review_due=review.review_due)
    return msgspec.structs.replace(page, review=bare)


def inside(before: str, after: str) -> tuple[tuple[What, str], ...]:
    """Return the words of two texts as one run: kept, removed and added ones, in order."""
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
    """Return (from, to) in both lists of each change; those that lie close together as one."""
    found: list[tuple[Span, Span]] = []
    words = [[word.strip() for word in text] for text in (old, new)]
    matcher = SequenceMatcher(a=words[0], b=words[1], autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            continue
        if found and old_from - found[-1][0][1] < _FEW:
            (first_old, _), (first_new, _) = found.pop()
            old_from, new_from = first_old, first_new
        found.append(((old_from, old_to), (new_from, new_to)))
    return found


def _texts(value: object, where: str = "") -> Iterator[tuple[str, str]]:
    """Yield (place, text) for each value of a page that a person would read."""
    if isinstance(value, Prose):
        if value:
            yield where, value.source
    elif isinstance(value, Frozen):
        for name in value.__struct_fields__:
            if name not in _UNREAD:
                yield from _texts(getattr(value, name), _within(where, name))
    elif isinstance(value, tuple) and all(isinstance(inner, str) for inner in value):
        if value:
            yield where, "\n".join(value)
    elif isinstance(value, tuple):
        labels = [_label(inner) for inner in value]
        counts = Counter(labels)
        for position, (inner, label) in enumerate(zip(value, labels, strict=True), start=1):
            name = label if label and counts[label] == 1 else f"{label} {position}".strip()
            yield from _texts(inner, f"{where} › {name}" if where else name)
    elif isinstance(value, bool):
        yield where, "yes" if value else "no"
    elif value is not None and value != "":
        yield where, str(value)


def _within(where: str, name: str) -> str:
    """Return the place of the part ``name``; sections and texts go by their heading alone."""
    if name in ("sections", "text", "review"):
        return where
    words = PLACES.get(name) or name.replace("_", " ").capitalize()
    return f"{where} › {words}" if where else words


def _label(value: object) -> str:
    names = ("heading", "label", "side_effect", "term", "trial", "key", "title", "name")
    return next((str(getattr(value, name)) for name in names if hasattr(value, name)), "")
