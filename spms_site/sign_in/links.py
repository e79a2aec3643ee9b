"""One-time links with which somebody sets the password of their account (ADR 0046).

A Manager makes a link and hands it over, so that nobody types the password of somebody else.
"""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from guidance.models import SetUpLink
from spms_site.sign_in import devices

DAYS = 3
"""The number of days for which a link works."""


def make(user, by, *, now=None):
    """Return the secret of a new link for ``user``, made by ``by``. Earlier links stop to work."""
    now = now or timezone.now()
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        withdraw(user, now=now)
        SetUpLink.objects.create(
            user=user,
            made_by=by,
            made_at=now,
            expires_at=now + timedelta(days=DAYS),
            digest=_digest(secret),
        )
    return secret


def withdraw(user, *, now=None):
    """Withdraw the links of ``user`` that nobody used; return how many there were."""
    now = now or timezone.now()
    return SetUpLink.objects.working(now=now).filter(user=user).update(withdrawn_at=now)


def waiting(user, *, now=None):
    """Return the link of ``user`` that still works, or None."""
    links = SetUpLink.objects.working(now=now or timezone.now()).filter(user=user)
    return links.select_related("made_by").first()


def find(secret, *, now=None):
    """Return the link with that ``secret`` if it still works, or None."""
    return _usable(now).filter(digest=_digest(secret)).first()


def still(pk, *, now=None):
    """Return the link ``pk``, whose secret was shown before, if it still works, or None."""
    return _usable(now).filter(pk=pk).first()


def _usable(now):
    links = SetUpLink.objects.working(now=now or timezone.now()).select_related("user")
    return links.filter(user__is_active=True, user__is_staff=True)


def use(link, password, *, now=None):
    """Set the password of the account of ``link``, and end its sessions.

    Return False, and change nothing, if somebody used or withdrew the link in the meantime.
    """
    now = now or timezone.now()
    with transaction.atomic():
        if not SetUpLink.objects.working(now=now).filter(pk=link.pk).update(used_at=now):
            return False
        link.user.set_password(password)
        link.user.save(update_fields=["password"])
        devices.end_sessions(link.user)
    return True


def _digest(secret):
    return salted_hmac("spms_site.sign_in.links", secret, algorithm="sha256").hexdigest()
