"""What the code of this release names by its slug, and where a reader would miss it.

A view or a form that does not find such a row leaves it out without a message. So a row that is
named here is not deleted (ADR 0055). Rules of review that count a row only if there is one are no
part of this.
"""

from guidance.handout import build, topics
from guidance.models import (
    HandoutTemplate,
    HelpLevel,
    Info,
    SideEffect,
    Sign,
    Source,
    Subtype,
    Topic,
)
from guidance.pages import compared_questions, what_matters
from guidance.pages.kinds import BESIDE_THERAPIES, INFO_ROUTES, LINKED_INFOS
from guidance.search import sign_rules
from guidance.walk import concerns, findings, notes, wording


def of_table(model):
    """Yield (place in words, set of slugs) for each place that names rows of ``model``."""
    for table, place, slugs in _places():
        if table is model:
            yield place, set(slugs)


def _places():
    cards = concerns.CONCERNS.values()
    sheets = (key.partition("/")[2] for key in topics.SHEETS.values())
    harms = (what_matters.FETAL_HARM, *what_matters.COMMON_HARMS)
    yield Source, "the walk’s own words", wording.source_keys()
    yield Sign, "the care cards of the walk", (slug for card in cards for slug in card.signs)
    yield Sign, "the walk’s own words", notes.SIGN_OF_TEXTS.values()
    yield Sign, "the rules of the search", (rule.sign for rule in sign_rules.RULES)
    yield Sign, "the rules of the search", (sign_rules.HURT, sign_rules.TOO_MUCH)
    yield HelpLevel, "the care cards of the walk", (card.level for card in cards)
    yield HelpLevel, "every handout", build.URGENT
    yield Subtype, "the results of the walk", findings.Subtype
    yield Topic, "the comparison of costs", (compared_questions.ABOUT_MONEY,)
    yield SideEffect, "the page “What matters to me”", harms
    yield HandoutTemplate, "the form of the handout", sheets
    yield Info, "the links of other pages", (*INFO_ROUTES, *BESIDE_THERAPIES, *LINKED_INFOS)
