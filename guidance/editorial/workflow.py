"""The steps of a submission: submit, approve, request changes, retract, comment, schedule.

A second person must approve every submission, unless the clinic has switched this off (ADR 0006).
Each step checks the permission of its user, changes the state as ``transitions`` allows, and is
logged. A step that cannot be taken raises ``Refused`` with a message for the user.

The steps that create an edition are in ``new_edition`` and ``withdrawal``.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import msgspec
from django.contrib.admin.models import ADDITION
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from guidance.editorial import authors, current, publishing, snapshots
from guidance.editorial.audit import format_datetime, log_step, name_of, time_zone_at
from guidance.editorial.freeze import freeze_sources
from guidance.editorial.permissions import (
    check_four_eyes,
    check_signer,
    may_comment,
    require,
)
from guidance.editorial.refusals import Refused, TooLate
from guidance.editorial.transitions import State, transition, update_approved
from guidance.editorial.validation import refuse_broken_rules, refuse_unprintable
from guidance.models import Remark as Comment
from guidance.models import Submission, SubmittedPage
from guidance.pages import diff

SIGN_OFF_DAYS = 365
"""Days until the next review that the approval form suggests for a sign-off."""


MOST_DAYS_AHEAD = 730
"""The largest number of days ahead for a time to publish and for the next review of a sign-off."""


OVER = "That time is over. Give a time that is still to come, or publish it now."


@dataclass(frozen=True)
class SignOff:
    """The name and credentials of a clinician, as pages show them, and the next review date."""

    by: str
    credentials: str
    review_due: date


# Submit


def submit(user, keys, reason, *, now=None):
    """Freeze the drafts of the pages ``keys``, and return them as a submission in review.

    ``reason`` says what changed and why. It is shown in the public list of changes.

    Raise ``Refused`` if a page is in review already, equals its public page, or needs a page that
    is not public; ``BreaksRules`` if a content rule is broken; ``snapshots.CannotFreeze`` if a
    source does not exist.
    """
    require(user, "submit")
    now = now or timezone.now()
    with snapshots.consistent_read():
        public = current.public_versions()
        fresh = {key: diff.unsigned(page) for key, page in snapshots.freeze_keys(keys).items()}
        sources = freeze_sources(snapshots.shared_drafts().sources)
        author_ids = authors.authors_of(fresh, public)
    shown = current.readable(public.values())
    for key, page in fresh.items():
        if key in shown and diff.unsigned(shown[key]) == page:
            raise Refused(f"“{page.title}” is the same as the public page. Leave it out.")
    refuse_broken_rules(fresh, shown, public, sources)
    try:
        with transaction.atomic():
            submission = Submission.objects.create(
                reason=reason, submitted_by=user, submitted_at=now
            )
            for key, page in sorted(fresh.items()):
                SubmittedPage.objects.create(
                    submission=submission,
                    key=key,
                    title=page.title,
                    version=publishing.store_version(page, user, now),
                    base=public.get(key),
                )
            submission.authors.set({user.pk, *author_ids})
            log_step(user, submission, f"Submitted {_titles(submission)}: {reason}", ADDITION)
    except IntegrityError as error:
        raise _already_open(keys) from error
    return submission


def _already_open(keys):
    row = (
        SubmittedPage.objects.filter(key__in=keys, open=True)
        .select_related("submission__submitted_by")
        .first()
    )
    if row is None:
        return TooLate("Somebody submitted one of these pages at the same time. Look again.")
    who, when = name_of(row.submission.submitted_by), format_datetime(row.submission.submitted_at)
    return TooLate(
        f"“{row.title}” is in {row.submission} already, by {who} on {when}. "
        "That one must be published, sent back or taken back first."
    )


def _titles(submission):
    return ", ".join(row.title for row in submission.pages.all())


def too_far_ahead(day, *, today=None):
    """Return whether ``day`` is more than ``MOST_DAYS_AHEAD`` days ahead."""
    return day > (today or timezone.localdate()) + timedelta(days=MOST_DAYS_AHEAD)


# Review


def approve(user, submission, *, comment="", sign_off=None, now=None):
    """Approve ``submission``, with a ``SignOff`` if the user signs as a clinician.

    A sign-off creates new versions that contain it. Raise ``OwnWork``, ``TooLate``, and ``Refused``
    if ``check_sign_off`` does or a page has a character that no PDF can show.
    """
    require(user, "approve")
    now = now or timezone.now()
    today = timezone.localdate(now)
    if sign_off:
        check_sign_off(user, sign_off, today)
        if submission.pages.count() > 1:
            raise Refused("Sign each page by itself: one sign-off never covers two pages.")
    elif submission.for_sign_off:
        raise Refused("Nothing changes on this page. Read it and sign it, or send it back.")
    refuse_unprintable(submission, *((sign_off.by, sign_off.credentials) if sign_off else ()))
    with transaction.atomic():
        own = check_four_eyes(user, submission)
        transition(
            submission,
            State.APPROVED,
            decided_by=user,
            decided_at=now,
            comment=comment,
            without_second_reviewer=own,
            signed_off_by=sign_off.by if sign_off else "",
            signed_off_credentials=sign_off.credentials if sign_off else "",
            signed_off_on=today if sign_off else None,
        )
        if sign_off:
            sign_row(user, submission.pages.select_related("version").get(), sign_off, now)
        approval = "Approved without a second reviewer" if own else "Approved"
        signed = f", signed off by {sign_off.by}, {sign_off.credentials}" if sign_off else ""
        log_step(user, submission, f"{approval}{signed}. {comment}".strip())


def check_sign_off(user, sign_off, today):
    """Raise ``Refused`` unless ``user`` may give ``sign_off``.

    The name and the credentials are those of the account, and the next review is after ``today``
    and within ``MOST_DAYS_AHEAD`` days.
    """
    check_signer(user, sign_off)
    if sign_off.review_due <= today:
        raise Refused("The next review must come after today.")
    if too_far_ahead(sign_off.review_due, today=today):
        raise Refused(f"The next review must come within {MOST_DAYS_AHEAD} days.")


def sign_row(user, row, sign_off, now):
    """Replace the version of one submitted page with a version that contains ``sign_off``.

    A page that cannot be signed stays as it is.
    """
    page = current.page_of(row.version)
    review = getattr(page, "review", None)
    if review is None:
        return
    signed = msgspec.structs.replace(
        review,
        review_due=sign_off.review_due,
        signed_off_by=sign_off.by,
        signed_off_credentials=sign_off.credentials,
        signed_off_on=timezone.localdate(now),
    )
    row.version = publishing.store_version(
        msgspec.structs.replace(page, review=signed),
        user,
        now,
        frozen_at=publishing.words_read_at(row.version),
    )
    row.save(update_fields=["version"])


def request_changes(user, submission, comment, *, now=None):
    """Send ``submission`` back to its editor with a ``comment``. Raise ``TooLate``."""
    require(user, "approve")
    with transaction.atomic():
        transition(
            submission,
            State.SENT_BACK,
            decided_by=user,
            decided_at=now or timezone.now(),
            comment=comment,
            publish_at=None,
        )
        submission.pages.update(open=False)
        log_step(user, submission, f"Sent back: {comment}")


def retract(user, submission):
    """Take back a submission. Raise ``Refused`` if another user submitted it, and ``TooLate``."""
    require(user, "submit")
    if submission.submitted_by_id != user.pk:
        raise Refused("Only the person who submitted it can take it back.")
    with transaction.atomic():
        transition(submission, State.TAKEN_BACK)
        submission.pages.update(open=False)
        log_step(user, submission, "Taken back.")


def comment_on(user, submission, text, *, now=None):
    """Store a comment of ``user`` on ``submission``."""
    if not may_comment(user):
        raise PermissionDenied
    last = submission.remarks.order_by("-at", "-pk").first()
    if last and (last.by_id, last.text) == (user.pk, text):
        raise Refused("You have said this already. It is kept above.")
    with transaction.atomic():
        Comment.objects.create(submission=submission, text=text, by=user, at=now or timezone.now())
        log_step(user, submission, f"Remark: {text[:200]}")


# Schedule


def schedule(user, submission, at, *, now=None):
    """Set the time ``at`` for the publication of an approved submission.

    Raise ``Refused`` if ``at`` is in the past, and ``TooLate`` if it is no longer approved.
    """
    require(user, "publish")
    now = now or timezone.now()
    if at <= now:
        raise Refused(OVER)
    with transaction.atomic():
        update_approved(submission, publish_at=at, scheduled_by=user)
        log_step(
            user, submission, f"Will be published on {format_datetime(at)} ({time_zone_at(at)})."
        )


def unschedule(user, submission):
    """Remove the time of publication. Raise ``TooLate`` if the submission has none."""
    require(user, "publish")
    with transaction.atomic():
        scheduled = Submission.objects.filter(pk=submission.pk, publish_at__isnull=False)
        if not scheduled.select_for_update().exists():
            raise TooLate(f"{submission} has no time that could be taken away.")
        update_approved(submission, publish_at=None)
        log_step(user, submission, "Will not be published by itself.")
