"""Finds the authors of a submission, who may not approve it.

The log has who saved which draft, and when. Saves count from the moment at which the text of the
public version was read from the draft, which is before its approval, because text that was saved
later is not public yet (ADR 0011).
"""

import re
from collections import Counter
from datetime import timedelta

import msgspec
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType

from guidance.editorial import current, drafts, publishing
from guidance.models import GlossaryTerm, Source, SubmittedPage
from guidance.pages import diff, payloads, site_pages
from guidance.pages.sections import staff_label_of

LEEWAY = timedelta(minutes=10)
"""The time by which counting starts earlier. A save is logged before it is committed, and the
clocks of two machines differ.
"""

DATES = {staff_label_of(name) for name in ("checked_on", "review_due")}
"""Places on a page that have no author."""

_EXPLAINED = re.compile(rb'href=\\"(/glossary/[^"\\]*)')


def authors_of(fresh, public):
    """Return the ids of the accounts whose words are in the pages ``fresh`` and not yet public.

    ``fresh`` is {key: page frozen from its draft}, ``public`` {key: public version}. Edits of the
    draft itself, of the sources that it cites and of the terms that it explains count, and so do
    earlier submissions whose words are in the draft again.
    """
    user_ids = set()
    for key, page in fresh.items():
        version = public.get(key)
        shown = _unsigned_page(version) if version else None
        entries = LogEntry.objects.all()
        if version:
            entries = entries.filter(action_time__gt=publishing.words_read_at(version) - LEEWAY)
        for edits in _edits(entries, page, shown):
            user_ids.update(edits.values_list("user", flat=True))
        user_ids |= _authors_before(page, shown)
    return user_ids


def _edits(entries, page, shown):
    """Yield querysets of the log ``entries`` that changed the text of ``page``."""
    if isinstance(page, site_pages.SourcesPage):
        yield from _edits_of_list(entries, page, shown)
    else:
        yield entries.filter(drafts.log_of(page.key))
    yield _about_sources(entries, {reference.source.key for reference in page.references})
    if _explained(page) != _explained(shown):
        yield entries.filter(content_type=ContentType.objects.get_for_model(GlossaryTerm))


def _edits_of_list(entries, page, shown):
    """Yield the entries on sources that differ from the public list or were deleted from it.

    An edition adds sources to the list without freezing the others again, so the text of the list
    can be older than its latest version.
    """
    listed = {source.key: source for source in shown.sources} if shown else {}
    yield _about_sources(
        entries, {source.key for source in page.sources if listed.get(source.key) != source}
    )
    if listed.keys() - {source.key for source in page.sources}:
        yield entries.filter(
            content_type=ContentType.objects.get_for_model(Source), action_flag=DELETION
        )


def _about_sources(entries, keys):
    pks = Source.objects.filter(key__in=keys).values_list("pk", flat=True)
    return entries.filter(
        content_type=ContentType.objects.get_for_model(Source),
        object_id__in=[str(pk) for pk in pks],
    )


def _explained(page):
    """Return the number of links from a page to each glossary term."""
    return Counter(_EXPLAINED.findall(msgspec.json.encode(page)))


def _authors_before(page, shown):
    """Return the authors of submissions with a text of ``page`` that is not public.

    An old version can be loaded into the draft. Its words keep their authors.
    """
    changed = _places(shown, page)
    user_ids = set()
    for row in SubmittedPage.objects.filter(key=page.key).select_related("version"):
        earlier = _unsigned_page(row.version)
        if earlier is None:  # an unreadable version cannot be loaded into the draft either
            continue
        if changed - _places(earlier, page):
            user_ids.update(row.submission.authors.values_list("pk", flat=True))
    return user_ids


def _unsigned_page(version):
    """Return the page of ``version`` without its sign-off, or None if it cannot be read."""
    try:
        return diff.unsigned(current.page_of(version))
    except payloads.Unreadable:
        return None


def _places(before, after):
    """Return the places at which two pages differ, except their dates."""
    return {difference.where for difference in diff.diff_pages(before, after)} - DATES
