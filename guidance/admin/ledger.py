"""The claim ledger in the admin: every claim of the drafts with its sources."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from guidance import models
from guidance.admin.page_urls import draft_address
from guidance.admin.spreadsheet import spreadsheet
from guidance.editorial import snapshots
from guidance.editorial.drafts import rows_behind
from guidance.pages.guide import Guide
from guidance.quality import ledger

A_PAGE = 100
"""The number of claims on one page of the list."""


class LedgerForm(forms.Form):
    """The filters, sent by GET. A value that does not exist is reported and not applied."""

    words = forms.CharField(label="Words in the claim", required=False)
    page_kind = forms.ChoiceField(label="Kind of page", required=False)
    source = forms.ChoiceField(label="Rests on the source", required=False)
    source_kind = forms.ChoiceField(label="Kind of source", required=False)
    tier = forms.ChoiceField(label="Tier of source", required=False)
    how_checked = forms.ChoiceField(label="How the source was read", required=False)
    checked_before = forms.DateField(
        label="Source last checked before",
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    only_secondary = forms.BooleanField(label="Rests on no primary source", required=False)
    uncited = forms.BooleanField(label="Names no source", required=False)

    def __init__(self, data, *, guide):
        super().__init__(data)
        sources = sorted(guide.sources.values(), key=lambda source: source.key)
        choices = {
            "page_kind": ledger.PAGE_KINDS,
            "source": {
                source.key: f"{source.key}: {source.organization}"[:80] for source in sources
            },
            "source_kind": {kind: kind for kind in sorted({source.kind for source in sources})},
            "tier": ledger.TIERS,
            "how_checked": ledger.HOW_CHECKED,
        }
        for name, options in choices.items():
            self.fields[name].choices = [("", "Any"), *options.items()]

    @property
    def filters(self):
        """The filters without values that do not exist."""
        self.full_clean()
        return ledger.Filters(**self.cleaned_data)

    @property
    def unknown(self):
        """The labels of the filters whose value does not exist."""
        return [self.fields[name].label for name in self.errors]


class LedgerPages:
    """Adds the URLs of the ledger to the admin of sources."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("claims/", wrap(self.claims_view), name="guidance_source_claims"),
            path("claims/csv/", wrap(self.claims_csv_view), name="guidance_source_claims_csv"),
            *super().get_urls(),
        ]

    def claims_view(self, request):
        """Show the claims that match the filters, a hundred per page."""
        try:
            form, entries, matching = self._ledger(request)
        except snapshots.CannotFreeze as error:
            return self._show(request, refused=str(error))
        page = Paginator(matching, A_PAGE).get_page(request.GET.get("page"))
        query = request.GET.copy()
        query.pop("page", None)
        return self._show(
            request,
            form=form,
            page=page,
            rows=_rows(page),
            query=query.urlencode(),
            total=len(entries),
            uncited=sum(not entry.sources for entry in entries),
            only_secondary=sum(entry.only_secondary for entry in entries),
        )

    def claims_csv_view(self, request):
        """Download the claims that match the filters."""
        try:
            _form, _entries, matching = self._ledger(request)
        except snapshots.CannotFreeze as error:
            return self._show(request, refused=str(error))
        return spreadsheet("claims", ledger.table(matching))

    def _ledger(self, request):
        """Return (form, all claims of the drafts, claims that match the form)."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        guide = Guide(0, timezone.localdate(), snapshots.freeze_all().values())
        form, entries = LedgerForm(request.GET, guide=guide), ledger.entries(guide)
        return form, entries, ledger.matching(entries, form.filters)

    def _show(self, request, **context):
        context = {
            **self.admin_site.each_context(request),
            "title": "Claims and their sources",
            "opts": self.opts,
            "refused": "",
            **context,
        }
        return TemplateResponse(request, "admin/guidance/ledger.html", context)


def _rows(entries):
    """Return (entry, name of its kind of page, address of its draft, its sources) for each entry.

    The sources are (source, address of its form, tier in words, how it was checked in words).
    """
    keys = dict(models.Source.objects.values_list("key", "pk").iterator())
    drafts = {key: draft_address(key, pk) for key, pk in rows_behind().items()}
    return [
        (
            entry,
            ledger.PAGE_KINDS[entry.page_kind],
            drafts.get(entry.claim.page) or draft_address(entry.claim.page),
            [
                (
                    source,
                    reverse("admin:guidance_source_change", args=[keys[source.key]]),
                    ledger.TIERS[source.tier],
                    ledger.HOW_CHECKED[source.how_checked],
                )
                for source in entry.sources
            ],
        )
        for entry in entries
    ]
