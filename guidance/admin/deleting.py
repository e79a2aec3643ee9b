"""Deletes drafts that nothing names, and says of the others what names them (ADR 0055)."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode

from guidance.admin.page_urls import draft_address
from guidance.editorial import current, draft_status, drafts
from guidance.editorial.deletion import reasons_to_keep
from guidance.editorial.naming import named_by
from guidance.models import Source
from guidance.models.publication import WITHDRAWN
from guidance.pages.kinds import WHOLE_TABLE_KEYS

MOST_DELETED = 1_000
"""The number of rows that can be deleted at once. Each is a field of the confirmation page."""


class DeletesUnnamed:
    """Adds to the admin of a draft table what is checked before rows are deleted, one or many."""

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        draft_status.update_after(obj)

    def delete_queryset(self, request, queryset):
        rows = list(queryset)
        super().delete_queryset(request, queryset)
        draft_status.update_after_all(rows)

    def response_action(self, request, queryset, *args, **kwargs):
        """Refuse to delete more rows at once than the confirmation page can send."""
        if request.POST.get("select_across") == "1":
            many = queryset.count()
        else:
            many = len(request.POST.getlist("_selected_action"))
        if request.POST.get("action") == "delete_selected" and many > MOST_DELETED:
            messages.warning(request, f"Choose {MOST_DELETED} rows or fewer to delete at once.")
            return HttpResponseRedirect(request.get_full_path())
        return super().response_action(request, queryset, *args, **kwargs)

    def get_deleted_objects(self, objs, request):
        """Refuse to delete drafts that are public, in review or named, and say where."""
        rows = list(objs)
        to_delete, counts, permissions, protected = super().get_deleted_objects(rows, request)
        manifest = current.current_manifest()
        reasons = [
            f"{row} is public. Withdraw its page first."
            for row in rows
            if not self.is_part(row) and drafts.page_key(row) in manifest
        ]
        reasons += reasons_to_keep(rows)
        reasons += naming_lines(rows)
        return to_delete, counts, permissions, reasons or protected

    @staticmethod
    def is_part(row):
        """Return whether ``row`` is one of many on its page."""
        return drafts.page_key(row) in WHOLE_TABLE_KEYS


def naming_lines(rows):
    """Return a line for each thing that names one of ``rows``, with a link to where it is."""
    found = named_by(rows)
    behind = drafts.rows_behind() if found else {}
    return [
        format_html(
            '{} is {} by <a href="{}">{}</a>',
            _called(row),
            _how(naming),
            address,
            naming.words,
        )
        if (address := _address(naming, behind))
        else f"{_called(row)} is {_how(naming)} by {naming.words}"
        for row, namings in found.items()
        for naming in namings
    ]


def _how(naming):
    return "cited" if naming.cites else "named"


def _called(row):
    return row.key if isinstance(row, Source) else str(row)


def _address(naming, behind):
    """Return the address at which a ``Naming`` is changed; empty for the words of this release.

    ``behind`` is {page key: id of its draft}.
    """
    if naming.submission:
        return reverse("admin:guidance_submission_change", args=[naming.submission])
    if not naming.key:
        return ""
    row = naming.row or behind.get(naming.key)
    if row or naming.key in WHOLE_TABLE_KEYS:
        return draft_address(naming.key, row)
    page = urlencode({"page": naming.key.removeprefix(WITHDRAWN)})
    return f"{reverse('admin:guidance_pageversion_history')}?{page}"
