"""Editions: what is public, since when, and the guide that readers see.

Nothing else writes ``PageVersion`` or ``Edition`` rows but ``editorial``, and nothing public reads
draft tables.
"""

import hashlib
import threading
import time
from dataclasses import dataclass
from functools import lru_cache

import msgspec
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F
from django.db.models.fields.json import KeyTransform
from django.utils import timezone

from guidance.editorial import editions, serving
from guidance.editorial.editions import NEEDED, guide_of
from guidance.editorial.editions import NoSuchEdition as NoSuchEdition
from guidance.editorial.serving import COPY as COPY
from guidance.editorial.serving import EditionUnavailable as EditionUnavailable
from guidance.editorial.snapshots import (
    CannotFreeze,
    consistent_read,
    drafts_behind,
    freeze_all,
    freeze_row_of,
    freeze_sources,
    shared_drafts,
)
from guidance.handout.build import missing_levels
from guidance.models import Edition, PageVersion, SubmittedPage
from guidance.pages import diff, structures
from guidance.pages.guide import Guide

RECHECK_SECONDS = 1.0
"""How long a process trusts the edition number it last read."""


class NoEdition(Exception):
    """Nothing has been published yet, or the database cannot be read."""


class NotReachable(NoEdition):
    """The database cannot be read, and there is no edition in memory and no copy."""


NEEDS_LEVEL = (
    "The get-help page lacks the level “{}” with its signs. The walk and every sheet need it."
)

PUBLISHING = 0x5350_4D53_0001
"""The advisory lock of PostgreSQL that whoever publishes holds: "SPMS", 1."""


class NothingToPublish(ValueError):
    """The drafts are the same as the current edition."""


class PublishedMeanwhile(ValueError):
    """Somebody else published between looking and publishing."""


# Pages to an edition


@dataclass(frozen=True)
class Change:
    """One page that publishing would change. ``what`` is ``new``, ``changed`` or ``removed``."""

    key: str
    title: str
    what: str


def digest(page):
    """Return the SHA-256 of a page's canonical JSON."""
    return hashlib.sha256(msgspec.json.encode(page)).hexdigest()


def changes():
    """Return how the drafts differ from the public site, by page title."""
    return _changes(freeze_all(), pages_of(current_manifest()))


def _changes(drafts, public):
    found = [
        Change(key, page.title, "changed" if key in public else "new")
        for key, page in drafts.items()
        if public.get(key) != page
    ]
    found += [
        Change(key, page.title, "removed") for key, page in public.items() if key not in drafts
    ]
    return sorted(found, key=lambda change: (change.title.casefold(), change.key))


def publish(user, note):
    """Freeze every draft, cut the next edition and return it: no review, for shipped content only.

    ``note`` says what changed and why. Raises ``NothingToPublish``, ``PublishedMeanwhile`` and
    ``CannotFreeze``. Either the whole edition is there afterwards, or nothing of it.
    """
    now = timezone.now()
    with consistent_read():
        drafts = freeze_all()
    try:
        with transaction.atomic():
            wait_for_turn()
            edition = _publish(user, note, drafts, now)
    except IntegrityError as error:
        raise PublishedMeanwhile("Somebody else published at the same time.") from error
    edition_published()
    return edition


def wait_for_turn():
    """Let one transaction publish at a time: the others wait here until it is over.

    SQLite lets only one transaction write at a time by itself.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLISHING])


def _publish(user, note, drafts, now):
    current = Edition.objects.current()
    if missing := NEEDED - drafts.keys():
        raise CannotFreeze(
            f"The page {min(missing)} is missing, and the site cannot do without it."
        )
    if missing := missing_levels(drafts["help/help"]):
        raise CannotFreeze(NEEDS_LEVEL.format(missing[0]))
    was = current.manifest if current else {}
    changed = _changes(drafts, pages_of(was))
    if not changed:
        raise NothingToPublish("Nothing differs from the public site.")
    manifest = {key: pk for key, pk in was.items() if key in drafts}
    manifest |= {
        change.key: keep_version(drafts[change.key], user, now).pk
        for change in changed
        if change.what != "removed"
    }
    return Edition.objects.create(
        number=current.number + 1 if current else 1,
        manifest=manifest,
        note=note,
        changes=[
            {"key": change.key, "title": change.title, "what": change.what, "why": note}
            for change in (changed if current else [])
        ],
        published_at=now,
        published_by=user,
    )


def keep_version(page, user, now, *, frozen_at=None):
    """Keep ``page`` as the next version of its key and return it.

    ``frozen_at`` is when its words were read from the draft, where that was before ``now``.
    """
    latest = PageVersion.objects.filter(key=page.key).order_by("-number").first()
    return PageVersion.objects.create(
        key=page.key,
        number=latest.number + 1 if latest else 1,
        schema=structures.SCHEMA,
        payload=structures.dump(page),
        sha256=digest(page),
        created_at=now,
        frozen_at=frozen_at or now,
        created_by=user,
    )


def words_read_at(version):
    """Return when the words of ``version`` were read from the draft.

    Versions of releases that did not keep it were read when they were submitted or, where they
    never were, when they were made.
    """
    if version.frozen_at:
        return version.frozen_at
    submitted = SubmittedPage.objects.filter(version=version).select_related("submission").first()
    return submitted.submission.submitted_at if submitted else version.created_at


def carry_sign_off(page):
    """Write the sign-off and the next review of a page that became public into its drafts."""
    mirror_sign_off(page)
    review = getattr(page, "review", None)
    if review and review.signed_off_by:
        # A draft that was checked again since may have a later review already.
        rows = _drafts_shown_on(page).filter(checked_on__lt=review.review_due)
        _write(rows, review_due=review.review_due)


def mirror_sign_off(page):
    """Write the sign-off of a public page into its drafts, for staff to see.

    Nothing is written where the draft is gone, nor into a get-help level that is not on the page.
    The words of the draft may have moved on: a sign-off is shown for the public version only.
    """
    review = getattr(page, "review", None)
    if review:
        _write(
            _drafts_shown_on(page),
            signed_off_by=review.signed_off_by,
            signed_off_credentials=review.signed_off_credentials,
            signed_off_on=review.signed_off_on,
        )


def _drafts_shown_on(page):
    """Return the drafts of ``page`` that it was made of, less those that are gone since."""
    rows = drafts_behind(page.key)
    if isinstance(page, structures.HelpPage):
        return rows.filter(urgency__in=[level.slug for level in page.levels])
    return rows


def _write(rows, **values):
    """Set ``values`` in those of the draft ``rows`` that differ, and count it as a save.

    An open form then knows that the row is no longer what it showed.
    """
    rows.exclude(**values).update(**values, revision=F("revision") + 1)


# What an edition holds


def current_manifest():
    """Return {page key: version id} of the current edition, empty where there is none."""
    edition = Edition.objects.current()
    return edition.manifest if edition else {}


def public_versions(keys=None):
    """Return {page key: version} of the current edition, of ``keys`` alone where given."""
    manifest = current_manifest()
    wanted = [pk for key, pk in manifest.items() if keys is None or key in keys]
    return {version.key: version for version in PageVersion.objects.filter(pk__in=wanted)}


def pages_of(manifest):
    """Return {page key: page} of a manifest, without pages that cannot be read."""
    return readable(PageVersion.objects.filter(pk__in=manifest.values()))


def page_of(version):
    """Return the page that a version row holds. Raises ``pages.Unreadable``."""
    return structures.load(version.payload, version.schema)


def title_of(version):
    """Return the heading of the page of a version row, also of one that cannot be read."""
    return editions.title_of(version)


def readable(versions):
    """Return {page key: page} of version rows, without pages that cannot be read."""
    found, _ = editions.readable(
        editions.Version(row.key, row.schema, row.payload, 0) for row in versions
    )
    return found


def recent_editions(many):
    """Return the last ``many`` editions, at most 20, as ``RecentEdition``, the newest first."""
    if serving.readers:
        return _shown().edition.recent[:many]
    return editions.recent_editions(many)


def editions_by_version(key):
    """Return {version id: numbers of the editions in which it was public, in order} of a page."""
    found = {}
    editions = Edition.objects.order_by("number").annotate(shown=KeyTransform(key, "manifest"))
    for number, shown in editions.values_list("number", "shown"):
        found.setdefault(shown, []).append(number)
    return found


def editions_with(version):
    """Return the numbers of the editions in which ``version`` was public, in order."""
    return editions_by_version(version.key).get(version.pk, [])


# Reading: the current guide


class _Shelf:
    """What this process last read, for all its threads: it can go on without the database."""

    checked_at = float("-inf")
    number = None
    guide = None


_shelf = _Shelf()
_lock = threading.Lock()


def nothing_published():
    """Say whether there is no edition yet."""
    return Edition.objects.current_number() is None


def edition_published():
    """Show the edition just published in this process, and keep it as this machine's copy.

    Every writer of an edition calls it. Inside a transaction it waits for the end of that.
    """
    forget_guide()
    transaction.on_commit(_show_and_keep)


def _show_and_keep():
    serving.keep_copy()
    if serving.readers:
        serving.readers.look()


@dataclass(frozen=True)
class Health:
    """What there is to show. ``edition`` is None where there is none.

    ``came_from`` is ``database`` or ``copy``; ``database`` says whether it answers now.
    """

    edition: int | None
    came_from: str
    database: bool


def health():
    """Return the ``Health`` of this process, which waits for no database where it serves readers.

    In commands and tests the database is asked.
    """
    if found := health_in_memory():
        return found
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
    """Return the ``Health`` of a process that serves readers, None in commands and tests."""
    if serving.readers is None:
        return None
    shown = serving.readers.shown()
    return Health(
        shown.edition.number if shown else None,
        shown.came_from if shown else "",
        serving.readers.database_answers(),
    )


def forget_guide():
    """Make this process look at the database again at the next request."""
    _shelf.checked_at, _shelf.number, _shelf.guide = float("-inf"), None, None
    _old_guide.cache_clear()


def current_number():
    """Return the current edition's number, at most ``RECHECK_SECONDS`` old.

    While the database cannot be read, the number last read goes on. Raises ``NoEdition`` where
    there is none.
    """
    if serving.readers:
        return _shown().guide.number
    now = time.monotonic()
    if now - _shelf.checked_at >= RECHECK_SECONDS:
        try:
            _shelf.number = Edition.objects.current_number()
        except DatabaseError as error:
            if _shelf.number is None:
                raise NotReachable("The database cannot be read.") from error
        _shelf.checked_at = now
    if _shelf.number is None:
        raise NoEdition("Nothing has been published yet.")
    return _shelf.number


def current_guide():
    """Return the guide of the current edition. Raises ``NoEdition`` where there is none."""
    if serving.readers:
        return _shown().guide
    number = current_number()
    with _lock:
        if _shelf.guide is None or _shelf.guide.number != number:
            _shelf.guide = guide_of(Edition.objects.get(number=number))
        return _shelf.guide


def guide_numbered(number):
    """Return the guide of edition ``number``, current or old.

    Raises ``NoSuchEdition``, and ``EditionUnavailable`` where an old one cannot be loaded now.
    """
    guide = current_guide()
    if guide.number == number:
        return guide
    return serving.readers.guide_numbered(number) if serving.readers else _old_guide(number)


def _shown():
    """Return what this process shows readers. Raises ``NoEdition``."""
    shown = serving.readers.shown()
    if shown is None:
        if serving.readers.silent:
            raise NotReachable("The database cannot be read.")
        raise NoEdition("Nothing has been published yet.")
    return shown


@lru_cache(maxsize=4)
def _old_guide(number):
    """Return the guide of an old edition; a few are kept, for editions never change."""
    return editions.guide_of_number(number)


def guide_with(shown):
    """Return the current guide as it would be with the pages ``shown`` and their sources."""
    guide = current_guide()
    fresh = {**guide.pages, **{page.key: page for page in shown}}
    for page in shown:
        fresh.pop(f"withdrawn/{page.key}", None)
    cited = {one.source.key: one.source for page in shown for one in page.references}
    sources = freeze_sources({**cited, **guide.sources, **_listed(shown)})
    return _with(guide, {**fresh, sources.key: sources})


def _with(guide, fresh):
    """Return ``guide`` with the pages ``fresh`` in place of its own."""
    changed = {key for key, page in fresh.items() if guide.pages.get(key) is not page}
    unreadable = [page for key, page in guide.unreadable.items() if key not in changed]
    return Guide(guide.number, guide.published_on, fresh.values(), unreadable)


def _listed(shown):
    lists = [page for page in shown if isinstance(page, structures.SourcesPage)]
    return {source.key: source for page in lists for source in page.sources}


def _signed_only_as_public(page, public):
    """Return a frozen draft without its sign-off, unless its words are those that were signed.

    The columns of a draft say who signed the public page. What was written since, nobody signed.
    """
    unsigned = diff.unsigned(page)
    if public is None or diff.unsigned(public) != unsigned:
        return unsigned
    return page


def preview_guide(row):
    """Return (guide, page): the current guide with the page of ``row`` as its draft is now.

    Where nothing has been published yet, the guide holds every draft.
    """
    shared = shared_drafts()
    page = freeze_row_of(row, shared)
    try:
        guide = current_guide()
        page = _signed_only_as_public(page, guide.pages.get(page.key))
    except NoEdition:
        drafts = freeze_all()
        return Guide(0, timezone.localdate(), drafts.values()), page
    fresh = {**guide.pages, page.key: page}
    if not isinstance(page, structures.SourcesPage):
        sources = freeze_sources(shared.sources)
        fresh[sources.key] = sources
    return _with(guide, fresh), page
