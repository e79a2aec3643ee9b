"""Each cited claim of the release of November 24, 2026 stands on a page of today, or was decided.

``claims_before.txt`` has the claims, and ``claims_decided.toml`` the decisions.
"""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec
import pytest

from guidance.editorial import current
from guidance.pages.guide import Guide
from tests.content import claims_before
from tests.content.claims_found import Search, figures_in

DECIDED = Path(__file__).with_name("claims_decided.toml")
BEFORE = claims_before.read()


@dataclass(frozen=True)
class Decisions:
    """Decisions by (page, claim): where today's page tells it, or nothing if it was left out."""

    places: dict
    double: list

    @classmethod
    def read(cls):
        places, double = {}, []
        for decision in tomllib.loads(DECIDED.read_text())["decisions"]:
            assert decision["reason"], decision
            for page, claim, *place in [*decision.get("told", []), *decision.get("left_out", [])]:
                if (page, claim) in places:
                    double.append((page, claim))
                places[page, claim] = tuple(place)
        return cls(places, double)


DECISIONS = Decisions.read()


@lru_cache(maxsize=2)
def search_in(guide):
    """Return a search in ``guide``: several tests look in the shipped one."""
    return Search(BEFORE, guide)


def lost(guide, claims=BEFORE):
    """Return (page, words) of ``claims`` that ``guide`` does not tell, by search or decision."""
    search = search_in(guide)
    return [
        (claim.page, claim.words)
        for claim in claims
        if (claim.page, claim.words) not in DECISIONS.places and not search.find(claim)
    ]


def lost_by_decision(guide):
    """Return (page, claim, place, words) of decisions whose words ``guide`` does not have."""
    search = search_in(guide)
    return [
        (*claim, *place)
        for claim, place in DECISIONS.places.items()
        if place and not any(place[1] in one.text for one in search.passages_on(place[0]))
    ]


def without(guide, key, *changes):
    """Return ``guide`` with each (text, other text) of ``changes`` made in the page ``key``."""
    page = guide.pages[key]
    written = msgspec.json.encode(page).decode()
    for text, other in changes:
        assert text in written, text
        written = written.replace(text, other)
    pages = {**guide.pages, key: msgspec.json.decode(written, type=type(page))}
    return Guide(guide.number, guide.published_on, pages.values())


@pytest.fixture
def shipped(db):
    return current.current_guide()


def test_no_cited_claim_of_the_release_before_is_lost(shipped):
    assert lost(shipped) == []


def test_each_decision_names_words_that_its_page_has(shipped):
    assert lost_by_decision(shipped) == []


def test_decisions_are_only_about_claims_that_are_not_found(shipped):
    search = search_in(shipped)
    by_words = {(claim.page, claim.words): claim for claim in BEFORE}
    assert DECISIONS.double == []
    assert DECISIONS.places.keys() - by_words.keys() == set()
    found = [claim for claim in DECISIONS.places if search.find(by_words[claim])]
    assert found == []


@pytest.mark.parametrize(
    ("page", "claim", "changes"),
    [
        (
            "therapy/siponimod",
            "Use effective birth control while you take it and for 10 days after you stop.",
            [("until 10 days after", "after")],
        ),
        (
            "therapy/siponimod",
            "Siponimod stays in the blood for up to 10 days after you stop.",
            [("up to 10 days", "for days")],
        ),
        (
            "therapy/natalizumab",
            "Headache: 380 out of 1000 people, placebo: 330 out of 1000.",
            [('"with_treatment":380', '"with_treatment":390')],
        ),
        (
            "symptom/walking",
            "Urine infection: 12, and 8 with placebo.",
            [("infection: 12; placebo 8", "infection: more than on placebo")],
        ),
        (
            "symptom/bladder",
            "Medicines. Allergy pills such as diphenhydramine can make it hard to pass urine.",
            [("So can allergy pills such as diphenhydramine.", "")],
        ),
    ],
)
def test_a_claim_that_vanishes_from_its_page_is_named(shipped, page, claim, changes):
    claims = [one for one in BEFORE if (one.page, one.words) == (page, claim)]
    assert len(claims) == 1
    assert lost(shipped, claims) == []
    assert lost(without(shipped, page, *changes), claims) == [(page, claim)]


def test_words_that_a_decision_names_are_missed_when_they_vanish(shipped):
    words = "Of 19 courses of real exchange, 8 brought moderate or greater improvement"
    poorer = without(shipped, "therapy/plasma-exchange", (words, ""))
    (missed,) = lost_by_decision(poorer)
    assert missed[0] == missed[2] == "therapy/plasma-exchange"


def test_the_file_has_all_claims_of_the_release_before():
    assert len(BEFORE) == 4881
    assert sum(bool(figures_in(claim.words)) for claim in BEFORE) == 810
