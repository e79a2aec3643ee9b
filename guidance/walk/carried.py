"""The code that carries the answers of a walk to another day.

It holds the version of the table, whether the answers are about somebody else, the day, the answers
and a checksum, in twelve characters. It holds nothing that identifies a person, and nothing is
kept. The questions about help right now are not carried: they are always asked again.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from guidance.walk.questions import ABOUT_TIME, NODES, VERSION, Node, resolve

LENGTH = 12
FRESH = timedelta(days=31)
"""After this time, the questions about time are asked again."""
CARRIED = ("told", *ABOUT_TIME)
LASTING = {"told": None, "mri": "cannot"}
"""Questions whose answers do not grow old: all of them, or one."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("OIL", "011", " -–—.")
_BITS_OF_DAY, _BITS_OF_ANSWERS, _BITS_OF_CHECK = 12, 26, 18
_FIRST_DAY = date(2026, 1, 1)
_ANOTHER = 8
"""What is added to the version if the answers are about somebody else; versions stay below it."""


class CannotCarry(ValueError):
    """The code has a slip, or belongs to another version of the questions."""


@dataclass(frozen=True, slots=True)
class Carried:
    """Answers from a code. If not ``fresh``, those about time were left out.

    ``another`` says that they are about somebody else.
    """

    answers: Mapping[str, str]
    fresh: bool
    another: bool = False


def code(answers: object, today: date, another: bool = False) -> str:
    """Return the code for the answers on the path of ``answers``, as of ``today``.

    ``another`` says that they are about somebody else.
    """
    position = resolve(answers)
    number = 0
    for key in CARRIED:
        number = number * _size(NODES[key]) + _index(NODES[key], position.answer(key))
    day = (today - _FIRST_DAY).days % (1 << _BITS_OF_DAY)
    version = VERSION | (_ANOTHER if another else 0)
    whole = (version << _BITS_OF_DAY | day) << _BITS_OF_ANSWERS | number
    whole = whole << _BITS_OF_CHECK | _check(whole)
    letters = [_ALPHABET[whole >> 5 * place & 31] for place in reversed(range(LENGTH))]
    return "".join(letters)


def read(text: str, today: date) -> Carried:
    """Return the answers in a code as it was typed. Raises ``CannotCarry``."""
    letters = text.upper().translate(_READ_AS)
    if len(letters) != LENGTH or not set(letters) <= set(_ALPHABET):
        raise CannotCarry(text)
    number = sum(_ALPHABET.index(one) << 5 * place for place, one in enumerate(reversed(letters)))
    number, check = divmod(number, 1 << _BITS_OF_CHECK)
    if check != _check(number):
        raise CannotCarry(text)
    number, answers = divmod(number, 1 << _BITS_OF_ANSWERS)
    version, day = divmod(number, 1 << _BITS_OF_DAY)
    if version & ~_ANOTHER != VERSION:
        raise CannotCarry(text)
    age = ((today - _FIRST_DAY).days - day) % (1 << _BITS_OF_DAY)
    fresh = age <= FRESH.days
    said = _answers(answers)
    if not fresh:
        said = {k: v for k, v in said.items() if k in LASTING and LASTING[k] in (None, v)}
    return Carried(said, fresh, bool(version & _ANOTHER))


def _answers(number: int) -> dict[str, str]:
    said = {}
    for key in reversed(CARRIED):
        number, index = divmod(number, _size(NODES[key]))
        if index:
            said[key] = _value(NODES[key], index)
    return said


def _check(number: int) -> int:
    return zlib.crc32(number.to_bytes(8)) & (1 << _BITS_OF_CHECK) - 1


def _alone(node: Node) -> tuple[str, ...]:
    """Return the answers of ``node`` that are not ticks."""
    return node.answers[len(node.ticks) :]


def _size(node: Node) -> int:
    return (1 << len(node.ticks)) + len(_alone(node))


def _index(node: Node, value: str | None) -> int:
    """Return the number of an answer: 0 for none, then sets of ticks, then the other answers."""
    if value is None:
        return 0
    if value in _alone(node):
        return (1 << len(node.ticks)) + _alone(node).index(value)
    return sum(1 << node.ticks.index(tick) for tick in value.split("+"))


def _value(node: Node, index: int) -> str:
    sets = 1 << len(node.ticks)
    if index >= sets:
        return _alone(node)[index - sets]
    return "+".join(tick for place, tick in enumerate(node.ticks) if index >> place & 1)
