"""Clean text that staff type or paste, and find what cleaning cannot correct.

Cleaning changes only what has one meaning: line ends, invisible characters, ligatures, and bullets
that a word processor typed as letters. It is idempotent, and leaves a clean text unchanged. Text
with more than one possible meaning stays as typed: ``problem`` describes a character that neither
a page nor a PDF may contain, and ``leftovers`` describes formatting that was lost in a paste.
"""

import calendar
import re
import unicodedata
from collections.abc import Iterator

from guidance.pages import characters
from guidance.pages.citations import MARKER

NEAR = 25
"""The number of characters before a refused character that its error message quotes."""

MONTH = rf"(?:{'|'.join(calendar.month_name[1:])}) 20\d\d"
MARKERS = rf"(?:\s*{MARKER.pattern})+"
LABEL_MONTH = re.compile(rf"(?P<month>{MONTH})(?P<markers>{MARKERS})\s*")
"""The month of a label and its sources: “June 2026 [@source-key]”."""
NO_LABEL_MONTH = "Give only the month of the label and its source: June 2026 [@source-key]."

_LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_JOINED_LATER = re.compile(r"\xad[ \t]*\n[ \t]*")
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f\xad\u180e\u200b\u2060\ufeff]")
_LIGATURES = str.maketrans(
    {
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
        "\ufb05": "st",
        "\ufb06": "st",
    }
)
_BULLETS = "•·▪▫●○◦‣⁃∙■□\uf0b7\uf0a7\uf0d8\uf076\uf0fc"
_BULLET = re.compile(
    rf"^[ \t\xa0]*(?:[{_BULLETS}][ \t\xa0]*|[o\u2013\u2014*-][ \xa0]*\t[ \t\xa0]*)"
)
_BULLET_ALONE = re.compile(rf"^[ \t\xa0]*[{_BULLETS}][ \t\xa0]*\n[ \t\xa0]*(?=\S)", re.MULTILINE)
_NUMBER = re.compile(r"^[ \t\xa0]*(\d{1,2}[.)])[ \xa0]*\t[ \t\xa0]*")
_BOLD_TAG = re.compile(r"<(b|strong)>(?=\S)([^<>\n]*?\S)</\1>", re.IGNORECASE)
_ITEM_MARK = re.compile(rf"^[ \t\xa0]*(?:\d{{1,2}}[.)][ \t\xa0]+|[{_BULLETS}*-][ \t\xa0]+)")

_LOST = "It stands for a character that was lost in copying. Type what belongs there."
_TURNS = "It turns the text after it around. Take it out."
_DAMAGED = "It comes from a text that was copied with the wrong encoding. Type what belongs there."
_REFUSED = {
    "\ufffd": _LOST,
    **dict.fromkeys("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", _TURNS),
    **dict.fromkeys(map(chr, range(0x80, 0xA0)), _DAMAGED),
    **dict.fromkeys("\ufff9\ufffa\ufffb", "It cannot be printed. Take it out."),
}
_ANY_REFUSED = re.compile(f"[{''.join(_REFUSED)}]")
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


# Cleaning


def clean(text: str) -> str:
    """Return ``text`` composed (NFC), with plain line ends and without invisible characters.

    Line breaks of any kind become a newline, a soft hyphen at the end of a line joins its word,
    and ligatures become letters. White space at both ends is removed.
    """
    text = _LINE_ENDS.sub("\n", text)
    text = _INVISIBLE.sub("", _JOINED_LATER.sub("", text))
    return unicodedata.normalize("NFC", text.translate(_LIGATURES)).strip()


def clean_line(text: str) -> str:
    """Return ``text`` cleaned and on one line: line breaks and tabs become a space."""
    return re.sub(r"[ \t]*[\n\t]\s*", " ", clean(text))


def clean_markup(text: str) -> str:
    """Return a cited text cleaned: pasted bullets become list items, bold tags become ``**``."""
    text = _BULLET_ALONE.sub("- ", clean(text))
    lines = [_NUMBER.sub(r"\1 ", _BULLET.sub("- ", line)).rstrip() for line in text.split("\n")]
    text = "\n".join(lines)
    while text != (text := _BOLD_TAG.sub(r"**\2**", text)):
        pass
    return text


def clean_questions(text: str) -> str:
    """Return questions cleaned, one on each line, without numbers and bullets before them."""
    lines = [line.strip() for line in _BULLET_ALONE.sub("", clean(text)).split("\n")]
    for index, line in enumerate(lines):
        while line != (line := _ITEM_MARK.sub("", _BULLET.sub("", line)).strip()):
            pass
        lines[index] = line
    return "\n".join(lines).strip()


def for_xml(text: str) -> str:
    """Return ``text`` with a space in place of each character that XML 1.0 does not allow."""
    return _NOT_IN_XML.sub(" ", text)


# Characters that are refused


def problem(text: str) -> str:
    """Return an error message about the first character that cannot be shown, or "".

    The message has the Unicode name and code point of the character, and its place in the text.
    """
    if text.isascii() and text.replace("\n", "").isprintable():
        return ""
    refused = _ANY_REFUSED.search(text)
    if refused:
        return f"{_named(refused[0])} {_place(text, refused[0])}: {_REFUSED[refused[0]]}"
    if cluster := characters.not_shown(text):
        return f"{_named(cluster)} {_place(text, cluster)}: It cannot be printed. Take it out."
    return ""


def _named(cluster: str) -> str:
    """Return a description of ``cluster``: the visible characters, their names and code points."""
    names = " and ".join(unicodedata.name(character, _unnamed(character)) for character in cluster)
    codes = " ".join(f"U+{ord(character):04X}" for character in cluster)
    visible = "" if unicodedata.category(cluster[0])[0] in "CZ" else f"“{cluster}” "
    return f"The character {visible}({names}, {codes})"


def _unnamed(character: str) -> str:
    private = unicodedata.category(character) == "Co"
    return "a private character of one font" if private else "a control character"


def _place(text: str, cluster: str) -> str:
    """Return the place of ``cluster``: its line if there are several, and the words before it."""
    composed = unicodedata.normalize("NFC", text)
    before, _, _ = composed.partition(cluster)
    line = f"in line {before.count(chr(10)) + 1}, " if "\n" in composed else ""
    words = before.rpartition("\n")[2][-NEAR:].strip()
    return f"{line}after “{words}”" if words else f"{line}at the start"


# Formatting that was lost in a paste

_LINK = re.compile(r"\]\([^)\s]*\)")
_LEFTOVERS = (
    (
        re.compile(r"^[ \t]*#{1,6}[ \t]+\S.*|^[ \t]*(?:={3,}|-{3,})[ \t]*$", re.MULTILINE),
        "is a heading or a rule, and pages have none here. Make the words bold, or take it out.",
    ),
    (
        re.compile(r"^[^|\n]*\|[^|\n]*\|.*$|\S+ *\t[ \t]*\S+", re.MULTILINE),
        "looks like a row of a table, and pages have none here. Write a list.",
    ),
    (
        re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>\n]*)?/?>", re.IGNORECASE),
        "is HTML, which readers would see as typed. Take it out; write **words** for bold.",
    ),
    (
        re.compile(
            r"(?<![\w*])\*(?![\s*])[^*\n]+(?<!\s)\*(?![\w*])"
            r"|(?<![\w_])_(?![\s_])[^_\n]+(?<!\s)_(?![\w_])"
        ),
        "has marks for italics, which readers would see as typed. Write **words** for bold.",
    ),
    (
        re.compile(r"\bhttps?://[^\s<>]+|\bwww\.[^\s<>]+", re.IGNORECASE),
        "is a bare address. Cite a source as [@source-key], or write [words](address).",
    ),
    (
        re.compile(r"\b[^\W\d_]{2,}-\n[^\W\d_]{2,}"),
        "is a word broken at the end of a line. Join it.",
    ),
    (
        re.compile(
            r"\[\d{1,3}(?:[,\u2013-] ?\d{1,3})*\]"
            r"|[^\W\d_]{3,}[.,;:)]?[\xb9\xb2\xb3\u2070\u2074-\u2079]+"
            r"|\b[a-z]{3,}[.,;]\d{1,3}(?:[,\u2013-]\d{1,3})*(?=\s|$)"
        ),
        "looks like the number of a footnote. Cite the source as [@source-key].",
    ),
    (
        re.compile(rf"\S*[ \t]*[{_BULLETS.replace('·', '')}][ \t]*\S*|\s·\s"),
        "has a bullet inside a line. Begin each item on a line of its own with “- ”.",
    ),
)


def leftovers(text: str) -> Iterator[str]:
    """Yield a warning for each kind of pasted formatting in a cited text, with its first example.

    Citations and the addresses of links are ignored.
    """
    words = _LINK.sub("]", MARKER.sub("", text))
    for pattern, why in _LEFTOVERS:
        if match := pattern.search(words):
            example = " ".join(match[0].split())
            yield f"“{example}” {why}"


def numbered(question: str) -> str:
    """Return the number or bullet at the start of a question, or ""."""
    mark = _ITEM_MARK.match(question)
    return mark[0].strip() if mark else ""


def problem_of_label_month(text: str) -> str:
    """Return why ``text`` is not the month of a label and its source; empty if it is, or empty."""
    return "" if not text or LABEL_MONTH.fullmatch(text) else NO_LABEL_MONTH
