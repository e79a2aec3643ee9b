"""The permissions for editorial steps.

Permissions come from the roles (groups). Under four eyes, nobody approves a submission that
contains their own words, unless the clinic has set ``SECOND_REVIEWER`` to no (ADR 0006).
"""

from django.conf import settings
from django.core.exceptions import PermissionDenied

from guidance.editorial.refusals import OwnWork, Refused
from guidance.models import Credentials, Submission

NO_CREDENTIALS = (
    "Ask a Manager to set your credentials. You sign with the name and the credentials of your "
    "account, and it lacks one of them."
)
LONGEST_NAME = Submission._meta.get_field("signed_off_by").max_length


def require(user, permission):
    """Raise ``PermissionDenied`` unless ``user`` is active staff with ``permission``."""
    if not user.is_active or not user.is_staff or not user.has_perm(f"guidance.{permission}"):
        raise PermissionDenied


def may_decide(user, submission):
    """Return whether ``user`` may approve ``submission``. Under four eyes, its authors may not."""
    if not user.has_perm("guidance.approve"):
        return False
    return not settings.SECOND_REVIEWER or not submission.authors.filter(pk=user.pk).exists()


def may_comment(user):
    """Return whether ``user`` may comment on submissions and make preview links."""
    return user.has_perm("guidance.submit") or user.has_perm("guidance.approve")


def check_four_eyes(user, submission):
    """Return whether ``user`` would approve their own work.

    Raise ``OwnWork`` if so, unless the clinic allows it (``SECOND_REVIEWER``).
    """
    own = submission.authors.filter(pk=user.pk).exists()
    if own and settings.SECOND_REVIEWER:
        raise OwnWork(
            "You submitted this, or edited one of its pages since it was last published. "
            "Somebody else must approve it."
        )
    return own


def signer_of(user):
    """Return the name and the credentials of the account, or two empty texts if it lacks one."""
    words = Credentials.objects.filter(user=user).values_list("words", flat=True).first() or ""
    name = user.get_full_name().strip()
    return (name, words) if name and words else ("", "")


def check_signer(user, sign_off):
    """Raise ``Refused`` unless ``sign_off`` has the name and the credentials of ``user``.

    This is what enforces the rule, whatever leads to a sign-off: the form only says so earlier.
    """
    signer = signer_of(user)
    if not all(signer):
        raise Refused(NO_CREDENTIALS)
    if len(signer[0]) > LONGEST_NAME:
        raise Refused(f"Ask a Manager to shorten your name to {LONGEST_NAME} characters.")
    if (sign_off.by, sign_off.credentials) != signer:
        raise Refused("You sign with the name and the credentials of your account, and no others.")
