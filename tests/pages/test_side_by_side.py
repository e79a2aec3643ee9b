"""Choices side by side: questions as rows, few words in a cell, nothing cut, nothing ranked."""

import re

import msgspec
import pytest

from guidance.editorial import current
from guidance.pages import no_new_medicine, side_by_side, structures
from guidance.pages.citations import keys_in
from guidance.pages.compared_questions import QUESTIONS, first_items
from guidance.pages.sections import MOST_SHORT_WORDS
from guidance.pages.text import word_count
from tests import make_pages as make

SIGNED = msgspec.structs.replace(
    make.REVIEW, signed_off_by="A. Doctor", signed_off_credentials="MD", signed_off_on=None
)
LONG = "It slows. " * 30 + "[@study]"


def glance(**lines):
    return tuple(
        structures.Glance(id=name, label=name, text=make.prose(text))
        for name, text in lines.items()
    )


def section(name, text, short):
    return structures.Section(id=name, heading=name, text=make.prose(text), short=make.prose(short))


SIPONIMOD = make.therapy(
    title="Siponimod",
    glance=glance(how="A tablet.[@label]", often="Once a day.[@label]", checks="Blood.[@label]"),
    sections=(
        section("how-well-it-works", LONG, "Fewer got worse.[@study]"),
        section("pregnancy", "It may harm.[@label]", "May harm.[@label]"),
        section("stopping", LONG, "Plan it.[@label]"),
        section("side-effects", "Some.[@label]", "Common: headache.[@label]"),
    ),
    worst=make.prose(
        "- A rare infection of the brain that can kill or harm for life.[@label]\n"
        "- Slow heartbeat at the first dose.[@study]"
    ),
    not_for_you_if=make.prose("- An allergy.[@label]"),
    boxed_warning=make.prose("Careful.[@label]"),
    signs=("fever",),
    monitoring=(make.check(),),
    effects=(
        make.effect("flare", "Rare.[@study]", "boxed"),
        make.effect(
            "headache", "Often.[@label]", "boxed", out_of=1000, uncompared=10, time_span="a year"
        ),
    ),
    evidence=(make.evidence(finding=make.prose("Fewer.[@study]"), point=True),),
)
OZANIMOD = make.therapy(
    "ozanimod",
    title="Ozanimod",
    glance=glance(how="A capsule.[@label]", often="Once a day.[@label]"),
    benefit_point=make.prose("Not tested in SPMS alone.[@label] More.[@label]"),
    sections=(section("how-well-it-works", "Not known.[@label]", "Unknown.[@label]"),),
    worst=make.prose("It can kill.[@label]"),
    review=SIGNED,
)
ACTIVE = make.subtype(
    sections=(
        section("if-nothing-changes", "They took a dummy pill.[@study]", "350 of 1,000.[@study]"),
        section("check-ups", "Tell us between visits.[@label]", "Each year.[@label]"),
        section("treatments", "Care fits every type.[@label]", "Care.[@label]"),
    ),
    therapies=("siponimod",),
)
REST = (
    make.side_effect("headache", title="Headache"),
    make.side_effect("flare", title="MS flare"),
    make.sources_page("label", "study"),
    make.signs_page(make.sign("fever", "same-day", text=make.prose("Fever.[@label]"))),
)


def guide(*pages):
    return make.guide(*pages, *REST)


GUIDE = guide(SIPONIMOD, OZANIMOD, ACTIVE)


def shorts(found):
    return {line.id: [cell.short.source for cell in line.cells] for line in found.lines}


def test_each_choice_answers_the_same_questions_in_the_same_order():
    found = side_by_side.build(GUIDE, ["ozanimod", "gone", "siponimod"])
    assert [column.value for column in found.columns] == ["ozanimod", "siponimod"]
    assert [line.id for line in found.lines] == [name for name in QUESTIONS if found.line(name)]
    assert found.line("often").same
    assert not found.line("how").same
    assert shorts(found)["pregnancy"] == [side_by_side.ASK, "May harm.[@label]"]
    assert shorts(found)["tested"][0] == "Not tested in SPMS alone. [@label]"
    assert shorts(found)["tested"][1].startswith("Yes: ")
    assert shorts(found)["can"] == [
        "Unknown.[@label]",
        "260 of 1,000 got worse; 320 on placebo; over 2 years. [@study]",
    ]
    assert found.line("cost") is None


def test_a_list_is_cut_between_items_and_the_others_open_below():
    cell = side_by_side.build(GUIDE, ["siponimod", "ozanimod"]).line("serious").cells[0]
    assert cell.short.source.endswith("harm for life.[@label]")
    assert cell.more.source.startswith("- Slow heartbeat")
    assert "Not counted: MS flare [@study]." in cell.more.source
    assert "headache, 10 of 1,000, no comparison group [@label]." in cell.more.source
    assert cell.more.source.endswith("Common: headache.[@label]")
    assert first_items("- One.\n- Two.") == "- One.\n- Two."


def test_a_long_text_is_linked_and_a_whole_one_is_not():
    found = side_by_side.build(GUIDE, ["siponimod", "ozanimod"])
    stopping, pregnancy = found.line("stopping").cells[0], found.line("pregnancy").cells[0]
    assert (stopping.more.source, stopping.part) == ("", "stopping")
    assert (pregnancy.more.source, pregnancy.part) == ("It may harm.[@label]", "")
    assert found.line("how").has_more is False
    assert found.line("stopping").has_more is False  # nothing but links to the pages
    assert "Before you start: Blood count. [@label]" in found.line("checks").cells[0].source
    assert found.line("call").cells[0].short.source == "- Call today: Fever.[@label]"


def test_signs_that_open_below_are_the_others_of_each_level():
    signs = make.signs_page(
        make.sign("long", "emergency", text=make.prose(f"{'Pain, ' * 12}pain.[@label]")),
        make.sign("faint", "emergency", text=make.prose("Faint.[@label]")),
        make.sign("fever", "same-day", text=make.prose("Fever.[@label]")),
    )
    page = msgspec.structs.replace(SIPONIMOD, signs=("long", "faint", "fever"))
    whole = make.guide(page, OZANIMOD, *REST[:-1], signs)
    cell = side_by_side.build(whole, ["siponimod", "ozanimod"]).line("call").cells[0]
    assert cell.short.source.startswith("- Call 911: Pain, ")
    assert cell.more.source == "- Call 911: Faint.[@label]\n- Call today: Fever.[@label]"


def test_no_new_medicine_says_when_to_call_by_the_signs_that_anybody_may_have():
    def sign(slug, level, part="head", **fields):
        text = make.prose(f"{slug.capitalize()}.[@label]")
        return make.sign(slug, level, text=text, part=part, **{"first": True, **fields})

    signs = make.signs_page(
        sign("chest", "emergency", "heart"),
        sign("drip", "emergency", own=True),
        sign("stroke", "emergency"),
        sign("rare", "emergency", first=False),
        sign("sudden", "emergency"),
        sign("fever", "same-day", "infection"),
        sign("unsafe", "same-day", "movement"),
        sign("worse", "soon", "movement"),
        sign("later", "next-visit"),
    )
    whole = make.guide(SIPONIMOD, ACTIVE, *REST[:-1], signs)
    none, medicine = side_by_side.build(whole, ["none", "siponimod"], "active").line("call").cells
    assert none.short.source == (
        "- Call 911: Stroke.[@label]\n- Call today: Unsafe.[@label]\n"
        "- Call within two days: Worse.[@label]"
    )
    assert none.more.source == ""
    assert "within two days" not in medicine.source


def test_the_cost_says_how_a_medicine_is_usually_billed_and_what_help_to_ask_for():
    cost = section("cost", LONG, "Generics are sold.[@study]")
    plans = make.topic(
        "money-insurance",
        title="Money",
        table_short=make.prose("Part B for drips. [@label]"),
        sections=(section("what-helps", "Much.[@label]", "Ask for grants.[@study]"),),
    )

    def costs(*pages, topic=(plans,)):
        found = side_by_side.build(guide(*pages, *topic), [page.slug for page in pages])
        assert (found.line("money") is not None) == bool(topic)
        return found, [cell.short.source for cell in found.line("cost").cells]

    def priced(slug, ways, places, **fields):
        return make.therapy(
            slug, how_taken=ways, where_taken=places, **{"sections": (cost,), **fields}
        )

    tablet = priced("tablet", ("mouth",), ("home", "clinic"))
    drip = priced("drip", ("shot", "infusion"), ("clinic",))
    either = priced("either", ("mouth", "infusion"), ("home", "clinic"))
    care = priced("care", ("mouth",), ("home",), label_status="not-a-medicine")
    found, said = costs(tablet, drip, either, care)
    assert said == [
        "Generics are sold.[@study] Usually from a pharmacy. [@label]",
        "Generics are sold.[@study] Usually billed as medical care. [@label]",
        "Generics are sold.[@study]",
        "Generics are sold.[@study]",
    ]
    money = found.line("money")
    assert (money.about.slug, money.same) == ("money-insurance", True)
    assert money.cells[0].short.source == "Ask for grants.[@study]"
    assert costs(tablet, drip, topic=())[1] == ["Generics are sold.[@study]"] * 2
    full = section("cost", LONG, f"{'So ' * 13}it is.[@study]")
    assert costs(priced("full", ("mouth",), ("home",), sections=(full,)), drip)[1][0] == (
        full.short.source
    )
    silent = msgspec.structs.replace(plans, sections=())
    found = side_by_side.build(guide(tablet, drip, silent), ["tablet", "drip"])
    assert found.line("money") is None


def test_no_new_medicine_is_a_column_of_the_type():
    found = side_by_side.build(GUIDE, ["none", "siponimod"], "active")
    none = found.columns[0]
    assert (none.value, none.name, none.is_none) == ("none", no_new_medicine.NAME, True)
    answers = {name: cells[0] for name, cells in shorts(found).items()}
    assert answers["how"] == "Nothing new to take."
    assert answers["can"] == no_new_medicine.SEE_THE_WORST
    assert answers["not-for"] == "Ask your MS team if waiting fits you."
    assert (none.of_type, found.columns[1].of_type) == ("Active", "")
    assert answers["serious"] == "350 of 1,000.[@study]"
    assert answers["tested"] == "They took a dummy pill. [@study]"
    assert answers["call"] == "Tell us between visits. [@label]"  # no sign is shown first
    assert found.line("checks").cells[0].part == "check-ups"
    assert answers["stopping"] == "There is nothing new to stop."
    assert answers["what-else"] == "Care fits every type. [@label]"
    assert [one.value for one in side_by_side.build(GUIDE, ["none"], "gone").columns] == []


def with_placebo_group(short):
    """Return the row of the worst, and all rows, for a type with a placebo group."""
    page = make.subtype(
        sections=(section("if-nothing-changes", "Ask first.[@label]", short),),
        placebo_groups=(make.placebo_group(),),
    )
    found = side_by_side.build(guide(SIPONIMOD, page), ["none", "siponimod"], "active")
    return found.line("serious").cells, found


def test_what_happened_on_placebo_is_a_bar_beside_the_same_count_in_words():
    (none, medicine), found = with_placebo_group("350 of 1,000 got worse.[@label]")
    assert none.placebo_group == make.placebo_group()
    assert none.short.source == "350 of 1,000 got worse.[@label]"
    assert medicine.placebo_group is None
    answers = {name: cells[0] for name, cells in shorts(found).items()}
    assert answers["tested"] == "Placebo in EXPAND, 2018: 263 people with SPMS. [@label]"
    assert found.line("can").cells[0].more.source == (
        "EXPAND, 2018 (263 people with SPMS; up to 3 years): on placebo, 350 out of 1,000 "
        "got worse; "
        "650 did not. [@label] On the medicine, 250 did. [@label] It was one trial. [@label]"
        "\n\nAsk first.[@label]"
    )


def test_the_bar_of_placebo_stands_in_one_row_alone():
    _cells, found = with_placebo_group("350 of 1,000 got worse.[@label]")
    drawn = [line.id for line in found.lines for cell in line.cells if cell.placebo_group]
    assert drawn == ["serious"]


def test_no_bar_stands_beside_words_that_do_not_say_its_count():
    (none, _medicine), _found = with_placebo_group("Many got worse.[@label]")
    assert none.placebo_group is None


def test_what_does_not_apply_to_no_new_medicine_says_why():
    found = side_by_side.build(
        guide(SIPONIMOD, make.subtype(sections=())), ["none", "siponimod"], "active"
    )
    answers = {name: cells[0] for name, cells in shorts(found).items()}
    assert answers["tested"] == "Does not apply: there is no medicine to test."
    assert answers["stopping"] == "There is nothing new to stop."


def none_of(*sections):
    """Return (how much it helped, the worst) of no new medicine for a type with ``sections``."""
    found = side_by_side.build(
        guide(SIPONIMOD, make.subtype(sections=sections)), ["none", "siponimod"], "active"
    )
    return found.line("can"), found.line("serious")


def test_what_happens_without_a_medicine_is_never_shown_as_help():
    text = "Ask your MS team what to expect without a medicine. " + LONG
    can, worst = none_of(section("if-nothing-changes", text, "Relapses.[@study]"))
    assert can.cells[0].short.source == no_new_medicine.SEE_THE_WORST
    assert (can.cells[0].more.source, can.cells[0].part, can.opens_wide) == (text, "", True)
    assert worst.cells[0].short.source == "Relapses.[@study]"
    assert (worst.cells[0].more.source, worst.cells[0].part) == ("", "if-nothing-changes")
    assert not worst.opens_wide


def test_a_type_that_says_nothing_of_no_new_medicine_sends_to_the_team():
    can, worst = none_of(section("can-change", "It can change.[@study]", "It can.[@study]"))
    for cell in (can.cells[0], worst.cells[0]):
        assert (cell.short.source, cell.more.source, cell.part) == (side_by_side.ASK, "", "")


def test_counts_of_other_people_do_not_stand_side_by_side():
    other = make.evidence(time_span="up to 3 years", point=True)
    long = msgspec.structs.replace(OZANIMOD, evidence=(other,))
    found = side_by_side.build(guide(SIPONIMOD, long), ["siponimod", "ozanimod"])
    assert [line.id for line in found.lines if line.apart] == ["can"]
    assert found.time_spans == ("over 2 years", "up to 3 years")
    assert not side_by_side.build(GUIDE, ["siponimod", "ozanimod"]).line("can").apart


@pytest.mark.parametrize(
    ("point", "answer"),
    [
        ("Not in SPMS.[@study] Of 100, 30 relapsed; on placebo 50.[@study]", "Of 100, 30 relapsed"),
        ("Fewer relapses than on interferon beta-1a.[@study]", "Fewer got worse."),
        (f"30 of 100 relapsed {'a ' * 15}less.[@study]", "Fewer got worse."),
        ("Not tested.[@study]", "Fewer got worse."),
    ],
    ids=["counted", "a digit of a name", "too long for a cell", "no count"],
)
def test_a_benefit_is_counted_where_the_top_of_the_page_counts_it(point, answer):
    one = msgspec.structs.replace(SIPONIMOD, evidence=(), benefit_point=make.prose(point))
    cell = side_by_side.build(guide(one), ["siponimod"]).line("can").cells[0]
    assert cell.short.source.startswith(answer)


def test_two_counts_without_a_bar_do_not_stand_side_by_side_unless_they_are_the_same():
    point = make.prose("Of 100, 30 relapsed; on placebo 50.[@study]")
    one = msgspec.structs.replace(SIPONIMOD, evidence=(), benefit_point=point)
    same = msgspec.structs.replace(OZANIMOD, evidence=(), benefit_point=point)
    other = msgspec.structs.replace(same, benefit_point=make.prose("Of 100, 5 fell.[@study]"))
    values = ["siponimod", "ozanimod"]
    assert side_by_side.build(guide(one, other), values).line("can").apart
    found = side_by_side.build(guide(one, same), values).line("can")
    assert (found.apart, found.same) == (False, True)


def test_what_matters_comes_first():
    found = side_by_side.build(GUIDE, ["siponimod", "ozanimod"], matters={"pregnancy"})
    assert [(line.id, line.matters) for line in found.lines][:2] == [
        ("pregnancy", True),
        ("how", False),
    ]


@pytest.mark.parametrize(
    ("values", "signed_off"),
    [(["ozanimod"], True), (["ozanimod", "siponimod"], False), ([], False)],
)
def test_it_is_signed_off_only_where_every_choice_is(values, signed_off):
    assert side_by_side.build(GUIDE, values).signed_off is signed_off


def test_all_its_texts_are_among_those_whose_sources_are_named():
    found = side_by_side.build(GUIDE, ["siponimod", "ozanimod"])
    keys = {key for text in found.texts for key in keys_in(text.source)}
    assert keys == {one.source.key for one in found.references} == {"label", "study"}


# The shipped guide


@pytest.fixture
def shipped(db):
    return current.current_guide()


def test_cells_have_few_words_and_each_medical_one_names_a_source(shipped):
    found = side_by_side.build(shipped, [page.slug for page in shipped.therapies()])
    cells = [(line.id, cell) for line in found.lines for cell in line.cells]
    texts = [(name, cell) for name, cell in cells if not cell.result]
    words = word_count
    long = {(name, cell.column.value) for name, cell in texts if words(cell.short.source) > 15}
    assert long <= {("where", "ponesimod"), ("checks", "mitoxantrone")}
    bare = [
        cell.short.source
        for _, cell in texts
        if not keys_in(cell.short.source)
        and not re.match(
            r"(?:We (?:found|could not)|Ask|Open the row|Our sources)", cell.short.source
        )
    ]
    assert bare == []


def test_no_cell_of_the_shipped_treatments_only_sends_to_the_row_below(shipped):
    for page in shipped.therapies():
        for line in side_by_side.build(shipped, [page.slug]).lines:
            assert line.cells[0].short.source != side_by_side.BELOW, (page.slug, line.question)


def test_no_question_ranks_or_calls_a_treatment_better(shipped):
    questions = " ".join(one.question for one in QUESTIONS.values())
    assert not re.search(r"\b(best|better|rank|score|winner)", questions, re.IGNORECASE)


def test_no_new_medicine_has_real_answers_for_each_type(shipped):
    for page in shipped.subtypes():
        answers = no_new_medicine.answers(shipped, page)
        cited = {row for row, (short, _) in answers.items() if keys_in(short)}
        assert {"serious", "checks", "call"} <= cited, page.slug
        assert answers["call"][0].startswith("- Call 911: Sudden weakness")
        assert "Call today: " in answers["call"][1]
        assert "Call within two days: Weaker or more numb" in answers["call"][1]
        assert len(answers) >= len(QUESTIONS) - 2
        assert no_new_medicine.what_else_helps(page)
        assert all(word_count(short) <= MOST_SHORT_WORDS for short, _ in answers.values())


@pytest.mark.parametrize(
    ("slug", "help_", "worst"),
    [
        ("active", no_new_medicine.SEE_THE_WORST, "Relapses and new MRI spots"),
        (
            "active-progressing",
            no_new_medicine.SEE_THE_WORST,
            "350 of 1,000 with active SPMS got worse",
        ),
        (
            "non-active-progressing",
            no_new_medicine.SEE_THE_WORST,
            "307 of 1,000 without relapses got worse",
        ),
        ("stable", no_new_medicine.SEE_THE_WORST, "Two trials: more had relapses or new MRI spots"),
    ],
)
def test_no_new_medicine_is_not_shown_as_harmless(shipped, slug, help_, worst):
    found = side_by_side.build(shipped, ["none", "siponimod"], slug)
    can, serious = found.line("can").cells[0], found.line("serious").cells[0]
    assert can.short.source == help_
    page = shipped.subtype(slug)
    assert can.more.source.endswith(page.section("if-nothing-changes").text.source)
    for group in page.placebo_groups:
        assert f"{group.people} out of 1,000 {group.happened}; {group.spared} did not" in (
            can.more.source
        )
        assert group.limits.source in can.more.source
        assert (group.time_span in can.more.source, group.group in can.more.source) == (True, True)
    assert (serious.placebo_group in page.placebo_groups) == bool(page.placebo_groups)
    assert serious.short.source.startswith(worst)
    assert keys_in(serious.short.source)
    assert "type" not in serious.short.source
