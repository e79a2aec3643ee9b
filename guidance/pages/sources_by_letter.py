"""The sources of an edition by organization, and the organizations by their first letter."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count

from guidance.pages.cited_text import Source
from guidance.pages.names import as_in_address
from guidance.pages.source_list import Used

OTHER = "Other"
"""Where organizations stand whose names have no Latin letter and no digit."""


@dataclass(frozen=True, slots=True)
class Organization:
    """An organization, its id on the page of its letter, and its sources."""

    name: str
    anchor: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter or digit, the end of the address of its page, and its organizations."""

    letter: str
    slug: str
    organizations: tuple[Organization, ...]


def by_letter(used: Iterable[Used]) -> tuple[Letter, ...]:
    """Return the sources of ``used`` by organization and letter; their order is kept in each.

    Digits come first and ``OTHER`` last. Accents do not count.
    """
    letters: dict[str, dict[str, list[Source]]] = {}
    for one in used:
        organization = one.source.organization
        first = as_in_address(organization)[:1]
        letters.setdefault(first, {}).setdefault(organization, []).append(one.source)
    return tuple(
        Letter(first.upper() or OTHER, first or OTHER.lower(), _organizations(letters[first]))
        for first in sorted(letters, key=lambda first: (not first, first))
    )


def _organizations(by_name: dict[str, list[Source]]) -> tuple[Organization, ...]:
    """Return the organizations of a letter. Names that are equal as ids get a number."""
    found: dict[str, Organization] = {}
    for name, sources in by_name.items():
        slug = f"from-{as_in_address(name) or OTHER.lower()}"
        anchors = (f"{slug}-{number}" if number else slug for number in count())
        anchor = next(anchor for anchor in anchors if anchor not in found)
        found[anchor] = Organization(name, anchor, tuple(sources))
    return tuple(found.values())
