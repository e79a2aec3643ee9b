"""A get-help level with its signs."""

from dataclasses import dataclass

from guidance.pages.choices import BodyPart
from guidance.pages.cited_text import Prose


@dataclass(frozen=True, slots=True)
class LevelSigns:
    """A get-help level with its signs. ``how_soon`` is the level in few words.

    ``first`` are shown at once, in a few words where there are some; ``first_parts`` are the parts
    of the body of those that are shown in full. All that are not shown in full are ``by_part`` of
    the body, as (part, signs), or ``others``, which the get-help page itself has.
    """

    slug: str
    title: str
    action: Prose
    first: tuple[Prose, ...]
    first_parts: frozenset[str]
    by_part: tuple[tuple[BodyPart, tuple[Prose, ...]], ...]
    others: tuple[Prose, ...]
    how_soon: str = ""

    @property
    def name(self) -> str:
        """The title up to its colon, as the heading of the closed level."""
        return self.title.partition(": ")[0]

    @property
    def what_to_do(self) -> str:
        """What the title says after its colon, as the short answer of the closed level."""
        words = self.title.partition(": ")[2]
        return words[:1].upper() + words[1:]

    @property
    def more(self) -> int:
        """The number of signs that are not shown at once in full."""
        return len(self.others) + sum(len(texts) for _part, texts in self.by_part)
