"""What every draft table in the admin shares."""

from datetime import timedelta

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import models
from django.forms import Textarea
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join

from guidance import publishing
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


class DraftAdmin(admin.ModelAdmin):
    """A draft table. Saving changes nothing public; preview and publishing are a click away."""

    save_on_top = True
    change_form_template = "admin/guidance/draft_change_form.html"
    formfield_overrides = {
        models.TextField: {"widget": Textarea(attrs={"rows": 5, "cols": 90})},
    }
    actions = ["show_changes"]
    identity = "slug"
    named_by = "name"

    def get_readonly_fields(self, request, obj=None):
        fixed = [self.identity] if obj and self.identity else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def get_prepopulated_fields(self, request, obj=None):
        can_change = self.has_change_permission(request, obj)
        if obj or not can_change or self.identity != "slug":
            return {}
        return {"slug": [self.named_by]}

    def has_publish_permission(self, request):
        return request.user.has_perm("guidance.publish")

    @admin.action(description="Show what publishing would change", permissions=["publish"])
    def show_changes(self, request, queryset):
        return HttpResponseRedirect(reverse("admin:guidance_edition_publish"))

    @admin.display(description="reading grade")
    def reading_grade(self, row):
        """US school grade of the summary and of the whole text; 6 and 8 are the aims."""
        texts = [
            plain(getattr(row, field.name))
            for field in row._meta.concrete_fields
            if isinstance(field, CitedText)
        ]
        whole = measure("\n".join(text for text in texts if text))
        summary = measure(plain(getattr(row, "summary", "")))
        return f"Summary {summary.grade} (aim: 6), page {whole.grade} (aim: 8), {whole.words} words"

    @admin.display(description="what the content rules say")
    def findings(self, row):
        """What ``make content`` says of this page as it was last saved, errors first."""
        if row.pk is None:
            return "Save it first."
        try:
            guide, page = publishing.preview_guide(row)
        except publishing.CannotFreeze as error:
            return str(error)
        found = check_page(page, guide, today=timezone.localdate())
        lines = [
            (one.severity.capitalize(), one.section, one.rule, one.what_to_do) for one in found
        ]
        return format_html_join("", "<p><strong>{}</strong> {}: {}: {}</p>", lines) or "Nothing."


class PartInline(admin.StackedInline):
    """Rows that hang on a page, put in order by a number."""

    extra = 0
    formfield_overrides = DraftAdmin.formfield_overrides


class KnownAutocomplete(AutocompleteSelect):
    """An autocomplete that is told the labels it shows, in place of one query for each row."""

    known = {}

    def optgroups(self, name, value, attrs=None):
        selected = [str(one) for one in value if one]
        if any(one not in self.known for one in selected):
            return super().optgroups(name, value, attrs)
        options = [
            self.create_option(name, one, self.known[one], True, index)
            for index, one in enumerate(selected, start=1)
        ]
        return [(None, [self.create_option(name, "", "", not selected, 0), *options], 0)]
