"""What the editor of cited texts asks of the server: rows to choose from, and new rows (ADR 0040).

The script of the editor is ``static/js/editor.js``, which is built from ``editor/src/``.
"""

import json
import re

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import JsonResponse
from django.urls import path
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods

from guidance.editorial import draft_status
from guidance.models import GlossaryTerm, Source
from guidance.pages.choices import HowChecked, SourceKind, SourceTier
from guidance.pages.text import on_one_line

LONGEST_KEY = 60
LONGEST_NAME = 40
"""The most characters of a title on a chip."""
TIER_OF_KIND = {
    SourceKind.SOCIETY: SourceTier.SOCIETY,
    SourceKind.HOSPITAL: SourceTier.HOSPITAL,
    SourceKind.MAKER: SourceTier.MANUFACTURER,
    SourceKind.PRESS: SourceTier.MANUFACTURER,
}
"""The tier of each kind of source that is not primary."""
NOT_ADDED = "Not added yet: see the messages above."


class ChosenInEditor:
    """Adds to an admin the view that lists rows for the editor (GET) and adds one (POST).

    ``editor_form`` is a form that checks a new row, and knows how a row is shown.
    """

    editor_form: type[forms.ModelForm]

    def get_urls(self):
        view = self.admin_site.admin_view(require_http_methods(["GET", "POST"])(self.for_editor))
        name = f"guidance_{self.opts.model_name}_for_editor"
        return [path("for-editor/", view, name=name), *super().get_urls()]

    def for_editor(self, request):
        """Return the rows as JSON, or add the row of the request and return it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self._add_for_editor(request)
        rows = self.get_queryset(request)
        return JsonResponse(
            {
                "rows": [self.editor_form.as_row(row) for row in rows],
                "may_add": self.has_add_permission(request),
                "choices": self.editor_form.choices(),
            }
        )

    def _add_for_editor(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied
        try:
            values = json.loads(request.body)
        except ValueError:
            values = None
        if not isinstance(values, dict) or not all(
            isinstance(value, str) for value in values.values()
        ):
            return JsonResponse({"message": "This was not understood."}, status=400)
        with transaction.atomic():
            form = self.editor_form(values)
            if not form.is_valid():
                messages = {name: list(errors) for name, errors in form.errors.items()}
                unnamed = messages.pop("__all__", [])
                message = " ".join([*unnamed, NOT_ADDED])
                return JsonResponse({"message": message, "errors": messages}, status=422)
            row = form.save()
            self.log_addition(request, row, [{"added": {}}])
            draft_status.update_after(row)
        return JsonResponse(form.as_row(row), status=201)


def _free(model, name, words, fallback):
    """Return a value for the unique field ``name`` that is made from ``words`` and not taken."""
    stem = slugify(words)[: LONGEST_KEY - 5].strip("-_") or fallback
    taken = set(model.objects.filter(**{f"{name}__startswith": stem}).values_list(name, flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(value for value in (stem, *numbered) if value not in taken)


class SourceInEditor(forms.ModelForm):
    """A source that is added while a text is written. Its key is made from its title."""

    class Meta:
        model = Source
        fields = ["address", "title", "organization", "published", "kind", "how_checked"]
        error_messages = {
            "address": {"required": "Type the web address of the source."},
            "title": {"required": "Type its title."},
            "organization": {"required": "Say who published it."},
            "kind": {"required": "Choose what it is."},
            "how_checked": {"required": "Say where you read it."},
        }

    @staticmethod
    def choices():
        """Return the choices of the form, as pairs of value and words."""
        return {"kind": SourceKind.pairs(), "how_checked": HowChecked.pairs()}

    @staticmethod
    def as_row(source):
        """Return what the editor shows of ``source``: ``short`` is on its chip."""
        year = re.search(r"\b(?:19|20)\d\d\b", source.published)
        name = source.title
        if len(name) > LONGEST_NAME:
            name = name[:LONGEST_NAME].rsplit(" ", 1)[0].rstrip(",;:.") + "…"
        return {
            "key": source.key,
            "name": source.title,
            "about": ", ".join(filter(None, [source.organization, source.published])),
            "short": f"{name} {year[0]}" if year and year[0] not in name else name,
            "organization": source.organization,
            "title": source.title,
            "search": f"{source.title} {source.organization} {source.published}",
        }

    def clean_address(self):
        address = self.cleaned_data["address"]
        there = Source.objects.filter(address=address).first()
        if there:
            raise forms.ValidationError(f"This source is in the list above: “{there.title}”.")
        return address

    def _post_clean(self):
        """Fill in what follows from the rest before the row is checked as a whole."""
        kind = self.cleaned_data.get("kind")
        self.instance.tier = TIER_OF_KIND.get(kind, SourceTier.PRIMARY)
        self.instance.checked_on = timezone.localdate()
        self.instance.key = _free(Source, "key", self.cleaned_data.get("title", ""), "source")
        super()._post_clean()


class TermInEditor(forms.ModelForm):
    """A word that is added to the glossary while a text is written."""

    class Meta:
        model = GlossaryTerm
        fields = ["term", "definition"]
        error_messages = {
            "term": {"required": "Type the word.", "unique": "This word is in the list above."},
            "definition": {"required": "Say what it means."},
        }

    @staticmethod
    def choices():
        return {}

    @staticmethod
    def as_row(term):
        """Return what the editor shows of ``term``."""
        return {
            "key": term.slug,
            "name": term.term,
            "about": on_one_line(term.definition),
            "search": f"{term.term} {term.also_called}",
        }

    def _post_clean(self):
        self.instance.slug = _free(GlossaryTerm, "slug", self.cleaned_data.get("term", ""), "word")
        super()._post_clean()
