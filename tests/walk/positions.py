"""All complete positions of the walk, and answers that lead to a position."""

from guidance.walk.questions import Finding, Position, paths

PATHS = tuple(paths())
Y, N, U = Finding.YES, Finding.NO, Finding.UNKNOWN


def answers_of(position: Position) -> dict[str, str]:
    """Return {key of a question: answer} of the way to ``position``."""
    return {step.node.key: step.value for step in position.trail}


def clear_way(**answers: str) -> dict[str, str]:
    """Return answers without a stop or an exit, and then ``answers``, with _ for the hyphen."""
    rest = {key.replace("_", "-"): value for key, value in answers.items()}
    return {"safety": "none", "told-spms": "yes", **rest}
