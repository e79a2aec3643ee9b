"""Downloads rows of the admin as CSV files."""

import csv

from django.contrib import admin
from django.http import HttpResponse

from guidance.quality.ledger import harmless


def spreadsheet(name, rows):
    """Return ``rows``, the header first, as a CSV download named ``name``.

    The file starts with a byte order mark, so that Excel reads it as UTF-8. Cells that a
    spreadsheet would run as a formula are escaped.
    """
    response = HttpResponse(
        "\ufeff",
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
    csv.writer(response).writerows([harmless(str(cell)) for cell in row] for row in rows)
    return response


class DownloadMixin:
    """Adds an action that downloads the selected rows, for users who may view them."""

    @admin.action(description="Download as a spreadsheet (CSV)", permissions=["view"])
    def download(self, request, queryset):
        """Download all fields of the selected rows, in the order of the list."""
        fields = [field for field in self.opts.concrete_fields if not field.primary_key]
        rows = [[_cell(row, field) for field in fields] for row in queryset]
        name = self.opts.verbose_name_plural.replace(" ", "-")
        return spreadsheet(name, [[field.verbose_name for field in fields], *rows])


def _cell(row, field):
    """Return the display value of a field; dates are formatted as 2026-11-23."""
    words = getattr(row, f"get_{field.name}_display", None)
    value = words() if words else field.value_from_object(row)
    return "" if value is None else value
