"""Reads the current edition and its guide, and the content of all editions.

Views get the public guide from ``current_guide``. Only ``preview_guide`` reads draft tables.
"""

import threading
import time
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models.fields.json import KeyTransform
from django.utils import timezone

from guidance.editorial import editions, serving
from guidance.editorial.editions import NoSuchEdition as NoSuchEdition
from guidance.editorial.editions import guide_of
from guidance.editorial.freeze import freeze_signs, freeze_sources
from guidance.editorial.serving import COPY as COPY
from guidance.editorial.serving import EditionUnavailable as EditionUnavailable
from guidance.editorial.snapshots import freeze_all, freeze_row_of, shared_drafts
from guidance.models import Edition, PageVersion, Sign
from guidance.pages import cited_text, diff, payloads, site_pages
from guidance.pages.guide import Guide
from guidance.pages.last_changes import page_key_of
from guidance.search.search import Search

RECHECK_SECONDS = 1.0
"""The number of seconds for which a process uses the edition number that it last read."""


class NoEdition(Exception):
    """Nothing has been published yet, or the database cannot be read."""


class NotReachable(NoEdition):
    """The database cannot be read, and there is neither an edition in memory nor a copy."""


# The content of editions


def current_manifest():
    """Return {page key: version id} of the current edition; empty if there is none."""
    edition = Edition.objects.current()
    return edition.manifest if edition else {}


def public_versions(keys=None):
    """Return {page key: version} of the current edition, only for ``keys`` if given."""
    manifest = current_manifest()
    pks = [pk for key, pk in manifest.items() if keys is None or key in keys]
    return {version.key: version for version in PageVersion.objects.filter(pk__in=pks)}


def pages_of(manifest):
    """Return {page key: page} of a manifest, without pages that cannot be read."""
    return readable(PageVersion.objects.filter(pk__in=manifest.values()))


def page_of(version):
    """Return the page of a version row. Raise ``payloads.Unreadable``."""
    return payloads.load(version.payload, version.schema)


def title_of(version):
    """Return the title of a version row, even if its page cannot be read."""
    return editions.title_of(version)


def readable(versions):
    """Return {page key: page} of version rows, without pages that cannot be read."""
    pages, _ = editions.readable(
        editions.Version(row.key, row.schema, row.payload, 0) for row in versions
    )
    return pages


def recent_editions(many):
    """Return the last ``many`` (at most 20) editions as ``RecentEdition``, newest first."""
    if serving.readers:
        return _shown().edition.recent[:many]
    return editions.recent_editions(many)


def editions_by_version(key):
    """Return {version id: [number of each edition that has it]} for the page ``key``."""
    numbers = {}
    rows = Edition.objects.order_by("number").annotate(version=KeyTransform(key, "manifest"))
    for number, version in rows.values_list("number", "version"):
        numbers.setdefault(version, []).append(number)
    return numbers


def editions_with(version):
    """Return the numbers of the editions that have ``version``, in order."""
    return editions_by_version(version.key).get(version.pk, [])


# The public guide


class _GuideCache:
    """The guide that this process last read, for all its threads. It is used if a query fails."""

    checked_at = float("-inf")
    number = None
    guide = None
    is_open = None
    search = None


_cache = _GuideCache()


_lock = threading.Lock()


def nothing_published():
    """Return whether there is no edition yet."""
    return Edition.objects.current_number() is None


def edition_published():
    """Use the edition that was just published in this process, and copy it to a file.

    Call this after every new edition. Inside a transaction it takes effect on commit.
    """
    forget_guide()
    transaction.on_commit(_load_and_copy)


def _load_and_copy():
    serving.keep_copy()
    if serving.readers:
        serving.readers.look()


@dataclass(frozen=True)
class Health:
    """The number of the edition that is shown, or None, and whether the database answers.

    ``came_from`` is "database", "copy" or empty: the place that the edition was loaded from.
    """

    edition: int | None
    came_from: str
    database: bool


def health():
    """Return the ``Health`` of this process.

    A process that serves readers does not wait for the database; commands and tests query it.
    """
    if in_memory := health_in_memory():
        return in_memory
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        answers = True
    except DatabaseError:
        answers = False
    try:
        return Health(current_number(), serving.DATABASE, answers)
    except NoEdition:
        return Health(None, "", answers)


def health_in_memory():
    """Return the ``Health`` of a process that serves readers, or None in commands and tests."""
    if serving.readers is None:
        return None
    shown = serving.readers.shown()
    return Health(
        shown.edition.number if shown else None,
        shown.came_from if shown else "",
        serving.readers.database_answers(),
    )


def forget_guide():
    """Make this process query the database again at the next request."""
    _cache.checked_at, _cache.number = float("-inf"), None
    _cache.guide = _cache.search = None
    _old_guide.cache_clear()


def current_number():
    """Return the number of the current edition, which was read at most ``RECHECK_SECONDS`` ago.

    If the database cannot be read, return the number that was last read. Raise ``NoEdition`` if
    there is none.
    """
    if serving.readers:
        return _shown().guide.number
    now = time.monotonic()
    if now - _cache.checked_at >= RECHECK_SECONDS:
        try:
            _cache.number = Edition.objects.current_number()
        except DatabaseError as error:
            if _cache.number is None:
                raise NotReachable("The database cannot be read.") from error
        _cache.checked_at = now
    if _cache.number is None:
        raise NoEdition("Nothing has been published yet.")
    return _cache.number


def current_guide():
    """Return the guide of the current edition. Raise ``NoEdition`` if there is none."""
    if serving.readers:
        return _shown().guide
    number = current_number()
    with _lock:
        if _cache.guide is None or _cache.guide.number != number:
            edition = Edition.objects.get(number=number)
            _cache.guide, _cache.is_open = guide_of(edition), edition.is_open
        return _cache.guide


def current_clinic():
    """Return the clinic of the current edition; one without details if that cannot be read."""
    try:
        return current_guide().clinic
    except (NoEdition, DatabaseError):
        return editions.NO_CLINIC


def is_open():
    """Return whether the current edition is open to readers. Raise ``NoEdition``."""
    if serving.readers:
        return _shown().edition.is_open
    current_guide()
    return _cache.is_open


def shown_to_readers():
    """Return whether readers see the site: it is open, or runs for this computer only (ADR 0048).

    Without an edition return True, as there is nothing to hide.
    """
    try:
        return settings.LOOPBACK or is_open()
    except NoEdition:
        return True


def current_search():
    """Return the search in the guide of the current edition. Raise ``NoEdition``."""
    if serving.readers:
        return _shown().search
    guide = current_guide()
    with _lock:
        if _cache.search is None or _cache.search.guide is not guide:
            _cache.search = Search(guide)
        return _cache.search


def guide_numbered(number):
    """Return the guide of the edition ``number``, current or old.

    Raise ``NoSuchEdition``, and ``EditionUnavailable`` if an old one cannot be loaded now.
    """
    guide = current_guide()
    if guide.number == number:
        return guide
    return serving.readers.guide_numbered(number) if serving.readers else _old_guide(number)


def _shown():
    """Return the ``Shown`` of this process. Raise ``NoEdition`` if it has none."""
    shown = serving.readers.shown()
    if shown is None:
        if serving.readers.silent:
            raise NotReachable("The database cannot be read.")
        raise NoEdition("Nothing has been published yet.")
    return shown


@lru_cache(maxsize=4)
def _old_guide(number):
    """Return the guide of an old edition. Editions never change, so a few are cached."""
    return editions.guide_of_number(number)


# Previews


def guide_overlaid_with(pages):
    """Return the current guide with ``pages``, and the sources that they cite, put into it."""
    guide = current_guide()
    overlaid = {**guide.pages, **{page.key: page for page in pages}}
    for page in pages:
        overlaid.pop(f"withdrawn/{page.key}", None)
    cited = {
        reference.source.key: reference.source for page in pages for reference in page.references
    }
    sources = freeze_sources({**cited, **guide.sources, **_listed(pages)})
    return _with_pages(guide, {**overlaid, sources.key: sources})


def _with_pages(guide, pages):
    """Return ``guide`` with ``pages``, {page key: page}, in place of its own."""
    changed = {key for key, page in pages.items() if guide.pages.get(key) is not page}
    unreadable = [page for key, page in guide.unreadable.items() if key not in changed]
    changes = {
        key: change for key, change in guide.last_changes.items() if page_key_of(key) not in changed
    }
    return Guide(guide.number, guide.published_on, pages.values(), unreadable, changes)


def _listed(pages):
    """Return {key: source} of the lists of sources among ``pages``."""
    lists = [page for page in pages if isinstance(page, site_pages.SourcesPage)]
    return {source.key: source for page in lists for source in page.sources}


def _signed_only_as_public(page, public):
    """Return the frozen draft ``page`` without its sign-off, unless it equals the public page.

    The sign-off columns of a draft belong to the public page. Later changes are not signed off.
    """
    unsigned = diff.unsigned(page)
    if public is None or diff.unsigned(public) != unsigned:
        return unsigned
    return page


def _draft_of_signs(shared):
    """Return {key: the page of all signs} from their drafts, empty if they cannot be frozen."""
    try:
        page = freeze_signs(Sign.objects.all(), shared)
    except cited_text.UnknownSource:  # the public signs are shown
        return {}
    return {page.key: page} if page else {}


def preview_guide(row):
    """Return (guide, page): the current guide with the page of ``row`` frozen from its draft.

    Sources and signs, to which the page may refer, are those of the drafts, too.
    If nothing has been published yet, the guide has the pages of all drafts.
    """
    shared = shared_drafts()
    page = freeze_row_of(row, shared)
    try:
        guide = current_guide()
        page = _signed_only_as_public(page, guide.pages.get(page.key))
    except NoEdition:
        drafts = freeze_all()
        return Guide(0, timezone.localdate(), drafts.values()), page
    pages = {**guide.pages, page.key: page}
    if not isinstance(page, site_pages.SourcesPage):
        sources = freeze_sources(shared.sources)
        pages[sources.key] = sources
    if not isinstance(page, site_pages.SignsPage):
        pages |= _draft_of_signs(shared)
    return _with_pages(guide, pages), page
