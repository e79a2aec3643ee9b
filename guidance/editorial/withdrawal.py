"""Withdraws pages from the public site, and makes earlier versions public again.

Both take effect at once and need no second person, because they are used to stop a mistake.
"""

import msgspec
from django.utils import timezone

from guidance.editorial import current, publishing
from guidance.editorial.audit import log_step
from guidance.editorial.new_edition import (
    create_edition,
    describe_change,
    next_edition,
    update_draft_status,
)
from guidance.editorial.permissions import require
from guidance.editorial.refusals import Refused, TooLate
from guidance.editorial.validation import SOURCES, required_by
from guidance.models import PageVersion
from guidance.models.publication import WITHDRAWN
from guidance.pages import citations, cited_text, site_pages
from guidance.pages.guide import UnreadablePage, names_of_signs
from guidance.pages.kinds import KINDS, NOT_DISPENSABLE, REQUIRED_PAGES, kind_of

WHY_WITHDRAWN = {
    "checking": "We are checking it again.",
    "mistake": "It had a mistake in it.",
    "not-sold": "The treatment is no longer sold or used in the US.",
    "replaced": "Another page says this better.",
}
"""The reasons that the public notice can give. They are fixed, so that all of them are reviewed."""


RESTORED = "An earlier version of this page is public again."


SIGNS_TAKEN_OFF = "Its signs of when to call are no longer listed."
"""What the list of changes says when the signs of a withdrawn page are taken off, too."""


# Withdraw


def withdraw(user, key, why, *, instead="", note="", take_signs_off=False, now=None):
    """Withdraw the page ``key`` and the ready-made handouts that contain it; return the edition.

    The address of the page then says since when it is withdrawn, and what to read instead. It goes
    on to say when to call, and Get help and the side effects go on to name the page, because
    people may still take what it was about (ADR 0038).

    Arguments:
    why -- a key of ``WHY_WITHDRAWN``
    instead -- the key of a public page, or an empty text
    note -- for the log only
    take_signs_off -- whether the site also stops to say when to call because of the page

    Raise ``TooLate`` if the page is not public, and ``Refused`` if it cannot be withdrawn.
    """
    require(user, "publish")
    now = now or timezone.now()
    reason = WHY_WITHDRAWN[why]
    with next_edition():
        manifest = current.current_manifest()
        _refuse_withdrawal(key, instead, manifest)
        shown = current.pages_of(manifest)
        pages = [
            shown.get(key) or _unreadable(manifest[key]),
            *dependent_handouts(key, shown.values()),
        ]
        notices = [_notice(page, reason, instead, timezone.localdate(now)) for page in pages]
        if not take_signs_off:
            notices = [
                _with_signs(notice, page) for notice, page in zip(notices, pages, strict=True)
            ]
        put = {notice.key: publishing.store_version(notice, user, now) for notice in notices}
        changes = [describe_change(page, "withdrawn", reason) for page in pages]
        keys = [page.key for page in pages]
        edition = create_edition(user, put, changes, reason, now, remove=keys)
        log_step(user, edition, f"Withdrew {', '.join(keys)}. {note}".strip())
    update_draft_status(keys)
    return edition


def _unreadable(pk):
    """Return an ``UnreadablePage`` for the version ``pk``, which cannot be read."""
    version = PageVersion.objects.get(pk=pk)
    return UnreadablePage(version.key, current.title_of(version), "")


def dependent_handouts(key, shown):
    """Return the ready-made handouts among the pages ``shown`` that contain the page ``key``."""
    return [
        page
        for page in shown
        if KINDS[page.kind].ready_made and key in {named for _, named in required_by(page)}
    ]


def _notice(page, why, instead, since):
    """Return the page that is shown in place of ``page`` once it is withdrawn."""
    return site_pages.WithdrawnPage(
        slug=page.key,
        title=page.title,
        summary=cited_text.EMPTY,
        sections=(),
        references=(),
        since=since,
        why=why,
        instead=instead,
        brands=tuple(getattr(page, "brands", ())),
    )


def _with_signs(notice, page):
    """Return ``notice`` with what ``page`` says about when to call and about side effects."""
    texts = [getattr(page, field, cited_text.EMPTY) for field in ("call_911", "call_clinic")]
    cited = {key for text in texts for key in citations.keys_in(text.source)}
    effects = [effect.side_effect for effect in getattr(page, "effects", ())]
    return msgspec.structs.replace(
        notice,
        signs=names_of_signs(page),
        call_911=texts[0],
        call_clinic=texts[1],
        side_effects=tuple(dict.fromkeys([*effects, *getattr(page, "side_effects", ())])),
        references=tuple(
            reference
            for reference in getattr(page, "references", ())
            if reference.source.key in cited
        ),
    )


def take_signs_off(user, key, *, note="", now=None):
    """Stop to say when to call because of the withdrawn page ``key``; return the edition.

    Raise ``TooLate`` if the page is not withdrawn, or if its signs are taken off already.
    """
    require(user, "publish")
    now = now or timezone.now()
    with next_edition():
        notice_key = f"{WITHDRAWN}{key}"
        manifest = current.current_manifest()
        notice = current.pages_of(manifest).get(notice_key)
        if notice is None or not notice.says_when_to_call:
            raise TooLate("This page is not withdrawn, or its signs are taken off already.")
        bare = _notice(notice, notice.why, notice.instead, notice.since)
        bare = msgspec.structs.replace(bare, slug=key)
        put = {notice_key: publishing.store_version(bare, user, now)}
        change = {**describe_change(notice, "changed", SIGNS_TAKEN_OFF), "key": key}
        edition = create_edition(user, put, [change], SIGNS_TAKEN_OFF, now)
        log_step(user, edition, f"Took the signs of {key} off. {note}".strip())
    return edition


def _refuse_withdrawal(key, instead, public):
    if key not in public:
        raise TooLate("This page is not public, or no longer.")
    if reason := kept_because(key):
        raise Refused(f"This page cannot be withdrawn: {reason}. Change it instead.")
    if instead and (instead not in public or instead == key):
        raise Refused("The page to read instead must be another page that is public.")


def kept_because(key):
    """Return why the page ``key`` cannot be withdrawn; empty if it can."""
    kind = kind_of(key)
    reason = kind.kept_because if kind else ""
    return reason or (NOT_DISPENSABLE if key in REQUIRED_PAGES else "")


# Restore


def restorable(version):
    """Return (page, reason why it cannot be public again); the reason is empty if it can.

    The page is None if this release cannot read it.
    """
    try:
        page = current.page_of(version)
    except msgspec.ValidationError as error:
        return None, (
            f"It was made by an older version of this software and no longer fits ({error}). "
            "Its words stay on file: copy what you need into the draft."
        )
    public = current.current_manifest()
    shown = current.pages_of({SOURCES: public[SOURCES]} if SOURCES in public else {})
    listed = {source.key for sources in shown.values() for source in sources.sources}
    missing = [ref.source.key for ref in page.references if ref.source.key not in listed]
    if missing:
        return page, (
            f"It cites {', '.join(missing)}, no longer among the public sources. "
            "Load it into the draft, mend it, and submit it."
        )
    return page, ""


def restore(user, version, *, note="", now=None):
    """Publish an earlier version again, unchanged; return the edition.

    Raise ``Refused`` if it never was public, is public now, cites a source that is no longer
    public, or cannot be read by this release.
    """
    require(user, "publish")
    now = now or timezone.now()
    editions = current.editions_with(version)
    if not editions or version.key.startswith("withdrawn/"):
        raise Refused("Only a version that was public before can be public again.")
    page, why_not = restorable(version)
    if why_not:
        raise Refused(why_not)
    with next_edition():
        if current.current_manifest().get(version.key) == version.pk:
            raise TooLate("This version is public already.")
        changes = [describe_change(page, "restored", RESTORED)]
        edition = create_edition(user, {version.key: version}, changes, RESTORED, now)
        log_step(user, edition, f"Restored {version}. {note}".strip())
        publishing.show_sign_off_in_draft(page)
    update_draft_status([version.key])
    return edition


def version_page(pk):
    """Return the page of the version ``pk``, or None if there is none that can be shown."""
    version = PageVersion.objects.filter(pk=pk).first()
    return restorable(version)[0] if version else None
