"""What names a draft: the drafts, public pages and open submissions that choose, cite or link it.

A row that something names is not deleted (ADR 0055).
"""

import re
from collections import defaultdict
from dataclasses import dataclass

from guidance.editorial import current, named_in_code
from guidance.editorial.drafts import kind_of_row, model_of, page_key
from guidance.models import (
    Clinic,
    Edition,
    HelpLevel,
    PageVersion,
    SideEffect,
    Sign,
    Source,
    SubmittedPage,
    Therapy,
)
from guidance.models.cited import Cited
from guidance.pages import payloads
from guidance.pages.guide import names_of_signs
from guidance.pages.kinds import KINDS, WHOLE_TABLE_KEYS
from guidance.pages.site_pages import ClinicPage, SignsPage, WithdrawnPage

_LINK = re.compile(r"\]\(\s*(/[^)\s]*)")
"""A link to a page of this site in a text, as it is typed or in a payload."""


@dataclass(frozen=True, slots=True)
class Naming:
    """One thing that names a row, in words, and where it is changed.

    ``key`` is its page, empty for the words of this release, and ``row`` the id of its draft, None
    where it has none. ``submission`` is the id of an open submission, None for what is no part of
    one. ``cites`` tells a citation from a choice or a link.
    """

    words: str
    key: str = ""
    row: int | None = None
    submission: int | None = None
    cites: bool = False


def named_by(rows):
    """Return {row: list of each ``Naming``} of the draft ``rows``, which are of one table.

    Rows that nothing names are left out, and so is what ``rows`` say of themselves.
    """
    if not rows:
        return {}
    found = {row: {} for row in rows}
    for row, naming in (*_in_drafts(rows), *_in_code(rows), *_in_versions(rows)):
        found[row].setdefault(naming)
    return {row: list(namings) for row, namings in found.items() if namings}


# Drafts


def _in_drafts(rows):
    """Yield (row, ``Naming``) for each draft that names one of ``rows``, once for each row."""
    places, texts = defaultdict(list), _Texts(rows)
    for row, page, place in (*_chosen(rows), *_by_value(rows), *texts.of_drafts()):
        if page not in rows and place not in places[row, page]:
            places[row, page].append(place)
    for (row, page), fields in places.items():
        words = f"{page._meta.verbose_name}: {page}"
        if not isinstance(row, Source):
            words = f"{words} ({'; '.join(map(str, fields))})"
        yield row, Naming(words, page_key(page), page.pk, cites=isinstance(row, Source))


def _chosen(rows):
    """Yield (row, draft, name of the field) where a field of a draft or of its parts chooses it."""
    by_pk = {row.pk: row for row in rows}
    for table, to_page, field in choosing_fields(type(rows[0])):
        holder = to_page.model if to_page else table
        page_pk = to_page.name if to_page else "pk"
        chosen = holder._default_manager.filter(**{f"{field.name}__in": list(by_pk)})
        pairs = list(chosen.order_by("pk").values_list(field.name, page_pk))
        pages = table._default_manager.in_bulk({pk for _, pk in pairs}) if pairs else {}
        for chosen_pk, pk in pairs:
            yield by_pk[chosen_pk], pages[pk], field.verbose_name


def choosing_fields(model):
    """Yield (table of drafts, field that leads to it, field) for each field that chooses ``model``.

    The second is the foreign key of a row that is part of a page, None for a field of the page.
    """
    for kind in KINDS.values():
        if kind.model:
            table = model_of(kind)
            yield from ((table, None, field) for field in _choosing(table, model))
            for part in kind.parts:
                to_page = table._meta.get_field(part).field
                for field in _choosing(to_page.model, model):
                    if field != to_page:
                        yield table, to_page, field


def _choosing(table, model):
    return [
        field
        for field in (*table._meta.fields, *table._meta.many_to_many)
        if field.is_relation and field.related_model is model
    ]


def _by_value(rows):
    """Yield (row, draft, name of the field) where a field holds the slug of a row."""
    by_slug = {slug_of(row): row for row in rows}
    if isinstance(rows[0], HelpLevel):
        for sign in Sign.objects.filter(level__in=by_slug):
            yield by_slug[sign.level], sign, "how soon"
    if isinstance(rows[0], Therapy):
        for clinic in Clinic.objects.all():
            for slug in by_slug.keys() & clinic.offers.keys():
                yield by_slug[slug], clinic, "what it offers"


def slug_of(row):
    """Return the value by which frozen pages name ``row``."""
    if isinstance(row, Source):
        return row.key
    return row.urgency if isinstance(row, HelpLevel) else row.slug


class _Texts:
    """Finds the citations of sources and the links to pages in texts."""

    def __init__(self, rows):
        self.sources = {row.key: row for row in rows if isinstance(row, Source)}
        self.addresses = {} if self.sources else {_address(row): row for row in rows}
        self.addresses.pop("", None)

    def of_drafts(self):
        """Yield (row, draft, name of the field) for each text of a draft that names a row."""
        if not self.sources and not self.addresses:
            return
        for kind in KINDS.values():
            if kind.model and issubclass(model_of(kind), Cited):
                for page in model_of(kind).objects.prefetch_related(*kind.parts):
                    parts = [part for name in kind.parts for part in getattr(page, name).all()]
                    for one in (page, *parts):
                        yield from self._of_row(one, page)

    def _of_row(self, one, page):
        for key in self.sources.keys() & one.cited_keys() if self.sources else ():
            yield self.sources[key], page, ""
        for name, text in one.cited_texts().items() if self.addresses else ():
            for row in self.linked(text):
                yield row, page, f"a link in “{one._meta.get_field(name).verbose_name}”"

    def linked(self, text):
        """Yield the rows to whose pages ``text`` links."""
        for address in _LINK.findall(text) if self.addresses else ():
            row = self.addresses.get(address) or self.addresses.get(address.partition("#")[0])
            if row is not None:
                yield row


def _address(row):
    """Return the address of the page or of the word ``row``, empty for another part of a table."""
    if page_key(row) in WHOLE_TABLE_KEYS and kind_of_row(row).model != "GlossaryTerm":
        return ""
    return row.get_absolute_url()


# Code


def _in_code(rows):
    """Yield (row, ``Naming``) for each place of this release that names one of ``rows``."""
    by_slug, cites = {slug_of(row): row for row in rows}, isinstance(rows[0], Source)
    for words, slugs in named_in_code.of_table(type(rows[0])):
        for slug in by_slug.keys() & slugs:
            yield by_slug[slug], Naming(words, cites=cites)


# Versions


def _in_versions(rows):
    """Yield (row, ``Naming``) for each public page and each page in review that names a row."""
    texts, by_name = _Texts(rows), {(type(row), slug_of(row)): row for row in rows}
    own = {page_key(row): row for row in rows if page_key(row) not in WHOLE_TABLE_KEYS}
    for version, where, submission in _versions():
        for row in _named_in(version, by_name, texts):
            if own.get(version.key) != row:
                words, cites = f"{where}: {current.title_of(version)}", isinstance(row, Source)
                yield row, Naming(words, version.key, None, submission, cites)


def _versions():
    """Yield (version, where it is, id of the submission or None) for what is public or open."""
    if edition := Edition.objects.current():
        for version in PageVersion.objects.of(edition):
            yield version, f"edition {edition.number}", None
    submitted = SubmittedPage.objects.filter(open=True).select_related("version", "submission")
    for page in submitted:
        yield page.version, str(page.submission), page.submission_id


def _named_in(version, by_name, texts):
    """Yield each row of ``by_name``, {(model, slug): row}, that the page of a version names."""
    payload = str(version.payload)
    try:
        page = payloads.load(version.payload, version.schema)
    except payloads.Unreadable:
        for (model, slug), row in by_name.items():
            if (f"@{slug}" if model is Source else repr(slug)) in payload:
                yield row
    else:
        names = dict.fromkeys(name for name in _names(page) if name in by_name)
        yield from (by_name[name] for name in names)
    yield from texts.linked(payload)


def _names(page):
    """Yield (model, slug) of each row that the frozen ``page`` names in a field."""
    for link in KINDS[page.kind].links:
        yield from ((model_of(KINDS[link.to]), slug) for slug in link.slugs(page))
    yield from ((Source, reference.source.key) for reference in page.references)
    yield from ((Sign, slug) for slug in names_of_signs(page))
    yield from ((SideEffect, slug) for slug in getattr(page, "not_named", ()))
    if isinstance(page, WithdrawnPage):
        yield from ((SideEffect, slug) for slug in page.side_effects)
        if page.instead:
            kind, _, slug = page.instead.partition("/")
            yield model_of(KINDS[kind]), slug
    elif isinstance(page, SignsPage):
        yield from ((HelpLevel, sign.level) for sign in page.signs)
    elif isinstance(page, ClinicPage):
        yield from ((Therapy, offer.therapy) for offer in page.offers or ())
