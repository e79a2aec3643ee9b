"""Claims: what a page says, sentence by sentence, and on which sources each sentence rests.

A claim is one sentence of a paragraph or of a list item. The bold words that open a sentence
belong to it. The ledger in the admin, the content rules and the scorecard all read pages through
this. Questions to ask are no claims.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from guidance.pages.citations import MARKER, keys_in, without_markers
from guidance.pages.guide import Guide
from guidance.pages.structures import Page, Prose
from guidance.pages.text import Cite, Line, Words, lines

_MARKS = rf"(?:\s*{MARKER.pattern})*"
_BETWEEN = re.compile(rf"(?<=[.!?])(?P<marks>{_MARKS})\s+(?=[A-Z0-9“\"(])")
_STOPS = " .!?"
LABELS = {
    "in_short": "In short",
    "boxed_warning": "Boxed warning",
    "call_911": "Call 911 if",
    "call_clinic": "Call the clinic if",
}
"""What parts of a page are called whose name in the code says too little."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence: the page and section where it stands, its words, and the keys it cites."""

    page: str
    title: str
    section: str
    words: str
    keys: tuple[str, ...]


def texts(page: Page) -> Iterator[tuple[str, Prose]]:
    """Yield (section, text) for every text of ``page`` that readers see."""
    yield from _texts(page, "")


def _texts(value: object, section: str) -> Iterator[tuple[str, Prose]]:
    if isinstance(value, Prose):
        if value:
            yield section, value
    elif isinstance(value, tuple):
        for inner in value:
            yield from _texts(inner, section)
    elif isinstance(value, msgspec.Struct):
        own = _own_label(value)
        for name in value.__struct_fields__:
            if name == "references":
                continue  # the sources themselves are no words of ours
            label = LABELS.get(name) or own or name.capitalize().replace("_", " ")
            yield from _texts(getattr(value, name), label)


def strings(page: Page) -> Iterator[tuple[str, str]]:
    """Yield (section, string) for every string that ``page`` holds, as its writer typed it.

    Beside the texts there are titles, names, questions, the words of results, who signed it off,
    and the sources that it cites.
    """
    yield from _strings(page, "")


def _strings(value: object, section: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Prose):
        yield section, value.source
    elif isinstance(value, str):
        yield section, value
    elif isinstance(value, tuple):
        for inner in value:
            yield from _strings(inner, section)
    elif isinstance(value, msgspec.Struct):
        own = _own_label(value)
        for name in value.__struct_fields__:
            label = LABELS.get(name) or own or name.capitalize().replace("_", " ")
            yield from _strings(getattr(value, name), label)


def _own_label(value: msgspec.Struct) -> str:
    """Return the heading that a part of a page goes by, empty for the page itself."""
    if isinstance(value, Page):
        return ""
    for name in ("heading", "label", "term", "title", "trial", "side_effect", "name"):
        if label := getattr(value, name, ""):
            return str(label)
    return ""


def claims(page: Page) -> tuple[Claim, ...]:
    """Return every claim of ``page`` in the order of its structure."""
    return tuple(
        Claim(page.key, page.title, section, without_markers(sentence).strip(), keys_in(sentence))
        for section, prose in texts(page)
        for sentence in sentences(prose.source)
    )


def all_claims(guide: Guide) -> tuple[Claim, ...]:
    """Return every claim of every page of ``guide``, by page."""
    return tuple(claim for key in sorted(guide.pages) for claim in claims(guide.pages[key]))


def sentences(source: str) -> Iterator[str]:
    """Yield each sentence of the paragraphs and list items of ``source``, markers included."""
    for line in lines(source):
        bold = {run.text.strip(_STOPS) for run in line if isinstance(run, Words) and run.strong}
        opening = ""
        for sentence in split_sentences(_written(line)):
            opening += sentence
            if sentence.strip(_STOPS) in bold:
                opening += " "
            else:
                yield opening
                opening = ""
        if opening:
            yield opening.strip()


def split_sentences(text: str) -> list[str]:
    """Split ``text`` at its sentence ends; the markers after a full stop stay with its sentence."""
    found, at = [], 0
    for between in _BETWEEN.finditer(text):
        found.append(text[at : between.end("marks")].strip())
        at = between.end()
    return [sentence for sentence in [*found, text[at:].strip()] if sentence]


def _written(line: Line) -> str:
    """Return a line as plain words with its markers."""
    return "".join(
        "".join(f" [@{key}]" for key in run.keys) if isinstance(run, Cite) else run.text
        for run in line
    ).strip()
