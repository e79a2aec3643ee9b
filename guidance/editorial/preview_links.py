"""Links with which somebody without an account can read a submission."""

from datetime import timedelta

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from guidance.editorial.audit import format_datetime, log_step
from guidance.editorial.permissions import may_comment
from guidance.editorial.refusals import TooLate
from guidance.editorial.transitions import too_late
from guidance.editorial.validation import pages_in
from guidance.models import PreviewLink
from guidance.models.workflow import LINK_SIGNER

LINK_DAYS = 7
"""The number of days for which a preview link works."""


def make_link(user, submission, *, now=None):
    """Create a preview link with which somebody without an account can read ``submission``.

    Raise ``PermissionDenied``, or ``TooLate`` if the submission is closed.
    """
    if not may_comment(user):
        raise PermissionDenied
    if not submission.is_open:
        raise too_late(submission)
    now = now or timezone.now()
    with transaction.atomic():
        link = PreviewLink.objects.create(
            submission=submission,
            made_by=user,
            made_at=now,
            expires_at=now + timedelta(days=LINK_DAYS),
        )
        log_step(
            user,
            submission,
            f"Made a preview link that works until {format_datetime(link.expires_at)}.",
        )
    return link


def revoke_link(user, link, *, now=None):
    """Stop a preview link from working. Raise ``PermissionDenied``, or ``TooLate`` if it did."""
    if not may_comment(user):
        raise PermissionDenied
    with transaction.atomic():
        works = PreviewLink.objects.filter(pk=link.pk, revoked_at=None)
        if not works.update(revoked_at=now or timezone.now()):
            raise TooLate("Somebody revoked that link already. It does not work.")
        log_step(user, link.submission, "Revoked a preview link.")


def pages_behind_link(token, *, now=None):
    """Return {row id: page} for the token of a preview link, or None if it does not work."""
    try:
        pk = LINK_SIGNER.unsign(token)
    except signing.BadSignature:
        return None
    link = PreviewLink.objects.select_related("submission").filter(pk=pk).first()
    if link is None or not link.works(now=now or timezone.now()) or not link.submission.is_open:
        return None
    readable, _ = pages_in(link.submission)
    return {row.pk: page for row, page in readable}
