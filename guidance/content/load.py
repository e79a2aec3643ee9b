"""Content files to draft tables.

Files create rows; editors own the rows afterwards. Loading again reports what differs and changes
nothing unless told to overwrite. Either everything in the folder loads, or nothing.
"""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

import msgspec
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.db.models import Model

from guidance import models

CONTENT = Path(__file__).resolve().parent / "files"


class ContentError(ValueError):
    """A content file is wrong. The message gives the file, the place in it and the reason."""


class Shape(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """Base of every shape that a content file may have. What is empty is not written."""


class ReviewShape(Shape, kw_only=True):
    checked_on: date
    review_due: date
    signed_off_by: str = ""
    signed_off_credentials: str = ""
    signed_off_on: date | None = None


class SourceShape(Shape, kw_only=True):
    key: str
    organization: str
    title: str
    address: str
    kind: str
    tier: str
    checked_on: date
    how_checked: str
    published: str = ""
    note: str = ""


class SourcesShape(Shape, kw_only=True):
    sources: list[SourceShape]


class SideEffectShape(ReviewShape, kw_only=True):
    name: str
    summary: str
    medical_name: str = ""
    what_it_is_like: str = ""
    what_to_do: str = ""
    call_clinic: str = ""
    call_911: str = ""
    staff_note: str = ""


class SymptomShape(ReviewShape, kw_only=True):
    name: str
    summary: str
    medical_name: str = ""
    what_it_is: str = ""
    what_to_check: str = ""
    other_help: str = ""
    medicines: str = ""
    side_effects_of_medicines: str = ""
    take_care: str = ""
    call_911: str = ""
    call_clinic: str = ""
    staff_note: str = ""
    questions: list[str] = []
    side_effects: list[str] = []


class TherapySideEffectShape(Shape, kw_only=True):
    side_effect: str
    seriousness: Literal["common", "serious", "boxed"]
    detail: str
    out_of: Literal[100, 1000] | None = None
    with_treatment: int | None = None
    without_treatment: int | None = None
    comparator: str = ""
    time_span: str = ""
    group: str = ""


class EvidenceShape(Shape, kw_only=True):
    trial: str
    group: str
    happened: str
    not_happened: str
    time_span: str
    with_treatment: int
    without_treatment: int
    comparator: str
    finding: str
    out_of: Literal[100, 1000] = 100
    certainty: str = "not-rated"
    certainty_why: str = ""
    limits: str = ""


class CheckShape(Shape, kw_only=True):
    """``every`` is the fewest and the most months between two checks, None where not said."""

    name: str
    text: str
    moment: Literal["before", "first-dose", "months", "dose", "during", "after"]
    months: list[int] = []
    every: tuple[int, int] | None = None


class TherapyShape(ReviewShape, kw_only=True):
    name: str
    group: str
    label_status: str
    label_line: str
    summary: str
    brands: list[str] = []
    pronunciation: str = ""
    by_mouth: bool = False
    by_shot: bool = False
    by_infusion: bool = False
    in_sessions: bool = False
    at_home: bool = False
    at_clinic: bool = False
    what_kind: str = ""
    how_taken: str = ""
    how_often: str = ""
    where_taken: str = ""
    checks: str = ""
    boxed_warning: str = ""
    who_it_is_for: str = ""
    how_it_works: str = ""
    how_well_it_works: str = ""
    what_it_does_not_do: str = ""
    how_you_take_it: str = ""
    before_you_start: str = ""
    check_ups: str = ""
    side_effects_intro: str = ""
    call_911: str = ""
    call_clinic: str = ""
    do_not_take_if: str = ""
    pregnancy: str = ""
    other_medicines: str = ""
    stopping: str = ""
    cost: str = ""
    staff_note: str = ""
    questions: list[str] = []
    side_effects: list[TherapySideEffectShape] = []
    evidence: list[EvidenceShape] = []
    monitoring: list[CheckShape] = []


class SubtypeShape(ReviewShape, kw_only=True):
    name: str
    active: bool
    progressing: bool
    summary: str
    medical_name: str = ""
    in_short: str = ""
    meaning: str = ""
    aims: str = ""
    treatments: str = ""
    no_change: str = ""
    check_ups: str = ""
    can_change: str = ""
    staff_note: str = ""
    questions: list[str] = []
    therapies: list[str] = []
    symptoms: list[str] = []


class VisitShape(ReviewShape, kw_only=True):
    name: str
    audience: str
    note: str
    subtype: str = ""
    detail: Literal["short", "all"] = "short"
    pictures: bool = True
    staff_note: str = ""
    therapies: list[str] = []
    symptoms: list[str] = []
    side_effects: list[str] = []
    questions: list[str] = []


class TermShape(Shape, kw_only=True):
    slug: str
    term: str
    definition: str
    also_called: str = ""
    link_first_use: bool = True


class GlossaryShape(Shape, kw_only=True):
    terms: list[TermShape]


class InfoSectionShape(Shape, kw_only=True):
    id: str
    heading: str
    text: str


class InfoShape(ReviewShape, kw_only=True):
    title: str
    summary: str
    order: int = 10
    sections: list[InfoSectionShape] = []


class HelpLevelShape(Shape, kw_only=True):
    slug: str
    title: str
    action: str
    signs: list[str]


class HelpShape(ReviewShape, kw_only=True):
    levels: list[HelpLevelShape]


class ClinicShape(Shape, kw_only=True):
    name: str
    emergency_wording: str
    phone: str = ""
    hours: str = ""
    address: str = ""


@dataclass
class Report:
    """What loading did: names of rows made, overwritten, and left though they differ."""

    created: list[str] = field(default_factory=list)
    overwritten: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)


def load(folder=CONTENT, *, overwrite=False):
    """Load every content file of ``folder`` into the draft tables and return a ``Report``.

    Raises ``ContentError`` where a file, a key, a type or a citation is wrong; then the database
    is as it was before.
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
    """Return the fields ``values`` of a row of ``model``, its texts cleaned as forms clean them."""
    return {
        name: model._meta.get_field(name).to_python(value) if isinstance(value, str) else value
        for name, value in values.items()
    }


def _holds(row, values):
    """Say whether the fields of ``row`` hold ``values``. Reads no row that a field points to."""
    return all(
        row.serializable_value(name) == (value.pk if isinstance(value, Model) else value)
        for name, value in values.items()
    )


def _check(shape):
    """Return the fields of the row of a check."""
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
    """Say whether the draft tables hold no content yet."""
    return not models.Source.objects.exists() and not models.Therapy.objects.exists()


class Loader:
    """Loads one folder of content files, remembering what it did."""

    def __init__(self, folder, overwrite):
        self.folder = folder
        self.overwrite = overwrite
        self.report = Report()
        self.rows = {}

    def load(self):
        self.load_sources()
        for path, shape in self._folder("side_effects", SideEffectShape):
            self.save(path, models.SideEffect, {"slug": path.stem}, msgspec.structs.asdict(shape))
        for path, shape in self._folder("symptoms", SymptomShape):
            self.load_symptom(path, shape)
        for path, shape in self._folder("therapies", TherapyShape):
            self.load_therapy(path, shape)
        for path, shape in self._folder("subtypes", SubtypeShape):
            self.load_subtype(path, shape)
        for path, shape in self._folder("visits", VisitShape):
            self.load_visit(path, shape)
        for path, shape in self._folder("info", InfoShape):
            self.load_info(path, shape)
        self.load_glossary()
        self.load_help()
        self.load_clinic()
        return self.report

    # Reading

    def _folder(self, name, shape):
        if not (self.folder / name).is_dir():
            raise ContentError(f"{name}: the folder is missing.")
        for path in sorted((self.folder / name).glob("*.toml")):
            yield path, self.read(path, shape)

    def read(self, path, shape):
        """Return the file at ``path`` as a ``shape``, or raise ``ContentError`` saying why not."""
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
        """Create one row with all that hangs on it or, if told to, overwrite it.

        ``parts`` is {relation: [values of each row that hangs on it, in order]}, ``links`` is
        {relation: [linked rows]}. A row that exists and differs is reported and left alone,
        unless overwriting was asked for.
        """
        values = _cleaned(model, values)
        parts = {
            relation: [_cleaned(model._meta.get_field(relation).related_model, one) for one in rows]
            for relation, rows in (parts or {}).items()
        }
        links = links or {}
        [(name, value)] = identity.items()
        kept = self.rows_of(model, name, [*parts, *links])
        row = kept.get(value)
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
            row.revision += 1  # so that no open form saves over what is loaded now
            self.report.overwritten.append(label)
        self.check(path, label, row)
        row.save()
        kept[value] = row
        for relation, rows in parts.items():
            manager = getattr(row, relation)
            manager.all().delete()
            for position, fields in enumerate(rows, start=1):
                part = manager.model(**{manager.field.name: row}, order=position * 10, **fields)
                self.check(path, f"{label}: {relation}[{position - 1}]", part)
                part.save()
        for relation, rows in links.items():
            getattr(row, relation).set(rows)

    def rows_of(self, model, name, relations=()):
        """Return {value of the field ``name``: row} for ``model``, read once in a load.

        The rows are locked until the load ends. Their ``relations`` are read with them.
        """
        if model not in self.rows:
            rows = model.objects.select_for_update().prefetch_related(*relations)
            self.rows[model] = {getattr(row, name): row for row in rows}
        return self.rows[model]

    def differences(self, row, values, parts, links):
        """Return the names of the fields in which ``row`` differs from its file, sorted."""
        found = {name for name in values if not _holds(row, {name: values[name]})}
        for relation, rows in parts.items():
            kept = getattr(row, relation).all()
            if len(kept) != len(rows) or not all(map(_holds, kept, rows)):
                found.add(relation)
        for relation, rows in links.items():
            if set(getattr(row, relation).all()) != set(rows):
                found.add(relation)
        return sorted(found)

    def check(self, path, place, row):
        try:
            row.full_clean()
        except ValidationError as error:
            reasons = [
                " ".join(messages) if name == NON_FIELD_ERRORS else f"{name}: {' '.join(messages)}"
                for name, messages in error.message_dict.items()
            ]
            raise ContentError(f"{self._name(path)}: {place}: {'; '.join(reasons)}") from error

    def look_up(self, path, model, values, place):
        """Take the slugs at ``place`` out of ``values`` and return their rows.

        Raises ``ContentError`` naming the first slug that no row has.
        """
        slugs = values.pop(place)
        found = self.rows_of(model, "slug")
        for slug in slugs:
            if slug not in found:
                raise ContentError(
                    f"{self._name(path)}: {place}: there is no {model._meta.verbose_name} “{slug}”."
                )
        return [found[slug] for slug in slugs]

    # One kind each

    def load_sources(self):
        path = self.folder / "sources.toml"
        for shape in self.read(path, SourcesShape).sources:
            values = msgspec.structs.asdict(shape)
            self.save(path, models.Source, {"key": values.pop("key")}, values)

    def load_symptom(self, path, shape):
        values = msgspec.structs.asdict(shape)
        values["questions"] = "\n".join(values["questions"])
        links = {"side_effects": self.look_up(path, models.SideEffect, values, "side_effects")}
        self.save(path, models.Symptom, {"slug": path.stem}, values, links=links)

    def load_therapy(self, path, shape):
        values = msgspec.structs.asdict(shape)
        values["questions"] = "\n".join(values["questions"])
        values["brands"] = ", ".join(values["brands"])
        effects = [msgspec.structs.asdict(effect) for effect in values.pop("side_effects")]
        evidence = [msgspec.structs.asdict(one) for one in values.pop("evidence")]
        checks = [_check(check) for check in values.pop("monitoring")]
        named = {"side_effects": [effect["side_effect"] for effect in effects]}
        for effect, row in zip(
            effects, self.look_up(path, models.SideEffect, named, "side_effects"), strict=True
        ):
            effect["side_effect"] = row
        parts = {"side_effects": effects, "evidence": evidence, "monitoring": checks}
        self.save(path, models.Therapy, {"slug": path.stem}, values, parts=parts)

    def load_subtype(self, path, shape):
        values = msgspec.structs.asdict(shape)
        values["questions"] = "\n".join(values["questions"])
        links = {
            "therapies": self.look_up(path, models.Therapy, values, "therapies"),
            "symptoms": self.look_up(path, models.Symptom, values, "symptoms"),
        }
        self.save(path, models.Subtype, {"slug": path.stem}, values, links=links)

    def load_visit(self, path, shape):
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

    def load_info(self, path, shape):
        values = msgspec.structs.asdict(shape)
        sections = [
            {"anchor": one.id, "heading": one.heading, "text": one.text}
            for one in values.pop("sections")
        ]
        self.save(path, models.Info, {"slug": path.stem}, values, parts={"sections": sections})

    def load_glossary(self):
        path = self.folder / "glossary.toml"
        for shape in self.read(path, GlossaryShape).terms:
            values = msgspec.structs.asdict(shape)
            self.save(path, models.GlossaryTerm, {"slug": values.pop("slug")}, values)

    def load_help(self):
        path = self.folder / "help.toml"
        review = msgspec.structs.asdict(self.read(path, HelpShape))
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

    def load_clinic(self):
        path = self.folder / "clinic.toml"
        values = msgspec.structs.asdict(self.read(path, ClinicShape))
        self.save(path, models.Clinic, {"only": True}, values)
