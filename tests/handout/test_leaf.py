"""The leaf: few words of each treatment, all that cannot wait, and cuts that keep it short."""

import msgspec
import pytest

from guidance.handout import leaf
from guidance.handout.build import Choices, build
from guidance.handout.leaf import CUTS, WHOLE
from guidance.pages import site_pages
from guidance.pages.cited_text import Composer
from guidance.pages.structures import Glance, Section
from guidance.pages.text import plain, word_count
from tests import make_pages as make
from tests.handout.example_guide import GUIDE, SIPONIMOD

NO_BOX = {"no_boxed_warning": make.prose("No boxed warning (US label, June 2026).[@label]")}
OTHERS = [page for page in GUIDE.pages.values() if page is not SIPONIMOD]


def told(*others, cut=None, **fields):
    """Return what the leaf says of a treatment with ``fields``; ``others`` are more pages."""
    guide = make.guide(make.therapy(title="Siponimod", **fields), *OTHERS, *others)
    if cut is None:
        [found] = leaf.leaf(guide, Composer(guide.sources).block, ["siponimod"], ()).treatments
        return found
    page = guide.therapy("siponimod")
    return leaf._leaf(guide, Composer(guide.sources).block, [page], (), cut).treatments[0]


def section(section_id, text, short="", heading="A heading"):
    return Section(id=section_id, heading=heading, text=make.prose(text), short=make.prose(short))


def facts(found):
    return {fact.label: fact.text.source for fact in found.facts}


# One treatment


def test_facts_are_the_short_answers_with_all_sources_at_their_end():
    lines = {"how": "A tablet. [@label]", "often": "Daily. [@label]", "where": "At home. [@study]"}
    glance = tuple(Glance(id=one, label="", text=make.prose(text)) for one, text in lines.items())
    sections = (
        section("how-well-it-works", "Long.", "It [@study] slows. [@label]"),
        section("do-not-take-it-if", "Long.", "Allergy.", "Do not take it if"),
        section("pregnancy", "Long.", "Birth control."),
        section("stopping", "Long.", "Plan it first."),
    )
    found = facts(told(glance=glance, sections=sections))
    assert found == {
        "": "A tablet. Daily. At home.[@label][@study]",
        "Can it help?": "It slows.[@study][@label]",
        "Do not take it if:": "Allergy.",
        "Pregnancy:": "Birth control.",
        "Stopping:": "Plan it first.",
    }


def test_the_whole_text_stands_where_a_page_has_no_short_answer():
    found = facts(told(sections=(section("stopping", "Never stop alone. [@label]"),)))
    assert found == {"Stopping:": "Never stop alone.[@label]"}


def test_rehabilitation_without_times_of_checks_says_how_progress_is_checked():
    glance = (Glance(id="checks", label="", text=make.prose("A walk of 25 feet.")),)
    rehabilitation = {"label_status": "not-a-medicine", "glance": glance}
    assert facts(told(**rehabilitation)) == {"Checks:": "A walk of 25 feet."}
    assert facts(told(**{**rehabilitation, "glance": ()})) == {}
    assert facts(told(glance=glance)) == {}


@pytest.mark.parametrize(
    ("label", "short", "said"),
    [
        ("For SPMS, when it is active.", "Active SPMS.", "Active SPMS."),
        ("For SPMS.", "For SPMS only when active.", "For SPMS."),
        ("For SPMS.", "", "For SPMS."),
    ],
)
def test_the_tightest_leaf_says_for_whom_in_the_shorter_words(label, short, said):
    glance = (
        Glance(id="where", label="", text=make.prose("At home.")),
        Glance(id="label", label="", text=make.prose(label)),
    )
    sections = (section("who-it-is-for", "Long.", short),)
    assert facts(told(glance=glance, sections=sections, cut=CUTS[-1])) == {"": said}
    whole = facts(told(glance=glance, sections=sections, cut=WHOLE))
    assert whole == {"": f"At home. {label}"}


def test_the_tightest_leaf_labels_the_reasons_not_to_take_it_in_two_words():
    sections = (section("do-not-take-it-if", "Long.", "Allergy.", "Do not take it if"),)
    assert facts(told(sections=sections)) == {"Do not take it if:": "Allergy."}
    assert facts(told(sections=sections, cut=CUTS[-1])) == {"Not if:": "Allergy."}


def test_the_closest_leaf_says_how_well_it_works_behind_one_word():
    sections = (section("how-well-it-works", "Long.", "It slows."),)
    assert facts(told(sections=sections, cut=leaf.CLOSER[-2])) == {"Can it help?": "It slows."}
    assert facts(told(sections=sections, cut=leaf.CLOSER[-1])) == {"Benefit:": "It slows."}


def test_a_boxed_warning_is_named_by_its_harms_or_told_whole():
    boxed = make.prose("It can kill. [@label]")
    effects = (make.effect("hepatitis", seriousness="boxed"), make.effect("headache"))
    assert told(boxed_warning=boxed, effects=effects).boxed.source == "hepatitis B flare.[@label]"
    assert told(boxed_warning=boxed).boxed.source == "It can kill.[@label]"
    assert told(effects=effects).boxed.source == ""


def test_that_nobody_checked_for_a_boxed_warning_is_said_and_not_in_a_frame():
    assert told(**NO_BOX).boxed.source == ""
    assert told(label_status="not-a-medicine").boxed.source == ""
    assert told().boxed.source == "Not checked yet."


@pytest.mark.parametrize("cut", [WHOLE, *CUTS, *leaf.CLOSER])
def test_no_cut_leaves_out_the_worst_and_a_boxed_warning(cut):
    found = told(worst=make.prose("- Death.\n- Harm."), boxed_warning=make.prose("Box."), cut=cut)
    assert plain(found.worst.source) == "Death.\nHarm."
    assert found.boxed.source == "Box."


def test_common_side_effects_are_told_where_there_is_room():
    sections = (section("side-effects", "Long.", "Common: headache."),)
    assert told(sections=sections).common.source == "Common: headache."
    assert told(sections=(section("side-effects", "Long."),)).common.source == ""
    assert told(sections=sections, cut=CUTS[-1]).common.source == ""


def test_checks_follow_the_time_and_end_with_their_sources():
    monitoring = (
        make.check("Eye exam", "An exam.[@study]"),
        make.check("Blood count"),
        make.check("ECG", "An ECG.[@label]", "first-dose"),
        make.check("Mood", "Mood.[@label]", "months", months=(3,)),
        make.check("Skin", "Skin.[@label]", "during", every_from=12, every_to=12),
    )
    found = told(monitoring=monitoring)
    assert [(time.words, time.names.source) for time in found.checks] == [
        ("Before", "Eye exam, blood count."),
        ("First dose", "ECG."),
        ("In month 3", "Mood."),
        ("Once a year", "Skin.[@study][@label]"),
    ]


@pytest.mark.parametrize(
    ("names", "said"), [(4, "A, b, c, d."), (5, "A, b, c, d, e."), (6, "A, b, c, d, 2 more.")]
)
def test_names_of_checks_are_cut_only_if_more_than_one_is_left_out(names, said):
    monitoring = tuple(make.check(name) for name in "ABCDEF"[:names])
    [time] = told(monitoring=monitoring, cut=leaf.Cut(names=4, signs=1, rows=1)).checks
    assert plain(time.names.source) == said


@pytest.mark.parametrize("cut", leaf.CLOSER[2:])
def test_where_there_is_no_room_for_each_time_all_later_checks_stand_at_one(cut):
    monitoring = (
        make.check("Eye exam"),
        make.check("Blood count", moment="first-dose"),
        make.check("Mood", moment="months", months=(3,)),
        make.check("Blood count", "A count.[@label]", "during"),
        make.check("Skin", "Skin.[@study]", "after"),
    )
    first, later = told(monitoring=monitoring, cut=cut).checks
    assert (first.words, first.names.source) == ("Before", "Eye exam.")
    assert later.words == "Later"
    assert later.names.source == "Blood count, mood, skin.[@label][@study]"
    two = told(monitoring=monitoring[:2], cut=cut).checks
    assert [time.words for time in two] == ["Before", "First dose"]


# Numbers


def test_the_result_at_the_top_of_the_page_is_two_bars_out_of_all():
    result = make.evidence(point=True, finding=make.prose("Fewer.[@study]"))
    [bars] = told(evidence=(result,)).numbers
    assert bars.out_of == 100
    assert bars.about.source == "EXPAND, 2018, people with SPMS, over 2 years. Out of 100:[@study]"
    assert [(bar.words, bar.people, bar.on) for bar in bars.bars] == [
        ("26 got worse on siponimod", 26, True),
        ("32 on placebo", 32, False),
    ]
    assert told(evidence=(make.evidence(),)).numbers == ()
    assert len(told(evidence=(result,), cut=leaf.CLOSER[-2]).numbers) == 1
    assert told(evidence=(result,), cut=leaf.CLOSER[-1]).numbers == ()


def compared(slug, on, off):
    counts = {"out_of": 1000, "comparator": "placebo", "time_span": "over 2 years"}
    return make.effect(slug, "Seen.[@label]", with_treatment=on, without_treatment=off, **counts)


def test_the_gravest_side_effects_that_were_compared_are_bars():
    effects = (compared("headache", 90, 80), compared("flare", 25, 9), make.effect("dent"))
    [bars] = told(effects=effects).numbers
    assert bars.out_of == 0
    assert bars.about.source == "People in the trials, over 2 years. Out of 1,000:[@label]"
    assert [bar.words for bar in bars.bars] == [
        "Headache: 90 on siponimod",
        "80 on placebo",
        "MS flare after stopping: 25 on siponimod",
        "9 on placebo",
    ]
    [cut] = told(effects=effects, cut=leaf.Cut(names=1, signs=1, rows=1)).numbers
    assert len(cut.bars) == 2
    assert told(effects=effects, cut=leaf.CLOSER[0]).numbers == ()
    [other] = told(effects=(msgspec.structs.replace(effects[0], given="fingolimod"),)).numbers
    assert other.bars[0].words == "Headache: 90 on fingolimod"


# When to call


def sign(slug, level, short="", text="", *, own=False):
    return site_pages.Sign(
        slug=slug,
        text=make.prose(text or f"All of {slug}. [@label]"),
        level=level,
        part="heart",
        short=make.prose(short),
        own=own,
    )


TABLE = msgspec.structs.replace(
    make.signs_page(),
    signs=(
        sign("faint", "emergency", "Fainting"),
        sign("pain", "emergency"),
        sign("mood", "crisis", "Dark thoughts"),
        *(sign(f"day-{number}", "same-day", f"Day {number}") for number in range(9)),
        sign("later", "soon"),
    ),
)
ALL = tuple(one.slug for one in TABLE.signs)


def levels(*slugs, others=(), **fields):
    first = make.therapy(title="Siponimod", signs=ALL, **NO_BOX, **fields)
    rest = [page for page in OTHERS if page.kind != "signs" and page.slug not in slugs]
    guide = make.guide(
        first, TABLE, *rest, *(make.therapy(one, signs=ALL, **NO_BOX) for one in slugs)
    )
    return leaf.leaf(guide, Composer(guide.sources).block, ["siponimod", *slugs], others).signs


def test_every_sign_for_911_and_988_is_printed_once_and_those_for_today_are_counted():
    found = levels()
    assert [(one.level, one.words, one.more) for one in found] == [
        ("emergency", "Fainting • All of pain", 0),
        ("crisis", "Dark thoughts", 0),
        ("same-day", "Day 0 • Day 1 • Day 2 • Day 3 • Day 4 • Day 5", 3),
    ]
    two = levels("third", call_911=make.prose("A seizure. [@label]"))
    assert two[0].words == "Fainting • All of pain • A seizure"
    assert (two[2].words, two[2].more) == ("Day 0 • Day 1 • Day 2 • Day 3", 5)


def test_signs_of_a_symptom_or_a_side_effect_stand_with_those_of_treatments():
    symptom = make.symptom(call_clinic=make.prose("Fever."))
    assert levels(others=(symptom,))[2].words.endswith("• Fever")


def test_a_sign_about_certain_treatments_stands_only_with_these_and_first():
    signs = (
        sign("mixed", "same-day", "Any rash"),
        sign("chills", "emergency", "Fever on mitoxantrone", own=True),
        sign("sight", "same-day", "Blurred on siponimod", own=True),
    )
    infection = make.side_effect("infection", signs=("chills", "mixed"))
    pages = (
        make.therapy(title="Siponimod", signs=("mixed", "sight")),
        make.therapy("mitoxantrone", signs=("chills",)),
        infection,
        make.signs_page(*signs),
    )
    guide = make.guide(*pages, make.sources_page("label", "study"))

    def said(*treatments):
        found = leaf.leaf(guide, Composer(guide.sources).block, treatments, (infection,)).signs
        return [one.words for one in found]

    assert said("siponimod") == ["Blurred on siponimod • Any rash"]
    assert said("siponimod", "mitoxantrone") == [
        *("Fever on mitoxantrone", "Blurred on siponimod • Any rash")
    ]
    assert said() == ["Fever on mitoxantrone", "Any rash"]


# Cuts


def test_two_treatments_are_cut_until_they_fit():
    many = tuple(make.check(f"{name} test of the blood") for name in "ABCDEFGHIJ")
    sections = (section("stopping", "word " * 160, "word " * 160),)

    def checks(text):
        guide = make.guide(
            make.therapy("one", monitoring=many, sections=(section("stopping", text),), **NO_BOX),
            make.therapy("two", monitoring=many, **NO_BOX),
            *(page for page in OTHERS),
        )
        found = leaf.leaf(guide, Composer(guide.sources).block, ["one", "two"], ())
        return plain(found.treatments[1].checks[0].names.source).count("test")

    assert checks("Plan it.") == 10
    assert checks("word " * 295) == 5
    assert checks("word " * 900) == 3
    assert (
        plain(told(sections=sections, monitoring=many).checks[0].names.source).count("test") == 10
    )


@pytest.mark.parametrize(
    ("words", "others", "days", "more"),
    [
        (354, ["second"], "Day 0 • Day 1", 7),
        (400, ["second"], "Day 0", 8),
        (400, ["second", "third"], "Day 0 • Day 1", 7),
    ],
)
def test_only_two_treatments_of_very_many_words_have_one_sign_for_today(words, others, days, more):
    found = levels(*others, sections=(section("stopping", "word " * words),))
    assert (found[2].words, found[2].more) == (days, more)
    assert found[0].words == "Fainting • All of pain"
    assert found[1].words == "Dark thoughts"


def test_a_leaf_says_whether_something_was_left_out():
    guide = make.guide(make.therapy("one"), make.therapy("two"), *OTHERS)
    compose = Composer(guide.sources).block
    assert not leaf.leaf(guide, compose, ["one"], ()).cut
    assert leaf.leaf(guide, compose, ["one", "two"], ()).cut


def test_labels_count_as_words_of_the_leaf():
    sections = (section("side-effects", "Long.", "Common: headache."),)
    effects = (compared("headache", 90, 80), make.effect("hepatitis", seriousness="boxed"))
    fields = {
        "boxed_warning": make.prose("It can kill."),
        "worst": make.prose("- Death."),
        "monitoring": (make.check(),),
        "effects": effects,
        "sections": sections,
    }
    found = told(**fields)
    words = [
        *(found.page.full_name, found.page.title, found.boxed.source, found.worst.source),
        *(found.common.source, "Boxed warning:", "Checks", "Could kill or harm for life:"),
        *(f"{time.words} {plain(time.names.source)}" for time in found.checks),
        *(plain(bars.about.source) for bars in found.numbers),
        *("Harms, another scale:", *(bar.words for bars in found.numbers for bar in bars.bars)),
    ]
    assert leaf._words(leaf.Leaf((found,), (), cut=False)) == sum(map(word_count, words))


def test_the_sources_of_signs_and_of_whom_to_call_are_not_numbered():
    found = build(GUIDE, Choices(own="Mine"))
    assert found.references == ()
