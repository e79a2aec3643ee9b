"""The rows that content files hold: what each file says, in the fields of the draft tables.

Nothing here reads the database. Other rows are named by their slugs.
"""

from dataclasses import dataclass, field
from functools import singledispatch
from typing import Any

import msgspec

from guidance import models
from guidance.content import shapes
from guidance.walk.shipped import SHIPPED


@dataclass(frozen=True)
class ContentRow:
    """One row of a draft table, as a content file has it.

    ``identity`` is the field that identifies the row among those of ``model``, and ``key`` its
    value. ``values`` are its other fields, ``parts`` {relation: [values of each part, in order]}
    and ``links`` {relation: [slugs of the linked rows]}. A foreign key has the slug of its row, and
    an empty text where there is none.
    """

    model: Any
    identity: str
    key: Any
    values: dict
    parts: dict = field(default_factory=dict)
    links: dict = field(default_factory=dict)

    @property
    def name(self):
        """The name of the row in messages."""
        return f"{self.model._meta.verbose_name} {self.key}"


def _check(shape):
    """Return {field: value} for the row of a check."""
    fewest, most = shape.every or (None, None)
    return {
        "name": shape.name,
        "text": shape.text,
        "moment": shape.moment,
        "months": ", ".join(map(str, shape.months)),
        "every_from": fewest,
        "every_to": most,
    }


def _values(shape):
    """Return {field: value} of ``shape``, with its search words in one text."""
    values = msgspec.structs.asdict(shape)
    if "search_words" in values:
        values["search_words"] = ", ".join(values["search_words"])
    return values


def _split(shape, *relations):
    """Return (values, {relation: slugs}) of ``shape``, with questions as lines of one text."""
    values = _values(shape)
    if "questions" in values:
        values["questions"] = "\n".join(values["questions"])
    return values, {relation: values.pop(relation) for relation in relations}


# Pages with a file of their own


@singledispatch
def row_of(content, slug):
    """Return the ``ContentRow`` of the page ``slug``. Dispatches on the shape of its file."""
    raise NotImplementedError(f"No function of content/rows.py reads {type(content).__name__}.")


@row_of.register
def _side_effect(shape: shapes.SideEffectShape, slug):
    values, links = _split(shape, "signs")
    return ContentRow(models.SideEffect, "slug", slug, values, links=links)


@row_of.register
def _symptom(shape: shapes.SymptomShape, slug):
    values, links = _split(shape, "side_effects", "signs")
    return ContentRow(models.Symptom, "slug", slug, values, links=links)


@row_of.register
def _therapy(shape: shapes.TherapyShape, slug):
    values, links = _split(shape, "not_named", "signs")
    values["brands"] = ", ".join(values["brands"])
    parts = {
        "side_effects": [msgspec.structs.asdict(effect) for effect in values.pop("side_effects")],
        "evidence": [msgspec.structs.asdict(result) for result in values.pop("evidence")],
        "monitoring": [_check(check) for check in values.pop("monitoring")],
    }
    return ContentRow(models.Therapy, "slug", slug, values, parts, links)


@row_of.register
def _subtype(shape: shapes.SubtypeShape, slug):
    values, links = _split(shape, "therapies", "symptoms")
    groups = [msgspec.structs.asdict(group) for group in values.pop("placebo_groups")]
    return ContentRow(models.Subtype, "slug", slug, values, {"placebo_groups": groups}, links)


@row_of.register
def _topic(shape: shapes.TopicShape, slug):
    values, links = _split(
        shape, "signs", "subtypes", "therapies", "symptoms", "side_effects", "topics"
    )
    columns = ("first_column", "second_column", "third_column")
    values |= zip(columns, values.pop("table_columns"), strict=True)
    rows = [
        dict(zip(("name", "second", "third"), row.cells, strict=True))
        for row in values.pop("table")
    ]
    return ContentRow(models.Topic, "slug", slug, values, {"table_rows": rows}, links)


@row_of.register
def _visit(shape: shapes.VisitShape, slug):
    values, links = _split(shape, "therapies", "symptoms", "side_effects")
    return ContentRow(models.HandoutTemplate, "slug", slug, values, links=links)


@row_of.register
def _info(shape: shapes.InfoShape, slug):
    values = _values(shape)
    sections = [
        {
            "anchor": section.id,
            "heading": section.heading,
            "short": section.short,
            "text": section.text,
        }
        for section in values.pop("sections")
    ]
    return ContentRow(models.Info, "slug", slug, values, {"sections": sections})


@row_of.register
def _walk(shape: shapes.WalkShape, slug):
    """Return the row of the walk with every text: what a file lacks is as it was shipped."""
    values = _values(shape)
    here = {text.key: msgspec.structs.asdict(text) for text in values.pop("texts")}
    shipped = {
        key: {"key": key, "text": text.own, "another": text.another}
        for key, text in SHIPPED.items()
    }
    return ContentRow(models.Walk, "slug", slug, values, {"texts": [*{**shipped, **here}.values()]})


# Files with all rows of a table


@singledispatch
def rows_of(content):
    """Return the rows of a whole table, in order. Dispatches on the shape of the file."""
    raise NotImplementedError(f"No function of content/rows.py reads {type(content).__name__}.")


@rows_of.register
def _sources(shape: shapes.SourcesShape):
    return [_named(models.Source, "key", source) for source in shape.sources]


@rows_of.register
def _signs(shape: shapes.SignsShape):
    review = msgspec.structs.asdict(shape)
    rows = [
        _named(models.Sign, "slug", sign, {**review, "order": position * 10})
        for position, sign in enumerate(review.pop("signs"), start=1)
    ]
    for row in rows:
        if not row.values["staff_note"]:
            del row.values["staff_note"]  # an edition has none; the draft keeps its own
    return rows


@rows_of.register
def _glossary(shape: shapes.GlossaryShape):
    return [_named(models.GlossaryTerm, "slug", term) for term in shape.terms]


def _named(model, identity, shape, more=()):
    """Return the row of ``shape``, whose field ``identity`` identifies it; ``more`` are values."""
    values = {**dict(more), **_values(shape)}
    return ContentRow(model, identity, values.pop(identity), values)


@rows_of.register
def _help(shape: shapes.HelpShape):
    review = msgspec.structs.asdict(shape)
    return [
        ContentRow(
            models.HelpLevel,
            "urgency",
            level.slug,
            {**review, "title": level.title, "action": level.action, "order": position * 10},
            {"signs": [{"text": sign} for sign in level.signs]},
        )
        for position, level in enumerate(review.pop("levels"), start=1)
    ]


@rows_of.register
def _clinic(shape: shapes.ClinicShape):
    values = msgspec.structs.asdict(shape)
    phones = [msgspec.structs.asdict(phone) for phone in values.pop("phones")]
    return [ContentRow(models.Clinic, "only", True, values, {"phones": phones})]
