"""The judgements of the scorecard: what is computed changes with the content."""

import re

import msgspec
import pytest

from guidance.quality.scorecard import checklists, ipdas
from guidance.quality.scorecard.judgements import Point
from tests import make_pages as make
from tests.make_pages import prose, sections
from tests.quality.complete_guide import (
    COUNTED,
    ITEMS,
    KINDS,
    LISTS,
    RULES,
    SIGNED,
    active,
    bare,
    cells,
    headache,
    info,
    judge,
    medicine,
    rehabilitation,
    scored,
    siponimod,
    states,
    whole_guide,
)

# IPDAS: a guide that meets every computed item, and a fault for each item


def test_a_complete_guide_meets_every_item_that_needs_no_other_people():
    not_met = [item for item, state in states(whole_guide()).items() if state == "not met"]
    assert not_met == []
    assert ipdas.count_met(judge(whole_guide())) == (27, 35)


FAULTS = {
    "Q1": {"glossary": bare(make.glossary("relapse"))},
    "Q2": {"treatments": info("treatments", choosing="Ask your team.")},
    "Q3": {"active": active(therapies=())},
    "Q4": {
        "rehabilitation": rehabilitation(sections=sections(do_not_take_it_if="Rest. [@label]")),
    },
    "Q5": {"siponimod": siponimod(effects=())},
    "Q6": {"headache": headache(sections=())},
    "C1": {"siponimod": siponimod(evidence=())},
    "C2": {"headache": headache(summary=prose("It comes from the medicine."))},
    "C4": {"rules": info("how-we-write", **{**RULES, "updates": "Now and then."})},
    "C5": {"siponimod": siponimod(evidence=(make.evidence(certainty="not-rated"),))},
    "C6": {"about": info("about")},
    "QU1": {"active": active(sections=sections(treatments="These. [@label]"))},
    "QU2": {"siponimod": siponimod(sections=sections(how_well_it_works="It helps. [@label]"))},
    "QU3": {
        "siponimod": siponimod(evidence=(), effects=(make.effect("headache"),)),
    },
    "QU4": {"siponimod": siponimod(effects=(make.effect("headache", **{**COUNTED, "group": ""}),))},
    "QU5": {
        "siponimod": siponimod(evidence=(), effects=()),
        "ozanimod": medicine("ozanimod", evidence=(), effects=()),
    },
    "QU6": {"siponimod": siponimod(evidence=(make.evidence(time_span=""),))},
    "QU7": {
        "siponimod": siponimod(
            effects=(make.effect("headache", **{**COUNTED, "out_of": 1000}),),
            more={"side_effects": "It came in 5 out of 100 people. [@label]"},
        )
    },
    "QU8": {"siponimod": siponimod(evidence=()), "ozanimod": medicine("ozanimod", evidence=())},
    "QU9": {"ozanimod": make.info("in-its-place", summary=prose(), review=SIGNED)},
    "QU10": {"home": info("home", before_your_visit="Good luck.")},
    "QU11": {"active": active(questions=())},
    "QU18": {"rules": info("how-we-write", updates="Each page has a next review.")},
    "QU19": {"siponimod": siponimod(evidence=(make.evidence(certainty="not-rated"),))},
    "QU20": {"rules": info("how-we-write", **{**RULES, "who_wrote": "Some people did."})},
    "QU21": {"rules": info("how-we-write", our_score="Half are easy.")},
}


@pytest.mark.parametrize("item", FAULTS)
def test_an_item_is_not_met_without_the_content_that_met_it(item):
    assert states(whole_guide())[item] == "met"
    assert states(whole_guide(**FAULTS[item]))[item] == "not met"


@pytest.mark.parametrize(
    ("page", "met"),
    [
        (
            siponimod(evidence=(), sections=sections(how_well_it_works="44 out of 100 [@label]")),
            False,
        ),
        (siponimod(evidence=(make.evidence(certainty="low"),)), True),
        (
            siponimod(evidence=(make.evidence(certainty="not-rated", certainty_why=prose("A.")),)),
            True,
        ),
    ],
    ids=["a count without a result", "a grade", "words"],
)
def test_counts_of_people_helped_need_a_certainty(page, met):
    guide = whole_guide(siponimod=page, second=siponimod_again())
    assert (states(guide)["C5"] == "met") is met


def siponimod_again():
    return msgspec.structs.replace(siponimod(), slug="again", title="Again")


def test_a_count_in_a_sentence_is_a_chance():
    told = siponimod(
        evidence=(), effects=(make.effect("headache", "It came in 5 out of 100 people. [@label]"),)
    )
    assert states(whole_guide(siponimod=told))["QU3"] == "met"


def test_one_page_in_ten_may_lack_an_item_and_is_named():
    def guide(count):
        others = {
            f"more-{number}": make.side_effect(
                f"more-{number}", sections=sections(what_it_is_like="So. [@label]")
            )
            for number in range(count)
        }
        rows = tuple(make.effect(slug) for slug in others)
        return whole_guide(
            siponimod=siponimod(effects=(make.effect("headache"), *rows)),
            ozanimod=medicine("ozanimod", effects=()),
            headache=headache(sections=()),
            **others,
        )

    found = {verdict.item.id: verdict for verdict in judge(guide(9))}
    assert found["Q6"].state == "met"
    assert "9 of 10" in found["Q6"].why and "Not: Headache." in found["Q6"].why
    assert states(guide(8))["Q6"] == "not met"


def test_an_empty_guide_meets_no_item():
    found = states(make.guide(bare(make.glossary()), bare(make.sources_page())))
    assert "met" not in found.values()
    assert set(found.values()) == {"not met", "needs people", "not applicable"}


def test_every_item_and_point_of_the_standards_is_there_in_order():
    assert [item.id for item in ITEMS] == [
        *(f"Q{number}" for number in range(1, 7)),
        *(f"C{number}" for number in range(1, 11)),
        *(f"QU{number}" for number in range(1, 29)),
    ]
    assert [point.id for point in LISTS.pemat] == [
        *(f"U{number}" for number in [*range(1, 13), *range(15, 20)]),
        *(f"A{number}" for number in range(20, 27)),
    ]
    assert [point.id for point in LISTS.cdc] == [str(number) for number in range(1, 21)]


def test_every_item_has_exactly_one_way_to_judge_it():
    for item in ITEMS:
        ways = (item.state is not None, bool(item.computed), bool(item.page))
        assert ways.count(True) == 1, item.id
        assert bool(item.met and item.places) is (item.state is None), item.id


def test_every_function_of_ipdas_is_used_once():
    assert sorted(item.computed for item in ITEMS if item.computed) == sorted(ipdas.COMPUTED)


# Plain language

HARD = "Immunological deterioration necessitates multidisciplinary evaluation. [@label]"
PASSIVE = "It is taken. [@label] It is given. [@label]"
EIGHT = "\n".join(f"- Item {number}. [@label]" for number in range(8))
MANY_EFFECTS = tuple(make.effect("headache", **COUNTED) for _ in range(8))
MANY_CHECKS = tuple(make.check(f"Check {number}") for number in range(8))
MANY_TIMES = tuple(make.check(moment="months", months=(number,)) for number in range(1, 9))
SEVEN_CHECKS = MANY_CHECKS[:7]
ONE_MORE = sections(before_you_start="- A talk. [@label]")
MANY = tuple(f"one-{number}" for number in range(8))


def eight(make_page, **fields):
    """Eight pages of a kind, each under its slug."""
    return {slug: make_page(slug, **fields) for slug in MANY}


TREATMENTS_8 = eight(make.therapy, effects=(make.effect("seizure"),))
SYMPTOMS_8 = eight(make.symptom, side_effects=("seizure",))
SIGNS_8 = {
    "signs": make.signs_page(*(make.sign(slug, "soon", text=prose("You ache.")) for slug in MANY))
}
COUNTED_TWICE = {
    "first": make.visit("first", note=prose("It came in 5 out of 100 people. [@label]")),
    "second": make.visit("second", note=prose("It came in 50 out of 1,000 people. [@label]")),
}


@pytest.mark.parametrize(
    ("point", "kind", "changed", "why"),
    [
        ("U3", "side-effect", {"headache": headache(summary=prose(HARD))}, "half are above grade"),
        ("U5", "side-effect", {"headache": headache(summary=prose(PASSIVE))}, "2 of 4 sentences"),
        ("U7", "therapy", FAULTS["QU7"], "out of 100 here"),
        ("17", "side-effect", FAULTS["QU7"], "out of 100 here"),
        ("A24", "therapy", FAULTS["QU7"], "does not show"),
        ("U11", "therapy", {"siponimod": siponimod(summary=prose())}, "2 without"),
        ("8", "side-effect", {"headache": headache(summary=prose(EIGHT))}, "1 of 2 have"),
        ("8", "therapy", {"siponimod": siponimod(effects=MANY_EFFECTS)}, "1 of 3 have"),
        ("8", "therapy", {"siponimod": siponimod(monitoring=MANY_CHECKS)}, "1 of 3 have"),
        ("8", "therapy", {"siponimod": siponimod(monitoring=MANY_TIMES)}, "1 of 3 have"),
        (
            "8",
            "therapy",
            {"siponimod": siponimod(monitoring=SEVEN_CHECKS, sections=ONE_MORE)},
            "1 of 3 have",
        ),
        ("8", "subtype", {"active": active(questions=MANY)}, "1 of 1 have"),
        ("8", "subtype", {**TREATMENTS_8, "active": active(therapies=MANY)}, "1 of 1 have"),
        ("8", "subtype", {**SYMPTOMS_8, "active": active(symptoms=MANY)}, "1 of 1 have"),
        ("8", "side-effect", TREATMENTS_8, "1 of 2 have"),
        ("8", "side-effect", SYMPTOMS_8, "1 of 2 have"),
        ("8", "symptom", {"pain": make.symptom("pain", side_effects=MANY)}, "1 of 1 have"),
        ("8", "symptom", {"pain": make.symptom("pain", signs=MANY), **SIGNS_8}, "1 of 1 have"),
        ("8", "visit", {"first": make.visit(therapies=MANY)}, "1 of 1 have"),
        ("8", "visit", {"first": make.visit(symptoms=MANY)}, "1 of 1 have"),
        ("8", "topic", {"driving": make.topic(signs=MANY), **SIGNS_8}, "1 of 1 have"),
        ("8", "visit", {"first": make.visit(side_effects=MANY)}, "1 of 1 have"),
        (
            "8",
            "help",
            {"help": make.help_page(("soon", "Call.", ["One.", "Two.", "3.", "4.", "5.", *MANY]))},
            "1 of 1 have",
        ),
        ("U7", "visit", COUNTED_TWICE, "out of 100 here"),
        ("17", "visit", COUNTED_TWICE, "out of 100 here"),
        ("A24", "visit", COUNTED_TWICE, "does not show"),
    ],
)
def test_a_computed_point_is_not_earned_without_the_content(point, kind, changed, why):
    summed_up = {"rehabilitation": rehabilitation(summary=prose("You move. [@label]"))}
    good = cells(whole_guide(**summed_up), point)[kind]
    assert good.startswith("#") or good == checklists.NO_SUMS
    assert re.match(f"no: .*{why}", cells(whole_guide(**changed), point)[kind])


def test_the_help_page_has_the_summary_of_its_info_page():
    levels = make.help_page(("emergency", "Call 911.", []))
    levels = msgspec.structs.replace(levels, summary=prose())
    assert cells(whole_guide(help=levels), "U11")["help"].startswith("no")
    about = make.info("get-help", summary=prose("Find the sign."))
    assert cells(whole_guide(help=levels, about_help=about), "U11")["help"] == "#main"


def test_every_cell_is_a_place_or_a_reason():
    for checklist in (LISTS.pemat, LISTS.cdc):
        for point, found in scored(whole_guide(), checklist):
            assert set(found) == set(KINDS)
            for kind, cell in found.items():
                assert re.fullmatch(r"#[\w-]+|(no|n/a): .+", cell), (point.id, kind)


def test_dependent_items_of_the_cdc_index_agree():
    """No main message: items 2 to 4 and 6 earn nothing. No advice: 12 to 14 are not asked."""
    found = {point.id: cell for point, cell in scored(whole_guide(), LISTS.cdc)}
    for kind in KINDS:
        if found["1"][kind].startswith("no"):
            assert all(found[item][kind].startswith("no") for item in ("2", "3", "4", "6")), kind
        if found["5"][kind].startswith("no"):
            assert found["6"][kind].startswith("no"), kind
        if found["12"][kind].startswith("n/a"):
            assert all(found[item][kind].startswith("n/a") for item in ("13", "14")), kind


def test_a_percentage_leaves_out_what_does_not_apply():
    def point(part, cell):
        return Point("x", part, "", {}), {"info": cell}

    found = [point("a", "#main"), point("a", "no: x"), point("a", "n/a: x"), point("b", "#main")]
    assert checklists.percentage(found, "info") == 67
    assert checklists.percentage(found, "info", "a") == 50
