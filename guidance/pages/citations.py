"""Citations: the ``[@source-key]`` markers in texts.

A marker names a source by its key. Numbers are assigned when a page is frozen, by first appearance
on that page, so that an edit cannot leave a wrong number behind.
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
    """Return ``text`` without its markers and the space before each."""
    return re.sub(r"\s*" + MARKER.pattern, "", text)


def markers_of(keys: Iterable[str]) -> str:
    """Return the markers of the sources ``keys``, each once, without space between them."""
    return "".join(f"[@{key}]" for key in dict.fromkeys(keys))


def problems(text: str, known: Iterable[str]) -> list[str]:
    """Return one sentence for each marker in ``text`` that cannot be resolved.

    ``known`` holds the keys of the sources that exist. The sentence about an unknown key suggests
    the nearest existing keys.
    """
    known = frozenset(known)
    messages = []
    for key in keys_in(text):
        if key not in known:
            near = get_close_matches(key, sorted(known), n=3, cutoff=0.5)
            hint = f" Did you mean {' or '.join(near)}?" if near else ""
            messages.append(f"There is no source with the key “{key}”.{hint}")
    for marker in MALFORMED.findall(text):
        messages.append(f"“{marker}” is not a citation. Write it as [@source-key].")
    return messages


@dataclass(frozen=True, slots=True)
class Mention:
    """One citation of a source: the number of the source on the page, and the mention's count."""

    number: int
    mention: int

    @property
    def anchor(self) -> str:
        """The HTML id of this mention, unique on its page."""
        return f"cite-{self.number}-{self.mention}"


@dataclass(slots=True)
class Numbering:
    """Assigns numbers to the sources of one page, in order of first appearance.

    ``mentions`` counts the citations of each key.
    """

    mentions: dict[str, int] = field(default_factory=dict)

    def cite(self, key: str) -> Mention:
        """Record one more citation of ``key`` and return its number and count."""
        self.mentions[key] = self.mentions.get(key, 0) + 1
        return Mention(number=list(self.mentions).index(key) + 1, mention=self.mentions[key])
