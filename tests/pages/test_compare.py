"""Benefits and harms in words: one denominator, both framings, each with its source."""

import pytest

from guidance.pages import compare, denominators, structures
from tests import make_pages as make

COUNTED = {
    "out_of": 100,
    "with_treatment": 10,
    "without_treatment": 4,
    "comparator": "placebo",
    "time_span": "over 1 year",
    "group": "adults with SPMS",
}


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


# In words


def test_benefits_are_told_in_both_framings():
    assert compare.benefits(SIPONIMOD) == (
        "- EXPAND, 2018, people with SPMS, over 2 years: on siponimod, 26 out of 100 got worse; 74 "
        "did not. On placebo, 32 did; 68 did not. Moderate certainty, in our own judgment. "
        "[@study]"
    )


def test_what_nobody_rated_is_not_given_a_grade():
    page = make.therapy(evidence=(make.evidence(certainty="not-rated"),))
    assert "certainty" not in compare.results(page)


def test_counted_and_uncounted_side_effects_have_the_same_form():
    pairs = guide(SIPONIMOD).effects_of(SIPONIMOD)
    assert compare.figures(pairs) == (
        "Adults with SPMS, over 1 year: headache, 10 of 100, 4 on placebo [@label].\n\n"
        "Not counted: MS flare [@study]."
    )
    assert [pair[1].title for pair in compare.common(GUIDE, SIPONIMOD)] == ["Headache"]
    assert [pair[1].title for pair in compare.serious(GUIDE, SIPONIMOD)] == ["MS flare"]
