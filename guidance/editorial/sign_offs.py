"""Sign-offs of whole pages: who is asked for them, what must be answered, and the signature.

One signature covers one page. A public page whose words stay as they are can be submitted for
sign-off: each such page is a submission of its own (ADR 0039).
"""

from dataclasses import dataclass

from django.contrib.admin.models import ADDITION
from django.db import IntegrityError, transaction
from django.utils import timezone

from guidance.editorial import authors, current, workflow
from guidance.editorial.audit import log_step
from guidance.editorial.drafts import drafts_behind
from guidance.editorial.permissions import check_four_eyes, require
from guidance.editorial.refusals import Refused, TooLate
from guidance.editorial.transitions import State, too_late
from guidance.editorial.validation import refuse_unprintable
from guidance.models import PageState, Source, Submission, SubmittedPage
from guidance.models import Remark as Comment
from guidance.pages import diff
from guidance.pages.choices import HowChecked

REASON = "A clinician read the whole page."
"""What the list of changes says when a page was signed off and its words stayed as they were."""


# Ask


@dataclass(frozen=True)
class Asked:
    """A page for which a sign-off is asked: its key, title, and why it cannot be; empty if it can.

    ``signed`` says whether the public page is signed off already.
    """

    key: str
    title: str
    why_not: str = ""
    signed: bool = False


def askable(keys):
    """Return an ``Asked`` for each of the pages ``keys``, in their order."""
    public = current.public_versions(list(keys))
    shown = current.readable(public.values())
    states = {state.key: state for state in PageState.objects.filter(key__in=keys)}
    rows = SubmittedPage.objects.filter(open=True, key__in=keys).select_related("submission")
    open_in = {row.key: row.submission for row in rows}
    return [_asked(key, shown.get(key), states.get(key), open_in.get(key)) for key in keys]


def _asked(key, page, state, submission):
    title = page.title if page else state.title if state else key
    review = getattr(page, "review", None)
    why_not = ""
    if submission:
        why_not = f"is in {submission} already"
    elif page is None:
        why_not = "is not public"
    elif review is None:
        why_not = "has no sign-off"
    elif state is None or state.differs:
        why_not = "has a draft that differs from the public page: submit that for review"
    return Asked(key, title, why_not, bool(review and review.signed_off_by))


def ask(user, keys, *, now=None):
    """Submit the public pages ``keys`` for sign-off, each by itself; return the submissions.

    Pages that ``askable`` refuses are left out. Raise ``Refused`` if no page is left, and
    ``TooLate`` if somebody else submitted one at the same time.
    """
    require(user, "submit")
    now = now or timezone.now()
    keys = [asked.key for asked in askable(dict.fromkeys(keys)) if not asked.why_not]
    if not keys:
        raise Refused("None of these pages can be sent for sign-off.")
    public = current.public_versions(keys)
    pages = current.readable(public.values())
    try:
        with transaction.atomic():
            return [_ask_for(user, pages[key], public[key], now) for key in keys]
    except IntegrityError as error:
        raise TooLate("Somebody submitted one of these pages at the same time.") from error


def _ask_for(user, page, version, now):
    submission = Submission.objects.create(
        reason=REASON, submitted_by=user, submitted_at=now, for_sign_off=True
    )
    SubmittedPage.objects.create(
        submission=submission, key=page.key, title=page.title, version=version, base=version
    )
    written = authors.authors_of({page.key: diff.unsigned(page)}, {page.key: version})
    submission.authors.set({user.pk, *written})
    log_step(user, submission, f"Asked to sign off {page.title}.", ADDITION)
    return submission


# What must be answered


@dataclass(frozen=True)
class ToAnswer:
    """What a clinician answers before signing: ``what`` it is, and its ``text``."""

    what: str
    text: str


def to_answer(page):
    """Return the notes of staff on the draft of ``page``, and its sources that nobody opened.

    A note that several rows of a table share is asked once, with the names of the rows.
    """
    named: dict[str, list[str]] = {}
    for row in drafts_behind(page.key):
        if note := getattr(row, "staff_note", ""):
            named.setdefault(note, []).append(str(row))
    notes = [
        ToAnswer("Note of staff", note if len(rows) == 1 else f"{note} ({', '.join(rows)})")
        for note, rows in named.items()
    ]
    keys = [reference.source.key for reference in page.references]
    sources = Source.objects.filter(key__in=keys, how_checked=HowChecked.NOT_YET)
    return [
        *notes,
        *(
            ToAnswer(
                "Source that nobody opened",
                f"{source.organization}. {source.title} ({source.key}) {source.note}".strip(),
            )
            for source in sources
        ),
    ]


# Sign


def sign(user, submission, row, sign_off, *, answers=(), comment="", now=None):
    """Sign one page of ``submission``. If it is the only one, this approves the submission.

    ``answers`` are (``ToAnswer``, text); they are kept as a remark. Raise ``Refused``, ``OwnWork``
    and ``TooLate`` as ``workflow.approve`` does.
    """
    require(user, "approve")
    now = now or timezone.now()
    workflow.check_sign_off(user, sign_off, timezone.localdate(now))
    said = [f"{one.what}: {one.text}\nAnswer: {text}" for one, text in answers]
    refuse_unprintable(submission, sign_off.by, sign_off.credentials, *(t for _, t in answers))
    with transaction.atomic():
        if submission.pages.count() == 1:
            workflow.approve(user, submission, comment=comment, sign_off=sign_off, now=now)
        else:
            _sign_one_of_several(user, submission, row, sign_off, comment, now)
        if said:
            text = "\n\n".join(said)[:4000]
            Comment.objects.create(submission=submission, text=text, by=user, at=now)


def _sign_one_of_several(user, submission, row, sign_off, comment, now):
    check_four_eyes(user, submission)
    now_open = Submission.objects.select_for_update().filter(pk=submission.pk)
    if not now_open.filter(state=State.IN_REVIEW).exists():
        raise too_late(submission)
    row = submission.pages.select_related("version").get(pk=row.pk)
    workflow.sign_row(user, row, sign_off, now)
    text = f"Signed off {row.title} as {sign_off.by}, {sign_off.credentials}. {comment}"
    log_step(user, submission, text.strip())


def waiting_for_sign_off():
    """Return the submissions that ask for a sign-off and wait for it, oldest first."""
    rows = Submission.objects.filter(state=State.IN_REVIEW, for_sign_off=True)
    return rows.prefetch_related("pages", "authors").order_by("pk")
