"""Content rules about texts that name the emergency number or the crisis line (ADR 0053)."""

import re

from guidance.pages.claims import part_of_field
from guidance.pages.guide import Guide
from guidance.pages.help_numbers import US
from guidance.pages.site_pages import ClinicPage
from guidance.pages.structures import Page
from guidance.pages.texts import each_prose
from guidance.quality.rules.context import PageUnderReview
from guidance.quality.rules.registry import Problems, RuleSet

RULES = RuleSet()


def numbers_of_others(guide: Guide) -> dict[str, str]:
    """Return {number of the United States: that of the clinic} where the two differ."""
    ours = guide.numbers
    pairs = {US.emergency: ours.emergency, US.crisis: ours.crisis}
    return {number: own for number, own in pairs.items() if number != own}


def _named(text: str, numbers: dict[str, str]) -> list[str]:
    """Return those of ``numbers`` that ``text`` says to call. A count of people is none."""
    return [number for number in numbers if re.search(rf"\b{number}\b(?! people| out of)", text)]


def pages_with_other_numbers(guide: Guide) -> list[Page]:
    """Return the pages of ``guide`` whose texts name a number that is not that of the clinic."""
    numbers = numbers_of_others(guide)
    return [
        page
        for page in guide.pages.values()
        if numbers and any(_named(prose.source, numbers) for prose in each_prose(page))
    ]


@RULES.error("number of another country")
def numbers_of_the_clinic(under_review: PageUnderReview) -> Problems:
    """A text names the emergency number and the crisis line of this clinic, and no others."""
    page = under_review.page
    if isinstance(page, ClinicPage) and page.numbers.emergency not in page.emergency_wording:
        yield (
            part_of_field("emergency_wording"),
            f"Name your emergency number, {page.numbers.emergency}, in what to do in an emergency.",
        )
    numbers = numbers_of_others(under_review.context.guide)
    for part, words in under_review.visible_texts if numbers else ():
        for number in _named(words, numbers):
            yield part, f"It names {number}. Your clinic’s number is {numbers[number]}: “{words}”"


@RULES.warning("pages with other numbers")
def pages_to_change(under_review: PageUnderReview) -> Problems:
    """A clinic with numbers of its own changes the texts that name those of the United States."""
    guide, page = under_review.context.guide, under_review.page
    if isinstance(page, ClinicPage) and (pages := pages_with_other_numbers(guide)):
        numbers = " and ".join(numbers_of_others(guide))
        yield (
            part_of_field("numbers"),
            f"The texts of {len(pages)} pages name {numbers}. Change them, and publish them "
            "together with this page: a reader must not find two numbers.",
        )
