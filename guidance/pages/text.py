"""The CommonMark subset that staff write in, as plain data and as HTML.

Paragraphs, bulleted and numbered lists, bold and links; nothing else. Raw HTML is shown as
typed. A ``[@source-key]`` marker becomes a numbered link into the page's list of sources.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from guidance.pages.citations import MARKER, Numbering

_parser = MarkdownIt("zero", {"html": False}).enable(
    ["list", "emphasis", "link", "newline", "escape", "entity"]
)


def _cite(state: StateInline, silent: bool) -> bool:
    """Take a marker as a whole, before its brackets can be read as those of a link."""
    marker = MARKER.match(state.src, state.pos)
    if marker is None:
        return False
    if not silent:
        state.push("cite", "", 0).content = marker[1]
    state.pos = marker.end()
    return True


_parser.inline.ruler.before("link", "cite", _cite)


@dataclass(frozen=True, slots=True)
class Words:
    """A run of words, bold or not."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A link; ``href`` is a path on this site, or an https, tel or sms address."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Cite:
    """One or more sources cited at the same place."""

    keys: tuple[str, ...]


Run = Words | Link | Cite
Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    line: Line


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; each item is one line. ``ordered`` says whether it is numbered."""

    items: tuple[Line, ...]
    ordered: bool = False


Block = Paragraph | Bullets


def link_is_safe(href: str) -> bool:
    """Say whether a link may be shown: this site, https, tel or sms; never a script."""
    here = href.startswith("/") and not href.startswith("//")
    return here or href.startswith(("#", "https://", "tel:", "sms:"))


@lru_cache(maxsize=2048)  # a sheet is laid out from texts that the next sheet shows too
def parse(source: str) -> tuple[Block, ...]:
    """Return the blocks of ``source``. Whatever is not in the subset stays as typed."""
    blocks: list[Block] = []
    items: list[Line] = []
    ordered = False
    depth = 0
    for token in _parser.parse(source):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            depth += 1
            if depth == 1:
                items, ordered = [], token.type.startswith("ordered")
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
            if depth == 0:
                blocks.append(Bullets(tuple(items), ordered))
        elif token.type == "inline":
            line = _line(token.children or [])
            if depth:
                items.append(line)
            else:
                blocks.append(Paragraph(line))
    return tuple(blocks)


def lines(source: str) -> tuple[Line, ...]:
    """Return every paragraph and list item of ``source``, in order, as lines of runs."""
    return tuple(
        line
        for block in parse(source)
        for line in (block.items if isinstance(block, Bullets) else (block.line,))
    )


def plain(source: str) -> str:
    """Return the words of ``source`` alone, one paragraph or list item a line.

    No marks, no links, no citations.
    """
    return "\n".join(map(plain_line, lines(source)))


def plain_line(line: Line) -> str:
    """Return the words of one line alone."""
    return "".join("" if isinstance(run, Cite) else run.text for run in line).strip()


class FirstUses:
    """Links the first use of each explained word on one page to its explanation.

    ``explained`` maps words in lower case to addresses. A word counts whole, in any case, and
    with a plural s.
    """

    def __init__(self, explained: Mapping[str, str]) -> None:
        self.left = dict(explained)
        words = sorted(map(re.escape, explained), key=len, reverse=True)
        self.pattern = re.compile(rf"(?<![\w-])({'|'.join(words)})s?(?![\w-])", re.IGNORECASE)

    def html(self, words: str) -> str:
        """Return ``words`` as HTML, with a link at each first use."""
        found, at = [], 0
        for use in self.pattern.finditer(words) if self.left else ():
            if address := self.left.pop(use[1].lower(), ""):
                link = f'<a class="term" href="{escape(address)}">{escape(use[0])}</a>'
                found += [escape(words[at : use.start()]), link]
                at = use.end()
        return "".join([*found, escape(words[at:])])


NOTHING_EXPLAINED = FirstUses({})


def to_html(source: str, numbering: Numbering, uses: FirstUses = NOTHING_EXPLAINED) -> str:
    """Return ``source`` as HTML blocks, citing through ``numbering``, linking first ``uses``."""
    return "".join(_block_html(block, numbering, uses) for block in parse(source))


def to_inline_html(source: str, numbering: Numbering, uses: FirstUses = NOTHING_EXPLAINED) -> str:
    """Return ``source`` as one run of HTML without block tags, for a heading or a cell."""
    return " ".join(line_html(line, numbering, uses) for line in lines(source))


def line_html(line: Line, numbering: Numbering, uses: FirstUses = NOTHING_EXPLAINED) -> str:
    """Return one line as HTML, citing through ``numbering``, linking first ``uses``."""
    return "".join(_run_html(run, numbering, uses) for run in line)


def _block_html(block: Block, numbering: Numbering, uses: FirstUses) -> str:
    if isinstance(block, Paragraph):
        return f"<p>{line_html(block.line, numbering, uses)}</p>"
    tag = "ol" if block.ordered else "ul"
    items = "".join(f"<li>{line_html(item, numbering, uses)}</li>" for item in block.items)
    return f"<{tag}>{items}</{tag}>"


def _run_html(run: Run, numbering: Numbering, uses: FirstUses) -> str:
    if isinstance(run, Words):
        text = uses.html(run.text)
        return f"<strong>{text}</strong>" if run.strong else text
    if isinstance(run, Link):
        return f'<a href="{escape(run.href)}">{escape(run.text)}</a>'
    links = []
    for key in run.keys:
        at = numbering.cite(key)
        links.append(
            f'<a id="{at.anchor}" href="#source-{at.number}">'
            f'<span class="vh">Source </span>{at.number}</a>'
        )
    return f"<sup>{' '.join(links)}</sup>"


def _line(tokens: list[Token]) -> Line:
    runs: list[Run] = []
    strong = False
    href: str | None = None
    for token in tokens:
        if token.type == "cite":
            runs.append(Cite((token.content,)))
        elif token.type == "strong_open":
            strong = True
        elif token.type == "strong_close":
            strong = False
        elif token.type == "link_open":
            href = str(token.attrs.get("href", ""))
        elif token.type == "link_close":
            href = None
        elif token.type in ("em_open", "em_close"):
            runs.append(Words(token.markup, strong))  # a lone star belongs to a gene's name
        elif token.type in ("softbreak", "hardbreak"):
            runs.append(Words(" "))
        elif token.content:
            if href is not None and link_is_safe(href):
                runs.append(Link(token.content, href))
            else:
                runs.append(Words(token.content, strong))
    return _tidy(runs)


def _tidy(runs: list[Run]) -> Line:
    """Join citations that stand side by side, and take the space before one away."""
    kept: list[Run] = []
    for run in runs:
        if isinstance(run, Cite):
            if kept and isinstance(last := kept[-1], Words):
                words = last.text.rstrip()
                kept[-1:] = [Words(words, last.strong)] if words else []
            if kept and isinstance(last := kept[-1], Cite):
                kept[-1] = Cite(last.keys + run.keys)
                continue
        kept.append(run)
    return tuple(kept)
