"""Ready-made handouts in the admin."""

from django.contrib import admin

from guidance import models
from guidance.admin.base import REVIEW, DraftAdmin, ReviewDueFilter


@admin.register(models.HandoutTemplate)
class HandoutTemplateAdmin(DraftAdmin):
    list_display = ["name", "audience", "review_due", "signed_off_by"]
    list_filter = [ReviewDueFilter]
    search_fields = ["name", "slug", "audience"]
    autocomplete_fields = ["therapies", "symptoms", "side_effects"]
    readonly_fields = ["reading_grade", "findings"]
    fieldsets = [
        (
            "Name",
            {"fields": ["name", "slug", "audience", "reading_grade", "findings", "staff_note"]},
        ),
        (
            "What is on it",
            {
                "fields": [
                    "note",
                    "subtype",
                    "therapies",
                    ("detail", "pictures"),
                    "symptoms",
                    "side_effects",
                    "questions",
                ]
            },
        ),
        REVIEW,
    ]
