"""Keeps what staff type and have not saved, for the person who typed it alone (ADR 0040)."""

import json

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from guidance.models import UnsavedCopy
from guidance.models.unsaved import NEW

LARGEST_ID = 2**63 - 1


class KeepsUnsaved:
    """Adds to an admin the view that keeps, returns and deletes the unsaved copy of a form.

    A copy is deleted when its author saves the form.
    """

    def get_urls(self):
        view = self.admin_site.admin_view(require_http_methods(["GET", "POST"])(self.unsaved_view))
        name = f"guidance_{self.opts.model_name}_unsaved"
        return [path("unsaved/<int:row>/", view, name=name), *super().get_urls()]

    def unsaved_address(self, request, obj):
        """Return the address that keeps the form of ``obj``, or "" if there is nothing to keep."""
        may = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        if not may or "_popup" in request.GET or "_popup" in request.POST:
            return ""
        name = f"admin:guidance_{self.opts.model_name}_unsaved"
        return reverse(name, args=[obj.pk if obj else NEW])

    def unsaved_view(self, request, row):
        """Return the copy of the user (GET), or keep the fields of the request in its place."""
        self._refuse_others(request, row)
        whose = (request.user, self.opts.model_name, row)
        now = timezone.now()
        if request.method == "GET":
            copy = UnsavedCopy.objects.of(*whose, now=now)
            if copy is None:
                return HttpResponse(status=204)
            return JsonResponse({**copy.content, "at": _time(copy.kept_at, now)})
        content = _content(request.body)
        if content is None:
            return JsonResponse({"message": "This was not understood."}, status=400)
        if content["fields"]:
            UnsavedCopy.objects.keep(*whose, content, now=now)
        else:
            UnsavedCopy.objects.forget(*whose)
        return JsonResponse({"at": _time(now, now)})

    def _refuse_others(self, request, row):
        if row == NEW:
            allowed = self.has_add_permission(request)
        else:
            draft = self.get_object(request, str(row)) if row <= LARGEST_ID else None
            if draft is None:
                raise Http404("There is no such draft.")
            allowed = self.has_change_permission(request, draft)
        if not allowed:
            raise PermissionDenied

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        row = form.instance.pk if change else NEW
        UnsavedCopy.objects.forget(request.user, self.opts.model_name, row)


def _content(body):
    """Return {"base": text, "fields": {key: {"values": texts, "labels": texts}}}, or None."""
    try:
        sent = json.loads(body)
        base, fields = sent["base"], sent["fields"]
        kept = {
            key: {"values": list(field["values"]), "labels": list(field["labels"])}
            for key, field in fields.items()
        }
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    texts = [base, *(text for field in kept.values() for part in field.values() for text in part)]
    if not all(isinstance(text, str) and "\0" not in text for text in [*texts, *kept]):
        return None
    try:
        "".join([*texts, *kept]).encode()
    except UnicodeEncodeError:  # half of a character, which no database stores
        return None
    return {"base": base, "fields": kept}


def _time(moment, now):
    """Return the time of ``moment``, with its day if that is not today."""
    moment, now = timezone.localtime(moment), timezone.localtime(now)
    return f"{moment:%H:%M}" if moment.date() == now.date() else f"{moment:%B %-d at %H:%M}"
