"""Answers that are changed or that no table knows, and what pages ask of a position."""

from itertools import pairwise
from types import MappingProxyType

import pytest

from guidance.walk.notes import Ask, Note, Settle, asks_of, notes_of, settle_of
from guidance.walk.questions import CELLS, NODES, NONE_FITS, START, NodeKind, resolve, with_answer
from tests.walk.positions import CORE, K, N, U, answers_of, clear_way, some_paths

ALL_NOT_SURE = {**dict.fromkeys(NODES, "not-sure"), "new": NONE_FITS, "safety-dealt-with": "yes"}
REST = {"mri": "never", "harder": "nothing", "medicine": "no"}

# Changing an answer


def test_every_change_of_one_answer_lands_where_it_should_and_keeps_the_rest():
    for position in some_paths()[:60]:
        answers = answers_of(position)
        for step in position.questions:
            for value in step.node.answers:
                after = with_answer(answers, step.node.key, value)
                changed = resolve(after)
                before = position.trail[: position.trail.index(step)]
                assert changed.trail[: len(before)] == before
                assert changed.answer(step.node.key) == value
                goal = NODES[step.node.routes[step.node.route(value)]]
                if goal.kind in (NodeKind.GET_HELP, NodeKind.EXIT):
                    assert changed.at is goal
                assert all(
                    after[later.node.key] == later.value
                    for later in position.questions
                    if later is not step
                )


def test_changing_back_restores_what_was_behind():
    for position in some_paths()[:60]:
        answers = answers_of(position)
        for step in position.questions:
            if step.node.name in ("safety", "new", "how", "quick"):
                continue  # these stop again
            for value in step.node.answers:
                there = with_answer(answers, step.node.key, value)
                assert resolve(with_answer(there, step.node.key, step.value)) == position


# Robustness


@pytest.mark.parametrize("junk", [None, 7, "yes", [], ["safety"], {1: 2}, {None: None}])
def test_what_is_not_a_set_of_answers_starts_at_the_beginning(junk):
    position = resolve(junk)
    assert (position.trail, position.at) == ((), NODES[START])
    assert with_answer(junk, "safety", "none") == {"safety": "none"}


@pytest.mark.parametrize(
    "junk",
    [None, 1, True, b"yes", [], {}, ["yes"], "", "YES", " yes", "maybe", "some", "hands+walking"],
)
def test_an_answer_that_the_table_does_not_know_does_not_count(junk):
    complete = clear_way(relapse="yes", mri="recent", spots="no", harder="nothing")
    for number, key in enumerate(complete):
        position = resolve({**complete, key: junk})
        assert position.at.key == key
        assert len(position.trail) == number


def test_unknown_keys_and_answers_off_the_path_do_not_count():
    answers = clear_way(relapse="no", mri="never", harder="nothing", medicine="no")
    extra = {
        **answers,
        "spots": "yes",
        "how": "slowly",
        "safety-dealt-with": "yes",
        "edss": "6.5",
        "check-answers": "yes",
        "primary": "yes",
    }
    assert resolve(extra) == resolve(MappingProxyType(answers))
    assert resolve(extra).cell is CELLS[U, N]


def test_answers_without_the_first_one_do_not_count():
    assert resolve({"relapse": "yes", "told": "spms"}).at.name == "safety"


def test_recording_keeps_only_what_the_table_knows():
    answers = {"safety": "none", "age": "61", "mri": "perhaps", "relapse": "yes"}
    assert with_answer(answers, "told", "spms") == {
        "safety": "none",
        "told": "spms",
        "relapse": "yes",
    }
    assert with_answer(answers, "mri", "perhaps") == {"safety": "none", "relapse": "yes"}
    assert with_answer(answers, "age", "62") == {"safety": "none", "relapse": "yes"}


# What the pages need


def test_back_goes_to_the_page_before_on_this_readers_way():
    for position in some_paths():
        way = [step.node for step in position.trail] + [position.at]
        assert position.previous(way[0].name) is None
        for before, node in pairwise(way):
            assert position.previous(node.name) is before
    assert resolve({}).previous("relapse") is None


def test_a_node_may_be_shown_when_answered_or_next():
    position = resolve(clear_way(relapse="yes"))
    shown = {name for name in NODES if position.may_show(name)}
    assert shown == {"safety", "told", "relapse", "mri"}


def test_questions_are_counted_without_stops():
    position = resolve({"safety": "crisis", "safety-dealt-with": "yes", "told": "no-type"})
    assert [position.number(name) for name in ("safety", "told", "relapse")] == [1, 2, 3]
    assert [step.node.name for step in position.questions] == ["safety", "told"]


@pytest.mark.parametrize(
    ("answers", "notes"),
    [
        ({"relapse": "yes"}, []),
        ({"relapse": "think-so", "when": "last-month"}, [Note.RELAPSE_NOW]),
        ({"relapse": "not-sure", "when": "recent"}, [Note.RELAPSE_RECENT]),
        ({"relapse": "think-so", "when": "earlier"}, [Note.RELAPSE_EARLIER]),
        ({"relapse": "think-so", "when": "nothing"}, []),
        ({"told": "relapsing"}, [Note.NOT_TOLD]),
        ({"mri": "older", "spots": "yes"}, [Note.SPOTS]),
        ({"mri": "cannot"}, [Note.NOBODY_LOOKED]),
        ({"harder": "speech", "how": "slowly"}, [Note.SWALLOWING]),
        ({"harder": "hands", "how": "attack"}, [Note.CLASH_ATTACK]),
        ({"harder": "hands", "how": "both"}, [Note.CLASH_BOTH]),
        ({"medicine": "stopped"}, [Note.STOPPED]),
        (
            {"harder": "walking", "how": "quickly", "quick": "strength", "quick-dealt-with": "yes"},
            [Note.QUICKLY],
        ),
        ({"safety": "emergency", "safety-dealt-with": "yes"}, [Note.WARNING_SIGN]),
        ({"relapse": "not-sure", "when": "not-sure"}, [Note.RELAPSE_UNSURE]),
        (
            {"safety": "not-sure", "new": "none-fits", "safety-dealt-with": "yes"},
            [Note.NONE_FITS],
        ),
    ],
)
def test_answers_add_their_notes(answers, notes):
    position = resolve({**clear_way(relapse="no"), **REST, **answers})
    assert position.complete
    assert list(notes_of(position)) == notes


NOTHING_FITS = {"safety": "not-sure", "new": "none-fits", "safety-dealt-with": "yes"}
WORSE = {"safety": "new", "new": "strength", "safety-dealt-with": "yes"}
QUICKLY = {"harder": "walking", "how": "quickly", "quick": "strength", "quick-dealt-with": "yes"}


@pytest.mark.parametrize("sooner", [NOTHING_FITS, WORSE, QUICKLY])
@pytest.mark.parametrize("relapse", ["think-so", "not-sure"])
@pytest.mark.parametrize("when", ["earlier", "not-sure"])
def test_no_note_says_next_visit_beside_one_that_says_to_call_sooner(sooner, relapse, when):
    position = resolve({**clear_way(), **REST, **sooner, "relapse": relapse, "when": when})
    assert position.complete
    assert not set(notes_of(position)) & {Note.RELAPSE_EARLIER, Note.RELAPSE_UNSURE}


@pytest.mark.parametrize(
    "new", [{"relapse": "think-so", "when": "last-month"}, {"relapse": "no", **QUICKLY}]
)
def test_what_is_new_after_a_medicine_was_stopped_is_for_today_only(new):
    position = resolve({**clear_way(), **REST, **new, "medicine": "stopped"})
    assert position.complete
    assert list(notes_of(position)) == [Note.FLARE]


def test_answers_about_medicine_add_questions():
    def asks(**answers: str) -> tuple[Ask, ...]:
        return asks_of(resolve({**clear_way(relapse="no"), **REST, **answers}))

    assert asks() == ()
    assert asks(relapse="yes", medicine="planned") == (Ask.RELAPSE_ON_MEDICINE,)
    assert asks(mri="recent", spots="yes", medicine="missed") == (
        Ask.SPOTS_ON_MEDICINE,
        Ask.MISSED,
    )
    assert asks(relapse="yes", medicine="stopped") == (Ask.STOPPED,)


def test_whatever_is_unknown_has_something_that_would_settle_it():
    about_activity = {
        Settle.RELAPSE,
        Settle.SCAN,
        Settle.NO_SCAN,
        Settle.SCAN_DATE,
        Settle.MRI_REPORT,
    }
    for position in CORE:
        ways = set(settle_of(position))
        if position.activity in (U, K):
            assert about_activity & ways
        if position.progression is not N:
            assert Settle.EXAM in ways
        assert (Settle.DIARY in ways) == (position.progression is U)
        assert Settle.TYPE not in ways


def test_what_settles_comes_in_the_order_to_ask_it():
    assert settle_of(resolve(ALL_NOT_SURE)) == (
        Settle.TYPE,
        Settle.RELAPSE,
        Settle.SCAN_DATE,
        Settle.MRI_REPORT,
        Settle.EXAM,
        Settle.DIARY,
    )
