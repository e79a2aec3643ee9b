"""Stores page versions, and publishes the drafts of shipped content as an edition.

Only this module and ``new_edition`` write ``PageVersion`` and ``Edition`` rows.
"""

import hashlib
from dataclasses import dataclass

import msgspec
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from guidance.editorial import current
from guidance.editorial.drafts import drafts_behind
from guidance.editorial.snapshots import (
    CannotFreeze,
    consistent_read,
    freeze_all,
)
from guidance.handout.build import missing_levels
from guidance.models import Edition, PageVersion, SubmittedPage
from guidance.pages import payloads, site_pages
from guidance.pages.guide import SIGNS
from guidance.pages.kinds import REQUIRED_PAGES

NEEDS_LEVEL = (
    "The get-help page lacks the level “{}” with its signs. The walk and every sheet need it."
)


PUBLISHING = 0x5350_4D53_0001
"""The PostgreSQL advisory lock that is held while publishing: "SPMS", 1."""


class NothingToPublish(ValueError):
    """The drafts are the same as the current edition."""


class PublishedMeanwhile(ValueError):
    """Somebody else published at the same time."""


# The edition of the drafts


@dataclass(frozen=True)
class Change:
    """One page that publishing would change. ``what`` is "new", "changed" or "removed"."""

    key: str
    title: str
    what: str


def digest(page):
    """Return the SHA-256 of a page's canonical JSON."""
    return hashlib.sha256(msgspec.json.encode(page)).hexdigest()


def changes():
    """Return the ``Change`` of each page whose draft differs from the public one, by title."""
    return _changes(freeze_all(), current.pages_of(current.current_manifest()))


def _changes(drafts, public):
    differences = [
        Change(key, page.title, "changed" if key in public else "new")
        for key, page in drafts.items()
        if public.get(key) != page
    ]
    differences += [
        Change(key, page.title, "removed") for key, page in public.items() if key not in drafts
    ]
    return sorted(differences, key=lambda change: (change.title.casefold(), change.key))


def publish(user, note):
    """Freeze every draft without review, and return the next edition.

    This is only for the shipped content. ``note`` says what changed and why. Raise
    ``NothingToPublish``, ``PublishedMeanwhile`` or ``CannotFreeze``; nothing is stored then.
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
    current.edition_published()
    return edition


def wait_for_turn():
    """Wait until no other transaction is publishing.

    SQLite needs no lock, as it lets only one transaction write at a time.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLISHING])


def _publish(user, note, drafts, now):
    last = Edition.objects.current()
    if missing := REQUIRED_PAGES - drafts.keys():
        raise CannotFreeze(
            f"The page {min(missing)} is missing, and the site cannot do without it."
        )
    if missing := missing_levels(drafts["help/help"], drafts.get(SIGNS)):
        raise CannotFreeze(NEEDS_LEVEL.format(missing[0]))
    manifest_before = last.manifest if last else {}
    changed = _changes(drafts, current.pages_of(manifest_before))
    if not changed:
        raise NothingToPublish("Nothing differs from the public site.")
    manifest = {key: pk for key, pk in manifest_before.items() if key in drafts}
    manifest |= {
        change.key: store_version(drafts[change.key], user, now).pk
        for change in changed
        if change.what != "removed"
    }
    return Edition.objects.create(
        number=last.number + 1 if last else 1,
        manifest=manifest,
        note=note,
        changes=[
            {"key": change.key, "title": change.title, "what": change.what, "why": note}
            for change in (changed if last else [])
        ],
        published_at=now,
        published_by=user,
        is_open=last.is_open if last else False,
    )


# Versions


def store_version(page, user, now, *, frozen_at=None):
    """Store ``page`` as the next version of its key, and return the version.

    ``frozen_at`` is when the text was read from the draft, if that was before ``now``.
    """
    latest = PageVersion.objects.filter(key=page.key).order_by("-number").first()
    return PageVersion.objects.create(
        key=page.key,
        number=latest.number + 1 if latest else 1,
        schema=payloads.SCHEMA,
        payload=payloads.dump(page),
        sha256=digest(page),
        created_at=now,
        frozen_at=frozen_at or now,
        created_by=user,
    )


def words_read_at(version):
    """Return when the text of ``version`` was read from the draft.

    Early releases did not store this time. For their versions, return the time of submission or,
    without a submission, the time at which the version was created.
    """
    if version.frozen_at:
        return version.frozen_at
    submitted = SubmittedPage.objects.filter(version=version).select_related("submission").first()
    return submitted.submission.submitted_at if submitted else version.created_at


# Sign-offs


def copy_sign_off_to_draft(page):
    """Copy the sign-off and the next review of a page that became public to its drafts."""
    show_sign_off_in_draft(page)
    review = getattr(page, "review", None)
    if review and review.signed_off_by:
        # A draft that was checked since then may have a later review already.
        rows = _drafts_shown_on(page).filter(checked_on__lt=review.review_due)
        _write(rows, review_due=review.review_due)


def show_sign_off_in_draft(page):
    """Copy the sign-off of a public page to its drafts, where staff see it.

    Drafts that were deleted, and levels or signs that are not on the page, are skipped. The text of
    the draft may have changed: the sign-off is that of the public version.
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
    """Return the drafts that ``page`` was made from and that still exist."""
    rows = drafts_behind(page.key)
    if isinstance(page, site_pages.HelpPage):
        return rows.filter(urgency__in=[level.slug for level in page.levels])
    if isinstance(page, site_pages.SignsPage):
        return rows.filter(slug__in=[sign.slug for sign in page.signs])
    return rows


def _write(rows, **values):
    """Set ``values`` in those of the draft ``rows`` that differ, and increase their revision.

    An open form then detects that the row has changed.
    """
    rows.exclude(**values).update(**values, revision=F("revision") + 1)
