"""Sources with the pages that cite them, and a list of sources where an edition has none."""

from collections.abc import Iterable
from dataclasses import dataclass

from guidance.pages.cited_text import EMPTY, Source
from guidance.pages.site_pages import SourcesPage, WithdrawnPage
from guidance.pages.structures import Page


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


def pages_citing(pages: Iterable[Page]) -> dict[str, list[Page]]:
    """Return {source key: those of ``pages`` that cite it, A to Z}, without withdrawn ones."""
    citing: dict[str, list[Page]] = {}
    for page in sorted(pages, key=lambda page: page.title.casefold()):
        if not isinstance(page, WithdrawnPage):
            for reference in page.references:
                citing.setdefault(reference.source.key, []).append(page)
    return citing


def by_organization(used: Iterable[Used]) -> list[Used]:
    """Return ``used`` sorted by the organization of the source, then by its title."""
    return sorted(used, key=lambda use: (use.source.organization.casefold(), use.source.title))
