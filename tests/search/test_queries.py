"""The list of what people type: the page that they want comes first, and what cannot wait."""

import tomllib
from pathlib import Path

import pytest

from guidance.pages.guide import SIGNS
from guidance.search.sign_rules import INSTEAD_OF

pytestmark = pytest.mark.django_db

LIST = tomllib.loads(Path(__file__).with_name("queries.toml").read_text())
"""{group: {pages that are wanted: queries}}"""

LEAST_RIGHT, LEAST_UNSEEN, LEAST_OF_SIGNS = 0.93, 0.8, 0.95
UNSEEN = ("unseen", "unseen_again", "unseen_third")
NOT_PAGES = {"urgent", "signs", "calm", "kinds", "parts", "parts_of_one", "nothing"}
"""Groups of which no page is wanted first."""
KNOWN_MISSES = {
    "wheelchair",  # the page about devices comes before the one about walking
    "side effect trouble sleeping",  # the symptom comes before the side effect
    "starting ocrevus",  # the handout is second, after the treatment
    "stop my medicine",
    "no strength to cook",  # the side effect comes before the symptom
    "accidents before i reach the bathroom",  # the page about the bowel comes before the bladder
    "nap during day cant sleep at night",  # the page about fatigue comes before sleep
    "does my drug still help",
    "brain like cotton wool",  # numbness, "like cotton", comes before thinking
    "should i quit my job",  # help with work comes before the topic
}


def first_key(search, query):
    return next((hit.key for hit in search.index.find(query)), "")


def misses(search, *groups):
    return {
        query
        for group in groups
        for wanted, queries in LIST[group].items()
        for query in queries
        if first_key(search, query) not in wanted.split()
    }


def number_of(*groups):
    return sum(len(queries) for group in groups for queries in LIST[group].values())


def test_the_page_that_is_wanted_comes_first(search):
    groups = LIST.keys() - {*NOT_PAGES, *UNSEEN}
    found = misses(search, *groups)
    assert found <= KNOWN_MISSES
    assert len(found) <= (1 - LEAST_RIGHT) * number_of(*groups)


def test_words_that_nobody_thought_of_find_their_page_mostly(search):
    for group in UNSEEN:
        assert len(misses(search, group)) <= (1 - LEAST_UNSEEN) * number_of(group), group


def test_every_name_of_every_treatment_is_in_the_list(search):
    listed = {query for queries in LIST["names"].values() for query in map(str.lower, queries)}
    names = {
        name.partition(" (")[0].lower()
        for page in search.guide.therapies()
        for name in (page.title, *page.brands)
    }
    assert names <= listed


@pytest.mark.parametrize(
    ("level", "query"),
    [(level, query) for level, queries in LIST["urgent"].items() for query in queries],
)
def test_a_word_that_cannot_wait_shows_the_level_of_its_sign_first(search, level, query):
    results = search.results(query)
    assert (results.urgent, results.cares[0].slug) == (True, level)
    assert results.cares[0].first


def shows(search, query, sign):
    return any(
        sign.text in care.first for care in search.results(query).cares if care.slug == sign.level
    )


def test_two_queries_find_each_sign_that_cannot_wait(search):
    signs = {
        sign.slug: sign
        for sign in search.guide.pages[SIGNS].signs
        if sign.level in ("emergency", "crisis", "same-day")
    }
    numbers = {slug: len(queries) for slug, queries in LIST["signs"].items()}
    assert numbers == dict.fromkeys(signs, 2)
    missed = {
        query
        for slug, queries in LIST["signs"].items()
        for query in queries
        if not shows(search, query, signs[slug])
    }
    assert len(missed) <= (1 - LEAST_OF_SIGNS) * number_of("signs"), missed


@pytest.mark.parametrize("query", [query for some in LIST["calm"].values() for query in some])
def test_an_everyday_word_shows_no_care_card(search, query):
    assert not search.results(query).urgent
    assert not search.results(query).plain


@pytest.mark.parametrize(
    ("part", "query"),
    [(part, query) for part, queries in LIST["parts"].items() for query in queries],
)
def test_words_without_a_page_list_the_part_of_each_treatment_that_answers(search, part, query):
    results = search.results(query)
    [found] = [group for group in results.groups if group.kind == part]
    others = [group for group in results.groups if group is not found]
    assert (results.part, {one.fragment for one in found.found}) == (part, {part})
    assert len(found.found) > (20 if part == "cost" else 1)
    assert {group.kind for group in others} <= {"sign", "topic"}


@pytest.mark.parametrize(
    ("place", "query"),
    [(place, query) for place, queries in LIST["parts_of_one"].items() for query in queries],
)
def test_with_a_treatment_such_words_lead_to_the_part_of_its_page(search, place, query):
    answer = search.results(query).answer
    assert f"{answer.page.key}#{answer.fragment}" == place
    assert answer.short


@pytest.mark.parametrize(
    ("wanted", "query"),
    [(wanted, query) for wanted, queries in LIST["questions"].items() for query in queries],
)
def test_a_question_is_answered_with_its_page(search, wanted, query):
    assert search.results(query).answer.page.key in wanted.split()


def test_an_insurer_that_says_no_is_a_question_of_money_before_the_costs_of_each_treatment(search):
    group, *_ = search.results("how do i pay for my MS drug insurance said no").groups
    assert [found.page.key for found in group.found] == ["topic/money-insurance"]


def test_below_a_crisis_stands_no_page_about_another_thing(search):
    for query in ("i cant go on like this", "can't go on", "tired of living and my pain"):
        results = search.results(query)
        pages = [found.page for group in results.groups for found in group.found]
        pages += [results.answer.page] if results.answer else []
        about = {"no-hope", "thoughts-of-suicide"}
        assert all(about & {*page.signs} for page in pages), query


def test_who_wants_a_child_is_shown_nothing_about_death(search):
    for query in LIST["questions"]["side-effect/fetal-harm"]:
        shown = {found.page.key for group in search.results(query).groups for found in group.found}
        assert not shown & {"side-effect/suicidal-thoughts", "topic/planning-ahead"}, query


@pytest.mark.parametrize(
    ("slug", "query"),
    [(slug, query) for slug, queries in LIST["kinds"].items() for query in queries],
)
def test_a_kind_of_medicine_with_what_happened_shows_its_sign_first(search, slug, query):
    signs = {sign.slug: sign for sign in search.guide.pages[SIGNS].signs}
    cares = search.results(query).cares
    assert cares[0].slug == signs[slug].level
    assert signs[slug].text in cares[0].first
    shown = {text for care in cares for text in care.first}
    assert not shown & {signs[other].text for other in INSTEAD_OF.get(slug, ())}


def test_every_brand_counts_where_its_page_names_the_sign(search):
    signs = search.guide.signs
    said = {"fever-on-weak-defenses": "fever on {}", "pml": "new weakness on {} for two days"}
    missed = [
        (slug, brand)
        for slug, words in said.items()
        for page in search.guide.therapies()
        if slug in page.signs
        for brand in page.brands
        if not shows(search, words.format(brand), signs[slug])
    ]
    assert not missed


def test_every_word_for_stopping_baclofen_with_every_sign_of_withdrawal_means_911(search):
    sign = search.guide.signs["baclofen-tablet-withdrawal"]
    stopped = (
        "stopped",
        "stopping",
        "ran out of",
        "missed",
        "without",
        "forgot",
        "quit",
        "no more",
    )
    felt = ("i see things", "i hear voices", "confused", "hot", "fever", "stiff", "a seizure")
    missed = [
        query
        for medicine in ("baclofen", "tizanidine", "Lioresal", "Zanaflex")
        for query in (
            *(f"{verb} {medicine} and {felt[0]}" for verb in stopped),
            *(f"no {medicine} left and {what}" for what in felt),
        )
        if [care.slug for care in search.results(query).cares] != ["emergency"]
        or not shows(search, query, sign)
    ]
    assert not missed


@pytest.mark.parametrize("query", LIST["nothing"][""])
def test_where_nothing_helps_nothing_is_shown_as_near(search, query):
    assert not search.results(query)
