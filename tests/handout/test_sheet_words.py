"""The words on a sheet of two treatments, for each pair of the shipped content."""

import itertools
from dataclasses import replace

import pytest

from guidance.editorial import current
from guidance.handout.blocks import strings
from guidance.pages.choices import Urgency
from guidance.pages.citations import without_markers
from guidance.pages.guide import names_of_signs
from guidance.pages.text import word_count
from guidance.pages.when_to_call import by_level
from tests.make_sheets import laid_out

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MOST_WORDS = 500
MANY_SIGNS = {"corticosteroids", "acth-gel"}
"""Treatments with up to 15 signs for 911, which no cut leaves out."""


def words_on(laid):
    """Return the number of words of a sheet, without its list of sources."""
    told = replace(laid, sections=tuple(one for one in laid.sections if one.slug != "sources"))
    return sum(map(word_count, strings(told)))


def test_a_sheet_of_two_treatments_has_at_most_500_words():
    guide = current.current_guide()
    slugs = [page.slug for page in guide.therapies()]
    found = {
        pair: words_on(laid_out(guide, treatments=pair, questions=()))
        for pair in itertools.combinations(slugs, 2)
    }
    assert {pair: words for pair, words in found.items() if words > MOST_WORDS} == {}


def test_every_sign_for_911_and_988_of_both_treatments_is_on_their_sheet():
    guide = current.current_guide()
    slugs = [page.slug for page in guide.therapies()]
    for pair in [*itertools.combinations(MANY_SIGNS, 2), *itertools.pairwise(slugs)]:
        said = "\n".join(strings(laid_out(guide, treatments=pair)))
        for page in map(guide.therapy, pair):
            named = names_of_signs(page)
            for level, signs, _ in by_level(page, guide):
                for sign in signs if level in (Urgency.EMERGENCY, Urgency.CRISIS) else ():
                    short = without_markers(sign.at_once.source).strip().rstrip(".")
                    assert sign.slug not in named or short in said, (pair, sign.slug)
