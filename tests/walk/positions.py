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


def covering_paths() -> list[Position]:
    """Return some of ``PATHS``: together they have each answer at each place, and each outcome."""
    features = {
        path: {
            path.outcome,
            *((place, step.node.name, step.value) for place, step in enumerate(path.trail)),
        }
        for path in PATHS
    }
    missing = set().union(*features.values())
    chosen = []
    while missing:
        chosen.append(max(PATHS, key=lambda path: len(missing & features[path])))
        missing -= features[chosen[-1]]
    return chosen
