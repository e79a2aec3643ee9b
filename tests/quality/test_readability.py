"""The measures of readability and their grades."""

import pytest

from guidance.quality.readability import Readability, measure, sentences, syllables, without_names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It helps. It hurts! Does it?", ["It helps.", "It hurts!", "Does it?"]),
        ("Say “I fell.” Then wait.", ["Say “I fell.", "Then wait."]),
        ("He asked: “Now?” “Yes.”", ["He asked: “Now?", "“Yes.”"]),
        ("Take 2.5 mg. 26 people did.", ["Take 2.5 mg.", "26 people did."]),
        ("Fever\nA stiff neck", ["Fever", "A stiff neck"]),
        ("One.\n\n 12 \n", ["One."]),
        ("", []),
    ],
)
def test_sentences_end_at_a_stop_and_at_the_end_of_a_line(text, expected):
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "the take takes while whole called walked eyes need pale goes"),
        (2, "relapse treatment table muscles capsule needed started changes doses people agreed"),
        (2, "studied movies"),
        (3, "multiple sclerosis medicine medicine’s medicine's allergies"),
        (4, "siponimod activity infusion-site"),
    ],
)
def test_syllables_are_counted_as_they_are_spoken(count, words):
    assert {word: syllables(word) for word in words.split()} == dict.fromkeys(words.split(), count)


def test_the_grade_is_that_of_the_published_example():
    """Flesch-Kincaid 11.3 with 24 syllables in 13 words, as Wikipedia works it out."""
    text = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."
    assert measure(text).grade == 11.3


def test_the_measures_are_those_of_the_formulas():
    found = measure("Take one tablet with water. Tell your doctor about redness and allergies.")
    syllable_count = 1 + 1 + 2 + 1 + 2 + 1 + 1 + 2 + 2 + 2 + 1 + 3
    assert found.words == 12
    assert found.sentences == 2
    assert found.longest_sentence == 7
    assert found.grade == round(0.39 * 12 / 2 + 11.8 * syllable_count / 12 - 15.59, 1)
    assert found.lix == round(12 / 2 + 100 * 2 / 12, 1)  # "redness" and "allergies" are long


def test_a_list_of_short_items_is_not_one_long_sentence():
    assert measure("Fever\nChills\nA stiff neck").longest_sentence == 3


def test_the_grade_of_very_short_words_is_zero_and_not_below():
    assert measure("Go to bed. Sit up.").grade == 0


@pytest.mark.parametrize("text", ["", "  \n", "26 / 100"])
def test_a_text_without_words_measures_nothing(text):
    assert measure(text) == Readability(grade=0, lix=0, words=0, sentences=0, longest_sentence=0)


# Names that must appear

NAMES = {"siponimod", "macular edema", "relapse", "anti-inflammatory", "MS"}


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("Take siponimod.", "Take proper."),
        ("Siponimod’s label.", "Proper label."),
        ("It is macular edema.", "It is proper."),
        ("Anti-inflammatory or anti-INFLAMMATORY.", "Proper or proper."),
        ("A relapse in MS.", "A relapse in MS."),  # no longer than two syllables anyway
        ("A siponimod-like pill, or presiponimod.", "A siponimod-like pill, or presiponimod."),
    ],
)
def test_a_long_name_of_however_many_words_counts_as_one_word_of_two_syllables(text, without):
    assert without_names(text, NAMES) == without
    assert measure(text, NAMES) == measure(without)


def test_the_stand_in_for_a_name_has_two_syllables_and_is_not_long():
    assert syllables("proper") == 2
    assert measure("proper").lix == 1


def test_the_longest_of_two_names_is_taken():
    assert without_names(
        "Secondary progressive MS.", {"secondary", "secondary progressive MS"}
    ) == ("Proper.")


def test_a_name_that_must_appear_does_not_make_a_text_harder():
    text = "Progressive multifocal leukoencephalopathy is rare. It can be fatal."
    named = {"progressive multifocal leukoencephalopathy"}
    assert measure(text, named).grade == measure("Proper is rare. It can be fatal.").grade
    assert measure(text).grade > measure(text, named).grade + 5


def test_without_names_the_grade_is_raw():
    assert measure("Take siponimod.", set()) == measure("Take siponimod.")
    assert measure("Take siponimod.").words == 2
