"""The walk: its questions, every path through it, the twelve cells and the safety signs.

``flow_signed_off.txt`` lists the ways for a clinician to read (see ``signed_off``).
"""

from itertools import chain, combinations, permutations, product

import pytest

from guidance.walk.concerns import CONCERNS, worst_first
from guidance.walk.findings import ACTIVITY, CELLS, PROGRESSION, Finding, Outcome, Subtype, found
from guidance.walk.notes import Note, notes_of
from guidance.walk.questions import (
    END,
    EXITS,
    KEYS,
    NODES,
    NONE_FITS,
    QUESTIONS,
    SOME,
    START,
    STOPS,
    NodeKind,
    Position,
    mermaid,
    resolve,
    with_answer,
)
from tests.walk import signed_off
from tests.walk.positions import (
    BY_TYPE,
    CORE,
    K,
    N,
    U,
    Y,
    answers_of,
    clear_way,
    every_path,
    some_paths,
)

# Shape


def test_every_route_leads_to_a_known_node_and_every_node_is_reached():
    goals = {goal for node in NODES.values() for goal in node.routes.values()}
    assert goals | {START} == set(NODES)


def test_the_questions_come_in_the_order_of_the_specification():
    order = "safety new told relapse when mri spots harder how quick medicine"
    assert [node.name for node in QUESTIONS] == order.split()
    assert [key for key in KEYS if key in NODES] == order.split()


def test_every_question_has_an_answer_for_who_does_not_know_and_it_comes_last():
    assert {node.name: node.answers[-1] for node in QUESTIONS} == {
        node.name: NONE_FITS if node.name in ("new", "quick") else "not-sure" for node in QUESTIONS
    }


def test_every_stop_offers_one_thing_to_carry_on_and_an_exit_none():
    assert all(list(node.routes) == ["yes"] for node in STOPS)
    assert all(not node.routes for node in EXITS)


@pytest.mark.slow
def test_no_question_comes_twice_and_no_way_asks_more_than_eleven():
    for position in every_path():
        names = [step.node.name for step in position.trail]
        assert len(names) == len(set(names))
        assert len(position.questions) <= 11


def test_every_outcome_and_every_exit_is_reached():
    assert {path.outcome for path in BY_TYPE if path.complete} == set(Outcome)
    assert {path.at for path in BY_TYPE if not path.complete} == set(EXITS)


def test_the_tables_cannot_be_changed_at_run_time():
    for table, key in [(NODES["safety"].routes, "none"), (CELLS, (Y, Y)), (CONCERNS, "harm")]:
        with pytest.raises(TypeError):
            table[key] = END  # type: ignore[index]


def test_the_diagram_shows_every_node_every_answer_and_every_cell():
    drawn = mermaid()
    for node in NODES.values():
        assert node.name in drawn
        for value in node.routes:
            assert value in drawn
    assert drawn.count("outcome-") == 12
    assert '    told -- "primary" --> primary\n' in drawn
    assert '    crisis -- "safety-dealt-with: yes" --> told\n' in drawn


# Every way through


@pytest.mark.slow
def test_every_path_of_the_table_resolves_to_itself():
    for position in every_path():
        assert resolve(answers_of(position)) == position


def test_answers_count_whatever_the_order_they_arrive_in():
    for position in some_paths():
        assert resolve(dict(reversed(answers_of(position).items()))) == position


def test_every_part_of_a_path_leads_to_its_next_node():
    for position in (*CORE, *some_paths()):
        for length, step in enumerate(position.trail):
            part = resolve({s.node.key: s.value for s in position.trail[:length]})
            assert part.trail == position.trail[:length]
            assert part.at is step.node
            assert not part.complete and part.cell is None and part.outcome is None


def test_the_way_in_and_the_medicine_do_not_change_what_counts():
    cells = {_counting(position): position.cell for position in CORE}
    for position in some_paths():
        assert cells[_counting(position)] is position.cell


def _counting(position: Position) -> tuple[str | None, ...]:
    return tuple(map(position.answer, signed_off.ASKED))


def test_every_way_equals_what_was_signed_off():
    assert signed_off.signed_off() == signed_off.FILE.read_text(encoding="utf-8")


def test_answers_count_in_every_order_of_the_first_six():
    answers = clear_way(relapse="no", mri="older", spots="no", harder="nothing")
    assert len({resolve(dict(order)) for order in permutations(answers.items())}) == 1


def test_every_set_of_ticks_leads_on():
    for node in (node for node in QUESTIONS if node.ticks):
        sets = chain.from_iterable(
            combinations(node.ticks, number) for number in range(1, len(node.ticks) + 1)
        )
        for ticked in sets:
            alone = ticked == ("tiredness",)
            assert node.route(node.joined(reversed(ticked))) == (ticked[0] if alone else SOME)
        for other in node.answers[len(node.ticks) :]:
            assert node.route(other) == other
            assert not node.route(node.joined([node.ticks[0], other]))


# The twelve cells


@pytest.mark.parametrize(
    ("activity", "progression", "outcome", "matches", "possible"),
    [
        (Y, Y, "active-progressing", ["active-progressing"], []),
        (Y, N, "active", ["active"], []),
        (Y, U, "active-progression-unknown", [], ["active-progressing", "active"]),
        (N, Y, "non-active-progressing", ["non-active-progressing"], []),
        (N, N, "stable", ["stable"], []),
        (N, U, "non-active-progression-unknown", [], ["non-active-progressing", "stable"]),
        (K, Y, "no-known-activity-progressing", ["non-active-progressing"], []),
        (K, N, "no-known-activity-not-progressing", ["stable"], []),
        (K, U, "no-known-activity-progression-unknown", [], ["non-active-progressing", "stable"]),
        (
            U,
            Y,
            "progressing-activity-unknown",
            [],
            ["active-progressing", "non-active-progressing"],
        ),
        (U, N, "not-progressing-activity-unknown", [], ["active", "stable"]),
        (U, U, "both-unknown", [], list(Subtype)),
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
    assert any(position.cell is cell for position in CORE)


def test_there_are_twelve_pairs_of_activity_and_progression():
    assert set(CELLS) == set(product(Finding, (Y, N, U)))


@pytest.mark.parametrize(
    ("relapse", "mri", "spots", "how", "activity"),
    [
        ("yes", "never", None, "slowly", Y),
        ("yes", "recent", "no", "slowly", Y),
        ("no", "recent", "yes", "slowly", Y),
        ("think-so", "recent", "yes", "slowly", Y),
        ("no", "recent", "yes", "attack", Y),
        ("no", "recent", "no", "slowly", N),
        ("no", "recent", "not-sure", "slowly", U),
        ("no", "recent", "no", "attack", U),
        ("no", "recent", "no", "both", U),
        ("no", "older", "no", "slowly", K),
        ("no", "not-sure", "no", "slowly", K),
        ("no", "cannot", None, "slowly", K),
        ("no", "older", "yes", "slowly", U),
        ("no", "not-sure", "yes", "slowly", U),
        ("no", "older", "not-sure", "slowly", U),
        ("no", "never", None, "slowly", U),
        ("think-so", "recent", "no", "slowly", U),
        ("not-sure", "recent", "no", "slowly", U),
        ("not-sure", "cannot", None, "slowly", U),
    ],
)
def test_activity_follows_from_relapses_and_mri(relapse, mri, spots, how, activity):
    answers = clear_way(relapse=relapse, when="earlier", mri=mri, harder="walking", how=how)
    if spots:
        answers["spots"] = spots
    assert resolve({**answers, "medicine": "no"}).activity is activity


@pytest.mark.parametrize(
    ("harder", "how", "relapse", "progression"),
    [
        ("nothing", None, "no", N),
        ("not-sure", None, "no", U),
        ("tiredness", None, "no", U),
        ("walking+tiredness", "slowly", "no", Y),
        ("walking", "slowly", "yes", Y),
        ("hands", "both", "yes", Y),
        ("hands", "both", "no", Y),
        ("balance", "attack", "yes", N),
        ("balance", "attack", "no", U),
        ("balance", "attack", "think-so", U),
        ("sight", "quickly", "no", U),
        ("thinking", "other", "no", U),
        ("thinking", "not-sure", "no", U),
    ],
)
def test_progression_follows_from_what_is_harder_and_how_it_came(harder, how, relapse, progression):
    answers = clear_way(relapse=relapse, when="earlier", mri="never", harder=harder, medicine="no")
    answers |= {"how": how, "quick": "sight", "quick-dealt-with": "yes"} if how else {}
    position = resolve(answers)
    assert position.complete and position.progression is progression


# Safety


def test_not_sure_to_everything_says_what_is_open():
    answers = {**dict.fromkeys(NODES, "not-sure"), "new": NONE_FITS, "safety-dealt-with": "yes"}
    position = resolve(answers)
    assert position.outcome is Outcome.BOTH_UNKNOWN
    assert position.possible == tuple(Subtype)


def test_not_sure_never_becomes_no():
    """With one answer made not sure, an axis reads no only if it would whatever that answer is."""
    for position in CORE:
        answers = {"spots": "no", "how": "slowly", "when": "earlier", **answers_of(position)}
        for key, rules in (("relapse", ACTIVITY), ("spots", ACTIVITY), ("harder", PROGRESSION)):
            unsure = resolve({**answers, key: "not-sure"})
            others = [resolve({**answers, key: value}) for value in ("yes", "no", "walking")]
            if unsure.complete and found(rules, unsure.said) in (N, K):
                assert {found(rules, one.said) for one in others if one.complete} <= {N, K}


def test_without_a_scan_of_the_period_activity_is_never_a_plain_no():
    for position in CORE:
        if position.answer("mri") != "recent":
            assert position.activity is not N


def test_who_was_not_told_spms_is_never_matched_to_a_type():
    for position in BY_TYPE:
        if position.complete and position.answer("told") != "spms":
            assert position.matches == ()
            if position.progression is N:
                assert (position.outcome, position.possible) == (Outcome.NO_TYPE, ())
            else:
                assert position.cell and position.possible == position.cell.subtypes


@pytest.mark.parametrize("sign", ["emergency", "crisis"])
def test_a_safety_sign_stops_the_walk_whatever_else_was_answered(sign):
    everything = clear_way(relapse="no", mri="never", harder="nothing", medicine="no", safety=sign)
    position = resolve(everything)
    assert (position.at.kind, position.at.name) == (NodeKind.GET_HELP, sign)
    assert not position.may_show("told")
    on = resolve(with_answer(everything, "safety-dealt-with", "yes"))
    assert on.complete and on.answer("safety") == sign
    assert Note.WARNING_SIGN in notes_of(on)


def test_something_new_asks_what_and_stops_with_its_cards():
    for answer in ("new", "not-sure"):
        asked = resolve({"safety": answer})
        assert asked.at.name == "new"
        assert resolve({"safety": answer, "new": "fever+skin"}).at.name == "new-help"
        assert resolve({"safety": answer, "new": NONE_FITS}).at.name == "new-help"


@pytest.mark.parametrize("again", ["emergency", "crisis", "new", "not-sure"])
def test_a_sign_given_anew_stops_again_although_an_earlier_one_was_dealt_with(again):
    answers = with_answer({"safety": "emergency"}, "safety-dealt-with", "yes")
    assert resolve(answers).at.name == "told"
    told_again = with_answer(with_answer(answers, "safety", again), "new", "skin")
    assert resolve(told_again).at.kind is NodeKind.GET_HELP


def test_what_came_quickly_asks_what_and_stops_again():
    answers = clear_way(relapse="no", mri="never", harder="walking", how="quickly")
    assert resolve(answers).at.name == "quick"
    stopped = with_answer(answers, "quick", "strength")
    assert resolve(stopped).at.name == "quick-help"
    on = with_answer(stopped, "quick-dealt-with", "yes")
    assert resolve(on).at.name == "medicine"
    assert resolve(with_answer(on, "how", "quickly")).at.name == "quick-help"


def test_the_care_cards_come_worst_first_one_for_each_part():
    assert {*NODES["new"].answers} == set(CONCERNS)
    levels = [concern.level for concern in CONCERNS.values()]
    assert levels == sorted(levels, key=["same-day", "soon"].index)
    cards = worst_first(["strength", "fever", "strength", "breathing"])
    assert [card.name for card in cards] == ["breathing", "fever", "strength"]
    assert cards[-1].level == "soon"  # a possible relapse: within two days
    assert CONCERNS["bladder"].signs[0] == "cannot-pass-urine"  # 911


@pytest.mark.parametrize("told", ["primary", "no-ms"])
def test_another_diagnosis_ends_the_walk_with_a_way_back(told):
    answers = clear_way(told=told, relapse="yes")
    assert resolve(answers).at.name == told
    assert not resolve(answers).complete
    assert resolve(with_answer(answers, "told", "not-sure")).at.name == "mri"
