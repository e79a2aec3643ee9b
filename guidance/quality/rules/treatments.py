"""Content rules about the required contents of a treatment's page."""

from guidance.pages import respelling
from guidance.pages.choices import LabelStatus, TherapyGroup
from guidance.pages.claims import Part, part_of_field, part_of_section
from guidance.pages.sections import CHECK_UPS, DO_NOT_TAKE_IT_IF, HOW_WELL_IT_WORKS, PREGNANCY
from guidance.pages.structures import TherapyPage
from guidance.quality.rules.context import PageUnderReview
from guidance.quality.rules.registry import Problems, RuleSet

RULES = RuleSet()

_LABEL_STATUSES = set(LabelStatus.values())


@RULES.error("label")
def label_status(under_review: PageUnderReview) -> Problems:
    """A treatment says what its US label names."""
    page = under_review.page
    if not isinstance(page, TherapyPage):
        return
    if page.label_status not in _LABEL_STATUSES:
        yield (
            Part("label_status", "US label"),
            "Say whether the US label names SPMS, active SPMS, relapses or none.",
        )
    if not page.at_a_glance("label"):
        yield (
            Part("glance/label", "US label"),
            "Say in one line, with its source, what the US label names.",
        )


@RULES.error("how to say it")
def one_style(under_review: PageUnderReview) -> Problems:
    """How to say a name is written in one style on all pages."""
    page = under_review.page
    if isinstance(page, TherapyPage) and (why := respelling.problem(page.how_to_say.source)):
        yield part_of_field("how_to_say"), why


@RULES.error("whole treatment")
def whole_treatment(under_review: PageUnderReview) -> Problems:
    """A treatment has benefits and harms, pregnancy, check-ups and questions."""
    page = under_review.page
    if not isinstance(page, TherapyPage):
        return
    rehabilitation = page.group == TherapyGroup.REHABILITATION
    if not page.section(HOW_WELL_IT_WORKS) and not page.evidence:
        yield (
            part_of_section(HOW_WELL_IT_WORKS, "How well it works"),
            "Say what is known in SPMS, or that nothing is.",
        )
    harms = page.section(DO_NOT_TAKE_IT_IF) if rehabilitation else page.effects
    if not harms:
        yield (
            Part("effects", "Side effects"),
            "Name at least one harm, or for rehabilitation who must take care.",
        )
    if not rehabilitation and not page.section(PREGNANCY):
        yield (
            part_of_section(PREGNANCY, "Pregnancy and breastfeeding"),
            "Say what is known, or what to ask the MS team.",
        )
    if not page.section(CHECK_UPS):
        yield (
            part_of_section(CHECK_UPS, "Check-ups"),
            "Say what is checked and when, or what to ask the MS team.",
        )
    if not page.questions:
        yield part_of_field("questions"), "Give four to six plain questions to ask."
