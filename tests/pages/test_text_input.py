"""Cleaning of text that staff type: what it changes, what it keeps, and what is refused."""

import random
import tomllib

import pytest

from guidance.content import load
from guidance.pages import text_input

CLEANINGS = {
    "text": text_input.clean,
    "line": text_input.clean_line,
    "markup": text_input.clean_markup,
    "questions": text_input.clean_questions,
}
CLEANED = [
    # (as typed or pasted, cleaned as a text)
    ("one\r\ntwo\rthree", "one\ntwo\nthree"),
    ("one\x0btwo", "one\ntwo"),  # PowerPoint's line break
    ("one\x0ctwo", "one\ntwo"),
    ("one\x85two", "one\ntwo"),
    ("one\u2028two\u2029three", "one\ntwo\nthree"),
    ("a\x07b\x00c\x1bd\x7fe", "abcde"),
    ("zero\u200bwidth \ufeffmark\u2060 soft\xadhyphen", "zerowidth mark softhyphen"),
    ("treat\xad\nment", "treatment"),
    ("cafe\u0301", "caf\xe9"),
    (
        "ef\ufb01cient o\ufb00er \ufb02u di\ufb03cult ba\ufb04e",
        "efficient offer flu difficult baffle",
    ),
    ("  kept inside\xa0too  \n", "kept inside\xa0too"),
    ("per\u200cson \u200e1", "per\u200cson \u200e1"),
]
MARKED_UP = [
    ("Signs:\n\n•\tFever\n•\tChills", "Signs:\n\n- Fever\n- Chills"),
    ("\uf0b7\tFever\n\uf0b7 Chills", "- Fever\n- Chills"),
    ("· Fever\n  o\tAt night\n▪ Chills", "- Fever\n- At night\n- Chills"),
    ("–\tFever\n-\tChills\n*\tRash", "- Fever\n- Chills\n- Rash"),
    ("•\nFever\n•\n\tChills", "- Fever\n- Chills"),
    ("1.\tFirst\n2)\tSecond", "1. First\n2) Second"),
    ("Take <b>no more</b> of <STRONG>it</STRONG>.", "Take **no more** of **it**."),
    ("<b><b>x</b></b>", "****x****"),
    ("- Fever. [@label]\n- **Chills.** [@off_cdc]", "- Fever. [@label]\n- **Chills.** [@off_cdc]"),
    ("or not", "or not"),
    ("HLA-B*1502 and 3 * 4", "HLA-B*1502 and 3 * 4"),
    ("trailing   \nspace\t\nends", "trailing\nspace\nends"),
]
ASKED = [
    ("1. What is it?\n2) Why?\n10.\tWhen?", "What is it?\nWhy?\nWhen?"),
    ("•\tWhat is it?\n- Why?\n* When?", "What is it?\nWhy?\nWhen?"),
    ("\u2003• 1. What is it?", "What is it?"),
    ("•\nWhat is it?", "What is it?"),
    ("12 months of what?\n2.5 mg of what?", "12 months of what?\n2.5 mg of what?"),
]


@pytest.mark.parametrize(("typed", "cleaned"), CLEANED, ids=ascii)
@pytest.mark.parametrize("cleaning", [text_input.clean, text_input.clean_markup])
def test_what_has_one_meaning_is_cleaned_everywhere(typed, cleaned, cleaning):
    assert cleaning(typed) == cleaned


@pytest.mark.parametrize(("pasted", "cleaned"), MARKED_UP, ids=ascii)
def test_lists_of_a_word_processor_become_list_items(pasted, cleaned):
    assert text_input.clean_markup(pasted) == cleaned


@pytest.mark.parametrize(("pasted", "cleaned"), ASKED, ids=ascii)
def test_questions_lose_their_numbers_and_bullets(pasted, cleaned):
    assert text_input.clean_questions(pasted) == cleaned


def test_a_line_stays_one_line():
    assert text_input.clean_line("Clinic\x0bof\tthe  North \r\n\n  Side") == (
        "Clinic of the  North Side"
    )


PIECES = [
    *("Fever", "x", "ment", "e\u0301", "\u0301", "?", ".", " ", "  ", "\n", "\t", "\r", "\x0b"),
    *("\x85", "\u2028", "\xad", "\u200b", "\ufeff", "\x07", "\u2003", "\xa0", "\ufb01", "•", "·"),
    *("\uf0b7", "o", "-", "*", "**", "–", "1.", "2)", "- ", "<b>", "</b>", "<strong>", "</B>"),
    *("[@label]", "\U0001f600", "\ufffd", "|", "#"),
]


@pytest.mark.parametrize("name", CLEANINGS)
def test_cleaning_twice_is_cleaning_once(name):
    cleaning, chance = CLEANINGS[name], random.Random(10)
    for _ in range(4_000):
        typed = "".join(chance.choices(PIECES, k=chance.randint(1, 9)))
        once = cleaning(typed)
        assert cleaning(once) == once, ascii(typed)


def shipped():
    """Yield (file, key, text) for every text of the shipped content files."""
    for path in sorted(load.CONTENT.rglob("*.toml")):
        yield from ((path.name, *one) for one in strings(tomllib.loads(path.read_text()), ""))


def strings(value, key):
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from strings(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner, key)
    elif isinstance(value, str):
        yield key, value.strip()


def test_cleaning_changes_no_shipped_text():
    found = list(shipped())
    assert len(found) > 6000
    for place, key, text in found:
        names = ["text", "markup", *([] if "\n" in text else ["line"])]
        for name in [*names, *(["questions"] if key == "questions" else [])]:
            assert CLEANINGS[name](text) == text, f"{place}: {key}: {name}"


def test_no_shipped_text_holds_what_cannot_be_kept():
    for place, key, text in shipped():
        assert text_input.problem(text) == "", f"{place}: {key}"
        if key not in ("address", "note", "staff_note"):
            assert list(text_input.leftovers(text)) == [], f"{place}: {key}"


# What cannot be kept


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Walk\nevery day \U0001f600.",
            "The character “\U0001f600” (GRINNING FACE, U+1F600) in line 2, after “every day”: "
            "It cannot be printed. Take it out.",
        ),
        ("\uf0a8 Fever", "(a private character of one font, U+F0A8) at the start: "),
        ("don\ufffdt", "“\ufffd” (REPLACEMENT CHARACTER, U+FFFD) after “don”: It stands for"),
        ("a\u202eb", "The character (RIGHT-TO-LEFT OVERRIDE, U+202E) after “a”: It turns the text"),
        ("a\u2067b", "(RIGHT-TO-LEFT ISOLATE, U+2067)"),
        ("don\x92t", "The character (a control character, U+0092) after “don”: It comes from"),
        ("a\ufff9b", "(INTERLINEAR ANNOTATION ANCHOR, U+FFF9)"),
        ("\u6c34", "(CJK UNIFIED IDEOGRAPH-6C34, U+6C34)"),
        ("a\ud800b", "(a control character, U+D800)"),
    ],
    ids=ascii,
)
def test_a_character_that_cannot_be_kept_is_named_with_its_place(text, words):
    assert words in text_input.problem(text)


@pytest.mark.parametrize("text", ["", "Plain.\n\tText", "caf\xe9 – “fine” ½ ≥ 3 →", "e\u0301"])
def test_what_can_be_printed_is_no_problem(text):
    assert text_input.problem(text) == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("## Side effects\n\nIt aches.", "“## Side effects” is a heading"),
        ("Side effects\n====\n", "“====” is a heading"),
        ("| Dose | When |\n|---|---|", "“| Dose | When |” looks like a row of a table"),
        ("Dose | When | Why", "looks like a row of a table"),
        ("Dose\tWhen", "“Dose When” looks like a row of a table"),
        ("It <i>aches</i>.", "“<i>” is HTML"),
        ('<a href="x">here</a>', "is HTML"),
        ("Do *not* stop. [@a]", "“*not*” has marks for italics"),
        ("Do _not_ stop. [@off_cdc_vte]", "“_not_” has marks for italics"),
        ("See https://example.org/a for more.", "“https://example.org/a” is a bare address"),
        ("See www.example.org.", "is a bare address"),
        ("The treat-\nment is new.", "“treat- ment” is a word broken"),
        ("It slows disability.12 Next", "“disability.12” looks like the number of a footnote"),
        ("It slows disability¹² here", "looks like the number of a footnote"),
        ("It slows it [3, 4] here", "“[3, 4]” looks like the number of a footnote"),
        ("One • two • three", "“One • two” has a bullet inside a line"),
        ("One · two", "has a bullet inside a line"),
    ],
)
def test_what_a_paste_left_behind_is_named(text, shown):
    [found] = text_input.leftovers(text)
    assert shown in found


@pytest.mark.parametrize(
    "text",
    [
        "- Fever. [@off_cdc_vte]\n- **Chills.** [@a]\n\n1. One\n2. Two",
        "Read [the guide](https://example.org/a_b_c) and [more](/about/).",
        "HLA-B*1502, CYP2C9*3/*3, 5 < 6 and 7 > 3, B12, T2, 10.5, m², long-term, 1-2",
        "A long-\n- list item",
    ],
)
def test_what_has_a_meaning_here_is_no_leftover(text):
    assert list(text_input.leftovers(text)) == []


def test_a_question_that_opens_with_a_number_is_found():
    assert text_input.numbered("1. What is it?") == "1."
    assert text_input.numbered("• What is it?") == "•"
    assert text_input.numbered("12 months of what?") == ""


# What XML can carry


def test_what_xml_cannot_carry_becomes_a_space():
    assert text_input.for_xml("a\x0bb\x00c\ud800d\ufffee\tf\ng\x85h\U0001f600") == (
        "a b c d e\tf\ng\x85h\U0001f600"
    )
