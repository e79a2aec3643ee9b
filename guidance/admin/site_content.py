"""Info pages, glossary, signs and get-help levels in the admin."""

from django.contrib import admin
from django.template.loader import render_to_string

from guidance import models
from guidance.admin.base import REVIEW, DraftAdmin, PartInline, ReviewDueFilter
from guidance.admin.editor import ChosenInEditor, TermInEditor
from guidance.admin.sign_mentions import about
from guidance.editorial.current import NoEdition, current_guide
from guidance.handout.build import URGENT
from guidance.pages.guide import CannotShow
from guidance.pages.text import plain


class InfoSectionInline(PartInline):
    model = models.InfoSection
    fields = [("order", "anchor", "heading"), "short", "text"]


@admin.register(models.Info)
class InfoAdmin(DraftAdmin):
    named_by = "title"
    list_display = ["title", "slug", "order", "review_due", "signed_off_by"]
    list_filter = [ReviewDueFilter]
    search_fields = ["title", "slug"]
    readonly_fields = ["reading_grade", "findings"]
    inlines = [InfoSectionInline]
    fieldsets = [
        (
            "The page",
            {
                "fields": [
                    "title",
                    "slug",
                    "search_words",
                    "order",
                    "summary",
                    "reading_grade",
                    "findings",
                ]
            },
        ),
        REVIEW,
    ]


@admin.register(models.GlossaryTerm)
class GlossaryTermAdmin(ChosenInEditor, DraftAdmin):
    editor_form = TermInEditor
    named_by = "term"
    list_display = ["term", "also_called", "means", "link_first_use"]
    search_fields = ["term", "also_called", "definition"]
    fields = ["term", "slug", "also_called", "search_words", "definition", "link_first_use"]

    @admin.display(description="definition")
    def means(self, row):
        """The definition as readers see it, without marks of sources."""
        return plain(row.definition)


class WarningSignInline(PartInline):
    """The signs of a level from before there was a table of signs."""

    model = models.WarningSign
    fields = ["order", "text"]
    max_num = 0


@admin.register(models.Sign)
class SignAdmin(DraftAdmin):
    list_display = ["noticed", "level", "part", "first", "own", "signed_off_by"]
    list_filter = [
        *("level", "part", "first", "own", ReviewDueFilter),
        ("staff_note", admin.EmptyFieldListFilter),
    ]
    search_fields = ["slug", "short", "text"]
    fieldsets = [
        (
            "The sign",
            {
                "fields": [
                    "slug",
                    "text",
                    "short",
                    "level",
                    "part",
                    ("first", "own"),
                    "search_words",
                    "order",
                    "staff_note",
                    "named_on",
                    "spoken_of",
                ]
            },
        ),
        REVIEW,
    ]
    readonly_fields = ["named_on", "spoken_of"]

    def get_prepopulated_fields(self, request, obj=None):
        return {}  # a name of a few words, which staff choose

    @admin.display(description="what you notice", ordering="text")
    def noticed(self, row):
        """The sign in a few words, or its sentence without marks of sources."""
        return plain(row.short or row.text)

    @admin.display(description="read these if you change its level")
    def spoken_of(self, row):
        """The pages that show the public sign, and their sentences that seem to speak of it."""
        try:
            sign = current_guide().signs.get(row.slug)
        except (NoEdition, CannotShow):
            sign = None
        if sign is None:
            return "It is not public yet."
        context = {"about": about(sign)}
        return render_to_string("admin/guidance/parts/about_sign.html", context)

    @admin.display(description="pages that name it")
    def named_on(self, row):
        """The pages whose drafts name this sign."""
        if row.pk is None:
            return "None yet."
        tables = (row.therapies, row.symptoms, row.side_effects, row.topics)
        pages = [page for table in tables for page in table.all()]
        return ", ".join(map(str, pages)) or "None: it is on Get help only."


@admin.register(models.HelpLevel)
class HelpLevelAdmin(DraftAdmin):
    identity = "urgency"
    list_display = ["title", "urgency", "order", "review_due", "signed_off_by"]
    list_filter = [ReviewDueFilter]
    search_fields = ["title", "action"]
    inlines = [WarningSignInline]
    fieldsets = [("The level", {"fields": ["urgency", "order", "title", "action"]}), REVIEW]

    def get_deleted_objects(self, objs, request):
        """Refuse to delete a level that the walk and every sheet need."""
        to_delete, counts, permissions, protected = super().get_deleted_objects(objs, request)
        protected += [
            f"The walk and every sheet need “{row}”. Change its words instead."
            for row in objs
            if row.urgency in URGENT
        ]
        return to_delete, counts, permissions, protected
