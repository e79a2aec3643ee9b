"""Editions and versions in the admin: history, withdraw, restore, load into the draft."""

import json
from collections import Counter

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from guidance import models
from guidance.admin.readonly import ReadOnlyAdmin
from guidance.admin.report import ReportPages
from guidance.content import export, load
from guidance.editorial import (
    current,
    draft_status,
    drafts,
    old_shapes,
    opening,
    refusals,
    snapshots,
    withdrawal,
)
from guidance.editorial.worklist import sign_offs
from guidance.models.publication import WITHDRAWN
from guidance.models.text_fields import StaffText
from guidance.pages import diff
from guidance.pages.kinds import KINDS
from guidance.pages.when_to_call import when_to_call


def note_for_log(help_text):
    """Return the field of the note for staff that a step of publishing asks for."""
    return StaffText(
        label="Note for staff",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 90}),
        help_text=help_text,
        error_messages={"required": "Say in a few words why."},
    )


class WithdrawForm(forms.Form):
    """The public reason for a withdrawal, the page to read instead, and a note for the log."""

    why = forms.ChoiceField(
        label="What readers are told",
        choices=withdrawal.WHY_WITHDRAWN.items(),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what readers are told."},
    )
    instead = forms.ChoiceField(label="What to read instead", required=False)
    take_signs_off = forms.BooleanField(
        label="Also stop saying when to call because of it",
        required=False,
        help_text="Tick this only if nobody takes it any more, or if its signs are wrong. "
        "Otherwise its address, Get help and the pages of its side effects go on to name it.",
    )
    note = note_for_log("Kept in the log. Readers do not see it.")

    def __init__(self, *args, key, **kwargs):
        super().__init__(*args, **kwargs)
        guide = current.current_guide()
        self.fields["instead"].choices = [
            ("", "Nothing in particular"),
            *_told_apart(
                page
                for page in guide.pages.values()
                if page.key != key and KINDS[page.kind].replacement
            ),
        ]


def _told_apart(pages):
    """Return (key, title) of ``pages``, A to Z; titles that several have name the kind of page."""
    pages = list(pages)
    counts = Counter(page.title.casefold() for page in pages)
    names = [
        (page.key, page.title)
        if counts[page.title.casefold()] == 1
        else (page.key, f"{page.title} ({KINDS[page.kind].name.lower()})")
        for page in pages
    ]
    return sorted(names, key=lambda pair: pair[1].casefold())


class TakeSignsOffForm(forms.Form):
    """Confirms that the signs of a withdrawn page are taken off, with a note for the log."""

    sure = forms.BooleanField(
        label="Stop saying when to call because of this page",
        error_messages={"required": "Tick this if these signs may go."},
    )
    note = note_for_log("Kept in the log. Readers see only that the signs are no longer listed.")


class RestoreForm(forms.Form):
    """The note for the log when an earlier version is published again."""

    note = note_for_log(
        "Kept in the log. Readers see only that an earlier version is public again."
    )


class ToDraftForm(forms.Form):
    """Confirms that the current draft may be replaced."""

    sure = forms.BooleanField(
        label="Replace the draft as it is now",
        error_messages={"required": "Tick this if the draft as it is now may go."},
    )


class OpeningForm(forms.Form):
    """The decision to open the site while pages are not signed off."""

    although_unsigned = forms.BooleanField(
        label="Open it although pages are not signed off",
        required=False,
        help_text="Readers are told so on each of these pages. The list of changes says how many "
        "were signed off on the day of opening.",
    )


def _would_become_public(version, page):
    """Return the differences from the public page if ``page`` of ``version`` becomes public."""
    pk = current.current_manifest().get(version.key) or _last_public(version.key)
    shown = current.pages_of({version.key: pk}).get(version.key) if pk else None
    return diff.diff_pages(shown if type(shown) is type(page) else None, page)


def _last_public(key):
    """Return the id of the version of a withdrawn page that was public last, or None."""
    numbers = current.editions_by_version(key)
    public = {pk: max(editions) for pk, editions in numbers.items() if pk is not None}
    return max(public, key=public.get, default=None)


def _lost(page):
    """Return the differences that loading ``page`` would make in its draft."""
    try:
        draft = snapshots.freeze_existing([page.key]).get(page.key)
    except snapshots.CannotFreeze:
        draft = None
    return diff.diff_pages(draft, page)


@admin.register(models.Edition)
class EditionAdmin(ReportPages, ReadOnlyAdmin):
    list_display = ["number", "published_at", "published_by", "note"]
    list_select_related = ["published_by"]
    search_fields = ["note"]
    date_hierarchy = "published_at"

    def get_queryset(self, request):
        return super().get_queryset(request).defer("manifest")

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("opening/", wrap(self.opening_view), name="guidance_edition_opening"),
            *super().get_urls(),
        ]

    def opening_view(self, request):
        """Show the opening checklist, and open the site (POST)."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = OpeningForm(request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid():
            try:
                opening.open_site(request.user, **form.cleaned_data)
            except refusals.Refused as refused:
                form.add_error(None, str(refused))
            else:
                self.message_user(request, "The site is open: readers see it.", messages.SUCCESS)
                return HttpResponseRedirect(reverse("admin:index"))
        checks = opening.checklist()
        context = {
            "checks": checks,
            "unmet": opening.unmet(checks),
            "is_open": current.is_open(),
            "loopback": settings.LOOPBACK,
            "form": form,
            "may_open": request.user.has_perm("guidance.open_site"),
            **sign_offs(),
        }
        return self.show(request, "admin/guidance/opening.html", "Opening checklist", context, form)

    def whole(self):
        return models.Edition.objects.select_related("published_by")

    def look(self, request, row):
        context = {
            "edition": row,
            "versions": models.PageVersion.objects.of(row).defer("payload"),
            "submissions": models.Submission.objects.filter(edition=row).with_people(),
        }
        return self.show(request, "admin/guidance/edition.html", str(row), context)


@admin.register(models.PageVersion)
class PageVersionAdmin(ReadOnlyAdmin):
    list_display = ["key", "number", "created_at", "created_by"]
    list_select_related = ["created_by"]
    search_fields = ["key"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("payload")

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("of/", wrap(self.versions_view), name="guidance_pageversion_history"),
            path("withdraw/", wrap(self.withdraw_view), name="guidance_pageversion_withdraw"),
            path("withdrawn/", wrap(self.withdrawn_view), name="guidance_pageversion_withdrawn"),
            path("signs-off/", wrap(self.signs_off_view), name="guidance_pageversion_signs_off"),
            path(
                "<int:pk>/restore/",
                wrap(require_POST(self.restore_view)),
                name="guidance_pageversion_restore",
            ),
            path(
                "<int:pk>/to-draft/",
                wrap(require_POST(self.to_draft_view)),
                name="guidance_pageversion_to_draft",
            ),
            *super().get_urls(),
        ]

    def versions_view(self, request):
        """List the versions of a page, with the editions that contain them."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        key = request.GET.get("page", "")
        versions = list(models.PageVersion.objects.filter(key=key).select_related("created_by"))
        if not versions:
            raise Http404
        shown = current.editions_by_version(key)
        public_pk = current.current_manifest().get(key)
        context = {
            "key": key,
            "rows": [
                (version, shown.get(version.pk, []), version.pk == public_pk)
                for version in versions
            ],
            "keeps_signs": f"{WITHDRAWN}{key}" in current.current_manifest()
            and current.current_guide().withdrawn(key).says_when_to_call
            and request.user.has_perm("guidance.publish"),
            "may_withdraw": bool(public_pk)
            and not withdrawal.kept_because(key)
            and request.user.has_perm("guidance.publish"),
        }
        title = f"History of {current.title_of(versions[0])}"
        return self.show(request, "admin/guidance/history.html", title, context)

    def withdrawn_view(self, request):
        """List the pages that are withdrawn now."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        edition = models.Edition.objects.current()
        notices = models.PageVersion.objects.withdrawn(edition) if edition else []
        context = {"notices": notices}
        return self.show(request, "admin/guidance/withdrawn.html", "Withdrawn pages", context)

    def whole(self):
        return models.PageVersion.objects.select_related("created_by")

    def look(self, request, row):
        """Show a version with its editions and possible actions."""
        return self._version(request, row)

    def _version(self, request, version, form=None):
        page, why_not = withdrawal.restorable(version)
        editions = current.editions_with(version)
        is_public = current.current_manifest().get(version.key) == version.pk
        may_restore = bool(editions) and not is_public and not why_not
        may_restore = may_restore and request.user.has_perm("guidance.publish")
        context = {
            "version": version,
            "page": page,
            "editions": editions,
            "is_public": is_public,
            "why_not": why_not,
            "form": form if isinstance(form, RestoreForm) else RestoreForm(),
            "to_draft": form if isinstance(form, ToDraftForm) else ToDraftForm(),
            "lacking": old_shapes.fields_lacking(version),
            "lost": _lost(page) if self._for_draft(request, version) else None,
            "words": "" if page else json.dumps(version.payload, indent=1, ensure_ascii=False),
            "may_restore": may_restore,
            "would_change": _would_become_public(version, page) if may_restore else [],
            "public_name": "Public now"
            if version.key in current.current_manifest()
            else "Public last",
            "submitted": version.submitted.select_related("submission").first(),
        }
        return self.show(request, "admin/guidance/version.html", str(version), context, form)

    def restore_view(self, request, pk):
        if not request.user.has_perm("guidance.publish"):
            raise PermissionDenied
        version = get_object_or_404(self.whole(), pk=pk)
        form = RestoreForm(request.POST)
        if form.is_valid():
            try:
                edition = withdrawal.restore(request.user, version, **form.cleaned_data)
            except refusals.Refused as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"{version} is public again, as {edition}.")
                return HttpResponseRedirect(_history(version.key))
        return self._version(request, version, form)

    def to_draft_view(self, request, pk):
        """Replace the draft by a version, after confirmation."""
        version = get_object_or_404(self.whole(), pk=pk)
        page = self._for_draft(request, version)
        if page is None:
            raise PermissionDenied
        form = ToDraftForm(request.POST)
        if form.is_valid():
            try:
                row = export.restore_to_draft(page)
            except load.ContentError as error:
                form.add_error(None, f"It cannot be loaded into the draft. {error}")
            else:
                self.log_change(request, row, f"Loaded {version} into the draft.")
                draft_status.update_after(row)
                messages.success(request, f"{version} is in the draft now. It is not public.")
                if lacking := old_shapes.fields_lacking(version):
                    messages.warning(
                        request,
                        "This version is older than some fields, which are empty in the draft "
                        f"now: {', '.join(lacking)}.",
                    )
                return HttpResponseRedirect(
                    reverse(f"admin:guidance_{row._meta.model_name}_change", args=[row.pk])
                )
        return self._version(request, version, form)

    def _for_draft(self, request, version):
        """Return the page that the user may load into its draft, or None."""
        page, _why_not = withdrawal.restorable(version)
        if page is None or not KINDS[page.kind].folder:
            return None
        right = f"guidance.change_{drafts.table_behind(page.key)._meta.model_name}"
        return page if request.user.has_perm(right) else None

    def signs_off_view(self, request):
        """Show which signs a withdrawn page keeps (GET), or take them off (POST)."""
        if not request.user.has_perm("guidance.publish"):
            raise PermissionDenied
        key = request.GET.get("page", "")
        guide = current.current_guide()
        notice = guide.withdrawn(key)
        if notice is None or not notice.says_when_to_call:
            raise Http404
        form = TakeSignsOffForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                edition = withdrawal.take_signs_off(
                    request.user, key, note=form.cleaned_data["note"]
                )
            except refusals.Refused as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"The signs are taken off. {edition} is public.")
                return HttpResponseRedirect(_history(key))
        context = {"form": form, "notice": notice, "calls": when_to_call(notice, guide)}
        title = f"When to call because of “{notice.title}”"
        return self.show(request, "admin/guidance/signs_off.html", title, context, form)

    def withdraw_view(self, request):
        """Show the form to withdraw a page (GET), or withdraw it (POST)."""
        if not request.user.has_perm("guidance.publish"):
            raise PermissionDenied
        key = request.GET.get("page", "")
        version = current.public_versions([key]).get(key)
        if version is None:
            raise Http404
        form = WithdrawForm(request.POST or None, key=key)
        if request.method == "POST" and form.is_valid():
            try:
                edition = withdrawal.withdraw(request.user, key, **form.cleaned_data)
            except refusals.Refused as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"Withdrawn. {edition} is public without it.")
                return HttpResponseRedirect(_history(key))
        guide = current.current_guide()
        page = guide.pages.get(key)
        also = withdrawal.dependent_handouts(key, guide.pages.values())
        context = {
            "form": form,
            "key": key,
            "also": also,
            "signs": [sign.at_once for signs in guide.signs_of(page).values() for sign in signs]
            if page
            else [],
            "draft": _draft_of_treatment(key),
        }
        title = f"Withdraw “{current.title_of(version)}”"
        return self.show(request, "admin/guidance/withdraw.html", title, context, form)


def _draft_of_treatment(key):
    """Return the address of the draft of the treatment ``key``, empty if it is none."""
    kind, _, slug = key.partition("/")
    row = models.Therapy.objects.filter(slug=slug).first() if kind == "therapy" else None
    return reverse("admin:guidance_therapy_change", args=[row.pk]) if row else ""


def _history(key):
    return f"{reverse('admin:guidance_pageversion_history')}?page={key}"
