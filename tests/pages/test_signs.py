"""Signs in the guide, and in payloads that a release without signs may read."""

import math
import re
from itertools import combinations
from pathlib import Path

import pytest

from guidance.pages import payloads, site_pages
from guidance.pages.choices import BodyPart
from guidance.pages.cited_text import EMPTY
from guidance.pages.guide import CannotShow
from guidance.pages.level_signs import LevelSigns
from guidance.pages.signs_by_part import (
    MARK_RADIUS,
    MARKS,
    levels_of_part,
    only_by_treatment,
    signs_by_part,
    signs_by_treatment,
    without,
)
from guidance.pages.when_to_call import when_to_call
from tests import make_pages as make

BODY = Path(__file__).parents[2] / "static" / "pictures" / "body.svg"


def a_sign(slug, level, **fields):
    return make.sign(slug, level, text=make.prose(f"You notice {slug}. [@label]"), **fields)


SIGNS = make.signs_page(
    a_sign("stroke", "emergency", part="head", first=True),
    a_sign("heart", "emergency", part="heart"),
    a_sign("fever-on-it", "emergency", own=True),
    a_sign("rash", "soon", part="skin"),
    a_sign("mole", "next-visit", part="skin"),
)
HELP = make.help_page(
    ("emergency", "Call 911.", []),
    ("soon", "Call us.", ["An old sign."]),
    ("next-visit", "Tell.", []),
)
PAGE = make.therapy(signs=("mole", "stroke", "fever-on-it", "gone"))


def test_the_signs_of_a_page_are_in_order_of_urgency_and_its_own_come_first():
    guide = make.guide(SIGNS, HELP, PAGE)
    signs = guide.signs_of(PAGE)
    slugs = {str(level): [sign.slug for sign in found] for level, found in signs.items()}
    assert slugs == {"emergency": ["fever-on-it", "stroke"], "next-visit": ["mole"]}
    assert guide.signs_of(make.info()) == {}


def test_a_level_shows_its_first_signs_and_groups_the_others():
    [now, soon, later] = make.guide(SIGNS, HELP, PAGE).levels
    by_slug = {sign.slug: sign.text for sign in SIGNS.signs}
    assert now.first == (by_slug["stroke"],)
    assert now.by_part == (
        (BodyPart.HEART, (by_slug["heart"],)),
        (BodyPart.INFECTION, (by_slug["fever-on-it"],)),
    )
    assert (now.others, now.more) == ((), 2)
    assert soon.first == (by_slug["rash"], *HELP.levels[1].signs)
    assert (later.first, later.more) == ((by_slug["mole"],), 0)


def test_the_signs_of_a_part_of_the_body_are_together_and_say_what_stands_above():
    signs = make.signs_page(
        a_sign("blind", "emergency", part="eyes"),
        a_sign("blurred", "soon", part="eyes", first=True),
        a_sign("stroke", "emergency", part="head", first=True),
    )
    parts = signs_by_part(make.guide(signs, HELP).levels)
    assert [part.part.label for part in parts] == ["Eyes and sight"]
    assert parts[0].mark == f"{MARKS[BodyPart.EYES][0]},{MARKS[BodyPart.EYES][1]},{MARK_RADIUS}"
    [now, soon] = parts[0].groups
    assert (now.level.how_soon, now.signs, now.above) == (
        "911 now",
        (signs.signs[0].text,),
        False,
    )
    assert (soon.level.how_soon, soon.signs, soon.above) == ("Within two days", (), True)


def test_a_sign_of_one_medicine_stands_with_it_and_that_of_many_by_part_of_the_body_too():
    signs = make.signs_page(
        a_sign("stroke", "emergency", part="head", first=True),
        a_sign("fever-on-it", "emergency", part="head", own=True),
        a_sign("sight-on-many", "same-day", part="eyes", own=True),
        a_sign("shot", "same-day", part="skin", own=True),
    )
    pages = [
        make.therapy("first", signs=("fever-on-it", "sight-on-many", "stroke")),
        make.therapy("second", signs=("sight-on-many", "shot")),
        make.therapy("third", signs=("sight-on-many", "stroke")),
        make.therapy("fourth"),
    ]
    guide = make.guide(signs, HELP, *pages)
    treatments = signs_by_treatment(guide)
    assert signs_by_treatment(make.guide(HELP, *pages)) == ()
    assert {
        one.therapy.slug: {soon: [sign.slug for sign in found] for soon, found in one.groups}
        for one in treatments
    } == {
        "first": {"911 now": ["fever-on-it"], "Today": ["sight-on-many"]},
        "second": {"Today": ["sight-on-many", "shot"]},
        "third": {"Today": ["sight-on-many"]},
    }
    assert [(one.anchor, one.how_soon) for one in treatments] == [
        ("with-first", "911 now (1), today (1)"),
        ("with-second", "Today (2)"),
        ("with-third", "Today (1)"),
    ]
    text_of = {sign.slug: sign.text for sign in signs.signs}
    alone = only_by_treatment(treatments)
    assert alone == {text_of["fever-on-it"], text_of["shot"]}
    emergency = guide.level("emergency")
    assert emergency.by_part == ((BodyPart.HEAD, (text_of["fever-on-it"],)),)
    assert without(emergency, alone).by_part == ()


def test_the_page_of_a_part_of_the_body_has_all_its_signs_those_of_get_help_first():
    signs = make.signs_page(
        a_sign("rare", "emergency", part="head", own=True, short=make.prose("Rare")),
        a_sign("fall", "emergency", part="head"),
        a_sign("stroke", "emergency", part="head", first=True, short=make.prose("Stroke")),
        a_sign("blind", "emergency", part="eyes"),
        a_sign("ache", "soon", part="head"),
    )
    text_of = {sign.slug: sign.text for sign in signs.signs}
    guide = make.guide(signs, HELP, make.therapy("one", signs=("rare",)))
    now, soon = levels_of_part(guide, BodyPart.HEAD)
    assert (now.slug, now.more) == ("emergency", 0)
    assert now.first == (text_of["stroke"], text_of["fall"], text_of["rare"])  # in full
    assert (soon.slug, soon.first) == ("soon", (text_of["ache"],))
    assert [*levels_of_part(guide, BodyPart.SKIN)] == []


def test_the_links_on_the_picture_lie_on_the_number_of_their_part_and_do_not_overlap():
    drawn = {
        int(number): (int(left), int(below) - 7)
        for left, below, number in re.findall(
            r'<text x="(\d+)" y="(\d+)">(\d+)</text>', BODY.read_text()
        )
    }
    assert drawn == {number: MARKS[part] for number, part in enumerate(BodyPart, start=1)}
    for one, other in combinations(MARKS.values(), 2):
        assert math.dist(one, other) >= 2 * MARK_RADIUS


def test_an_edition_without_a_table_of_signs_has_those_of_its_levels():
    guide = make.guide(make.help_page(("soon", "Call.", list("abcdefg"))), PAGE)
    assert guide.signs == {} and guide.signs_of(make.therapy()) == {}
    with pytest.raises(CannotShow, match="no page of the kind signs"):
        guide.signs_of(PAGE)
    level = guide.level("soon")
    assert [text.source for text in level.first] == list("abcde")
    assert [text.source for text in level.others] == ["f", "g"]
    assert guide.level("none") is None


@pytest.mark.parametrize("make_page", [make.therapy, make.side_effect, make.symptom])
def test_a_release_without_signs_cannot_read_a_page_that_warns_by_signs_alone(make_page):
    fields = set(payloads.NEEDED_BEFORE_SIGNS)
    assert fields <= payloads.dump(make_page()).keys()
    page = make_page(signs=("stroke",))
    assert not fields & payloads.dump(page).keys()
    assert payloads.load(payloads.dump(page)) == page
    both = make_page(signs=("stroke",), call_911=make.prose("You faint."), call_clinic=EMPTY)
    assert fields & payloads.dump(both).keys() == {"call_911"}


def in_few_words(slug, level="emergency", **fields):
    return a_sign(slug, level, short=make.prose(f"{slug.upper()} [@label]"), **fields)


def calls_of(*signs, make_page=make.therapy):
    """What a page that names ``signs`` says about when to call."""
    page = make_page(signs=tuple(sign.slug for sign in signs))
    table = make.signs_page(*signs, references=(make.reference("label"),))
    return when_to_call(page, make.guide(table, HELP, page))


def sources(texts):
    return [text.source for text in texts]


def test_a_card_shows_few_words_and_all_its_signs_stand_in_full_below_the_cards():
    signs = [*map(in_few_words, "abcde"), a_sign("f", "emergency")]
    [group] = calls_of(*signs).now
    assert sources(group.seen) == [f"{letter} [@label]" for letter in "ABCD"]
    assert sources(group.closed) == [f"You notice {letter}. [@label]" for letter in "abcdef"]
    assert group.only_few_words and sources(group.texts) == [""]  # each sentence is named once


def test_a_last_sign_is_not_closed_alone_and_a_short_page_shows_three():
    signs = [in_few_words(letter) for letter in "abcde"]
    [group] = calls_of(*signs).now
    assert len(group.seen) == 5
    [group] = calls_of(*signs, make_page=make.side_effect).now
    assert len(group.seen) == 3


def test_signs_without_few_words_are_shown_in_full_and_the_others_of_the_level_are_closed():
    [group] = calls_of(*(a_sign(letter, "emergency") for letter in "abcdef")).now
    assert sources(group.seen) == [f"You notice {letter}. [@label]" for letter in "abcd"]
    assert sources(group.closed) == [f"You notice {letter}. [@label]" for letter in "ef"]
    assert not group.only_few_words


def test_signs_that_can_wait_are_shown_in_full_where_a_reader_opens_them():
    calls = calls_of(in_few_words("a"), in_few_words("b", "soon"))
    [_now, later] = calls.below
    assert sources(later.closed) == ["You notice b. [@label]"] and later.seen == ()
    assert calls.in_few_words
    [only] = calls_of(in_few_words("b", "soon")).now
    assert sources(only.seen) == ["You notice b. [@label]"]


def test_get_help_shows_the_few_words_of_its_first_signs_and_their_text_by_part_of_the_body():
    signs = make.signs_page(in_few_words("a", first=True, part="eyes"), a_sign("b", "emergency"))
    now = make.guide(signs, HELP).level("emergency")
    assert sources(now.first) == ["A [@label]"]
    assert now.first_parts == frozenset()
    assert {part: sources(texts) for part, texts in now.by_part} == {
        BodyPart.EYES: ["You notice a. [@label]"],
        BodyPart.INFECTION: ["You notice b. [@label]"],
    }


# Of withdrawn pages


def test_a_withdrawn_treatment_goes_on_to_say_when_to_call_and_which_harms_it_listed():
    prose = make.prose("Call us if it hurts. [@label]")
    notice = make.withdrawn(
        "therapy/siponimod",
        title="Siponimod",
        signs=PAGE.signs[:3],
        call_clinic=prose,
        side_effects=("headache",),
        references=(make.reference("label"),),
    )
    bare = make.withdrawn("therapy/old", title="An old one")
    guide = make.guide(SIGNS, HELP, notice, bare, make.sources_page("label"))
    assert [page.title for page in guide.notices()] == ["An old one", "Siponimod"]
    [one] = signs_by_treatment(guide)
    assert one.therapy is notice and one.anchor == "with-siponimod"
    assert [sign.slug for _, signs in one.groups for sign in signs] == ["fever-on-it"]
    assert [group.level for group in when_to_call(notice, guide).groups] == [
        "emergency",
        "same-day",
        "next-visit",
    ]
    assert (notice.says_when_to_call, bare.says_when_to_call) == (True, False)
    assert not when_to_call(bare, guide)
    assert guide.use_of("label").pages == ()


@pytest.mark.parametrize("value", ["", "here", "ask", "not-here", "later"])
def test_a_treatment_says_if_the_clinic_offers_it_only_where_staff_chose(value):
    clinic = make.clinic(offers=(site_pages.Offer(therapy="a", offered=value),))
    offered = make.guide(clinic, make.therapy("a")).offered(make.therapy("a"))
    assert bool(offered) == (value in ("here", "ask", "not-here"))
    assert ("does not offer" in (offered.words if offered else "")) == (value == "not-here")


def test_an_edition_of_an_earlier_release_says_it_on_the_page_of_the_treatment():
    here, not_here = make.therapy("a", offered="here"), make.therapy("b", offered="not-here")
    before = make.guide(make.clinic(), here, not_here)
    now = make.guide(make.clinic(offers=()), here, not_here)
    assert (before.offered(here), before.offered(not_here)) == ("here", "not-here")
    assert (now.offered(here), now.offered(not_here)) == (None, None)
    assert make.guide(here).offered(here) == "here"


@pytest.mark.parametrize(
    "title, name, what_to_do",
    [("Next visit: write it down", "Next visit", "Write it down"), ("Later", "Later", "")],
)
def test_the_title_of_a_level_says_its_name_and_what_to_do(title, name, what_to_do):
    level = LevelSigns("next-visit", title, make.prose("Tell us."), (), frozenset(), (), ())
    assert (level.name, level.what_to_do) == (name, what_to_do)
