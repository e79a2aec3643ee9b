"""The report of public pages in the admin: a table to filter and sort, and to download."""

from operator import attrgetter

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.urls import path
from django.utils import timezone

from guidance.admin.spreadsheet import spreadsheet
from guidance.editorial import page_report
from guidance.pages.kinds import KINDS

A_PAGE = 100
"""The number of pages on one page of the report."""
ONLY = {
    "unsigned": "Not signed off",
    "overdue": "Review overdue",
    "unopened": "With sources that nobody opened",
    "warnings": "With warnings",
}
ORDERS = {
    "title": "Page",
    "kind": "Kind",
    "-since": "Public since, latest first",
    "signed_on": "Signed on",
    "due": "Review due",
    "-unopened": "Sources that nobody opened, most first",
    "-warnings": "Warnings, most first",
}


class ReportForm(forms.Form):
    """The filters and the order, sent by GET. A value that does not exist is not applied."""

    words = forms.CharField(label="Words in the title", required=False, max_length=100)
    kind = forms.ChoiceField(
        label="Kind",
        required=False,
        choices=[
            ("", "Any"),
            *((name, name) for name in dict.fromkeys(k.name for k in KINDS.values())),
        ],
    )
    only = forms.ChoiceField(label="Only", required=False, choices=[("", "All"), *ONLY.items()])
    order = forms.ChoiceField(label="In the order of", required=False, choices=ORDERS.items())

    @property
    def unknown(self):
        """The labels of the filters whose value does not exist."""
        return [self.fields[name].label for name in self.errors]

    def applied_to(self, lines, today):
        """Return those of ``lines`` that match, in the chosen order."""
        self.full_clean()
        wanted = self.cleaned_data
        matching = {
            "unsigned": lambda line: line.due and not line.signed_by,
            "overdue": lambda line: line.due and line.due < today,
            "unopened": lambda line: line.unopened,
            "warnings": lambda line: line.warnings,
        }.get(wanted.get("only"), lambda line: True)
        words, kind = wanted.get("words", "").lower(), wanted.get("kind", "")
        found = [
            line
            for line in lines
            if matching(line) and words in line.title.lower() and kind in ("", line.kind)
        ]
        order = wanted.get("order") or "title"
        return _sorted(found, order.lstrip("-"), backwards=order.startswith("-"))


def _sorted(lines, name, *, backwards):
    """Return ``lines`` by that field. Those without a value come last, equal ones stay in order."""
    value = attrgetter(name)
    if name == "title":
        return lines
    known = [line for line in lines if value(line) is not None]
    unknown = [line for line in lines if value(line) is None]
    return [*sorted(known, key=value, reverse=backwards), *unknown]


class ReportPages:
    """Adds the URLs of the report to the admin of editions."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("report/", wrap(self.report_view), name="guidance_edition_report"),
            path("report/csv/", wrap(self.report_csv_view), name="guidance_edition_report_csv"),
            *super().get_urls(),
        ]

    def report_view(self, request):
        """Show the public pages that match the filters, a hundred per page."""
        form, found, matching = self._report(request)
        page = Paginator(matching, A_PAGE).get_page(request.GET.get("page"))
        query = request.GET.copy()
        query.pop("page", None)
        context = {
            "filters": form,
            "page": page,
            "query": query.urlencode(),
            "total": len(found),
            "today": timezone.localdate(),
        }
        return self.show(request, "admin/guidance/report.html", "Report of public pages", context)

    def report_csv_view(self, request):
        """Download the public pages that match the filters."""
        _form, _found, matching = self._report(request)
        return spreadsheet("public-pages", page_report.table(matching))

    def _report(self, request):
        """Return (form, all public pages, those that match the form)."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        today = timezone.localdate()
        form, found = ReportForm(request.GET), page_report.lines(today=today)
        return form, found, form.applied_to(found, today)
