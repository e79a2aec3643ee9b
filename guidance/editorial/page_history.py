"""Finds the edition in which each page and each sign last changed, from the stored manifests."""

from itertools import chain, pairwise

from django.utils import timezone

from guidance.models import Edition, PageVersion
from guidance.pages import payloads
from guidance.pages.guide import SIGNS
from guidance.pages.last_changes import LastChange, key_of_sign

BEFORE_THE_FIRST: tuple[int, None, dict[str, int]] = (0, None, {})
"""The fields of ``_editions`` for the state before anything was published."""


def last_changes(number):
    """Return {key: ``LastChange``} of the edition ``number``.

    The change of a page is the first edition of the unbroken run that has its version. A page that
    was removed changed in the first edition without it. A sign changed when its words or its level
    did. This reads all editions up to ``number``: call it when an edition is loaded, not for each
    request.
    """
    changes, versions_of_signs = {}, []
    for newer, older in pairwise(chain(_editions(number), [BEFORE_THE_FIRST])):
        (number_of_newer, published_at, manifest), (_, _, manifest_before) = newer, older
        change = LastChange(number_of_newer, timezone.localdate(published_at))
        changed_keys = {key for key, _pk in manifest.items() ^ manifest_before.items()}
        for key in changed_keys - changes.keys():
            changes[key] = change
        if SIGNS in changed_keys:
            versions_of_signs.append((change, manifest.get(SIGNS), manifest_before.get(SIGNS)))
    return changes | _last_changes_of_signs(versions_of_signs)


def _editions(number):
    """Return (number, time, manifest) of each edition up to ``number``, newest first."""
    rows = Edition.objects.filter(number__lte=number).order_by("-number")
    return rows.values_list("number", "published_at", "manifest").iterator(chunk_size=50)


def _last_changes_of_signs(versions):
    """Return {key: change} of signs; ``versions`` holds (change, version, version before)."""
    pks = {pk for _, *pair in versions for pk in pair if pk}
    rows = PageVersion.objects.filter(pk__in=pks).values_list("pk", "schema", "payload")
    signs = {pk: _signs_in(payload, schema) for pk, schema, payload in rows}
    changes = {}
    for change, pk, pk_before in versions:
        before = signs.get(pk_before, {})
        for slug, shown in signs.get(pk, {}).items():
            if before.get(slug) != shown:
                changes.setdefault(key_of_sign(slug), change)
    return changes


def _signs_in(payload, schema):
    """Return {slug: what pages show of the sign}; empty if this release cannot read it."""
    try:
        page = payloads.load(payload, schema)
    except payloads.Unreadable:
        return {}
    return {sign.slug: (sign.level, sign.own, sign.text.source) for sign in page.signs}
