"""The staff home page with the worklist of the user."""

import re
from datetime import timedelta
from functools import update_wrapper

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import BadRequest
from django.db import DataError
from django.db.models import Count, Q, Value
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone

from guidance import models
from guidance.editorial.current import NoEdition, current_guide
from guidance.pages import site_pages
from guidance.pages.sign_offs import is_signed

SHOWN = 10
"""The number of rows that are shown of each list. The count is that of all rows."""

SOON = timedelta(days=60)
LONG_AGO = timedelta(days=365)

ROW = re.compile(r"[0-9]{1,18}")
"""The id of a row in a submitted list: at most 64 bits."""

REVIEWED = [
    models.Therapy,
    models.SideEffect,
    models.Symptom,
    models.Subtype,
    models.Topic,
    models.HandoutTemplate,
    models.Info,
    models.HelpLevel,
    models.Sign,
    models.Walk,
]
"""The draft tables whose pages a clinician signs off."""


class StaffHome(admin.AdminSite):
    """Django's admin site with the worklist of the user on its home page."""

    def index(self, request, extra_context=None):
        return super().index(request, {**worklist(request.user), **(extra_context or {})})

    def app_index(self, request, app_label, extra_context=None):
        """Redirect from the page of an app to the home page, which lists every app."""
        if not self.get_app_list(request, app_label):
            raise Http404
        return redirect("admin:index")

    def admin_view(self, view, cacheable=False):
        """Answer 400 if the query or a selected row has an impossible value.

        Databases cannot compare a NUL character, or a number of more than 64 bits.
        """

        def checked_view(request, *args, **kwargs):
            if any("\0" in text for pair in request.GET.lists() for text in (pair[0], *pair[1])):
                raise BadRequest("The address holds a NUL character.")
            if not all(map(ROW.fullmatch, request.POST.getlist("_selected_action"))):
                raise BadRequest("A picked row has no id.")
            try:
                return view(request, *args, **kwargs)
            except (OverflowError, DataError) as error:
                if request.GET:
                    raise BadRequest("The address holds a value out of range.") from error
                raise

        return super().admin_view(update_wrapper(checked_view, view), cacheable)


def worklist(user):
    """Return the context of the home page for ``user``.

    Its ``worklist`` is {name of a list: (number of rows, first rows)}.
    """
    today = timezone.localdate()
    submissions = list(models.Submission.objects.waiting_for(user))
    drafts = [state for state in models.PageState.objects.waiting() if not state.withdrawn]
    lists = {
        "sent_back": [
            submission
            for submission in submissions
            if submission.state == submission.State.SENT_BACK
        ],
        "publishable": [
            submission
            for submission in submissions
            if submission.state == submission.State.APPROVED
        ],
        "edited": [state for state in drafts if not (state.stale_because or state.upgraded)],
        "upgraded": [state for state in drafts if state.upgraded],
        "stale": [state for state in drafts if state.stale_because],
        "due": list(models.PageState.objects.review_due(by=today + SOON)),
        "unchecked": list(models.Source.objects.checked_before(today - LONG_AGO)),
    }
    _set_drafts(lists["sent_back"][:SHOWN])
    if user.has_perm("guidance.approve"):
        in_review = [
            submission
            for submission in submissions
            if submission.state == submission.State.IN_REVIEW
        ]
        alone = not settings.SECOND_REVIEWER
        others = [
            submission for submission in in_review if alone or user not in submission.authors.all()
        ]
        lists["to_review"] = [one for one in others if not one.for_sign_off]
        lists["to_sign"] = [one for one in others if one.for_sign_off]
    offered = pages_with_offers()
    edition = models.Edition.objects.select_related("published_by").first()
    lists["withdrawn"] = list(models.PageVersion.objects.withdrawn(edition)) if edition else []
    return {
        "worklist": {name: (len(rows), rows[:SHOWN]) for name, rows in lists.items()},
        "offers": (sum(page["count"] for page in offered), offered[:SHOWN]),
        "unreadable": _unreadable(),
        "resets": _resets(user),
        "may_report": user.has_perm("guidance.view_edition"),
        "edition": edition,
        "today": today,
        **sign_offs(),
    }


def _resets(user):
    """Return the second factors that were reset and have to wait, if ``user`` manages accounts."""
    if not user.has_perm("auth.change_user"):
        return []
    return list(models.FactorReset.objects.holding(now=timezone.now())[:SHOWN])


def title_of(key):
    """Return the title of the page ``key`` for staff."""
    return models.PageState.objects.filter(key=key).values_list("title", flat=True).first() or key


def pages_with_offers():
    """Return the key, the title and the number of offers of each page with texts of a release."""
    counts = models.Offer.objects.order_by("page").values("page").annotate(count=Count("pk"))
    titles = dict(
        models.PageState.objects.filter(key__in=[row["page"] for row in counts]).values_list(
            "key", "title"
        )
        if counts
        else ()
    )
    return [
        {"key": row["page"], "title": titles.get(row["page"], row["page"]), "count": row["count"]}
        for row in counts
    ]


def _set_drafts(submissions):
    """Set ``drafts`` of each submission to the draft status of its pages."""
    keys = {page.key for submission in submissions for page in submission.pages.all()}
    states = {state.key: state for state in models.PageState.objects.filter(key__in=keys)}
    for submission in submissions:
        submission.drafts = [
            states[page.key] for page in submission.pages.all() if page.key in states
        ]


def sign_offs():
    """Return how many pages a clinician signed off, by table.

    ``signed_by_table`` has (name, table, signed, all) of each table with unsigned rows, and
    ``signed_pages`` and ``all_pages`` are the totals of public pages, the walk among them.
    ``never_signed`` says that no page was ever signed off. Drafts have the sign-off of their public
    page.
    """
    counts = [
        model.objects.order_by()
        .values(table=Value(model._meta.model_name))
        .annotate(pages=Count("pk"), unsigned=Count("pk", filter=Q(signed_off_by="")))
        for model in REVIEWED
    ]
    rows = counts[0].union(*counts[1:], all=True)
    names = {model._meta.model_name: model._meta.verbose_name_plural for model in REVIEWED}
    tables = [
        (names[row["table"]], row["table"], row["pages"] - row["unsigned"], row["pages"])
        for row in rows
        if row["unsigned"]
    ]
    signed = sum(row["pages"] - row["unsigned"] for row in rows)
    never = not signed and not models.Submission.objects.exclude(signed_off_by="").exists()
    return {
        "signed_by_table": sorted(tables),
        "never_signed": never,
        **_public_sign_offs(),
    }


def _public_sign_offs():
    """Return the numbers of public pages that are signed off and that could be.

    The walk counts as one page that nobody signed while the words of the release are shown.
    """
    try:
        guide = current_guide()
    except NoEdition:
        return {"signed_pages": 0, "all_pages": 0}
    reviews = [page.review for page in guide.pages.values() if hasattr(page, "review")]
    walk_is_shipped = not guide.all_of(site_pages.WalkPage)
    signed = sum(is_signed(review) for review in reviews)
    return {"signed_pages": signed, "all_pages": len(reviews) + walk_is_shipped}


def _unreadable():
    """Return the pages of the current edition that this release cannot read."""
    try:
        return list(current_guide().unreadable.values())
    except NoEdition:
        return []
