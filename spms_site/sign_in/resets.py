"""Second factors that somebody else reset: the new phone works a day later (ADR 0046).

Who resets the phone of a colleague could set up an own one and sign in the colleague's name. A day
leaves time to notice; a second Manager, who knows that the colleague asked, can shorten it.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from guidance.models import FactorReset
from spms_site.sign_in import devices

HOURS = 24
"""The hours for which a new phone has to wait after a reset by somebody else."""


def reset(user, by, *, now=None):
    """Delete the second factor of ``user`` for ``by``, end the sessions, and let a new one wait."""
    now = now or timezone.now()
    with transaction.atomic():
        devices.forget(user)
        devices.end_sessions(user)
        FactorReset.objects.create(
            user=user, reset_by=by, reset_at=now, holds_until=now + timedelta(hours=HOURS)
        )


def holding(user, *, now=None):
    """Return the reset because of which ``user`` has to wait, or None."""
    return FactorReset.objects.holding(now=now or timezone.now()).filter(user=user).first()


def may_confirm(by, found):
    """Return whether ``by`` is a second person, who may end the wait of ``found``.

    That is neither who reset it nor who waits; with ``SECOND_REVIEWER=no`` it may be the former.
    """
    first = {found.user_id} | ({found.reset_by_id} if settings.SECOND_REVIEWER else set())
    return by.pk not in first


def confirm(user, by, *, now=None):
    """Let ``by`` end the wait of ``user``; return whether there was one that ``by`` may end.

    Each reset that holds needs a second person, so that nobody resets twice to confirm the first.
    """
    now = now or timezone.now()
    with transaction.atomic():
        found = list(FactorReset.objects.holding(now=now).filter(user=user))
        if not found or not all(may_confirm(by, one) for one in found):
            return False
        rows = FactorReset.objects.filter(pk__in=[one.pk for one in found], confirmed_at=None)
        return bool(rows.update(confirmed_by=by, confirmed_at=now))


def to_tell(user, *, now=None):
    """Return the resets of which ``user`` was not told yet, and note that they are told now."""
    now = now or timezone.now()
    rows = FactorReset.objects.filter(user=user, told_at=None).select_related("reset_by")
    found = list(rows.order_by("pk"))
    if found:
        rows.filter(pk__in=[one.pk for one in found]).update(told_at=now)
    return found
