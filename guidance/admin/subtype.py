"""The four types of SPMS in the admin."""

from django.contrib import admin

from guidance import models
from guidance.admin.base import REVIEW, DraftAdmin, PartInline, ReviewDueFilter
from guidance.admin.sections import fieldset
from guidance.pages.sections import FURTHER, SUBTYPE, THE_PAGE


class PlaceboGroupInline(PartInline):
    model = models.PlaceboGroup
    fields = [
        ("order", "trial", "group"),
        ("happened", "not_happened"),
        ("time_span", "out_of", "people"),
        "finding",
        "limits",
    ]


@admin.register(models.Subtype)
class SubtypeAdmin(DraftAdmin):
    list_display = ["name", "active", "progressing", "review_due", "signed_off_by"]
    list_filter = ["active", "progressing", ReviewDueFilter]
    search_fields = ["name", "slug"]
    autocomplete_fields = ["therapies", "symptoms"]
    readonly_fields = ["reading_grade", "findings"]
    inlines = [PlaceboGroupInline]
    fieldsets = [
        (
            "Name",
            {
                "fields": [
                    "name",
                    "slug",
                    "medical_name",
                    "search_words",
                    ("active", "progressing"),
                    "reading_grade",
                    "findings",
                    "staff_note",
                ]
            },
        ),
        fieldset(THE_PAGE, SUBTYPE, before=["summary", "in_short"]),
        ("Where it leads", {"fields": ["therapies", "symptoms"]}),
        fieldset(FURTHER, SUBTYPE, after=["questions"]),
        REVIEW,
    ]
