"""Sources in the admin."""

from django.contrib import admin

from guidance import models
from guidance.admin.base import DraftAdmin
from guidance.admin.editor import ChosenInEditor, SourceInEditor
from guidance.admin.ledger import LedgerPages
from guidance.admin.lists import FoundWithSlips
from guidance.admin.spreadsheet import DownloadMixin


@admin.register(models.Source)
class SourceAdmin(ChosenInEditor, FoundWithSlips, LedgerPages, DownloadMixin, DraftAdmin):
    actions = [*DraftAdmin.actions, "download"]
    change_form_template = "admin/guidance/source_change_form.html"
    change_list_template = "admin/guidance/source_change_list.html"
    identity = "key"
    editor_form = SourceInEditor
    list_display = ["key", "named", "kind", "how_checked", "checked_on"]
    list_filter = ["kind", "tier", "how_checked", "checked_on"]
    search_fields = ["key", "organization", "title", "address"]
    matched_by = ("key", "organization", "title")
    fields = [
        "key",
        "organization",
        "title",
        "address",
        "kind",
        "tier",
        "published",
        "checked_on",
        "how_checked",
        "newer_version",
        "still_current",
        "still_current_on",
        "note",
    ]

    @admin.display(description="source", ordering="organization")
    def named(self, row):
        """Who published it, and its title, in one column: a list has no room for both."""
        return f"{row.organization}: {row.title}"
