"""Sources with the pages that cite them, and a list of sources where an edition has none."""

from collections.abc import Iterable
from dataclasses import dataclass

from guidance.pages.structures import EMPTY, Page, Source, SourcesPage


@dataclass(frozen=True, slots=True)
class Used:
    """A source and the pages that cite it."""

    source: Source
    pages: tuple[Page, ...]


def list_of_cited(pages: Iterable[Page], listed: Iterable[Source] = ()) -> SourcesPage:
    """Return a list of the sources that ``pages`` cite and of those ``listed``, which win."""
    cited = {
        reference.source.key: reference.source for page in pages for reference in page.references
    }
    return SourcesPage(
        slug="sources",
        title="Sources",
        summary=EMPTY,
        sections=(),
        references=(),
        sources=tuple({**cited, **{source.key: source for source in listed}}.values()),
    )
