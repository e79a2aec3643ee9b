"""Signs of a kind of medicine together with what happened, by any name and in any words."""

import pytest

from guidance.search.search import Search
from tests import make_pages as make


def of_kinds(*signs):
    """Return a search with ``signs`` and two medicines, of which one names them all."""
    slugs = tuple(sign.slug for sign in signs)
    doses = make.sections(how_you_take_it="If you miss a dose, call. [@label]")
    names = {"title": "Siponimod", "brands": ("Mayzent",), "search_words": ("S1P",)}
    pages = (
        make.therapy(**names, signs=slugs, sections=doses),
        make.therapy("glatiramer", title="Glatiramer", brands=("Copaxone",), sections=doses),
        make.therapy("walks", title="Walks", signs=slugs),
        make.symptom("bowel", search_words=("can't go",)),
        make.symptom("mood", search_words=("can't go",), signs=slugs),
    )
    levels = ("emergency", "crisis", "same-day")
    help_page = make.help_page(*((level, "Call.", ()) for level in levels))
    return Search(make.guide(*pages, help_page, make.signs_page(*signs)))


WITHDRAWAL = make.sign(
    "baclofen-tablet-withdrawal", "emergency", text=make.prose("Fever after missed baclofen.")
)
SEEING = make.sign(
    "hearing-or-seeing-things",
    "crisis",
    text=make.prose("You see things."),
    search_words=("see things", "can't go on"),
)
RISK = make.sign("pml", "same-day", text=make.prose("New weakness."))
RUN_OUT = make.sign("medicine-run-out", "same-day", text=make.prose("It ran out."))
TWICE = make.sign("too-much-medicine", "same-day", text=make.prose("Too much."))
KINDS = of_kinds(WITHDRAWAL, SEEING, RISK, TWICE)


@pytest.mark.parametrize(
    ("query", "levels"),
    [
        ("I stopped baclofen and see things", ["emergency"]),
        ("no zanaflex left and stiff", ["emergency"]),
        ("ran out of tizanidin, confused", ["emergency"]),
        ("baclofen pump stopped and stiff", []),
        ("I see things", ["crisis"]),
        ("new weakness on Mayzent", ["same-day"]),
        ("new weakness on mayzet", ["same-day"]),
        ("new weakness on an S1P", ["same-day"]),
        ("new weakness on Copaxone", []),
        ("new weakness on walks", []),
        ("weak immune system, clumsy, Mayzent", []),
        ("I ran out of Copaxone", []),
        ("took my Mayzent twice", ["same-day"]),
        ("took my Mayzent twice a day", []),
        ("forgot that I took it and took my Mayzent twice", ["same-day"]),
        ("missed my Mayzent twice", []),
    ],
)
def test_a_medicine_of_a_kind_with_what_happened_shows_the_gravest_sign(query, levels):
    assert [care.slug for care in KINDS.results(query).cares] == levels


def test_a_medicine_that_ran_out_shows_its_sign_by_any_name():
    search = of_kinds(RUN_OUT)
    for query in ("I ran out of Copaxone", "no siponimod left", "out of siponimod Mayzent"):
        assert search.results(query).urgent, query
    assert not search.results("I ran out of money").urgent


def test_below_a_crisis_stand_only_pages_that_name_its_sign():
    results = KINDS.results("I can't go on")
    assert [care.slug for care in results.cares] == ["crisis"]
    assert (results.answer.page.slug, results.groups) == ("mood", ())


def test_a_missed_medicine_leads_to_its_doses_but_not_a_missed_period():
    for query in ("forgot to take my mayzent for 4 days", "missed mayzent for weeks of quokka"):
        answer = KINDS.results(query).answer
        assert (answer.page.slug, answer.fragment) == ("siponimod", "how-you-take-it"), query
    assert KINDS.results("missed period mayzent").answer.fragment == ""
    several = KINDS.results("missed mayzent and copaxone")
    assert (several.answer, several.part) == (None, "how-you-take-it")
