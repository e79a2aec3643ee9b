"""How the drafts stand to the public pages: which say something else, and which are made stale.

Kept in a table of their own at each save and publishing, so that the staff home costs the same for
two pages and for two thousand.
"""

from guidance import differences, freezing, pages, publishing
from guidance.models import GlossaryTerm, PageState, Source


def refresh(keys):
    """Look anew at how the drafts of the pages ``keys`` stand to their public pages."""
    public = publishing.public_versions(keys)
    withdrawn = {
        key.removeprefix("withdrawn/")
        for key in publishing.current_manifest()
        if key.startswith("withdrawn/")
    }
    drafts = freezing.freeze_keys_that_exist(keys)
    for key in keys:
        draft = drafts.get(key)
        shown = pages.load(public[key].payload) if key in public else None
        if draft is None and shown is None:
            PageState.objects.filter(key=key).delete()
            continue
        page = draft or shown
        model, row = freezing.row_behind(key)
        review = getattr(shown, "review", None)
        PageState.objects.update_or_create(
            key=key,
            defaults={
                "title": page.title,
                "model": model._meta.model_name,
                "row": row and row.pk,
                "differs": draft is None or _differs(draft, shown),
                "stale_because": _stale_because(draft, shown),
                "withdrawn": key in withdrawn,
                "review_due": review.review_due if review else None,
            },
        )


def refresh_all():
    """Look anew at every page."""
    known = set(PageState.objects.values_list("key", flat=True))
    refresh(sorted(freezing.draft_keys() | known))


def _differs(draft, shown):
    return shown is None or differences.unsigned(draft) != differences.unsigned(shown)


def _stale_because(draft, shown):
    """Return what shared text made a page differ whose own words are the same; else nothing."""
    if draft is None or shown is None or not _differs(draft, shown):
        return ""
    if differences.between(differences.unsigned(shown), differences.unsigned(draft)):
        return ""
    changed = differences.sources_changed(shown, draft)
    return f"source {', '.join(changed)}"[:300] if changed else "words explained"


def refresh_after(row):
    """Look anew at every page that the saved or deleted draft ``row`` shows on."""
    keys = {freezing.page_key(row)}
    if isinstance(row, Source):
        keys |= freezing.rows_with(f"[@{row.key}]")
    if isinstance(row, GlossaryTerm):
        keys |= freezing.rows_with(row.term)
    refresh(sorted(keys))
