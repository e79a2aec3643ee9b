"""Base classes for the admin of draft tables."""

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.forms import BaseInlineFormSet, DateInput, Textarea
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.http import urlencode

from guidance.admin import choosing, merge
from guidance.admin.deleting import DeletesUnnamed
from guidance.admin.lists import ListMixin
from guidance.admin.problems import CONFLICT, problems_of
from guidance.admin.unsaved import KeepsUnsaved
from guidance.editorial import current, draft_status, drafts, offered_rows, snapshots
from guidance.editorial.audit import log_about, name_of
from guidance.models import Submission
from guidance.models.cited import CitedText
from guidance.quality import rules

if TYPE_CHECKING:
    from django.contrib.admin.options import _FieldOpts

REVIEW: "tuple[str, _FieldOpts]" = (
    "Review",
    {
        "fields": [
            "checked_on",
            "review_due",
            "signed_off_by",
            "signed_off_credentials",
            "signed_off_on",
        ]
    },
)
"""The last fieldset of the form of each reviewed page."""


class ReviewDueFilter(admin.SimpleListFilter):
    title = "next review"
    parameter_name = "review"

    def lookups(self, request, model_admin):
        return [
            ("overdue", "Overdue"),
            ("60", "Due within 60 days"),
            ("unsigned", "Not signed off"),
        ]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        if self.value() == "overdue":
            return queryset.filter(review_due__lt=today)
        if self.value() == "60":
            return queryset.filter(review_due__range=(today, today + timedelta(days=60)))
        if self.value() == "unsigned":
            return queryset.filter(signed_off_by="")
        return queryset


SIGN_OFF = ["signed_off_by", "signed_off_credentials", "signed_off_on"]
"""Fields that only an approval writes."""


class DraftForm(choosing.PlainForm):
    """A form that writes only what its editor changed: see ``guidance.admin.merge``.

    ``merged`` is set on the class of a submitted form by ``DraftAdmin``.
    """

    base = merge.BaseField(required=False)
    merged = None

    def clean(self):
        cleaned = super().clean()
        if self.merged and self.merged.conflicts:
            raise ValidationError("Somebody else changed what you changed, too.", code=CONFLICT)
        return cleaned


class InOrder:
    """Labels the field ``order``."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "order":
            field.label = "Place in the order"
            field.help_text = "The row with the smallest number comes first."
        return field


class DraftAdmin(
    DeletesUnnamed, choosing.ChoosesPlainly, KeepsUnsaved, InOrder, ListMixin, admin.ModelAdmin
):
    """The admin of a draft table. Saving changes nothing public."""

    form = DraftForm
    save_on_top = True
    change_form_template = "admin/guidance/draft_change_form.html"
    formfield_overrides = {
        CitedText: {"widget": Textarea(attrs={"rows": 5, "cols": 90, "data-cited": ""})},
        models.TextField: {"widget": Textarea(attrs={"rows": 5, "cols": 90})},
        # Django's widget adds a note about the difference between server time and local time.
        models.DateField: {"widget": DateInput(format="%Y-%m-%d", attrs={"type": "date"})},
    }
    actions = ["submit_for_review", "ask_for_sign_off"]
    identity: str | None = "slug"
    named_by = "name"

    def get_readonly_fields(self, request, obj=None):
        fixed = [self.identity] if obj and self.identity else []
        signed = SIGN_OFF if hasattr(self.model, "signed_off_by") else []
        return [*super().get_readonly_fields(request, obj), *fixed, *signed]

    def get_prepopulated_fields(self, request, obj=None):
        can_change = self.has_change_permission(request, obj)
        if obj or not can_change or self.identity != "slug":
            return {}
        return {"slug": [self.named_by]}

    def has_submit_permission(self, request):
        return request.user.has_perm("guidance.submit")

    @admin.action(description="Submit for review", permissions=["submit"])
    def submit_for_review(self, request, queryset):
        keys = dict.fromkeys(drafts.page_key(row) for row in queryset)
        return HttpResponseRedirect(submit_address(keys))

    @admin.action(
        description="Ask for sign-off, words unchanged, each page by itself",
        permissions=["submit"],
    )
    def ask_for_sign_off(self, request, queryset):
        keys = dict.fromkeys(drafts.page_key(row) for row in queryset)
        query = urlencode([("page", key) for key in keys])
        address = reverse("admin:guidance_submission_ask_sign_off")
        return HttpResponseRedirect(f"{address}?{query}")

    def get_actions(self, request):
        """Leave out the sign-off for tables whose pages have none."""
        actions = super().get_actions(request)
        if not hasattr(self.model, "signed_off_by"):
            actions.pop("ask_for_sign_off", None)
        return actions

    def response_change(self, request, obj):
        merged = getattr(request, "merged", None)
        if merged and merged.kept:
            kept = "; ".join(merged.kept)
            messages.info(
                request,
                f"{conflict_message(merged.conflicting_saves)} Kept beside your changes: {kept}.",
            )
        response = super().response_change(request, obj)
        if "_submit_for_review" in request.POST and self.has_submit_permission(request):
            return HttpResponseRedirect(submit_address([drafts.page_key(obj)]))
        return response

    # Saving: only what the editor changed

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Show or save a draft. Submitted values are first merged with those that others saved."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        if object_id is None:
            if self.has_add_permission(request):
                request.POST = self._read(request, None)
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            row = self.get_object(request, unquote(object_id))
            if row is None:
                raise Http404("Somebody deleted this draft. What was typed is on the error page.")
            if self.has_change_permission(request, row):
                request.POST = self._read(request, row)
                locked = self.model._default_manager.select_for_update()
                request.merged = self._merge(request, locked.get(pk=row.pk))
                request.POST = request.merged.data
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _read(self, request, row):
        """Return the submitted data with what was chosen, or asked for, without a script."""
        formsets = self._saved_formsets(request, row)
        inlines = [inline for _, inline in self.get_formsets_with_inlines(request, row)]

        def field_of(name):
            """Return the model field of the chooser ``name``, or None."""
            if name in self.get_autocomplete_fields(request):
                return self.opts.get_field(name)
            for formset, inline in zip(formsets, inlines, strict=True):
                start, _, field = name.removeprefix(f"{formset.prefix}-").partition("-")
                if start.isdecimal() and field in inline.get_autocomplete_fields(request):
                    return inline.opts.get_field(field)
            return None

        posted = choosing.read_plainly(request.POST, field_of)
        return choosing.with_new_row(posted, formsets)

    def _merge(self, request, row):
        base = merge.read_base(_name_of_draft(row), request.POST.get("base"))
        form = self.get_form(request, row, change=True)(instance=row)
        merged = merge.merge(base, request.POST, form, self._saved_formsets(request, row))
        merged.conflicting_saves = (
            list(log_about(row).filter(pk__gt=base.last_log)) if base.state else []
        )
        return merged

    def _saved_formsets(self, request, row):
        """Return the inline formsets with the saved values, with the prefixes of the form."""
        formsets, prefixes = [], Counter()
        for formset, inline in self.get_formsets_with_inlines(request, row):
            prefix = formset.get_default_prefix()
            prefixes[prefix] += 1
            if prefixes[prefix] > 1:
                prefix = f"{prefix}-{prefixes[prefix]}"
            rows = inline.get_queryset(request)
            formsets.append(formset(instance=row, prefix=prefix, queryset=rows))
        return formsets

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.merged = getattr(request, "merged", None)
        return form

    def save_model(self, request, obj, form, change):
        obj.revision += change
        super().save_model(request, obj, form, change)

    def _set_base(self, request, context, row):
        """Store the saved values in the form as its base, for comparison at the next save."""
        form, merged = context["adminform"].form, getattr(request, "merged", None)
        conflict_keys = [conflict.key for conflict in merged.conflicts] if merged else []
        if merged:
            state, fixed = merged.state, merged.fixed
        else:
            formsets = [inline.formset for inline in context["inline_admin_formsets"]]
            state, fixed = merge.state_of(form, formsets)
        last = log_about(row).values_list("pk", flat=True).first() or 0
        token = merge.write_base(_name_of_draft(row), state, fixed, conflict_keys, last)
        form.initial["base"] = token
        if form.is_bound:
            form.data["base"] = token
        if merged:
            context |= {"conflicts": merged.conflicts, "kept": merged.kept}
            context["saves"] = conflict_message(merged.conflicting_saves)

    def render_change_form(self, request, context, obj=None, **kwargs):
        if obj and "base" in context["adminform"].form.fields:
            self._set_base(request, context, obj)
        form = context["adminform"].form
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        if request.method == "POST" and choosing.only_shows(request.POST):
            choosing.without_errors(form, formsets)
            choosing.focus_on_new_row(request.POST, formsets)
            context["errors"] = []
            messages.info(request, "Nothing is saved yet.")
        for row in (row for formset in formsets for row in formset.forms):
            # The primary key of a row that somebody else deleted while the form was open.
            row.gone = row.data.get(f"{row.prefix}-gone", "")
        context["problems"] = [
            *(
                (conflict.label, "Choose what stays.", conflict.name)
                for conflict in context.get("conflicts", ())
            ),
            *problems_of(form, formsets),
        ]
        context["key"] = drafts.page_key(obj) if obj else ""
        context["sent_back"] = Submission.objects.sent_back_with([context["key"]]) if obj else []
        context["offers"] = offered_rows.count_for(obj) if obj else 0
        context["unsaved_address"] = self.unsaved_address(request, obj)
        context["may_submit"] = bool(obj) and self.has_submit_permission(request)
        return super().render_change_form(request, context, obj=obj, **kwargs)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        draft_status.update_after(form.instance, was=form.initial)

    @admin.display(description="reading grade")
    def reading_grade(self, row):
        """The US school grade of the summary and of the page, as in the review."""
        reviewed = self._page_under_review(row)
        if isinstance(reviewed, str):
            return reviewed
        grade = reviewed.grade
        return (
            f"Summary {grade.summary.grade} (aim: 6), page {grade.page.grade} (aim: 8), "
            f"{grade.page.words} words, as it was last saved"
        )

    @admin.display(description="what the content rules say")
    def findings(self, row):
        """The findings of the content rules about the saved page, errors first."""
        reviewed = self._page_under_review(row)
        if isinstance(reviewed, str):
            return reviewed
        all_findings = rules.findings(reviewed.page, reviewed.context)
        lines = [
            (finding.severity.capitalize(), finding.section, finding.what_to_do)
            for finding in all_findings
        ]
        return format_html_join("", "<p><strong>{}</strong> {}: {}</p>", lines) or "Nothing."

    @staticmethod
    def _page_under_review(row):
        """Return the saved page of ``row`` for the rules, or a text that says why there is none.

        The result is cached on ``row``.
        """
        if row.pk is None:
            return "Save it first."
        if not hasattr(row, "page_under_review"):
            try:
                guide, page = current.preview_guide(row)
            except snapshots.CannotFreeze as error:
                row.page_under_review = str(error)
            else:
                row.page_under_review = rules.PageUnderReview(
                    page, rules.RuleContext(guide, timezone.localdate())
                )
        return row.page_under_review


def submit_address(keys):
    """Return the address of the page that submits the pages ``keys`` for review."""
    query = urlencode([("page", key) for key in keys])
    return f"{reverse('admin:guidance_submission_submit')}?{query}"


def _name_of_draft(row):
    return f"{row._meta.label_lower}/{row.pk}"


def conflict_message(saves):
    """Return the sentences that say who saved the draft while the form was open, latest first."""
    return (
        " ".join(
            f"{name_of(entry.user)} saved this draft on "
            f"{timezone.localtime(entry.action_time):%B %-d at %H:%M} "
            f"({entry.get_change_message().rstrip('.')})."
            for entry in saves
        )
        or "This draft was changed while you were typing."
    )


class PartFormSet(BaseInlineFormSet):
    """A formset whose help texts are shown in its first row only.

    ``row_name`` is the name of one row.
    """

    row_name = ""

    def clean(self):
        """Report two rows that violate a unique constraint of the database."""
        super().clean()
        for constraint in self.model._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint):
                names = [
                    *constraint.fields,
                    *(expression.name for expression in constraint.expressions),
                ]
                names = [name for name in names if name != self.fk.name]
                self._refuse_duplicates(names, constraint)

    def _refuse_duplicates(self, names, constraint):
        known_values = set()
        for form in self.forms:
            if self._should_delete_form(form):
                continue
            values = tuple(form.cleaned_data.get(name) for name in names)
            if values in known_values and not form.errors:
                form.add_error(names[-1], constraint.violation_error_message)
            if None not in values:
                known_values.add(values)

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for field in form.fields.values():
            for repeated in ("class", "cols"):
                field.widget.attrs.pop(repeated, None)
            if index != 0:
                field.help_text = ""


class PartInline(choosing.ChoosesPlainly, InOrder, admin.StackedInline):
    """Rows of a page, ordered by a number. Its template is short, because pages have many rows."""

    form = choosing.PlainForm
    formset = PartFormSet
    template = "admin/guidance/part_inline.html"

    extra = 0
    max_num = 200
    formfield_overrides = DraftAdmin.formfield_overrides

    def get_formset(self, request, obj=None, **kwargs):
        # Django's default would accept 1,000 rows more than ``max_num`` in a forged request.
        limit = {"absolute_max": self.max_num + 50}
        formset = super().get_formset(request, obj, **{**limit, **kwargs})
        formset.row_name = str(self.verbose_name)
        return formset
