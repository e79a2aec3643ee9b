"""The report of public pages for staff: since when, by whom, what is due, and what is doubtful."""

from collections import Counter
from dataclasses import astuple, dataclass
from datetime import date
from functools import lru_cache

from guidance.editorial import current
from guidance.editorial.audit import name_of
from guidance.models import PageVersion, SubmittedPage
from guidance.pages.choices import HowChecked
from guidance.pages.kinds import KINDS
from guidance.pages.sign_offs import signer
from guidance.pages.site_pages import WithdrawnPage
from guidance.quality import rules


@dataclass(frozen=True)
class PageLine:
    """One public page: its words are public ``since`` that day, as the version ``version``.

    What became public without a submission has nobody who approved it. ``unopened`` counts the
    sources that nobody opened, and ``warnings`` what the content rules ask a writer to look at.
    """

    key: str
    title: str
    kind: str
    since: date | None
    version: int
    approved_by: str
    signed_by: str
    signed_on: date | None
    due: date | None
    unopened: int
    warnings: int


HEADER = [
    *("Address", "Page", "Kind", "Public since", "Version", "Approved by", "Signed by"),
    *("Signed on", "Review due", "Sources that nobody opened", "Warnings"),
]
"""The names of the fields of ``PageLine``."""


def lines(*, today):
    """Return a ``PageLine`` of each public page that can be read, by title."""
    if current.nothing_published():
        return []
    guide = current.current_guide()
    manifest = current.current_manifest()
    numbers = dict(PageVersion.objects.filter(pk__in=manifest.values()).values_list("pk", "number"))
    approvals = _approvals(manifest.values())
    warnings = _warnings(guide, today)
    found = []
    for key, page in guide.pages.items():
        if isinstance(page, WithdrawnPage) or key not in manifest:
            continue
        review = getattr(page, "review", None)
        change = guide.last_changes.get(key)
        found.append(
            PageLine(
                key=key,
                title=page.title,
                kind=KINDS[key.partition("/")[0]].name,
                since=change.published_on if change else None,
                version=numbers[manifest[key]],
                approved_by=approvals.get(manifest[key], ""),
                signed_by=signer(review) if review else "",
                signed_on=review.signed_off_on if review else None,
                due=review.review_due if review else None,
                unopened=_unopened(page),
                warnings=warnings[key],
            )
        )
    return sorted(found, key=lambda line: line.title.lower())


def table(found):
    """Return ``found`` as rows of a spreadsheet, the header first."""
    rows = [["" if cell is None else cell for cell in astuple(line)] for line in found]
    return [HEADER, *rows]


def _approvals(versions):
    """Return {version: who approved it} of the submissions by which ``versions`` became public."""
    rows = SubmittedPage.objects.filter(
        version__in=list(versions), submission__edition__isnull=False
    )
    rows = rows.select_related("submission__decided_by").order_by("pk")
    return {
        row.version_id: name_of(row.submission.decided_by)
        for row in rows
        if row.submission.decided_by
    }


def _unopened(page):
    references = getattr(page, "references", ())
    return sum(one.source.how_checked == HowChecked.NOT_YET for one in references)


@lru_cache(maxsize=1)
def _warnings(guide, today):
    """Return how many warnings each page has. To find them takes seconds, so they are kept."""
    found = rules.check(guide, today=today)
    return Counter(one.page for one in found if one.severity == "warning")
