"""Load content files into the draft tables.

Files create rows, and editors own them afterwards. A further load reports rows that differ, and
changes them only with ``overwrite``. Either all files of a folder are loaded, or none (ADR 0003).
"""

import tomllib
from dataclasses import dataclass, field
from functools import singledispatchmethod
from pathlib import Path

import msgspec
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model

from guidance import models
from guidance.content.shapes import (
    ClinicShape,
    GlossaryShape,
    HelpShape,
    InfoShape,
    SideEffectShape,
    SignsShape,
    SourcesShape,
    SubtypeShape,
    SymptomShape,
    TherapyShape,
    VisitShape,
    page_shapes,
    table_shapes,
)
from guidance.pages.kinds import KINDS

CONTENT = Path(__file__).resolve().parent / "files"


class ContentError(ValueError):
    """A content file is invalid. The message has the file, the place in it and the reason."""


@dataclass
class Report:
    """Result of a load: rows created, overwritten, and skipped because an editor changed them."""

    created: list[str] = field(default_factory=list)
    overwritten: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)


def load(folder=CONTENT, *, overwrite=False):
    """Load every content file of ``folder`` into the draft tables and return a ``Report``.

    Raises ``ContentError``, and changes nothing, if a file is invalid.
    """
    with transaction.atomic():
        return Loader(Path(folder), overwrite).load()


def _stripped(value):
    """Return ``value`` with every text stripped, as a form does before it saves."""
    if isinstance(value, dict):
        return {name: _stripped(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_stripped(inner) for inner in value]
    return value.strip() if isinstance(value, str) else value


def _cleaned(model, values):
    """Return ``values``, {field: value} of a row of ``model``, with cleaned texts."""
    return {
        name: model._meta.get_field(name).to_python(value) if isinstance(value, str) else value
        for name, value in values.items()
    }


def _has_values(row, values):
    """Return whether the fields of ``row`` have ``values``. No related row is read."""
    return all(
        row.serializable_value(name) == (value.pk if isinstance(value, Model) else value)
        for name, value in values.items()
    )


def _relations(row):
    """Return the names of the foreign keys of ``row``, which the loader sets to rows it read."""
    return {field.name for field in row._meta.concrete_fields if field.is_relation}


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


def is_empty():
    """Return whether the draft tables have no content yet."""
    return not models.Source.objects.exists() and not models.Therapy.objects.exists()


class Loader:
    """Loads one folder of content files. ``report`` has the results."""

    def __init__(self, folder, overwrite):
        self.folder = folder
        self.overwrite = overwrite
        self.report = Report()
        self.rows = {}

    def load(self):
        tables = table_shapes()
        for shape in tables:
            if shape.before_pages:
                self._load_file(shape)
        for shape in page_shapes():
            for path, content in self._folder(KINDS[shape.structure.kind].folder, shape):
                self.load_page(content, path)
        for shape in tables:
            if not shape.before_pages:
                self._load_file(shape)
        return self.report

    def _load_file(self, shape):
        """Load the file that holds all rows of a table; its name is the id of the kind."""
        path = self.folder / f"{shape.structure.kind}.toml"
        if shape.optional and not path.exists():
            return
        self.load_table(self.read(path, shape), path)

    # Reading

    def _folder(self, name, shape):
        if not (self.folder / name).is_dir():
            raise ContentError(f"{name}: the folder is missing.")
        for path in sorted((self.folder / name).glob("*.toml")):
            yield path, self.read(path, shape)

    def read(self, path, shape):
        """Return the file at ``path`` as a ``shape``. Raises ``ContentError``."""
        try:
            with path.open("rb") as file:
                values = _stripped(tomllib.load(file))
            return msgspec.convert(values, shape)
        except FileNotFoundError as error:
            raise ContentError(f"{self._name(path)}: the file is missing.") from error
        except UnicodeDecodeError as error:
            raise ContentError(f"{self._name(path)}: not in UTF-8: {error}") from error
        except tomllib.TOMLDecodeError as error:
            raise ContentError(f"{self._name(path)}: not valid TOML: {error}") from error
        except msgspec.ValidationError as error:
            raise ContentError(f"{self._name(path)}: {error}") from error

    def _name(self, path):
        return path.relative_to(self.folder).as_posix()

    # Writing

    def save(self, path, model, identity, values, *, parts=None, links=None):
        """Create a row with its parts and links or, with ``overwrite``, update it.

        ``identity`` is {field: value} with the field that identifies the row. ``parts`` is
        {relation: [values of each part, in order]}, ``links`` is {relation: [linked rows]}. Without
        ``overwrite``, a row that differs is only reported.
        """
        values = _cleaned(model, values)
        parts = {
            relation: [_cleaned(model._meta.get_field(relation).related_model, row) for row in rows]
            for relation, rows in (parts or {}).items()
        }
        links = links or {}
        [(name, value)] = identity.items()
        saved_rows = self.rows_of(model, name, [*parts, *links])
        row = saved_rows.get(value)
        label = f"{model._meta.verbose_name} {value}"
        if row is None:
            row = model(**identity, **values)
            self.report.created.append(label)
        else:
            different = self.differences(row, values, parts, links)
            if not different:
                return
            if not self.overwrite:
                self.report.differing.append(f"{label}: {', '.join(different)}")
                return
            for name, value in values.items():
                setattr(row, name, value)
            row.revision += 1  # so that open forms detect the change
            self.report.overwritten.append(label)
        self.store(path, label, row)
        saved_rows[value] = row
        for relation, rows in parts.items():
            manager = getattr(row, relation)
            manager.all().delete()
            for position, fields in enumerate(rows, start=1):
                part = manager.model(**{manager.field.name: row}, order=position * 10, **fields)
                self.store(path, f"{label}: {relation}[{position - 1}]", part)
        for relation, rows in links.items():
            getattr(row, relation).set(rows)

    def rows_of(self, model, name, relations=()):
        """Return {value of the field ``name``: row} for ``model``, which is read once per load.

        The rows are locked until the load ends. Their ``relations`` are prefetched.
        """
        if model not in self.rows:
            rows = model.objects.select_for_update().prefetch_related(*relations)
            self.rows[model] = {getattr(row, name): row for row in rows}
        return self.rows[model]

    def differences(self, row, values, parts, links):
        """Return the names of the fields and relations in which ``row`` differs, sorted."""
        names = {name for name in values if not _has_values(row, {name: values[name]})}
        for relation, rows in parts.items():
            saved = getattr(row, relation).all()
            if len(saved) != len(rows) or not all(map(_has_values, saved, rows)):
                names.add(relation)
        for relation, rows in links.items():
            if set(getattr(row, relation).all()) != set(rows):
                names.add(relation)
        return sorted(names)

    def store(self, path, place, row):
        """Validate ``row`` and save it.

        Raises ``ContentError`` with the reasons if ``row`` is not valid. The database itself checks
        constraints: to validate each of them before saving takes a query for each.
        """
        row.source_keys = self.rows_of(models.Source, "key").keys()
        try:
            row.full_clean(_relations(row), validate_unique=False, validate_constraints=False)
            with transaction.atomic():
                row.save()
        except (ValidationError, IntegrityError):
            self.check(path, place, row)
            raise

    def check(self, path, place, row):
        """Validate ``row``. Raises ``ContentError`` that names the file and the ``place`` in it."""
        try:
            row.full_clean()
        except ValidationError as error:
            reasons = [
                " ".join(messages) if name == NON_FIELD_ERRORS else f"{name}: {' '.join(messages)}"
                for name, messages in error.message_dict.items()
            ]
            raise ContentError(f"{self._name(path)}: {place}: {'; '.join(reasons)}") from error

    def look_up(self, path, model, values, place):
        """Remove the slugs at ``place`` from ``values`` and return their rows.

        Raises ``ContentError`` for the first slug that no row has.
        """
        slugs = values.pop(place)
        rows = self.rows_of(model, "slug")
        for slug in slugs:
            if slug not in rows:
                raise ContentError(
                    f"{self._name(path)}: {place}: there is no {model._meta.verbose_name} “{slug}”."
                )
        return [rows[slug] for slug in slugs]

    # One method for each table

    @singledispatchmethod
    def load_page(self, content, path):
        """Load the ``content`` of the file at ``path``. Dispatches on the shape."""
        raise NotImplementedError(f"No method of Loader loads {type(content).__name__}.")

    @load_page.register
    def load_side_effect(self, shape: SideEffectShape, path):
        values = msgspec.structs.asdict(shape)
        links = {"signs": self.look_up(path, models.Sign, values, "signs")}
        self.save(path, models.SideEffect, {"slug": path.stem}, values, links=links)

    @load_page.register
    def load_symptom(self, shape: SymptomShape, path):
        values = msgspec.structs.asdict(shape)
        values["questions"] = "\n".join(values["questions"])
        links = {
            "side_effects": self.look_up(path, models.SideEffect, values, "side_effects"),
            "signs": self.look_up(path, models.Sign, values, "signs"),
        }
        self.save(path, models.Symptom, {"slug": path.stem}, values, links=links)

    @load_page.register
    def load_therapy(self, shape: TherapyShape, path):
        values = msgspec.structs.asdict(shape)
        values["questions"] = "\n".join(values["questions"])
        values["brands"] = ", ".join(values["brands"])
        effects = [msgspec.structs.asdict(effect) for effect in values.pop("side_effects")]
        evidence = [msgspec.structs.asdict(result) for result in values.pop("evidence")]
        checks = [_check(check) for check in values.pop("monitoring")]
        named = {"side_effects": [effect["side_effect"] for effect in effects]}
        for effect, row in zip(
            effects, self.look_up(path, models.SideEffect, named, "side_effects"), strict=True
        ):
            effect["side_effect"] = row
        parts = {"side_effects": effects, "evidence": evidence, "monitoring": checks}
        links = {
            "not_named": self.look_up(path, models.SideEffect, values, "not_named"),
            "signs": self.look_up(path, models.Sign, values, "signs"),
        }
        self.save(path, models.Therapy, {"slug": path.stem}, values, parts=parts, links=links)

    @load_page.register
    def load_subtype(self, shape: SubtypeShape, path):
        values = msgspec.structs.asdict(shape)
        values["questions"] = "\n".join(values["questions"])
        links = {
            "therapies": self.look_up(path, models.Therapy, values, "therapies"),
            "symptoms": self.look_up(path, models.Symptom, values, "symptoms"),
        }
        self.save(path, models.Subtype, {"slug": path.stem}, values, links=links)

    @load_page.register
    def load_visit(self, shape: VisitShape, path):
        values = msgspec.structs.asdict(shape)
        values["questions"] = "\n".join(values["questions"])
        values["subtype"] = [values["subtype"]] if values["subtype"] else []
        values["subtype"] = next(iter(self.look_up(path, models.Subtype, values, "subtype")), None)
        links = {
            "therapies": self.look_up(path, models.Therapy, values, "therapies"),
            "symptoms": self.look_up(path, models.Symptom, values, "symptoms"),
            "side_effects": self.look_up(path, models.SideEffect, values, "side_effects"),
        }
        self.save(path, models.HandoutTemplate, {"slug": path.stem}, values, links=links)

    @load_page.register
    def load_info(self, shape: InfoShape, path):
        values = msgspec.structs.asdict(shape)
        sections = [
            {"anchor": section.id, "heading": section.heading, "text": section.text}
            for section in values.pop("sections")
        ]
        self.save(path, models.Info, {"slug": path.stem}, values, parts={"sections": sections})

    @singledispatchmethod
    def load_table(self, content, path):
        """Load all rows of a table. The method is chosen by the shape of ``content``."""
        raise NotImplementedError(f"No method of Loader loads {type(content).__name__}.")

    @load_table.register
    def load_sources(self, shape: SourcesShape, path):
        for source in shape.sources:
            values = msgspec.structs.asdict(source)
            self.save(path, models.Source, {"key": values.pop("key")}, values)

    @load_table.register
    def load_signs(self, shape: SignsShape, path):
        review = msgspec.structs.asdict(shape)
        for position, sign in enumerate(review.pop("signs"), start=1):
            values = {**review, **msgspec.structs.asdict(sign), "order": position * 10}
            self.save(path, models.Sign, {"slug": values.pop("slug")}, values)

    @load_table.register
    def load_glossary(self, shape: GlossaryShape, path):
        for term in shape.terms:
            values = msgspec.structs.asdict(term)
            self.save(path, models.GlossaryTerm, {"slug": values.pop("slug")}, values)

    @load_table.register
    def load_help(self, shape: HelpShape, path):
        review = msgspec.structs.asdict(shape)
        for position, level in enumerate(review.pop("levels"), start=1):
            values = {
                **review,
                "title": level.title,
                "action": level.action,
                "order": position * 10,
            }
            signs = [{"text": sign} for sign in level.signs]
            self.save(
                path, models.HelpLevel, {"urgency": level.slug}, values, parts={"signs": signs}
            )

    @load_table.register
    def load_clinic(self, shape: ClinicShape, path):
        self.save(path, models.Clinic, {"only": True}, msgspec.structs.asdict(shape))
