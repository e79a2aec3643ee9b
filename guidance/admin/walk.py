"""The words of the walk in the admin: its texts by question, beside a drawing of its routes."""

from django.contrib import admin
from django.utils import timezone

from guidance import models
from guidance.admin.base import REVIEW, DraftAdmin, PartFormSet, PartInline
from guidance.editorial.current import NoEdition, current_guide
from guidance.editorial.snapshots import CannotFreeze, freeze_row
from guidance.pages import diff
from guidance.pages.text_input import clean_line
from guidance.walk import wording
from guidance.walk.diagram import diagram, nodes_of, stations
from guidance.walk.shipped import SHIPPED
from guidance.walk.vocabulary import PLACES, Place, Vocabulary
from guidance.walk.words import Text

MOST_TEXTS = 900
MOST_WORDS = 100
"""The most characters of words by which texts are found."""
NOT_READ = "Texts that the walk does not have any more"
"""The group of the texts that no release reads."""


class WalkFormSet(PartFormSet):
    """The texts of the walk, each with the place where it is read.

    ``find`` are words: other texts than those that have them are in the form, but not shown.
    """

    find = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = set(models.Source.objects.keys()) if self.is_bound else set()
        self.find = "" if self.is_bound else self.find

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        key = form.instance.key
        form.place = PLACES.get(key) or Place(key, NOT_READ, key)
        form.called = form.place.where
        form.is_hidden = not self._has(form)
        form.instance.source_keys = self.known if self.is_bound else None
        return form

    @property
    def number_found(self):
        """The number of texts that are shown."""
        return sum(not form.is_hidden for form in self.forms)

    def _has(self, form):
        text = form.instance
        said = f"{form.place.where} {text.text} {text.another} {text.key}".casefold()
        return all(word in said for word in self.find.casefold().split())

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for field in form.fields.values():
            field.help_text = ""  # it is above all rows


class WalkTextInline(PartInline):
    model = models.WalkText
    formset = WalkFormSet
    template = "admin/guidance/walk_texts.html"
    fields = [("text", "another")]
    can_delete = False

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, absolute_max=MOST_TEXTS, **kwargs)
        formset.find = _words_to_find(request)
        return formset

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in ("text", "another"):
            field.widget.attrs["rows"] = 2
        return field

    def has_add_permission(self, request, obj=None):
        return False  # the walk in code says which texts there are


@admin.register(models.Walk)
class WalkAdmin(DraftAdmin):
    change_form_template = "admin/guidance/walk_change_form.html"
    list_display = ["title", "review_due", "signed_off_by"]
    inlines = [WalkTextInline]
    fieldsets = [("The page", {"fields": ["title", "slug"]}), REVIEW]

    def has_add_permission(self, request):
        return False  # there is one walk, which comes with a release

    def has_delete_permission(self, request, obj=None):
        return False  # the site cannot do without it

    def render_change_form(self, request, context, obj=None, **kwargs):
        over = wording.period(timezone.localdate(), _words_of(obj))
        drawing, listed = diagram(), wording.filled(stations(over.said), over)
        context |= {
            "diagram": drawing,
            "boxes": list(zip(drawing.boxes, listed, strict=True)),
            "stations": listed,
            "find": _words_to_find(request),
            **_compared_with_public(obj),
        }
        return super().render_change_form(request, context, obj=obj, **kwargs)


def _words_to_find(request):
    """Return the words of the request by which texts are found, as one line."""
    return clean_line(request.GET.get("find", ""))[:MOST_WORDS]


def _words_of(row):
    """Return the words of the draft; the shipped ones where it lacks some."""
    here = {
        text.key: Text(text.text, text.another) for text in row.texts.all() if text.key in PLACES
    }
    return Vocabulary.of({**SHIPPED, **here}).own


def _compared_with_public(row):
    """Return the public page of the walk, its review, and what differs in the draft."""
    try:
        guide = current_guide()
        public = wording.published(guide)
        draft = freeze_row(row)
    except (NoEdition, CannotFreeze):
        return {"public": None, "changed": None, "changed_nodes": ()}
    if public is None:
        return {"public": None, "changed": None, "changed_nodes": ()}
    before, after = wording.texts_of(public), wording.texts_of(draft)
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return {
        "changed_nodes": nodes_of(keys),
        "public": public,
        "review": wording.review(guide),
        "changed": diff.diff_pages(diff.unsigned(public), diff.unsigned(draft)),
    }
