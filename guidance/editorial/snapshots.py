"""Snapshots: drafts that are frozen as pages.

These functions do not write to the database. A snapshot is shown as a preview, or stored as a
version.
"""

from contextlib import contextmanager
from functools import partial

from django.db import connection, models, transaction

from guidance.editorial.drafts import (
    NoSuchDraft,
    cited_on,
    kind_of_row,
    model_of,
    page_key,
    rows_of,
)
from guidance.editorial.freeze import freeze, freeze_source
from guidance.editorial.freeze_subtype import freeze_subtype as freeze_subtype
from guidance.editorial.freeze_topic import freeze_topic as freeze_topic
from guidance.editorial.freeze_walk import freeze_walk as freeze_walk
from guidance.editorial.freezer import Shared
from guidance.models import GlossaryTerm, Source
from guidance.pages import cited_text
from guidance.pages.kinds import WHOLE_TABLE_KEYS, drafted, whole_tables
from guidance.walk import wording


class CannotFreeze(ValueError):
    """A draft names a source or a page that does not exist. The message says which and where."""


@contextmanager
def consistent_read():
    """Run the queries of the block on one snapshot of the database.

    A draft is read in several queries, for its row and for related rows, so that a save in between
    could otherwise be read in part. Inside an open transaction, the isolation level of that
    transaction applies. On SQLite, other connections wait to write until the block ends.
    """
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def shared_drafts(keys=None):
    """Return a ``Shared`` of the glossary terms and of all sources, or of those in ``keys``."""
    rows = Source.objects.all() if keys is None else Source.objects.filter(key__in=keys)
    sources = {row.key: freeze_source(row) for row in rows}
    terms = GlossaryTerm.objects.filter(link_first_use=True)
    return Shared(sources, {row.term: row.get_absolute_url() for row in terms})


def freeze_keys(keys):
    """Freeze the drafts of the pages ``keys``: {key: page}.

    Raises ``NoSuchDraft`` if a page has no draft, and ``CannotFreeze``.
    """
    pages = freeze_existing(keys)
    for key in keys:
        if key not in pages:
            raise NoSuchDraft(f"There is no draft of {key}.")
    return pages


def freeze_existing(keys):
    """Freeze the drafts of the pages ``keys``: {key: page}. Pages without a draft are left out.

    Raises ``CannotFreeze``.
    """
    return {page.key: page for page in (freeze_page() for _, freeze_page in _freezings(keys))}


def freeze_each(keys):
    """Freeze each of the pages ``keys`` that has a draft.

    Return ({key: page}, {key: reason why it cannot be frozen}).
    """
    frozen, faults = {}, {}
    for key, freeze_page in _freezings(keys):
        try:
            frozen[key] = freeze_page()
        except CannotFreeze as error:
            faults[key] = str(error)
    return frozen, faults


def _freezings(keys):
    """Yield (key, function that freezes the page) for each of ``keys`` that has a draft."""
    slugs = {}
    for key in keys:
        kind_id, _, slug = key.partition("/")
        slugs.setdefault(kind_id, []).append(slug)
    rows = [
        (kind, row)
        for kind in drafted()
        if kind.id in slugs
        for row in rows_of(kind).filter(slug__in=slugs[kind.id])
    ]
    has_whole_table = not WHOLE_TABLE_KEYS.isdisjoint(keys)  # the page of sources needs them all
    cited = {key for kind, row in rows for key in cited_on(row, kind.parts)}
    shared = shared_drafts(None if has_whole_table else cited)
    for _, row in rows:
        yield page_key(row), partial(_freeze, freeze, row, shared)
    for kind in whole_tables():
        if kind.key in keys and model_of(kind).objects.exists():
            yield kind.key, partial(_freeze_table, kind, shared)


def freeze_row(row):
    """Return the page of ``row``: its own, or the page of its whole table.

    Raises ``CannotFreeze``.
    """
    return freeze_row_of(row, shared_drafts())


def freeze_row_of(row, shared):
    """Return the page of ``row``, frozen with the result of ``shared_drafts``."""
    kind = kind_of_row(row)
    if kind.whole_table:
        return _freeze_table(kind, shared)
    return _freeze(freeze, rows_of(kind).get(pk=row.pk), shared)


def _freeze_table(kind, shared):
    return _freeze(freeze.dispatch(model_of(kind)), rows_of(kind), shared)


def _freeze(freeze_drafts, drafts, shared):
    """Call ``freeze_drafts``. Raises ``CannotFreeze``, which names the draft."""
    try:
        return freeze_drafts(drafts, shared)
    except cited_text.UnknownSource as error:
        raise CannotFreeze(
            f"“{_name_of(drafts)}” cites {error}, and there is no such source."
        ) from error
    except ValueError as error:
        raise CannotFreeze(f"“{_name_of(drafts)}” cannot be read: {error}.") from error


def _name_of(drafts):
    return drafts if isinstance(drafts, models.Model) else drafts.model._meta.verbose_name_plural


def freeze_all():
    """Freeze every draft and return {page key: page}.

    Raises ``CannotFreeze`` if a draft, or the shipped words of the walk, cite an unknown source.
    """
    shared = shared_drafts()
    missing = wording.source_keys() - shared.sources.keys()
    if missing:
        raise CannotFreeze(f"The walk cites {min(missing)}, which is not a source.")
    pages = [_freeze(freeze, row, shared) for kind in drafted() for row in rows_of(kind)]
    pages += [_freeze_table(kind, shared) for kind in whole_tables()]
    return {page.key: page for page in pages if page is not None}
