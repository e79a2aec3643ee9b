"""The ways of the walk as a file for a clinician to read and sign.

When a route or a rule is changed on purpose, write the file anew and read the difference:
``make walk-table``.
"""

from pathlib import Path

from guidance.walk.concerns import CONCERNS
from guidance.walk.findings import ACTIVITY, PROGRESSION, Rule
from guidance.walk.notes import (
    NEVER_BESIDE_LATER,
    RULES_OF_ASKS,
    RULES_OF_NOTES,
    SAME_DAY_ONCE_STOPPED,
    SOON_ENOUGH,
    Note,
)
from guidance.walk.questions import QUESTIONS, VERSION, Position, resolve
from tests.walk.positions import CORE

FILE = Path(__file__).with_name("flow_signed_off.txt")
ASKED = ("relapse", "when", "mri", "spots", "harder", "how")


def signed_off() -> str:
    """Return the routes, the care cards, what single answers add, and every way that counts."""
    lines = [f"table {VERSION}", "", "routes"]
    lines += [
        f"{node.name}={route} -> {goal}"
        for node in QUESTIONS
        for route, goal in node.routes.items()
    ]
    lines += ["", "care cards, worst first"]
    lines += [" ".join([one.name, "->", one.level, *one.signs]) for one in CONCERNS.values()]
    for heading, rules in (("activity", ACTIVITY), ("progression", PROGRESSION)):
        lines += ["", f"{heading}: the first line that fits"]
        lines += [f"{_named(rule)} -> {rule.finding}" for rule in rules]
    lines += ["", "what answers add to the result"]
    lines += [f"{_named(rule)} -> note {note}" for note, rule in RULES_OF_NOTES.items()]
    lines += [f"{_named(rule)} -> question {ask}" for ask, rule in RULES_OF_ASKS.items()]
    lines += ["", "notes that replace others"]
    lines += [f"{Note.NONE_FITS} -> not {Note.WARNING_SIGN}"]
    once = "/".join(SAME_DAY_ONCE_STOPPED)
    lines += [f"{Note.STOPPED} and {once} -> {Note.FLARE}, not {Note.STOPPED}/{once}"]
    lines += [f"{'/'.join(NEVER_BESIDE_LATER)} -> not {'/'.join(SOON_ENOUGH)}"]
    lines += ["", "ways, for somebody who was told SPMS | for anybody else"]
    lines += [_way(position) for position in CORE]
    return "\n".join(lines) + "\n"


def _named(rule: Rule) -> str:
    said = (f"{key}={'/'.join(sorted(values))}" for key, values in rule.answers.items())
    return " ".join(said) or "anything else"


def _way(position: Position) -> str:
    said = " ".join(f"{key}={position.answer(key)}" for key in ASKED if position.answer(key))
    answers = {step.node.key: step.value for step in position.trail}
    other = resolve({**answers, "told": "not-sure"})
    findings = f"activity {position.activity}, progression {position.progression}"
    return f"{said} -> {findings}: {position.outcome} | {other.outcome}"


if __name__ == "__main__":
    FILE.write_text(signed_off(), encoding="utf-8")
