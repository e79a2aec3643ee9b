"""What a page says, sentence by sentence, and which sources each sentence names."""

import pytest

from guidance.pages.claims import Claim, Part, all_claims, claims, sentences, texts
from guidance.pages.structures import Glance
from tests import make_pages as make


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It helps. [@a] It hurts. [@b]", ["It helps. [@a]", "It hurts. [@b]"]),
        ("It helps. [@a][@b] It hurts.", ["It helps. [@a] [@b]", "It hurts."]),
        ("It helps. It hurts. [@a]", ["It helps.", "It hurts. [@a]"]),
        ("26 out of 100 did. 74 did not. [@a]", ["26 out of 100 did.", "74 did not. [@a]"]),
        ('It rose. [@a] "Active" has a meaning.', ["It rose. [@a]", '"Active" has a meaning.']),
        ("Take 2.5 mg. [@a]", ["Take 2.5 mg. [@a]"]),
        ("Signs:\n\n- a fever; [@a]\n- chills. [@b]", ["Signs:", "a fever; [@a]", "chills. [@b]"]),
        ("- It helps. [@a] Nobody knows why.", ["It helps. [@a]", "Nobody knows why."]),
        ("**Heart.** It can fail. [@a]", ["Heart. It can fail. [@a]"]),
        ("It acts. [@a] **Heart.** It can fail.", ["It acts. [@a]", "Heart. It can fail."]),
        ("**Heart**. It can fail. [@a]", ["Heart. It can fail. [@a]"]),
        ("It can fail. **Heart.**", ["It can fail.", "Heart."]),
        ("See [the types](/types/).", ["See the types."]),
        ("", []),
    ],
)
def test_a_claim_is_one_sentence_and_bold_words_belong_to_the_sentence_they_open(text, expected):
    assert list(sentences(text)) == expected


def test_the_claims_of_a_page_name_their_place_and_their_sources():
    page = make.therapy(
        title="Siponimod",
        summary=make.prose("It is a tablet. [@label]"),
        boxed_warning=make.prose("It can harm. [@label]"),
        glance=(Glance(id="how", label="How you take it", text=make.prose("A tablet. [@label]")),),
        sections=make.sections(stopping="Ask first. It lingers. [@label] [@trial]"),
        evidence=(make.evidence(trial="EXPAND", finding=make.prose("Fewer got worse. [@trial]")),),
        effects=(make.effect("headache", "It hurts. [@label]"),),
        call_911=make.prose("- You faint. [@label]"),
        call_clinic=make.prose("- You ache. [@label]"),
        questions=("Can it help me?",),
        references=(make.reference("label"),),
    )
    assert [(one.section, one.words, one.keys) for one in claims(page)] == [
        ("Summary", "It is a tablet.", ("label",)),
        ("stopping", "Ask first.", ()),
        ("stopping", "It lingers.", ("label", "trial")),
        ("How you take it", "A tablet.", ("label",)),
        ("Boxed warning", "It can harm.", ("label",)),
        ("Emergency, if", "You faint.", ("label",)),
        ("Call the clinic if", "You ache.", ("label",)),
        ("headache", "It hurts.", ("label",)),
        ("EXPAND", "Fewer got worse.", ("trial",)),
    ]
    assert {(one.page, one.title) for one in claims(page)} == {("therapy/siponimod", "Siponimod")}


def test_signs_are_claims_under_the_title_of_their_level():
    page = make.help_page(("emergency", "Call 911. [@nhs]", ["You faint. [@nhs]"]))
    assert [(one.section, one.words) for one in claims(page)][1:] == [
        ("Emergency", "Call 911."),
        ("Emergency", "You faint."),
    ]


def test_a_text_that_is_empty_is_not_read():
    page = make.subtype(summary=make.prose(), in_short=make.prose("In short."))
    assert [(part.label, prose.source) for part, prose in texts(page)] == [
        ("In short", "In short.")
    ]


SUMMARY = Part("summary", "Summary")


def test_the_claims_of_a_guide_come_page_by_page():
    guide = make.guide(
        make.symptom("fatigue", title="Fatigue", summary=make.prose("You tire. [@a]")),
        make.side_effect("acne", title="Acne", summary=make.prose("Spots.")),
    )
    assert all_claims(guide) == (
        Claim("side-effect/acne", "Acne", SUMMARY, "Spots.", ()),
        Claim("symptom/fatigue", "Fatigue", SUMMARY, "You tire.", ("a",)),
    )
