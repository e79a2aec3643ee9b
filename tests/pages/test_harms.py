"""Each treatment says one of three things about a harm: listed, not named, or not checked yet."""

import pytest

from guidance.pages.harms import Usual, harm_answers, usual
from tests import make_pages as make

SHINGLES = make.side_effect("shingles")
LISTING = make.therapy("a", effects=(make.effect("shingles"),))
READ_WHOLE = make.therapy("b", not_named=("shingles",), label_read="June 2026")
UNREAD = make.therapy("c")


def slugs(pages):
    return [page.slug for page in pages]


def test_the_three_answers_are_told_apart():
    answers = harm_answers(SHINGLES, [LISTING, READ_WHOLE, UNREAD])
    assert [(effect.side_effect, page.slug) for effect, page in answers.listed] == [
        ("shingles", "a")
    ]
    assert slugs(answers.not_named) == ["b"]
    assert slugs(answers.not_checked) == ["c"]


def test_not_named_counts_only_with_the_date_of_a_label_that_was_read_whole():
    undated = make.therapy(not_named=("shingles",))
    answers = harm_answers(SHINGLES, [undated])
    assert (answers.not_named, answers.not_checked) == ((), (undated,))


def test_a_treatment_that_lists_a_harm_never_counts_as_not_naming_it():
    both = make.therapy(
        effects=(make.effect("shingles"),), not_named=("shingles",), label_read="June 2026"
    )
    answers = harm_answers(SHINGLES, [both])
    assert len(answers.listed) == 1
    assert (answers.not_named, answers.not_checked) == ((), ())


def test_a_treatment_without_a_label_is_not_waiting_to_be_checked():
    exercise = make.therapy(group="rehabilitation", label_status="not-a-medicine")
    assert harm_answers(SHINGLES, [exercise]).not_checked == ()


@pytest.mark.parametrize(
    ("common", "serious", "boxed", "told"),
    [
        (7, 0, 0, Usual("common", "Common with each of them.")),
        (0, 9, 0, Usual("serious", "Serious with each of them.")),
        (1, 8, 2, Usual("serious", "Serious, unless a line says otherwise.")),
        (6, 0, 0, None),
        (7, 7, 0, None),
        (0, 0, 9, None),
        (0, 0, 0, None),
    ],
)
def test_how_serious_it_is_with_most_of_them_is_told_once(common, serious, boxed, told):
    numbers = {"common": common, "serious": serious, "boxed": boxed}
    effects = [
        make.effect(seriousness=value) for value, number in numbers.items() for _ in range(number)
    ]
    assert usual(effects) == told
