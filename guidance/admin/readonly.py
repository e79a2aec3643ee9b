"""The base class for the admin of tables that are not edited in the admin."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from guidance.admin.lists import ListMixin
from guidance.admin.problems import problems_of


class ReadOnlyAdmin(ListMixin, admin.ModelAdmin):
    """The admin of a table that only ``editorial`` writes.

    A subclass implements ``look(request, row)``, which returns the page of a row.
    """

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show a row without a form."""
        if not object_id.isdecimal():
            raise Http404
        row = get_object_or_404(self.whole(), pk=object_id)
        if request.method not in ("GET", "HEAD") or not self.has_view_permission(request, row):
            raise PermissionDenied
        return self.look(request, row)

    def whole(self):
        """Return the queryset for the page of a row."""
        return self.model.objects.all()

    def show(self, request, template, title, context, form=None):
        """Return a staff page, with status 422 and the problems of ``form`` if it is bound."""
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "problems": problems_of(form) if form is not None and form.is_bound else [],
            **context,
        }
        status = 422 if form is not None and form.is_bound else 200
        return TemplateResponse(request, template, context, status=status)
