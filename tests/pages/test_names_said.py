"""How to say a name, and the line that a label has no boxed warning."""

import pytest

from guidance.pages import no_boxed_warning, respelling
from guidance.pages.text_input import NO_LABEL_MONTH, problem_of_label_month

pytestmark = pytest.mark.pure


def test_each_sentence_says_one_name_and_screen_readers_hear_plain_syllables():
    said = respelling.respellings("si-PON-i-mod. [@a] Mayzent: MAY-zent. [@b][@c]")
    assert [(one.name, one.said, one.aloud) for one in said] == [
        ("", "si-PON-i-mod", "si pon i mod"),
        ("Mayzent", "MAY-zent", "may zent"),
    ]
    assert respelling.respellings("") == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", ""),
        ("dye-ROX-i-mel FUE-ma-rate. [@a]", ""),
        ("in-ter-FEER-on BAY-ta 1a. [@a]", ""),
        ("(si pon' i mod) [@a]", "hyphens"),
        ("Mayzent: [@a]", "hyphens"),
        ("si-pon-i-mod. [@a]", "one stressed syllable"),
        ("TER-i-FLOO-noe-mide. [@a]", "one stressed syllable"),
    ],
)
def test_names_are_said_in_one_style(text, why):
    assert why in respelling.problem(text)
    assert bool(respelling.problem(text)) == bool(why)


def test_a_month_and_a_source_become_a_sentence_and_come_back():
    typed = "June 2026 [@a][@b]"
    shown = "No boxed warning (US label, June 2026). [@a][@b]"
    assert no_boxed_warning.sentence(typed) == shown
    assert no_boxed_warning.typed(shown) == typed
    assert no_boxed_warning.is_dated(shown)
    assert no_boxed_warning.sentence("") == no_boxed_warning.typed("") == ""


@pytest.mark.parametrize("text", ["It has none. [@a]", "June 2026", "2026 [@a]", "Juni 2026 [@a]"])
def test_anything_but_a_month_and_a_source_is_refused_and_stays_as_it_is(text):
    assert problem_of_label_month(text) == NO_LABEL_MONTH
    assert no_boxed_warning.typed(no_boxed_warning.sentence(text)) == text
    assert not no_boxed_warning.is_dated(no_boxed_warning.sentence(text))
    assert problem_of_label_month("June 2026 [@a]") == problem_of_label_month("") == ""
