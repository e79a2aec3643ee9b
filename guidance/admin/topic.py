"""Topics of living with SPMS in the admin."""

from django.contrib import admin

from guidance import models
from guidance.admin.base import REVIEW, DraftAdmin, PartInline, ReviewDueFilter
from guidance.admin.lists import FoundWithSlips
from guidance.admin.sections import fieldset
from guidance.admin.signs import SignsMixin
from guidance.pages.sections import THE_PAGE, TOPIC


class TopicRowInline(PartInline):
    model = models.TopicRow
    fields = [("order", "name"), "second", "third"]


@admin.register(models.Topic)
class TopicAdmin(FoundWithSlips, SignsMixin, DraftAdmin):
    list_display = ["name", "review_due", "signed_off_by"]
    list_filter = [ReviewDueFilter, ("staff_note", admin.EmptyFieldListFilter)]
    search_fields = ["name", "slug", "search_words"]
    matched_by = ("name", "slug", "search_words")
    autocomplete_fields = ["subtypes", "therapies", "symptoms", "side_effects", "topics"]
    readonly_fields = ["reading_grade", "findings"]
    inlines = [TopicRowInline]
    fieldsets = [
        (
            "Name",
            {"fields": ["name", "slug", "search_words", "reading_grade", "findings", "staff_note"]},
        ),
        ("Top of the page", {"fields": ["summary", "key_points", "next_step", "signs"]}),
        fieldset(THE_PAGE, TOPIC, after=["questions"]),
        (
            "Table",
            {
                "fields": [
                    "table_heading",
                    ("first_column", "second_column", "third_column"),
                    "table_short",
                ]
            },
        ),
        ("Read next", {"fields": ["subtypes", "therapies", "symptoms", "side_effects", "topics"]}),
        REVIEW,
    ]
