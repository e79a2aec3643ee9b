"""The check code of a sheet: which edition it was made from and which pages are on it.

It is meant to be read aloud and typed: no sign that looks like another (0, O, 1, I, L), groups of
four, and two signs at the end that catch any single slip and any two neighbors swapped. It says
nothing about a person.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from guidance.pages.kinds import kind_of

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
BASE = len(SIGNS)
PRIME = 953
"""The largest prime that two signs can hold: a slip changes a number by no multiple of it."""
MOST_PAGES = 30
PLACES = 2048
"""How many pages that can stand on a sheet an edition may have for a short code.

Where it has more, the code says with how many bits it counts them: see ``_wide``.
"""
WIDE = 1 << 40
"""A code with no page and at least this in place of its edition is a long one."""
MOST_BITS = 32
GROUP = 4
SHORTEST, LONGEST = 4, 150


class BadCode(ValueError):
    """This is not the code of any sheet. The message says what to do."""


class TooManyPages(ValueError):
    """A sheet holds more, or the edition has more pages, than a code can tell."""


@dataclass(frozen=True, slots=True)
class Code:
    """What a code says. ``places`` are places in the edition's list of pages."""

    edition: int
    places: tuple[int, ...]

    def keys(self, pages: Iterable[str]) -> tuple[str, ...]:
        """Return the page keys, given all page keys of that edition. Raises ``BadCode``."""
        listed = listing(pages)
        if any(place >= len(listed) for place in self.places):
            raise BadCode("This code does not fit its edition. Look at each sign again.")
        return tuple(listed[place] for place in self.places)


def listing(pages: Iterable[str]) -> Sequence[str]:
    """Return the page keys that can stand on a sheet, in the order in which codes count them."""
    return sorted(key for key in pages if (kind := kind_of(key)) and kind.form_field)


def encode(edition: int, keys: Iterable[str], pages: Iterable[str]) -> str:
    """Return the code of a sheet with the pages ``keys``, out of all ``pages`` of ``edition``.

    Raises ``TooManyPages``.
    """
    listed = listing(pages)
    places = sorted({listed.index(key) for key in keys})
    if len(places) > MOST_PAGES:
        raise TooManyPages(f"{len(places)} pages are too many for a code.")
    if len(listed) <= PLACES:
        number = _packed(edition, places, PLACES)
    else:
        number = _wide(edition, places, (len(listed) - 1).bit_length())
    signs = _signs(number) + _signs(number % PRIME).rjust(2, SIGNS[0])
    signs = signs.rjust(SHORTEST, SIGNS[0])
    if len(signs) > LONGEST:
        raise TooManyPages(f"{len(places)} pages out of {len(listed)} are too many for a code.")
    return "-".join(signs[at : at + GROUP] for at in range(0, len(signs), GROUP))


def decode(typed: str) -> Code:
    """Return what a typed code says; spaces, hyphens and small letters are fine.

    Raises ``BadCode``.
    """
    signs = "".join(typed.upper().replace("-", " ").split())
    strange = [sign for sign in signs if sign not in SIGNS]
    if strange:
        raise BadCode(
            f"“{strange[0]}” is in no code. Codes have no 0, 1, I, L or O. Look at the sheet again."
        )
    if not SHORTEST <= len(signs) <= LONGEST:
        raise BadCode("This code is too short or too long. Look at the sheet again.")
    number, check = _number(signs[:-2]), _number(signs[-2:])
    if number % PRIME != check:
        raise BadCode("There is a typing mistake in this code. Look at each sign again.")
    code = _unpacked(number, PLACES)
    if code.places or code.edition < WIDE:
        return code
    number, bits = divmod(code.edition - WIDE, MOST_BITS)
    return _unpacked(number, 1 << bits)


def _packed(edition: int, places: Sequence[int], size: int) -> int:
    """Return one number for ``edition`` and ``places``, each below ``size``."""
    number = edition
    for place in places:
        number = number * size + place
    return number * (MOST_PAGES + 1) + len(places)


def _unpacked(number: int, size: int) -> Code:
    number, count = divmod(number, MOST_PAGES + 1)
    places: list[int] = []
    for _ in range(count):
        number, place = divmod(number, size)
        places.insert(0, place)
    return Code(number, tuple(places))


def _wide(edition: int, places: Sequence[int], bits: int) -> int:
    """Return the number of a long code, in which each place takes ``bits`` bits.

    An older release reads it as a code of an edition that there never was, and says so.
    """
    return _packed(WIDE + _packed(edition, places, 1 << bits) * MOST_BITS + bits, (), PLACES)


def _signs(number: int) -> str:
    found = ""
    while number:
        number, digit = divmod(number, BASE)
        found = SIGNS[digit] + found
    return found


def _number(signs: str) -> int:
    number = 0
    for sign in signs:
        number = number * BASE + SIGNS.index(sign)
    return number
