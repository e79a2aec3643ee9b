"""Texts that name the number of another country are found where the clinic has its own."""

import pytest

from guidance.pages.help_numbers import HelpNumbers
from guidance.quality import rules
from guidance.quality.rules import help_numbers
from tests import make_pages as make
from tests.quality.pages_without_fault import TODAY, changed, guide, prose, saying

pytestmark = pytest.mark.pure

NUMBERS = HelpNumbers(emergency="112")
OWN = changed(make.clinic(), summary=prose(), numbers=NUMBERS, emergency_wording="Call 112.")
ABOUT_NUMBERS = {"number of another country", "pages with other numbers"}


def found(*pages):
    """Return (page, severity, section, what to do) of what the rules about numbers find."""
    return [
        (one.page, one.severity, one.section, one.what_to_do)
        for one in rules.check(guide(*pages), today=TODAY)
        if one.rule in ABOUT_NUMBERS
    ]


def test_a_text_with_the_number_of_another_country_is_an_error_and_the_clinic_is_told():
    page = saying("Call 911 now. [@label] Or call 988. [@label]")
    error, warning = found(page, OWN)
    assert error[:3] == (page.key, "error", "stopping")
    assert error[3] == "It names 911. Your clinic’s number is 112: “Call 911 now.”"
    assert warning[:2] == ("clinic/clinic", "warning")
    assert "The texts of 1 pages name 911." in warning[3]
    assert help_numbers.pages_with_other_numbers(guide(page, OWN)) == [page]


def test_the_words_for_an_emergency_name_its_number():
    ((page, severity, _section, what_to_do),) = found(changed(OWN, emergency_wording="Call 911."))
    assert (page, severity) == ("clinic/clinic", "error")
    assert what_to_do.startswith("Name your emergency number, 112,")


def test_a_count_of_people_is_no_number_to_call():
    assert found(saying("911 people had it. [@label] 911 out of 1,000 did. [@label]"), OWN) == []


def test_a_clinic_with_the_usual_numbers_is_told_nothing():
    page = saying("Call 911 now. [@label]")
    assert found(page) == []
    assert help_numbers.pages_with_other_numbers(guide(page)) == []
