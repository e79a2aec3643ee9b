"""Texts that cite sources, and the sources, as a published page holds them.

``Prose`` has both the text as it was typed, which the handout renders with its own source numbers,
and the HTML with the numbers of the page.
"""

from collections.abc import Mapping
from datetime import date

import msgspec

from guidance.pages import text
from guidance.pages.citations import Numbering, keys_in


class Frozen(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all structures of a page. Fields that only a later release has are ignored."""


class Prose(Frozen, frozen=True):
    """A text: ``source`` as it was typed, ``html`` as the page shows it."""

    source: str
    html: str

    def __bool__(self) -> bool:
        return bool(self.source)


EMPTY = Prose(source="", html="")


class Source(Frozen, frozen=True):
    """A publication that statements rest on, as pages show it.

    ``published`` is the publisher's own date in words ("June 2024"), empty if none was found.
    ``checked_on`` is the day on which the statements were last compared with the source.

    The last three fields are for staff, and are stored only in the list of sources.
    ``newer_version`` is the date, in words, of a newer version that is known. ``still_current``
    says why the source stands although it is old, and ``still_current_on`` when somebody looked.
    """

    key: str
    organization: str
    title: str
    address: str
    kind: str
    tier: str
    published: str
    checked_on: date
    how_checked: str
    newer_version: str = ""
    still_current: str = ""
    still_current_on: date | None = None

    def as_cited(self) -> "Source":
        """Return the source without what is for staff, as the pages that cite it store it."""
        return msgspec.structs.replace(
            self, newer_version="", still_current="", still_current_on=None
        )


class Reference(Frozen, frozen=True):
    """A source with its number on one page. ``mentions`` counts the places that cite it."""

    number: int
    mentions: int
    source: Source

    @property
    def anchors(self) -> list[str]:
        """The HTML ids of the places that cite this source, in order."""
        return [f"cite-{self.number}-{mention}" for mention in range(1, self.mentions + 1)]


class UnknownSource(LookupError):
    """A text cites a key that no source has. The message is the key."""


class Composer:
    """Renders the texts of one page and numbers the sources that they cite.

    ``sources`` holds every source that may be cited, by key. ``explained`` maps terms to the
    address that their first use links to. Sources are numbered in the order in
    which texts are rendered.
    """

    def __init__(
        self, sources: Mapping[str, Source], explained: Mapping[str, str] | None = None
    ) -> None:
        self.sources = sources
        self.numbering = Numbering()
        self.uses = text.FirstUses(explained or {})

    def block(self, source: str) -> Prose:
        """Return ``source`` rendered as paragraphs and lists. Raises ``UnknownSource``."""
        self._check(source)
        return Prose(source=source, html=text.to_html(source, self.numbering, self.uses))

    def inline(self, source: str) -> Prose:
        """Return ``source`` rendered without block tags, for a heading, a cell or a list item.

        Raises ``UnknownSource``.
        """
        self._check(source)
        return Prose(source=source, html=text.to_inline_html(source, self.numbering, self.uses))

    def _check(self, source: str) -> None:
        for key in keys_in(source):
            if key not in self.sources:
                raise UnknownSource(key)

    def references(self) -> tuple[Reference, ...]:
        """Return the numbered list of the sources cited so far."""
        return tuple(
            Reference(number=number, mentions=mentions, source=self.sources[key].as_cited())
            for number, (key, mentions) in enumerate(self.numbering.mentions.items(), start=1)
        )
