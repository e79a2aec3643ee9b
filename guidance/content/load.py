"""Load content files into the draft tables.

Files create rows, and editors own them afterwards. A further load reports rows that differ, and
changes them only with ``overwrite``. Either all files of a folder are loaded, or none (ADR 0003).
"""

import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model

from guidance import models
from guidance.content.rows import row_of, rows_of
from guidance.content.shapes import page_shapes, table_shapes
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
        return Loader(folder, overwrite).load()


def _stripped(value):
    """Return ``value`` with every text stripped, as a form does before it saves."""
    if isinstance(value, dict):
        return {name: _stripped(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_stripped(inner) for inner in value]
    return value.strip() if isinstance(value, str) else value


def cleaned(model, name, value):
    """Return ``value`` of the field ``name`` of ``model`` as a save cleans it."""
    return model._meta.get_field(name).to_python(value) if isinstance(value, str) else value


def _related(model, name):
    """Return the model of the rows of the relation ``name`` of ``model``."""
    return model._meta.get_field(name).related_model


def links_to_itself(content):
    """Return the relations of a ``ContentRow`` that lead to rows of its own table."""
    return [name for name in content.links if _related(content.model, name) is content.model]


def _has_values(row, values):
    """Return whether the fields of ``row`` have ``values``. No related row is read."""
    return all(
        row.serializable_value(name) == (value.pk if isinstance(value, Model) else value)
        for name, value in values.items()
    )


def _relations(row):
    """Return the names of the foreign keys of ``row``, which the loader sets to rows it read."""
    return {field.name for field in row._meta.concrete_fields if field.is_relation}


def is_empty():
    """Return whether the draft tables have no content yet."""
    return not models.Source.objects.exists() and not models.Therapy.objects.exists()


class Reader:
    """Reads one folder of content files."""

    def __init__(self, folder):
        self.folder = Path(folder)

    def rows(self):
        """Yield (path of its file, ``ContentRow``), each after the rows that it refers to.

        Raises ``ContentError``.
        """
        tables = table_shapes()
        for shape in tables:
            if shape.before_pages:
                yield from self._table(shape)
        for shape in page_shapes():
            for path, content in self._pages(KINDS[shape.structure.kind].folder, shape):
                yield path, row_of(content, path.stem)
        for shape in tables:
            if not shape.before_pages:
                yield from self._table(shape)

    def _table(self, shape):
        """Yield the rows of the file that holds a whole table; its name is the id of the kind."""
        path = self.folder / f"{shape.structure.kind}.toml"
        if not shape.optional or path.exists():
            for row in rows_of(self.read(path, shape)):
                yield path, row

    def _pages(self, name, shape):
        if not (self.folder / name).is_dir() and not shape.optional:
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
            raise ContentError(f"{self.name_of(path)}: the file is missing.") from error
        except UnicodeDecodeError as error:
            raise ContentError(f"{self.name_of(path)}: not in UTF-8: {error}") from error
        except tomllib.TOMLDecodeError as error:
            raise ContentError(f"{self.name_of(path)}: not valid TOML: {error}") from error
        except msgspec.ValidationError as error:
            raise ContentError(f"{self.name_of(path)}: {error}") from error

    def name_of(self, path):
        return path.relative_to(self.folder).as_posix()


class Loader:
    """Loads one folder of content files. ``report`` has the results."""

    def __init__(self, folder, overwrite=False):
        self.reader = Reader(folder)
        self.overwrite = overwrite
        self.report = Report()
        self.rows = {}
        self.to_come = set()
        self.later = []

    def load(self):
        contents = list(self.reader.rows())
        self.to_come = {(content.model, content.key) for _, content in contents}
        for path, row in contents:
            self.save(path, row)
        self.link_later()
        return self.report

    # Writing

    def save(self, path, content):
        """Create the row of ``content``, a ``ContentRow``, or update it with ``overwrite``.

        Without ``overwrite``, a row that differs is only reported.
        """
        relations = [*content.parts, *content.links]
        saved_rows = self.rows_of(content.model, content.identity, relations)
        content, later = self._without_later(content)
        values, parts, links = self.resolved(path, content)
        row = saved_rows.get(content.key)
        if row is None:
            row = content.model(**{content.identity: content.key}, **values)
            self.report.created.append(content.name)
        else:
            different = sorted({*self.differences(row, values, parts, links), *later})
            if not different:
                return
            if not self.overwrite:
                self.report.differing.append(f"{content.name}: {', '.join(different)}")
                return
            for name, value in values.items():
                setattr(row, name, value)
            row.revision += 1  # so that open forms detect the change
            self.report.overwritten.append(content.name)
        self.store(path, content.name, row)
        saved_rows[content.key] = row
        self.store_parts(path, content.name, row, parts)
        for relation, rows in links.items():
            getattr(row, relation).set(rows)
        self.later += [(path, row, relation, slugs) for relation, slugs in later.items()]

    def _without_later(self, content):
        """Return ``content`` without links to rows of its own table that are created after it.

        And these links, all of each relation: {relation: slugs}.
        """
        rows = self.rows_of(content.model, content.identity)
        own = {relation: content.links[relation] for relation in links_to_itself(content)}
        later = {
            relation: slugs
            for relation, slugs in own.items()
            if any(slug not in rows and (content.model, slug) in self.to_come for slug in slugs)
        }
        links = {name: slugs for name, slugs in content.links.items() if name not in later}
        return replace(content, links=links), later

    def link_later(self):
        """Link the rows that were saved before the rows of their table to which they lead.

        Raises ``ContentError`` for the first slug that no row has.
        """
        for path, row, relation, slugs in self.later:
            rows = [self.look_up(path, type(row), slug, relation) for slug in slugs]
            getattr(row, relation).set(rows)
        self.later = []

    def store_parts(self, path, place, row, parts):
        """Replace the parts of ``row`` by ``parts``, {relation: [values of each part]}."""
        for relation, rows in parts.items():
            manager = getattr(row, relation)
            manager.all().delete()
            for position, fields in enumerate(rows, start=1):
                part = manager.model(**{manager.field.name: row}, order=position * 10, **fields)
                self.store(path, f"{place}: {relation}[{position - 1}]", part)

    def resolved(self, path, content):
        """Return (values, parts, links) of ``content``: texts cleaned, slugs as rows.

        Raises ``ContentError`` for the first slug that no row has.
        """
        model = content.model
        values = self._resolved_values(path, model, content.values)
        parts = {
            relation: [
                self._resolved_values(path, _related(model, relation), part, relation)
                for part in rows
            ]
            for relation, rows in content.parts.items()
        }
        links = {
            relation: [
                self.look_up(path, _related(model, relation), slug, relation) for slug in slugs
            ]
            for relation, slugs in content.links.items()
        }
        return values, parts, links

    def _resolved_values(self, path, model, values, place=""):
        return {
            name: (
                self.look_up(path, _related(model, name), value, place or name) if value else None
            )
            if model._meta.get_field(name).is_relation
            else cleaned(model, name, value)
            for name, value in values.items()
        }

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
            raise ContentError(
                f"{self.reader.name_of(path)}: {place}: {'; '.join(reasons)}"
            ) from error

    def look_up(self, path, model, slug, place):
        """Return the row of ``model`` with ``slug``. Raises ``ContentError`` if there is none."""
        rows = self.rows_of(model, "slug")
        if slug not in rows:
            raise ContentError(
                f"{self.reader.name_of(path)}: {place}: "
                f"there is no {model._meta.verbose_name} “{slug}”."
            )
        return rows[slug]
