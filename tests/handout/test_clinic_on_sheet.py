"""What the clinic says of itself on a sheet: its numbers, who answers when, what it offers."""

import pytest

from guidance.handout import build, changes
from guidance.pages.help_numbers import HelpNumbers
from guidance.pages.site_pages import Offer, Phone
from tests import make_pages as make
from tests.handout.example_guide import BOTH
from tests.handout.laying_out import blocks, lay_out, with_clinic

pytestmark = pytest.mark.pure

NUMBERS = HelpNumbers(emergency="112", crisis="116 123", crisis_text="")
AT_NIGHT = Phone(label="After hours", number="555 0199", after_hours=True)
INFUSIONS = Phone(label="Infusion center", number="555 0177", hours="mornings")
NOT_HERE = "Our clinic does not offer this. Ask us where you can get it."


def test_whom_to_call_and_the_lists_of_signs_name_the_numbers_of_the_clinic():
    clinic = with_clinic(numbers=NUMBERS)
    calls = {"call_911": make.prose("A seizure."), "call_clinic": make.prose("Fever.")}
    guide = make.guide(*clinic.pages.values(), make.therapy("a", **calls))
    laid_out = lay_out(build.Choices(treatments=("a",)), guide)
    [levels] = blocks(laid_out, "levels")
    assert levels.levels[0].title == "Call 112 now."
    [section] = [one for one in laid_out.sections if one.slug == "signs"]
    assert [signs.label for signs in section.blocks] == ["112 now:", "Clinic today:"]


def test_the_number_for_when_the_clinic_is_closed_follows_the_first_and_others_do_not():
    guide = with_clinic(phone="555 0100", hours="9 to 5", phones=(INFUSIONS, AT_NIGHT))
    [levels] = blocks(lay_out(BOTH, guide), "levels")
    [call] = {level.call for level in levels.levels if level.call}
    assert call == "555 0100, 9 to 5; After hours: 555 0199"


@pytest.mark.parametrize("treatments", [("siponimod",), ("siponimod", "a", "b", "c")])
def test_a_treatment_says_if_the_clinic_offers_it_on_a_leaf_and_half_a_side_each(treatments):
    clinic = with_clinic(offers=(Offer(therapy="siponimod", offered="not-here"),))
    guide = make.guide(*clinic.pages.values(), *map(make.therapy, "abc"))
    laid_out = lay_out(build.Choices(treatments=treatments), guide)
    said = [block for block in blocks(laid_out, "note") if block.words == NOT_HERE]
    assert [block.strong for block in said] == [True]


def test_a_new_emergency_number_on_the_site_wants_a_call_from_who_holds_an_older_sheet():
    therapy = make.therapy(title="Siponimod")
    help_page = make.help_page(("emergency", "Call.", ["Chest pain."]))
    before = make.guide(therapy, help_page, make.clinic(title="The clinic"))
    clinic = make.clinic(title="The clinic", numbers=NUMBERS, phones=(INFUSIONS,))
    now = make.guide(therapy, help_page, clinic, number=8)
    found = changes.changes_since(before, now, ("therapy/siponimod",))
    [about] = [one for one in found if one.title == "The clinic"]
    assert (about.what, about.call) == ("changed", True)
    words = [change.after for change in about.changes]
    assert "Call 112. Call 116 123." in words
    assert "555 0177 mornings" in words
