"""The list of what cannot wait in the words of people: which card comes first, and where none does.

The list is ``urgent_queries.toml``.
"""

import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

from guidance.pages.guide import SIGNS
from guidance.search.meanings import wanted_of
from guidance.search.words import words_of

pytestmark = pytest.mark.django_db

LIST = tomllib.loads(Path(__file__).with_name("urgent_queries.toml").read_text())
"""{part of the list: {group: {signs that are wanted: queries}}}"""

SAME_IN_TWO_LEVELS = (
    *({"beep", "pump"}, {"harm", "myself"}, {"burn", "chill", "pee"}, {"BURNING_PEE", "chill"}),
)
"""Words that two levels share on purpose: both signs are shown, the graver one first."""


def queries(*groups):
    return [
        (wanted, query)
        for part in LIST.values()
        for group in groups
        for wanted, some in part[group].items()
        for query in some
    ]


def shown(search, query):
    """Return [(level, its signs)] of the cards for ``query``."""
    signs = search.guide.pages[SIGNS].signs
    return [
        (care.slug, {sign.slug for sign in signs if sign.text in care.first})
        for care in search.results(query).cares
    ]


def test_half_of_the_list_was_held_out_and_each_half_is_long_enough():
    for part in LIST.values():
        assert sum(map(len, part["self_harm"].values())) >= 30
        assert sum(map(len, part["signs"].values())) >= 40
        assert sum(map(len, part["harmless"].values())) >= 22


@pytest.mark.parametrize(("wanted", "query"), queries("self_harm", "signs"))
def test_what_cannot_wait_shows_its_sign_and_its_level_first(search, wanted, query):
    signs = search.guide.signs
    cards = shown(search, query)
    levels = {signs[name].level if name in signs else name for name in wanted.split()}
    assert cards and cards[0][0] in levels, cards
    names = {name for name in wanted.split() if name in signs}
    found = {slug for _, slugs in cards for slug in slugs}
    assert names & found or ("crisis" in wanted.split() and cards[0][0] == "crisis"), cards


@pytest.mark.parametrize(("wanted", "query"), queries("harmless"))
def test_what_only_sounds_like_it_shows_no_911(search, wanted, query):
    cards = shown(search, query)
    assert "emergency" not in [level for level, _ in cards], cards
    if wanted == "none":
        assert not cards
        assert not search.results(query).plain


def test_no_ways_to_say_one_thing_make_the_words_of_two_levels_alike(search):
    levels = defaultdict(set)
    for sign in search.guide.pages[SIGNS].signs:
        for phrase in sign.search_words:
            for wanted in () if phrase.endswith(".") else wanted_of(words_of(phrase)):
                levels[wanted].add(sign.level)
    shared = [wanted for wanted, some in levels.items() if len(some) > 1]
    assert [wanted for wanted in shared if wanted not in SAME_IN_TWO_LEVELS] == []


def test_a_fever_on_mitoxantrone_is_911_and_not_today_as_well(search):
    assert shown(search, "fever on mitoxantrone") == [("emergency", {"fever-on-mitoxantrone"})]
