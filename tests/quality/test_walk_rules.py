"""The content rule about the words of the walk."""

from datetime import date

import pytest

from guidance.quality.rules import check_page
from guidance.walk.shipped import SHIPPED
from guidance.walk.words import Text
from tests import make_pages as make

CITED = "question/relapse/yes/means"
SOURCES = make.sources_page(
    *("lublin_table", "lublin2013", "lublin2020", "spms_review", "gst_steroids", "msaa_relapse"),
    *("msaa_pseudo", "mstrust_steroids", "off_nice_ng220", "aan_dmt", "va_swallow"),
    *("lbl_teriflunomide", "lbl_natalizumab", "mstrust_ot"),
)


def found(changed):
    """Return what the rule says about the shipped words but for those that are ``changed``."""
    page = make.walk(changed)
    findings = check_page(page, make.guide(page, SOURCES), today=date(2026, 11, 28))
    return [
        (finding.part.id, finding.what_to_do)
        for finding in findings
        if finding.rule == "words of the walk"
    ]


def test_the_shipped_words_are_right():
    assert found({}) == []


@pytest.mark.parametrize(
    ("key", "what"),
    [
        ("question/told/heading", "labels"),
        ("question/harder/walking/label", "labels"),
        ("finding/activity/no-known", "labels"),
        ("outcome/stable/lead", "texts"),
        ("exit/primary/button", "labels"),
        ("note/quickly/lines", "texts"),
        ("page/result/next", "labels"),
    ],
)
@pytest.mark.parametrize("text", [None, Text("")])
def test_words_that_are_missing_are_named(key, what, text):
    assert found({key: text}) == [(f"{what}/{key}", "The walk needs these words. Write them.")]


def test_the_words_of_sign_off_of_an_earlier_release_are_no_fault():
    said = Text("These questions were signed off by {name}.")
    assert found({"page/start/signed": said, "page/start/unsigned": Text("Nobody yet.")}) == []


def test_words_for_what_the_walk_does_not_have_are_refused():
    assert found({"question/edss/heading": Text("What is it?")}) == [
        ("labels/question/edss/heading", "The walk has no such text. Take it out.")
    ]


@pytest.mark.parametrize(
    ("key", "text", "says"),
    [
        ("question/told/heading", Text("What did {team} say?"), "fills in no “{team}”"),
        ("question/told/heading", Text("What did { they say?"), "fills in no “{”"),
        ("page/question/number", Text("Question"), "Say where “{number}” stands."),
        ("question/told/heading", Text("What was\nsaid?"), "on one line"),
        ("question/told/heading", Text("What was said? [@lublin_table]"), "marks as typed"),
        ("question/told/heading", Text("What was **said**?"), "marks as typed"),
        ("question/told/heading", Text("What did your team say?"), "for somebody else"),
        ("question/relapse/heading", Text("Was there an attack?"), "stated time. Write “{months}”"),
        ("result/months", Text("January"), "twelve months"),
        (CITED, Text("One attack is enough."), "Cite a source"),
        (CITED, Text("One. [@lublin_table]", "One. [@lublin2013]"), "the same sources"),
        ("outcome/stable/name", Text("calm"), "“calm” does not stand in “stable SPMS”"),
    ],
)
def test_words_that_would_be_shown_wrong_are_named(key, text, says):
    [(part, what_to_do)] = found({key: text})
    assert part.endswith(key) and says in what_to_do


def test_a_quoted_answer_speaks_to_nobody():
    assert found({"question/told/short": Text("After “I am not sure”")}) == []
    assert SHIPPED["question/told/short"].another


SIGNS = make.signs_page(
    make.sign("flare-after-stopping", level="same-day", short=make.prose("Flare")),
    make.sign("possible-relapse", level="soon", short=make.prose("Relapse")),
    make.sign("trouble-swallowing", level="soon", short=make.prose("Coughing at meals")),
    make.sign("hurt-or-neglected", level="same-day", short=make.prose("Hurt")),
)


def other_levels(changed):
    page = make.walk(changed)
    findings = check_page(page, make.guide(page, SOURCES, SIGNS), today=date(2026, 11, 28))
    return [
        (finding.part.id, finding.what_to_do)
        for finding in findings
        if finding.rule == "level of a sign in the walk"
    ]


def test_the_shipped_words_say_the_level_of_each_sign():
    assert other_levels({}) == []


@pytest.mark.parametrize(
    ("key", "said", "level", "sign"),
    [
        ("note/stopped/lines", "If new, call within two days. [@aan_dmt]", "today", "Flare"),
        ("note/stopped/lines", "Tell them. [@aan_dmt]", "today", "Flare"),
        ("note/swallowing/lines", "At your next visit. [@va_swallow]", "within two", "Coughing"),
        ("exit/primary/lines", "Call today.", "within two days", "Relapse"),
        ("stop/harm/lines", "Tell your clinic within two days.", "today", "Hurt"),
    ],
)
def test_another_level_than_the_table_of_signs_is_refused(key, said, level, sign):
    [(part, what_to_do)] = other_levels({key: Text(said, said)})
    assert part.endswith(key)
    assert f"The table of signs says “{level}" in what_to_do and sign in what_to_do


def test_words_for_somebody_else_say_the_same_level():
    said = Text("If new, call today. [@aan_dmt]", "If new, call within two days. [@aan_dmt]")
    assert len(other_levels({"note/stopped/lines": said})) == 1
