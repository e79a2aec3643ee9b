"""The way from draft to public: submit, approve or send back, publish, withdraw, restore.

Nothing reaches readers that a second person has not approved, unless the clinic has switched that
off. Each step is a compare-and-set: of two people who click at once one wins, and the other is told
who did what. Every step is written to the log. Who may take a step is decided here and nowhere
else; ``Refused`` carries a sentence for the person who was refused.
"""

import logging
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import msgspec
from django.conf import settings
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import ProtectedError, QuerySet
from django.utils import timezone

from guidance.editorial import authors, draft_status, publishing, snapshots
from guidance.handout.build import missing_levels
from guidance.models import (
    Edition,
    PageVersion,
    PreviewLink,
    Remark,
    Submission,
    SubmittedPage,
)
from guidance.models.workflow import LINK_SIGNER
from guidance.pages import diff, structures, text_input
from guidance.pages.guide import Guide, UnreadablePage
from guidance.quality import rules

logger = logging.getLogger(__name__)

SIGN_OFF_DAYS = 365
"""How long a clinical sign-off holds unless its giver says otherwise."""

MOST_DAYS_AHEAD = 730
"""How far ahead a time to publish may be set, and the next review of what is signed off."""

OVER = "That time is over. Give a time that is still to come, or publish it now."

LINK_DAYS = 7
"""How long a preview link for somebody without an account works."""

WHY_WITHDRAWN = {
    "checking": "We are checking it again.",
    "mistake": "It had a mistake in it.",
    "not-sold": "The treatment is no longer sold or used in the US.",
    "replaced": "Another page says this better.",
}
"""What readers are told of why a page was withdrawn. Fixed, so that nothing unreviewed is shown."""

RESTORED = "An earlier version of this page is public again."

SOURCES = "sources/sources"
"""The list of sources: it grows by itself with pages that bring new ones."""

KEEPS = {"subtype": "the walk leads to it", "help": "every page leads to it"}
"""Kinds of pages that cannot be withdrawn, and why."""


class Refused(Exception):
    """The step cannot be taken. The message says why, and what to do."""


class TooLate(Refused):
    """Somebody else was quicker. The message says who did what when."""


class OwnWork(Refused):
    """Nobody approves what they wrote or submitted themselves."""


class BreaksRules(Refused):
    """A page breaks a content rule. ``findings`` are the errors, ``pages`` the pages by key."""

    def __init__(self, findings, pages):
        super().__init__("The drafts break content rules. Mend what is listed, then submit again.")
        self.findings = findings
        self.pages = pages

    def of(self, key):
        """Return the errors on the page ``key``."""
        return [one for one in self.findings if one.page == key]


@dataclass(frozen=True)
class SignOff:
    """A clinician's name and credentials as readers see them, and when to look again."""

    by: str
    credentials: str
    review_due: object


# Who may


def _need(user, permission):
    if not user.is_active or not user.is_staff or not user.has_perm(f"guidance.{permission}"):
        raise PermissionDenied


def may_decide(user, submission):
    """Say whether ``user`` has the right to approve, and wrote nothing of ``submission``."""
    if not user.has_perm("guidance.approve"):
        return False
    return not settings.SECOND_REVIEWER or not submission.authors.filter(pk=user.pk).exists()


def may_talk(user):
    """Say whether ``user`` may remark on submissions, and show them to somebody else."""
    return user.has_perm("guidance.submit") or user.has_perm("guidance.approve")


def log_about(row):
    """Return what the log says of ``row``, the latest first, with who did it."""
    kind = ContentType.objects.get_for_model(row)
    entries = LogEntry.objects.filter(content_type=kind, object_id=str(row.pk))
    return entries.select_related("user")


def _log(user, row, words, flag=CHANGE):
    LogEntry.objects.create(
        user=user,
        content_type=ContentType.objects.get_for_model(row),
        object_id=str(row.pk),
        object_repr=str(row)[:200],
        action_flag=flag,
        change_message=words,
    )


def name_of(user):
    """Return how staff know a person; the system itself has no name."""
    return "the system" if user is None else user.get_full_name() or user.get_username()


# Submit


def submit(user, keys, reason, *, now=None):
    """Freeze the drafts of the pages ``keys`` and send them to review together.

    Raises ``Refused`` where a page is in review already, differs in nothing from the public one,
    or names a page that readers could not open; ``BreaksRules`` where a content rule is
    broken; ``freezing.CannotFreeze`` where a source does not exist.
    """
    _need(user, "submit")
    now = now or timezone.now()
    with snapshots.consistent_read():
        public = publishing.public_versions()
        fresh = {key: diff.unsigned(page) for key, page in snapshots.freeze_keys(keys).items()}
        sources = snapshots.freeze_sources(snapshots.shared_drafts().sources)
        wrote = authors.authors_of(fresh, public)
    shown = publishing.readable(public.values())
    for key, page in fresh.items():
        if key in shown and diff.unsigned(shown[key]) == page:
            raise Refused(f"“{page.title}” is the same as the public page. Leave it out.")
    _refuse_faults(fresh, shown, public, sources)
    try:
        with transaction.atomic():
            submission = Submission.objects.create(
                reason=reason, submitted_by=user, submitted_at=now
            )
            for key, page in sorted(fresh.items()):
                SubmittedPage.objects.create(
                    submission=submission,
                    key=key,
                    title=page.title,
                    version=publishing.keep_version(page, user, now),
                    base=public.get(key),
                )
            submission.authors.set({user.pk, *wrote})
            _log(user, submission, f"Submitted {_titles(submission)}: {reason}", ADDITION)
    except IntegrityError as error:
        raise _already_open(keys) from error
    return submission


def _already_open(keys):
    row = (
        SubmittedPage.objects.filter(key__in=keys, open=True)
        .select_related("submission__submitted_by")
        .first()
    )
    if row is None:
        return TooLate("Somebody submitted one of these pages at the same time. Look again.")
    who, when = name_of(row.submission.submitted_by), _clock(row.submission.submitted_at)
    return TooLate(
        f"“{row.title}” is in {row.submission} already, by {who} on {when}. "
        "That one must be published, sent back or taken back first."
    )


def _clock(moment):
    return f"{timezone.localtime(moment):%B %-d, %Y at %H:%M}"


def _zone_at(moment):
    """Return the clinic's time zone as at ``moment``, for example "EST, America/New_York"."""
    return f"{timezone.localtime(moment):%Z}, {timezone.get_current_timezone_name()}"


def too_far_ahead(day, *, today=None):
    """Say whether ``day`` is further ahead than a clinic plans."""
    return day > (today or timezone.localdate()) + timedelta(days=MOST_DAYS_AHEAD)


def _refuse_faults(fresh, shown, public, sources):
    """Raise where the pages ``fresh`` break a rule, or need a page that is not ``public``.

    ``sources`` is the list of sources as its drafts are now.
    """
    together = {**shown, **fresh}
    _refuse_gaps({*public, *fresh}, fresh, "is not public. Submit the two together.")
    guide = Guide(0, timezone.localdate(), {**together, sources.key: sources}.values())
    context = rules.RuleContext(guide, timezone.localdate())
    found = [
        finding
        for page in fresh.values()
        for finding in rules.findings(page, context)
        if finding.severity == "error"
    ]
    if found:
        raise BreaksRules(found, fresh)


def _refuse_gaps(together, changed, why):
    """Raise where a page of ``changed`` needs one that is not in ``together``.

    ``why`` ends the sentence and says what to do, with ``{}`` for the page that needs the other.
    """
    for page in changed.values():
        for what, key in _needed_by(page):
            if key not in together:
                raise Refused(
                    f"“{page.title}” lists the {what} “{key.partition('/')[2]}”, whose page "
                    f"{why.format(page.title)}"
                )


def _needed_by(page):
    """Yield (what it is, key) of each page that must be public where ``page`` is."""
    listed = getattr(page, "side_effects", ())
    for slug in [*listed, *(effect.side_effect for effect in getattr(page, "effects", ()))]:
        yield "side effect", f"side-effect/{slug}"
    if isinstance(page, structures.VisitPage):
        for slug in page.therapies:
            yield "treatment", f"therapy/{slug}"
        for slug in page.symptoms:
            yield "symptom", f"symptom/{slug}"
        if page.subtype:
            yield "type", f"subtype/{page.subtype}"


def _titles(submission):
    return ", ".join(row.title for row in submission.pages.all())


# Drafts in review


def why_kept(row):
    """Return in one sentence why the draft ``row`` cannot be deleted now; empty where it can.

    See ``reasons_to_keep``.
    """
    return "".join(reasons_to_keep([row]))


def reasons_to_keep(rows):
    """Return one sentence for each draft among ``rows`` that cannot be deleted now.

    A draft whose page is in review or approved must stay: what becomes public, and its sign-off,
    belong to it. A row that is one of many on its page is not such a draft.
    """
    keys = {snapshots.page_key(row) for row in rows} - set(snapshots.PARTS)
    submitted = SubmittedPage.objects.filter(open=True).select_related("submission")
    return [
        f"“{page.title}” is in {page.submission}. "
        "Publish it, send it back or take it back before you delete the draft."
        for page in submitted
        if page.key in keys
    ]


def refuse_deletion(instance, origin=None, **signal):
    """Receive ``pre_delete`` of a draft; raise ``ProtectedError`` where it cannot go now.

    ``origin`` is what is being deleted. Of many rows at once the submissions are read once.
    """
    if isinstance(origin, QuerySet):
        if not hasattr(origin, "keys_in_review"):
            rows = SubmittedPage.objects.filter(open=True)
            origin.keys_in_review = set(rows.values_list("key", flat=True))
        if snapshots.page_key(instance) not in origin.keys_in_review:
            return
    if why := why_kept(instance):
        raise ProtectedError(why, {instance})


# Decide


def _move(submission, states, **values):
    """Change ``submission`` if it is still in one of ``states``; raise ``TooLate`` if not."""
    moved = Submission.objects.filter(pk=submission.pk, state__in=states).update(**values)
    if moved != 1:
        raise _too_late(submission)
    submission.refresh_from_db()


def _too_late(submission):
    now = Submission.objects.get(pk=submission.pk)
    last = log_about(submission).first()
    who = f" {name_of(last.user)} was here on {_clock(last.action_time)}." if last else ""
    return TooLate(f"{submission} is no longer open to this: {now.get_state_display()}.{who}")


def _check_four_eyes(user, submission):
    """Return whether ``user`` approves own work, which only a clinic of one may allow."""
    own = submission.authors.filter(pk=user.pk).exists()
    if own and settings.SECOND_REVIEWER:
        raise OwnWork(
            "You submitted this, or edited one of its pages since it was last published. "
            "Somebody else must approve it."
        )
    return own


def approve(user, submission, *, comment="", sign_off=None, now=None):
    """Approve ``submission``, with a ``SignOff`` where the approver is the clinician.

    A sign-off makes new versions that carry it. Raises ``OwnWork``, ``TooLate``, and ``Refused``
    where the next review is not after today or a page holds a character that no PDF can show.
    """
    _need(user, "approve")
    now = now or timezone.now()
    today = timezone.localdate(now)
    if sign_off and sign_off.review_due <= today:
        raise Refused("The next review must come after today.")
    if sign_off and too_far_ahead(sign_off.review_due, today=today):
        raise Refused(f"The next review must come within {MOST_DAYS_AHEAD} days.")
    _refuse_unprintable(submission, *((sign_off.by, sign_off.credentials) if sign_off else ()))
    with transaction.atomic():
        own = _check_four_eyes(user, submission)
        _move(
            submission,
            [Submission.State.IN_REVIEW],
            state=Submission.State.APPROVED,
            decided_by=user,
            decided_at=now,
            comment=comment,
            without_second_reviewer=own,
            signed_off_by=sign_off.by if sign_off else "",
            signed_off_credentials=sign_off.credentials if sign_off else "",
            signed_off_on=today if sign_off else None,
        )
        if sign_off:
            _sign(user, submission, sign_off, now)
        said = "Approved without a second reviewer" if own else "Approved"
        signed = f", signed off by {sign_off.by}, {sign_off.credentials}" if sign_off else ""
        _log(user, submission, f"{said}{signed}. {comment}".strip())


def pages_in(submission):
    """Return ([(row, page)], [rows whose page this release cannot read]) of a submission."""
    readable, unreadable = [], []
    for row in submission.pages.select_related("version", "base"):
        try:
            readable.append((row, publishing.page_of(row.version)))
        except structures.Unreadable:
            unreadable.append(row)
    return readable, unreadable


def _refuse_unprintable(submission, *words):
    """Raise where a page of ``submission`` cannot be read, or holds what no PDF can show.

    So may one of ``words`` hold it.

    Rules are held at submission; what was submitted before there was a rule is caught here.
    """
    for one in words:
        if problem := text_input.problem(one):
            raise Refused(problem)
    readable, unreadable = pages_in(submission)
    if unreadable:
        raise Refused(
            f"“{unreadable[0].title}” cannot be read by this release. Send it back, so that it is "
            "submitted anew."
        )
    for row, page in readable:
        for section, problem in rules.unprintable_strings(page):
            raise Refused(
                f"“{row.title}”, {section}: {problem} Send it back, so that the draft is mended."
            )


def _sign(user, submission, sign_off, now):
    for row in submission.pages.select_related("version"):
        page = publishing.page_of(row.version)
        review = getattr(page, "review", None)
        if review is None:
            continue
        signed = msgspec.structs.replace(
            review,
            review_due=sign_off.review_due,
            signed_off_by=sign_off.by,
            signed_off_credentials=sign_off.credentials,
            signed_off_on=timezone.localdate(now),
        )
        row.version = publishing.keep_version(
            msgspec.structs.replace(page, review=signed),
            user,
            now,
            frozen_at=publishing.words_read_at(row.version),
        )
        row.save(update_fields=["version"])


def send_back(user, submission, comment, *, now=None):
    """Send ``submission`` back to its editor; ``comment`` says what to mend."""
    _need(user, "approve")
    with transaction.atomic():
        _move(
            submission,
            [Submission.State.IN_REVIEW, Submission.State.APPROVED],
            state=Submission.State.SENT_BACK,
            decided_by=user,
            decided_at=now or timezone.now(),
            comment=comment,
            publish_at=None,
        )
        submission.pages.update(open=False)
        _log(user, submission, f"Sent back: {comment}")


def take_back(user, submission):
    """Let the one who submitted take it back, to go on writing."""
    _need(user, "submit")
    if submission.submitted_by_id != user.pk:
        raise Refused("Only the person who submitted it can take it back.")
    with transaction.atomic():
        _move(submission, [Submission.State.IN_REVIEW], state=Submission.State.TAKEN_BACK)
        submission.pages.update(open=False)
        _log(user, submission, "Taken back.")


def remark(user, submission, text, *, now=None):
    """Keep what ``user`` says about ``submission``."""
    if not may_talk(user):
        raise PermissionDenied
    last = submission.remarks.order_by("-at", "-pk").first()
    if last and (last.by_id, last.text) == (user.pk, text):
        raise Refused("You have said this already. It is kept above.")
    with transaction.atomic():
        Remark.objects.create(submission=submission, text=text, by=user, at=now or timezone.now())
        _log(user, submission, f"Remark: {text[:200]}")


# Publish


def schedule(user, submission, at, *, now=None):
    """Set the time at which an approved submission becomes public."""
    _need(user, "publish")
    now = now or timezone.now()
    if at <= now:
        raise Refused(OVER)
    with transaction.atomic():
        _move(submission, [Submission.State.APPROVED], publish_at=at, scheduled_by=user)
        _log(user, submission, f"Will be published on {_clock(at)} ({_zone_at(at)}).")


def unschedule(user, submission):
    """Take the set time away again: the submission then waits for a person."""
    _need(user, "publish")
    with transaction.atomic():
        scheduled = Submission.objects.filter(pk=submission.pk, publish_at__isnull=False)
        if not scheduled.select_for_update().exists():
            raise TooLate(f"{submission} has no time that could be taken away.")
        _move(submission, [Submission.State.APPROVED], publish_at=None)
        _log(user, submission, "Will not be published by itself.")


@dataclass(frozen=True)
class Overtaken:
    """A submission that was due when the run began, and no longer when its turn came."""

    submission: Submission

    def __str__(self):
        state = self.submission.get_state_display()
        edition = f" as {self.submission.edition}" if self.submission.edition else ""
        return f"Nothing was left to do for {self.submission}: {state}{edition}."


def publish_due(*, now=None):
    """Publish every approved submission whose time has come; return (submission, what came of it).

    What came of it is an ``Edition``; or ``Overtaken`` where another run or a person was quicker;
    or the ``Refused`` that stopped it: that submission then waits for a person. Only where the
    database failed does it keep its time, to be tried again at the next run. Each submission
    stands alone.
    """
    now = now or timezone.now()
    due = list(Submission.objects.due(now=now).with_people())
    return [(submission, _publish_in_time(submission, now)) for submission in due]


def _publish_in_time(submission, now):
    try:
        return _publish_if_due(submission, now)
    except (Refused, PermissionDenied) as error:
        why = str(error) or "Who set the time may no longer publish."
    except DatabaseError:
        logger.exception("%s was not published at its time.", submission)
        return Refused("The database failed. It is tried again at the next run.")
    except Exception:
        logger.exception("%s was not published at its time.", submission)
        why = "It failed in a way that nobody foresaw. The log of the server has the details."
    Submission.objects.filter(pk=submission.pk, state=Submission.State.APPROVED).update(
        publish_at=None
    )
    _log(submission.scheduled_by, submission, f"Not published at its time. {why}")
    return Refused(why)


def _publish_if_due(submission, now):
    """Publish ``submission`` unless it was done, postponed or sent back since it was looked up."""
    user = submission.scheduled_by
    _need(user, "publish")
    with _next_edition():
        due = Submission.objects.due(now=now).filter(pk=submission.pk)
        if not due.select_for_update().exists():
            return Overtaken(Submission.objects.select_related("edition").get(pk=submission.pk))
        edition, keys = _publish(user, [submission], now)
    _look_anew(keys)
    return edition


def publish(user, submissions, *, now=None):
    """Make approved submissions public together, as one edition, and return it.

    Raises ``TooLate`` where one is no longer approved, or one of its pages has changed in public
    since; ``Refused`` where a page would lack a page or a source that it needs.
    """
    _need(user, "publish")
    with _next_edition():
        edition, keys = _publish(user, submissions, now or timezone.now())
    _look_anew(keys)
    return edition


def _look_anew(keys):
    """Note how the drafts of ``keys`` stand to what is public now.

    It is public, whatever becomes of this: drafts never stop a page that was approved.
    """
    try:
        draft_status.refresh(keys)
    except DatabaseError:
        logger.exception("Published, but the state of the drafts could not be noted.")


@contextmanager
def _next_edition():
    """Let a whole edition come, or nothing of it; raise ``TooLate`` where another came first."""
    try:
        with transaction.atomic():
            publishing.wait_for_turn()
            yield
    except IntegrityError as error:
        raise TooLate("Somebody else published at the same time. Look again.") from error
    publishing.edition_published()


def _publish(user, submissions, now):
    """Cut the edition; return it and the keys of the pages whose drafts stand otherwise now."""
    asked = Submission.objects.filter(pk__in=[submission.pk for submission in submissions])
    for submission in asked.exclude(state=Submission.State.APPROVED):
        raise _too_late(submission)
    for submission in submissions:
        _refuse_unprintable(submission)
    public = publishing.current_manifest()
    rows = [
        row
        for submission in submissions
        for row in submission.pages.select_related("version", "base")
    ]
    for row in rows:
        if public.get(row.key) == row.base_id:
            continue
        if row.key == SOURCES and row.base:
            row.version = _with_public_sources(row, public[SOURCES], user, now)
        else:
            raise TooLate(f"“{row.title}” was changed in public meanwhile. {_last_change(row.key)}")
    changes = [
        _change(row, "changed" if row.base_id else "new", row.submission.reason) for row in rows
    ]
    note = "\n".join(dict.fromkeys(submission.reason for submission in submissions))
    edition = _cut(user, {row.key: row.version for row in rows}, changes, note, now)
    for submission in submissions:
        _move(
            submission,
            [Submission.State.APPROVED],
            state=Submission.State.PUBLISHED,
            edition=edition,
        )
        submission.pages.update(open=False)
        alone = " without a second reviewer" if submission.without_second_reviewer else ""
        _log(user, submission, f"Published{alone} as {edition}.")
    for row in rows:
        publishing.carry_sign_off(publishing.page_of(row.version))
    return edition, sorted({SOURCES, *(row.key for row in rows)})


def _with_public_sources(row, now_public, user, now):
    """Return the list of sources in review with those that became public in the meantime.

    ``now_public`` is the id of the version of the list that readers see.
    """
    now_public = PageVersion.objects.get(pk=now_public)
    base, ours, public = (
        {source.key: source for source in publishing.page_of(version).sources}
        for version in (row.base, row.version, now_public)
    )
    since = {key: source for key, source in public.items() if key not in base}
    merged = snapshots.freeze_sources({**since, **ours})
    read = publishing.words_read_at(row.version)
    return publishing.keep_version(merged, user, now, frozen_at=read)


def _last_change(key):
    for edition in Edition.objects.select_related("published_by"):
        for change in edition.changes:
            if change["key"] == key:
                who, when = name_of(edition.published_by), _clock(edition.published_at)
                return f"{who} did so in {edition} on {when}. Take this back and submit it again."
    return "Take this back and submit it again."


def _cut(user, put, changes, note, now, take=()):
    """Cut the next edition: the current one with the versions ``put``, and without ``take``."""
    current = Edition.objects.current()
    manifest = dict(current.manifest) if current else {}
    for key in take:
        manifest.pop(key, None)
    for key, version in put.items():
        manifest[key] = version.pk
        manifest.pop(f"withdrawn/{key}", None)
    shown = publishing.pages_of(manifest)
    if added := _sources_for(shown, manifest, put, user, now):
        manifest[added.key] = added.pk
        shown[added.key] = publishing.page_of(added)
    _refuse_broken(shown, manifest)
    edition = Edition.objects.create(
        number=(current.number if current else 0) + 1,
        manifest=manifest,
        note=note,
        changes=changes,
        published_at=now,
        published_by=user,
    )
    _log(user, edition, note, ADDITION)
    return edition


def _sources_for(shown, manifest, put, user, now):
    """Return a version of the list of sources with those that new pages bring, or None."""
    page = shown.get(SOURCES)
    listed = {source.key: source for source in page.sources} if page else {}
    cited = {
        reference.source.key: reference.source
        for key in (put if page else shown)
        for reference in shown[key].references
        if reference.source.key not in listed
    }
    if not cited:
        return None
    # The other sources are as old as they were: what was edited since is still not public.
    read = publishing.words_read_at(PageVersion.objects.get(pk=manifest[SOURCES])) if page else None
    longer = snapshots.freeze_sources({**listed, **cited})
    return publishing.keep_version(longer, user, now, frozen_at=read)


def _refuse_broken(shown, manifest):
    """Raise where the site would lack a page or a source that it cannot do without.

    A page of ``manifest`` that cannot be read is not in ``shown``, and must not stop what mends it.
    """
    if missing := publishing.NEEDED - manifest.keys():
        raise Refused(f"The site cannot do without the page {min(missing)}.")
    if "help/help" in shown and (missing := missing_levels(shown["help/help"])):
        raise Refused(publishing.NEEDS_LEVEL.format(missing[0]))
    why = "would not be public. Publish the two together, or change or withdraw “{}” first."
    _refuse_gaps(manifest, shown, why)
    listed = {source.key for source in shown[SOURCES].sources}
    for page in shown.values():
        for reference in page.references:
            if reference.source.key not in listed:
                raise Refused(
                    f"“{page.title}” cites {reference.source.key}, which would no longer be "
                    "among the public sources."
                )


# Withdraw and restore


def withdraw(user, key, why, *, instead="", note="", now=None):
    """Take the page ``key`` from the public at once; its address says since when, and what to read.

    ``why`` is a key of ``WHY_WITHDRAWN``, ``instead`` the key of a public page, ``note`` for the
    log alone. Ready-made handouts that name the page go with it. One person may do this: it is how
    a mistake is stopped.
    """
    _need(user, "publish")
    now = now or timezone.now()
    told = WHY_WITHDRAWN[why]
    with _next_edition():
        manifest = publishing.current_manifest()
        _refuse_withdrawal(key, instead, manifest)
        shown = publishing.pages_of(manifest)
        gone = [shown.get(key) or _unreadable(manifest[key]), *goes_with(key, shown.values())]
        notices = [_notice(page, told, instead, timezone.localdate(now)) for page in gone]
        put = {notice.key: publishing.keep_version(notice, user, now) for notice in notices}
        changes = [_change(page, "withdrawn", told) for page in gone]
        keys = [page.key for page in gone]
        edition = _cut(user, put, changes, told, now, take=keys)
        _log(user, edition, f"Withdrew {', '.join(keys)}. {note}".strip())
    _look_anew(keys)
    return edition


def _unreadable(pk):
    """Return the page of a version that cannot be read, as far as it is known."""
    version = PageVersion.objects.get(pk=pk)
    return UnreadablePage(version.key, publishing.title_of(version), "")


def _change(page, what, why):
    """Return what an edition says of one page: it is kept, and readers see it."""
    return {"key": page.key, "title": page.title, "what": what, "why": why}


def goes_with(key, shown):
    """Return the ready-made handouts among ``shown`` that name the page ``key``.

    They are withdrawn with it, so that a mistake can be stopped at once.
    """
    return [
        page
        for page in shown
        if isinstance(page, structures.VisitPage)
        and key in {named for _, named in _needed_by(page)}
    ]


def _notice(page, told, instead, since):
    return structures.WithdrawnPage(
        slug=page.key,
        title=page.title,
        summary=structures.Prose(source="", html=""),
        sections=(),
        references=(),
        since=since,
        why=told,
        instead=instead,
    )


def _refuse_withdrawal(key, instead, public):
    kind = key.partition("/")[0]
    if key not in public:
        raise TooLate("This page is not public, or no longer.")
    if key in publishing.NEEDED or kind in KEEPS or kind in ("glossary", "sources"):
        reason = KEEPS.get(kind, "the site cannot do without it")
        raise Refused(f"This page cannot be withdrawn: {reason}. Change it instead.")
    if instead and (instead not in public or instead == key):
        raise Refused("The page to read instead must be another page that is public.")


def restorable(version):
    """Return (page, why it cannot be public again); an empty reason where it can."""
    try:
        page = publishing.page_of(version)
    except msgspec.ValidationError as error:
        return None, (
            f"It was made by an older version of this software and no longer fits ({error}). "
            "Its words stay on file: copy what you need into the draft."
        )
    public = publishing.current_manifest()
    shown = publishing.pages_of({SOURCES: public[SOURCES]} if SOURCES in public else {})
    listed = {source.key for one in shown.values() for source in one.sources}
    gone = [one.source.key for one in page.references if one.source.key not in listed]
    if gone:
        return page, (
            f"It cites {', '.join(gone)}, no longer among the public sources. "
            "Load it into the draft, mend it, and submit it."
        )
    return page, ""


def restore(user, version, *, note="", now=None):
    """Make a version public again that was public before, at once and byte for byte.

    Raises ``Refused`` where it never was public, is public now, rests on a source that is gone, or
    is of a shape that can no longer be shown.
    """
    _need(user, "publish")
    now = now or timezone.now()
    editions = publishing.editions_with(version)
    if not editions or version.key.startswith("withdrawn/"):
        raise Refused("Only a version that was public before can be public again.")
    page, why_not = restorable(version)
    if why_not:
        raise Refused(why_not)
    with _next_edition():
        if publishing.current_manifest().get(version.key) == version.pk:
            raise TooLate("This version is public already.")
        changes = [_change(page, "restored", RESTORED)]
        edition = _cut(user, {version.key: version}, changes, RESTORED, now)
        _log(user, edition, f"Restored {version}. {note}".strip())
        publishing.mirror_sign_off(page)
    _look_anew([version.key])
    return edition


# Links for readers without an account


def make_link(user, submission, *, now=None):
    """Make a link with which somebody without an account can read ``submission``."""
    if not may_talk(user):
        raise PermissionDenied
    if not submission.is_open:
        raise _too_late(submission)
    now = now or timezone.now()
    with transaction.atomic():
        link = PreviewLink.objects.create(
            submission=submission,
            made_by=user,
            made_at=now,
            expires_at=now + timedelta(days=LINK_DAYS),
        )
        _log(user, submission, f"Made a preview link that works until {_clock(link.expires_at)}.")
    return link


def revoke_link(user, link, *, now=None):
    """Make a preview link stop working at once."""
    if not may_talk(user):
        raise PermissionDenied
    with transaction.atomic():
        works = PreviewLink.objects.filter(pk=link.pk, revoked_at=None)
        if not works.update(revoked_at=now or timezone.now()):
            raise TooLate("Somebody revoked that link already. It does not work.")
        _log(user, link.submission, "Revoked a preview link.")


def submission_behind(token, *, now=None):
    """Return {row id: page} of what a preview link opens, or None where it does not work."""
    try:
        pk = LINK_SIGNER.unsign(token)
    except signing.BadSignature:
        return None
    link = PreviewLink.objects.select_related("submission").filter(pk=pk).first()
    if link is None or not link.works(now=now or timezone.now()) or not link.submission.is_open:
        return None
    readable, _ = pages_in(link.submission)
    return {row.pk: page for row, page in readable}


def version_page(pk):
    """Return the page that the version ``pk`` holds, or None where there is none to show."""
    version = PageVersion.objects.filter(pk=pk).first()
    return restorable(version)[0] if version else None
