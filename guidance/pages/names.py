"""The names of pages, and the page that has a name."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from guidance.pages.kinds import KINDS
from guidance.pages.structures import Page


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
