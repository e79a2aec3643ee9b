"""The CommonMark subset that staff write in, as plain data and as HTML.

The subset has paragraphs, bulleted and numbered lists, bold and links. Raw HTML is escaped. A
``[@source-key]`` marker becomes a numbered link to the page's list of sources.
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
    """Parse ``[@key]`` as one token, before the link rule sees its brackets.

    This is an inline rule of markdown-it: it returns whether it matched.
    """
    marker = MARKER.match(state.src, state.pos)
    if marker is None:
        return False
    if not silent:
        state.push("cite", "", 0).content = marker[1]
    state.pos = marker.end()
    return True


_parser.inline.ruler.before("link", "cite", _cite)

_WORD = re.compile(r"\S*[^\W_]\S*")
"""A word with a letter or a digit."""


@dataclass(frozen=True, slots=True)
class Words:
    """A run of text. ``strong`` makes it bold."""

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
    """A list. Each item is one line; an ``ordered`` list is numbered."""

    items: tuple[Line, ...]
    ordered: bool = False


Block = Paragraph | Bullets


def link_is_safe(href: str) -> bool:
    """Return whether a link may be shown: a path on this site, or an https, tel or sms address."""
    is_local = href.startswith("/") and not href.startswith("//")
    return is_local or href.startswith(("#", "https://", "tel:", "sms:"))


@lru_cache(maxsize=4096)  # the shipped guide has 2,300 texts, which are read again and again
def parse(source: str) -> tuple[Block, ...]:
    """Return the blocks of ``source``. Markup that is not in the subset stays as typed."""
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
    """Return each paragraph and list item of ``source``, in order."""
    return tuple(
        line
        for block in parse(source)
        for line in (block.items if isinstance(block, Bullets) else (block.line,))
    )


def plain(source: str) -> str:
    """Return ``source`` as plain text, without markup, link targets and citations.

    Each paragraph and each list item is one line.
    """
    return "\n".join(map(plain_line, lines(source)))


def on_one_line(source: str) -> str:
    """Return ``source`` as plain text on one line, as ``plain`` does on several."""
    return " ".join(plain(source).split())


def word_count(source: str) -> int:
    """Return how many words of ``source`` have a letter or a digit. Citations do not count."""
    return len(_WORD.findall(plain(source)))


def plain_line(line: Line) -> str:
    """Return one line as plain text, without citations."""
    return "".join("" if isinstance(run, Cite) else run.text for run in line).strip()


class FirstUses:
    """Links the first use of each glossary term on one page to its explanation.

    ``explained`` maps terms to addresses. A term matches as a whole word, with or without a plural
    s, in any case. One of capital letters matches only as such: “press” is not the plural of PRES.
    """

    def __init__(self, explained: Mapping[str, str]) -> None:
        self.left = {
            term if term.isupper() else term.lower(): address for term, address in explained.items()
        }
        words = "|".join(
            re.escape(term) if term.isupper() else f"(?i:{re.escape(term)})"
            for term in sorted(self.left, key=len, reverse=True)
        )
        self.pattern = re.compile(rf"(?<![\w-])({words})s?(?![\w-])")

    def html(self, words: str) -> str:
        """Return ``words`` as HTML, with a link at each first use."""
        html, position = [], 0
        for use in self.pattern.finditer(words) if self.left else ():
            if address := self.left.pop(use[1], "") or self.left.pop(use[1].lower(), ""):
                link = f'<a class="term" href="{escape(address)}">{escape(use[0])}</a>'
                html += [escape(words[position : use.start()]), link]
                position = use.end()
        return "".join([*html, escape(words[position:])])


NOTHING_EXPLAINED = FirstUses({})


def to_html(source: str, numbering: Numbering, uses: FirstUses = NOTHING_EXPLAINED) -> str:
    """Return ``source`` as HTML blocks.

    ``numbering`` gives citations their numbers; ``uses`` links the first use of each term.
    """
    return "".join(_block_html(block, numbering, uses) for block in parse(source))


def to_inline_html(source: str, numbering: Numbering, uses: FirstUses = NOTHING_EXPLAINED) -> str:
    """Return ``source`` as HTML without block tags, for a heading or a table cell."""
    return " ".join(line_html(line, numbering, uses) for line in lines(source))


def line_html(line: Line, numbering: Numbering, uses: FirstUses = NOTHING_EXPLAINED) -> str:
    """Return one line as HTML, with numbered citations and links at first uses."""
    return "".join(_run_html(run, numbering, uses) for run in line)


_NUMBER = r"(?:1-)?[2-9]\d\d-(?:[2-9]\d\d-\d{4}|[A-Z]{4}-[A-Z]{3})"
_LINKS_TAGS_AND_PHONES = re.compile(
    rf"<a\b.*?</a>|<[^>]*>|(?<![\w-])(?P<phone>{_NUMBER})(?![\w-])", re.DOTALL
)
_KEYS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999", "-")
"""The keys of a phone for its letters, without hyphens."""


def with_phone_links(html: str) -> str:
    """Return ``html`` with each phone number of the United States as a link that calls it.

    A number has hyphens, as in ``1-800-344-4867`` or ``1-800-QUIT-NOW``. Numbers in links and in
    tags stay as they are.
    """
    return _LINKS_TAGS_AND_PHONES.sub(_phone_link, html)


def to_dial(number: str) -> str:
    """Return a phone number of the United States as a ``tel:`` link dials it."""
    return f"+1{number.translate(_KEYS)[-10:]}"


def _phone_link(found: re.Match[str]) -> str:
    number = found["phone"]
    if not number:
        return found[0]
    return f'<a href="tel:{to_dial(number)}">{number}</a>'


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
        mention = numbering.cite(key)
        links.append(
            f'<a id="{mention.anchor}" href="#source-{mention.number}">'
            f'<span class="vh">Source </span>{mention.number}</a>'
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
            # Italics are not in the subset, and names of genes contain stars (CYP2C9*3).
            runs.append(Words(token.markup, strong))
        elif token.type in ("softbreak", "hardbreak"):
            runs.append(Words(" "))
        elif token.content:
            if href is not None and link_is_safe(href):
                runs.append(Link(token.content, href))
            else:
                runs.append(Words(token.content, strong))
    return _tidy(runs)


def _tidy(runs: list[Run]) -> Line:
    """Join adjacent citations, and remove the space before a citation."""
    tidied: list[Run] = []
    for run in runs:
        if isinstance(run, Cite):
            if tidied and isinstance(last := tidied[-1], Words):
                words = last.text.rstrip()
                tidied[-1:] = [Words(words, last.strong)] if words else []
            if tidied and isinstance(last := tidied[-1], Cite):
                tidied[-1] = Cite(last.keys + run.keys)
                continue
        tidied.append(run)
    return tuple(tidied)
