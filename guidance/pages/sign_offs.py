"""What a page shows besides its own text, and whether a clinician signed off all of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from guidance.pages.structures import Review


class Signed(StrEnum):
    """How much of what a page shows is signed off."""

    ALL = "all"
    PART = "part"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ShownWith:
    """A part that other pages say: its ``name``, and the reviews of these pages.

    A part without reviews, such as the words of the glossary, cannot be signed off.
    """

    name: str
    reviews: tuple[Review, ...] = ()

    @property
    def signed(self) -> Signed:
        """How much of it is signed off."""
        signed = [is_signed(review) for review in self.reviews]
        if not any(signed):
            return Signed.NONE
        return Signed.ALL if all(signed) else Signed.PART

    @property
    def signers(self) -> tuple[str, ...]:
        """Who signed off any of it, each once."""
        return tuple(dict.fromkeys(map(signer, filter(is_signed, self.reviews))))


def is_signed(review: Review) -> bool:
    """Return whether a clinician signed off."""
    return bool(review.signed_off_by)


def signer(review: Review) -> str:
    """Return the name and credentials of who signed off."""
    return ", ".join(filter(None, (review.signed_off_by, review.signed_off_credentials)))


@dataclass(frozen=True, slots=True)
class WholePage:
    """All that a page shows: how much is ``signed``, and ``by`` whom if all by the same."""

    signed: Signed
    by: str

    @classmethod
    def of(cls, review: Review, shown_with: Iterable[ShownWith]) -> "WholePage":
        """Return the status of a page with its own ``review`` and the parts beside its text."""
        parts = (ShownWith("", (review,)), *shown_with)
        levels = {part.signed for part in parts}
        names = {review.signed_off_by for part in parts for review in part.reviews}
        if levels == {Signed.ALL}:
            return cls(Signed.ALL, review.signed_off_by if len(names) == 1 else "")
        return cls(Signed.NONE if levels == {Signed.NONE} else Signed.PART, "")
