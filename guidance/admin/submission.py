"""Review in the admin: submit drafts, look at what changed, decide, publish."""

from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from guidance import differences, editorial, freezing, models, pages, publishing, rules
from guidance.admin.frozen import FrozenAdmin

FIELDS = {
    "what-it-means": "meaning",
    "if-nothing-changes": "no_change",
    "do-not-take-it-if": "do_not_take_if",
    "Call 911 if": "call_911",
    "Call the clinic if": "call_clinic",
    "Headings": "title",
    "Title": "name",
}
"""Sections whose field in the form does not bear their name."""

MOST_FINDINGS = 20
"""How many findings on a page its reviewer is shown, the errors first."""

TOO_LONG = "Keep it to %(limit_value)d characters; it has %(show_value)d now."


def _words(label, most, required, **options):
    return forms.CharField(
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
    """An approval; with all three of the sign-off where the approver is the clinician."""

    comment = _words("Comment", 1000, "")
    sign_off = forms.BooleanField(
        label="I sign this off as a clinician",
        required=False,
        help_text="Readers then see the name, credentials and date below on the page.",
    )
    name = forms.CharField(label="Name, as readers see it", max_length=120, required=False)
    credentials = forms.CharField(
        label="Credentials",
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
        cleaned = super().clean()
        if cleaned.get("sign_off"):
            for name in ("name", "credentials", "review_due"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, "A sign-off needs this.")
        return cleaned

    def given(self):
        """Return the ``SignOff``, or None where only the words were approved."""
        data = self.cleaned_data
        if not data["sign_off"]:
            return None
        return editorial.SignOff(data["name"], data["credentials"], data["review_due"])


class SendBackForm(forms.Form):
    comment = _words("What to mend", 1000, "Say what should be mended.")


class RemarkForm(forms.Form):
    text = _words("Remark", 4000, "Write something first.")


class ScheduleForm(forms.Form):
    at = forms.SplitDateTimeField(
        label="Publish on",
        widget=forms.SplitDateTimeWidget(
            date_attrs={"type": "date", "aria-label": "Day"},
            time_attrs={"type": "time", "aria-label": "Time"},
        ),
        error_messages={"required": "Give a day and a time."},
    )


@dataclass(frozen=True)
class Reviewed:
    """One page of a submission, as its reviewer sees it."""

    row: object
    page: pages.Page
    before: pages.Page | None
    texts: tuple
    gained: tuple
    lost: tuple
    grade: rules.Grade
    grade_before: rules.Grade | None
    findings: list
    more_findings: int
    signed: bool


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
        self._step(request, lambda: editorial.publish(request.user, list(queryset)), "Published.")

    def get_urls(self):
        wrap = self.admin_site.admin_view
        steps = ["approve", "send_back", "take_back", "remark", "publish", "schedule"]
        steps += ["unschedule", "link"]
        return [
            path("submit/", wrap(self.submit_view), name="guidance_submission_submit"),
            path(
                "<int:pk>/revoke/<int:link>/",
                wrap(require_POST(self.revoke_view)),
                name="guidance_submission_revoke",
            ),
            *(
                path(
                    f"<int:pk>/{step.replace('_', '-')}/",
                    wrap(require_POST(getattr(self, f"{step}_view"))),
                    name=f"guidance_submission_{step}",
                )
                for step in steps
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
                submission = editorial.submit(request.user, **_named(form.cleaned_data))
            except editorial.BreaksRules as error:
                findings = [(one, _field_of(one)) for one in error.findings]
                form.add_error(None, str(error))
            except (editorial.Refused, freezing.CannotFreeze, freezing.NoSuchDraft) as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"{submission} is waiting for review.")
                return HttpResponseRedirect(submission.get_absolute_url())
        context = {"form": form, "states": states, "asked": asked, "findings": findings}
        context["changes"] = _what_changes(set(asked) & {state.key for state in states})
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
        due = timezone.localdate() + timezone.timedelta(days=editorial.SIGN_OFF_DAYS)
        shown = [_reviewed(row) for row in _rows(submission)]
        forms_ = {
            "approve": ApproveForm(initial={"review_due": due, "name": user.get_full_name()}),
            "send_back": SendBackForm(auto_id="back_%s"),
            "remark": RemarkForm(),
            "schedule": ScheduleForm(),
        }
        context = {
            "submission": submission,
            "forms": {**forms_, **({step: form} if form is not None else {})},
            "pages": shown,
            "remarks": submission.remarks.select_related("by"),
            "log": _log_of(submission),
            "links": submission.links.select_related("made_by"),
            "now": timezone.now(),
            "link_days": editorial.LINK_DAYS,
            "may_decide": submission.state == state.IN_REVIEW
            and editorial.may_decide(user, submission),
            "own_work": submission.state == state.IN_REVIEW
            and user.has_perm("guidance.approve")
            and not editorial.may_decide(user, submission),
            "may_send_back": submission.is_open and user.has_perm("guidance.approve"),
            "may_take_back": submission.state == state.IN_REVIEW
            and submission.submitted_by_id == user.pk,
            "may_publish": submission.state == state.APPROVED and user.has_perm("guidance.publish"),
            "loses_sign_off": [
                one.page.title for one in shown if one.signed and not one.page.review.signed_off_by
            ],
            "may_talk": user.has_perm("guidance.submit") or user.has_perm("guidance.approve"),
        }
        return self.show(request, "admin/guidance/review.html", str(submission), context, form)

    # Decide

    def _post(self, request, pk, step, form, act, done):
        """Take one step where ``form`` is valid, or show the review again with what was typed."""
        submission = get_object_or_404(self.whole(), pk=pk)
        if not self.has_view_permission(request, submission):
            raise PermissionDenied
        if form is None or form.is_valid():
            try:
                act(submission)
            except editorial.Refused as error:
                if form is None:
                    messages.error(request, str(error))
                    return HttpResponseRedirect(submission.get_absolute_url())
                form.add_error(None, str(error))
            else:
                messages.success(request, done)
                return HttpResponseRedirect(submission.get_absolute_url())
        return self._review(request, submission, form, step)

    def _step(self, request, act, done):
        try:
            act()
        except editorial.Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, done)

    def approve_view(self, request, pk):
        form = ApproveForm(request.POST)
        return self._post(
            request,
            pk,
            "approve",
            form,
            lambda submission: editorial.approve(
                request.user,
                submission,
                comment=form.cleaned_data["comment"],
                sign_off=form.given(),
            ),
            "Approved. It is not public yet.",
        )

    def send_back_view(self, request, pk):
        form = SendBackForm(request.POST, auto_id="back_%s")
        return self._post(
            request,
            pk,
            "send_back",
            form,
            lambda submission: editorial.send_back(request.user, submission, **form.cleaned_data),
            "Sent back.",
        )

    def take_back_view(self, request, pk):
        act = lambda submission: editorial.take_back(request.user, submission)  # noqa: E731
        return self._post(request, pk, "", None, act, "Taken back. The drafts are as they were.")

    def remark_view(self, request, pk):
        form = RemarkForm(request.POST)
        return self._post(
            request,
            pk,
            "remark",
            form,
            lambda submission: editorial.remark(request.user, submission, **form.cleaned_data),
            "Kept.",
        )

    def publish_view(self, request, pk):
        act = lambda submission: editorial.publish(request.user, [submission])  # noqa: E731
        return self._post(request, pk, "", None, act, "Published. Readers see it now.")

    def schedule_view(self, request, pk):
        form = ScheduleForm(request.POST)
        return self._post(
            request,
            pk,
            "schedule",
            form,
            lambda submission: editorial.schedule(request.user, submission, **form.cleaned_data),
            "The time is set.",
        )

    def unschedule_view(self, request, pk):
        act = lambda submission: editorial.unschedule(request.user, submission)  # noqa: E731
        return self._post(request, pk, "", None, act, "It is not published by itself now.")

    # Links for readers without an account

    def link_view(self, request, pk):
        act = lambda submission: editorial.make_link(request.user, submission)  # noqa: E731
        return self._post(request, pk, "", None, act, "The link is in the list below.")

    def revoke_view(self, request, pk, link):
        found = get_object_or_404(models.PreviewLink, pk=link, submission=pk)
        act = lambda submission: editorial.revoke_link(request.user, found)  # noqa: E731
        return self._post(request, pk, "", None, act, "That link no longer works.")


def _all(request, states):
    """Return the keys of all drafts of one list of the first page, which its link asks for.

    The list of sources goes with the pages that a source made stale.
    """
    lists = {
        "edited": [state.key for state in states if not state.stale_because],
        "stale": [
            state.key for state in states if state.stale_because or state.key == editorial.SOURCES
        ],
    }
    return lists.get(request.GET.get("all"), [])


def _named(data):
    return {"keys": data["page"], "reason": data["reason"]}


def _what_changes(keys):
    """Return (page, its differences from the public page) for each draft of ``keys``."""
    try:
        drafts = freezing.freeze_keys_that_exist(keys)
    except freezing.CannotFreeze:
        return []
    public = publishing.public_versions(keys)
    shown = {key: pages.load(version.payload) for key, version in public.items()}
    return [
        (page, differences.between(_unsigned(shown.get(key)), differences.unsigned(page)))
        for key, page in sorted(drafts.items())
    ]


def _unsigned(page):
    return differences.unsigned(page) if page else None


def _field_of(finding):
    """Return the address of the form field that a finding is about."""
    model, row = freezing.row_behind(finding.page)
    name = model._meta.model_name
    if row is None:
        return reverse(f"admin:guidance_{name}_changelist")
    fields = {field.verbose_name.capitalize(): field.name for field in model._meta.fields}
    field = FIELDS.get(finding.section) or fields.get(finding.section.capitalize(), "")
    return reverse(f"admin:guidance_{name}_change", args=[row.pk]) + f"#id_{field}"


def _rows(submission):
    return submission.pages.select_related("version", "base")


def _reviewed(row):
    page = pages.load(row.version.payload)
    before = pages.load(row.base.payload) if row.base else None
    gained, lost = differences.sources_between(before, page)
    public = publishing.current_guide()
    guide = publishing.guide_with([page])
    today = timezone.localdate()
    found = rules.check_page(page, guide, today=today)
    return Reviewed(
        row=row,
        page=page,
        before=before,
        texts=differences.between(before, page),
        gained=gained,
        lost=lost,
        grade=rules.grade_of(page, guide, today=today),
        grade_before=rules.grade_of(before, public, today=today) if before else None,
        findings=[(one, _field_of(one)) for one in found[:MOST_FINDINGS]],
        more_findings=max(len(found) - MOST_FINDINGS, 0),
        signed=bool(getattr(getattr(before, "review", None), "signed_off_by", "")),
    )


def _log_of(row):
    kind = ContentType.objects.get_for_model(row)
    entries = LogEntry.objects.filter(content_type=kind, object_id=str(row.pk))
    return entries.select_related("user")
