"""The words of the walk: those of an edition, and the shipped ones where it has none."""

from datetime import date

import pytest

from guidance.pages.citations import keys_in
from guidance.pages.structures import Review
from guidance.walk import wording
from guidance.walk.shipped import SHIPPED
from guidance.walk.vocabulary import PLACES, place_in_order
from guidance.walk.words import Text
from tests import make_pages as make

TOLD = "question/told/heading"
MEANS = "question/relapse/yes/means"


def words(*pages):
    return wording.vocabulary(make.guide(*pages))


def test_the_shipped_words_are_exactly_those_that_the_walk_needs_in_the_order_of_its_table():
    assert list(SHIPPED) == list(PLACES)


def test_every_place_has_words_of_its_own_for_staff():
    assert len({place.where for place in PLACES.values()}) == len(PLACES)


def test_the_words_of_an_edition_are_said():
    page = make.walk({TOLD: Text("What did your team say?", "What did their team say?")})
    assert words(page).own.questions["told"].heading == "What did your team say?"
    assert words(page).another.questions["told"].heading == "What did their team say?"


def test_a_text_that_is_the_same_for_somebody_else_is_written_once():
    page = make.walk({"tick/sight": Text("Eyes")})
    assert words(page).another.questions["quick"].answers["sight"].label == "Eyes"


def test_an_edition_without_the_words_says_the_shipped_ones_with_sources_that_it_has():
    keys = keys_in(SHIPPED[MEANS].own)
    means = words(make.sources_page(keys[0])).own.questions["relapse"].answers["yes"].means
    assert means == f"One attack is enough to call SPMS active. [@{keys[0]}]"
    means = words().own.questions["relapse"].answers["yes"].means
    assert means == "One attack is enough to call SPMS active."


@pytest.mark.parametrize("lacking", [None, Text("")])
def test_a_text_that_an_edition_lacks_is_said_as_it_was_shipped(lacking):
    page = make.walk({TOLD: lacking})
    assert words(page).own.questions["told"].heading == SHIPPED[TOLD].own


def test_who_signed_an_edition_has_not_signed_a_text_that_it_lacks():
    signed = Review(
        checked_on=date(2026, 11, 28),
        review_due=date(2027, 11, 28),
        signed_off_by="Ann Lee",
        signed_off_credentials="MD",
        signed_off_on=date(2026, 11, 29),
    )
    assert wording.review(make.guide(make.walk(review=signed))) == signed
    seen = wording.review(make.guide(make.walk({TOLD: None}, review=signed)))
    assert seen == Review(checked_on=signed.checked_on, review_due=signed.review_due)
    assert wording.review(make.guide()) is None


def test_months_that_are_not_twelve_are_not_used():
    said = words(make.walk({"result/months": Text("Winter\nSummer")})).own
    assert wording.period(date(2026, 11, 28), said).now == "November 2026"


def test_a_text_may_be_empty_where_none_is_needed():
    page = make.walk({"question/relapse/hint": Text("")})
    assert words(page).own.questions["relapse"].hint == ""


def test_the_questions_of_a_visit_keep_their_numbers_and_those_for_somebody_else_follow():
    own = wording.result_questions(wording.SHIPPED_WORDS)
    assert own[0] == "Has my MS become secondary progressive?"
    assert own.index("Has their MS become secondary progressive?") > own.index(
        "Which type of MS is it?"
    )


def test_texts_stand_in_the_order_of_the_table_and_unknown_ones_last():
    keys = ["question/edss/heading", "result/months", TOLD]
    assert sorted(keys, key=place_in_order) == [TOLD, "result/months", "question/edss/heading"]
