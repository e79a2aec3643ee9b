"""The code that carries answers to another day."""

from datetime import date, timedelta

import pytest

from guidance.walk import carried, questions
from guidance.walk.carried import CannotCarry
from tests.walk.positions import CORE, answers_of, some_paths

DAY = date(2026, 11, 23)


def without_help(answers):
    return {key: value for key, value in answers.items() if key in carried.CARRIED}


def test_a_code_has_twelve_characters_and_gives_back_every_way():
    for position in (*CORE, *some_paths()):
        answers = answers_of(position)
        code = carried.code(answers, DAY)
        assert len(code) == 12 and code.isalnum()
        found = carried.read(code, DAY + timedelta(days=31))
        assert found.fresh and found.answers == without_help(answers)


def test_a_code_tells_whether_the_answers_are_about_somebody_else():
    answers = {"safety": "none", "told": "spms", "relapse": "no"}
    own, other = (carried.code(answers, DAY, another) for another in (False, True))
    assert own == carried.code(answers, DAY) != other and len(other) == 12
    assert not carried.read(own, DAY).another
    assert carried.read(other, DAY).another
    assert carried.read(other, DAY).answers == carried.read(own, DAY).answers


def test_every_set_of_ticks_is_carried():
    harder = questions.NODES["harder"]
    for number in range(1, 1 << len(harder.ticks)):
        ticked = [tick for place, tick in enumerate(harder.ticks) if number >> place & 1]
        answers = {"safety": "none", "told": "spms", "relapse": "no", "mri": "never"}
        answers["harder"] = harder.joined(ticked)
        assert carried.read(carried.code(answers, DAY), DAY).answers == without_help(answers)


def test_after_31_days_only_what_does_not_grow_old_is_left():
    answers = {"safety": "none", "told": "spms", "relapse": "no", "mri": "cannot"}
    found = carried.read(carried.code(answers, DAY), DAY + timedelta(days=32))
    assert (found.fresh, found.answers) == (False, {"told": "spms", "mri": "cannot"})
    recent = carried.code({**answers, "mri": "recent"}, DAY)
    assert carried.read(recent, DAY + timedelta(days=32)).answers == {"told": "spms"}


def test_a_code_is_read_as_people_type_it():
    code = carried.code({"safety": "none", "told": "no-type"}, DAY)
    typed = f" {code[:4].lower()} {code[4:8]}-{code[8:]}".replace("0", "o").replace("1", "l")
    assert carried.read(typed, DAY).answers == {"told": "no-type"}


@pytest.mark.parametrize("text", ["", "abc", "U" * 12, "0" * 12, "1234-5678-9ABC", "é" * 12])
def test_what_is_no_code_is_refused(text):
    with pytest.raises(CannotCarry):
        carried.read(text, DAY)


def test_a_slip_is_noticed_and_so_is_another_version(monkeypatch):
    code = carried.code({"safety": "none", "told": "spms", "relapse": "no"}, DAY)
    for place in range(len(code)):
        for other in "07Z":
            if other != code[place]:
                with pytest.raises(CannotCarry):
                    carried.read(code[:place] + other + code[place + 1 :], DAY)
    monkeypatch.setattr(carried, "VERSION", 3)
    with pytest.raises(CannotCarry):
        carried.read(code, DAY)
