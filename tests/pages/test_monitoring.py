"""Checks in order of time, in words and as the months of a year."""

import pytest

from guidance.pages import check_schedule, icon_arrays
from tests import make_pages as make
from tests.make_pages import check


def stop(moment, months=(), every=(0, 0)):
    (found,) = check_schedule.timepoints(
        make.therapy(
            monitoring=(
                check(moment=moment, months=months, every_from=every[0], every_to=every[1]),
            )
        )
    )
    return found


@pytest.mark.parametrize(
    ("moment", "months", "every", "words"),
    [
        ("before", (), (0, 0), "Before you start"),
        ("first-dose", (), (0, 0), "At the first dose"),
        ("dose", (), (0, 0), "Each time you get it"),
        ("during", (), (0, 0), "While you take it"),
        ("during", (), (1, 1), "While you take it, each month"),
        ("after", (), (12, 12), "After you stop, once a year"),
        ("months", (6,), (0, 0), "In month 6"),
        ("months", (1, 3, 6), (0, 0), "In months 1, 3 and 6"),
        ("months", (3, 6), (6, 6), "In months 3 and 6, then every 6 months"),
        ("months", (1, 2), (0, 0), "In months 1 and 2"),
        ("months", (1, 2, 3, 4), (0, 0), "Each month from month 1 to 4"),
        ("months", (6,), (6, 12), "In month 6, then every 6 to 12 months"),
    ],
)
def test_a_time_is_told_in_words(moment, months, every, words):
    assert stop(moment, months, every).words == words


def test_the_checks_of_one_moment_are_a_stage_and_set_months_stay_apart():
    checks = (
        check(name="Blood", moment="during", every_from=1, every_to=1),
        check(name="Skin", moment="during"),
        check(name="MRI", moment="months", months=(6,)),
        check(name="JC virus", moment="months", months=(3, 6)),
        check(name="Eyes", moment="before"),
    )
    times = check_schedule.timepoints(make.therapy(monitoring=checks))
    assert [(stage.words, stage.parts) for stage in check_schedule.stages(times)] == [
        ("Before you start", (("", "Eyes"),)),
        ("In months 3 and 6", (("", "JC virus"),)),
        ("In month 6", (("", "MRI"),)),
        ("While you take it", (("each month", "Blood"), ("", "Skin"))),
    ]


@pytest.mark.parametrize(
    ("months", "every", "filled", "lined", "repeats"),
    [
        ((1, 3, 6), (0, 0), [1, 3, 6], [], False),
        ((2, 14), (0, 0), [2], [], True),
        ((3, 6), (3, 3), [3, 6, 9, 12], [], True),
        ((6,), (12, 12), [6], [], True),
        ((6,), (3, 6), [6], [9, 10, 11, 12], True),
        ((14,), (6, 6), [], [], True),
    ],
)
def test_set_months_are_filled_and_what_may_come_in_some_is_lined(
    months, every, filled, lined, repeats
):
    found = stop("months", months, every)
    marks = dict(enumerate(found.year, start=1))
    assert [number for number, mark in marks.items() if mark == "here"] == filled
    assert [number for number, mark in marks.items() if mark == "some-time"] == lined
    assert len(marks) == 12
    assert found.repeats is repeats


def test_checks_each_month_fill_the_year_and_rarer_ones_line_it():
    assert set(stop("during", every=(1, 1)).year) == {"here"}
    assert set(stop("during", every=(12, 12)).year) == {"some-time"}
    assert set(stop("during", every=(1, 3)).year) == {"some-time"}


@pytest.mark.parametrize("moment", ["before", "first-dose", "dose", "during", "after"])
def test_a_time_of_which_no_source_names_a_month_has_no_months(moment):
    assert stop(moment).year == ()
    assert icon_arrays.year(stop(moment)) is None


def test_a_year_is_drawn_as_twelve_boxes_with_room_between_quarters():
    year = icon_arrays.year(stop("months", (1, 3), (3, 3)))
    lefts = [month.left for month in year.months]
    apart = [right - left for left, right in zip(lefts, lefts[1:], strict=False)]
    assert [month.number for month in year.months] == list(range(1, 13))
    assert apart == [24, 24, 30] * 3 + [24, 24]
    assert year.width > lefts[-1] + 2 * 22
    assert [month.number for month in year.months if month.mark] == [1, 3, 6, 9, 12]


def test_the_boxes_of_a_year_are_drawn_at_their_months():
    year = icon_arrays.year(stop("months", (6,), (3, 6)))
    lefts = [month.left for month in year.months]
    assert year.boxes == "".join(f"M{left} 1h22v22h-22z" for left in lefts)
    assert year.filled == f"M{lefts[5]} 1h22v22h-22z"
    assert year.lined == "".join(f"M{left} 20h22" for left in lefts[8:])
    assert icon_arrays.year(stop("months", (14,), (6, 6))).filled == ""
    assert year.repeats


WHOLE = make.therapy(
    monitoring=(
        check("Mood", "Your mood.[@a]", "during"),
        check("Liver blood tests", "Liver blood tests.[@b][@a]", "months", months=(3, 6)),
        check("MRI scan", "An MRI scan.[@c]", "after"),
        check("Blood count", "A blood count.[@a]", "before"),
        check("Blood count", "Another.[@b]", "before"),
        check("Eye exam", "An eye exam.[@b]", "before"),
        check("Blood count", "A count.[@a]", "months", months=(3, 6)),
        check("JC virus test", "A test.[@a]", "dose"),
        check("First-dose watch", "A watch.[@a]", "first-dose"),
        check("Skin exam", "Skin.[@a]", "months", months=(1,)),
    ),
    sections=make.sections(**{"before-you-start": "- Get vaccines.[@v]", "check-ups": ""}),
)


def test_checks_stand_in_order_of_time_and_those_of_one_time_together():
    found = check_schedule.timepoints(WHOLE)
    assert [(one.words, one.names) for one in found] == [
        ("Before you start", "Blood count, eye exam"),
        ("At the first dose", "First-dose watch"),
        ("In month 1", "Skin exam"),
        ("In months 3 and 6", "Liver blood tests, blood count"),
        ("Each time you get it", "JC virus test"),
        ("While you take it", "Mood"),
        ("After you stop", "MRI scan"),
    ]
    assert found[3].keys == ("b", "a")


def test_what_is_checked_before_the_start_leads_what_else_there_is():
    assert check_schedule.section_text(WHOLE, "before-you-start") == (
        "- A blood count.[@a]\n- Another.[@b]\n- An eye exam.[@b]\n- Get vaccines.[@v]"
    )


def test_each_later_time_leads_in_its_checks():
    told = check_schedule.section_text(WHOLE, "check-ups")
    assert told.startswith("**At the first dose:**\n\n- A watch.[@a]\n\n**In month 1:**")
    assert told.endswith("**After you stop:**\n\n- An MRI scan.[@c]")
    assert "blood count" not in told


@pytest.mark.parametrize(
    ("checks", "text", "told"),
    [
        ((), "", ""),
        ((), "Words.", "Words."),
        ((check(moment="during"),), "", "- A blood count.[@label]"),
        ((check(moment="during"),), "Words.", "- A blood count.[@label]\n\nWords."),
        (
            (check(moment="after"),),
            "- Words.",
            "**After you stop:**\n\n- A blood count.[@label]\n\n**Also:**\n\n- Words.",
        ),
        (
            (check(moment="after"),),
            "Words.",
            "**After you stop:**\n\n- A blood count.[@label]\n\nWords.",
        ),
    ],
)
def test_a_lead_in_is_left_out_where_it_would_say_the_heading_again(checks, text, told):
    page = make.therapy(monitoring=checks, sections=make.sections(**{"check-ups": text}))
    assert check_schedule.section_text(page, "check-ups") == told


def test_a_page_without_that_section_says_nothing_there():
    assert check_schedule.section_text(make.therapy(), "check-ups") == ""
    assert check_schedule.timepoints_in(make.therapy(), "check-ups") == ()


@pytest.mark.parametrize(
    ("stops", "key"),
    [
        ([], ""),
        ([stop("before"), stop("during")], ""),
        ([stop("months", (1,))], "Boxes: months 1 to 12. Filled: a check."),
        (
            [stop("before"), stop("during", every=(12, 12))],
            "Boxes: months 1 to 12. Line: within these months. Arrow: goes on.",
        ),
        (
            [stop("months", (6,), (6, 12))],
            "Boxes: months 1 to 12. Filled: a check. Line: within these months. Arrow: goes on.",
        ),
    ],
)
def test_the_key_explains_what_is_drawn_and_nothing_else(stops, key):
    assert check_schedule.legend(stops) == key


def test_a_time_is_not_said_twice_below_one_of_the_same_moment():
    checks = (
        make.check(moment="during", every_from=1, every_to=1),
        make.check(moment="during", every_from=12, every_to=12),
        make.check(moment="after", every_from=1, every_to=1),
    )
    page = make.therapy(monitoring=checks)
    assert [words for words, _ in check_schedule.timepoints_in(page, "check-ups")] == [
        "While you take it, each month",
        "Once a year",
        "After you stop, each month",
    ]
