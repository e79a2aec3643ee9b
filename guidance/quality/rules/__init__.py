"""The content rules, which ``make content`` and the admin apply to pages.

A rule is a function in one of the modules of this package. It takes a ``PageUnderReview`` and
yields (section, what to do) for each problem. ``make check`` fails if there are errors; warnings
ask a writer to look again.

Decisions behind the rules:

- **A claim needs a citation** unless it is not a medical claim. ``sources.NEEDS_NO_SOURCE`` lists
  the sentences without one: they are about this site and its sources, introduce a list, ask, or
  refer the reader to the MS team or to another page. They never say what a body or a medicine does.
  Info pages are about the site, so a claim there needs a source only if its section cites one
  already (it is then medical) or if it names a medicine.
- **Sources show their date.** If a publisher's page shows none, ``published`` says "date not
  found", which gives a warning for a label, and for another source a year after it was last read.
  An empty date is an error, because nobody has checked.
- **Only what a publisher revises grows old**: the report of a trial stays as it is. A source for
  which nothing newer exists is old all the same. Its warning rests for three years after somebody
  said at the source what they looked for and why it still stands (ADR 0035).
- **A label with a newer version** is compared with it. Until then a warning that rests on it alone
  is an error. What was compared is said at the source. The warning that there is a newer version
  stays until nothing cites the older one.
- **The adjusted grade** leaves out names that must appear: medicines and brands, the words of the
  glossary, and the medical names of side effects. ``readability`` says how they are counted. The
  raw grade is reported beside it.
- **Harms of rehabilitation**: no source counts them, so its section "Take care if" replaces the
  rows, and only medicines must have a section on pregnancy.
- **Evidence that cannot be compared** (over different times) stays on a page, and the page says
  so: ``TherapyPage.evidence_comparable``. The warning is not to be silenced.
- **One denominator**: a treatment's page counts people out of 100 or out of 1,000, not of both.
- **Secondary sources** are all sources not of the primary tier: societies, hospitals, makers. One
  of them is enough for everyday advice, and not for a count or a warning.
- **A call line must be complete**: people read single lines of a list, and handouts split lists. A
  line such as "any of the signs above" can change its meaning on a handout, so a call line names
  its signs.
- **Emergency and crisis numbers** are those of the clinic. Texts that name 911 or 988 are not
  rewritten, because their sources say so; a clinic with other numbers edits them (ADR 0053).
- **The walk** says most sentences of the reader's own answers. A text of it needs a source where
  the shipped one has one, and every text is held against the table of the walk.
- **The next step of a topic** may stand without a source where it only says whom to ask or call,
  or what to bring, choose or write down: no number, no reason, no medicine.
- **Quoted words are exempt**: a page may say that we never write "best".
"""

from datetime import date

from guidance.pages.guide import Guide
from guidance.pages.structures import Page
from guidance.quality.rules import (
    harm_signs,
    harms,
    help_numbers,
    labels,
    numbers,
    short_answers,
    signs,
    sources,
    topics,
    treatments,
    walk,
    whole_guide,
    wording,
)
from guidance.quality.rules.context import Grade as Grade
from guidance.quality.rules.context import PageUnderReview as PageUnderReview
from guidance.quality.rules.context import RuleContext as RuleContext
from guidance.quality.rules.numbers import one_denominator as one_denominator
from guidance.quality.rules.registry import Finding as Finding
from guidance.quality.rules.sources import may_stand_alone as may_stand_alone
from guidance.quality.rules.sources import uncited as uncited
from guidance.quality.rules.wording import PAGE_GRADE as PAGE_GRADE
from guidance.quality.rules.wording import PASSIVE as PASSIVE
from guidance.quality.rules.wording import lists as lists
from guidance.quality.rules.wording import unprintable_strings as unprintable_strings

RULES = (
    *sources.RULES,
    *labels.RULES,
    *whole_guide.RULES,
    *treatments.RULES,
    *topics.RULES,
    *short_answers.RULES,
    *signs.RULES,
    *help_numbers.RULES,
    *harms.RULES,
    *harm_signs.RULES,
    *numbers.RULES,
    *wording.RULES,
    *walk.RULES,
)
"""Every rule for a page: its severity, its name, and its function. Findings keep this order."""


def check(guide: Guide, *, today: date) -> tuple[Finding, ...]:
    """Return all findings about ``guide``, errors first, then by page key.

    ``today`` is the day with which review dates and dates of sources are compared.
    """
    context = RuleContext(guide, today)
    all_findings = list(whole_guide.missing_outcomes(guide))
    for key in sorted(guide.pages):
        all_findings += _findings(guide.pages[key], context)
    return tuple(sorted(all_findings, key=lambda finding: finding.severity))


def check_page(page: Page, guide: Guide, *, today: date) -> tuple[Finding, ...]:
    """Return the findings about ``page`` as a page of ``guide``, errors first."""
    return findings(page, RuleContext(guide, today))


def findings(page: Page, context: RuleContext) -> tuple[Finding, ...]:
    """Return the findings about ``page``, errors first. A context can serve many pages."""
    return tuple(sorted(_findings(page, context), key=lambda finding: finding.severity))


def grades(guide: Guide, *, today: date) -> dict[str, Grade]:
    """Return the reading grade of each page that has words, by page key."""
    context = RuleContext(guide, today)
    all_grades = {
        key: PageUnderReview(guide.pages[key], context).grade for key in sorted(guide.pages)
    }
    return {key: grade for key, grade in all_grades.items() if grade.page.words}


def _findings(page: Page, context: RuleContext) -> list[Finding]:
    under_review = PageUnderReview(page, context)
    return [
        Finding(page.key, page.title, part, name, what_to_do, severity)
        for severity, name, rule in RULES
        for part, what_to_do in rule(under_review)
    ]
