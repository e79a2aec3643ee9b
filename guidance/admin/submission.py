"""Submissions in the admin: submit drafts, review the changes, decide and publish."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from guidance import models
from guidance.admin.readonly import ReadOnlyAdmin
from guidance.admin.signing import SigningMixin, pages_to_sign
from guidance.admin.submission_forms import (
    ApproveForm,
    RemarkForm,
    ScheduleForm,
    SendBackForm,
    SubmitForm,
)
from guidance.admin.submission_review import differences, draft_list, review_pages, with_addresses
from guidance.editorial import (
    audit,
    drafts,
    new_edition,
    permissions,
    preview_links,
    refusals,
    snapshots,
    workflow,
)
from guidance.editorial.current import current_manifest
from guidance.editorial.worklist import pages_with_offers

TYPED_REASON = "typed_reason"
"""The key of the session with the reason of a refused submission, while its drafts are mended."""


def publish_alone(user, submission):
    """Publish one submission as an edition."""
    return new_edition.publish(user, [submission])


@dataclass(frozen=True)
class Step:
    """A step of the workflow: its function, its success message, and its form if it has one."""

    take: Callable
    done: str
    form: type[forms.Form] | None = None


STEPS = {
    "approve": Step(workflow.approve, "Approved. It is not public yet.", ApproveForm),
    "send_back": Step(workflow.request_changes, "Sent back.", SendBackForm),
    "take_back": Step(workflow.retract, "Taken back. The drafts are as they were."),
    "remark": Step(workflow.comment_on, "Kept.", RemarkForm),
    "publish": Step(publish_alone, "Published. Readers see it now."),
    "schedule": Step(workflow.schedule, "The time is set.", ScheduleForm),
    "unschedule": Step(workflow.unschedule, "It is not published by itself now."),
    "link": Step(preview_links.make_link, "The link is in the list below."),
}
"""The steps by URL name. Each has a URL that only accepts POST."""


@admin.register(models.Submission)
class SubmissionAdmin(SigningMixin, ReadOnlyAdmin):
    list_display = ["__str__", "state", "titles", "submitted_by", "submitted_at", "publish_at"]
    list_select_related = ["submitted_by"]
    list_filter = ["state"]
    search_fields = ["reason", "pages__title", "pages__key"]
    date_hierarchy = "submitted_at"
    actions = ["publish_together"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("pages")

    @admin.display(description="pages")
    def titles(self, row):
        titles = [page.title for page in row.pages.all()]
        more = f" and {len(titles) - 3} more" if len(titles) > 3 else ""
        return ", ".join(titles[:3]) + more

    def has_publish_permission(self, request):
        return request.user.has_perm("guidance.publish")

    @admin.action(description="Publish together, as one edition", permissions=["publish"])
    def publish_together(self, request, queryset):
        try:
            new_edition.publish(request.user, list(queryset))
        except refusals.Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "Published.")

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("submit/", wrap(self.submit_view), name="guidance_submission_submit"),
            path("ask-sign-off/", wrap(self.ask_view), name="guidance_submission_ask_sign_off"),
            path("<int:pk>/sign/<int:row>/", wrap(self.sign_view), name="guidance_submission_sign"),
            path(
                "<int:pk>/revoke/<int:link>/",
                wrap(require_POST(self.revoke_view)),
                name="guidance_submission_revoke",
            ),
            *(
                path(
                    f"<int:pk>/{name.replace('_', '-')}/",
                    wrap(require_POST(self.step_view)),
                    {"name": name},
                    name=f"guidance_submission_{name}",
                )
                for name in STEPS
            ),
            *super().get_urls(),
        ]

    # Submit

    def submit_view(self, request):
        """Show what the chosen drafts would change (GET), or submit them (POST)."""
        if not request.user.has_perm("guidance.submit"):
            raise PermissionDenied
        states = list(models.PageState.objects.waiting())
        chosen_keys = (
            request.POST.getlist("page")
            or request.GET.getlist("page")
            or draft_list(request, states)
        )
        initial = {"page": chosen_keys, "reason": request.session.get(TYPED_REASON, "")}
        form = SubmitForm(request.POST or None, states=states, initial=initial)
        findings = []
        if request.method == "POST" and form.is_valid():
            try:
                submission = workflow.submit(
                    request.user, form.cleaned_data["page"], form.cleaned_data["reason"]
                )
            except refusals.BreaksRules as error:
                findings = [
                    finding_and_address
                    for key, page in error.pages.items()
                    for finding_and_address in with_addresses(error.of(key), page)
                ]
                form.add_error(None, str(error))
            except (refusals.Refused, snapshots.CannotFreeze, drafts.NoSuchDraft) as error:
                form.add_error(None, str(error))
            else:
                request.session.pop(TYPED_REASON, None)
                messages.success(request, f"{submission} is waiting for review.")
                return HttpResponseRedirect(submission.get_absolute_url())
        if form.is_bound and form.data.get("reason"):
            request.session[TYPED_REASON] = form.data["reason"][:1000]
        context = {"form": form, "states": states, "asked": chosen_keys, "findings": findings}
        chosen = set(chosen_keys) & {state.key for state in states}
        context["changes"] = differences(chosen)
        context["open_elsewhere"] = models.SubmittedPage.objects.filter(
            open=True, key__in=chosen_keys
        ).select_related("submission__submitted_by")
        context["sent_back"] = models.Submission.objects.sent_back_with(chosen)
        context["offered"] = [page for page in pages_with_offers() if page["key"] in chosen]
        return self.show(request, "admin/guidance/submit.html", "Submit for review", context, form)

    # Review

    def whole(self):
        return models.Submission.objects.with_people()

    def look(self, request, row):
        """Show the submission with its differences from the public pages."""
        return self._review(request, row)

    def _review(self, request, submission, form=None, step=""):
        user = request.user
        state = models.Submission.State
        shown, unreadable = review_pages(submission)
        forms_ = {
            "approve": ApproveForm(),
            "send_back": SendBackForm(),
            "remark": RemarkForm(),
            "schedule": ScheduleForm(),
        }
        context = {
            "submission": submission,
            "forms": {**forms_, **({step: form} if form is not None else {})},
            "pages": shown,
            "unreadable": unreadable,
            "remarks": submission.remarks.select_related("by"),
            "log": audit.log_about(submission),
            "links": submission.links.select_related("made_by"),
            "now": timezone.now(),
            "zone": timezone.get_current_timezone_name(),
            "link_days": preview_links.LINK_DAYS,
            "may_decide": submission.state == state.IN_REVIEW
            and permissions.may_decide(user, submission),
            "own_work": submission.state == state.IN_REVIEW
            and user.has_perm("guidance.approve")
            and not permissions.may_decide(user, submission),
            "may_send_back": submission.is_open and user.has_perm("guidance.approve"),
            "may_take_back": submission.state == state.IN_REVIEW
            and submission.submitted_by_id == user.pk,
            "may_publish": submission.state == state.APPROVED and user.has_perm("guidance.publish"),
            "loses_sign_off": [
                page_in_review.page.title
                for page_in_review in shown
                if page_in_review.signed and not page_in_review.page.review.signed_off_by
            ],
            "left": _name_of_base(submission, shown),
            "to_sign": pages_to_sign(submission, shown),
            "may_comment": permissions.may_comment(user),
            "sent_back": models.Submission.objects.sent_back_with(
                [page_in_review.row.key for page_in_review in shown], before=submission
            ),
        }
        shown_with = {
            "approve": "may_decide",
            "send_back": "may_send_back",
            "remark": "may_comment",
            "schedule": "may_publish",
        }
        if form is not None and not context[shown_with[step]]:  # its form is no longer on the page
            context["typed"] = [
                (bound.label, bound.value()) for bound in form if isinstance(bound.value(), str)
            ]
        return self.show(request, "admin/guidance/review.html", str(submission), context, form)

    # Decide

    def step_view(self, request, pk, name):
        """Take a step, or show the review again with the form and its errors."""
        step = STEPS[name]
        form = step.form(request.POST) if step.form else None
        return self._take(request, pk, step, form, name)

    def revoke_view(self, request, pk, link):
        preview_link = get_object_or_404(models.PreviewLink, pk=link, submission=pk)
        revoke = Step(
            lambda user, _: preview_links.revoke_link(user, preview_link),
            "That link no longer works.",
        )
        return self._take(request, pk, revoke)

    def _take(self, request, pk, step, form=None, name=""):
        submission = get_object_or_404(self.whole(), pk=pk)
        if not self.has_view_permission(request, submission):
            raise PermissionDenied
        if form is not None and not form.is_valid():
            return self._review(request, submission, form, name)
        try:
            step.take(request.user, submission, **(form.cleaned_data if form else {}))
        except refusals.Refused as error:
            if form is not None:
                form.add_error(None, str(error))
                return self._review(request, submission, form, name)
            messages.error(request, str(error))
        else:
            messages.success(request, step.done)
        return HttpResponseRedirect(submission.get_absolute_url())


def _name_of_base(submission, shown):
    """Return what the words beside those of ``submission`` are called.

    They are public now only as long as nothing else was published in their place.
    """
    public = current_manifest()
    if submission.state == models.Submission.State.PUBLISHED:
        return "Public before"
    if all(public.get(one.row.key) == one.row.base_id for one in shown):
        return "Public now"
    return "Public when it was submitted"
