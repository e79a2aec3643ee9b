"""Publishing in the admin: see what would change, publish it, look back at editions."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from guidance import models, publishing


class PublishForm(forms.Form):
    """Why something is published, and which edition the publisher looked at."""

    note = forms.CharField(
        label="What changed and why",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 90}),
        help_text="In plain words. It is kept with the edition for ever.",
        error_messages={"required": "Say in a few words what changed and why."},
    )
    expected = forms.IntegerField(widget=forms.HiddenInput)


class FrozenAdmin(admin.ModelAdmin):
    """Rows that nobody can add, change or delete by hand."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(models.Edition)
class EditionAdmin(FrozenAdmin):
    list_display = ["number", "published_at", "published_by", "note"]
    list_select_related = ["published_by"]
    search_fields = ["note"]
    date_hierarchy = "published_at"
    fields = ["number", "language", "published_at", "published_by", "note", "manifest"]
    change_list_template = "admin/guidance/edition_change_list.html"

    def get_urls(self):
        view = self.admin_site.admin_view(self.publish_view)
        return [path("publish/", view, name="guidance_edition_publish"), *super().get_urls()]

    def publish_view(self, request):
        """Show what publishing would change (GET), or publish it (POST)."""
        if not request.user.has_perm("guidance.publish"):
            raise PermissionDenied
        form = PublishForm(request.POST or None, initial={"expected": self._number()})
        if request.method == "POST" and form.is_valid():
            try:
                edition = publishing.publish(request.user, **form.cleaned_data)
            except (
                publishing.NothingToPublish,
                publishing.CannotFreeze,
                publishing.PublishedMeanwhile,
            ) as error:
                form.add_error(None, str(error))
                form.data = {**form.data.dict(), "expected": self._number()}
            else:
                self.log_addition(request, edition, [{"added": {"name": edition.note}}])
                messages.success(request, f"Published. Edition {edition.number} is now public.")
                return HttpResponseRedirect(reverse("admin:guidance_edition_changelist"))
        return self._show(request, form)

    def _number(self):
        return models.Edition.objects.current_number() or 0

    def _show(self, request, form):
        try:
            changes, refused = publishing.changes(), ""
        except publishing.CannotFreeze as error:
            changes, refused = [], str(error)
        context = {
            **self.admin_site.each_context(request),
            "title": "Publish",
            "opts": self.opts,
            "form": form,
            "changes": changes,
            "refused": refused,
            "number": self._number(),
        }
        status = 422 if form.is_bound else 200
        return TemplateResponse(request, "admin/guidance/publish.html", context, status=status)


@admin.register(models.PageVersion)
class PageVersionAdmin(FrozenAdmin):
    list_display = ["key", "number", "created_at", "created_by"]
    list_select_related = ["created_by"]
    search_fields = ["key"]
    fields = [
        "key",
        "language",
        "number",
        "schema",
        "sha256",
        "created_at",
        "created_by",
        "payload",
    ]
