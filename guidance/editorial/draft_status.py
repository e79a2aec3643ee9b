"""Tracks per page whether its draft differs from the public page, and whether it is stale.

A page is stale if it differs only because of a shared text: a source or a glossary term. The
status is stored in the table ``PageState`` at each save and each publication, so that the number of
queries of the staff home page does not depend on the number of pages.
"""

from guidance.editorial import current, snapshots
from guidance.editorial.drafts import (
    draft_keys,
    drafts_behind,
    page_key,
    rows_behind,
    rows_with,
    rows_with_any,
    table_behind,
)
from guidance.editorial.offered_rows import drop_void
from guidance.models import GlossaryTerm, PageState, Source
from guidance.pages import diff


def update_status(keys):
    """Recompute the status of the pages ``keys``.

    If a draft cannot be frozen, its status stores the reason. The other pages are still updated.
    """
    manifest = current.current_manifest()
    public = current.pages_of({key: pk for key, pk in manifest.items() if key in keys})
    drafts, faults = snapshots.freeze_each(keys)
    rows = rows_behind()
    removed = [key for key in keys if not {key} & {*drafts, *faults, *public}]
    PageState.objects.filter(key__in=removed).delete()
    states = [
        PageState(
            key=key,
            title=_title(key, drafts.get(key) or public.get(key)),
            model=table_behind(key)._meta.model_name,
            row=rows.get(key),
            withdrawn=f"withdrawn/{key}" in manifest,
            fault=faults.get(key, "")[:300],
            **_compare(drafts.get(key), public.get(key)),
        )
        for key in keys
        if key not in removed
    ]
    PageState.objects.bulk_create(
        states, update_conflicts=True, unique_fields=["key"], update_fields=UPDATED
    )
    PageState.objects.filter(key__in=keys, upgraded=True, differs=False).update(upgraded=False)


def note_upgrade(keys):
    """Note that an upgrade changed the drafts of the pages ``keys``, where they differ."""
    PageState.objects.filter(key__in=keys, differs=True).update(upgraded=True)


def _title(key, page):
    """Return the title of ``page``, or that of the draft row if ``page`` is None."""
    return page.title if page else str(drafts_behind(key).first())[:300]


UPDATED = ["title", "model", "row", "differs", "stale_because", "withdrawn", "fault", "review_due"]


def _compare(draft, shown):
    """Compare a draft with its public page, as values of ``PageState``; one of them may be None."""
    review = getattr(shown, "review", None)
    return {
        "differs": draft is None or _differs(draft, shown),
        "stale_because": _stale_because(draft, shown),
        "review_due": review.review_due if review else None,
    }


def update_all():
    """Recompute the status of every page."""
    update_status(sorted(draft_keys() | known_keys()))


def known_keys():
    """Return the keys of the pages that have a status."""
    return set(PageState.objects.values_list("key", flat=True))


def _differs(draft, shown):
    return shown is None or diff.unsigned(draft) != diff.unsigned(shown)


def _stale_because(draft, shown):
    """Return the shared text that alone made a page differ, or an empty text."""
    if draft is None or shown is None or not _differs(draft, shown):
        return ""
    if diff.diff_pages(diff.unsigned(shown), diff.unsigned(draft)):
        return ""
    changed = diff.sources_changed(shown, draft)
    return f"source {', '.join(changed)}"[:300] if changed else "words explained"


def update_after(row, was=None):
    """Update the status of every page that shows the draft ``row``, saved or deleted.

    ``was`` is {field: value} of the row before it was saved. If a glossary term was renamed, pages
    that contain its earlier name are updated, too.
    """
    keys = {page_key(row)}
    for words in _shared_words(row, was):
        keys |= rows_with(words)
    update_status(sorted(keys))
    drop_void([page_key(row)])


def update_after_all(rows):
    """Update the status of every page that shows one of the draft ``rows``, in one pass."""
    keys = {page_key(row) for row in rows}
    keys |= rows_with_any({words for row in rows for words in _shared_words(row)})
    update_status(sorted(keys))
    drop_void({page_key(row) for row in rows})


def _shared_words(row, was=None):
    """Return the texts that mark the pages that use ``row``; empty if it is a page itself.

    ``was`` is as in ``update_after``.
    """
    if isinstance(row, Source):
        return {f"[@{row.key}]"}
    if isinstance(row, GlossaryTerm):
        return {row.term, (was or {}).get("term") or row.term}
    return set()
