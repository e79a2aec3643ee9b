"""Protects drafts whose pages are in review from deletion."""

from django.db.models import ProtectedError, QuerySet

from guidance.editorial import drafts
from guidance.models import SubmittedPage
from guidance.pages.kinds import WHOLE_TABLE_KEYS


def reason_to_keep(row):
    """Return why the draft ``row`` cannot be deleted now, or an empty text if it can."""
    return "".join(reasons_to_keep([row]))


def reasons_to_keep(rows):
    """Return a sentence for each draft among ``rows`` that cannot be deleted now.

    A draft whose page is in review or approved must stay, because the public page and its sign-off
    will belong to it. Rows that are one of many on a page are exempt.
    """
    keys = {drafts.page_key(row) for row in rows} - WHOLE_TABLE_KEYS
    submitted = SubmittedPage.objects.filter(open=True).select_related("submission")
    return [
        f"“{page.title}” is in {page.submission}. "
        "Publish it, send it back or take it back before you delete the draft."
        for page in submitted
        if page.key in keys
    ]


def refuse_deletion(instance, origin=None, **signal):
    """Receive ``pre_delete`` of a draft; raise ``ProtectedError`` if it cannot be deleted now.

    ``origin`` is the row or the queryset that is being deleted. For a queryset the submissions are
    read once.
    """
    if isinstance(origin, QuerySet):
        if not hasattr(origin, "keys_in_review"):
            rows = SubmittedPage.objects.filter(open=True)
            origin.keys_in_review = set(rows.values_list("key", flat=True))
        if drafts.page_key(instance) not in origin.keys_in_review:
            return
    if why := reason_to_keep(instance):
        raise ProtectedError(why, {instance})
