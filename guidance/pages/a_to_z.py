"""Under which names an A to Z lists a side effect or a symptom: all that people use for it.

These are its plain name, its medical names, its short forms (“UTI”), and the first words of the
search that staff gave it. A page stands once under each letter.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from guidance.pages.structures import SideEffectPage, SymptomPage

Listed = SideEffectPage | SymptomPage
MOST_SEARCH_WORDS, MOST_WORDS = 2, 3
"""How many of the first words for the search are names, and how many words such a name has."""

_IN_BRACKETS = re.compile(r"(?P<before>[^()]*)\((?P<inside>[^()]*)\)")
_SHORT_FORM = re.compile(r"[A-Z]{2,5}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of an A to Z: what stands under its letter, and the page.

    ``own`` says that the name is the title of the page, ``short`` that it is a short form.
    """

    name: str
    page: Listed
    own: bool = False

    @property
    def short(self) -> bool:
        """Whether the name is a short form, such as “PML”."""
        return _SHORT_FORM.fullmatch(self.name) is not None

    @property
    def medical(self) -> str:
        """The medical names and short forms of its page that its title does not say."""
        said = self.page.medical_name.casefold()
        forms = [form for form in short_forms(self.page) if form.casefold() not in said]
        named = self.page.medical_name if said != self.page.title.casefold() else ""
        return ", ".join(filter(None, (named, *forms)))


def entries(pages: Iterable[Listed]) -> tuple[Entry, ...]:
    """Return the lines of the A to Z of ``pages``, in order."""
    found = [entry for page in pages for entry in _entries_of(page)]
    return tuple(sorted(found, key=lambda entry: (entry.name.casefold(), entry.page.slug)))


def short_forms(page: Listed) -> tuple[str, ...]:
    """Return the short forms of a page, such as “UTI”: words of capitals alone."""
    found = (*_medical_names(page), *page.search_words)
    return tuple(dict.fromkeys(name for name in found if _SHORT_FORM.fullmatch(name)))


def _entries_of(page: Listed) -> tuple[Entry, ...]:
    """Return the line of a page under its title, and one under each other letter of its names."""
    words = [name for name in page.search_words if not _SHORT_FORM.fullmatch(name)]
    short = [name for name in words[:MOST_SEARCH_WORDS] if len(name.split()) <= MOST_WORDS]
    others: dict[str, list[str]] = {}
    for name in dict.fromkeys((*short_forms(page), *_medical_names(page), *short)):
        others.setdefault(_letter(name), []).append(name)
    others.pop(_letter(page.title), None)
    return (
        Entry(page.title, page, own=True),
        *(Entry(_capitalized(names[0]), page) for names in others.values()),
    )


def _medical_names(page: Listed) -> tuple[str, ...]:
    """Return the medical names of a page; what stands in brackets is a name of its own.

    Commas stand between names, but not within a list that ends with “or”.
    """
    whole = page.medical_name
    names: list[str] = []
    for part in (whole,) if " or " in whole else whole.split(", "):
        found = _IN_BRACKETS.fullmatch(part)
        names += [found["before"], found["inside"]] if found else [part]
    return tuple(name.strip() for name in names if name.strip())


def _letter(name: str) -> str:
    return name[0].upper()


def _capitalized(name: str) -> str:
    return name[0].upper() + name[1:]
