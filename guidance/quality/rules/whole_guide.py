"""Content rules about pages that other pages, the walk or handouts need."""

from collections.abc import Iterator

from guidance.handout.build import missing_levels
from guidance.pages.claims import Part, part_of_field
from guidance.pages.guide import SIGNS, Guide
from guidance.pages.kinds import KINDS
from guidance.pages.site_pages import HelpPage, SignsPage
from guidance.pages.structures import Review, SubtypePage
from guidance.quality.rules.context import PageUnderReview
from guidance.quality.rules.registry import Finding, Problems, RuleSet
from guidance.walk import findings

RULES = RuleSet()


def missing_outcomes(guide: Guide) -> Iterator[Finding]:
    """Yield a finding for each outcome of the walk that has no page."""
    for subtype in findings.Subtype:
        if guide.subtype(subtype) is None:
            yield Finding(
                f"{SubtypePage.kind}/{subtype}",
                subtype,
                Part("", ""),
                "outcome",
                "The walk can end here and there is no such page. Write it.",
                "error",
            )


@RULES.error("missing page")
def missing_pages(under_review: PageUnderReview) -> Problems:
    """Every page that a page links to exists."""
    page, guide = under_review.page, under_review.context.guide
    for link in KINDS[page.kind].links:
        for slug in link.slugs(page):
            if f"{link.to}/{slug}" not in guide.pages:
                yield (
                    Part(link.field, link.heading),
                    f"There is no page “{slug}”. Write it, or {link.mend}.",
                )


@RULES.error("get-help level")
def whole_help(under_review: PageUnderReview) -> Problems:
    """The levels that the walk and the handouts need exist, each with its signs."""
    pages = under_review.context.guide.pages
    help_page = pages.get("help/help")
    if isinstance(under_review.page, HelpPage | SignsPage) and isinstance(help_page, HelpPage):
        for slug in missing_levels(help_page, pages.get(SIGNS)):
            yield (
                Part("levels", slug),
                f"The walk and every sheet need the level “{slug}” with its signs. Write it.",
            )


@RULES.error("handout")
def fits_a_handout(under_review: PageUnderReview) -> Problems:
    """A ready-made handout has no more of each kind than a handout may have."""
    kind = KINDS[under_review.page.kind]
    for link in kind.links if kind.ready_made else ():
        chosen, most = len(link.slugs(under_review.page)), KINDS[link.to].most
        if most and chosen > most:
            yield Part(link.field, link.heading), f"It chooses {chosen}. Choose {most} or fewer."


@RULES.error("review")
def overdue(under_review: PageUnderReview) -> Problems:
    """The next review is not overdue."""
    review = getattr(under_review.page, "review", None)
    if isinstance(review, Review) and review.overdue(under_review.context.today):
        due = review.review_due
        yield (
            part_of_field("review"),
            f"It was due on {due:%B} {due.day}, {due.year}. Check the page, date it anew.",
        )
