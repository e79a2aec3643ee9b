"""Characters that a PDF cannot show are named, with the marks on them."""

import pytest

from guidance.pages import characters


@pytest.mark.parametrize(
    "text", ["plain", "é ñ ß ł ệ", "Ωμέγα", "Привет", "½ ≥ µ € → ☐ “quoted” – —", "a\nb\tc", ""]
)
def test_what_a_patient_types_in_western_writing_is_shown(text):
    assert characters.not_shown(text) == ""


@pytest.mark.parametrize(
    ("text", "sign"),
    [("so 🙂 🙃", "🙂"), ("日本", "日"), ("bell\x07", "\x07"), ("left\u202eright", "\u202e")],
)
def test_the_first_character_that_cannot_be_shown_is_named(text, sign):
    assert characters.not_shown(text) == sign


def test_an_accent_typed_apart_is_joined_to_its_letter_and_a_tab_becomes_spaces():
    assert characters.printed("e\u0301") == "é"
    assert characters.printed("a\tb") == "a   b"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("cafe\u0301", ["c", "a", "f", "e\u0301"]),
        ("1\ufe0f\u20e3 a", ["1\ufe0f\u20e3", " ", "a"]),
        ("\u0301a\u200db", ["\u0301", "a\u200d", "b"]),
        ("", []),
    ],
)
def test_a_character_and_its_marks_are_one_cluster(text, found):
    assert list(characters.clusters(text)) == found


@pytest.mark.parametrize(
    ("text", "cluster", "code_points"),
    [
        ("so \u2610\u0342 is", "\u2610\u0342", "2610 0342"),  # a Greek mark on a box
        ("\u0628\u0591", "\u0628\u0591", "0628 0591"),  # Hebrew on Arabic
        ("line\nfine \U0001f469\u200d\u2695\ufe0f", "\U0001f469\u200d", "1F469 200D"),
        ("a\x0bb", "\x0b", "000B"),
        ("a\u2028b", "\u2028", "2028"),
    ],
)
def test_a_mark_that_no_font_has_together_with_its_letter_is_named_with_it(
    text, cluster, code_points
):
    assert characters.not_shown(text) == cluster
    assert characters.code_points(cluster) == code_points


@pytest.mark.parametrize(
    "text", ["1\ufe0f\u20e3", "e\u0301\u0323", "\u05e9\u05c1\u05b8", "a\u200db"]
)
def test_marks_that_are_in_the_font_of_their_letter_are_shown(text):
    assert characters.not_shown(text) == ""


@pytest.mark.parametrize(
    ("text", "so"),
    [
        ("plain", False),
        ("\u05e9\u05dc\u05d5\u05dd plain", True),
        ("5 (\u0622\u062e\u0630)", True),
        ("plain \u05e9\u05dc\u05d5\u05dd", False),
        ("5 + 5", False),
        ("", False),
    ],
)
def test_the_first_letter_decides_where_a_line_begins(text, so):
    assert characters.runs_right_to_left(text) is so


def test_words_that_run_from_right_to_left_are_kept_apart_from_those_around_them():
    assert characters.isolated("a \u05d0") == "\u2068a \u05d0\u2069"
    assert characters.isolated("my MS nurse") == "my MS nurse"
    assert characters.isolated("") == ""
