"""Creates editions: publishes approved submissions, at once or at a scheduled time."""

import logging
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib.admin.models import ADDITION
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from guidance.editorial import current, draft_status, publishing
from guidance.editorial.audit import format_datetime, log_step, name_of
from guidance.editorial.freeze import freeze_sources
from guidance.editorial.permissions import require
from guidance.editorial.refusals import Refused, TooLate
from guidance.editorial.transitions import State, too_late, transition
from guidance.editorial.validation import SOURCES, refuse_incomplete, refuse_unprintable
from guidance.models import Edition, PageVersion, Submission
from guidance.pages.guide import SIGNS, names_of_signs

logger = logging.getLogger(__name__)


# At a scheduled time


@dataclass(frozen=True)
class Overtaken:
    """A submission that was due when ``publish_due`` began, but was no longer due afterwards."""

    submission: Submission

    def __str__(self):
        state = self.submission.get_state_display()
        edition = f" as {self.submission.edition}" if self.submission.edition else ""
        return f"Nothing was left to do for {self.submission}: {state}{edition}."


def publish_due(*, now=None):
    """Publish each approved submission whose time has come; return [(submission, result)].

    The result is an ``Edition``, ``Overtaken`` if another run or a person acted first, or the
    ``Refused`` that stopped it. The schedule of a refused submission is removed, so that it waits
    for a person, except after a database error: then the next run tries again. A failure does not
    stop the other submissions.
    """
    now = now or timezone.now()
    due = list(Submission.objects.due(now=now).with_people())
    return [(submission, _publish_in_time(submission, now)) for submission in due]


def _publish_in_time(submission, now):
    try:
        return _publish_if_due(submission, now)
    except (Refused, PermissionDenied) as error:
        why = str(error) or "Who set the time may no longer publish."
    except DatabaseError:
        logger.exception("%s was not published at its time.", submission)
        return Refused("The database failed. It is tried again at the next run.")
    except Exception:
        logger.exception("%s was not published at its time.", submission)
        why = "It failed in a way that nobody foresaw. The log of the server has the details."
    Submission.objects.filter(pk=submission.pk, state=State.APPROVED).update(publish_at=None)
    log_step(submission.scheduled_by, submission, f"Not published at its time. {why}")
    return Refused(why)


def _publish_if_due(submission, now):
    """Publish ``submission`` if it is still due; return the ``Edition``, or ``Overtaken``."""
    user = submission.scheduled_by
    require(user, "publish")
    with next_edition():
        due = Submission.objects.due(now=now).filter(pk=submission.pk)
        if not due.select_for_update().exists():
            return Overtaken(Submission.objects.select_related("edition").get(pk=submission.pk))
        edition, keys = _publish(user, [submission], now)
    update_draft_status(keys)
    return edition


# At once


def publish(user, submissions, *, now=None):
    """Publish approved submissions together, as one edition, and return it.

    Raise ``TooLate`` if one is no longer approved, or if the public version of one of its pages has
    changed; ``Refused`` if the edition would lack a page or a source that it needs.
    """
    require(user, "publish")
    with next_edition():
        edition, keys = _publish(user, submissions, now or timezone.now())
    update_draft_status(keys)
    return edition


def update_draft_status(keys):
    """Update the draft status of ``keys`` after an edition was published.

    A database error is only logged: the edition is public already.
    """
    try:
        draft_status.update_status(keys)
    except DatabaseError:
        logger.exception("Published, but the state of the drafts could not be noted.")


@contextmanager
def next_edition():
    """Publish in one transaction; raise ``TooLate`` if somebody else published at the same time."""
    try:
        with transaction.atomic():
            publishing.wait_for_turn()
            yield
    except IntegrityError as error:
        raise TooLate("Somebody else published at the same time. Look again.") from error
    current.edition_published()


def _publish(user, submissions, now):
    """Create the edition; return it and the keys of pages whose draft status has changed."""
    rows = Submission.objects.filter(pk__in=[submission.pk for submission in submissions])
    for submission in rows.exclude(state=State.APPROVED):
        raise too_late(submission)
    for submission in submissions:
        refuse_unprintable(submission)
    public = current.current_manifest()
    rows = [
        row
        for submission in submissions
        for row in submission.pages.select_related("version", "base")
    ]
    for row in rows:
        if public.get(row.key) == row.base_id:
            continue
        if row.key == SOURCES and row.base:
            row.version = _with_public_sources(row, public[SOURCES], user, now)
        else:
            raise TooLate(f"“{row.title}” was changed in public meanwhile. {_last_change(row.key)}")
    changes = [describe_change(row, _what_happens(row), _why(row, public)) for row in rows]
    note = "\n".join(dict.fromkeys(submission.reason for submission in submissions))
    edition = create_edition(user, {row.key: row.version for row in rows}, changes, note, now)
    for submission in submissions:
        transition(submission, State.PUBLISHED, edition=edition)
        submission.pages.update(open=False)
        alone = " without a second reviewer" if submission.without_second_reviewer else ""
        log_step(user, submission, f"Published{alone} as {edition}.")
    for row in rows:
        publishing.copy_sign_off_to_draft(current.page_of(row.version))
    return edition, sorted({SOURCES, *(row.key for row in rows)})


MOST_NAMED = 12
"""The number of pages that the list of changes names beside a change of signs."""


def _why(row, public):
    """Return the reason of a change; for the signs, with the pages that show those changed."""
    why = row.submission.reason
    if row.key != SIGNS or row.base is None:
        return why
    before, after = current.readable([row.base]).get(SIGNS), current.page_of(row.version)
    old = {sign.slug: sign for sign in before.signs} if before else {}
    changed = {sign.slug for sign in after.signs if old.get(sign.slug) != sign}
    changed |= old.keys() - {sign.slug for sign in after.signs}
    titles = sorted(
        page.title
        for page in current.pages_of(public).values()
        if changed.intersection(names_of_signs(page))
    )
    if not titles:
        return why
    more = f" and {len(titles) - MOST_NAMED} more" if len(titles) > MOST_NAMED else ""
    return f"{why.rstrip(' .')}. Shown on: {', '.join(titles[:MOST_NAMED])}{more}."


def _what_happens(row):
    """Return what an edition says about a submitted page: new, changed, or signed off."""
    if row.submission.for_sign_off:
        return "signed"
    return "changed" if row.base_id else "new"


def _with_public_sources(row, now_public, user, now):
    """Return a version of the list of sources in review, plus sources published since.

    ``now_public`` is the id of the public version of the list.
    """
    now_public = PageVersion.objects.get(pk=now_public)
    base, ours, public = (
        {source.key: source for source in current.page_of(version).sources}
        for version in (row.base, row.version, now_public)
    )
    since = {key: source for key, source in public.items() if key not in base}
    merged = freeze_sources({**since, **ours})
    read = publishing.words_read_at(row.version)
    return publishing.store_version(merged, user, now, frozen_at=read)


def _last_change(key):
    """Return who last published a change of the page ``key``, as a sentence with advice."""
    for edition in Edition.objects.select_related("published_by"):
        for change in edition.changes:
            if change["key"] == key:
                who, when = name_of(edition.published_by), format_datetime(edition.published_at)
                return f"{who} did so in {edition} on {when}. Take this back and submit it again."
    return "Take this back and submit it again."


# The edition


def create_edition(user, put, changes, note, now, remove=(), *, opens=False):
    """Create the next edition: the current one plus ``put``, minus ``remove``.

    Arguments:
    put -- {page key: version} of new and changed pages
    changes -- what the edition says about each page, made by ``describe_change``
    note -- what changed and why, for readers
    remove -- keys of pages that are no longer public
    opens -- whether the edition opens the site to readers; an open site stays open

    Raise ``Refused`` if the edition would lack a page or a source that it needs.
    """
    last = Edition.objects.current()
    manifest = dict(last.manifest) if last else {}
    for key in remove:
        manifest.pop(key, None)
    for key, version in put.items():
        manifest[key] = version.pk
        manifest.pop(f"withdrawn/{key}", None)
    shown = current.pages_of(manifest)
    if added := _sources_for(shown, manifest, put, user, now):
        manifest[added.key] = added.pk
        shown[added.key] = current.page_of(added)
    refuse_incomplete(shown, manifest)
    edition = Edition.objects.create(
        number=(last.number if last else 0) + 1,
        manifest=manifest,
        note=note,
        changes=changes,
        published_at=now,
        published_by=user,
        is_open=opens or bool(last and last.is_open),
    )
    log_step(user, edition, note, ADDITION)
    return edition


def _sources_for(shown, manifest, put, user, now):
    """Return a version of the list of sources plus the new ones that pages cite, or None."""
    page = shown.get(SOURCES)
    listed = {source.key: source for source in page.sources} if page else {}
    cited = {
        reference.source.key: reference.source
        for key in (put if page else shown)
        for reference in shown[key].references
        if reference.source.key not in listed
    }
    if not cited:
        return None
    # The other sources are not frozen again, because later edits of them are not approved.
    read = publishing.words_read_at(PageVersion.objects.get(pk=manifest[SOURCES])) if page else None
    longer = freeze_sources({**listed, **cited})
    return publishing.store_version(longer, user, now, frozen_at=read)


def describe_change(page, what, why):
    """Return what an edition stores about one page for the list of changes."""
    return {"key": page.key, "title": page.title, "what": what, "why": why}
