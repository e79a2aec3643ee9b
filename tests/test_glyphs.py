"""Characters for the PDF: what cannot be shown is named."""

import pytest

from guidance import glyphs


@pytest.mark.parametrize(
    "text", ["plain", "é ñ ß ł ệ", "Ωμέγα", "Привет", "½ ≥ µ € → ☐ “quoted” – —", "a\nb\tc", ""]
)
def test_what_a_patient_types_in_western_writing_is_shown(text):
    assert glyphs.not_shown(text) == ""


@pytest.mark.parametrize(
    ("text", "sign"),
    [("so 🙂 🙃", "🙂"), ("日本", "日"), ("bell\x07", "\x07"), ("left\u202eright", "\u202e")],
)
def test_the_first_character_that_cannot_be_shown_is_named(text, sign):
    assert glyphs.not_shown(text) == sign


def test_an_accent_typed_apart_is_joined_to_its_letter_and_a_tab_becomes_spaces():
    assert glyphs.printed("e\u0301") == "é"
    assert glyphs.printed("a\tb") == "a   b"
