"""The check code of a handout, which encodes its edition and its pages.

The code can be read aloud and typed: it has no characters that look alike (0, O, 1, I, L), and is
in groups of four. Two check characters at the end detect any single wrong character, and any two
adjacent characters that are swapped. The code says nothing about a person.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from guidance.pages.kinds import kind_of

CHARACTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
BASE = len(CHARACTERS)
PRIME = 953
"""The check modulus: the largest prime below 31 squared.

No single wrong character or adjacent swap changes the number by a multiple of it.
"""
MOST_PAGES = 30
SHORT_CODE_PAGES = 2048
"""The largest number of handout pages of an edition for which codes are short.

For a larger edition, the code also contains the number of bits per page: see ``_wide``.
"""
WIDE = 1 << 40
"""The smallest edition number that, in a code without pages, marks a long code."""
MOST_BITS = 32
GROUP = 4
SHORTEST, LONGEST = 4, 150


class BadCode(ValueError):
    """No handout has this code. The message is for readers and says what to do."""


class TooManyPages(ValueError):
    """The handout, or its edition, has more pages than a code can encode."""


@dataclass(frozen=True, slots=True)
class Code:
    """A decoded code. ``places`` are positions in the list of the edition's pages."""

    edition: int
    places: tuple[int, ...]

    def keys(self, pages: Iterable[str]) -> tuple[str, ...]:
        """Return the page keys, given all page keys of that edition. Raises ``BadCode``."""
        listed = listing(pages)
        if any(place >= len(listed) for place in self.places):
            raise BadCode("This code does not fit its edition. Look at each sign again.")
        return tuple(listed[place] for place in self.places)


def listing(pages: Iterable[str]) -> Sequence[str]:
    """Return the page keys that can be on a handout, in the order in which codes number them."""
    return sorted(key for key in pages if (kind := kind_of(key)) and kind.form_field)


def encode(edition: int, keys: Iterable[str], pages: Iterable[str]) -> str:
    """Return the code of a handout with the pages ``keys``, out of all ``pages`` of ``edition``.

    Raises ``TooManyPages``.
    """
    listed = listing(pages)
    places = sorted({listed.index(key) for key in keys})
    if len(places) > MOST_PAGES:
        raise TooManyPages(f"{len(places)} pages are too many for a code.")
    if len(listed) <= SHORT_CODE_PAGES:
        number = _packed(edition, places, SHORT_CODE_PAGES)
    else:
        number = _wide(edition, places, (len(listed) - 1).bit_length())
    code = _characters(number) + _characters(number % PRIME).rjust(2, CHARACTERS[0])
    code = code.rjust(SHORTEST, CHARACTERS[0])
    if len(code) > LONGEST:
        raise TooManyPages(f"{len(places)} pages out of {len(listed)} are too many for a code.")
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def decode(typed: str) -> Code:
    """Decode a typed code. Spaces, hyphens and lower-case letters are accepted.

    Raises ``BadCode``.
    """
    entered = "".join(typed.upper().replace("-", " ").split())
    unknown = [character for character in entered if character not in CHARACTERS]
    if unknown:
        raise BadCode(
            f"“{unknown[0]}” is in no code. Codes have no 0, 1, I, L or O. Look at the sheet again."
        )
    if not SHORTEST <= len(entered) <= LONGEST:
        raise BadCode("This code is too short or too long. Look at the sheet again.")
    number, check = _number(entered[:-2]), _number(entered[-2:])
    if number % PRIME != check:
        raise BadCode("There is a typing mistake in this code. Look at each sign again.")
    code = _unpacked(number, SHORT_CODE_PAGES)
    if code.places or code.edition < WIDE:
        return code
    number, bits = divmod(code.edition - WIDE, MOST_BITS)
    return _unpacked(number, 1 << bits)


def _packed(edition: int, places: Sequence[int], size: int) -> int:
    """Return ``edition`` and ``places``, each below ``size``, packed into one number."""
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
    """Return the number of a long code, in which each page takes ``bits`` bits.

    A release that does not know long codes decodes it as an edition that does not exist.
    """
    return _packed(
        WIDE + _packed(edition, places, 1 << bits) * MOST_BITS + bits, (), SHORT_CODE_PAGES
    )


def _characters(number: int) -> str:
    characters = ""
    while number:
        number, digit = divmod(number, BASE)
        characters = CHARACTERS[digit] + characters
    return characters


def _number(characters: str) -> int:
    number = 0
    for character in characters:
        number = number * BASE + CHARACTERS.index(character)
    return number
