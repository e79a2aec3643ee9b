"""Side effects, results of trials and monitoring checks of a treatment: what is refused."""

import pytest
from django.core.exceptions import NON_FIELD_ERRORS

from guidance.models import TherapySideEffect
from tests.models.rows import (
    COUNTED,
    assert_database_refuses,
    make_check,
    make_effect,
    make_evidence,
    refusals,
)

pytestmark = pytest.mark.django_db


# Side effects of a therapy


def test_counts_of_a_side_effect_are_whole_or_not_there():
    make_effect(**COUNTED).full_clean()


def test_a_side_effect_needs_no_counts():
    make_effect().full_clean()


NUMBERS = ("out_of", "with_treatment", "without_treatment")


@pytest.mark.parametrize(
    "missing",
    [{NUMBERS[i] for i in range(3) if pattern & 1 << i} for pattern in range(1, 7)],
    ids=lambda names: "-".join(sorted(names)),
)
def test_counts_of_a_side_effect_are_never_partly_given(missing):
    effect = make_effect(**{**COUNTED, **dict.fromkeys(missing)})
    assert "Give “out of” with both other numbers" in refusals(effect)[NON_FIELD_ERRORS]
    assert_database_refuses(effect)


UNCOMPARED = {
    **COUNTED,
    "with_treatment": None,
    "without_treatment": None,
    "uncompared": 92,
    "comparator": "",
}


def test_a_count_may_have_no_comparison_group():
    make_effect(**UNCOMPARED).full_clean()


@pytest.mark.parametrize(
    "wrong",
    [
        {"uncompared": 101},
        {"out_of": None},
        {"with_treatment": 90, "without_treatment": 80},
        {"comparator": "placebo"},
        {"time_span": ""},
    ],
    ids=lambda wrong: "-".join(wrong),
)
def test_a_count_without_a_comparison_group_is_whole_and_names_no_comparator(wrong):
    effect = make_effect(**{**UNCOMPARED, **wrong})
    assert refusals(effect)[NON_FIELD_ERRORS]
    assert_database_refuses(effect)


@pytest.mark.parametrize("name", ["with_treatment", "without_treatment"])
def test_no_side_effect_is_counted_in_more_people_than_there_are(name):
    effect = make_effect(**{**COUNTED, name: 101})
    assert "never more people" in refusals(effect)[NON_FIELD_ERRORS]
    assert_database_refuses(effect)


def test_people_are_counted_out_of_a_hundred_or_a_thousand():
    effect = make_effect(**{**COUNTED, "out_of": 7000})
    assert refusals(effect).keys() == {"out_of"}
    assert_database_refuses(effect)


def test_a_count_says_in_whom():
    effect = make_effect(**{**COUNTED, "group": ""})
    assert refusals(effect) == {"group": "Say in whom these people were counted."}


@pytest.mark.parametrize("name", ["comparator", "time_span"])
def test_a_count_says_against_what_and_over_what_time(name):
    effect = make_effect(**{**COUNTED, name: ""})
    assert (
        "Say what it was compared with, and over what time." in refusals(effect)[NON_FIELD_ERRORS]
    )
    assert_database_refuses(effect)


def test_a_count_of_a_side_effect_cites_its_source():
    effect = make_effect(**{**COUNTED, "detail": "It hurts."})
    assert refusals(effect) == {"detail": "Cite the source of these numbers as [@source-key]."}


def test_a_side_effect_stands_once_on_a_therapy():
    first = make_effect()
    first.save()
    second = TherapySideEffect(
        therapy=first.therapy, side_effect=first.side_effect, seriousness="boxed", detail="Again."
    )
    assert refusals(second) == {
        NON_FIELD_ERRORS: "This therapy has that side effect already. Change that row."
    }
    assert_database_refuses(second)


def test_a_side_effect_is_common_serious_or_boxed():
    effect = make_effect(seriousness="mild")
    assert refusals(effect).keys() == {"seriousness"}
    assert_database_refuses(effect)


# Evidence


def test_valid_evidence_is_accepted():
    make_evidence().full_clean()


@pytest.mark.parametrize("name", ["with_treatment", "without_treatment"])
def test_no_trial_counts_more_people_than_took_part(name):
    evidence = make_evidence(**{name: 101})
    assert "more people than" in refusals(evidence)[NON_FIELD_ERRORS]
    assert_database_refuses(evidence)


@pytest.mark.parametrize("name", ["trial", "group", "time_span", "comparator"])
def test_evidence_says_which_trial_in_whom_over_what_time_and_against_what(name):
    evidence = make_evidence(**{name: ""})
    assert name in refusals(evidence)
    assert_database_refuses(evidence)


def test_evidence_cites_its_source():
    evidence = make_evidence(finding="Fewer got worse.")
    assert refusals(evidence) == {"finding": "Cite the source of these numbers as [@source-key]."}


def test_evidence_has_a_certainty_that_readers_know():
    evidence = make_evidence(certainty="proven")
    assert refusals(evidence).keys() == {"certainty"}
    assert_database_refuses(evidence)


# Checks


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"every_from": 6, "every_to": 12},
        {"moment": "before", "months": ""},
        {"moment": "after", "months": "", "every_from": 12, "every_to": 12},
    ],
)
def test_a_valid_check_is_accepted(given):
    check = make_check(**given)
    check.full_clean()
    check.save()


def test_the_months_of_a_check_are_kept_in_one_way_of_writing():
    check = make_check(months="1,3 ,  6")
    check.full_clean()
    assert (check.months, check.in_months()) == ("1, 3, 6", (1, 3, 6))


@pytest.mark.parametrize("months", ["soon", "1 3", "0, 1", "3, 1", "3, 3", "1.5", "-1"])
def test_invalid_months_are_refused_with_an_example(months):
    assert refusals(make_check(months=months)) == {
        "months": "Give whole months in order, for example: 1, 3, 6."
    }


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"months": ""}, "Give months with"),
        ({"moment": "during"}, "and only then"),
        ({"every_from": 6}, "Give both numbers"),
        ({"every_to": 6}, "Give both numbers"),
        ({"every_from": 12, "every_to": 6}, "the smaller one first"),
        ({"every_from": 0, "every_to": 6}, "Give both numbers"),
        ({"moment": "dose", "months": "", "every_from": 6, "every_to": 6}, "only for set months"),
    ],
)
def test_a_check_says_when_it_comes_or_is_refused(given, said):
    check = make_check(**given)
    assert said in refusals(check)[NON_FIELD_ERRORS]
    assert_database_refuses(check)


def test_a_check_has_a_moment_that_readers_know():
    check = make_check(moment="someday", months="")
    assert "moment" in refusals(check)
    assert_database_refuses(check)


def test_a_check_cites_its_source():
    check = make_check(text="A blood count.")
    assert refusals(check) == {"text": "Cite the source of this check as [@source-key]."}
