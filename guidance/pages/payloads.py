"""Pages as payloads: the JSON values that ``PageVersion`` rows store, and back (ADR 0014)."""

from collections.abc import Callable, Mapping
from typing import cast

import msgspec

from guidance.pages.kinds import KINDS
from guidance.pages.structures import AnyPage, Page

SCHEMA = 1
"""The version of the structures, stored with each payload.

Raise it and add to ``UPGRADES`` when a field is renamed, removed or changes its meaning. A new
field with a default needs neither. Stored payloads are never rewritten.
"""

UPGRADES: dict[int, Callable[[dict[str, object]], dict[str, object]]] = {}
"""{schema: function that returns a payload of it as a payload of the next schema}."""


class Unreadable(msgspec.ValidationError):
    """This release cannot read a payload. The message says why, without words of the page."""


class UnknownKind(Unreadable):
    """A payload is of a kind of page that only a later release has."""


def dump(page: Page) -> dict[str, object]:
    """Return ``page`` as plain JSON values, in a fixed order."""
    plain: dict[str, object] = msgspec.to_builtins(page)
    return plain


def load(payload: object, schema: int = SCHEMA) -> AnyPage:
    """Return the page of ``payload``, which has the version ``schema``.

    Older payloads are upgraded. Fields that only a later release has are ignored. Raises
    ``UnknownKind`` and ``Unreadable``.
    """
    try:
        for shape in range(schema, SCHEMA):
            payload = UPGRADES[shape](dict(cast(Mapping[str, object], payload)))
        if isinstance(payload, dict) and payload.get("kind", "") not in KINDS:
            raise UnknownKind("Its kind of page is not known to this release.")
        page: AnyPage = msgspec.convert(payload, AnyPage)
    except Unreadable:
        raise
    except (msgspec.ValidationError, LookupError, TypeError, ValueError) as error:
        raise Unreadable(str(error)) from error
    return page


def later_fields(payload: object, page: Page) -> list[str]:
    """Return the paths of the fields of ``payload`` that ``page``, read from it, lacks.

    Only a later release shows them.
    """
    return _more(payload, dump(page), "")


def _more(given: object, read: object, path: str) -> list[str]:
    if isinstance(given, dict) and isinstance(read, dict):
        return [
            path_of_field
            for name, value in given.items()
            for path_of_field in (
                _more(value, read[name], f"{path}.{name}") if name in read else [f"{path}.{name}"]
            )
        ]
    if isinstance(given, list) and isinstance(read, list | tuple):
        pairs = enumerate(zip(given, read, strict=False))
        return [
            path_of_field
            for position, (given_item, read_item) in pairs
            for path_of_field in _more(given_item, read_item, f"{path}[{position}]")
        ]
    return []
