"""Other ways through the walk: for somebody else, by a code, on one page, on paper."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from guidance.editorial import current
from guidance.pages.text import plain
from guidance.walk import carried, questions, wording
from tests.walk.answering import (
    ACTIVE_PROGRESSING,
    CHECK,
    PAUSE,
    RESULT,
    ask,
    kept,
    reply,
    shown,
    walk,
)
from tests.walk.positions import covering_paths

pytestmark = pytest.mark.django_db

OTHER_WAYS = "/find-your-type/other-ways/"
CARRY = "/find-your-type/carry/"
AT_ONCE = "/find-your-type/all/"


def test_for_somebody_else_the_words_of_every_page_change(client):
    client.get(OTHER_WAYS)
    response = client.post(OTHER_WAYS, {"for": "another"})
    assert response.headers["Location"] == ask("safety")
    assert "One of us thinks about ending their life" in shown(client.get(ask("safety")))
    walk(client, ACTIVE_PROGRESSING)
    assert "They take their medicine" not in shown(client.get(CHECK))
    assert "Their answers fit active and progressing SPMS" in shown(client.get(RESULT))


def test_the_forms_name_their_origin_because_no_cookie_was_set(client):
    page = client.get(OTHER_WAYS)
    assert not page.cookies
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert client.get(ask("safety")).headers["Referrer-Policy"] == "no-referrer"
    client.cookies.clear()
    slip = client.post(CARRY, {"code": "nothing"}, headers={"Origin": "http://testserver"})
    assert (slip.status_code, slip.headers["Referrer-Policy"]) == (422, "same-origin")
    assert not slip.cookies
    begun = client.post(OTHER_WAYS, {"for": "another"}, headers={"Origin": "http://testserver"})
    assert begun.headers["Location"] == ask("safety")
    assert "One of us thinks" in shown(client.get(ask("safety")))


def test_other_ways_keep_what_was_answered_before(client):
    walk(client, ACTIVE_PROGRESSING)
    assert not client.get(OTHER_WAYS).cookies
    assert kept(client) == ACTIVE_PROGRESSING


def test_a_code_carries_the_answers_to_another_day_and_asks_about_help_again(client):
    walk(client, ACTIVE_PROGRESSING)
    code = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", shown(client.get(RESULT)))[0]
    client.cookies.clear()
    client.get(OTHER_WAYS)
    response = client.post("/find-your-type/carry/", {"code": code.lower()})
    assert response.headers["Location"] == ask("safety")
    assert reply(client, "safety", "none").headers["Location"] == CHECK
    assert kept(client) == ACTIVE_PROGRESSING


def test_after_a_month_the_questions_about_time_are_asked_again(client):
    before = timezone.localdate() - timedelta(days=32)
    client.get(OTHER_WAYS)
    code = carried.code(ACTIVE_PROGRESSING, before)
    response = client.post("/find-your-type/carry/", {"code": code})
    assert "Your code is over a month old." in shown(client.get(response.headers["Location"]))
    assert reply(client, "safety", "none").headers["Location"] == ask("relapse")


def test_a_code_with_a_slip_is_refused_with_a_message(client):
    client.get(OTHER_WAYS)
    response = client.post(CARRY, {"code": "1234-5678-9ABC"})
    assert response.status_code == 422 and "Location" not in response.headers
    assert "We cannot read that code." in shown(response)
    assert 'value="1234-5678-9ABC"' in response.content.decode()
    assert client.get(CARRY).headers["Location"] == OTHER_WAYS


def test_the_other_way_on_the_page_of_a_refused_code_works(client):
    refused = client.post(CARRY, {"code": "<b>"}).content.decode()
    assert 'value="&lt;b&gt;"' in refused
    assert re.search(f'<form method="post" action="{OTHER_WAYS}">', refused)


def test_a_code_of_answers_about_somebody_else_comes_back_about_somebody_else(client):
    client.get(OTHER_WAYS)
    client.post(OTHER_WAYS, {"for": "another"})
    walk(client, ACTIVE_PROGRESSING)
    code = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", shown(client.get(RESULT)))[0]
    client.cookies.clear()
    client.post(CARRY, {"code": code})
    assert "One of us thinks about ending their life" in shown(client.get(ask("safety")))
    reply(client, "safety", "none")
    assert "Their answers fit active and progressing SPMS" in shown(client.get(RESULT))


@pytest.mark.parametrize("safety", ["emergency", "crisis", "new"])
def test_for_somebody_else_each_card_of_signs_says_who_you_is(client, safety):
    who = "“you” is the person whom you answer for."
    client.get(OTHER_WAYS)
    client.post(OTHER_WAYS, {"for": "another"})
    assert who in shown(client.get(ask("safety")))
    reply(client, "safety", safety)
    if safety == "new":
        client.post(ask("new"), {"answer": ["fever", "strength"]})
    page = client.get(PAUSE).content.decode()
    cards = page.split('class="urgency urgency--')[1:]
    assert cards and all(who in card for card in cards)
    assert who in shown(client.post(AT_ONCE, {"for": "another"}))


def at_once(client, answers):
    """Send all ``answers`` by the page without cookies, and go past each stop."""
    response = client.post(AT_ONCE, {key: value.split("+") for key, value in answers.items()})
    while "I had help" in shown(response):
        fields = re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', response.text)
        sent = {}
        for name, value in fields:
            sent.setdefault(name, []).append(value)
        key = re.search(r'<button[^>]* name="([\w-]+-dealt-with)"', response.text)[1]
        response = client.post(AT_ONCE, {**sent, key: "yes"})
    return response


@pytest.mark.slow
def test_without_cookies_all_questions_on_one_page_lead_to_the_same_results(client):
    for path in covering_paths():
        answers = {step.node.key: step.value for step in path.questions}
        response = at_once(client, answers)
        assert response.status_code == 200
        if path.complete:
            over = wording.period(timezone.localdate())
            assert wording.result(path, over).heading in shown(response)
        else:
            assert wording.SHIPPED_WORDS.own.exits[path.at.name].heading in shown(response)
        assert not response.cookies
        assert response.headers["Cache-Control"] == "no-store, private"


def test_without_cookies_a_missing_answer_is_asked_for_and_nothing_is_lost(client):
    answers = {**ACTIVE_PROGRESSING, "harder": []}
    response = client.post(AT_ONCE, answers)
    assert response.status_code == 422
    assert "If nothing does, tick “Nothing is harder”." in shown(response)
    assert re.search(r'value="slowly"[^>]*checked', response.text)
    response = client.post(AT_ONCE, {**ACTIVE_PROGRESSING, "change": "yes"})
    assert re.search(r'name="harder" value="walking"[^>]*checked', response.text)


@pytest.mark.parametrize(
    "ticked",
    [
        {"safety": "none", "new": ["bladder"]},
        {"safety": "none", "harder": ["nothing"], "how": "quickly", "quick": ["bladder"]},
    ],
)
def test_without_cookies_what_is_ticked_as_new_always_shows_its_card(client, ticked):
    response = client.post(AT_ONCE, {**ACTIVE_PROGRESSING, **ticked})
    page = shown(response)
    assert "Get help first" in page
    assert plain(current.current_guide().signs["cannot-pass-urine"].at_once.source) in page


def test_without_cookies_an_answer_that_the_others_do_not_lead_to_is_taken_out_with_a_message(
    client,
):
    answers = {**ACTIVE_PROGRESSING, "relapse": "no", "when": "last-month"}
    response = client.post(AT_ONCE, answers)
    assert response.status_code == 422
    assert "Your other answers do not lead to this question" in shown(response)
    assert not re.search(r'name="when" value="last-month"[^>]*checked', response.text)
    assert re.search(r'name="relapse" value="no"[^>]*checked', response.text)


@pytest.mark.parametrize("safety", ["new", "not-sure"])
def test_without_cookies_each_card_is_shown_once_and_where_its_question_is(client, safety):
    answers = {**ACTIVE_PROGRESSING, "safety": safety, "new": ["bladder"]}
    answers |= {"how": "quickly", "quick": ["sight"]}
    first = client.post(AT_ONCE, answers)
    assert [name in first.text for name in ("card-bladder", "card-sight")] == [True, False]
    second = client.post(AT_ONCE, {**answers, "safety-dealt-with": "yes"})
    assert [name in second.text for name in ("card-bladder", "card-sight")] == [False, True]


def test_without_cookies_all_faults_are_named_at_once(client):
    answers = {"safety": "none", "relapse": "no", "when": "recent", "harder": ["nothing", "hands"]}
    response = client.post(AT_ONCE, answers)
    summary = response.text.partition('class="error-summary"')[2].partition("</div>")[0]
    assert response.status_code == 422
    named = re.findall(r'href="#id_(\w+)_0"', summary)
    assert named == ["told", "when", "mri", "harder", "medicine"]
    complete = {**answers, "told": "spms", "when": "", "mri": "never", "harder": ["nothing"]}
    assert client.post(AT_ONCE, {**complete, "medicine": "no"}).status_code == 200


def test_without_cookies_nothing_is_said_of_a_question_that_may_not_be_on_the_way(client):
    response = client.post(AT_ONCE, {**ACTIVE_PROGRESSING, "relapse": "", "when": "recent"})
    assert re.findall(r'<li><a href="#id_(\w+)_0"', response.text) == ["relapse"]
    assert re.search(r'name="when" value="recent"[^>]*checked', response.text)


def test_without_cookies_ticks_that_do_not_go_together_are_kept(client):
    answers = {**ACTIVE_PROGRESSING, "harder": ["walking", "hands", "nothing"]}
    response = client.post(AT_ONCE, answers)
    assert response.status_code == 422
    assert "do not go together" in shown(response)
    assert re.search(r'name="harder" value="hands"[^>]*checked', response.text)


def test_the_paper_says_what_an_emergency_is_when_to_call_sooner_and_what_to_do(client):
    page = shown(client.get("/find-your-type/paper/"))
    signs = current.current_guide().signs
    for slug in ("chest-pain", "cannot-pass-urine", "sudden-loss-of-sight"):
        assert plain(signs[slug].at_once.source) in page
    calls = page[page.index("Call your MS team within two days", page.index("Your result")) :]
    assert "7a: If nobody has explained the new spots to you." in calls
    assert calls.count("Call today if it keeps you from walking or seeing") == 2
    assert "?." not in page


def test_without_cookies_an_exit_has_its_way_back(client):
    response = client.post(AT_ONCE, {**ACTIVE_PROGRESSING, "told": "primary", "instead": "x"})
    assert "If your team says it is SPMS, your answers would fit" in shown(response)


def test_without_cookies_somebody_else_is_meant(client):
    response = client.post(AT_ONCE, {**ACTIVE_PROGRESSING, "for": "another"})
    assert "Their answers fit" in shown(response)
    response = client.post(AT_ONCE, {**ACTIVE_PROGRESSING, "safety": "crisis", "for": "another"})
    assert "Neither of you has to face this alone." in shown(response)
    assert 'name="for" value="another"' in response.text


def test_the_sheet_of_paper_has_every_question(client):
    page = shown(client.get("/find-your-type/paper/"))
    over = wording.period(timezone.localdate())
    for node in questions.QUESTIONS:
        assert wording.question(node.key, over).heading in page
