"""Treatments side by side: the same lines, one denominator, nothing ranked, each cell cited."""

import re

import msgspec
import pytest

from guidance.editorial import current
from guidance.pages import compare, denominators, structures
from guidance.pages.text import plain
from tests import make_pages as make

COUNTED = {
    "out_of": 100,
    "with_treatment": 10,
    "without_treatment": 4,
    "comparator": "placebo",
    "time_span": "over 1 year",
    "group": "adults with SPMS",
}
SIGNED = msgspec.structs.replace(
    make.REVIEW, signed_off_by="A. Doctor", signed_off_credentials="MD", signed_off_on=None
)


def glance(**lines):
    return tuple(
        structures.Glance(id=name, label=name, text=make.prose(text))
        for name, text in lines.items()
    )


SIPONIMOD = make.therapy(
    title="Siponimod",
    glance=glance(how="A tablet.[@label]", often="Once a day.[@label]"),
    sections=make.sections(
        how_well_it_works="It slows.[@study]", what_it_does_not_do="It does not cure.[@study]"
    ),
    effects=(
        make.effect("headache", "Often.[@label]", **COUNTED),
        make.effect("flare", "Rare.[@study]", "serious"),
    ),
    evidence=(make.evidence(finding=make.prose("Fewer.[@study]")),),
)
OZANIMOD = make.therapy(
    "ozanimod",
    title="Ozanimod",
    boxed_warning=make.prose("Careful.[@label]"),
    glance=glance(how="A capsule.[@label]"),
    effects=(
        make.effect(
            "headache",
            "Seen.[@label]",
            **{**COUNTED, "out_of": 1000, "with_treatment": 8, "without_treatment": 0},
        ),
    ),
    review=SIGNED,
)
REST = (
    make.side_effect("headache", title="Headache"),
    make.side_effect("flare", title="MS flare"),
    make.subtype(therapies=("siponimod",)),
    make.sources_page("label", "study"),
)


def guide(*therapies):
    return make.guide(*therapies, *REST)


GUIDE = guide(SIPONIMOD, OZANIMOD)


def table(found):
    """Return {line: its cells as their writers typed them}."""
    return {line.id: [cell.source for cell in line.cells] for line in found.lines}


# One denominator


def test_rows_are_lifted_to_the_person_and_uncounted_ones_stay():
    hundred, thousand = SIPONIMOD.effects[0], OZANIMOD.effects[0]
    first, second, bare = denominators.with_common_denominator(
        [hundred, thousand, SIPONIMOD.effects[1]]
    )
    assert (first.out_of, first.with_treatment, first.without_treatment) == (1000, 100, 40)
    assert second == thousand
    assert bare == SIPONIMOD.effects[1]
    assert denominators.with_common_denominator([hundred]) == (hundred,)
    assert denominators.with_common_denominator([]) == ()


@pytest.mark.parametrize("people", [100, 1000])
@pytest.mark.parametrize("count", [0, 1, 26, 100])
def test_lifting_changes_no_share(people, count):
    row = make.evidence(with_treatment=count, without_treatment=100 - count)
    found = denominators.scaled_to(row, people)
    assert found.with_treatment * row.out_of == row.with_treatment * found.out_of
    assert found.without_treatment * row.out_of == row.without_treatment * found.out_of


def test_benefits_and_harms_of_all_treatments_are_counted_out_of_one_number():
    first, second = denominators.therapies_with_common_denominator([SIPONIMOD, OZANIMOD])
    assert denominators.denominators(first) == denominators.denominators(second) == {1000}
    assert denominators.therapies_with_common_denominator([SIPONIMOD]) == (SIPONIMOD,)
    assert denominators.therapies_with_common_denominator([make.therapy()]) == (make.therapy(),)
    assert denominators.therapies_with_common_denominator([]) == ()


# Side by side


def test_every_treatment_has_the_same_lines_in_the_same_order():
    found = compare.build(GUIDE, ["ozanimod", "siponimod"])
    assert [page.slug for page in found.therapies] == ["ozanimod", "siponimod"]
    assert list(table(found)) == ["boxed", "how", "often", "can", "cannot", "common", "serious"]
    assert all(len(line.cells) == 2 for line in found.lines)
    assert table(found)["boxed"] == ["Careful.[@label]", compare.NO_BOX]
    assert table(found)["often"] == [compare.NOTHING, "Once a day.[@label]"]
    assert found.line("often").label == "How often"
    assert found.line("cost") is None


def test_benefits_and_harms_are_told_in_the_same_words():
    found = table(compare.build(GUIDE, ["siponimod", "ozanimod"]))
    assert found["can"][0] == (
        "- EXPAND, people with SPMS, over 2 years: on siponimod, 260 out of 1,000 got worse; 740 "
        "did not. On placebo, 320 did; 680 did not. Moderate certainty, in our own judgment. "
        "[@study]"
    )
    assert found["common"] == [
        "Adults with SPMS, over 1 year:\n\n- Headache: on siponimod, 100 out of 1,000 had it; 900 "
        "did not. On placebo, 40 did; 960 did not. [@label]",
        "Adults with SPMS, over 1 year:\n\n- Headache: on ozanimod, 8 out of 1,000 had it; 992 did "
        "not. On placebo, 0 did; 1,000 did not. [@label]",
    ]
    assert found["serious"][0] == "MS flare [@study]."


def test_what_nobody_rated_is_not_given_a_grade():
    page = make.therapy(evidence=(make.evidence(certainty="not-rated"),))
    assert "certainty" not in compare.results(page)


def test_counts_in_the_same_people_stand_together_under_them():
    others = msgspec.structs.replace(SIPONIMOD.effects[0], group="", side_effect="flare")
    page = make.therapy(effects=(SIPONIMOD.effects[0], others))
    text = compare.LINES["common"].text(guide(page), page)
    assert text.startswith("Adults with SPMS, over 1 year:\n\n- Headache:")
    assert "\n\nPeople in the trials, over 1 year:\n\n- MS flare:" in text


def test_results_over_different_times_do_not_stand_side_by_side():
    other = make.evidence(time_span="up to 3 years", finding=make.prose("Fewer.[@label]"))
    long = msgspec.structs.replace(OZANIMOD, evidence=(other,))
    found = compare.build(guide(SIPONIMOD, long), ["siponimod", "ozanimod"])
    assert found.time_spans == ("over 2 years", "up to 3 years")
    assert [line.id for line in found.lines if line.apart] == ["can"]
    assert not compare.build(GUIDE, ["siponimod", "ozanimod"]).line("can").apart


def test_what_the_guide_does_not_know_is_left_out():
    found = compare.build(GUIDE, ["gone", "siponimod"])
    assert [page.slug for page in found.therapies] == ["siponimod"]


@pytest.mark.parametrize(
    ("slugs", "signed_off"),
    [(["ozanimod"], True), (["ozanimod", "siponimod"], False), ([], False)],
)
def test_it_is_signed_off_only_where_every_treatment_is(slugs, signed_off):
    assert compare.build(GUIDE, slugs).signed_off is signed_off


def test_sources_are_numbered_across_the_table_and_each_mention_has_its_own_id():
    found = compare.build(GUIDE, ["siponimod", "ozanimod"])
    html = "".join(cell.html for line in found.lines for cell in line.cells)
    ids = re.findall(r'id="([^"]+)"', html)
    assert sorted(ids) == sorted(anchor for one in found.references for anchor in one.anchors)
    assert len(set(ids)) == len(ids)
    assert [one.source.key for one in found.references] == ["label", "study"]


# What matters


def sheet(*therapies, **asked):
    return compare.worksheet(guide(*(therapies or (OZANIMOD, SIPONIMOD))), **asked)


def test_each_point_shows_the_treatments_a_to_z_and_leaves_out_those_without_facts():
    [how, often] = sheet(points=["how", "often"]).matters
    [(label, [(heading, rows)])] = how.lines
    assert label == "How it is taken or done"
    assert heading == "Disease-modifying medicines"
    assert [(page.title, text.source) for page, text in rows] == [
        ("Ozanimod", "A capsule.[@label]"),
        ("Siponimod", "A tablet.[@label]"),
    ]
    [(_label, [(_heading, rows)])] = often.lines
    assert [page.title for page, _text in rows] == ["Siponimod"]


def test_hope_shows_what_a_treatment_does_not_do_beside_what_it_can_do():
    [hope] = sheet(points=["hope"]).matters
    assert [label for label, _groups in hope.lines] == ["What it can do", "What it does not do"]


def test_a_harm_shows_the_treatments_that_list_it_and_says_which_nobody_checked():
    [flare, headache] = sheet(harms=["flare", "headache", "gone"]).worries
    assert [(page.title, text.source) for page, text in flare.listed] == [
        ("Siponimod", "Serious, not counted. [@study]")
    ]
    assert [page.title for page in flare.answers.not_checked] == ["Ozanimod"]
    assert flare.answers.not_named == ()
    assert [plain(text.source).split(":")[0] for _page, text in headache.listed] == [
        "Adults with SPMS, over 1 year"
    ] * 2
    assert "on siponimod, 100 out of 1,000 had it" in headache.listed[1][1].source


def test_it_can_be_narrowed_to_a_type_and_a_group():
    [how] = sheet(points=["how"], subtype="active").matters
    assert [page.title for page, _ in how.lines[0][1][0][1]] == ["Siponimod"]
    [how] = sheet(points=["how"], group="rehabilitation").matters
    assert how.lines[0][1] == ()


def test_a_point_on_which_no_treatment_tells_anything_shows_none():
    assert sheet(points=["cost"]).matters[0].lines == (("Generics and cost", ()),)


def test_a_readers_own_words_stay_as_typed_without_the_empty_lines():
    assert sheet(own=" **To walk** [@label]\n\nmy dog").own == (" **To walk** [@label]", "my dog")


def test_a_sheet_is_signed_off_only_where_all_its_treatments_are():
    assert sheet(OZANIMOD, points=["how"]).signed_off
    assert not sheet(points=["how"]).signed_off
    assert not sheet(points=["how"], group="rehabilitation").signed_off


def test_readers_are_asked_about_harms_that_several_treatments_list():
    three = (make.therapy(slug, effects=SIPONIMOD.effects[:1]) for slug in ("a", "b", "c"))
    assert [page.slug for page in compare.worries(guide(*three))] == ["headache"]
    assert compare.worries(GUIDE) == []


def test_every_point_tells_lines_that_there_are():
    assert {line for point in compare.POINTS.values() for line in point.lines} <= set(compare.LINES)


# The shipped guide


@pytest.mark.django_db
def test_no_words_of_a_comparison_rank_score_or_call_a_treatment_better():
    shipped = current.current_guide()
    found = compare.build(shipped, [page.slug for page in shipped.therapies()])
    labels = [line.label for line in found.lines] + [one.asks for one in compare.POINTS.values()]
    assert not re.search(r"\b(best|better|rank|score|winner)", " ".join(labels), re.IGNORECASE)
    titles = [page.title.casefold() for page in found.therapies]
    assert titles == sorted(titles)


@pytest.mark.django_db
def test_every_medical_cell_of_every_treatment_names_a_source():
    shipped = current.current_guide()
    bare = [
        (page.slug, line)
        for page in shipped.therapies()
        for line, spec in compare.LINES.items()
        if (text := spec.text(shipped, page))
        and "[@" not in text
        and not re.match(r"(?:We found|Ask|Our sources)", text)
    ]
    assert bare == []
