"""What matters: treatments by what they answer, A to Z, with the three answers about a harm."""

import msgspec
import pytest

from guidance.pages import what_matters
from tests import make_pages as make
from tests.pages.test_side_by_side import ACTIVE, REST, SIGNED, glance, section

COUNTED = {"out_of": 1000, "uncompared": 10, "time_span": "a year"}
FETAL = make.side_effect("fetal-harm", title="Harm to a baby")
A = make.therapy(
    "a",
    title="A",
    group="disease-modifying",
    how_taken=("mouth",),
    where_taken=("home",),
    glance=glance(often="Once a day.[@label]"),
    boxed_warning=make.prose("Careful.[@label]"),
    effects=(make.effect("fetal-harm", "Yes.[@label]"), make.effect("headache", **COUNTED)),
    monitoring=(make.check(),),
    review=SIGNED,
)
B = make.therapy(
    "b",
    title="B",
    group="disease-modifying",
    how_taken=("shot", "infusion"),
    where_taken=("clinic",),
    glance=glance(checks="Many.[@label]"),
    no_boxed_warning=make.prose("No boxed warning (US label, June 2026).[@label]"),
    not_named=("fetal-harm",),
    label_read="June 2026",
    effects=(make.effect("headache"),),
    monitoring=tuple(make.check(f"Check {number}") for number in range(8)),
    review=SIGNED,
)
C = make.therapy(
    "c",
    title="C",
    group="disease-modifying",
    how_taken=(),
    where_taken=(),
    monitoring=tuple(make.check(f"Check {number}") for number in range(12)),
    review=SIGNED,
)
D = make.therapy(
    "siponimod",
    group="rehabilitation",
    how_taken=(),
    where_taken=(),
    label_status="not-a-medicine",
)
GUIDE = make.guide(A, B, C, D, FETAL, ACTIVE, *REST)


def answers(**asked):
    return {
        matter.id: [
            (answer.label, [(page.title, note) for page, note in answer.members])
            for answer in matter.answers
        ]
        for matter in what_matters.result(GUIDE, **asked).matters
    }


def test_treatments_are_grouped_by_what_they_answer():
    found = answers(points=what_matters.POINTS)
    assert found["how"] == [
        (what_matters.ASK_ABOUT_IT, [("C", "")]),
        ("Shot or drip, at a clinic or center", [("B", "")]),
        ("Tablet or capsule, at home", [("A", "")]),
    ]
    assert found["often"][1] == ("Once a day", [("A", "")])
    assert [label for label, _ in found["tests"]] == [
        "7 to 10 tests and checks",
        "More than 10 tests and checks",
        "Up to 6 tests and checks",
    ]
    assert found["risks"] == [
        ("Boxed warning on its US label", [("A", "")]),
        ("Boxed warning: not checked", [("C", "")]),
        ("No boxed warning on its page here, which does not make it safe", [("B", "")]),
    ]


def test_a_treatment_without_known_checks_is_asked_about():
    page = make.therapy("e", title="E", group="disease-modifying", monitoring=())
    found = what_matters.result(make.guide(page, *REST), points=["tests"])
    assert found.matters[0].answers[0].label == what_matters.ASK_ABOUT_IT


def test_the_three_answers_about_a_harm_are_told_apart():
    assert answers(points=["baby"])["baby"] == [
        ("Harm to a baby: listed on its page here, not counted", [("A", "")]),
        ("Harm to a baby: not named in a label that we read whole", [("B", "label of June 2026")]),
        ("Harm to a baby: not checked yet: ask your MS team", [("C", "")]),
    ]
    assert answers(harms=["headache", "gone", "headache"]) == {
        "harm-headache": [
            (what_matters.COUNTED, [("A", "10 of 1,000, no comparison group")]),
            (what_matters.LISTED, [("B", "")]),
            (what_matters.NOT_CHECKED, [("C", "")]),
        ]
    }


def test_medicines_with_rules_of_their_own_about_a_baby_are_not_named_together():
    def with_rule(page, rule, **changes):
        pregnancy = (section("pregnancy", "Long. [@label]", rule),)
        return msgspec.structs.replace(page, sections=pregnancy, **changes)

    strict = with_rule(A, "Stop first.[@label]")
    alike = with_rule(A, "Stop first.[@study]", slug="f", title="F")
    other = with_rule(A, "Ask first.[@label]", slug="g", title="G")
    guide = make.guide(strict, alike, other, C, FETAL, *REST)
    (baby,) = what_matters.result(guide, points=["baby"]).matters
    assert baby.apart
    listed, not_checked = baby.answers
    assert [([page.slug for page in pages], text.source) for pages, text in listed.rules] == [
        (["a", "f"], "Stop first.[@label]"),
        (["g"], "Ask first.[@label]"),
    ]
    assert [([page.slug for page in pages], bool(text)) for pages, text in not_checked.rules] == [
        (["c"], False)
    ]
    assert [text.source for text in baby.texts] == [
        "Stop first.[@label]",
        "Stop first.[@study]",
        "Ask first.[@label]",
    ]
    assert [[page.slug for page in pages] for pages, _ in baby.said] == [["a", "f"], ["g"]]


def test_no_heading_stands_without_content_for_a_type_without_medicines():
    found = what_matters.result(
        GUIDE, subtype="active", points=["how", "baby", "stopping"], harms=["headache"]
    )
    assert (found.subtype, found.medicines, found.all_medicines) == ("Active", False, 3)
    assert [matter.id for matter in found.matters] == ["how", "baby", "harm-headache"]
    for matter in found.matters[1:]:
        assert [answer.label.partition("a baby: ")[2] or answer.label for answer in matter.answers]
        assert [page.slug for page, _ in matter.answers[0].members] == ["siponimod"]
    assert found.matters[2].answers[0].label == what_matters.NO_LABEL
    assert what_matters.result(GUIDE, points=["how"]).medicines


def test_a_type_without_medicines_names_those_whose_label_names_spms_of_any_type():
    fits = section("who-it-is-for", "Long. [@label]", "SPMS, rarely used. [@label]")
    guide = make.guide(
        msgspec.structs.replace(A, label_status="spms", sections=(fits,)), B, C, D, ACTIVE
    )
    (found,) = what_matters.result(guide, subtype="active", points=["how"]).by_label
    assert (found[0].title, found[1].source) == ("A", "SPMS, rarely used. [@label]")
    assert what_matters.result(guide, points=["how"]).by_label == ()


def test_a_point_whose_harm_the_guide_lacks_shows_what_pages_say_or_nothing():
    sections = (section("stopping", "Long. [@label]", "Plan it.[@label]"),)
    found = what_matters.result(GUIDE, points=["stopping", "tests"])
    assert [matter.id for matter in found.matters] == ["tests"]
    assert [text.source for text in found.matters[0].texts] == ["Many.[@label]"]
    assert found.matters[0].fragment == ""
    assert found.references[0].source.key == "label"
    guide = make.guide(msgspec.structs.replace(A, sections=sections), *REST)
    (stopping,) = what_matters.result(guide, points=["stopping"]).matters
    assert (stopping.answers, [text.source for text in stopping.texts]) == (
        (),
        ["Plan it.[@label]"],
    )


def test_two_people_see_where_they_agree_and_differ():
    shared = what_matters.result(GUIDE, points=["how", "often"], second=["how", "baby"]).shared
    assert shared.both == ("How I take it",)
    assert shared.first == ("How often",)
    assert shared.second == ("Having a baby",)
    assert what_matters.result(GUIDE, points=["how"]).shared is None


def test_many_points_are_closed_at_first():
    points = list(what_matters.POINTS)
    found = [what_matters.result(GUIDE, points=points[:number]) for number in (1, 2, 3, 4)]
    assert [one.alone for one in found] == [True, False, False, False]
    assert [one.many for one in found] == [False, False, True, True]
    assert [one.told for one in found] == [True, True, True, False]


def test_the_head_of_a_closed_point_names_a_few_answers_and_counts_the_others():
    several = tuple(
        make.therapy(
            f"t{number}",
            title=f"T{number}",
            group="disease-modifying",
            glance=glance(often=f"Every {number} weeks.[@label]"),
        )
        for number in range(1, 6)
    )
    (often,) = what_matters.result(make.guide(*several, *REST), points=["often"]).matters
    assert [answer.label for answer in often.first_answers] == [
        "Every 1 weeks",
        "Every 2 weeks",
        "Every 3 weeks",
    ]
    assert often.more_answers == 2
    (few,) = what_matters.result(GUIDE, points=["how"]).matters
    assert (few.first_answers, few.more_answers) == (few.answers, 0)


def test_a_harm_says_its_answers_in_few_words_where_it_is_closed():
    (harm,) = what_matters.result(GUIDE, harms=["headache"]).matters
    assert [answer.short for answer in harm.answers] == [
        "Counted",
        "Listed, not counted",
        "Not checked yet",
    ]
    (baby,) = what_matters.result(GUIDE, points=["baby"]).matters
    assert [answer.short for answer in baby.answers] == [
        "Harm to a baby: listed, not counted",
        "Harm to a baby: not named",
        "Harm to a baby: not checked yet",
    ]


def test_those_that_name_a_harm_in_their_boxed_warning_stand_apart_and_first():
    def with_effect(page, **changes):
        effect = make.effect("fetal-harm", "Yes.[@label]", seriousness="boxed", **changes)
        return msgspec.structs.replace(page, effects=(effect,))

    counted = with_effect(B, **COUNTED)
    third = msgspec.structs.replace(A, slug="c", title="C")
    guide = make.guide(with_effect(A), counted, third, FETAL, *REST)
    (baby,) = what_matters.result(guide, points=["baby"]).matters
    boxed, listed = baby.answers
    assert boxed.label == "Harm to a baby: in the boxed warning"
    assert boxed.short == "Harm to a baby: in the boxed warning"
    assert [(page.title, note) for page, note in boxed.members] == [
        ("A", ""),
        ("B", "10 of 1,000, no comparison group"),
    ]
    assert [page.title for page, _note in listed.members] == ["C"]


def test_a_type_without_medicines_shows_its_other_treatments():
    assert [page.slug for page in what_matters.therapies_for(GUIDE, "active")] == ["siponimod"]
    assert [page.slug for page in what_matters.therapies_for(GUIDE, "")] == ["a", "b", "c"]


def test_own_words_stay_as_typed_and_the_sheet_is_signed_off_where_all_are():
    found = what_matters.result(GUIDE, own=" **To walk** [@label]\n\nmy dog")
    assert found.own == (" **To walk** [@label]", "my dog")
    assert found.signed_off
    assert not what_matters.result(GUIDE, subtype="active").signed_off


def test_the_form_offers_common_harms_first_and_all_others_that_medicines_list():
    first, others = what_matters.harms(GUIDE)
    assert first == []
    assert [page.slug for page in others] == ["fetal-harm", "headache"]


@pytest.mark.django_db
def test_the_shipped_guide_has_the_common_harms_and_those_of_the_points():
    from guidance.editorial.current import current_guide

    first, others = what_matters.harms(current_guide())
    assert len(first) == len(what_matters.COMMON_HARMS)
    assert {"leukemia", "fetal-harm"} <= {page.slug for page in others}
    assert {what_matters.FETAL_HARM, what_matters.FLARE} <= {
        page.slug for page in (*first, *others)
    }


def test_treatments_that_are_no_medicines_say_what_they_can_do():
    known = make.therapy(
        "known",
        title="Known",
        group="rehabilitation",
        sections=(section("how-well-it-works", "Long.[@study]", "It helps.[@study]"),),
    )
    whole = make.guide(D, known, make.subtype("stable", therapies=("siponimod", "known")), *REST)
    found = what_matters.result(whole, subtype="stable", points=["tests"])
    assert [(page.slug, text.source) for page, text in found.can_do] == [
        ("known", "It helps.[@study]"),
        ("siponimod", "Summary of siponimod."),
    ]
    assert [text.source for text in found.texts_of_can_do][0] == "It helps.[@study]"
    assert what_matters.result(GUIDE, points=["tests"]).can_do == ()
