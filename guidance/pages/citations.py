"""Citations: the ``[@source-key]`` markers that writers put in any text.

A marker names a source by its key. It carries no number: numbers are given when a page is
frozen, by first appearance on that page, so an edit can never leave a wrong number behind.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

KEY = r"[a-z0-9][a-z0-9_-]*"
MARKER = re.compile(rf"\[@({KEY})\]")
MALFORMED = re.compile(r"\[@(?!" + KEY + r"\])[^\]\n]{0,60}\]?")


def keys_in(text: str) -> tuple[str, ...]:
    """Return the source keys that ``text`` cites, each once, in order of first appearance."""
    return tuple(dict.fromkeys(MARKER.findall(text)))


def without_markers(text: str) -> str:
    """Return ``text`` with every marker, and the space before it, taken out."""
    return re.sub(r"\s*" + MARKER.pattern, "", text)


def problems(text: str, known: Iterable[str]) -> list[str]:
    """Return one sentence for each marker in ``text`` that cannot be resolved.

    ``known`` holds the keys of the sources that exist. An unknown key is named together with
    the nearest existing keys, so that a slip of the finger can be mended at once.
    """
    known = sorted(known)
    found = []
    for key in keys_in(text):
        if key not in known:
            near = get_close_matches(key, known, n=3, cutoff=0.5)
            hint = f" Did you mean {' or '.join(near)}?" if near else ""
            found.append(f"There is no source with the key “{key}”.{hint}")
    for marker in MALFORMED.findall(text):
        found.append(f"“{marker}” is not a citation. Write it as [@source-key].")
    return found


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a source is cited: its number on the page and which mention it is."""

    number: int
    mention: int

    @property
    def anchor(self) -> str:
        """The HTML id of this mention, unique on its page."""
        return f"cite-{self.number}-{self.mention}"


@dataclass(slots=True)
class Numbering:
    """Gives sources their numbers on one page, in order of first appearance."""

    mentions: dict[str, int] = field(default_factory=dict)

    def cite(self, key: str) -> Mention:
        """Record one more mention of ``key`` and return its number and count."""
        self.mentions[key] = self.mentions.get(key, 0) + 1
        return Mention(number=list(self.mentions).index(key) + 1, mention=self.mentions[key])
