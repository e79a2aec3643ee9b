"""The numbers of the clinic, and the words of the levels that name them."""

import msgspec
import pytest

from guidance.pages.choices import Urgency
from guidance.pages.help_numbers import US, HelpNumbers
from guidance.pages.site_pages import Phone
from tests import make_pages as make

pytestmark = pytest.mark.pure

CALLS = HelpNumbers(emergency="112", crisis="116 123", crisis_text="")
TEXTS = HelpNumbers(emergency="999", crisis="116 123", crisis_text="85258")


@pytest.mark.parametrize(
    "numbers, emergency, crisis",
    [
        (US, "Call 911 now", "Call or text 988 now"),
        (CALLS, "Call 112 now", "Call 116 123 now"),
        (TEXTS, "Call 999 now", "Call 116 123 or text 85258 now"),
    ],
)
def test_the_heading_of_a_level_names_the_number_of_the_clinic(numbers, emergency, crisis):
    assert numbers.words_of(Urgency.EMERGENCY) == emergency
    assert numbers.words_of(Urgency.CRISIS) == crisis
    assert numbers.words_of(Urgency.SAME_DAY) == "Call your clinic today"


@pytest.mark.parametrize(
    "title, shown",
    [
        ("Now: call 911", "Now: call 112"),
        ("Now: call or text 988", "Now: call 116 123"),
        ("Call 988", "Call 116 123"),
        ("Today: call the clinic", "Today: call the clinic"),
    ],
)
def test_the_title_of_a_level_names_the_number_of_the_clinic(title, shown):
    page = make.help_page(("emergency", "Call.", []))
    page = msgspec.structs.replace(
        page, levels=(msgspec.structs.replace(page.levels[0], title=title),)
    )
    [level] = make.guide(make.clinic(numbers=CALLS), page).levels
    assert level.title == shown
    assert US.in_title(title) == title


def test_links_dial_the_numbers_and_there_is_none_for_texts_that_nobody_answers():
    assert (US.emergency_link, US.crisis_link, US.text_link) == ("tel:911", "tel:988", "sms:988")
    assert (CALLS.emergency_link, CALLS.crisis_link, CALLS.text_link) == (
        *("tel:112", "tel:116123"),
        "",
    )
    assert Phone(label="After hours", number="+1 555 0100").link == "tel:+15550100"


def test_levels_in_few_words_name_the_numbers_too():
    soon = [CALLS.how_soon(level) for level in Urgency]
    assert soon == ["112 now", "116 123 now", "Today", "Within two days", "Next visit"]
    assert CALLS.how_soon("later", "A later level") == "A later level"


def test_an_edition_without_its_clinic_names_those_of_the_united_states():
    assert make.guide().numbers == US


def test_a_clinic_has_the_style_sheet_of_its_accent_and_none_for_the_usual_one():
    accents = ("teal", "blue", "of-a-later-release")
    styles = [make.clinic(accent=accent).accent_styles for accent in accents]
    assert styles == ["", "css/accent-blue.css", ""]
