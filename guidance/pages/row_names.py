"""The names of the rows of two versions of a page, by which their differences are told.

A row goes by its label, such as "Eye exam". Rows of one label are numbered among themselves:
"Eye exam 1", "Eye exam 2". A row of the earlier version has the name of the row of the later
version that it became, so that an added or removed row changes the name of no other row.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence

from guidance.pages.cited_text import Prose
from guidance.pages.site_pages import Offer, Sign
from guidance.pages.structures import Page
from guidance.pages.texts import field_names, leaves

NOT_COMPARED = {"references", "html", "id", "where", "therapy"}
"""The fields that are no words of a page."""

Rows = tuple[object, ...]


class Names:
    """The names of the rows in each tuple of ``before`` and ``after``, by the id of the tuple.

    The names of rows of ``after`` depend on that version alone.
    """

    def __init__(self, before: Page | None, after: Page) -> None:
        self.before: dict[int, list[str]] = {}
        self.after: dict[int, list[str]] = {}
        self._read(before, after)

    def _read(self, before: object, after: object) -> None:
        if isinstance(before, tuple) or isinstance(after, tuple):
            self._read_rows(_rows(before), _rows(after))
            return
        for name in dict.fromkeys((*field_names(before), *field_names(after))):
            if name not in NOT_COMPARED:
                self._read(getattr(before, name, None), getattr(after, name, None))

    def _read_rows(self, before: Rows, after: Rows) -> None:
        old, new = [_label(row) for row in before], [_label(row) for row in after]
        self.after[id(after)] = names = _numbered(new)
        pairs = _pairs(before, after, old, new)
        without = _numbered([*new, *(old[at] for at in range(len(old)) if at not in pairs)], names)
        removed = iter(without[len(new) :])
        self.before[id(before)] = [
            names[pairs[at]] if at in pairs else next(removed) for at in range(len(old))
        ]
        for at, row in enumerate(before):
            self._read(row, after[pairs[at]] if at in pairs else None)
        for at in set(range(len(after))).difference(pairs.values()):
            self._read(None, after[at])


def as_text(leaf: object) -> str:
    """Return a leaf of a page as staff read it in a comparison; "" if it is empty."""
    if isinstance(leaf, Prose):
        return leaf.source
    if isinstance(leaf, tuple):
        return "\n".join(leaf)
    if isinstance(leaf, bool):
        return "yes" if leaf else "no"
    return "" if leaf is None else str(leaf)


def _rows(value: object) -> Rows:
    """Return the rows of a tuple; none for another value and for strings, which are one text."""
    return value if isinstance(value, tuple) and not isinstance(next(iter(value), ""), str) else ()


def _numbered(labels: Sequence[str], first: Sequence[str] = ()) -> list[str]:
    """Return a name for each label, with a number if the label is empty or not unique.

    The ``first`` labels have these names already.
    """
    counts, names = Counter(labels), [*first]
    given, number = {*counts, *first}, Counter(labels[: len(first)])
    for label in labels[len(first) :]:
        name = label
        if not label or counts[label] > 1:
            number[label] += 1
            while (name := f"{label} {number[label]}".strip()) in given:
                number[label] += 1
        given.add(name)
        names.append(name)
    return names


def _pairs(before: Rows, after: Rows, old: list[str], new: list[str]) -> dict[int, int]:
    """Return {position in ``before``: position in ``after``} of the rows that are the same row.

    These have one label of ``old`` and ``new``. Of several, those with the most texts in common are
    the same, of these the first ones.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for at, label in enumerate(new):
        places[label].append(at)
    repeated = {label for label, count in (Counter(old) | Counter(new)).items() if count > 1}
    was = {at: _words(before[at]) for at, label in enumerate(old) if label in repeated}
    now = {at: _words(after[at]) for at, label in enumerate(new) if label in repeated}
    alike = [
        (-len(was[one] & now[other]) if label in repeated else 0, one, other)
        for one, label in enumerate(old)
        for other in places[label]
    ]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, one, other in sorted(alike):
        if one not in pairs and other not in taken:
            pairs[one] = other
            taken.add(other)
    return pairs


def _words(row: object) -> set[tuple[str, str]]:
    """Return each text of ``row`` with the fields that lead to it."""
    return {
        (" ".join(step.name for step in path), as_text(leaf))
        for path, leaf in leaves(row, skip=NOT_COMPARED)
    }


def _label(row: object) -> str:
    if isinstance(row, Sign):
        return row.slug.replace("-", " ")
    if isinstance(row, Offer):
        return row.therapy.replace("-", " ")
    names = ("heading", "label", "where", "side_effect", "term", "trial", "key", "title", "name")
    return next((str(getattr(row, name)) for name in names if hasattr(row, name)), "")
