"""The judgements of the scorecard, read from its TOML files.

The files are ``ipdas.toml`` and ``checklists.toml`` beside this module. Functions here take their
text, so that this package needs no file access.
"""

from typing import Literal

import msgspec

State = Literal["met", "not met", "needs people", "not applicable"]


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One item of IPDAS. The head of ``ipdas.toml`` explains the fields."""

    id: str
    asks: str
    state: State | None = None
    why: str = ""
    computed: str = ""
    page: str = ""
    section: str = ""
    words: str = ""
    met: str = ""
    not_met: str = ""
    places: tuple[str, ...] = ()


class ScoredPage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The page that was scored for one page kind, and the name of the kind in the scorecard."""

    kind: str
    name: str
    page: str


class Point(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question of a checklist, with the judgement (a cell) for each page kind.

    ``checklists.toml`` explains the cells.
    """

    id: str
    part: str
    asks: str
    cells: dict[str, str]

    def cell(self, kind: str) -> str:
        """Return the cell of the page kind ``kind``; raise ``KeyError`` if there is none."""
        return self.cells[kind] if kind in self.cells else self.cells["*"]


class Checklists(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """PEMAT-P and the CDC Clear Communication Index, and the pages that were scored."""

    scored: tuple[ScoredPage, ...]
    pemat: tuple[Point, ...]
    cdc: tuple[Point, ...]


class _Items(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    items: tuple[Item, ...]


def read_items(toml: str) -> tuple[Item, ...]:
    """Return the items of IPDAS; raise ``msgspec.ValidationError`` if the text does not fit."""
    return msgspec.toml.decode(toml, type=_Items).items


def read_checklists(toml: str) -> Checklists:
    """Return the checklists; raise ``msgspec.ValidationError`` if the text does not fit."""
    return msgspec.toml.decode(toml, type=Checklists)
