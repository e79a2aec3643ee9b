"""The walk: its questions, every path through it, the nine outcomes and the safety signs.

``flow_signed_off.txt`` lists the ways for a clinician to read. When a route is changed on purpose,
write it anew and read the difference:

    python -c "from tests.walk.test_flow import *; SIGNED_OFF.write_text(signed_off())"
"""

from itertools import permutations, product
from pathlib import Path

import pytest

from guidance.walk.questions import (
    CELLS,
    END,
    EXITS,
    NODES,
    QUESTIONS,
    START,
    STOPS,
    VALUES,
    Finding,
    Flag,
    NodeKind,
    Outcome,
    Subtype,
    mermaid,
    resolve,
    with_answer,
)
from tests.walk.positions import PATHS, N, U, Y, answers_of, clear_way

SIGNED_OFF = Path(__file__).with_name("flow_signed_off.txt")
ACTIVITY = ("relapse", "mri", "mri-result")
PROGRESSION = ("slow-worsening", "only-with-relapse")
WAY_IN = ("safety", "safety-dealt-with", "told-spms", "carry-on")


def signed_off() -> str:
    """Every way through, one a line: the answers in order, then where they end.

    First the ways that a reader does not carry on, which end at a stop or an exit.
    """
    halted = {
        " ".join(f"{step.node.name}={step.value}" for step in position.trail[:place])
        + f" -> {step.node.kind} {step.node.name}"
        for position in PATHS
        for place, step in enumerate(position.trail)
        if step.node.kind in (NodeKind.GET_HELP, NodeKind.EXIT)
    }
    finished = [
        " ".join(f"{step.node.name}={step.value}" for step in position.trail)
        + f" -> {position.outcome}"
        for position in PATHS
    ]
    return "\n".join([*sorted(halted), *finished]) + "\n"


# Shape


def test_every_route_leads_to_a_known_node_and_every_node_is_reached():
    goals = {goal for node in NODES.values() for goal in node.routes.values()}
    assert goals | {START} == set(NODES)


def test_the_questions_come_in_the_order_of_the_specification():
    assert [node.name for node in QUESTIONS] == [
        "safety",
        "told-spms",
        "relapse",
        "mri",
        "mri-result",
        "slow-worsening",
        "only-with-relapse",
    ]


def test_every_question_can_be_answered_not_sure_and_that_comes_last():
    assert all(list(node.routes)[-1] == "not-sure" for node in QUESTIONS)


def test_every_stop_and_exit_offers_one_thing_to_carry_on():
    assert all(list(node.routes) == ["yes"] for node in STOPS + EXITS)


def test_nodes_that_share_a_key_take_the_same_answers():
    assert all(tuple(node.routes) == VALUES[node.key] for node in NODES.values() if node.routes)


def test_no_question_comes_twice_and_no_way_asks_more_than_seven():
    for position in PATHS:
        names = [step.node.name for step in position.trail]
        assert len(names) == len(set(names))
        assert len(position.questions) <= 7


def test_every_outcome_is_reached():
    assert {position.outcome for position in PATHS} == set(Outcome)


def test_the_tables_cannot_be_changed_at_run_time():
    with pytest.raises(TypeError):
        NODES["safety"].routes["none"] = END  # type: ignore[index]
    with pytest.raises(TypeError):
        CELLS[Y, Y] = CELLS[N, N]  # type: ignore[index]


def test_the_diagram_shows_every_node_every_answer_and_every_cell():
    drawn = mermaid()
    for node in NODES.values():
        assert node.name in drawn
        for value in node.routes:
            assert value in drawn
    assert drawn.count("outcome-") == 9
    assert '    told-spms -- "no" --> not-told\n' in drawn
    assert '    stop-crisis -- "safety-dealt-with: yes" --> told-spms\n' in drawn


# Every way through


def test_every_path_resolves_to_itself_and_every_prefix_to_its_next_node():
    for position in PATHS:
        assert resolve(answers_of(position)) == position
        for length, step in enumerate(position.trail):
            part = resolve({s.node.key: s.value for s in position.trail[:length]})
            assert part.trail == position.trail[:length]
            assert part.at is step.node
            assert not part.complete and part.cell is None and part.outcome is None


def test_the_way_in_does_not_change_where_a_reader_ends():
    found: dict[tuple[str, ...], set[Outcome | None]] = {}
    for position in PATHS:
        rest = tuple(str(position.answer(key)) for key in ACTIVITY + PROGRESSION)
        found.setdefault(rest, set()).add(position.outcome)
    assert len(found) == 100 and len(PATHS) == 15 * 100
    for position in PATHS:
        way_in = {key: value for key, value in answers_of(position).items() if key in WAY_IN}
        assert resolve(way_in).at.name == "relapse"
    assert all(len(outcomes) == 1 for outcomes in found.values())


def test_every_way_equals_what_was_signed_off():
    assert signed_off() == SIGNED_OFF.read_text(encoding="utf-8")


def test_answers_count_whatever_the_order_they_arrive_in():
    for position in PATHS:
        answers = answers_of(position)
        assert resolve(dict(reversed(answers.items()))) == position
    longest = answers_of(max(PATHS, key=lambda p: (len(p.questions), -len(p.trail))))
    assert len(longest) == 7
    arrived = {resolve(dict(order)) for order in permutations(longest.items())}
    assert len(arrived) == 1


# The nine cells


@pytest.mark.parametrize(
    ("activity", "progression", "outcome", "matches", "possible"),
    [
        (Y, Y, "active-progressing", ["active-progressing"], []),
        (Y, N, "active", ["active"], []),
        (Y, U, "active-progression-unknown", [], ["active-progressing", "active"]),
        (N, Y, "non-active-progressing", ["non-active-progressing"], []),
        (N, N, "stable", ["stable"], []),
        (N, U, "non-active-progression-unknown", [], ["non-active-progressing", "stable"]),
        (
            U,
            Y,
            "progressing-activity-unknown",
            [],
            ["active-progressing", "non-active-progressing"],
        ),
        (U, N, "cannot-tell-yet", [], ["active", "stable"]),
        (U, U, "cannot-tell-yet", [], list(Subtype)),
    ],
)
def test_activity_and_progression_lead_to_the_outcome(
    activity, progression, outcome, matches, possible
):
    cell = CELLS[activity, progression]
    assert cell.outcome == outcome
    assert list(cell.matches) == matches
    assert list(cell.possible) == possible
    assert cell.subtypes == cell.matches + cell.possible
    assert any(position.cell is cell for position in PATHS)


def test_there_are_nine_pairs_of_activity_and_progression():
    assert set(CELLS) == set(product(Finding, repeat=2))


@pytest.mark.parametrize(
    ("relapse", "mri", "mri_result", "activity"),
    [
        ("yes", "no", None, Y),
        ("yes", "not-sure", None, Y),
        ("yes", "yes", "no", Y),
        ("no", "yes", "yes", Y),
        ("think-so", "yes", "yes", Y),
        ("not-sure", "yes", "yes", Y),
        ("no", "yes", "no", N),
        ("no", "yes", "not-sure", U),
        ("no", "no", None, U),
        ("no", "not-sure", None, U),
        ("think-so", "yes", "no", U),
        ("not-sure", "yes", "no", U),
        ("not-sure", "no", None, U),
    ],
)
def test_activity_follows_from_relapses_and_mri(relapse, mri, mri_result, activity):
    answers = clear_way(relapse=relapse, mri=mri, slow_worsening="no")
    if mri_result:
        answers["mri-result"] = mri_result
    assert resolve(answers).activity is activity


@pytest.mark.parametrize(
    ("slowly", "with_relapse", "progression"),
    [
        ("no", None, N),
        ("not-sure", None, U),
        ("yes", "yes", N),
        ("yes", "no", Y),
        ("yes", "not-sure", U),
    ],
)
def test_progression_follows_from_slow_worsening_and_relapses(slowly, with_relapse, progression):
    answers = clear_way(relapse="yes", mri="no", slow_worsening=slowly)
    if with_relapse:
        answers["only-with-relapse"] = with_relapse
    position = resolve(answers)
    assert position.complete and position.progression is progression


# Safety


def test_not_sure_to_everything_ends_at_cannot_tell():
    answers = {**dict.fromkeys(VALUES, "not-sure"), "safety-dealt-with": "yes"}
    position = resolve(answers)
    assert position.outcome is Outcome.CANNOT_TELL_YET
    assert (position.activity, position.progression) == (U, U)
    assert position.cell and position.cell.possible == tuple(Subtype)


def test_not_sure_never_becomes_no():
    """With one answer made not sure, an axis reads no only if it would whatever that answer is."""
    for position in PATHS:
        answers = answers_of(position)
        for question in QUESTIONS:
            unsure = resolve({**answers, question.key: "not-sure"})
            others = [resolve({**answers, question.key: value}) for value in question.routes]
            for axis in ("activity", "progression"):
                if unsure.complete and getattr(unsure, axis) is N:
                    assert {getattr(o, axis) for o in others if o.complete} == {N}


def test_think_so_counts_exactly_as_not_sure_on_activity():
    for position in PATHS:
        if position.answer("relapse") == "think-so":
            unsure = resolve({**answers_of(position), "relapse": "not-sure"})
            assert position.cell is unsure.cell


def test_a_subtype_is_named_only_on_answers_that_affirm_it():
    affirmed = {
        Subtype.ACTIVE_PROGRESSING: (Y, Y),
        Subtype.ACTIVE: (Y, N),
        Subtype.NON_ACTIVE_PROGRESSING: (N, Y),
        Subtype.STABLE: (N, N),
    }
    for position in PATHS:
        assert position.cell
        for subtype in position.cell.matches:
            said = {step.node.key: step.value for step in position.trail}
            active, progressing = affirmed[subtype]
            if active is Y:
                assert "yes" in (said["relapse"], said.get("mri-result"))
            else:
                assert (said["relapse"], said["mri"], said["mri-result"]) == ("no", "yes", "no")
            if progressing is Y:
                assert (said["slow-worsening"], said["only-with-relapse"]) == ("yes", "no")
            else:
                assert said["slow-worsening"] == "no" or said["only-with-relapse"] == "yes"


@pytest.mark.parametrize("level", ["emergency", "crisis", "same-day", "not-sure"])
def test_a_safety_sign_stops_the_walk_whatever_else_was_answered(level):
    everything = clear_way(relapse="no", mri="no", slow_worsening="no", safety=level)
    position = resolve(everything)
    assert (position.at.kind, position.at.name) == (NodeKind.GET_HELP, level)
    assert not position.may_show("told-spms")
    on = resolve(with_answer(everything, "safety-dealt-with", "yes"))
    assert on.complete and on.answer("safety") == level
    assert Flag.WARNING_SIGN in on.flags


@pytest.mark.parametrize("again", ["emergency", "crisis", "same-day", "not-sure"])
def test_a_sign_given_anew_stops_again_although_an_earlier_one_was_dealt_with(again):
    answers = with_answer({"safety": "emergency"}, "safety-dealt-with", "yes")
    assert resolve(answers).at.name == "told-spms"
    assert resolve(with_answer(answers, "safety", again)).at.name == again
    calm = with_answer(answers, "safety", "none")
    assert resolve(with_answer(calm, "safety", again)).at.name == again


def test_who_was_not_told_may_carry_on_for_information():
    answers = clear_way(told_spms="no", relapse="yes")
    assert resolve(answers).at.name == "not-told"
    assert resolve(answers).at.kind is NodeKind.EXIT
    on = resolve(with_answer(answers, "carry-on", "yes"))
    assert on.at.name == "mri" and on.flags == (Flag.NOT_TOLD,)
    again = with_answer(with_answer(answers, "carry-on", "yes"), "told-spms", "no")
    assert resolve(again).at.name == "not-told"
