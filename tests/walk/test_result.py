"""The page of a result says each thing once, and loses nothing by it."""

import re

import pytest

from tests.walk.answering import ACTIVE_PROGRESSING, RESULT, shown, walk

pytestmark = pytest.mark.django_db
ASKED = ("told", "relapse", "when", "mri", "spots", "harder", "medicine")
NOT_SURE = {"safety": "none", **dict.fromkeys(ASKED, "not-sure")}


def test_a_result_says_once_that_what_is_not_known_never_counts_as_no(client):
    walk(client, NOT_SURE)
    page = shown(client.get(RESULT))
    assert page.count("You are not sure") == 4
    assert "You do not know the result." in page
    assert page.count("What is not known never counts as “no”.") == 1


def test_a_result_lists_each_question_once_and_those_that_make_it_clear_below_their_heading(client):
    walk(client, NOT_SURE)
    response = client.get(RESULT)
    page, result = shown(response), response.context["result"]
    assert all(page.count(question) == 1 for question in result.questions)
    heading = page.index("What would make it clear")
    assert page.index("Is my MS active, or progressing?") < heading
    assert all(heading < page.index(way.ask) for way in result.settle)
    assert "Write one line a week on walking" in page[heading:]


def test_who_was_not_told_spms_still_reads_that_the_result_may_not_fit(client):
    walk(client, NOT_SURE)
    page = shown(client.get(RESULT))
    how = page.index("How we got there")
    assert page.index("Without SPMS, this does not fit.") > how
    assert page.count("Ask which type of MS it is") == 1


def test_each_possible_type_is_heard_as_possible_and_seen_by_a_mark_that_is_explained_once(client):
    walk(client, {**ACTIVE_PROGRESSING, "relapse": "not-sure", "when": "earlier"})
    html = client.get(RESULT).content.decode()
    assert html.count('<span class="visually-hidden">Still possible</span>') == 2
    assert len(re.findall(r"Still possible", html)) == 3
    walk(client, ACTIVE_PROGRESSING)
    assert "Still possible" not in client.get(RESULT).content.decode()
