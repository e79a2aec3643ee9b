"""The walk on paper leads to the same result as the site, followed by numbers and letters alone."""

from datetime import date

from guidance.walk import wording
from guidance.walk.findings import Outcome
from guidance.walk.paper import LEAVE, RESULT, PaperRule, asked_if, paper
from guidance.walk.questions import NODES, QUESTIONS, Position
from tests.walk.positions import BY_TYPE, CORE, some_paths

OVER = wording.period(date(2026, 11, 23))
SHEET = paper(OVER)
NUMBERED = {question.number: question for question in SHEET.questions}


def circled(position: Position) -> dict[str, str]:
    """Return {heading of a question: letters} that a reader with these answers circles."""
    return {
        wording.question(step.node.key, OVER).heading: "".join(
            "abcdefghij"[step.node.answers.index(value)] for value in step.values
        )
        for step in position.questions
    }


def follow(wanted: dict[str, str]) -> tuple[int, dict[int, str], list[str]]:
    """Follow the sheet from question 1; return where it ends, what is circled, and the stops."""
    number, letters, stops = 1, dict[int, str](), list[str]()
    while number > RESULT:
        question = NUMBERED[number]
        letters[number] = wanted[question.heading]
        answers = [one for one in question.answers if one.letter in letters[number]]
        (goes,) = answers if len(answers) == 1 else [question.together]
        assert goes
        stops += [goes.stop] if goes.stop else []
        number = goes.goes_to
    return number, letters, stops


def first_that_fits(rules: tuple[PaperRule, ...], letters: dict[int, str]) -> PaperRule:
    return next(
        rule
        for rule in rules
        if all(set(named) & set(letters.get(number, "")) for number, named in rule.answers)
    )


def test_the_sheet_leads_every_way_to_the_same_result_with_the_same_stops():
    for position in (*BY_TYPE, *CORE, *some_paths()):
        end, letters, stops = follow(circled(position))
        assert stops == [
            step.node.name for step in position.trail if step.node.name not in NODES_ASKED
        ] + ([] if position.complete else [position.at.name])
        assert (end == LEAVE) == (not position.complete)
        if position.complete:
            activity = first_that_fits(SHEET.activity, letters)
            progression = first_that_fits(SHEET.progression, letters)
            fits = SHEET.results[activity.finding, progression.finding]
            told = f"3{letters[3]}" == SHEET.told
            if not told and progression.finding == "no":
                fits = SHEET.no_type
            assert wording.result(position, OVER).heading.endswith(fits)
            assert (fits == SHEET.no_type) == (position.outcome is Outcome.NO_TYPE)


NODES_ASKED = {node.name for node in QUESTIONS}


def test_the_sheet_names_what_its_rules_and_notes_are_about():
    assert SHEET.activity[1].named == "6a, and 7a"
    assert SHEET.activity[4].named == "4c, and 6b or 6e, and 7b"
    assert [note.named for note in SHEET.notes] == ["9d", "5a", "5b", "7a", "8f", "11c"]
    assert len(SHEET.rows) == 4 and all(len(cells) == len(SHEET.columns) for _, cells in SHEET.rows)
    fever = next(one for one in NUMBERED[2].answers if one.label == "Fever or infection")
    assert fever.call == "Call your clinic today"


def test_a_question_with_the_answers_of_an_earlier_one_says_so_in_place_of_them():
    assert {one.number: one.as_in for one in SHEET.questions if one.as_in} == {10: 2}
    assert [(one.letter, one.label, one.call) for one in NUMBERED[10].answers] == [
        (one.letter, one.label, one.call) for one in NUMBERED[2].answers
    ]


def test_a_question_that_is_not_always_asked_says_after_which_answer():
    assert asked_if(NODES["told"], OVER) == ""
    assert asked_if(NODES["when"], OVER) == "4: “I think so, nobody checked”, “I’m not sure”"
    assert asked_if(NODES["quick"], OVER) == "9: “Quickly, over days or weeks”"
    assert asked_if(NODES["how"], OVER).startswith("8: “Walking”, ")
