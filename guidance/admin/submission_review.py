"""The content of the review page: differences, reading grades and findings of each page."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from guidance.admin.page_urls import draft_address
from guidance.admin.sign_mentions import changed_signs
from guidance.content import export
from guidance.editorial import current, snapshots, validation
from guidance.editorial.drafts import drafts_behind, rows_behind, table_behind
from guidance.pages import diff, structures
from guidance.pages.kinds import WHOLE_TABLE_KEYS
from guidance.quality import rules

MAX_FINDINGS = 20
"""The number of findings that the review shows for each page, errors first."""


@dataclass(frozen=True)
class PageInReview:
    """A page of a submission, for the template of the review.

    ``row`` is the ``SubmittedPage``, ``before`` the public page. ``texts`` are the differences,
    ``gained`` and ``lost`` the added and removed references. ``signed`` says whether the public
    page is signed off. ``draft`` is the URL of the draft, or empty. ``signs`` are those
    whose level changes, each as ``AboutSign``.
    """

    row: object
    page: structures.Page
    before: structures.Page | None
    texts: tuple
    gained: tuple
    lost: tuple
    grade: rules.Grade
    grade_before: rules.Grade | None
    findings: list
    more_findings: int
    signed: bool
    draft: str
    signs: list


def review_pages(submission):
    """Return ([``PageInReview``], [title of a page that this release cannot read])."""
    readable, unreadable = validation.pages_in(submission)
    today = timezone.localdate()
    now = rules.RuleContext(current.current_guide(), today)
    then = rules.RuleContext(current.guide_overlaid_with([page for _, page in readable]), today)
    drafts = rows_behind()
    pages = [_side_by_side(row, page, now, then, drafts) for row, page in readable]
    return pages, [row.title for row in unreadable]


def _side_by_side(row, page, now, then, drafts):
    """Return the ``PageInReview`` of one row of a submission.

    ``now`` and ``then`` are the rule contexts before and after publication. ``drafts`` is {page
    key: id of its draft row}.
    """
    before = current.readable([row.base]).get(row.key) if row.base else None
    gained, lost = diff.sources_between(before, page)
    findings = rules.findings(page, then)
    return PageInReview(
        row=row,
        page=page,
        before=before,
        texts=diff.diff_pages(before, page),
        gained=gained,
        lost=lost,
        grade=rules.PageUnderReview(page, then).grade,
        grade_before=rules.PageUnderReview(before, now).grade if before else None,
        findings=with_addresses(findings[:MAX_FINDINGS], page),
        more_findings=max(len(findings) - MAX_FINDINGS, 0),
        signed=bool(getattr(getattr(before, "review", None), "signed_off_by", "")),
        draft=_draft_of(row.key, drafts),
        signs=changed_signs(before, page),
    )


def _draft_of(key, drafts):
    """Return the URL of the draft of a page, or of its table; empty if it was deleted."""
    if key not in WHOLE_TABLE_KEYS and key not in drafts:
        return ""
    return draft_address(key, drafts.get(key))


def with_addresses(findings, page):
    """Return [(finding, URL of the form field or rows with the problem)]."""
    name = f"admin:guidance_{table_behind(page.key)._meta.model_name}"
    row = None if page.key in WHOLE_TABLE_KEYS else drafts_behind(page.key).first()
    if row is None:
        return [(finding, _row_address(name, page.key, finding)) for finding in findings]
    form = reverse(f"{name}_change", args=[row.pk])
    return [
        (finding, f"{form}#{export.form_field_id(page, finding.part.id)}") for finding in findings
    ]


def _row_address(name, key, finding):
    """Return the URL of the row of a table that ``finding`` is about, or of the table."""
    item = finding.part.id.partition("/")[2]
    table = table_behind(key)
    identity = {"sources": "key", "help": "urgency"}.get(key.partition("/")[0], "slug")
    fields = {field.name for field in table._meta.concrete_fields}
    row = table.objects.filter(**{identity: item}).first() if identity in fields else None
    return (
        reverse(f"{name}_change", args=[row.pk]) if item and row else reverse(f"{name}_changelist")
    )


def differences(keys):
    """Return [(page, differences from the public page, signs)] for the drafts of ``keys``.

    The signs are those whose level changes, each as ``AboutSign``.
    """
    try:
        drafts = snapshots.freeze_existing(keys)
    except snapshots.CannotFreeze:
        return []
    manifest = current.current_manifest()
    shown = current.pages_of({key: pk for key, pk in manifest.items() if key in keys})
    return [
        (
            page,
            diff.diff_pages(_unsigned(shown.get(key)), diff.unsigned(page)),
            changed_signs(shown.get(key), page),
        )
        for key, page in sorted(drafts.items())
    ]


def _unsigned(page):
    return diff.unsigned(page) if page else None


def draft_list(request, states):
    """Return the keys of all drafts in the list of the home page that the query names.

    The page of sources is submitted together with the stale pages. A withdrawn page is not in these
    lists: its publication would show it again.
    """
    shown = [state for state in states if not state.withdrawn]
    lists = {
        "edited": [state.key for state in shown if not (state.stale_because or state.upgraded)],
        "upgraded": [state.key for state in shown if state.upgraded],
        "stale": [
            state.key for state in states if state.stale_because or state.key == validation.SOURCES
        ],
    }
    return lists.get(request.GET.get("all"), [])
