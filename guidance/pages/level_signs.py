"""A get-help level with its signs."""

from dataclasses import dataclass

from guidance.pages.choices import BodyPart, Urgency
from guidance.pages.structures import Prose

HOW_SOON: dict[str, str] = {
    Urgency.EMERGENCY: "911 now",
    Urgency.CRISIS: "988 now",
    Urgency.SAME_DAY: "Today",
    Urgency.SOON: "Within two days",
    Urgency.NEXT_VISIT: "Next visit",
}
"""The levels in few words, by slug."""


@dataclass(frozen=True, slots=True)
class LevelSigns:
    """A get-help level with its signs.

    ``first`` are shown at once; ``first_parts`` are their parts of the body. The rest are
    ``by_part`` of the body, as (part, signs), and ``others``, which the get-help page itself has.
    """

    slug: str
    title: str
    action: Prose
    first: tuple[Prose, ...]
    first_parts: frozenset[str]
    by_part: tuple[tuple[BodyPart, tuple[Prose, ...]], ...]
    others: tuple[Prose, ...]

    @property
    def how_soon(self) -> str:
        """The level in few words."""
        return HOW_SOON.get(self.slug, self.title)

    @property
    def number_by_part(self) -> int:
        """The number of signs ``by_part`` of the body."""
        return sum(len(texts) for _part, texts in self.by_part)

    @property
    def more(self) -> int:
        """The number of signs that are not ``first``."""
        return len(self.others) + self.number_by_part
