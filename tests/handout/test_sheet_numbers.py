"""The sheet: results, side effects, checks and signs, drawn and in words."""

import msgspec
import pytest

from guidance.handout import build
from guidance.handout.blocks import strings
from guidance.pages import icon_arrays, site_pages, structures
from tests import make_pages as make
from tests.handout.example_guide import BOTH, GUIDE, SIPONIMOD
from tests.handout.laying_out import OTHERS, blocks, lay_out


def test_a_result_is_drawn_with_a_table_that_says_the_same():
    evidence = make.evidence(finding=make.prose("Fewer.[@study]"))
    therapy = make.therapy(evidence=(evidence,), summary=SIPONIMOD.summary)
    choices = build.Choices(detail="all", treatments=("siponimod",), pictures=True)
    laid_out = lay_out(choices, make.guide(therapy, *OTHERS))
    [rows] = blocks(laid_out, "rows")
    [drawn] = [one for row in rows.rows for one in row.drawn]
    assert drawn.about.source == (
        "EXPAND, 2018, people with SPMS, over 2 years. "
        "Moderate certainty, in our own judgment.[@study]"
    )
    assert drawn.head == ("Out of 100 people", "On placebo", "On siponimod")
    assert [(one.mark, one.without_treatment, one.with_treatment) for one in drawn.counts] == [
        ("on", "32", "26"),
        ("off", "68", "74"),
    ]
    assert drawn.difference == "The difference: 6 fewer out of 100."
    found = list(strings(laid_out))
    at = found.index(
        "EXPAND, 2018, people with SPMS, over 2 years. Moderate certainty, in our own judgment."
    )
    assert found[at + 1 : at + 12] == [
        *drawn.head,
        *("got worse", "32", "26"),
        *("did not get worse", "68", "74"),
        drawn.difference,
        "Each row of marks is 25 people.",
    ]


def test_a_calendar_says_each_time_and_explains_the_months_it_draws():
    months = make.check("Liver test", "A test.[@label]", "months", months=(3,), every_from=6)
    months = msgspec.structs.replace(months, every_to=6)
    checks = (make.check("Eye exam", "An exam.[@label]"), months)
    others = [page for page in GUIDE.pages.values() if page is not SIPONIMOD]
    guide = make.guide(msgspec.structs.replace(SIPONIMOD, monitoring=checks), *others)
    laid_out = lay_out(build.Choices(detail="all", treatments=("siponimod",), pictures=True), guide)
    [row] = [row for block in blocks(laid_out, "rows") for row in block.rows if row.steps]
    first, second = row.steps
    assert (first.words, first.year) == ("Before you start", None)
    assert second.words == "In month 3, then every 6 months"
    assert [month.number for month in second.year.months if month.mark] == [3, 9]
    assert row.key == ("Boxes: months 1 to 12. Filled: a check. Arrow: goes on.")
    told = [words for words in strings(laid_out) if words]
    at = told.index("Before you start")
    assert told[at:][:5] == ["Before you start", "Eye exam.", second.words, "Liver test.", row.key]


@pytest.mark.parametrize(("people", "said"), [(40, "The difference: 8 more out of 100."), (32, "")])
def test_a_difference_is_told_in_its_direction_or_not_at_all(people, said):
    therapy = make.therapy(evidence=(make.evidence(with_treatment=people),))
    choices = build.Choices(detail="all", treatments=("siponimod",), pictures=True)
    [rows] = blocks(lay_out(choices, make.guide(therapy, *OTHERS)), "rows")
    assert [one.difference for row in rows.rows for one in row.drawn] == [said]


def test_where_many_are_counted_a_row_of_the_picture_is_a_hundred_people():
    evidence = make.evidence(out_of=1000, with_treatment=260, without_treatment=320)
    therapy = make.therapy(evidence=(evidence,))
    choices = build.Choices(detail="all", treatments=("siponimod",), pictures=True)
    [rows] = blocks(lay_out(choices, make.guide(therapy, *OTHERS)), "rows")
    [drawn] = [one for row in rows.rows for one in row.drawn]
    assert drawn.scale == "Each row of marks is 100 people."
    assert drawn.picture.with_treatment.width == 100 * icon_arrays.CELL_SIZE


def test_counted_side_effects_are_a_table_both_ways_round_and_the_others_stand_below():
    laid_out = lay_out(build.Choices(detail="all", treatments=("siponimod",)))
    [rows] = blocks(laid_out, "rows")
    row = next(row for row in rows.rows if row.label == "Serious side effects")
    assert row.full
    found = list(strings(laid_out))
    at = found.index("Serious side effects")
    assert [text for text in found[at + 1 : at + 12] if text.strip(";. ")] == [
        *("Out of 1,000 people", "On placebo", "On siponimod"),
        "Adults with SPMS, over 2 years:",
        *("MS flare after stopping", "9 had it; 991 did not", "25 had it; 975 did not"),
        "Also, not counted: hepatitis B flare; dent in the skin.",
        "stopping",
        "Not shown.",
        "Sources",
    ]
    assert not any(row.full for row in rows.rows if row.label != "Serious side effects")


def test_a_side_effect_that_was_counted_on_the_treatment_only_says_so():
    effect = make.effect(
        uncompared=920, out_of=1000, time_span="in 2 years", group="adults", detail="It aches."
    )
    therapy = make.therapy(effects=(effect,))
    guide = make.guide(therapy, make.side_effect("headache"), *OTHERS)
    found = list(strings(lay_out(build.Choices(detail="all", treatments=("siponimod",)), guide)))
    at = found.index("Common side effects")
    assert [text for text in found[at + 1 : at + 8] if text.strip(";. ")] == [
        *("Out of 1,000 people", "No comparison group", "On siponimod"),
        "Adults, in 2 years:",
        *("Headache", "not counted", "920 had it; 80 did not"),
    ]


# What is watched for, and the numbers

COUNTS = {"out_of": 1000, "comparator": "placebo", "time_span": "over 2 years"}


def watched(slug, on, **fields):
    effect = make.effect("headache", "Seen.", with_treatment=on, without_treatment=10, **COUNTS)
    return make.therapy(slug, effects=(effect,), worst=make.prose("- Death."), **fields)


def sections_of(*pages):
    others = [page for page in OTHERS if page.slug not in ("siponimod", "ocrelizumab")]
    guide = make.guide(*pages, *others)
    choices = build.Choices(treatments=tuple(page.slug for page in pages))
    return {section.slug: section for section in lay_out(choices, guide).sections}


def test_the_second_side_says_the_worst_of_each_treatment_under_its_name():
    found = sections_of(watched("one", 40), watched("two", 20))
    assert found["watch"].new_side
    assert found["watch"].heading == "Could kill or harm for life"
    assert [found[f"watch-{number}"].heading for number in (1, 2)] == ["One", "Two"]
    assert [block.text.source for block in found["watch-1"].blocks] == ["- Death."]


def test_common_side_effects_stand_below_the_worst_where_there_is_room():
    common = structures.Section(
        id="side-effects",
        heading="Side effects",
        text=make.prose("Long."),
        short=make.prose("Common: headache."),
    )
    found = sections_of(watched("one", 40, sections=(common,)))
    assert found["watch"].heading == "Side effects to watch for"
    worst, other = found["watch-1"].blocks
    assert (worst.label, other.text.source) == ("Could kill or harm for life:", "Common: headache.")


def test_side_effects_of_two_treatments_are_drawn_on_one_scale():
    charts = sections_of(watched("one", 40), watched("two", 20))["numbers"].blocks
    assert [[row.width for row in chart.rows] for chart in charts] == [
        ["100.0%", "25.0%"],
        ["50.0%", "25.0%"],
    ]


def test_charts_say_whether_they_are_of_help_or_of_harms_on_another_scale():
    result = make.evidence(point=True)
    charts = sections_of(watched("one", 40, evidence=(result,)))["numbers"].blocks
    assert [chart.label for chart in charts] == ["Did it help?", "Harms, another scale:"]
    [harms] = sections_of(watched("one", 40))["numbers"].blocks
    assert harms.label == "Harms:"


def test_three_treatments_have_all_of_each_together():
    found = sections_of(watched("one", 40), watched("two", 20), make.therapy("three"))
    wholes = [found[f"item-{number}"] for number in (1, 2, 3)]
    assert all(section.together for section in wholes)
    assert [section.new_side for section in wholes] == [True, False, False]
    assert [block.kind for block in wholes[0].blocks] == ["labelled", "facts", "labelled", "bars"]
    not_checked = wholes[0].blocks[0]
    assert not_checked.label == "Boxed warning:" and not not_checked.boxed
    assert [section.look for section in (wholes[0], found["help"], found["about"])] == [
        *("sheet__whole", "sheet__boxed", "sheet__about")
    ]


def test_checks_are_a_track_and_signs_say_how_many_more_there_are():
    sign = site_pages.Sign(
        slug="faint", text=make.prose("You faint."), level="emergency", part="heart"
    )
    today = [
        site_pages.Sign(slug=f"s{n}", text=make.prose(f"Sign {n}."), level="same-day", part="skin")
        for n in range(8)
    ]
    table = make.signs_page(sign, *today)
    named = ("faint", *(one.slug for one in today))
    none = make.prose("No boxed warning (US label, June 2026).[@label]")
    page = make.therapy("one", signs=named, monitoring=(make.check(),), no_boxed_warning=none)
    found = sections_of(page, table)
    assert [block.kind for block in found["item-1"].blocks] == ["facts", "track"]
    first, second = found["signs"].blocks
    assert (first.label, first.words, first.more) == ("911 now:", "You faint", "")
    assert (second.label, second.more) == ("Clinic today:", "2 more: clinic.example/get-help/")


def test_a_sheet_from_which_something_was_left_out_says_where_the_rest_is():
    more = "More: clinic.example/treatments/"
    said = {
        number: " ".join(strings(lay_out(build.Choices(treatments=BOTH.treatments[:number]))))
        for number in (1, 2)
    }
    assert more not in said[1]
    assert more in said[2]
