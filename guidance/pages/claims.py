"""Claims: the sentences of a page, each with the sources that it cites.

A claim is one sentence of a paragraph or of a list item. Bold words at the start of a sentence
belong to it. Questions to ask are not claims. The ledger, the content rules and the scorecard read
pages through this module.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from guidance.pages.citations import MARKER, keys_in, without_markers
from guidance.pages.cited_text import Prose
from guidance.pages.guide import Guide
from guidance.pages.kinds import KINDS
from guidance.pages.sections import FIELDS, find, label_of
from guidance.pages.site_pages import Sign, WalkLabel, WalkText
from guidance.pages.structures import Effect, Glance, Page, Section
from guidance.pages.text import Cite, Line, Words, lines
from guidance.pages.texts import Path, owner_and_name, prose_in, strings_in

_MARKERS = rf"(?:\s*{MARKER.pattern})*"
_SENTENCE_END = re.compile(rf"(?<=[.!?])(?P<marks>{_MARKERS})\s+(?=[A-Z0-9“\"(])")
_END_MARKS = " .!?"
_WITH_ID = Section | Glance | Sign | WalkLabel | WalkText


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page.

    ``id`` is a field of the page, such as ``summary`` or ``evidence``, or for one of its sections
    or at-a-glance lines the field and the id, such as ``sections/cost``. The short answer of a
    section has ``/short`` after that. The id is empty for the whole page. ``label`` is what people
    call the part, and is never compared.
    """

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence: the key and title of its page, its part, its words, the keys it cites.

    ``warning`` says whether it warns readers of danger.
    """

    page: str
    title: str
    part: Part
    words: str
    keys: tuple[str, ...]
    warning: bool = False

    @property
    def section(self) -> str:
        """What people call the part of the page."""
        return self.part.label


@lru_cache(maxsize=512)  # many content rules read the same page
def texts(page: Page) -> tuple[tuple[Part, Prose], ...]:
    """Return (part, text) for each text of ``page`` that readers see, in order."""
    return tuple((part(path), prose) for path, prose in located_texts(page))


def located_texts(page: Page) -> Iterator[tuple[Path, Prose]]:
    """Yield (path, text) for each text of ``page`` that readers see, in order.

    The sources of the page are left out, because they are not claims of this site.
    """
    return prose_in(page, skip={"references"})


def strings(page: Page) -> Iterator[tuple[Part, str]]:
    """Yield (part, string) for each string of ``page``, as it was typed.

    Besides the texts these are titles, names, questions, the words of results, the sign-off, and
    the sources that the page cites.
    """
    return ((part(path), string) for path, string in strings_in(page))


def part(path: Path) -> Part:
    """Return the part of a page at ``path``."""
    owner, name = owner_and_name(path)
    field = path[0].name
    part_id = f"{field}/{owner.id}" if isinstance(owner, _WITH_ID) else field
    if isinstance(owner, Section) and name == "short":
        part_id += "/short"
    return Part(part_id, label(path))


def part_of_field(field: str) -> Part:
    """Return the part of a page that is in ``field``."""
    return Part(field, label_of(field))


def part_of_short_answer(section: Section) -> Part:
    """Return the short answer of ``section`` as a part of its page."""
    return Part(f"sections/{section.id}/short", _label_of_short_answer(section))


def _label_of_short_answer(section: Section) -> str:
    return f"{section.heading}: {label_of('short').lower()}"


def part_of_section(section_id: str, label: str) -> Part:
    """Return the section ``section_id`` of a page as a part that is called ``label``."""
    return Part(f"sections/{section_id}", label)


def label(path: Path) -> str:
    """Return the label of the part of a page at ``path``: its heading, or its field in words."""
    owner, name = owner_and_name(path)
    if isinstance(owner, Section) and name == "short":
        return _label_of_short_answer(owner)
    if isinstance(owner, WalkLabel | WalkText):
        return f"{owner.where}, for somebody else" if name == "another" else owner.where
    labelled = FIELDS.get(name)
    return (labelled.label if labelled else "") or _heading(owner) or label_of(name)


def is_warning(page: Page, path: Path) -> bool:
    """Return whether the text of ``page`` at ``path`` warns readers of danger.

    Warnings are declared by section, by field and by kind of page. The text of a side effect that
    is not common is a warning, too.
    """
    kind = KINDS[page.kind]
    owner, name = owner_and_name(path)
    if isinstance(owner, Section):
        section = find(kind.sections, owner.id)
        return kind.urgent or (section is not None and section.warning)
    if isinstance(owner, Effect):
        return owner.seriousness != "common"
    labelled = FIELDS.get(name) if isinstance(owner, Page) else None
    return kind.urgent or (labelled is not None and labelled.warning)


def _heading(owner: object) -> str:
    """Return the heading or name of a part of a page; empty for the page itself."""
    if isinstance(owner, Page):
        return ""
    for name in ("heading", "label", "term", "title", "trial", "side_effect", "name", "slug"):
        if heading := getattr(owner, name, ""):
            return str(heading)
    return ""


@lru_cache(maxsize=512)  # the rules, the ledger and the scorecard read the same pages
def claims(page: Page) -> tuple[Claim, ...]:
    """Return every claim of ``page`` in the order of its structure."""
    return tuple(
        Claim(
            page.key,
            page.title,
            part(path),
            without_markers(sentence).strip(),
            keys_in(sentence),
            is_warning(page, path),
        )
        for path, prose in located_texts(page)
        for sentence in sentences(prose.source)
    )


def all_claims(guide: Guide) -> tuple[Claim, ...]:
    """Return every claim of every page of ``guide``, by page."""
    return tuple(claim for key in sorted(guide.pages) for claim in claims(guide.pages[key]))


def sentences(source: str) -> Iterator[str]:
    """Yield each sentence of the paragraphs and list items of ``source``, markers included."""
    return iter(_sentences(source))


@lru_cache(maxsize=4096)  # as many texts as ``text.parse`` keeps; each page splits its own again
def _sentences(source: str) -> tuple[str, ...]:
    return tuple(_split(source))


def _split(source: str) -> Iterator[str]:
    for line in lines(source):
        bold = {run.text.strip(_END_MARKS) for run in line if isinstance(run, Words) and run.strong}
        opening = ""
        for sentence in split_sentences(_written(line)):
            opening += sentence
            if sentence.strip(_END_MARKS) in bold:
                opening += " "
            else:
                yield opening
                opening = ""
        if opening:
            yield opening.strip()


def split_sentences(text: str) -> list[str]:
    """Split ``text`` at its sentence ends; the markers after a full stop stay with its sentence."""
    split, start = [], 0
    for end in _SENTENCE_END.finditer(text):
        split.append(text[start : end.end("marks")].strip())
        start = end.end()
    return [sentence for sentence in [*split, text[start:].strip()] if sentence]


def _written(line: Line) -> str:
    """Return a line as plain text with its citation markers."""
    return "".join(
        "".join(f" [@{key}]" for key in run.keys) if isinstance(run, Cite) else run.text
        for run in line
    ).strip()
