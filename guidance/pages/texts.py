"""Iteration over the texts inside pages, wording and layouts.

A value is traversed through its parts: the fields of a structure or dataclass, the items of a
tuple, the values of a mapping. A value without parts is a leaf. A ``Prose`` is a leaf, and so is a
tuple of strings, which is shown as one list.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any

import msgspec

from guidance.pages.cited_text import Prose


@dataclass(frozen=True, slots=True)
class Step:
    """One step from a value to a part of it: the field ``name``, or the item at ``position``."""

    owner: object
    name: str = ""
    position: int = 0


Path = tuple[Step, ...]


def field_names(value: object) -> tuple[str, ...]:
    """Return the field names of a structure or dataclass, in order; empty for any other value."""
    kind: Any = type(value)
    return _field_names(kind)


@cache  # there are few types, and each text of a page is below several of them
def _field_names(kind: type) -> tuple[str, ...]:
    if issubclass(kind, msgspec.Struct):
        return kind.__struct_fields__
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def leaves(
    value: object, skip: Collection[str] = (), path: Path = ()
) -> Iterator[tuple[Path, object]]:
    """Yield (path, leaf) for each leaf of ``value``, in the order of its fields and items.

    Fields named in ``skip`` are left out, with all that is below them.
    """
    if isinstance(value, str | Prose) or _is_list_of_strings(value):
        yield path, value
    elif isinstance(value, tuple):
        for position, item in enumerate(value):
            yield from leaves(item, skip, (*path, Step(value, position=position)))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from leaves(item, skip, (*path, Step(value, str(key))))
    elif names := field_names(value):
        for name in names:
            if name not in skip:
                yield from leaves(getattr(value, name), skip, (*path, Step(value, name)))
    else:
        yield path, value


def _is_list_of_strings(value: object) -> bool:
    return isinstance(value, tuple) and all(isinstance(item, str) for item in value)


def strings_in(value: object, skip: Collection[str] = ()) -> Iterator[tuple[Path, str]]:
    """Yield (path, string) for each string in ``value``; for a ``Prose``, its source."""
    for path, leaf in leaves(value, skip):
        if isinstance(leaf, Prose):
            yield path, leaf.source
        elif isinstance(leaf, str):
            yield path, leaf
        elif isinstance(leaf, tuple):
            yield from ((path, item) for item in leaf)


def prose_in(value: object, skip: Collection[str] = ()) -> Iterator[tuple[Path, Prose]]:
    """Yield (path, prose) for each ``Prose`` in ``value`` that is not empty."""
    for path, leaf in leaves(value, skip):
        if isinstance(leaf, Prose) and leaf:
            yield path, leaf


def each_prose(value: object, skip: Collection[str] = ()) -> Iterator[Prose]:
    """Yield each ``Prose`` of ``prose_in``, faster, without the path to it."""
    if isinstance(value, Prose):
        if value:
            yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from each_prose(item, skip)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from each_prose(item, skip)
    else:
        for name in field_names(value):
            if name not in skip:
                yield from each_prose(getattr(value, name), skip)


def owner_and_name(path: Path) -> tuple[object, str]:
    """Return the last structure or dataclass on ``path``, and the name of the field taken from it.

    ``path`` has at least one named step.
    """
    step = next(step for step in reversed(path) if step.name)
    return step.owner, step.name


def with_strings(value: object, change: Callable[[str], str]) -> object:
    """Return ``value`` with each string in its tuples, mappings and dataclasses changed.

    Members of a ``StrEnum`` are not texts and stay unchanged.
    """
    if type(value) is str:
        return change(value)
    if isinstance(value, tuple):
        return tuple(with_strings(item, change) for item in value)
    if isinstance(value, Mapping):
        return {key: with_strings(item, change) for key, item in value.items()}
    if names := field_names(value):
        parts = {name: with_strings(getattr(value, name), change) for name in names}
        return type(value)(**parts)
    return value
