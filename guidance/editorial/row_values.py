"""The values of draft rows as plain JSON, so that they can be compared and stored.

A foreign key is the slug of its row, or an empty text. A list of linked rows is the sorted list of
their slugs. Texts are cleaned, because an earlier release may have stored them otherwise.
"""

import base64
import hashlib
import json
from datetime import date

from django.db import models


def value_of(row, name):
    """Return the value of the field or relation ``name`` of the draft ``row``."""
    field = row._meta.get_field(name)
    if field.many_to_many:
        return sorted(linked.slug for linked in getattr(row, name).all())
    if field.is_relation:
        linked = getattr(row, name)
        return linked.slug if linked else ""
    return plain(field, getattr(row, name))


def fields_of_parts(table, relation):
    """Return the names of the fields that staff fill in, of the rows below a row of ``table``."""
    below = table._meta.get_field(relation)
    return [
        field.name
        for field in below.related_model._meta.concrete_fields
        if not field.primary_key and field.name not in {below.field.name, "order"}
    ]


def plain(field, value):
    """Return ``value`` of a field that is no relation, cleaned as a save cleans it."""
    if isinstance(value, str):
        value = field.to_python(value)
    return value.isoformat() if isinstance(value, date) else value


def default_of(model, name):
    """Return the value that a row has in the field ``name`` before anybody fills it in."""
    field = model._meta.get_field(name)
    if field.many_to_many:
        return []
    if field.is_relation:
        return ""
    value = field.get_default()
    return "" if value is None and isinstance(field, models.CharField | models.TextField) else value


def digest(value):
    """Return a short digest of a plain value: 48 bits, as text."""
    text = json.dumps(value, ensure_ascii=False)
    return base64.b64encode(hashlib.blake2b(text.encode(), digest_size=6).digest()).decode()


class NoSuchRow(LookupError):
    """A plain value names a row that does not exist. The message names it."""


def set_value(row, name, value):
    """Set the field or relation ``name`` of ``row`` to a plain value.

    A field is set on ``row``, which the caller saves; linked rows are written at once. Raises
    ``NoSuchRow``.
    """
    field = row._meta.get_field(name)
    if field.many_to_many:
        getattr(row, name).set(_rows(field, value))
    elif field.is_relation:
        setattr(row, name, _rows(field, [value])[0] if value else None)
    else:
        setattr(row, name, field.to_python(value))


def _rows(field, slugs):
    rows = {row.slug: row for row in field.related_model.objects.filter(slug__in=slugs)}
    for slug in slugs:
        if slug not in rows:
            raise NoSuchRow(f"There is no {field.related_model._meta.verbose_name} “{slug}”.")
    return [rows[slug] for slug in slugs]
