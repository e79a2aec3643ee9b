"""What every draft table in the admin shares."""

from datetime import timedelta

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import BaseInlineFormSet, Textarea
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.http import urlencode

from guidance import freezing, page_states, publishing
from guidance.editorial import log_about, name_of, why_kept
from guidance.models.cited import CitedText
from guidance.readability import measure
from guidance.rules import check_page
from guidance.text import plain

REVIEW = (
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
"""The fieldset that closes every form of a reviewed page."""


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
"""What only an approval writes."""


class DraftForm(forms.ModelForm):
    """A form that saves only over the draft that its editor saw.

    Who saves second keeps all that was typed, and is told who saved what in the meantime. Saving
    again then puts the typed text in its place, knowingly.
    """

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    saved_meanwhile = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.instance.revision

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk is None:
            return cleaned
        row = type(self.instance).objects.select_for_update().filter(pk=self.instance.pk)
        revision = row.values_list("revision", flat=True).get()
        seen = self.cleaned_data.get("seen")
        if seen != revision:
            self.data = self.data.copy()
            self.data["seen"] = revision
            many = max(revision - (seen or 0), 0)
            self.saved_meanwhile = list(log_about(self.instance)[:many])
            raise ValidationError(_told(self.saved_meanwhile))
        self.instance.revision = revision + 1
        return cleaned


def _told(saves):
    who = " ".join(
        f"{name_of(entry.user)} saved it on {timezone.localtime(entry.action_time):%B %-d at %H:%M}"
        f" ({entry.get_change_message().rstrip('.')})."
        for entry in saves
    )
    return (
        "Not saved: this draft was changed while you were typing. "
        f"{who or 'It was changed outside the staff area.'} What you typed is still below. "
        "Look at both, then save again to keep yours."
    )


class DraftAdmin(admin.ModelAdmin):
    """A draft table. Saving changes nothing public; preview and submitting are a click away."""

    form = DraftForm
    save_on_top = True
    change_form_template = "admin/guidance/draft_change_form.html"
    formfield_overrides = {
        models.TextField: {"widget": Textarea(attrs={"rows": 5, "cols": 90})},
    }
    actions = ["submit_for_review"]
    identity = "slug"
    named_by = "name"
    opening = "summary"

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
        keys = dict.fromkeys(freezing.page_key(row) for row in queryset)
        return HttpResponseRedirect(submit_address(keys))

    def response_change(self, request, obj):
        response = super().response_change(request, obj)
        if "_submit_for_review" in request.POST and self.has_submit_permission(request):
            return HttpResponseRedirect(submit_address([freezing.page_key(obj)]))
        return response

    def render_change_form(self, request, context, obj=None, **kwargs):
        form = context["adminform"].form
        if getattr(form, "saved_meanwhile", ()) or "seen" in getattr(form, "data", {}):
            context["unlike"] = _unlike(form, context["inline_admin_formsets"])
        context["key"] = freezing.page_key(obj) if obj else ""
        context["may_submit"] = bool(obj) and self.has_submit_permission(request)
        return super().render_change_form(request, context, obj=obj, **kwargs)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        page_states.refresh_after(form.instance, was=form.initial)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        page_states.refresh_after(obj)

    def delete_queryset(self, request, queryset):
        rows = list(queryset)
        super().delete_queryset(request, queryset)
        for row in rows:
            page_states.refresh_after(row)

    def get_deleted_objects(self, objs, request):
        """Refuse to delete the draft of a page that is public or in review, saying which."""
        to_delete, counts, permissions, protected = super().get_deleted_objects(objs, request)
        public = publishing.current_manifest()
        protected += [
            f"{row} is public. Withdraw its page first."
            for row in objs
            if not self.is_part(row) and freezing.page_key(row) in public
        ]
        protected += [why for row in objs if (why := why_kept(row))]
        return to_delete, counts, permissions, protected

    @staticmethod
    def is_part(row):
        """Say whether ``row`` is one of many on its page."""
        return freezing.page_key(row) in freezing.PARTS

    @admin.display(description="reading grade")
    def reading_grade(self, row):
        """US school grade of the summary and of the whole text; 6 and 8 are the aims."""
        texts = [
            plain(getattr(row, field.name))
            for field in row._meta.concrete_fields
            if isinstance(field, CitedText)
        ]
        whole = measure("\n".join(text for text in texts if text))
        summary = measure(plain(getattr(row, self.opening, "")))
        return f"Summary {summary.grade} (aim: 6), page {whole.grade} (aim: 8), {whole.words} words"

    @admin.display(description="what the content rules say")
    def findings(self, row):
        """What ``make content`` says of this page as it was last saved, errors first."""
        if row.pk is None:
            return "Save it first."
        try:
            guide, page = publishing.preview_guide(row)
        except freezing.CannotFreeze as error:
            return str(error)
        found = check_page(page, guide, today=timezone.localdate())
        lines = [
            (one.severity.capitalize(), one.section, one.rule, one.what_to_do) for one in found
        ]
        return format_html_join("", "<p><strong>{}</strong> {}: {}: {}</p>", lines) or "Nothing."


def submit_address(keys):
    """Return the address of the page that submits the pages ``keys`` for review."""
    query = urlencode([("page", key) for key in keys])
    return f"{reverse('admin:guidance_submission_submit')}?{query}"


def _unlike(form, inlines):
    """Return (label, as saved now, as typed) of each field in which the two differ."""
    forms_ = [form, *(one for inline in inlines for one in inline.formset.forms)]
    found = [
        (one.fields[name].label, _shown(one, name, saved=True), _shown(one, name, saved=False))
        for one in forms_
        if one.instance.pk
        for name in one.changed_data
        if name != "seen"
    ]
    return [(label, saved, typed) for label, saved, typed in found if saved != typed]


def _shown(form, name, *, saved):
    bound = form[name]
    value = form.get_initial_for_field(bound.field, name) if saved else bound.value()
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


class PartFormSet(BaseInlineFormSet):
    """Rows without what each would repeat: help stands in the first, widths in the stylesheet."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for field in form.fields.values():
            for repeated in ("class", "cols"):
                field.widget.attrs.pop(repeated, None)
            if index != 0:
                field.help_text = ""


class PartInline(admin.StackedInline):
    """Rows that hang on a page, put in order by a number. Its template is short: there are many."""

    formset = PartFormSet
    template = "admin/guidance/part_inline.html"

    extra = 0
    formfield_overrides = DraftAdmin.formfield_overrides
