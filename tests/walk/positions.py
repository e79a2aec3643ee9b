"""Complete positions of the walk, and answers that lead to a position."""

import random
from functools import cache

from guidance.walk.questions import Finding, Position, paths

Y, N, K, U = Finding.YES, Finding.NO, Finding.NO_KNOWN, Finding.UNKNOWN
WAY_IN = {"safety": "none", "told": "spms"}
CORE = tuple(paths(**WAY_IN, medicine="planned"))
"""The paths that differ in what counts for activity or progression."""
BY_TYPE = tuple(paths(safety="none", medicine="planned"))
"""The same for each answer about what the reader was told."""
FEW = 500
"""How many paths stand for all where each is walked many times."""


@cache
def every_path() -> tuple[Position, ...]:
    """Return the position at the end of every path of the table."""
    return tuple(paths())


@cache
def some_paths() -> tuple[Position, ...]:
    """Return some of all complete paths, the same ones each time."""
    complete = [path for path in every_path() if path.complete]
    return tuple(random.Random(13).sample(complete, FEW))


def answers_of(position: Position) -> dict[str, str]:
    """Return {key of a question: answer} of the way to ``position``."""
    return {step.node.key: step.value for step in position.trail}


def clear_way(**answers: str) -> dict[str, str]:
    """Return answers without a stop or an exit, and then ``answers``, with _ for the hyphen."""
    rest = {key.replace("_", "-"): value for key, value in answers.items()}
    return {**WAY_IN, **rest}


@cache
def covering_paths() -> tuple[Position, ...]:
    """Return some paths: together they have each answer at each place, each outcome and exit."""
    missing = set().union(*(_features(path) for path in every_path()))
    chosen = []
    for _ in some_paths():
        best = max(some_paths(), key=lambda path: len(missing & _features(path)))
        if not missing & _features(best):
            break
        chosen.append(best)
        missing -= _features(best)
    for path in every_path():
        if new := missing & _features(path):
            chosen.append(path)
            missing -= new
    seen = {path.outcome for path in chosen}
    for path in BY_TYPE:
        if path.outcome not in seen:
            chosen.append(path)
            seen.add(path.outcome)
    return tuple(chosen)


def _features(path: Position) -> set[object]:
    places = {(place, step.node.name, step.value) for place, step in enumerate(path.trail)}
    return {path.at.name, *places}
