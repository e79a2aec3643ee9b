"""How the drafts stand to the public pages: which say something else, and which are made stale.

Kept in a table of their own at each save and publishing, so that the staff home costs the same for
two pages and for two thousand.
"""

from guidance.editorial import publishing, snapshots
from guidance.models import GlossaryTerm, PageState, Source
from guidance.pages import diff


def refresh(keys):
    """Look anew at how the drafts of the pages ``keys`` stand to their public pages.

    A draft that cannot be frozen is noted with the reason, and stops none of the others.
    """
    manifest = publishing.current_manifest()
    public = publishing.pages_of({key: pk for key, pk in manifest.items() if key in keys})
    drafts, faults = snapshots.freeze_each(keys)
    rows = snapshots.rows_behind()
    gone = [key for key in keys if not {key} & {*drafts, *faults, *public}]
    PageState.objects.filter(key__in=gone).delete()
    states = [
        PageState(
            key=key,
            title=_title(key, drafts.get(key) or public.get(key)),
            model=snapshots.table_behind(key)._meta.model_name,
            row=rows.get(key),
            withdrawn=f"withdrawn/{key}" in manifest,
            fault=faults.get(key, "")[:300],
            **_standing(drafts.get(key), public.get(key)),
        )
        for key in keys
        if key not in gone
    ]
    PageState.objects.bulk_create(
        states, update_conflicts=True, unique_fields=["key"], update_fields=UPDATED
    )


def _title(key, page):
    """Return the title of ``page``, or of the draft where neither it nor a public page is there."""
    return page.title if page else str(snapshots.drafts_behind(key).first())[:300]


UPDATED = ["title", "model", "row", "differs", "stale_because", "withdrawn", "fault", "review_due"]


def _standing(draft, shown):
    """Return how a draft stands to its public page; one of the two may be None."""
    review = getattr(shown, "review", None)
    return {
        "differs": draft is None or _differs(draft, shown),
        "stale_because": _stale_because(draft, shown),
        "review_due": review.review_due if review else None,
    }


def refresh_all():
    """Look anew at every page."""
    refresh(sorted(snapshots.draft_keys() | known()))


def known():
    """Return the keys of the pages that were looked at before."""
    return set(PageState.objects.values_list("key", flat=True))


def _differs(draft, shown):
    return shown is None or diff.unsigned(draft) != diff.unsigned(shown)


def _stale_because(draft, shown):
    """Return what shared text made a page differ whose own words are the same; else nothing."""
    if draft is None or shown is None or not _differs(draft, shown):
        return ""
    if diff.between(diff.unsigned(shown), diff.unsigned(draft)):
        return ""
    changed = diff.sources_changed(shown, draft)
    return f"source {', '.join(changed)}"[:300] if changed else "words explained"


def refresh_after(row, was=None):
    """Look anew at every page that the saved or deleted draft ``row`` shows on.

    ``was`` is {field: value} of the row before it was saved: pages with a word that is explained
    no longer differ too.
    """
    keys = {snapshots.page_key(row)}
    for words in _shared_words(row, was):
        keys |= snapshots.rows_with(words)
    refresh(sorted(keys))


def refresh_after_all(rows):
    """Do for many saved or deleted drafts what ``refresh_after`` does for one, in one pass."""
    keys = {snapshots.page_key(row) for row in rows}
    keys |= snapshots.rows_with_any({words for row in rows for words in _shared_words(row)})
    refresh(sorted(keys))


def _shared_words(row, was=None):
    """Return what the pages hold that draw on ``row``; nothing where it is a page of its own.

    ``was`` is as in ``refresh_after``.
    """
    if isinstance(row, Source):
        return {f"[@{row.key}]"}
    if isinstance(row, GlossaryTerm):
        return {row.term, (was or {}).get("term") or row.term}
    return set()
