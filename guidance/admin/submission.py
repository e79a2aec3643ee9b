"""Review in the admin: submit drafts, look at what changed, decide, publish."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from guidance import models
from guidance.admin.addresses import draft_address
from guidance.admin.frozen import FrozenAdmin
from guidance.content import export
from guidance.editorial import audit, current, preview_links, snapshots, validation, workflow
from guidance.models.text_fields import StaffText
from guidance.pages import diff, structures
from guidance.pages.text_input import clean_line
from guidance.quality import rules

MOST_FINDINGS = 20
"""How many findings on a page its reviewer is shown, the errors first."""

TOO_LONG = "Keep it to %(limit_value)d characters; it has %(show_value)d now."


def _words(label, most, required, **options):
    return StaffText(
        label=label,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 90}),
        required=bool(required),
        error_messages={"required": required, "max_length": TOO_LONG},
        **options,
    )


class SubmitForm(forms.Form):
    """Which drafts go to review together, and why."""

    page = forms.MultipleChoiceField(
        label="Pages",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Tick at least one page.",
            "invalid_choice": "The page %(value)s does not differ from the public one, or is gone.",
        },
    )
    reason = _words(
        "What changed and why",
        1000,
        "Say in a few words what changed and why.",
        help_text="In plain words. Readers see it in the list of changes.",
    )

    def __init__(self, *args, states, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["page"].choices = [(state.key, state.title) for state in states]


class ApproveForm(forms.Form):
    """An approval; with all three of the sign-off where the approver is the clinician.

    Cleaned, it holds the comment and the ``SignOff``, None where only the words were approved.
    """

    comment = _words("Comment", 1000, "")
    sign_off = forms.BooleanField(
        label="I sign this off as a clinician",
        required=False,
        help_text="Readers then see the name, credentials and date below on the page.",
    )
    name = StaffText(
        label="Name, as readers see it", cleaning=clean_line, max_length=120, required=False
    )
    credentials = StaffText(
        label="Credentials",
        cleaning=clean_line,
        max_length=120,
        required=False,
        help_text="For example: MD, neurologist.",
    )
    review_due = forms.DateField(
        label="Next review due",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Usually one year from now.",
    )

    def clean(self):
        data = super().clean()
        sign_off = None
        if data.get("sign_off"):
            for name in ("name", "credentials", "review_due"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, "A sign-off needs this.")
            if not self.errors:
                sign_off = workflow.SignOff(data["name"], data["credentials"], data["review_due"])
        return {"comment": data.get("comment", ""), "sign_off": sign_off}


class SendBackForm(forms.Form):
    """What the editor should mend. It stands on a page with the form that approves."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="back_%s", **kwargs)

    comment = _words("What to mend", 1000, "Say what should be mended.")


class RemarkForm(forms.Form):
    text = _words("Remark", 4000, "Write something first.")


class ClinicTimeField(forms.SplitDateTimeField):
    """A day and a time in the clinic's zone; an hour that a clock change skips or repeats is told.

    Its value is an aware ``datetime``.
    """

    def compress(self, data_list):
        try:
            return super().compress(data_list)
        except ValidationError as error:
            if error.code != "ambiguous_timezone":
                raise
            raise ValidationError(_clock_change(*data_list), code="clock_change") from error


def _clock_change(day, time):
    """Say why the clocks of the zone do not show ``time`` once on ``day``."""
    zone = timezone.get_current_timezone()
    moment = datetime.combine(day, time)
    before, after = zone.utcoffset(moment), zone.utcoffset(moment.replace(fold=1))
    when = f"{moment:%H:%M} on {moment:%B %-d, %Y}"
    if before < after:
        return f"There is no {when}: the clocks go forward then. Give an earlier or a later time."
    return f"{when} comes twice: the clocks go back then. Give an earlier or a later time."


class ScheduleForm(forms.Form):
    at = ClinicTimeField(
        label="Publish on",
        widget=forms.SplitDateTimeWidget(
            date_attrs={"type": "date", "aria-label": "Day", "aria-describedby": "id_at_helptext"},
            time_attrs={"type": "time", "aria-label": "Time", "aria-describedby": "id_at_helptext"},
        ),
        error_messages={
            "required": "Give a day and a time.",
            "invalid_date": "Give the day as year-month-day, for example 2027-03-15.",
            "invalid_time": "Give the time as hours:minutes, for example 09:30.",
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["at"].help_text = (
            f"In the clinic’s time: {timezone.get_current_timezone_name()}. "
            f"At most {workflow.MOST_DAYS_AHEAD} days ahead."
        )

    def clean_at(self):
        """Refuse years that no clinic plans for; the first and last cannot even be stored."""
        at = self.cleaned_data["at"]
        if at.date() < timezone.localdate():
            raise ValidationError(workflow.OVER)
        if workflow.too_far_ahead(at.date()):
            raise ValidationError(
                f"Give a day that is at most {workflow.MOST_DAYS_AHEAD} days ahead."
            )
        return at


def publish_alone(user, submission):
    """Publish one submission as an edition of its own."""
    return workflow.publish(user, [submission])


@dataclass(frozen=True)
class Step:
    """One step of a submission: what takes it, what is said then, and the form it needs if any."""

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
"""The steps by name; each has an address of its own that only answers to POST."""


@dataclass(frozen=True)
class Reviewed:
    """One page of a submission, as its reviewer sees it."""

    row: object
    page: structures.Page
    before: structures.Page | None
    texts: tuple
    gained: tuple
    lost: tuple
    grade: rules.Grade
    grade_before: rules.Grade | None
    findings: list
    more_findings: int
    signed: bool
    draft: str


@admin.register(models.Submission)
class SubmissionAdmin(FrozenAdmin):
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
            workflow.publish(request.user, list(queryset))
        except workflow.Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "Published.")

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("submit/", wrap(self.submit_view), name="guidance_submission_submit"),
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
        """Show what the chosen drafts would change (GET), or send them to review (POST)."""
        if not request.user.has_perm("guidance.submit"):
            raise PermissionDenied
        states = list(models.PageState.objects.waiting())
        asked = request.POST.getlist("page") or request.GET.getlist("page") or _all(request, states)
        form = SubmitForm(request.POST or None, states=states, initial={"page": asked})
        findings = []
        if request.method == "POST" and form.is_valid():
            try:
                submission = workflow.submit(
                    request.user, form.cleaned_data["page"], form.cleaned_data["reason"]
                )
            except workflow.BreaksRules as error:
                findings = [
                    place
                    for key, page in error.pages.items()
                    for place in _with_places(error.of(key), page)
                ]
                form.add_error(None, str(error))
            except (workflow.Refused, snapshots.CannotFreeze, snapshots.NoSuchDraft) as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"{submission} is waiting for review.")
                return HttpResponseRedirect(submission.get_absolute_url())
        context = {"form": form, "states": states, "asked": asked, "findings": findings}
        chosen = set(asked) & {state.key for state in states}
        context["changes"] = _what_changes(chosen)
        context["sent_back"] = models.Submission.objects.sent_back_with(chosen)
        return self.show(request, "admin/guidance/submit.html", "Submit for review", context, form)

    # Look

    def whole(self):
        return models.Submission.objects.with_people()

    def look(self, request, row):
        """Show the submission beside what is public now."""
        return self._review(request, row)

    def _review(self, request, submission, form=None, step=""):
        user = request.user
        state = models.Submission.State
        due = timezone.localdate() + timedelta(days=workflow.SIGN_OFF_DAYS)
        shown, unreadable = _reviewed(submission)
        forms_ = {
            "approve": ApproveForm(initial={"review_due": due, "name": user.get_full_name()}),
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
            and workflow.may_decide(user, submission),
            "own_work": submission.state == state.IN_REVIEW
            and user.has_perm("guidance.approve")
            and not workflow.may_decide(user, submission),
            "may_send_back": submission.is_open and user.has_perm("guidance.approve"),
            "may_take_back": submission.state == state.IN_REVIEW
            and submission.submitted_by_id == user.pk,
            "may_publish": submission.state == state.APPROVED and user.has_perm("guidance.publish"),
            "loses_sign_off": [
                one.page.title for one in shown if one.signed and not one.page.review.signed_off_by
            ],
            "may_talk": workflow.may_comment(user),
            "sent_back": models.Submission.objects.sent_back_with(
                [one.row.key for one in shown], before=submission
            ),
        }
        shown_with = {
            "approve": "may_decide",
            "send_back": "may_send_back",
            "remark": "may_talk",
            "schedule": "may_publish",
        }
        if form is not None and not context[shown_with[step]]:  # its form is no longer on the page
            context["typed"] = [
                (bound.label, bound.value()) for bound in form if isinstance(bound.value(), str)
            ]
        return self.show(request, "admin/guidance/review.html", str(submission), context, form)

    # Decide

    def step_view(self, request, pk, name):
        """Take one step, or show the review again with what was typed and what to mend."""
        step = STEPS[name]
        form = step.form(request.POST) if step.form else None
        return self._take(request, pk, step, form, name)

    def revoke_view(self, request, pk, link):
        found = get_object_or_404(models.PreviewLink, pk=link, submission=pk)
        revoke = Step(
            lambda user, _: preview_links.revoke_link(user, found), "That link no longer works."
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
        except workflow.Refused as error:
            if form is not None:
                form.add_error(None, str(error))
                return self._review(request, submission, form, name)
            messages.error(request, str(error))
        else:
            messages.success(request, step.done)
        return HttpResponseRedirect(submission.get_absolute_url())


def _all(request, states):
    """Return the keys of all drafts of one list of the first page, which its link asks for.

    The list of sources goes with the pages that a source made stale.
    """
    lists = {
        "edited": [state.key for state in states if not state.stale_because],
        "stale": [
            state.key for state in states if state.stale_because or state.key == workflow.SOURCES
        ],
    }
    return lists.get(request.GET.get("all"), [])


def _what_changes(keys):
    """Return (page, its differences from the public page) for each draft of ``keys``."""
    try:
        drafts = snapshots.freeze_keys_that_exist(keys)
    except snapshots.CannotFreeze:
        return []
    manifest = current.current_manifest()
    shown = current.pages_of({key: pk for key, pk in manifest.items() if key in keys})
    return [
        (page, diff.between(_unsigned(shown.get(key)), diff.unsigned(page)))
        for key, page in sorted(drafts.items())
    ]


def _unsigned(page):
    return diff.unsigned(page) if page else None


def _with_places(findings, page):
    """Return (finding, address of the form field or the rows that it is about) for each."""
    name = f"admin:guidance_{snapshots.table_behind(page.key)._meta.model_name}"
    row = None if page.key in snapshots.PARTS else snapshots.drafts_behind(page.key).first()
    if row is None:
        return [(one, reverse(f"{name}_changelist")) for one in findings]
    form = reverse(f"{name}_change", args=[row.pk])
    return [(one, f"{form}#{export.field_of(page, one.section)}") for one in findings]


def _draft_of(key, drafts):
    """Return the address of the draft of a page, or of its table; empty where it was deleted."""
    if key not in snapshots.PARTS and key not in drafts:
        return ""
    return draft_address(key, drafts.get(key))


def _reviewed(submission):
    """Return each page of ``submission`` as its reviewer sees it, among all that come with it.

    Return as well the titles of pages that this release cannot read.
    """
    found, unreadable = validation.pages_in(submission)
    today = timezone.localdate()
    now = rules.RuleContext(current.current_guide(), today)
    then = rules.RuleContext(current.guide_overlaid_with([page for _, page in found]), today)
    drafts = snapshots.rows_behind()
    seen = [_side_by_side(row, page, now, then, drafts) for row, page in found]
    return seen, [row.title for row in unreadable]


def _side_by_side(row, page, now, then, drafts):
    """Return one page as its reviewer sees it.

    ``now`` and ``then`` are the rule contexts before and after. ``drafts`` is {page key: id of its
    draft row}.
    """
    before = current.readable([row.base]).get(row.key) if row.base else None
    gained, lost = diff.sources_between(before, page)
    found = rules.findings(page, then)
    return Reviewed(
        row=row,
        page=page,
        before=before,
        texts=diff.between(before, page),
        gained=gained,
        lost=lost,
        grade=rules.PageUnderReview(page, then).grade,
        grade_before=rules.PageUnderReview(before, now).grade if before else None,
        findings=_with_places(found[:MOST_FINDINGS], page),
        more_findings=max(len(found) - MOST_FINDINGS, 0),
        signed=bool(getattr(getattr(before, "review", None), "signed_off_by", "")),
        draft=_draft_of(row.key, drafts),
    )
