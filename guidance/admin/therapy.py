"""Treatments in the admin, with their evidence, checks and side effects."""

from django import forms
from django.contrib import admin
from django.utils.html import format_html

from guidance import models
from guidance.admin.base import REVIEW, DraftAdmin, PartFormSet, PartInline, ReviewDueFilter
from guidance.admin.lists import FoundWithSlips
from guidance.admin.sections import fieldset
from guidance.admin.signs import SignsMixin
from guidance.pages.sections import (
    BEFORE_YOU_DECIDE,
    BENEFITS,
    GLANCE,
    HARMS,
    THERAPY,
    USING_IT,
)


class Named(forms.Widget):
    """Shows the name of the side effect of a saved row, which cannot be changed."""

    def __init__(self, name):
        super().__init__()
        self.name = name

    def render(self, name, value, attrs=None, renderer=None):
        return format_html("<b>{}</b>", self.name)

    def id_for_label(self, id_):
        return None


class SideEffectFormSet(PartFormSet):
    def add_fields(self, form, index):
        super().add_fields(form, index)
        field = form.fields["side_effect"]
        form.fields["detail"].help_text = ""  # the texts of the page have the same help text
        if form.instance.pk:
            field.disabled, field.widget = True, Named(str(form.instance.side_effect))
        else:
            wrapper = field.widget  # a new row only needs the link that adds a side effect
            wrapper.can_change_related = wrapper.can_delete_related = False
            wrapper.can_view_related = False


class TherapySideEffectInline(PartInline):
    model = models.TherapySideEffect
    formset = SideEffectFormSet
    verbose_name = "side effect"
    autocomplete_fields = ["side_effect"]
    fields = [
        ("order", "side_effect", "seriousness"),
        "detail",
        ("out_of", "with_treatment", "without_treatment", "uncompared"),
        ("comparator", "time_span"),
        ("group", "given"),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("side_effect")


class EvidenceInline(PartInline):
    model = models.Evidence
    fields = [
        ("order", "trial", "group"),
        ("happened", "not_happened"),
        ("time_span", "comparator"),
        ("out_of", "with_treatment", "without_treatment"),
        "finding",
        ("certainty", "certainty_why"),
        "limits",
        "point",
    ]


class CheckFormSet(PartFormSet):
    @classmethod
    def get_default_prefix(cls):
        return "checks"

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["text"].widget.attrs["rows"] = 2


class CheckInline(PartInline):
    model = models.TherapyCheck
    formset = CheckFormSet
    verbose_name = "check"
    fields = [("order", "name", "moment"), "text", ("months", "every_from", "every_to")]


REHABILITATION_LABELS = {
    **{section.field: section.rehabilitation for section in THERAPY if section.rehabilitation},
    **{
        section.short_field: f"{section.rehabilitation}: short answer"
        for section in THERAPY
        if section.rehabilitation and section.short_field
    },
    **{line.field: line.rehabilitation for line in GLANCE if line.rehabilitation},
    "name": "Name",
}
"""Form labels for rehabilitation that differ from those for medicines."""

MEDICINES_ONLY = ["brands", "by_mouth", "by_shot", "by_infusion"]
MEDICINES_ONLY += ["boxed_warning", "no_boxed_warning", "pronunciation"]
"""Fields that do not apply to rehabilitation, shown there only if they have a value."""


@admin.register(models.Therapy)
class TherapyAdmin(FoundWithSlips, SignsMixin, DraftAdmin):
    list_display = ["name", "brands", "group", "label_status", "review_due", "signed_off_by"]
    list_filter = [
        "group",
        "label_status",
        ReviewDueFilter,
        "by_mouth",
        "by_shot",
        "by_infusion",
        ("staff_note", admin.EmptyFieldListFilter),
    ]
    search_fields = ["name", "brands", "slug", "search_words"]
    matched_by = ("name", "brands", "slug", "search_words")
    autocomplete_fields = ["not_named"]
    readonly_fields = ["reading_grade", "findings"]
    inlines = [EvidenceInline, CheckInline, TherapySideEffectInline]
    fieldsets = [
        (
            "Name",
            {
                "fields": [
                    "name",
                    "slug",
                    "brands",
                    "pronunciation",
                    "search_words",
                    "group",
                    ("label_status", "label_line"),
                    ("by_mouth", "by_shot", "by_infusion", "in_sessions"),
                    ("at_home", "at_clinic"),
                    "reading_grade",
                    "findings",
                    "staff_note",
                ]
            },
        ),
        (
            "Top of the page",
            {
                "fields": [
                    "summary",
                    "boxed_warning",
                    "no_boxed_warning",
                    "benefit_point",
                    "worst",
                    "for_you_if",
                    "not_for_you_if",
                ]
            },
        ),
        ("At a glance", {"fields": [line.field for line in GLANCE if line.id != "label"]}),
        fieldset(BENEFITS, THERAPY),
        fieldset(USING_IT, THERAPY),
        fieldset(
            HARMS, THERAPY, after=["not_named", "label_read", "signs", "call_911", "call_clinic"]
        ),
        fieldset(BEFORE_YOU_DECIDE, THERAPY),
        ("Questions to ask", {"fields": ["questions"]}),
        REVIEW,
    ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if _is_rehabilitation(obj):
            for name, label in REHABILITATION_LABELS.items():
                if name in form.base_fields:
                    form.base_fields[name].label = label
            if "name" in form.base_fields:
                form.base_fields["name"].help_text = "As patients know it."
        return form

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if not _is_rehabilitation(obj):
            return fieldsets
        hidden = {name for name in MEDICINES_ONLY if not getattr(obj, name)}
        if obj.label_status == models.Therapy.LabelStatus.NOT_A_MEDICINE:
            hidden |= {"label_status", "not_named", "label_read"}
        return [
            (title, {**options, "fields": _without(options["fields"], hidden)})
            for title, options in fieldsets
        ]


def _is_rehabilitation(therapy):
    return therapy is not None and therapy.group == models.Therapy.Group.REHABILITATION


def _without(fields, hidden):
    """Return the fields of a fieldset, which may be grouped, without those in ``hidden``."""
    lines = [
        tuple(name for name in line if name not in hidden) if isinstance(line, tuple) else line
        for line in fields
    ]
    return [line for line in lines if line and line not in hidden]
