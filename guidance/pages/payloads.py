"""Conversion of pages to and from payloads, the JSON that ``PageVersion`` rows store (ADR 0014)."""

from collections.abc import Callable, Mapping
from typing import cast

import msgspec

from guidance.pages.kinds import KINDS
from guidance.pages.structures import Page

SCHEMA = 1
"""The version of the structures, stored with each payload.

Raise it and add to ``UPGRADES`` when a field is renamed, removed or changes its meaning. A new
field with a default needs neither. Stored payloads are never rewritten.
"""

UPGRADES: dict[int, Callable[[dict[str, object]], dict[str, object]]] = {}
"""{schema: function that converts a payload of this schema to the next schema}."""


NEEDED_BEFORE_SIGNS = ("call_911", "call_clinic")
"""Fields that releases without signs need. A page that says it by signs leaves out empty ones.

Such a release then cannot read the page, and does not show it without its warnings.
"""


class Unreadable(msgspec.ValidationError):
    """This release cannot read a payload. The message says why and quotes no text of the page."""


class UnknownKind(Unreadable):
    """The payload is of a kind of page that only a later release has."""


def dump(page: Page) -> dict[str, object]:
    """Return ``page`` as JSON values, in a fixed order."""
    plain: dict[str, object] = msgspec.to_builtins(page)
    if getattr(page, "signs", ()):
        for field in NEEDED_BEFORE_SIGNS:
            if field in plain and not getattr(page, field):
                del plain[field]
    return plain


def load(payload: object, schema: int = SCHEMA) -> Page:
    """Return the page that ``payload``, which was written with ``schema``, represents.

    Older payloads are upgraded. Fields that only a later release has are ignored.

    Raises ``UnknownKind`` if only a later release has this kind of page, and ``Unreadable`` if the
    payload cannot be read for another reason.
    """
    try:
        for shape in range(schema, SCHEMA):
            payload = UPGRADES[shape](dict(cast(Mapping[str, object], payload)))
        page: Page = msgspec.convert(payload, _structure_of(payload))
    except Unreadable:
        raise
    except (msgspec.ValidationError, LookupError, TypeError, ValueError) as error:
        raise Unreadable(str(error)) from error
    return page


def _structure_of(payload: object) -> type[Page]:
    """Return the structure of ``payload``. Raises ``UnknownKind``."""
    if not isinstance(payload, dict):
        return Page  # no page: the conversion says what it is instead
    if payload.get("kind", "") not in KINDS:
        raise UnknownKind("Its kind of page is not known to this release.")
    return KINDS[payload["kind"]].structure


def later_fields(payload: object, page: Page) -> list[str]:
    """Return the paths of the fields of ``payload`` that ``page``, read from it, does not have.

    Only a later release shows these fields.
    """
    return _missing_fields(payload, dump(page), "")


def earlier_fields(payload: object, page: Page) -> list[str]:
    """Return the paths of the fields of ``page`` that ``payload``, from which it was read, lacks.

    Such a payload was written by an earlier release.
    """
    return _missing_fields(dump(page), payload, "")


def _missing_fields(stored: object, read: object, path: str) -> list[str]:
    if isinstance(stored, dict) and isinstance(read, dict):
        return [
            path_of_field
            for name, value in stored.items()
            for path_of_field in (
                _missing_fields(value, read[name], f"{path}.{name}")
                if name in read
                else [f"{path}.{name}"]
            )
        ]
    if isinstance(stored, list | tuple) and isinstance(read, list | tuple):
        pairs = enumerate(zip(stored, read, strict=False))
        return [
            path_of_field
            for position, (stored_item, read_item) in pairs
            for path_of_field in _missing_fields(stored_item, read_item, f"{path}[{position}]")
        ]
    return []
