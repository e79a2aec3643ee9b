"""Therapies in the admin, with their side effects and evidence."""

from django.contrib import admin
from django.forms import BaseInlineFormSet

from guidance import models
from guidance.admin.base import REVIEW, DraftAdmin, KnownAutocomplete, PartInline, ReviewDueFilter


class SideEffectFormSet(BaseInlineFormSet):
    def add_fields(self, form, index):
        super().add_fields(form, index)
        wrapper = form.fields["side_effect"].widget  # its four links, in each row, weigh much
        wrapper.can_add_related = wrapper.can_change_related = False
        wrapper.can_delete_related = wrapper.can_view_related = False
        form.fields["detail"].help_text = ""  # said above, for each text of the page
        if form.instance.pk:
            effect = form.instance.side_effect
            form.fields["side_effect"].widget.widget.known = {str(effect.pk): str(effect)}


class TherapySideEffectInline(PartInline):
    model = models.TherapySideEffect
    formset = SideEffectFormSet
    verbose_name = "side effect"
    fields = [
        ("order", "side_effect", "seriousness"),
        "detail",
        ("out_of", "with_treatment", "without_treatment"),
        ("comparator", "time_span"),
        "group",
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("side_effect")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "side_effect":
            kwargs["widget"] = KnownAutocomplete(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


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
    ]


@admin.register(models.Therapy)
class TherapyAdmin(DraftAdmin):
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
    search_fields = ["name", "brands", "slug"]
    readonly_fields = ["reading_grade", "findings"]
    inlines = [EvidenceInline, TherapySideEffectInline]
    fieldsets = [
        (
            "Name",
            {
                "fields": [
                    "name",
                    "slug",
                    "brands",
                    "pronunciation",
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
        ("Top of the page", {"fields": ["summary", "boxed_warning"]}),
        (
            "At a glance",
            {"fields": ["what_kind", "how_taken", "how_often", "where_taken", "checks"]},
        ),
        ("Benefits", {"fields": ["who_it_is_for", "how_it_works", "how_well_it_works"]}),
        (
            "Using it",
            {
                "fields": [
                    "what_it_does_not_do",
                    "how_you_take_it",
                    "before_you_start",
                    "check_ups",
                ]
            },
        ),
        ("Harms", {"fields": ["side_effects_intro", "call_911", "call_clinic"]}),
        (
            "Before you decide",
            {"fields": ["do_not_take_if", "pregnancy", "other_medicines", "stopping", "cost"]},
        ),
        ("Questions to ask", {"fields": ["questions"]}),
        REVIEW,
    ]
