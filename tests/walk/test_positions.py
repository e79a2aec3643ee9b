"""Answers that are changed or that no table knows, and what pages ask of a position."""

from itertools import pairwise
from types import MappingProxyType

import pytest

from guidance.walk.questions import (
    CELLS,
    NODES,
    START,
    VALUES,
    Flag,
    NodeKind,
    Settle,
    resolve,
    with_answer,
)
from tests.walk.positions import PATHS, N, U, answers_of, clear_way

# Changing an answer


def test_every_change_of_one_answer_lands_where_it_should_and_keeps_the_rest():
    for position in PATHS:
        answers = answers_of(position)
        for step in position.questions:
            for value in step.node.routes:
                after = with_answer(answers, step.node.key, value)
                changed = resolve(after)
                before = position.trail[: position.trail.index(step)]
                assert changed.trail[: len(before)] == before
                assert changed.answer(step.node.key) == value
                goal = NODES[step.node.routes[value]]
                if goal.kind in (NodeKind.GET_HELP, NodeKind.EXIT):
                    assert changed.at is goal
                elif not changed.complete:
                    # Only a question that the old way did not ask is asked now.
                    assert changed.at.name in ("mri-result", "only-with-relapse")
                    assert position.answer(changed.at.key) is None
                for later in position.questions:
                    if later is not step:
                        assert after[later.node.key] == later.value


def test_changing_back_restores_what_was_behind():
    for position in PATHS:
        answers = answers_of(position)
        for step in position.questions:
            if NODES[step.node.routes[step.value]].kind is not NodeKind.QUESTION:
                continue
            for value in step.node.routes:
                there = with_answer(answers, step.node.key, value)
                assert resolve(with_answer(there, step.node.key, step.value)) == position


# Robustness


@pytest.mark.parametrize("junk", [None, 7, "yes", [], ["safety"], {1: 2}, {None: None}])
def test_what_is_not_a_set_of_answers_starts_at_the_beginning(junk):
    position = resolve(junk)
    assert (position.trail, position.at) == ((), NODES[START])
    assert with_answer(junk, "safety", "none") == {"safety": "none"}


@pytest.mark.parametrize(
    "junk", [None, 1, True, b"yes", [], {}, ["yes"], "", "YES", " yes", "maybe"]
)
def test_an_answer_that_the_table_does_not_know_does_not_count(junk):
    complete = clear_way(relapse="yes", mri="yes", mri_result="no", slow_worsening="no")
    for number, key in enumerate(complete):
        position = resolve({**complete, key: junk})
        assert position.at.key == key
        assert len(position.trail) == number


def test_unknown_keys_and_answers_off_the_path_do_not_count():
    answers = clear_way(relapse="no", mri="no", slow_worsening="no")
    extra = {
        **answers,
        "mri-result": "yes",
        "only-with-relapse": "no",
        "safety-dealt-with": "yes",
        "carry-on": "yes",
        "edss": "6.5",
        "check-answers": "yes",
        "emergency": "yes",
    }
    assert resolve(extra) == resolve(MappingProxyType(answers))
    assert resolve(extra).cell is CELLS[U, N]


def test_answers_without_the_first_one_do_not_count():
    assert resolve({"relapse": "yes", "told-spms": "yes"}).at.name == "safety"


def test_recording_keeps_only_what_the_table_knows():
    answers = {"safety": "none", "age": "61", "mri": "perhaps", "relapse": "yes"}
    assert with_answer(answers, "told-spms", "yes") == {
        "safety": "none",
        "told-spms": "yes",
        "relapse": "yes",
    }
    assert with_answer(answers, "mri", "perhaps") == {"safety": "none", "relapse": "yes"}
    assert with_answer(answers, "age", "62") == {"safety": "none", "relapse": "yes"}


# What the pages need


def test_back_goes_to_the_page_before_on_this_readers_way():
    for position in PATHS:
        way = [step.node for step in position.trail] + [position.at]
        assert position.previous(way[0].name) is None
        for before, node in pairwise(way):
            assert position.previous(node.name) is before
    assert resolve({}).previous("relapse") is None


def test_a_node_may_be_shown_when_answered_or_next():
    position = resolve(clear_way(relapse="yes"))
    shown = {name for name in NODES if position.may_show(name)}
    assert shown == {"safety", "told-spms", "relapse", "mri"}


def test_questions_are_counted_without_stops_and_exits():
    position = resolve(
        {"safety": "crisis", "safety-dealt-with": "yes", "told-spms": "no", "carry-on": "yes"}
    )
    assert [position.number(name) for name in ("safety", "told-spms", "relapse")] == [1, 2, 3]
    assert [step.node.name for step in position.questions] == ["safety", "told-spms"]


def test_uncertain_or_contradicting_answers_set_flags():
    def flags(**answers: str) -> tuple[Flag, ...]:
        return resolve(clear_way(**answers)).flags

    assert resolve({}).flags == ()
    assert flags(relapse="yes") == ()
    assert flags(relapse="think-so") == (Flag.SUSPECTED_RELAPSE,)
    assert flags(told_spms="not-sure") == (Flag.TOLD_NOT_SURE,)
    worse = {"mri": "no", "slow_worsening": "yes", "only_with_relapse": "yes"}
    assert flags(relapse="no", **worse) == (Flag.ANSWERS_DISAGREE,)
    assert flags(relapse="yes", **worse) == ()


def test_whatever_is_unknown_has_something_that_would_settle_it():
    for position in PATHS:
        about_activity = {Settle.RELAPSE, Settle.SCAN, Settle.SCAN_DATE, Settle.MRI_REPORT}
        about_progression = {Settle.CAUSE, Settle.EXAM, Settle.DIARY}
        if position.activity is U:
            assert about_activity & set(position.settle)
        if position.progression is not N:
            assert about_progression & set(position.settle)
        unsure = any(step.unsure for step in position.questions[1:])
        if not unsure and U not in (position.activity, position.progression):
            assert set(position.settle) <= {Settle.EXAM, Settle.TYPE, Settle.RELAPSE}


def test_a_scan_is_raised_only_while_activity_is_not_known():
    assert Settle.SCAN in resolve(clear_way(relapse="no", mri="no")).settle
    assert Settle.SCAN not in resolve(clear_way(relapse="yes", mri="no")).settle


def test_what_settles_comes_in_the_order_to_ask_it():
    answers = {**dict.fromkeys(VALUES, "not-sure"), "safety-dealt-with": "yes"}
    assert resolve(answers).settle == (
        Settle.TYPE,
        Settle.RELAPSE,
        Settle.SCAN_DATE,
        Settle.EXAM,
        Settle.DIARY,
    )
