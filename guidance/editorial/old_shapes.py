"""Versions that an earlier release wrote: the fields that they lack, and their submissions."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from guidance.editorial import current
from guidance.editorial.refusals import TooLate
from guidance.editorial.transitions import State, transition
from guidance.models import Submission
from guidance.pages import payloads
from guidance.pages.sections import staff_label_of

RETURNED = (
    "A new release of the site has fields that these pages did not have when they were submitted: "
    "{fields}. Nothing was lost: the words are in the drafts. Look at the drafts, fill in what is "
    "new, and submit them again."
)
"""What the comment of a submission that an upgrade returned says."""


def fields_lacking(version):
    """Return the labels of the fields that this release has and the payload of ``version`` lacks.

    The list is empty if this release cannot read the version.
    """
    try:
        page = current.page_of(version)
    except payloads.Unreadable:
        return []
    paths = payloads.earlier_fields(version.payload, page)
    return sorted({staff_label_of(path.rpartition(".")[2]) for path in paths})


def return_submissions(*, now=None):
    """Send back each open submission with a page of an earlier shape, and return those.

    No person decided it: such a page would become public without what the release adds to it, and
    its draft could not be submitted meanwhile.
    """
    returned = []
    for submission in Submission.objects.filter(state__in=Submission.OPEN):
        rows = submission.pages.select_related("version")
        fields = sorted({label for row in rows for label in fields_lacking(row.version)})
        if fields and _send_back(submission, fields, now or timezone.now()):
            returned.append(submission)
    return returned


def _upgrade_account():
    """Return the account that stands for an upgrade. Nobody can sign in with it.

    The release before shows who sent a submission back, and fails where nobody did.
    """
    account, created = get_user_model().objects.get_or_create(
        username="upgrade", defaults={"first_name": "the upgrade", "is_active": False}
    )
    if created:
        account.set_unusable_password()
        account.save()
    return account


def _send_back(submission, fields, now):
    """Send ``submission`` back for ``fields``. Return false if staff decided on it meanwhile."""
    try:
        with transaction.atomic():
            transition(
                submission,
                State.SENT_BACK,
                decided_by=_upgrade_account(),
                decided_at=now,
                comment=RETURNED.format(fields=", ".join(fields)),
                publish_at=None,
            )
            submission.pages.update(open=False)
    except TooLate:
        return False
    return True
