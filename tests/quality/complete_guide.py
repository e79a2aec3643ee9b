"""A guide that meets every computed item of the scorecard, and functions that score a guide."""

from datetime import date

import msgspec

from guidance.management.commands.scorecard import read_scorecard
from guidance.pages.structures import Glance, Review
from guidance.quality import rules
from guidance.quality.scorecard import checklists, ipdas
from tests import make_pages as make
from tests.make_pages import prose, sections

SCORECARD = read_scorecard()
ITEMS, LISTS = SCORECARD.items, SCORECARD.checklists
KINDS = [page.kind for page in LISTS.scored]
SIGNED = Review(
    checked_on=date(2026, 11, 23),
    review_due=date(2027, 11, 23),
    signed_off_by="A. Name",
    signed_off_credentials="MD",
    signed_off_on=date(2026, 11, 23),
)
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
    told = sections(**texts, **fields.pop("more", {}))
    defaults = {
        "sections": tuple(msgspec.structs.replace(one, short=one.text) for one in told),
        "glance": tuple(
            Glance(id=name, label=name, text=prose(f"The {name} of {slug}. [@label]"))
            for name in LINES
        ),
        "effects": tuple(harms),
        "worst": prose(f"It can harm, and {slug} did. [@label]"),
        "evidence": (make.evidence(certainty_why=prose("It was small. [@label]"), point=True),),
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


def judge(guide):
    """Return the verdicts on ``guide`` for all IPDAS items."""
    return ipdas.judge(guide, ITEMS)


def states(guide):
    """Return {id of an IPDAS item: its state} for ``guide``."""
    return {verdict.item.id: verdict.state for verdict in judge(guide)}


def scored(guide, points):
    """Return (point, cells by kind of page) for each of ``points`` of a checklist."""
    return checklists.score(guide, rules.grades(guide, today=date(2026, 11, 23)), points, KINDS)


def cells(guide, point):
    """Return the cells by kind of page for the checklist point with the id ``point``."""
    points = [*LISTS.pemat, *LISTS.cdc]
    [(_point, cells_by_kind)] = scored(guide, [each for each in points if each.id == point])
    return cells_by_kind
