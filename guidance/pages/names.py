"""The names of pages, and the pages that have a name or one spelled like it."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from guidance.pages.kinds import KINDS
from guidance.pages.structures import Page

LONGEST_NAME = 60
"""The number of characters of a word that are compared with names, to bound the time it takes."""


def as_in_address(words: str) -> str:
    """Return ``words`` as a slug: lower-case ASCII letters and digits, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", plain))


def names_of(page: Page) -> Iterator[str]:
    """Yield the names of a page: its slug, its title with and without brackets, its other names.

    The other names are in the fields that the kind of page declares.
    """
    yield page.slug
    yield page.title
    yield page.title.partition("(")[0]
    for field in KINDS[page.kind].other_names:
        names = getattr(page, field)
        yield from (names,) if isinstance(names, str) else names


class NameIndex:
    """The names of ``pages``, by kind. Kinds that are not ``named`` are left out."""

    def __init__(self, pages: Iterable[Page]) -> None:
        self.names: dict[str, dict[str, tuple[Page, ...]]] = {}
        for page in pages:
            if KINDS[page.kind].named:
                names = self.names.setdefault(page.kind, {})
                for name in filter(None, dict.fromkeys(map(as_in_address, names_of(page)))):
                    names[name] = (*names.get(name, ()), page)

    def called(self, kind: str, word: str) -> Page | None:
        """Return the page of ``kind`` that has the name ``word``, compared as slugs.

        Return None if no page has this name, or more than one.
        """
        pages = self.names.get(kind, {}).get(as_in_address(word), ())
        return pages[0] if len(pages) == 1 else None

    def nearest(self, word: str, most: int) -> list[Page]:
        """Return up to ``most`` pages with a name that contains ``word`` or is spelled like it."""
        slug = as_in_address(word[:LONGEST_NAME])
        pages_by_name: dict[str, list[Page]] = {}
        for names in self.names.values():
            for name, pages in names.items():
                pages_by_name.setdefault(name, []).extend(pages)
        matches = [name for name in pages_by_name if slug and f"-{slug}-" in f"-{name}-"]
        matches += get_close_matches(slug, pages_by_name, n=most)
        nearest = {page.key: page for name in matches for page in pages_by_name[name]}
        return list(nearest.values())[:most]
