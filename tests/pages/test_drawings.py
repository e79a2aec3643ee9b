"""Icon arrays: as many marks as people, the same scale, and a text alternative. Lengths of bars."""

import re

import pytest

from guidance.pages import harm_charts, icon_arrays
from guidance.templatetags.results import bars
from tests import make_pages as make


def people(arm, kind):
    """Count the circles of one kind on one side."""
    return sum(one.path.count("a7 7 0 1 0 14 0") for one in arm.strokes if one.kind == kind)


def sides(evidence):
    picture = icon_arrays.picture(evidence)
    return picture.without_treatment, picture.with_treatment


HUNDRED = make.evidence(with_treatment=26, without_treatment=32)
THOUSAND = make.evidence(out_of=1000, with_treatment=44, without_treatment=129)


@pytest.mark.parametrize("columns", [10, 25])
def test_each_person_out_of_a_hundred_is_one_mark(columns):
    picture = icon_arrays.picture(HUNDRED, columns)
    for arm, on, gap in ((picture.without_treatment, 26, 6), (picture.with_treatment, 26, 0)):
        counted = [people(arm, kind) for kind in ("on", "gap", "off")]
        assert counted == [on, gap, 100 - on - gap]
        assert [arm.on, arm.gap, arm.off] == counted
        assert arm.happened == on + gap


def test_each_mark_is_one_person_and_only_the_last_row_is_not_full():
    arm = icon_arrays.picture(HUNDRED, 25).without_treatment
    places = [
        (int(x), int(y))
        for stroke in arm.strokes
        for x, y in re.findall(r"M(\d+) (\d+)", stroke.path)
    ]
    assert places == [(number % 25 * 20 + 3, number // 25 * 20 + 10) for number in range(100)]
    assert (arm.width, arm.height) == (500, 80)


def test_both_sides_are_drawn_at_the_same_scale():
    for evidence in (HUNDRED, THOUSAND):
        picture = icon_arrays.picture(evidence)
        sizes = {
            (one.width, one.height) for one in (picture.without_treatment, picture.with_treatment)
        }
        assert len(sizes) == 1


def test_a_thousand_people_are_rows_of_dots_and_the_page_stays_light():
    arm = icon_arrays.picture(THOUSAND).without_treatment
    ends = {}
    for stroke in arm.strokes:
        assert stroke.dash
        start = {"round": 10, "butt": 4}[stroke.cap]
        for x, y, long in re.findall(r"M(\d+) (\d+)h([\d.]+)", stroke.path):
            first = (int(x) - start) // 20
            count = round((float(long) - 0.01 - 20 + 2 * start) / 20) + 1
            ends.setdefault(stroke.kind, []).append((int(y) // 20, first, count))
    assert sum(count for _, _, count in ends["on"]) == 44
    assert sum(count for _, _, count in ends["gap"]) == 85
    assert sum(count for _, _, count in ends["off"]) == 871
    assert ends["gap"][0] == (0, 44, 6)
    assert (arm.width, arm.height) == (1000, 400)
    assert sum(len(stroke.path) for stroke in arm.strokes) < 1000


def test_kinds_differ_in_shape_and_not_in_color_alone():
    few, many = icon_arrays.picture(HUNDRED).marks, icon_arrays.picture(THOUSAND).marks
    assert few["gap"].strokes[0].path != few["on"].strokes[0].path
    looks = {(one.strokes[0].dash, one.strokes[0].width) for one in many.values()}
    assert len(looks) == 3


@pytest.mark.parametrize(
    ("with_treatment", "gap", "fewer"), [(26, 6, True), (40, 8, False), (32, 0, False)]
)
def test_the_difference_is_that_of_the_numbers(with_treatment, gap, fewer):
    picture = icon_arrays.picture(
        make.evidence(with_treatment=with_treatment, without_treatment=32)
    )
    assert (picture.gap, picture.fewer) == (gap, fewer)
    kinds = [stroke.kind for stroke in picture.with_treatment.strokes]
    assert ("gap" in kinds) is (with_treatment > 32)


def test_a_count_of_zero_people_draws_no_marks():
    picture = icon_arrays.picture(make.evidence(with_treatment=0, without_treatment=100))
    assert [stroke.kind for stroke in picture.with_treatment.strokes] == ["off"]
    assert [stroke.kind for stroke in picture.without_treatment.strokes] == ["gap"]


def test_the_words_say_what_the_picture_shows_in_both_framings():
    assert icon_arrays.text_alternative(HUNDRED, "siponimod") == (
        "On placebo, 32 out of 100 people got worse; 68 did not get worse. "
        "On siponimod, 26 out of 100 people got worse; 74 did not get worse."
    )
    assert "129 out of 1,000 people" in icon_arrays.text_alternative(THOUSAND, "it")


@pytest.mark.parametrize("evidence", [HUNDRED, THOUSAND], ids=["100", "1,000"])
def test_the_picture_for_paper_needs_no_color(evidence):
    for arm in (
        icon_arrays.picture(evidence).without_treatment,
        icon_arrays.picture(evidence).with_treatment,
    ):
        svg = icon_arrays.svg(arm)
        inks = set(re.findall(r'stroke="(#\w+)"', svg))
        assert inks <= {"#000", "#555", "#fff"}
        assert f'viewBox="0 0 {arm.width} {arm.height}"' in svg
        assert svg.count("<path") >= len(arm.strokes)


def test_a_side_effect_is_drawn_as_a_result_is_and_not_where_nobody_counted():
    effect = make.effect(out_of=100, with_treatment=32, without_treatment=26)
    drawn = icon_arrays.picture(effect)
    assert (drawn.gap, drawn.fewer) == (6, False)
    with pytest.raises(ValueError, match="Nobody counted it"):
        icon_arrays.picture(make.effect())


def test_the_bars_of_a_result_are_parts_of_all_people_and_a_gap_is_drawn_only_where_fewer_had_it():
    drawn = bars(THOUSAND)
    assert (drawn.width_with, drawn.width_without) == ("4.4%", "12.9%")
    assert (drawn.gap_start, drawn.gap_width) == ("4.4%", "8.5%")
    assert bars(make.evidence(with_treatment=32, without_treatment=26)).gap_width == ""


COUNTED = {"out_of": 100, "comparator": "placebo", "time_span": "2 years", "group": "adults"}


def test_the_longest_bar_of_all_charts_leaves_room_for_its_number():
    most = make.effect(with_treatment=30, without_treatment=15, **COUNTED)
    least = make.effect("rash", with_treatment=0, without_treatment=10, **COUNTED)
    grave = make.effect("stroke", with_treatment=3, without_treatment=0, **COUNTED)
    gravity = {"headache": "nuisance", "rash": "nuisance", "stroke": "life"}
    pairs = [
        (effect, make.side_effect(effect.side_effect, gravity=gravity[effect.side_effect]))
        for effect in (most, least, grave)
    ]
    groups = harm_charts.groups(pairs)
    assert [group.gravity.words for group in groups] == [
        "Could kill or harm for life",
        "A nuisance",
    ]
    assert [
        (row.width_with, row.width_without)
        for group in groups
        for chart in group.charts
        for row in chart.rows
    ] == [("7.5%", "0.0%"), ("75.0%", "37.5%"), ("0.0%", "25.0%")]


def test_harms_counted_on_another_medicine_have_a_chart_that_names_it():
    rash = make.effect("rash", with_treatment=3, without_treatment=1, **COUNTED)
    flushing = make.effect(
        "flushing", with_treatment=40, without_treatment=6, given="dimethyl fumarate", **COUNTED
    )
    about = make.side_effect(gravity="life")
    (harms,) = harm_charts.groups([(rash, about), (flushing, about)])
    assert [chart.given for chart in harms.charts] == ["", "dimethyl fumarate"]


def test_only_harms_that_were_compared_are_drawn_and_those_of_the_box_come_first():
    pairs = [
        (make.effect("chills", uncompared=92, **{**COUNTED, "comparator": ""}), "life"),
        (make.effect("liver-injury", seriousness="boxed"), "life"),
        (make.effect("rash", with_treatment=2, without_treatment=1, **COUNTED), "life"),
    ]
    (group,) = harm_charts.groups(
        (effect, make.side_effect(effect.side_effect, gravity=gravity)) for effect, gravity in pairs
    )
    assert [effect.side_effect for effect, _page in (*group.boxed, *group.others)] == [
        "liver-injury",
        "chills",
    ]
    assert [row.effect.side_effect for chart in group.charts for row in chart.rows] == ["rash"]


def test_the_largest_chart_is_shown_at_once_and_harms_of_the_others_are_named_beside_it():
    counted = {"with_treatment": 2, "without_treatment": 1}
    pairs = [
        (make.effect(slug, **{**COUNTED, **counted, "group": group}), slug)
        for slug, group in (("rash", "men"), ("chills", "women"), ("cough", "women"))
    ]
    (group,) = harm_charts.groups(
        (effect, make.side_effect(slug, gravity="life")) for effect, slug in pairs
    )
    assert [row.effect.side_effect for row in group.largest.rows] == ["chills", "cough"]
    assert [effect.side_effect for effect, _page in group.others] == ["rash"]
    (opened,) = harm_charts.details([group])
    assert [(chart.group, chart.counts_as(group.largest)) for chart in opened.charts] == [
        ("men", False)
    ]
    assert [effect.side_effect for effect, _page in opened.others] == ["chills", "cough"]


def test_among_all_side_effects_each_is_a_row_once_and_charts_of_the_same_people_are_one():
    counted = {"with_treatment": 2, "without_treatment": 1}
    alone = {"uncompared": 9, "comparator": ""}
    effects = [
        make.effect("rash", **{**COUNTED, **counted}),
        make.effect("cough", **{**COUNTED, **counted}),
        make.effect("pain", **{**COUNTED, **counted, "group": "adults; joint pain only"}),
        make.effect("chills", **{**COUNTED, **alone}),
        make.effect("flu", **{**COUNTED, **counted, "group": "people; many with SPMS"}),
        make.effect("cancer"),
    ]
    gravity = {"rash": "life", "cough": "life"}
    groups = harm_charts.groups(
        (effect, make.side_effect(effect.side_effect, gravity=gravity.get(effect.side_effect, "")))
        for effect in effects
    )
    grave, see_somebody = harm_charts.details(groups)
    assert grave.charts == () and len(grave.others) == 2
    assert [
        (chart.group, chart.comparator, [(row.about.slug, row.only) for row in chart.rows])
        for chart in see_somebody.charts
    ] == [
        ("adults", "placebo", [("pain", "joint pain only")]),
        ("adults", "", [("chills", "")]),
        ("people; many with SPMS", "placebo", [("flu", "")]),
    ]
    first, alone, _other = see_somebody.charts
    assert first.counts_as(groups[0].largest) and not alone.counts_as(groups[0].largest)
    assert alone.rows[0].width_with == "75.0%"  # one scale for all bars of the page
    assert [effect.side_effect for effect, _page in see_somebody.others] == ["cancer"]
    assert harm_charts.details(()) == ()


def test_a_chart_of_the_people_of_the_one_right_above_says_so():
    """And a heading says once that all of several side effects are common."""
    alone = {**COUNTED, "uncompared": 9, "comparator": "", "seriousness": "common"}
    effects = {
        "liver-injury": make.effect("liver-injury", **{**alone, "seriousness": "serious"}),
        "rash": make.effect("rash", **alone),
        "fever": make.effect("fever", **{**alone, "group": "men"}),
        "acne": make.effect("acne", **{**alone, "group": "men"}),
        "flu": make.effect("flu", seriousness="common"),
    }
    gravity = {"liver-injury": "life", "rash": "see-somebody"}
    opened = harm_charts.details(
        harm_charts.groups(
            (effect, make.side_effect(slug, gravity=gravity.get(slug, "nuisance")))
            for slug, effect in effects.items()
        )
    )
    assert [[chart.as_above for chart in harms.charts] for harms in opened] == [
        [False],
        [True],
        [False],
    ]
    assert [harms.all_common for harms in opened] == [False, False, True]


def test_what_the_boxed_warning_names_is_grave_whatever_its_page_says():
    boxed = make.effect(seriousness="boxed")
    (harms,) = harm_charts.groups([(boxed, make.side_effect(gravity="nuisance"))])
    assert (harms.gravity, harms.some_not_counted) == ("life", True)


@pytest.mark.parametrize(
    ("seriousness", "group"),
    [("boxed", "life"), ("serious", "see-somebody"), ("common", "see-somebody")],
)
def test_a_page_without_a_group_never_makes_a_harm_a_nuisance(seriousness, group):
    pair = (make.effect(seriousness=seriousness), make.side_effect(gravity=""))
    (harms,) = harm_charts.groups([pair])
    assert harms.gravity == group


def test_side_effects_of_which_the_same_is_said_share_a_line():
    """With whatever source; not those of the boxed warning, nor those without a detail."""
    said = "More than on placebo. [@{}]"
    effects = [
        make.effect("stroke", "It can kill.", "boxed"),
        make.effect("clot", "It can kill.", "boxed"),
        make.effect("rash", said.format("label"), "serious"),
        make.effect("fever", said.format("label")),
        make.effect("cough", "In the first month."),
        make.effect("nausea", said.format("study")),
        make.effect("acne", ""),
        make.effect("chills", ""),
    ]
    opened = harm_charts.details(
        harm_charts.groups(
            (effect, make.side_effect(effect.side_effect, gravity="life")) for effect in effects
        )
    )
    (harms,) = opened
    lines = [([page.slug for page in line.pages], line.effect.seriousness) for line in harms.lines]
    assert lines == [
        (["stroke"], "boxed"),
        (["clot"], "boxed"),
        (["rash"], "serious"),
        (["fever", "nausea"], "common"),
        (["cough"], "common"),
        (["acne"], "common"),
        (["chills"], "common"),
    ]


@pytest.mark.parametrize(
    ("detail", "with_it", "said"),
    [
        ("More often than on placebo. [@label]", 30, True),
        ("more common than on placebo.", 30, True),
        ("More than on interferon.", 30, False),  # who was compared took something else
        ("More often than on placebo. It can last.", 30, False),
        ("About as often as on placebo.", 30, False),
        ("More often than on placebo.", 15, False),  # the bars say another thing
        ("More often than on placebo.", None, False),
    ],
)
def test_a_detail_that_says_only_what_the_bars_show_is_recognized(detail, with_it, said):
    counts = {} if with_it is None else {"with_treatment": with_it, "without_treatment": 15}
    effect = make.effect(detail=detail, **COUNTED, **counts)
    assert harm_charts.says_only_more(effect) is said
    (harms,) = harm_charts.groups([(effect, make.side_effect())])
    assert [row.detailed for chart in harms.charts for row in chart.rows] == [not said] * len(
        harms.charts
    )
