"""The search page: its states, what may be kept of it, and that it follows what is published."""

import logging

import pytest
from django.test import Client

from guidance.editorial import publishing, withdrawal
from guidance.models import Therapy
from tests.html import Reader, words_of
from tests.make import make_therapy

pytestmark = pytest.mark.django_db

TYPED = "brightly marked tysabry"


def ask(client, query):
    return client.get("/search/", {"q": query})


def text(response):
    return " ".join(words_of(response.content.decode()).split())


# States


def test_without_words_the_page_says_what_to_type_and_lists_what_there_is(client):
    for response in (client.get("/search/"), ask(client, "  ")):
        assert response.status_code == 200
        assert {"/treatments/", "/symptoms/", "/glossary/"} <= set(
            Reader(response.content.decode()).links
        )
        assert "Typing slips do not matter." in text(response)


def test_where_nothing_fits_well_the_page_says_whom_to_call_before_what_is_near(client):
    said = "If you may be in danger, call 911. In a crisis, call or text 988."
    for query in ("quokka haircut", "passport"):
        assert said in text(ask(client, query)), query
    for query in ("tysabri", "want to die", ""):
        assert said not in text(ask(client, query)), query


def test_a_treatment_is_answered_with_its_name_its_facts_and_two_links(client):
    response = ask(client, "tysabry")
    page = Reader(response.content.decode())
    words = text(response)
    assert "No page has “tysabry”. The nearest name is Tysabri" in words
    for said in ("Natalizumab (Tysabri, Tyruko)", "Every 4 weeks.", "Boxed warning"):
        assert said in words
    assert {
        "/treatments/natalizumab/",
        "/treatments/natalizumab/#when-to-call",
        "/side-effects/pml/",
        "/treatments/compare/?with=natalizumab",
    } <= set(page.links)
    assert 'value="tysabry"' in response.content.decode()


def test_a_word_of_the_glossary_is_answered_with_its_explanation(client):
    response = ask(client, "relapse")
    assert "/glossary/#relapse" in Reader(response.content.decode()).links
    assert "[@" not in response.content.decode()


def test_what_cannot_wait_stands_before_everything_else(client):
    for query, level in (("chest pain", "Call 911"), ("i want to die", "Call 988")):
        words = text(ask(client, query))
        assert words.index(level) < words.index("Read about it")
        first = words.partition(level)[0]
        assert "Browse" not in first and "fits" not in first


def test_a_long_question_that_ends_in_a_crisis_is_not_cut_before_it(client):
    response = ask(client, "I have felt very low for weeks now " * 4 + "and I want to die")
    assert "Call 988" in text(response)


def test_somebody_who_is_hurt_or_took_too_much_reads_first_what_to_do(client):
    for query, said in (
        ("he hits me", "If you are in danger now, call 911."),
        ("double dose", "Call Poison Control now: 1-800-222-1222"),
    ):
        response = ask(client, query)
        words = text(response)
        below = [words.find(one) for one in ("Browse the lists", "When the clinic is closed")]
        assert 0 <= words.index(said) < min(place for place in below if place >= 0)
        assert "We found no page" not in words
        links = Reader(response.content.decode()).links
        assert {link for link in links if link.startswith(("tel:", "sms:"))} <= {
            *("tel:911", "tel:988", "sms:988", "tel:+18002221222"),
        }
        assert "/get-help/" in links
        assert 'class="button button--emergency" href="tel:911"' in response.content.decode()


def test_who_took_too_much_can_call_poison_control_before_reading_of_the_clinic(client):
    response = ask(client, "double dose")
    words = text(response)
    assert words.index("Call Poison Control now: 1-800-222-1222") < words.index("your clinic")
    assert "tel:+18002221222" in Reader(response.content.decode()).links
    assert "tel:+18002221222" not in Reader(ask(client, "chest pain").content.decode()).links


def test_what_no_page_is_about_leads_to_the_part_of_each_treatment(client):
    response = ask(client, "insurance")
    assert "What it costs" in text(response)
    assert "/treatments/siponimod/#cost" in Reader(response.content.decode()).links
    one = ask(client, "ocrevus cost")
    assert "/treatments/ocrelizumab/#cost" in Reader(one.content.decode()).links


def test_a_sign_that_can_wait_leads_to_its_card_on_the_page_of_its_part_of_the_body(client):
    links = Reader(ask(client, "newly much more tired").content.decode()).links
    assert "/get-help/whole/#soon" in links
    assert 'id="soon"' in client.get("/get-help/whole/").content.decode()


def test_nothing_found_offers_the_lists_and_help(client):
    response = ask(client, "qwertyuiop")
    links = Reader(response.content.decode()).links
    assert (response.status_code, "We found no page for these words" in text(response)) == (
        200,
        True,
    )
    assert {"/treatments/", "/side-effects/", "/get-help/"} <= set(links)


def test_a_long_query_is_cut_with_a_sentence_and_stays_in_the_field(client):
    query = "tysabri " * 30
    response = ask(client, query)
    assert response.status_code == 200
    assert "We read only the first 100 characters" in text(response)
    assert f'value="{query.strip()}"' in response.content.decode()
    assert "Natalizumab" in text(response)


def test_markup_in_a_query_is_shown_as_it_was_typed(client):
    page = ask(client, '<script>alert(1)</script>" autofocus onfocus="x').content.decode()
    assert "<script" not in page
    assert "onfocus=&quot;x" in page
    assert Reader(page).forbidden == []


# Privacy


def test_nobody_keeps_the_words_of_a_search(client):
    response = ask(client, TYPED)
    assert "no-store" in response.headers["Cache-Control"]
    assert "public" not in response.headers["Cache-Control"]
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "ETag" not in response.headers
    assert not response.cookies
    assert "/search/" not in client.get("/sitemap.xml").content.decode()
    assert "search" in text(client.get("/privacy/"))


def test_a_search_asks_the_database_nothing_and_logs_nothing(
    client, caplog, django_assert_num_queries
):
    ask(client, "the first one builds the index")
    with caplog.at_level(logging.DEBUG), django_assert_num_queries(0):
        ask(client, TYPED)
    assert [record for record in caplog.records if "marked" in record.getMessage()] == []


def test_a_search_that_fails_is_logged_without_its_words(monkeypatch, caplog):
    def fail():
        raise RuntimeError

    monkeypatch.setattr("guidance.views.search.current_search", fail)
    response = ask(Client(raise_request_exception=False), TYPED)
    assert response.status_code == 500
    assert "/search/" in caplog.text
    assert "marked" not in caplog.text


# What is searched


def test_the_search_follows_publishing_and_withdrawal(client, publisher):
    make_therapy("quokkamab", name="Quokkamab", brands="Quokka")
    assert "Quokkamab" not in text(ask(client, "quokka"))
    publishing.publish(None, "One more.")
    assert "Quokkamab (Quokka)" in text(ask(client, "quoka"))
    withdrawal.withdraw(publisher, "therapy/siponimod", "checking")
    assert "The page “Siponimod” is not shown now." in text(ask(client, "mayzent"))
    response = ask(client, "siponimodd")
    said = "The page “Siponimod” is not shown now. Do not stop or change a medicine"
    assert said in text(response)
    assert "/treatments/siponimod/" in Reader(response.content.decode()).links


def test_a_draft_of_a_public_page_is_not_searched(client):
    Therapy.objects.filter(slug="siponimod").update(brands="Quokka")
    assert "Siponimod" not in text(ask(client, "quokka"))


def test_the_field_is_on_pages_and_error_pages_but_not_in_the_walk(client):
    for place in ("/", "/treatments/siponimod/", "/handout/", "/nothing-here/"):
        assert client.get(place).content.decode().count("<search>") == 1, place
    for place in ("/find-your-type/safety/", "/admin/login/"):
        assert "<search>" not in client.get(place).content.decode(), place
