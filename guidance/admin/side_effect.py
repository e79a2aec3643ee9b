"""Side effects in the admin."""

from django.contrib import admin

from guidance import models
from guidance.admin.base import REVIEW, DraftAdmin, ReviewDueFilter
from guidance.admin.lists import FoundWithSlips
from guidance.admin.sections import fieldset
from guidance.admin.signs import SignsMixin
from guidance.admin.spreadsheet import DownloadMixin
from guidance.pages.sections import SIDE_EFFECT, THE_PAGE
from guidance.quality.harm_signs import needed_words


@admin.register(models.SideEffect)
class SideEffectAdmin(FoundWithSlips, SignsMixin, DownloadMixin, DraftAdmin):
    actions = [*DraftAdmin.actions, "download"]
    list_display = ["name", "medical_name", "gravity", "review_due", "signed_off_by"]
    list_filter = ["gravity", ReviewDueFilter]
    search_fields = ["name", "medical_name", "slug", "search_words"]
    matched_by = ("name", "medical_name", "slug", "search_words")
    readonly_fields = ["reading_grade", "findings", "signs_needed"]
    fieldsets = [
        (
            "Name",
            {
                "fields": [
                    "name",
                    "slug",
                    ("medical_name", "gravity"),
                    "search_words",
                    "reading_grade",
                    "findings",
                    "staff_note",
                ]
            },
        ),
        fieldset(
            THE_PAGE,
            SIDE_EFFECT,
            before=["summary", "signs", "signs_needed", "call_911", "call_clinic"],
        ),
        REVIEW,
    ]

    @admin.display(description="signs its treatments need")
    def signs_needed(self, side_effect):
        """Say which signs a treatment must name that lists this side effect."""
        return needed_words(side_effect.slug, side_effect.gravity)
