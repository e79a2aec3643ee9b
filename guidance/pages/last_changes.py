"""The edition in which a page or a sign last changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from guidance.pages.kinds import KINDS


@dataclass(frozen=True, slots=True)
class LastChange:
    """An edition by its number and the day on which it was published."""

    number: int
    published_on: date


LastChanges = Mapping[str, LastChange]
"""By page key, also of pages that the edition no longer has, and by ``key_of_sign``."""


def key_of_sign(slug: str) -> str:
    """Return the key of one sign among ``LastChanges``."""
    return f"{KINDS['signs'].key}#{slug}"


def page_key_of(key: str) -> str:
    """Return the key of the page that has the page or the sign ``key``."""
    return key.partition("#")[0]


def latest(changes: LastChanges, *keys: str) -> LastChange | None:
    """Return the latest of the changes of ``keys``, or None if that of one of them is not known."""
    known = [changes[key] for key in keys if key in changes]
    if len(known) < len(keys):
        return None
    return max(known, key=lambda change: change.number, default=None)


def of_kinds(changes: LastChanges, *kinds: str) -> list[str]:
    """Return the keys of the pages of ``kinds``, also of those that were removed."""
    return [key for key in changes if key.partition("/")[0] in kinds and page_key_of(key) == key]
