"""The scorecard is honest: what it says is met is there, and falls when it is not."""

import re
from datetime import date
from functools import cache
from io import StringIO
from typing import get_args

import msgspec
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from guidance import models
from guidance.editorial import publishing
from guidance.pages.guide import Guide
from guidance.pages.structures import AnyPage, Glance, Review
from guidance.pages.text import plain
from guidance.quality import decision_aid, ledger, plain_language, rules, scorecard
from guidance.views import render
from guidance.views.addresses import PLACES, address
from tests import make_pages as make
from tests.make_pages import prose, sections

FILE = settings.BASE_DIR / "docs" / "scorecard.md"
SIGNED = Review(
    checked_on=date(2026, 11, 23),
    review_due=date(2027, 11, 23),
    signed_off_by="A. Name",
    signed_off_credentials="MD",
    signed_off_on=date(2026, 11, 23),
)
UNSIGNED = make.REVIEW


# A guide that meets all that software can meet, and each fault in turn

COUNTED = {
    "out_of": 100,
    "with_treatment": 10,
    "without_treatment": 5,
    "comparator": "placebo",
    "time_span": "over 2 years",
    "group": "adults with MS",
}
COMMON = make.effect("headache", "Your head aches. [@label]", **COUNTED)
SERIOUS = make.effect("seizure", "It can shake you. [@label]", "serious")
TOLD = (
    *("how_well_it_works", "what_it_does_not_do", "pregnancy", "stopping", "other_medicines"),
    "cost",
)
LINES = ("how", "often", "where", "checks")


def medicine(slug, **fields):
    """A medicine that tells something of its own on every line."""
    texts = {name: f"On {slug}, {name} is so. [@label]" for name in TOLD}
    harms = [msgspec.structs.replace(COMMON, with_treatment=len(slug)), SERIOUS]
    defaults = {
        "sections": sections(**texts, **fields.pop("more", {})),
        "glance": tuple(
            Glance(id=name, label=name, text=prose(f"The {name} of {slug}. [@label]"))
            for name in LINES
        ),
        "effects": tuple(harms),
        "evidence": (make.evidence(certainty_why=prose("It was small. [@label]")),),
        "questions": ("Is it for me?",),
        "summary": prose("It is a tablet. [@label]"),
        "review": SIGNED,
    }
    return make.therapy(slug, **{**defaults, **fields})


def siponimod(**fields):
    return medicine("siponimod", **fields)


def rehabilitation(**fields):
    texts = {"how_well_it_works": "It helps. [@label]", "do_not_take_it_if": "Rest. [@label]"}
    defaults = {"group": "rehabilitation", "questions": ("When?",), "summary": prose()}
    return make.therapy(
        "walking", **{**defaults, "sections": sections(**texts), "review": SIGNED, **fields}
    )


def active(**fields):
    texts = {"treatments": "These. [@label]", "if_nothing_changes": "It may go on. [@label]"}
    defaults = {"therapies": ("siponimod",), "questions": ("Which?",), "summary": prose()}
    return make.subtype(
        "active", **{**defaults, "sections": sections(**texts), "review": SIGNED, **fields}
    )


def headache(**fields):
    defaults = {"sections": sections(what_it_is_like="It aches. [@label]"), "summary": prose()}
    return make.side_effect("headache", **{**defaults, "review": SIGNED, **fields})


def info(slug, **texts):
    return make.info(slug, sections=sections(**texts), summary=prose(), review=SIGNED)


ABOUT = {"funding": "Nobody paid for the text."}
HOME = {"before_your_visit": "1. Find your type."}
TREATMENTS = {"choosing": "The decision is which one, or none."}
RULES = {
    "who_wrote": "They claim no medical credentials.",
    "updates": "Each page has a next review.",
    "how_we_choose": "We look in this order.",
    "our_score": "Half have a reading grade of 4.",
}


def bare(page):
    """Return ``page`` without a summary, as those pages are published."""
    return msgspec.structs.replace(page, summary=prose())


def whole_guide(**changed):
    """A guide in which each item is met that data can prove; ``changed`` puts in other pages."""
    found = {
        "siponimod": siponimod(),
        "ozanimod": medicine("ozanimod"),
        "rehabilitation": rehabilitation(),
        "active": active(),
        "headache": headache(),
        "seizure": make.side_effect(
            "seizure",
            sections=sections(what_it_is_like="It shakes. [@label]"),
            summary=prose(),
            review=SIGNED,
        ),
        "about": info("about", **ABOUT),
        "home": info("home", **HOME),
        "treatments": info("treatments", **TREATMENTS),
        "rules": info("how-we-write", **RULES),
        "glossary": bare(make.glossary("secondary-progressive-ms")),
        "sources": bare(make.sources_page("label")),
    }
    return make.guide(*{**found, **changed}.values())


def states(guide):
    return {item.id: verdict.state for item, verdict in decision_aid.ipdas(guide)}


def test_a_guide_that_has_it_all_meets_all_that_needs_no_other_people():
    not_met = [item for item, state in states(whole_guide()).items() if state == "not met"]
    assert not_met == []
    assert decision_aid.met(decision_aid.ipdas(whole_guide())) == (27, 35)


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
def test_an_item_falls_when_what_earned_it_is_gone(item):
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
def test_numbers_of_people_helped_must_say_how_sure_they_are(page, met):
    guide = whole_guide(siponimod=page, second=siponimod_again())
    assert (states(guide)["C5"] == "met") is met


def siponimod_again():
    return msgspec.structs.replace(siponimod(), slug="again", title="Again")


def test_a_count_in_a_sentence_is_a_chance_of_an_outcome_too():
    told = siponimod(
        evidence=(), effects=(make.effect("headache", "It came in 5 out of 100 people. [@label]"),)
    )
    assert states(whole_guide(siponimod=told))["QU3"] == "met"


def test_what_must_hold_for_many_pages_may_miss_one_in_ten_by_name():
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

    found = {item.id: verdict for item, verdict in decision_aid.ipdas(guide(9))}
    assert found["Q6"].state == "met"
    assert "9 of 10" in found["Q6"].why and "Not: Headache." in found["Q6"].why
    assert states(guide(8))["Q6"] == "not met"


def test_an_empty_guide_meets_nothing():
    found = states(make.guide(bare(make.glossary()), bare(make.sources_page())))
    assert "met" not in found.values()
    assert set(found.values()) == {"not met", "needs people", "not applicable"}


def test_it_has_every_item_of_the_lists_in_order():
    expected = [f"Q{n}" for n in range(1, 7)] + [f"C{n}" for n in range(1, 11)]
    expected += [f"QU{n}" for n in range(1, 29)]
    found = states(whole_guide())
    assert list(found) == expected
    tests_only = {*(f"C{n}" for n in range(7, 11)), *(f"QU{n}" for n in range(24, 29))}
    assert {item for item, state in found.items() if state == "not applicable"} == tests_only
    assert {item for item, state in found.items() if state == "needs people"} == {
        *(f"QU{n}" for n in [*range(12, 18), 22, 23])
    }
    pemat = [point.id for point in plain_language.PEMAT]
    assert pemat == [*(f"U{n}" for n in [*range(1, 13), *range(15, 20)])] + [
        f"A{n}" for n in range(20, 27)
    ]
    assert [point.id for point in plain_language.CDC] == [str(n) for n in range(1, 21)]


# Plain language


def scored(guide, points):
    return plain_language.cells(guide, rules.grades(guide, today=date(2026, 11, 23)), points)


def cells(guide, point):
    points = [*plain_language.PEMAT, *plain_language.CDC]
    [(_point, found)] = scored(guide, [one for one in points if one.id == point])
    return found


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
        ("8", "visit", {"first": make.visit(therapies=MANY)}, "1 of 1 have"),
        ("8", "visit", {"first": make.visit(symptoms=MANY)}, "1 of 1 have"),
        ("8", "visit", {"first": make.visit(side_effects=MANY)}, "1 of 1 have"),
        ("8", "help", {"help": make.help_page(("soon", "Call.", MANY))}, "1 of 1 have"),
        ("U7", "visit", COUNTED_TWICE, "out of 100 here"),
        ("17", "visit", COUNTED_TWICE, "out of 100 here"),
        ("A24", "visit", COUNTED_TWICE, "does not show"),
    ],
)
def test_a_point_that_data_prove_falls_with_them(point, kind, changed, why):
    summed_up = {"rehabilitation": rehabilitation(summary=prose("You move. [@label]"))}
    good = cells(whole_guide(**summed_up), point)[kind]
    assert good.startswith("#") or good == plain_language.NO_SUMS
    assert re.match(f"no: .*{why}", cells(whole_guide(**changed), point)[kind])


def test_the_summary_of_the_help_page_is_that_of_the_page_about_it():
    levels = make.help_page(("emergency", "Call 911.", []))
    levels = msgspec.structs.replace(levels, summary=prose())
    assert cells(whole_guide(help=levels), "U11")["help"].startswith("no")
    about = make.info("get-help", summary=prose("Find the sign."))
    assert cells(whole_guide(help=levels, about_help=about), "U11")["help"] == "#main"


def test_every_cell_is_a_place_or_says_why_not():
    for checklist in (plain_language.PEMAT, plain_language.CDC):
        for point, found in scored(whole_guide(), checklist):
            assert set(found) == set(plain_language.SCORED)
            for kind, cell in found.items():
                assert re.fullmatch(r"#[\w-]+|(no|n/a): .+", cell), (point.id, kind)


def test_the_scoring_follows_the_rules_of_the_cdc_index():
    """No main message: items 2 to 4 and 6 earn nothing. No advice: 12 to 14 are not asked."""
    found = {point.id: cell for point, cell in scored(whole_guide(), plain_language.CDC)}
    for kind in plain_language.SCORED:
        if found["1"][kind].startswith("no"):
            assert all(found[item][kind].startswith("no") for item in ("2", "3", "4", "6")), kind
        if found["5"][kind].startswith("no"):
            assert found["6"][kind].startswith("no"), kind
        if found["12"][kind].startswith("n/a"):
            assert all(found[item][kind].startswith("n/a") for item in ("13", "14")), kind


def test_a_score_leaves_out_what_does_not_apply():
    def point(part, cell):
        return plain_language.Point("x", part, "", {}), {"info": cell}

    found = [point("a", "#main"), point("a", "no: x"), point("a", "n/a: x"), point("b", "#main")]
    assert plain_language.share(found, "info") == 67
    assert plain_language.share(found, "info", "a") == 50


# The shipped guide


@pytest.fixture
def shipped(db):
    return publishing.current_guide()


@cache
def shipped_text():
    """Return the scorecard of the shipped content, which takes a second to make."""
    return scorecard.markdown(publishing.current_guide())


@pytest.fixture
def text(shipped):
    return shipped_text()


def test_every_kind_of_page_that_readers_can_open_is_scored(shipped):
    no_page_of_their_own = {"clinic", "withdrawn"}
    kinds = {page.kind for page in get_args(AnyPage)} - no_page_of_their_own
    assert set(plain_language.SCORED) == set(render.TEMPLATES) == kinds
    for kind, (_name, place) in plain_language.SCORED.items():
        assert place in {address(page) for page in shipped.pages.values() if page.kind == kind}


NOT_A_LIST_OF_THE_PAGE = re.compile(r'<nav.*?</nav>|<ol class="references.*?</ol>', re.DOTALL)
LIST = re.compile(r"<(ul|ol)\b[^>]*>(.*?)</\1>", re.DOTALL)


def longest_list(html):
    """Return how many items the longest list of a page has. Two without a word between are one."""
    main = html.partition("<main")[2].partition("</main")[0]
    found = NOT_A_LIST_OF_THE_PAGE.sub("", main).replace("</ul><ul>", "")
    return max((items.count("<li") for _tag, items in LIST.findall(found)), default=0)


@pytest.mark.parametrize("kind", sorted(set(plain_language.SCORED) - {"glossary", "sources"}))
def test_the_lists_that_are_counted_are_those_that_the_pages_show(client, shipped, kind):
    pages = [page for page in shipped.pages.values() if page.kind == kind]
    own = [page for page in pages if kind != "info" or page.slug not in PLACES]
    html = [client.get(address(page)).content.decode() for page in own]
    long = sum(longest_list(one) > plain_language.MOST_IN_A_LIST for one in html)
    expected = f"no: {long} of {len(pages)} have a longer one" if long else "#main"
    assert cells(shipped, "8")[kind] == expected


@pytest.mark.parametrize("path", ["/glossary/", "/sources/"])
def test_words_and_sources_have_letters_with_more_than_seven(client, shipped, path):
    letters = client.get(path).content.decode().split('<h2 class="letter-heading"')[1:]
    assert max(one.count("<dt>") or one.count("<li>") for one in letters) > 7


def places(guide):
    """Yield (item, address) for every place that earns anything."""
    for item, verdict in decision_aid.ipdas(guide):
        yield from ((item.id, place) for place in verdict.places)
    for checklist in (plain_language.PEMAT, plain_language.CDC):
        for point, found in scored(guide, checklist):
            for kind, cell in found.items():
                if cell.startswith("#"):
                    yield point.id, plain_language.SCORED[kind][1] + cell


def test_every_place_that_earns_a_point_is_there(client, shipped):
    pages, gone = {}, []
    for item, place in places(shipped):
        path, _, fragment = place.partition("#")
        if path not in pages:
            response = client.get(path)
            pages[path] = response.content.decode() if response.status_code == 200 else ""
        if not pages[path] or (fragment and f' id="{fragment}"' not in pages[path]):
            gone.append((item, place))
    assert gone == []
    assert len(pages) > 12


def test_every_item_met_names_a_place(shipped):
    bare = [
        item.id
        for item, one in decision_aid.ipdas(shipped)
        if bool(one.places) != (one.state == "met")
    ]
    assert bare == []


ARM = re.compile(
    r'<div class="arm"><p><strong>On [^<]+</strong>\s*<b>[\d,]+</b>\s*out of 1,000 people [^<]+</p>'
    r'\s*<svg class="icon-array"'
)


def test_benefits_and_harms_are_counted_and_drawn_in_the_same_way_benefits_first(client, shipped):
    assert states(shipped)["C1"] == states(shipped)["QU8"] == "met"
    html = client.get("/treatments/siponimod/").content.decode()
    benefits, _, harms = html.partition('id="side-effects"')
    assert len(ARM.findall(benefits)) == 2 * len(shipped.therapy("siponimod").evidence)
    counted = [row for row in shipped.therapy("siponimod").effects if row.counted]
    assert len(ARM.findall(harms)) == 2 * len(counted) > 0
    assert html.count('class="arm"') == len(ARM.findall(html))


def test_grades_of_certainty_are_said_to_be_ours_and_not_signed_off(client, shipped):
    assert states(shipped)["QU19"] == "met"
    html = client.get("/treatments/siponimod/").content.decode()
    said = "This grade is our own judgment. No clinician has signed it off."
    assert html.count(said) == len(shipped.therapy("siponimod").evidence)
    assert "The grade is our own judgment." in plain(
        shipped.info("how-we-write").section("how-sure").text.source
    )


def test_counts_of_side_effects_say_that_they_are_estimates(client, shipped):
    assert states(shipped)["C5"] == "met"
    for page in shipped.therapies():
        html = client.get(f"/treatments/{page.slug}/").content.decode()
        counted = any(row.counted or " out of " in row.detail.source for row in page.effects)
        assert ("The numbers are estimates." in html) is counted, page.slug


def test_what_matters_is_asked_for(client, shipped):
    assert states(shipped)["QU9"] == "met"
    html = client.get("/what-matters/").content.decode()
    for asked in ("What matters to you?", "Which harms worry you most?", "in your own words"):
        assert asked in html


def test_the_file_is_what_the_shipped_content_gives(text):
    assert FILE.read_text("utf-8") == text, "Run: make scorecard"


def test_it_does_not_change_from_day_to_day_or_with_the_edition():
    later = Guide(99, date(2031, 1, 1), whole_guide().pages.values())
    assert scorecard.markdown(later) == scorecard.markdown(whole_guide())


def test_it_says_who_scored_and_whom_nobody_asked():
    text = " ".join(scorecard.OPENING.split())
    assert "We scored this guide ourselves." in text
    assert "no patient and no clinician has tested" in text
    assert "certified" not in scorecard.markdown(whole_guide()).lower()


def test_readers_are_told_the_same_figures(shipped):
    section = shipped.info("how-we-write").section("our-score")
    words = plain(section.text.source)
    found = scorecard.for_readers(shipped)
    assert f"We meet {found.met} of the {found.applying} points" in words
    assert f"Half of the pages are at grade {found.page_grade} or lower." in words
    assert f"Half of the short summaries are at grade {found.summary_grade} or lower." in words
    assert "ourselves" in words
    assert "No patient and no clinician has tested this site." in words
    assert "certified" not in words.lower()


def rows_of(text, heading):
    """Return the cells of the table below a heading, without its own head."""
    lines = text.partition(f"{heading}\n")[2].lstrip("\n").splitlines()
    table = []
    for line in lines[next(n for n, line in enumerate(lines) if line.startswith("|")) :]:
        if not line.startswith("|"):
            break
        table.append([cell.strip() for cell in line[1:-1].split(" | ")])
    return table[2:]


def test_the_grades_are_those_of_the_pages_hardest_first(shipped, text):
    grades = rules.grades(shipped, today=date(2026, 11, 23))
    every = rows_of(text, "### Every page")
    assert [row[0] for row in every] == list(grades)
    hardest = rows_of(text, "### The 10 hardest pages")
    expected = sorted((one.page.grade for one in grades.values()), reverse=True)[:10]
    assert [float(row[2]) for row in hardest] == expected
    assert [row[0] for row in hardest] != [row[0] for row in every[:10]]
    one = grades[hardest[0][0]]
    assert hardest[0][1:4] == [
        str(one.page_raw.words),
        str(one.page.grade),
        str(one.page_raw.grade),
    ]


def test_the_shares_of_sources_are_those_of_the_claims(shipped, text):
    cited = [
        entry
        for entry in ledger.entries(shipped)
        if entry.page_kind in scorecard.MEDICAL and entry.sources
    ]
    tiers = {row[0]: int(row[1].replace(",", "")) for row in rows_of(text, "By tier.")}
    assert sum(tiers.values()) == len(cited)
    secondary = sum(entry.only_secondary for entry in cited)
    assert tiers["At least one primary source"] == len(cited) - secondary > secondary > 0
    kinds = {row[0]: row for row in rows_of(text, "than 100 percent.")}
    labels = sum(any(source.kind == "US label" for source in entry.sources) for entry in cited)
    assert kinds["US label"][1:] == [f"{labels:,}", f"{100 * labels / len(cited):.1f}%"]
    read = [int(row[1].replace(",", "")) for row in rows_of(text, "still wants opening.")]
    assert len(read) == 3 and sum(read) == len(cited)


def test_a_secondary_claim_names_all_its_tiers():
    society = make.source("society", tier="society")
    maker = make.source("maker", tier="manufacturer")
    sources = msgspec.structs.replace(
        bare(make.sources_page()), sources=(make.source("label"), society, maker)
    )
    page = headache(summary=prose("It aches. [@society] [@maker]"))
    text = scorecard.markdown(whole_guide(headache=page, sources=sources))
    assert ["No primary source, only: maker of the medicine and society", "1"] in [
        row[:2] for row in rows_of(text, "By tier.")
    ]


def test_a_bar_in_a_cell_does_not_break_its_table():
    page = msgspec.structs.replace(siponimod(effects=()), title="A | B")
    text = scorecard.markdown(whole_guide(siponimod=page))
    assert "No harm named: A \\| B." in text


def test_without_any_citation_the_shares_are_said_to_be_none():
    guide = make.guide(
        bare(make.glossary()),
        bare(make.sources_page()),
        make.info("about", summary=prose("So it is.")),
    )
    text = scorecard.markdown(guide)
    assert "hold 0 claims: sentences and list items. 0 of them name a source (none)." in text
    assert "This guide does not yet." in text
    assert "This guide does." in scorecard.markdown(whole_guide())


def test_the_aim_is_reached_only_with_enough_items(monkeypatch):
    assert "27 or more: reached" in scorecard.markdown(whole_guide())
    monkeypatch.setattr(decision_aid, "BAR", 28)
    assert "28 or more: **not reached**" in scorecard.markdown(whole_guide())


# The command


def test_the_command_writes_the_file_and_then_agrees_with_it(text, tmp_path):
    path = tmp_path / "scorecard.md"
    call_command("scorecard", file=path, stdout=StringIO())
    assert path.read_text("utf-8") == text
    out = StringIO()
    call_command("scorecard", file=path, check=True, stdout=out)
    assert out.getvalue() == "scorecard.md is up to date.\n"


def test_the_command_shows_what_has_drifted_and_writes_nothing(text, tmp_path):
    path = tmp_path / "scorecard.md"
    path.write_text(text, "utf-8")
    models.Therapy.objects.filter(slug="siponimod").update(how_well_it_works="")
    models.Evidence.objects.filter(therapy__slug="siponimod").delete()
    out = StringIO()
    with pytest.raises(CommandError, match="scorecard.md is out of date. Run: make scorecard"):
        call_command("scorecard", file=path, check=True, stdout=out)
    assert "+| Q4 | Gives the upsides of each option | **not met**" in out.getvalue()
    assert path.read_text("utf-8") == text


def test_a_missing_file_is_out_of_date(db, tmp_path):
    with pytest.raises(CommandError, match="out of date"):
        call_command("scorecard", file=tmp_path / "none.md", check=True, stdout=StringIO())
    assert not (tmp_path / "none.md").exists()


def test_a_draft_that_cannot_be_frozen_is_named(db, tmp_path):
    models.Therapy.objects.filter(slug="siponimod").update(how_it_works="So. [@gone]")
    with pytest.raises(CommandError, match="Siponimod.*cites gone"):
        call_command("scorecard", file=tmp_path / "x.md", stdout=StringIO())
