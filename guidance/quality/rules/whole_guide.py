"""Content rules about pages that other pages, the walk or handouts need."""

from collections.abc import Iterator

from guidance.handout.build import MOST_EFFECTS, MOST_SYMPTOMS, MOST_TREATMENTS, missing_levels
from guidance.pages.guide import Guide
from guidance.pages.structures import (
    HelpPage,
    Review,
    SubtypePage,
    SymptomPage,
    TherapyPage,
    VisitPage,
)
from guidance.quality.rules.context import PageUnderReview
from guidance.quality.rules.registry import Finding, Problems, RuleSet
from guidance.walk import questions

RULES = RuleSet()


def missing_outcomes(guide: Guide) -> Iterator[Finding]:
    """Yield a finding for each outcome of the walk that has no page."""
    for subtype in questions.Subtype:
        if guide.subtype(subtype) is None:
            yield Finding(
                f"{SubtypePage.kind}/{subtype}",
                subtype,
                "",
                "outcome",
                "The walk can end here and there is no such page. Write it.",
                "error",
            )


@RULES.error("missing page")
def missing_pages(under_review: PageUnderReview) -> Problems:
    """Every page that a page links to exists."""
    page, guide = under_review.page, under_review.context.guide
    effects: list[str] = []
    if isinstance(page, TherapyPage):
        effects = [effect.side_effect for effect in page.effects]
    elif isinstance(page, SymptomPage | VisitPage):
        effects = list(page.side_effects)
    if isinstance(page, VisitPage) and page.subtype and guide.subtype(page.subtype) is None:
        yield "Type of SPMS", f"There is no page “{page.subtype}”. Write it, or choose another."
    if isinstance(page, SubtypePage | VisitPage):
        for slug in page.therapies:
            if guide.therapy(slug) is None:
                yield "Treatments", f"There is no page “{slug}”. Write it, or take it off the list."
        for slug in page.symptoms:
            if guide.symptom(slug) is None:
                yield "Symptoms", f"There is no page “{slug}”. Write it, or take it off the list."
    for slug in effects:
        if guide.side_effect(slug) is None:
            yield "Side effects", f"There is no page “{slug}”. Write it, or take the row out."


@RULES.error("get-help level")
def whole_help(under_review: PageUnderReview) -> Problems:
    """The levels that the walk and the handouts need exist, each with its signs."""
    if isinstance(under_review.page, HelpPage):
        for slug in missing_levels(under_review.page):
            yield (
                slug,
                f"The walk and every sheet need the level “{slug}” with its signs. Write it.",
            )


@RULES.error("handout")
def fits_a_handout(under_review: PageUnderReview) -> Problems:
    """A ready-made handout has no more of each kind than a handout may have."""
    page = under_review.page
    if not isinstance(page, VisitPage):
        return
    for section, chosen, most in (
        ("Treatments", page.therapies, MOST_TREATMENTS),
        ("Symptoms", page.symptoms, MOST_SYMPTOMS),
        ("Side effects", page.side_effects, MOST_EFFECTS),
    ):
        if len(chosen) > most:
            yield section, f"It chooses {len(chosen)}. Choose {most} or fewer."


@RULES.error("review")
def overdue(under_review: PageUnderReview) -> Problems:
    """The next review is not overdue."""
    review = getattr(under_review.page, "review", None)
    if isinstance(review, Review) and review.overdue(under_review.context.today):
        due = review.review_due
        yield (
            "Review",
            f"It was due on {due:%B} {due.day}, {due.year}. Check the page, date it anew.",
        )
