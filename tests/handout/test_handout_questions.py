"""The questions and notes of a handout, ready-made handouts, and what a handout says of itself."""

from dataclasses import replace

import msgspec
import pytest

from guidance.handout import check_code
from guidance.handout.build import Choices, build, questions_of, ready_made, standard_questions
from tests import make_pages as make
from tests.handout.example_guide import (
    BOTH,
    GUIDE,
    OCRELIZUMAB,
    SIPONIMOD,
    VISIT,
    WITH_VISIT,
)

# Questions and notes


def test_chosen_questions_come_first_then_three_for_each_treatment_where_wanted():
    choices = replace(BOTH, questions=("What now?",))
    assert build(GUIDE, choices).questions == ("What now?",)
    assert build(GUIDE, replace(choices, suggested=True)).questions == (
        "What now?",
        "Siponimod: One?",
        "Siponimod: Two?",
        "Siponimod: Three?",
    )


def test_no_question_is_printed_twice():
    choices = replace(BOTH, questions=("Siponimod: Two?",), suggested=True)
    assert build(GUIDE, choices).questions == (
        "Siponimod: Two?",
        "Siponimod: One?",
        "Siponimod: Three?",
    )


def test_pages_with_questions_offer_them_with_their_name():
    visit = make.visit(questions=("Now?",))
    guide = make.guide(SIPONIMOD, OCRELIZUMAB, make.symptom(questions=("Why?",)), visit)
    assert questions_of(guide) == {
        "visit/first-visit": ("Now?",),  # stands below the name of its handout
        "therapy/siponimod": tuple(f"Siponimod: {one}?" for one in ("One", "Two", "Three", "Four")),
        "symptom/fatigue": ("Fatigue: Why?",),
    }


def test_a_ready_made_handout_has_all_that_staff_chose_and_their_note_numbered_in_its_place():
    found = build(WITH_VISIT, ready_made(VISIT))
    assert found.visit == VISIT
    assert [kind.page for kind in found.subtypes] == [WITH_VISIT.subtype("active")]
    items = (*found.items, *found.groups["effects"])
    assert [item.page.slug for item in items] == ["siponimod", "headache"]
    assert "stopping" in [part.label for part in found.items[0].parts]
    assert found.questions == ("Now?",)
    keys = [one.source.key for one in found.references]
    assert f'id="cite-{keys.index("study") + 1}-2"' in found.note.html  # after the type
    assert "visit/first-visit" in check_code.decode(found.code).keys(WITH_VISIT.pages)


def test_a_ready_made_handout_that_nobody_signed_leaves_the_sheet_unsigned():
    choices = Choices(template="first-visit", treatments=("ocrelizumab",))
    assert build(WITH_VISIT, choices).signed_off
    visit = msgspec.structs.replace(VISIT, review=make.REVIEW)
    assert not build(make.guide(*GUIDE.pages.values(), visit), choices).signed_off


def test_signs_or_levels_of_help_that_nobody_signed_leave_the_sheet_unsigned():
    choices = Choices(treatments=("ocrelizumab",))
    assert build(GUIDE, choices).signed_off
    for unsigned in (
        make.signs_page(make.sign()),
        msgspec.structs.replace(GUIDE.help, review=make.REVIEW),
    ):
        pages = {**GUIDE.pages, unsigned.key: unsigned}
        assert not build(make.guide(*pages.values()), choices).signed_off


def test_without_a_ready_made_handout_there_is_no_note():
    for template in ("", "gone"):
        found = build(WITH_VISIT, replace(BOTH, template=template))
        assert (found.visit, found.note) == (None, None)


def test_the_code_of_a_sheet_does_not_change_where_handouts_are_made_ready_meanwhile():
    assert build(WITH_VISIT, BOTH).code == build(GUIDE, BOTH).code


def test_a_readers_own_lines_stay_as_typed_without_the_empty_ones():
    own = "  **Mine** [@label]\n\n<b>and</b>\r\nthis"
    assert build(GUIDE, replace(BOTH, own=own)).own == ("  **Mine** [@label]", "<b>and</b>", "this")


@pytest.mark.parametrize(
    "typed",
    [
        "- First?\n- Second?",
        "- First?\r\n- Second?\r\n",
        "* First?\n* Second?",
        "Ask these:\n\n1. First?\n2. Second?\n\nAnd your own.",
    ],
)
def test_standard_questions_are_the_list_that_staff_wrote(typed):
    guide = make.guide(make.info("handout", sections=make.sections(questions=typed)))
    assert standard_questions(guide) == ("First?", "Second?")


@pytest.mark.parametrize("found", [[], [make.info("handout")]], ids=["no page", "no section"])
def test_without_that_list_there_are_no_standard_questions(found):
    assert standard_questions(make.guide(*found)) == ()


# What it says of itself


def test_its_code_tells_the_edition_and_every_page_on_it():
    choices = replace(BOTH, effects=("headache",))
    code = check_code.decode(build(GUIDE, choices).code)
    assert code.edition == 7
    assert code.keys(GUIDE.pages) == (
        "side-effect/headache",
        "subtype/active",
        "therapy/ocrelizumab",
        "therapy/siponimod",
    )


def test_it_names_the_edition_and_the_size_that_was_chosen():
    found = build(GUIDE, replace(BOTH, size="18"))
    assert (found.edition, found.size, found.clinic) == (7, "18", GUIDE.clinic)


@pytest.mark.parametrize(
    ("choices", "signed_off"),
    [
        (Choices(), False),
        (Choices(treatments=("ocrelizumab",)), True),
        (Choices(subtypes=("active",), treatments=("ocrelizumab",)), True),
        (Choices(subtypes=("active",), treatments=("ocrelizumab", "siponimod")), False),
    ],
)
def test_it_says_signed_off_only_when_every_page_on_it_is(choices, signed_off):
    assert build(GUIDE, choices).signed_off is signed_off
