"""The content of a handout: what was chosen, in one order for every treatment, with sources."""

import re
from dataclasses import replace

import msgspec
import pytest

from guidance.handout.build import Choices, build, choices_for
from tests import make_pages as make
from tests.handout.example_guide import (
    BOTH,
    GUIDE,
    OCRELIZUMAB,
    SIPONIMOD,
)


def parts(handout, number=0):
    return {part.label: part.text.source for part in handout.items[number].parts}


def texts(part):
    """Return the texts of a part in the order in which they stand on the sheet."""
    groups = [group for counted in part.counted for group in counted.groups]
    told = [text for one in groups for text in (one.about, *(harm.name for harm in one.harms))]
    return [*told, part.text, *(result.about for result in part.results)]


def counted(handout, label):
    """Return {(comparator, out of how many): {in whom: {name: (with, without)}}}."""
    [part] = [part for part in handout.items[0].parts if part.label == label]
    return {
        (one.comparator, one.out_of): {
            group.about.source: {
                harm.name.source: (harm.effect.with_treatment, harm.effect.without_treatment)
                for harm in group.harms
            }
            for group in one.groups
        }
        for one in part.counted
    }


def every_html(handout):
    return "".join(
        text.html
        for text in [
            *(one.text for one in handout.subtypes),
            *(
                text
                for one in handout.leaf.treatments
                for text in (
                    one.boxed,
                    *(fact.text for fact in one.facts),
                    one.worst,
                    one.common,
                    *(bars.about for bars in one.numbers),
                )
            ),
            *(text for item in handout.items for part in item.parts for text in texts(part)),
        ]
    )


# What is on it


def test_treatments_stand_in_the_order_in_which_they_were_chosen():
    found = build(GUIDE, Choices(detail="all", treatments=("siponimod", "ocrelizumab")))
    assert [item.page for item in found.items] == [SIPONIMOD, OCRELIZUMAB]
    found = build(GUIDE, Choices(detail="all", treatments=("ocrelizumab", "siponimod")))
    assert [item.page for item in found.items] == [OCRELIZUMAB, SIPONIMOD]


def test_what_the_guide_does_not_know_is_left_out():
    found = build(
        GUIDE, Choices(subtypes=("gone",), treatments=("gone", "ocrelizumab"), detail="all")
    )
    assert found.subtypes == ()
    assert [item.page for item in found.items] == [OCRELIZUMAB]


def test_each_treatment_has_the_same_labels_in_the_same_order_and_none_without_facts():
    found = build(GUIDE, BOTH)
    assert list(parts(found)) == [
        "What it is",
        "What it can do",
        "Common side effects",
        "Serious side effects",
        "stopping",
    ]
    assert list(parts(found, 1)) == ["What it is", "Boxed warning"]


@pytest.mark.parametrize("gap", ["\n\n", "\r\n\r\n", "\n \n"])
def test_what_a_treatment_can_do_is_told_in_forty_words_or_whole_paragraphs(gap):
    long = "word " * 39 + "end:"
    source = f"It slows.{gap}{long}{gap}- A point.{gap}More."
    therapy = make.therapy(sections=make.sections(how_well_it_works=source))
    pages_but_it = [page for page in GUIDE.pages.values() if page is not SIPONIMOD]
    found = build(
        make.guide(therapy, *pages_but_it), Choices(detail="all", treatments=("siponimod",))
    )
    assert parts(found)["What it can do"] == f"It slows.\n\n{long}\n\n- A point."


def test_counted_results_say_what_a_treatment_can_do_in_both_framings():
    therapy = make.therapy(
        title="Siponimod",
        sections=make.sections(how_well_it_works="A trial looked at it."),
        evidence=(
            make.evidence(
                trial="EXPAND",
                group="1,645 people with SPMS",
                time_span="up to 3 years",
                happened="got worse",
                out_of=100,
                with_treatment=26,
                without_treatment=32,
                comparator="placebo",
                finding=make.prose("Fewer.[@study]"),
            ),
        ),
    )
    pages_but_it = [page for page in GUIDE.pages.values() if page is not SIPONIMOD]
    found = build(
        make.guide(therapy, *pages_but_it), Choices(detail="all", treatments=("siponimod",))
    )
    assert parts(found)["What it can do"] == (
        "- EXPAND, 2018, 1,645 people with SPMS, up to 3 years: on siponimod, 26 out of 100 "
        "got worse; "
        "74 did not. On placebo, 32 did; 68 did not. Moderate certainty, in our own judgment. "
        "[@study]"
    )


def test_a_boxed_effect_is_named_with_the_serious_ones():
    assert "hepatitis B" in parts(build(GUIDE, BOTH))["Serious side effects"]


def test_names_within_a_sentence_keep_the_letters_that_stay_capital():
    serious = parts(build(GUIDE, BOTH))["Serious side effects"]
    assert serious == "Also, not counted: hepatitis B flare; dent in the skin."
    assert parts(build(GUIDE, BOTH))["Common side effects"] == "Headache [@label]."


def test_a_counted_harm_has_its_numbers_in_whom_over_what_time_and_its_sources():
    assert counted(build(GUIDE, BOTH), "Serious side effects") == {
        ("placebo", 1000): {
            "Adults with SPMS, over 2 years:": {
                "MS flare after stopping [@study] [@label]": (25, 9)
            }
        }
    }


def test_harms_stand_under_those_in_whom_they_were_counted_and_apart_by_comparator():
    flare = SIPONIMOD.effects[2]
    change = msgspec.structs.replace
    effects = (
        flare,
        change(flare, side_effect="headache", comparator="another drug"),
        change(flare, side_effect="hepatitis", with_treatment=3, group=""),
        change(flare, side_effect="dent", out_of=100, with_treatment=2, without_treatment=1),
    )
    found = build(with_therapy(effects=effects), Choices(detail="all", treatments=("siponimod",)))
    cites = "[@study] [@label]"
    assert counted(found, "Serious side effects") == {
        ("placebo", 1000): {
            "Adults with SPMS, over 2 years:": {
                f"MS flare after stopping {cites}": (25, 9),
                f"Dent in the skin {cites}": (20, 10),
            },
            "People in the trials, over 2 years:": {f"Hepatitis B flare {cites}": (3, 9)},
        },
        ("another drug", 1000): {"Adults with SPMS, over 2 years:": {f"Headache {cites}": (25, 9)}},
    }
    assert parts(found)["Serious side effects"] == ""


def test_help_is_what_cannot_wait_and_only_what_to_do():
    found = build(GUIDE, BOTH)
    assert [level.slug for level in found.help] == ["emergency", "crisis", "same-day"]


# Pictures, all of it, symptoms and side effects


def with_therapy(**fields):
    others = [page for page in GUIDE.pages.values() if page is not SIPONIMOD]
    return make.guide(make.therapy(title="Siponimod", **fields), *others)


def test_results_are_drawn_in_place_of_words_where_wanted_and_there_are_any():
    evidence = make.evidence(finding=make.prose("Fewer.[@study]"))
    guide = with_therapy(evidence=(evidence,))
    choices = Choices(detail="all", treatments=("siponimod", "ocrelizumab"), pictures=True)
    found = build(guide, choices)
    [part] = [part for part in found.items[0].parts if part.results]
    assert (part.label, part.text.source) == ("What it can do", "")
    assert part.results[0].evidence == evidence
    assert part.results[0].about.source == (
        "EXPAND, 2018, people with SPMS, over 2 years. "
        "Moderate certainty, in our own judgment.[@study]"
    )
    assert not any(part.results for part in found.items[1].parts)
    words = build(guide, replace(choices, pictures=False)).items[0].parts
    assert not any(part.results for part in words)


CHECKED = {
    "glance": SIPONIMOD.glance,
    "sections": make.sections(**{"before-you-start": "", "check-ups": "Tell us.[@label]"}),
    "monitoring": (
        make.check("Blood count", "A blood count.[@label]"),
        make.check("Eye exam", "An eye exam.[@study][@label]"),
        make.check("Mood", "Your mood.[@label]", "during"),
    ),
}


def test_checks_are_a_calendar_in_place_of_words_where_pictures_are_wanted():
    found = build(
        with_therapy(**CHECKED), Choices(detail="all", treatments=("siponimod",), pictures=True)
    )
    [part] = [part for part in found.items[0].parts if part.steps]
    assert (part.label, part.text.source) == ("Checks", "")
    assert [(step.timepoint.words, step.checks.source) for step in part.steps] == [
        ("Before you start", "Blood count, eye exam.[@label][@study]"),
        ("While you take it", "Mood.[@label]"),
    ]


@pytest.mark.parametrize("pictures", [True, False])
def test_all_of_it_tells_each_check_whole_with_what_else_there_is(pictures):
    choices = Choices(detail="all", treatments=("siponimod",), pictures=pictures)
    found = build(with_therapy(**CHECKED), choices)
    told = parts(found)
    assert told["before-you-start"] == "- A blood count.[@label]\n- An eye exam.[@study][@label]"
    assert told["check-ups"] == "- Your mood.[@label]\n\nTell us.[@label]"
    assert [part.label for part in found.items[0].parts if part.steps] == ["Checks"] * pictures


def test_all_of_it_has_every_warning_and_the_same_order_for_each_treatment():
    texts = {
        "who_it_is_for": "For you.",
        "how_it_works": "Not on the sheet.",
        "what_it_does_not_do": "It heals nothing.",
        "how_you_take_it": "Daily.",
        "before_you_start": "Test first.",
        "check_ups": "Blood.",
        "do_not_take_it_if": "You have X.",
        "pregnancy": "No.",
        "other_medicines": "Tell.",
        "stopping": "Slowly.",
    }
    guide = with_therapy(
        sections=make.sections(**texts),
        call_911=make.prose("Chest pain."),
        call_clinic=make.prose("Fever."),
        glance=SIPONIMOD.glance,
    )
    found = build(guide, Choices(detail="all", treatments=("siponimod",)))
    assert list(parts(found)) == [
        *("What it is", "who_it_is_for", "how_you_take_it", "what_it_does_not_do"),
        *("Call 911 now", "Call your clinic today", "before_you_start", "check_ups"),
        *("do_not_take_it_if", "pregnancy", "other_medicines", "stopping"),
    ]
    assert build(guide, Choices(treatments=("siponimod",))).items == ()


def test_when_to_call_is_never_left_out_for_a_symptom_or_a_side_effect():
    calls = {"call_911": make.prose("A seizure."), "call_clinic": make.prose("Fever.")}
    guide = make.guide(
        *(page for page in GUIDE.pages.values() if page.key != "side-effect/headache"),
        make.symptom(sections=make.sections(medicines="Pills."), **calls),
        make.side_effect("headache", sections=make.sections(what_to_do="Rest."), **calls),
    )
    choices = Choices(detail="all", symptoms=("fatigue", "gone"), effects=("headache", "gone"))
    found = build(guide, choices)
    labels = [
        [part.label for part in item.parts] for group in found.groups.values() for item in group
    ]
    assert labels == [
        ["In short", "medicines", "Call 911 now", "Call your clinic today"],
        ["In short", "what_to_do", "Call 911 now", "Call your clinic today"],
    ]
    short = build(guide, replace(choices, detail="short"))
    assert [[item.page.title for item in group] for group in short.in_short.values()] == [
        ["Fatigue"],
        ["Headache"],
        [],
    ]
    assert [(signs.level, signs.words) for signs in short.leaf.signs] == [
        ("emergency", "A seizure"),
        ("same-day", "Fever"),
    ]


def test_a_topic_is_told_with_its_main_points_its_next_step_and_its_table():
    topic = make.topic(
        sections=make.sections(what_to_know="The law helps."),
        table_heading="Medicare",
        table_columns=("Part", "What it pays", "What you pay"),
        table=(make.table_row(), make.table_row("Part D")),
    )
    bare = make.topic("money", key_points=make.prose(), next_step=make.prose())
    guide = make.guide(*GUIDE.pages.values(), topic, bare)
    found = build(guide, Choices(detail="all", topics=("driving", "money")))
    first, second = found.groups["topics"]
    assert [(part.label, part.text.source) for part in first.parts[1:]] == [
        ("The main points", "- Ask before you drive."),
        ("Your next step", "Ask about a driving test."),
        ("what_to_know", "The law helps."),
        (
            "Medicare",
            "- **Part B:** what it pays: Drips. [@label] what you pay: You pay a part. [@label]\n"
            "- **Part D:** what it pays: Drips. [@label] what you pay: You pay a part. [@label]",
        ),
    ]
    assert [part.label for part in second.parts] == ["In short"]


# Sources


def test_sources_are_numbered_anew_in_the_order_of_the_sheet():
    found = build(GUIDE, BOTH)
    assert [one.source.key for one in found.references] == ["study", "hidden", "label"]
    numbers = [int(number) for number in re.findall(r"#source-(\d+)", every_html(found))]
    assert sorted(set(numbers), key=numbers.index) == [1, 2, 3]


def test_each_number_on_the_sheet_has_its_source_and_its_own_id():
    found = build(GUIDE, BOTH)
    ids = re.findall(r'id="([^"]+)"', every_html(found))
    anchors = [anchor for one in found.references for anchor in one.anchors]
    assert sorted(ids) == sorted(anchors)
    assert len(set(ids)) == len(ids)


def test_staff_review_a_treatment_and_a_ready_made_handout_on_a_sheet_and_nothing_else():
    assert choices_for(SIPONIMOD) == Choices(
        detail="all", treatments=("siponimod",), suggested=True
    )
    visit = make.visit(therapies=("siponimod",), questions=("Why?",))
    assert choices_for(visit).treatments == ("siponimod",)
    assert choices_for(make.symptom()) is None
