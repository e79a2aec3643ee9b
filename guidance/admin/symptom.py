"""Symptoms in the admin."""

from django.contrib import admin

from guidance import models
from guidance.admin.base import REVIEW, DraftAdmin, ReviewDueFilter
from guidance.admin.lists import FoundWithSlips
from guidance.admin.sections import fieldset
from guidance.admin.signs import SignsMixin
from guidance.pages.sections import SYMPTOM, THE_PAGE


@admin.register(models.Symptom)
class SymptomAdmin(FoundWithSlips, SignsMixin, DraftAdmin):
    list_display = ["name", "medical_name", "review_due", "signed_off_by"]
    list_filter = [ReviewDueFilter]
    search_fields = ["name", "medical_name", "slug", "search_words"]
    matched_by = ("name", "medical_name", "slug", "search_words")
    autocomplete_fields = ["side_effects"]
    readonly_fields = ["reading_grade", "findings"]
    fieldsets = [
        (
            "Name",
            {
                "fields": [
                    "name",
                    "slug",
                    "medical_name",
                    "search_words",
                    "reading_grade",
                    "findings",
                    "staff_note",
                ]
            },
        ),
        fieldset(
            THE_PAGE,
            SYMPTOM,
            before=["summary", "signs", "call_911", "call_clinic"],
            beside={"side_effects_of_medicines": ["side_effects"]},
            after=["questions"],
        ),
        REVIEW,
    ]
