"""The walk as a browser meets it: addresses, cookie, redirects, pages."""

import re
from http.cookies import SimpleCookie

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from guidance.editorial import current, publishing
from guidance.models import InfoSection
from guidance.pages.text import plain
from guidance.walk import cookie, findings, notes, questions, wording
from tests.html import Reader
from tests.walk.answering import (
    ACTIVE_PROGRESSING,
    CHECK,
    CLEARED,
    NO_ANSWERS,
    PAUSE,
    RESULT,
    START,
    ask,
    kept,
    reply,
    shown,
    walk,
)
from tests.walk.positions import covering_paths

pytestmark = pytest.mark.django_db


def signed(answers):
    return signing.dumps({"table": questions.VERSION, **answers}, salt=cookie.SALT)


def put_cookie(client, value):
    client.cookies[cookie.NAME] = value
    client.cookies[cookie.NAME]["path"] = cookie.PATH


def follow(client, path, seen):
    """Answer each question of ``path``, with requests where no path in ``seen`` began like it."""
    for place, step in enumerate(path.trail):
        before, after = path.trail[:place], path.trail[: place + 1]
        if any(other.trail[: place + 1] == after for other in seen):
            continue
        client.cookies = SimpleCookie()
        if before:
            answers = {step.node.key: step.value for step in before}
            put_cookie(client, signed(answers))
        pauses = step.node.kind is questions.NodeKind.GET_HELP
        here = PAUSE if pauses else ask(step.node.name)
        assert client.get(here).status_code == 200
        response = client.post(here, {"answer": step.value.split("+")})
        assert response.status_code == 303
        assert questions.resolve(kept(client)).trail == after
    if not path.complete:
        assert shown(client.get(PAUSE)).count(wording.SHIPPED_WORDS.own.exits[path.at.name].heading)
        return
    page = client.get(RESULT)
    assert page.status_code == 200
    heading = wording.result(path, wording.period(timezone.localdate())).heading
    assert heading in shown(page)


@pytest.mark.slow
def test_every_answer_at_every_place_leads_on_and_every_result_is_shown(client):
    seen = []
    for path in covering_paths():
        follow(client, path, seen)
        seen.append(path)
    assert {path.outcome for path in seen if path.complete} == set(findings.Outcome)


def test_the_result_names_the_type_and_shows_the_reasoning_and_the_way_on(client):
    assert walk(client, ACTIVE_PROGRESSING).headers["Location"] == CHECK
    page = shown(client.get(RESULT))
    assert "Your answers fit active and progressing SPMS" in page
    assert "An attack since" in page
    assert "One attack is enough to call SPMS active." in page
    assert "Do not stop or restart a medicine on your own." in page
    assert "not a diagnosis" in page
    assert "You have SPMS" not in page
    html = client.get(RESULT).content.decode()
    for address in ("/types/active-progressing/", "tel:988", "/get-help/"):
        assert f'href="{address}"' in html


def test_the_months_asked_about_are_printed(client):
    walk(client, {"safety": "none", "told": "spms"})
    assert wording.period(timezone.localdate()).since in shown(client.get(ask("relapse")))


@pytest.mark.parametrize(("answer", "number"), [("emergency", "911"), ("crisis", "988")])
def test_a_warning_sign_stops_the_walk_at_its_own_help_until_it_is_dealt_with(
    client, answer, number
):
    response = reply(client, "safety", answer)
    assert response.headers["Location"] == PAUSE
    html = client.get(PAUSE).content.decode()
    assert f'href="tel:{number}"' in html
    for sign in current.current_guide().level(answer).first:
        assert plain(sign.source) in shown(client.get(PAUSE))
    assert client.get(ask("told")).headers["Location"] == PAUSE
    assert client.post(PAUSE).headers["Location"] == ask("told")
    assert client.get(ask("told")).status_code == 200


def test_ticks_give_one_card_for_each_part_worst_first_with_when_to_call_911_instead(client):
    assert reply(client, "safety", "new").headers["Location"] == ask("new")
    assert reply(client, "new", "strength+fever+bladder").headers["Location"] == PAUSE
    page = shown(client.get(PAUSE))
    headings = re.findall(
        r"Call your clinic (?:today|within two days) "
        r"(?:Ask your MS nurse for its number\. Write it here: )?"
        r"([A-Z][\w, ]+?) Call",
        page,
    )
    assert [one.strip() for one in headings] == [
        "Fever or infection",
        "Bladder or bowel",
        "Strength, walking or speech",
    ]
    signs = current.current_guide().signs
    for slug in ("severe-infection", "cannot-pass-urine", "stroke", "disabling-ms-symptoms"):
        assert plain(signs[slug].at_once.source) in page
    assert client.post(PAUSE).headers["Location"] == ask("told")


def test_none_of_these_is_within_two_days_and_harm_is_told_to_the_clinic_today(client):
    reply(client, "safety", "not-sure")
    reply(client, "new", "none-fits")
    assert "Call your clinic within two days" in shown(client.get(PAUSE))
    reply(client, "new", "harm")
    assert "Tell your clinic today. You can ask to speak alone." in shown(client.get(PAUSE))


def test_nothing_ticked_is_an_error_that_names_the_way_out(client):
    reply(client, "safety", "new")
    fault = client.post(ask("new"), {})
    page = client.get(fault.headers["Location"])
    assert page.status_code == 422
    assert "If nothing does, tick “None of these fits”." in shown(page)
    fault = client.post(ask("new"), {"answer": ["fever", "none-fits"]})
    assert "do not go together" in shown(client.get(fault.headers["Location"]))


def test_saying_emergency_again_stops_again(client):
    walk(client, {"safety": "emergency", "told": "spms"})
    assert reply(client, "safety", "crisis").headers["Location"] == PAUSE


def test_no_answer_is_asked_for_again_and_nothing_is_lost(client):
    walk(client, {"safety": "none", "told": "spms"})
    response = client.post(ask("relapse"), {})
    assert response.status_code == 303
    assert response.headers["Location"] == f"{ask('relapse')}?error=required"
    response = client.get(response.headers["Location"])
    assert response.status_code == 422
    page = response.content.decode()
    assert "<title>Error: " in page
    assert "There is a problem" in page
    assert "Choose an answer" in page
    assert kept(client) == {"safety": "none", "told": "spms"}


def test_an_answer_that_does_not_exist_is_refused_with_a_message(client):
    response = client.post(ask("safety"), {"answer": "perhaps"}, follow=True)
    assert [place for place, _ in response.redirect_chain] == [
        f"{ask('safety')}?error=invalid_choice"
    ]
    assert response.status_code == 422
    assert "Choose one of the answers on this page." in shown(response)


def test_changing_an_answer_leads_back_to_check_answers_and_keeps_the_rest(client):
    walk(client, ACTIVE_PROGRESSING)
    assert "checked" in client.get(ask("relapse")).content.decode()
    assert reply(client, "relapse", "no").headers["Location"] == CHECK
    assert kept(client) == {**ACTIVE_PROGRESSING, "relapse": "no"}


def test_a_change_that_opens_a_new_question_asks_it_first(client):
    walk(client, ACTIVE_PROGRESSING)
    assert reply(client, "mri", "recent").headers["Location"] == ask("spots")
    assert reply(client, "spots", "no").headers["Location"] == CHECK


def test_a_question_leads_to_the_words_of_an_mri_letter_if_the_edition_has_them(client):
    walk(client, {"safety": "none", "told": "spms", "relapse": "yes", "mri": "recent"})
    link = 'href="/types/#mri-letter"'
    assert link in client.get(ask("spots")).content.decode()
    assert link not in client.get(ask("mri")).content.decode()
    InfoSection.objects.get(info__slug="types", anchor="mri-letter").delete()
    publishing.publish(None, "As an earlier release had it.")
    current.forget_guide()
    assert link not in client.get(ask("spots")).content.decode()


def test_back_leads_to_the_question_before(client):
    walk(client, {"safety": "emergency", "told": "spms", "relapse": "no"})
    assert f'href="{ask("relapse")}"' in client.get(ask("mri")).content.decode()
    assert f'href="{ask("safety")}"' in client.get(ask("told")).content.decode()
    assert f'href="{START}"' in client.get(ask("safety")).content.decode()


LATER = [ask("harder"), PAUSE, CHECK, RESULT, ask("gone")]


@pytest.mark.parametrize("place", LATER)
def test_a_jump_ahead_or_to_a_question_that_is_gone_lands_where_the_reader_is(client, place):
    walk(client, {"safety": "none"})
    assert client.get(place).headers["Location"] == ask("told")


@pytest.mark.parametrize("place", LATER)
def test_a_kept_link_without_answers_leads_to_a_page_that_says_so(client, place):
    for _ in ("no cookie", "a cookie without answers"):
        assert client.get(place).headers["Location"] == NO_ANSWERS
        client.get(ask("safety"))


def test_the_page_without_answers_says_why_and_leads_on(client):
    response = client.get(NO_ANSWERS)
    assert response.status_code == 200
    page, html = shown(response), response.content.decode()
    assert "We do not have your answers" in page
    assert "your browser does not take cookies from this site" in page
    for subtype in current.current_guide().subtypes():
        assert f'href="/types/{subtype.slug}/"' in html
    for level in current.current_guide().help.levels:
        assert level.title in page
    for number in ("tel:911", "tel:988", "/get-help/#same-day"):
        assert f'href="{number}"' in html
    assert Reader(html).faults == []


def test_with_cookies_off_the_first_answer_leads_there_and_not_to_the_first_question(client):
    response = client.post(ask("safety"), {"answer": "none"})
    client.cookies.clear()
    response = client.get(response.headers["Location"])
    assert response.headers["Location"] == NO_ANSWERS


@pytest.mark.parametrize(("answer", "number"), [("emergency", "911"), ("crisis", "988")])
def test_with_cookies_off_whoever_needs_help_is_sent_there_at_once(client, answer, number):
    response = client.post(ask("safety"), {"answer": answer})
    assert response.status_code == 200
    assert f'href="tel:{number}"' in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]


def test_an_answer_sent_after_clear_leads_to_the_page_without_answers(client):
    walk(client, ACTIVE_PROGRESSING)
    client.post("/find-your-type/clear/")
    client.cookies.clear()
    response = reply(client, "mri", "recent")
    assert (response.status_code, response.headers["Location"]) == (303, NO_ANSWERS)
    assert cookie.NAME not in response.cookies


@pytest.mark.parametrize(
    "cookie",
    [
        "junk",
        signing.dumps({"safety": "none"}, salt="another"),
        signing.dumps(["safety", "none"], salt=cookie.SALT),
        signed({"safety": 7, "old-question": "yes", "mri": None}),
        signed({"safety": "none"})[:-1] + "x",
    ],
    ids=["junk", "other salt", "a list", "odd answers", "forged"],
)
def test_a_forged_or_old_cookie_counts_as_no_answer(client, cookie):
    put_cookie(client, cookie)
    assert client.get(RESULT).headers["Location"] == NO_ANSWERS
    assert client.get(START).status_code == 200
    assert reply(client, "safety", "none").headers["Location"] == ask("told")


def test_answers_to_older_questions_land_on_question_1_with_a_word_why(client):
    old = {"safety": "none", "told-spms": "yes", "relapse": "no", "mri": "no"}
    for place in (RESULT, ask("mri"), PAUSE):
        put_cookie(client, signing.dumps(old, salt=cookie.SALT))
        assert client.get(place).headers["Location"] == ask("safety")
    assert "We have changed our questions since you began." in shown(client.get(ask("safety")))
    reply(client, "safety", "none")
    assert kept(client) == {"safety": "none"}
    assert "We have changed" not in shown(client.get(ask("safety")))


def test_two_tabs_may_answer_in_any_order(client):
    walk(client, {"safety": "none", "told": "spms", "relapse": "yes"})
    assert reply(client, "told", "not-sure").headers["Location"] == ask("mri")
    assert reply(client, "harder", "nothing").headers["Location"] == ask("mri")
    assert reply(client, "medicine", "no").headers["Location"] == ask("mri")
    assert reply(client, "mri", "never").headers["Location"] == CHECK


def test_the_cookie_is_signed_hidden_from_scripts_and_only_for_the_walk(client):
    reply(client, "safety", "none")
    sent = client.cookies[cookie.NAME]
    assert sent["httponly"]
    assert sent["samesite"] == "Lax"
    assert sent["path"] == "/find-your-type/"
    assert not sent["max-age"]
    assert not sent["expires"]


def test_clear_my_answers_is_on_every_page_and_really_wipes(client):
    for place in [START, ask("safety")]:
        assert 'action="/find-your-type/clear/"' in client.get(place).content.decode(), place
    reply(client, "safety", "crisis")
    assert 'action="/find-your-type/clear/"' in client.get(PAUSE).content.decode()
    walk(client, ACTIVE_PROGRESSING)
    for place in [START, ask("mri"), CHECK, RESULT]:
        assert 'action="/find-your-type/clear/"' in client.get(place).content.decode(), place
    assert client.get("/find-your-type/clear/").status_code == 405
    response = client.post("/find-your-type/clear/")
    assert response.headers["Location"] == CLEARED
    assert response.headers["Clear-Site-Data"] == '"cache"'
    assert client.cookies[cookie.NAME].value == ""
    assert client.get(RESULT).headers["Location"] == NO_ANSWERS
    assert "Close this window now." in shown(client.get(CLEARED))


def test_nothing_of_the_walk_may_be_stored_by_any_cache(client):
    walk(client, ACTIVE_PROGRESSING)
    for place in [START, ask("mri"), CHECK, RESULT, NO_ANSWERS, CLEARED]:
        assert client.get(place).headers["Cache-Control"] == "no-store, private"
    fault = client.post(ask("mri"), {})
    assert client.get(fault.headers["Location"]).headers["Cache-Control"] == "no-store, private"
    assert reply(client, "mri", "never").headers["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}],
)
def test_another_site_cannot_put_answers_in(client, headers):
    response = client.post(ask("safety"), {"answer": "none"}, headers=headers)
    assert response.headers["Location"] == NO_ANSWERS
    assert cookie.NAME not in response.cookies


def test_a_browser_that_hides_where_a_form_comes_from_is_known_by_the_cookie(client):
    client.get(ask("safety"))
    response = client.post(ask("safety"), {"answer": "none"}, headers={"Origin": "null"})
    assert response.headers["Location"] == ask("told")


def test_the_form_of_this_site_itself_is_taken(client):
    for headers in [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}]:
        response = client.post(ask("safety"), {"answer": "none"}, headers=headers)
        assert response.headers["Location"] == ask("told")


def test_no_page_of_the_walk_asks_the_database_more_than_once(django_assert_max_num_queries):
    client = Client()
    client.get(START)
    walk(client, ACTIVE_PROGRESSING)
    for place in [START, ask("mri"), CHECK, RESULT]:
        with django_assert_max_num_queries(1):
            client.get(place)


def chosen_on(html):
    """Return (action, [(name, value)]) of the last form that leads to the handout."""
    forms = re.findall(r'<form method="post" action="(/handout/[^"]*)">(.*?)</form>', html, re.S)
    action, inner = forms[-1]
    return action, re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', inner)


UNKNOWN = {**ACTIVE_PROGRESSING, "relapse": "not-sure", "when": "earlier"}
OPEN = {**UNKNOWN, "harder": "not-sure"}


@pytest.mark.parametrize(
    ("given", "types"),
    [
        (ACTIVE_PROGRESSING, ["active-progressing"]),
        (UNKNOWN, ["active-progressing", "non-active-progressing"]),
        (OPEN, [""]),
    ],
    ids=["one type", "two types", "all types"],
)
def test_the_result_carries_its_types_and_questions_to_the_handout_by_post(client, given, types):
    walk(client, given)
    response = client.get(RESULT)
    html = response.content.decode()
    assert not re.search(r'href="[^"]*handout/\?', html)
    action, fields = chosen_on(html)
    sent = {name: [value for one, value in fields if one == name] for name, _ in fields}
    form = client.post(action, sent)
    assert form.request["QUERY_STRING"] == ""
    assert form.context["form"]["type"].value() == types
    sheet = client.post("/handout/print/", sent)
    assert sheet.status_code == 200
    for question in response.context["result"].questions:
        assert question in shown(form)
        assert question in shown(sheet)


def test_contradicting_answers_are_named_kindly_before_the_result_with_change(client):
    walk(client, {**ACTIVE_PROGRESSING, "relapse": "no", "how": "attack"})
    note = wording.SHIPPED_WORDS.own.notes[notes.Note.CLASH_ATTACK]
    page = client.get(CHECK)
    assert note.heading in shown(page)
    assert f'href="{ask("how")}"' in page.content.decode().split("<dl")[0]
    assert note.heading in shown(client.get(RESULT))


@pytest.mark.parametrize("told", ["primary", "no-ms"])
def test_another_diagnosis_ends_here_with_what_helps_and_a_way_back(client, told):
    walk(client, {"safety": "none"})
    assert reply(client, "told", told).headers["Location"] == PAUSE
    page = client.get(PAUSE)
    assert wording.SHIPPED_WORDS.own.exits[told].heading in shown(page)
    assert 'href="/symptoms/"' in page.content.decode()
    assert client.get(RESULT).headers["Location"] == PAUSE
    assert client.post(PAUSE).headers["Location"] == ask("relapse")
    assert kept(client)["told"] == "not-sure"


def test_who_was_not_told_spms_reads_what_would_fit_and_nothing_without_worsening(client):
    walk(client, {**ACTIVE_PROGRESSING, "told": "relapsing"})
    assert "If your team says it is SPMS, your answers would fit" in shown(client.get(RESULT))
    reply(client, "harder", "nothing")
    page = shown(client.get(RESULT))
    assert "Your answers fit no type of SPMS" in page
    assert "Matches your answers" not in page and "Still possible" not in page
