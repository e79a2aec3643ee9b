"""The sheet: a handout in the order and the words in which it is printed."""

from dataclasses import replace

import msgspec
import pytest

from guidance.handout import build, layout
from guidance.handout.blocks import source_line, strings
from guidance.pages import cited_text
from tests import make_pages as make
from tests.handout.example_guide import BOTH, GUIDE, VISIT, WITH_VISIT
from tests.handout.laying_out import (
    CHECK,
    blocks,
    headings,
    lay_out,
    with_clinic,
)

TWO_SIDES = [
    "The type we talk about: Active",
    "Siponimod",
    "Ocrelizumab",
    "My questions",
    "Whom to call",
    "The numbers",
    "About this sheet",
    "Sources",
]


def test_what_to_decide_comes_first_and_the_sources_last():
    laid_out = lay_out(replace(BOTH, detail="short"))
    assert headings(laid_out) == TWO_SIDES
    assert [one.heading for one in laid_out.sections if one.new_side] == ["The numbers"]


def test_the_full_information_follows_the_leaf_where_it_was_chosen():
    laid_out = lay_out()
    told = ["Full information", "Siponimod", "Ocrelizumab"]
    assert headings(laid_out) == [*TWO_SIDES[:-1], *told, "Sources"]
    [section] = [one for one in laid_out.sections if one.slug == "full"]
    assert section.new_side
    assert section.blocks[0].words.startswith("These are options to talk about. The order is not")


@pytest.mark.parametrize("treatments", [("siponimod",), ("siponimod", "ocrelizumab", "third")])
def test_in_large_print_only_the_full_information_begins_a_side(treatments):
    guide = make.guide(*GUIDE.pages.values(), make.therapy("third"))
    for size, leaf_sides in (("14", 1), ("18", 0), ("24", 0)):
        for detail, full_sides in (("short", 0), ("all", 1)):
            choices = build.Choices(treatments=treatments, size=size, detail=detail)
            begins = [one.slug for one in lay_out(choices, guide).sections if one.new_side]
            assert len(begins) == leaf_sides + full_sides
            assert ("full" in begins) is bool(full_sides)


def test_several_types_stand_under_one_heading_each_behind_its_name():
    guide = make.guide(*GUIDE.pages.values(), make.subtype("stable", title="Stable"))
    laid_out = lay_out(replace(BOTH, subtypes=("stable", "active", "gone")), guide)
    names = [f"{page.title}." for page in guide.subtypes()]
    assert headings(laid_out)[0] == "The types we talk about"
    assert [block.label for block in laid_out.sections[0].blocks] == names


def test_what_was_typed_and_chosen_besides_has_its_place():
    choices = build.Choices(
        treatments=("siponimod",),
        symptoms=("fatigue",),
        effects=("headache",),
        own="Mine",
        notes="First\nSecond",
    )
    guide = make.guide(*GUIDE.pages.values(), make.symptom())
    laid_out = lay_out(choices, guide)
    assert headings(laid_out) == [
        "Siponimod",
        "Symptoms to talk about",
        "Side effects to watch for",
        "My questions",
        "My notes",
        "Whom to call",
        "The numbers",
        "About this sheet",
        "Sources",
    ]
    assert [block.lines for block in blocks(laid_out, "own")] == [("Mine",), ("First", "Second")]


def test_the_note_of_a_ready_made_handout_stands_before_the_treatments():
    laid_out = lay_out(build.ready_made(VISIT), WITH_VISIT)
    assert laid_out.title == "Your first visit"
    assert headings(laid_out)[:3] == [
        "The type we talk about: Active",
        "From your clinic",
        "Siponimod",
    ]
    texts = list(strings(laid_out))
    assert texts.index("From your clinic") + 1 == texts.index("Bring your list.")


def test_other_pages_on_a_sheet_with_treatments_are_named_and_told_without():
    guide = make.guide(*GUIDE.pages.values(), make.symptom())
    for treatments, kinds in (("siponimod",), "note"), ((), "labelled"):
        choices = build.Choices(treatments=treatments, symptoms=("fatigue",))
        found = {section.slug: section for section in lay_out(choices, guide).sections}
        [block] = found["symptoms"].blocks
        assert block.kind == kinds
        assert next(iter(found["symptoms"].strings())) == "Symptoms to talk about"
    named = lay_out(build.Choices(treatments=("siponimod",), symptoms=("fatigue",)), guide)
    assert "Fatigue." in list(strings(named))


def test_a_topic_beside_a_treatment_has_its_next_step_and_its_first_two_points():
    topic = make.topic(
        title="Driving",
        summary=make.prose("About driving."),
        key_points=make.prose("- **Unsure?** A road test. [@study]\n- Ask first.\n\n- Third."),
        next_step=make.prose("Ask [@label] somebody."),
    )
    guide = make.guide(*GUIDE.pages.values(), topic, make.topic("bare", next_step=make.prose("")))
    said = {
        treatments: list(
            strings(lay_out(build.Choices(treatments=treatments, topics=("driving",)), guide))
        )
        for treatments in (("siponimod",), ("siponimod", "ocrelizumab"), ())
    }
    for treatments in (("siponimod",), ("siponimod", "ocrelizumab")):
        at = said[treatments].index("Driving.")
        told = "".join(said[treatments][at : at + 9])
        assert told.startswith("Driving.Ask somebody.Unsure? A road test.Ask first.")
        assert "Third." not in " ".join(said[treatments])
    assert "About driving." in " ".join(said[()])


@pytest.mark.parametrize(("words", "leaves"), [(40, False), (400, True)])
def test_a_treatment_and_topics_of_many_words_may_take_more_than_a_leaf(words, leaves):
    topics = [
        make.topic(slug, key_points=make.prose("word " * words), next_step=make.prose("Ask."))
        for slug in ("driving", "trials")
    ]
    guide = make.guide(*GUIDE.pages.values(), *topics)
    choices = build.Choices(treatments=("siponimod",), topics=("driving", "trials"))
    assert lay_out(choices, guide).leaves is leaves


@pytest.mark.parametrize(("words", "leaves"), [(10, False), (700, True)])
def test_a_ready_made_sheet_tells_by_its_words_whether_it_takes_more_leaves(words, leaves):
    visit = msgspec.structs.replace(VISIT, note=make.prose("word " * words), detail="short")
    others = [page for page in WITH_VISIT.pages.values() if page is not VISIT]
    laid_out = lay_out(build.ready_made(visit), make.guide(visit, *others))
    assert laid_out.leaves is leaves
    assert laid_out.compact


def test_the_parts_of_a_sheet_are_laid_out_once(monkeypatch):
    made, writing = [], layout._writing
    monkeypatch.setattr(layout, "_writing", lambda *given: made.append(1) or writing(*given))
    lay_out(build.Choices(treatments=("siponimod",)))
    lay_out(build.ready_made(VISIT), WITH_VISIT)
    assert len(made) == 2


def test_a_ready_made_sheet_takes_as_many_leaves_as_its_page_says():
    for words in (10, *range(560, 640)):
        visit = msgspec.structs.replace(VISIT, note=make.prose("word " * words), detail="short")
        others = [page for page in WITH_VISIT.pages.values() if page is not VISIT]
        guide = make.guide(visit, *others)
        laid_out = lay_out(build.ready_made(visit), guide)
        assert (
            layout.takes_more_leaves(build.build(guide, build.ready_made(visit))) is laid_out.leaves
        )


@pytest.mark.parametrize(
    ("about", "title"),
    [("", "For my visit"), ("starting", "Starting a medicine"), ("questions", "My questions for")],
)
def test_a_sheet_is_named_by_what_the_visit_is_about(about, title):
    assert lay_out(build.Choices(about=about, own="Mine")).title.startswith(title)


def test_a_sheet_without_questions_has_lines_to_write_them_on():
    assert [block.count for block in blocks(lay_out(build.Choices(own="Mine")), "lines")] == [3]
    asked = build.Choices(own="Mine", questions=("What now?",))
    assert blocks(lay_out(asked), "lines") == []


@pytest.mark.parametrize(
    ("fields", "leaves"),
    [
        ({}, False),
        ({"size": "18"}, True),
        ({"detail": "all"}, True),
        ({"questions": tuple("12345")}, True),
        ({"questions": tuple("1234"), "own": "x" * 300}, False),
        ({"own": "x" * 200, "notes": "x" * 101}, True),
        ({"treatments": ("siponimod", "ocrelizumab")}, False),
        ({"treatments": ("siponimod", "ocrelizumab"), "effects": ("dent",)}, True),
        ({"treatments": ("siponimod", "ocrelizumab", "third")}, True),
    ],
)
def test_a_sheet_says_whether_it_may_take_more_than_a_leaf(fields, leaves):
    guide = make.guide(*GUIDE.pages.values(), make.therapy("third"))
    choices = build.Choices(**{"treatments": ("siponimod",), **fields})
    assert lay_out(choices, guide).leaves is leaves


def test_levels_of_headings_never_jump_and_names_on_the_sheet_are_unique():
    laid_out = lay_out(replace(BOTH, own="Mine"))
    levels = [1, *(section.level for section in laid_out.sections)]
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))
    slugs = [section.slug for section in laid_out.sections]
    assert len(slugs) == len(set(slugs))


@pytest.mark.parametrize(
    ("fields", "call"),
    [
        ({}, "Number:"),
        ({"phone": "555 0100"}, "555 0100"),
        ({"phone": "555 0100", "hours": "9 to 5"}, "555 0100, 9 to 5"),
    ],
)
def test_the_clinic_is_called_the_same_day_at_its_number_or_one_that_is_written(fields, call):
    [levels] = blocks(lay_out(BOTH, with_clinic(**fields)), "levels")
    assert [(level.title, level.action, level.call) for level in levels.levels] == [
        ("Call 911 now.", "Call 911.", ""),
        ("Call or text 988 now.", "Call 988.", ""),
        ("Call your clinic today.", "Call today.", call),
    ]
    assert [level.written for level in levels.levels] == [False, False, not fields]


@pytest.mark.parametrize("treatments", [1, 2, 3])
def test_each_level_says_whom_to_call_before_all_that_its_action_says(treatments):
    pages = [page for page in GUIDE.pages.values() if page.kind != "help"]
    help_page = make.help_page(("same-day", "Clinic closed?[@help] Use urgent care.[@study]", []))
    guide = make.guide(*pages, help_page, make.therapy("third"))
    chosen = ("siponimod", "ocrelizumab", "third")[:treatments]
    laid_out = lay_out(build.Choices(treatments=chosen), guide)
    said = " ".join(strings(laid_out))
    assert "Call your clinic today. Clinic closed? Use urgent care. Number:" in said


def test_the_head_holds_what_is_known_of_the_clinic_and_whom_to_ask_for():
    guide = with_clinic(phone="555 0100", address="1 Main Street")
    laid_out = lay_out(replace(BOTH, contact="my nurse"), guide)
    assert laid_out.head == ("1 Main Street", "555 0100", "Ask for: my nurse")
    assert lay_out().head == ()


def test_each_page_tells_its_day_edition_and_code():
    laid_out = lay_out()
    assert laid_out.foot == f"Printed November 4, 2026 · Edition 7 · Code {laid_out.code}"


def test_the_check_says_where_to_look_the_code_up():
    laid_out = lay_out()
    [check] = blocks(laid_out, "check")
    assert check.address == f"{CHECK}?code={laid_out.code}"
    assert "type at clinic.example/handout/check/:" in check.words
    assert check.code == laid_out.code


@pytest.mark.parametrize(
    ("treatments", "size", "compact"),
    [(("siponimod",), "14", False), (BOTH.treatments, "14", True), (BOTH.treatments, "18", False)],
)
def test_two_treatments_are_set_closer_in_the_normal_print(treatments, size, compact):
    assert lay_out(build.Choices(treatments=treatments, size=size)).compact is compact


@pytest.mark.parametrize(
    ("published", "line"),
    [
        ("June 2024", "Test maker. Title of label, June 2024."),
        ("date not found", "Test maker. Title of label."),
        ("", "Test maker. Title of label."),
    ],
)
def test_a_source_is_one_line_with_its_date_where_that_is_known(published, line):
    source = make.source("label", published=published)
    reference = cited_text.Reference(number=1, mentions=1, source=source)
    assert source_line(reference) == line


def test_every_text_of_the_sheet_is_told_in_the_order_of_reading():
    choices = replace(BOTH, questions=("What now?",), own="Mine", notes="Note", contact="Nurse")
    laid_out = lay_out(choices, with_clinic(phone="555 0100"))
    found = list(strings(laid_out))
    expected = [
        *("For my visit", "The clinic", "555 0100", "Ask for: Nurse"),
        *("The type we talk about: Active", "New attacks.", "Siponimod", "Can it help?"),
        *("It slows.", "Stopping:", "Ocrelizumab", "Boxed warning:", "Careful."),
        *("My questions", "What now?", "Mine", "My notes", "Note", "Whom to call"),
        *("Call 911 now.", "Call 911."),
        *("About this sheet", laid_out.code, "Sources"),
        "Test maker. Title of study, June 2024.",
        "Sources of when to call: clinic.example/get-help/",
        *("Full information", "What it is", "A tablet.", "Boxed warning"),
    ]
    places = [found.index(text) for text in expected[:-4]]
    assert places == sorted(places)
    rest = found[found.index("Full information") :]
    places = [rest.index(text) for text in expected[-4:]]
    assert places == sorted(places)
