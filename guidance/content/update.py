"""Bring the words of a new release into the drafts of a site that has content already (ADR 0021).

A field whose value is one that a release shipped takes the new value. A field that staff edited is
kept, and the new value is offered to them. Nothing becomes public, and no draft row that staff
deleted comes back. A value is brought to a site once: a later run neither takes nor offers it
again.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction

from guidance import models
from guidance.content import load
from guidance.content.record import (
    PART_KEYS,
    Record,
    part_name,
    row_name,
    shipped_parts,
    shipped_values,
)
from guidance.content.units import DATES, SILENT, units_of
from guidance.editorial import drafts
from guidance.editorial.offered_rows import drop_void
from guidance.editorial.row_values import NoSuchRow, digest, fields_of_parts, set_value, value_of
from guidance.models import Offer, ReceivedRow

REMOVED = {"": "removed"}
"""What is stored as received of a part that a release no longer has."""


@dataclass
class Report:
    """What an update did: names of rows, and keys of the pages whose drafts it changed."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    offered: list[str] = field(default_factory=list)
    not_created: list[str] = field(default_factory=list)
    pages: set[str] = field(default_factory=set)


def update(folder=load.CONTENT, record=None):
    """Bring the content files of ``folder`` into the drafts, and return a ``Report``.

    Raises ``load.ContentError``, and changes nothing, if a file is invalid.
    """
    with transaction.atomic():
        return Updater(folder, record or Record.read()).update()


def note_received(folder=load.CONTENT):
    """Note that this site was given every row of ``folder``, after a load into an empty site."""
    texts = {}
    for _, content in load.Reader(folder).rows():
        texts |= dict(_all_digests(content))
    _store_received(texts)


def _digests(values):
    return {name: digest(value) for name, value in values.items()}


def _all_digests(content):
    """Yield (name in the record, {field: digest}) for a ``ContentRow`` and the rows below it."""
    yield row_name(content.model, content.key), _digests(shipped_values(content))
    for _, name, values in shipped_parts(content):
        yield name, _digests(values)


def _store_received(texts):
    ReceivedRow.objects.bulk_create(
        [ReceivedRow(name=name, texts=digests) for name, digests in texts.items()],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["texts"],
    )


@dataclass(frozen=True)
class Place:
    """A draft ``row``, or the ``part`` of it, with its ``name`` in the record."""

    row: Any
    name: str
    relation: str = ""
    part: Any = None

    @property
    def target(self):
        """The row that has the fields."""
        return self.part or self.row

    @property
    def model(self):
        return type(self.target)

    def of_offers(self):
        """Return the values of offers by which they are about this place."""
        return {
            "table": self.row._meta.model_name,
            "row": self.row.pk,
            "relation": self.relation,
            "part": self.part.pk if self.part else 0,
        }


class Updater:
    """Brings one folder of content files into the drafts. ``report`` has the results."""

    def __init__(self, folder, record):
        self.loader = load.Loader(folder)
        self.record = record
        self.report = Report()
        self.received = dict(ReceivedRow.objects.values_list("name", "texts"))
        self.new, self.gone = {}, []
        self.created = []
        self.has_release = None
        self.has_offers = Offer.objects.exists()

    def update(self):
        contents = self._new_ones_first(self.loader.reader.rows())
        if self._has_all(content for _, content in contents):
            return self.report
        if not self.received:
            self.has_release = self._latest_release_here(contents)
        for path, content in contents:
            self._update_row(path, content)
        self._link_new_ones()
        ReceivedRow.objects.filter(name__in=self.gone).delete()
        _store_received(self.new)
        drop_void(set(Offer.objects.values_list("page", flat=True)))
        return self.report

    def _has_all(self, contents):
        """Return whether this site was given all ``contents`` before, as they are."""
        return all(
            self.received.get(name) == digests
            for content in contents
            for name, digests in _all_digests(content)
        )

    def _rows(self, content):
        relations = [*content.parts, *content.links]
        if content.model is models.Therapy:
            relations.append("side_effects__side_effect")
        return self.loader.rows_of(content.model, content.identity, relations)

    def _latest_release_here(self, contents):
        """Return the number of the latest release of whose new rows most are here; -1 for none.

        By it a site that an earlier release made, which noted nothing, knows which rows its staff
        deleted. One row says nothing: staff may have made a row with the same key.
        """
        shipped, here = Counter(), Counter()
        for _, content in contents:
            release = self.record.first_release(row_name(content.model, content.key))
            shipped[release] += 1
            here[release] += content.key in self._rows(content)
        return max((number for number in shipped if 2 * here[number] > shipped[number]), default=-1)

    def _was_here(self, name):
        """Return whether this site was once given the row ``name``."""
        if self.has_release is None:
            return name in self.received
        return -1 < self.record.first_release(name) <= self.has_release

    def _note(self, name, digests):
        if self.received.get(name) != digests:
            self.new[name] = digests

    # Rows

    def _update_row(self, path, content):
        row = self._rows(content).get(content.key)
        name = row_name(content.model, content.key)
        if row is None and not self._was_here(name):
            self._create(path, content)
            return
        if row is not None:  # otherwise staff deleted it
            self._update_here(content, row)
        self._note_all(content)

    def _note_all(self, content):
        for name, digests in _all_digests(content):
            self._note(name, digests)

    def _create(self, path, content):
        """Create the row of ``content``, or report why that is not possible."""
        rows = self._rows(content)
        try:
            with transaction.atomic():
                self.loader.save(path, self._without_missing(content))
        except load.ContentError as error:
            rows.pop(content.key, None)
            self.report.not_created.append(str(error))
            return
        self.report.created.append(content.name)
        self.report.pages.add(drafts.page_key(rows[content.key]))
        self.created.append((content, rows[content.key]))
        self._note_all(content)

    def _new_ones_first(self, contents):
        """Return ``contents`` so that rows to create come before rows of their table that link.

        A row that is here may then take a link to one that this release brings.
        """
        contents = list(contents)
        tables = list(dict.fromkeys(content.model for _, content in contents))

        def place(entry):
            content = entry[1]
            here = load.links_to_itself(content) and content.key in self._rows(content)
            return tables.index(content.model), here

        return sorted(contents, key=place)

    def _link_new_ones(self):
        """Link the rows that were created to those of their table that were created after them."""
        for content, row in self.created:
            for relation in load.links_to_itself(content):
                rows = self._rows(content)
                found = [rows[slug] for slug in content.links[relation] if slug in rows]
                getattr(row, relation).set(found)

    def _without_missing(self, content):
        """Return ``content`` without links to rows, and parts about rows, that are not here.

        Its signs all stay: a warning that is not here is not left out without a word.
        """

        def here(model, name, slug):
            field = model._meta.get_field(name)
            return not field.is_relation or slug in self.loader.rows_of(field.related_model, "slug")

        links = {
            relation: [
                slug for slug in slugs if relation == "signs" or here(content.model, relation, slug)
            ]
            for relation, slugs in content.links.items()
        }
        parts = {
            relation: [
                part
                for part in rows
                if all(
                    here(content.model._meta.get_field(relation).related_model, name, value)
                    for name, value in part.items()
                )
            ]
            for relation, rows in content.parts.items()
        }
        return replace(content, links=links, parts=parts)

    def _update_here(self, content, row):
        name = row_name(content.model, content.key)
        can_have = self._without_missing(content)
        changed = self._bring(
            Place(row, name), shipped_values(can_have), _digests(shipped_values(content))
        )
        shipped = {relation: {} for relation in content.parts}
        for relation, part, values in shipped_parts(can_have):
            shipped[relation][part] = values
        for relation, values_by_name in shipped.items():
            changed |= self._update_parts(row, name, relation, values_by_name)
        if changed:
            row.revision += 1  # so that open forms detect the change
            row.save(update_fields=["revision"])
            self.report.changed.append(content.name)
            self.report.pages.add(drafts.page_key(row))

    # Fields

    def _bring(self, place, values, digests):
        """Take or offer each of the shipped ``values`` that is new; return whether any was taken.

        ``digests`` are those of what the release says, which may name rows that are not here.
        """
        received = self.received.get(place.name)
        now = {name: value_of(place.target, name) for name in values}
        new = {
            name
            for name, value in values.items()
            if now[name] != value and (received is None or received.get(name) != digests[name])
        }
        take, offer = self._sorted_out(place, values, digests, now, new)
        edited = {name for name in values if now[name] != values[name]} - {*take, *SILENT}
        if edited:
            take = {name: value for name, value in take.items() if name not in DATES}
        refused = self._take_what_is_valid(place, _by_unit(place.model, values, take), values)
        offer |= refused
        self._replace_offers(place, _by_unit(place.model, values, new), offer, values)
        return bool(take.keys() - {name for names in refused.values() for name in names})

    def _sorted_out(self, place, values, digests, now, new):
        """Return ({field: value to take}, {first field of a unit: fields to offer})."""
        take, offer = {}, {}
        for first, changed in _by_unit(place.model, values, new).items():
            unit = next(unit for unit in units_of(place.model, values) if unit[0] == first)
            if all(self._is_shipped(place, name, now[name]) for name in unit):
                take |= {name: values[name] for name in changed}
            elif newer := [name for name in changed if self._is_newer(place, name, digests[name])]:
                offer[first] = newer
        return take, offer

    def _is_newer(self, place, name, shipped):
        """Return whether this site was not given the value with the digest ``shipped`` before.

        What the site was given is known, but for a site that an earlier release made.
        """
        if self.has_release is None:
            return True
        release = self.record.release_of(place.name, place.model, name, shipped)
        return release > self.has_release

    def _is_shipped(self, place, name, value):
        return self.record.was_shipped(place.name, place.model, name, value)

    def _take_what_is_valid(self, place, units, values):
        """Take the fields of ``units`` together or, if that is not valid, each unit alone.

        Return the units that were not taken. Dates are taken only together with all the words.
        """
        together = {name: values[name] for names in units.values() for name in names}
        if not together or self._take(place, together):
            return {}
        refused = {
            first: names
            for first, names in units.items()
            if first not in DATES and not self._take(place, {name: values[name] for name in names})
        }
        return refused | {first: names for first, names in units.items() if first in DATES}

    def _take(self, place, values):
        """Save ``values`` in the draft; return whether they are valid together with the rest."""
        target = place.target
        try:
            with transaction.atomic():
                for name, value in values.items():
                    set_value(target, name, value)
                self.loader.store(self.loader.reader.folder, place.name, target)
        except (load.ContentError, NoSuchRow):
            target.refresh_from_db()
            return False
        return True

    def _replace_offers(self, place, changed, offer, values):
        """Offer the fields ``offer``, in place of what was offered for the ``changed`` ones.

        An offer to remove the row, which has no field, is void: this release has the row.
        """
        if self.has_offers:
            offered = Offer.objects.filter(**place.of_offers())
            offered.filter(field__in=["", *changed]).delete()
        for first, names in offer.items():
            if offered := {name: values[name] for name in names if name not in SILENT}:
                self._offer(place, first, offered)

    def _offer(self, place, first, values):
        Offer.objects.create(
            **place.of_offers(),
            field=first,
            page=drafts.page_key(place.row),
            values=values,
            release=self.record.releases[-1],
        )
        self.report.offered.append(f"{place.name}: {', '.join(values) or 'row'}")

    # Parts

    def _update_parts(self, row, name, relation, shipped):
        """Bring ``shipped``, {name of a part: its values}, below ``row``; return if any changed."""
        manager = getattr(row, relation)
        here = {}
        for part in manager.all():
            keys = {field: value_of(part, field) for field in PART_KEYS[relation]}
            here.setdefault(part_name(name, relation, keys), part)
        changed = False
        for part, values in shipped.items():
            if part in here:
                place = Place(row, part, relation, here[part])
                changed |= self._bring(place, values, _digests(values))
            elif not self._was_here(part) and self._was_here(name):
                changed |= self._add_part(manager, row, part, values)
        for part in here.keys() - shipped.keys():
            changed |= self._remove_part(Place(row, part, relation, here[part]))
        return changed

    def _add_part(self, manager, row, name, values):
        part = manager.model(**{manager.field.name: row})
        try:
            for field_name, value in values.items():
                set_value(part, field_name, value)
            self.loader.store(self.loader.reader.folder, name, part)
        except (load.ContentError, NoSuchRow) as error:
            self.report.not_created.append(str(error).removeprefix(".: "))
            return False
        return True

    def _remove_part(self, place):
        """Remove a part that the release no longer has, or offer to, if staff edited it.

        A part that no release shipped is that of the staff, and stays.
        """
        gone = self.record.first_release(place.name) >= 0
        if not gone or self.received.get(place.name) == REMOVED:
            return False
        fields = fields_of_parts(type(place.row), place.relation)
        if all(self._is_shipped(place, name, value_of(place.part, name)) for name in fields):
            place.part.delete()
            self.gone.append(place.name)
            return True
        self._note(place.name, REMOVED)
        Offer.objects.filter(**place.of_offers()).delete()
        self._offer(place, "", {})
        return False


def _by_unit(model, values, names):
    """Return {first field of a unit: its fields among ``names``} for the fields ``values``."""
    units = {unit[0]: [name for name in unit if name in names] for unit in units_of(model, values)}
    return {first: found for first, found in units.items() if found}
