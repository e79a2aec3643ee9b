"""The first page of the staff area: what waits for whom."""

from datetime import timedelta

from django.conf import settings
from django.contrib import admin
from django.utils import timezone

from guidance import models
from guidance.publishing import NoEdition, current_guide

SHOWN = 10
"""How many lines of each list are shown; the count says how many there are."""

SOON = timedelta(days=60)
LONG_AGO = timedelta(days=365)


class StaffHome(admin.AdminSite):
    """Django's admin whose first page tells what waits for the person who looks at it."""

    def index(self, request, extra_context=None):
        return super().index(request, {**worklist(request.user), **(extra_context or {})})


def worklist(user):
    """Return {list: (how many, the first of them)} of all that ``user`` may do something about."""
    today = timezone.localdate()
    submissions = list(models.Submission.objects.waiting_for(user))
    drafts = [state for state in models.PageState.objects.waiting() if not state.withdrawn]
    found = {
        "sent_back": [one for one in submissions if one.state == one.State.SENT_BACK],
        "publishable": [one for one in submissions if one.state == one.State.APPROVED],
        "edited": [state for state in drafts if not state.stale_because],
        "stale": [state for state in drafts if state.stale_because],
        "due": list(models.PageState.objects.review_due(by=today + SOON)),
        "unchecked": list(models.Source.objects.checked_before(today - LONG_AGO)),
    }
    if user.has_perm("guidance.approve"):
        in_review = [one for one in submissions if one.state == one.State.IN_REVIEW]
        alone = not settings.SECOND_REVIEWER
        found["to_review"] = [one for one in in_review if alone or user not in one.authors.all()]
    return {
        "worklist": {name: (len(rows), rows[:SHOWN]) for name, rows in found.items()},
        "unreadable": _unreadable(),
        "edition": models.Edition.objects.defer("manifest").select_related("published_by").first(),
        "today": today,
    }


def _unreadable():
    """Return the pages of the current edition that this release cannot read, with what to do."""
    try:
        return list(current_guide().unreadable.values())
    except NoEdition:
        return []
