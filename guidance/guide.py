"""The guide: every page of one edition, with the look-ups that views and handouts need.

A ``Guide`` is built once per edition and process and never changes. Look-ups by slug return None
where there is no such page; lists are in the order in which readers see them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from guidance.pages import (
    AnyPage,
    ClinicPage,
    Effect,
    GlossaryPage,
    HelpPage,
    InfoPage,
    Page,
    SideEffectPage,
    Source,
    SourcesPage,
    SubtypePage,
    SymptomPage,
    TherapyPage,
    VisitPage,
    WithdrawnPage,
)

Kind = TypeVar("Kind", bound=Page)

GROUPS: dict[str, str] = {
    "disease-modifying": "Disease-modifying medicines",
    "relapse-treatment": "Treatments for a relapse",
    "rehabilitation": "Rehabilitation",
}
HOW_TAKEN: dict[str, str] = {
    "mouth": "By mouth",
    "shot": "Shot",
    "infusion": "Infusion",
    "sessions": "Sessions",
}
WHERE_TAKEN: dict[str, str] = {"home": "At home", "clinic": "At a clinic or center"}
"""What treatments are filtered by: value to words, in the order in which readers see them."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader asked for on the treatments page; empty means any.

    ``unknown`` names the filters whose value does not exist: they are not applied.
    """

    group: str = ""
    subtype: str = ""
    how: str = ""
    where: str = ""
    unknown: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Say whether anything narrows the list."""
        return bool(self.group or self.subtype or self.how or self.where)


@dataclass(frozen=True, slots=True)
class Used:
    """A source and the pages that cite it."""

    source: Source
    pages: tuple[AnyPage, ...]


class Guide:
    """Every page of one edition. ``number`` and ``published_on`` are the edition's."""

    def __init__(self, number: int, published_on: date, pages: Iterable[AnyPage]) -> None:
        self.number = number
        self.published_on = published_on
        self.pages: dict[str, AnyPage] = {page.key: page for page in pages}

    def _find(self, kind: type[Kind], slug: str) -> Kind | None:
        page = self.pages.get(f"{kind.kind}/{slug}")
        return page if isinstance(page, kind) else None

    def _all(self, kind: type[Kind]) -> list[Kind]:
        found = [page for page in self.pages.values() if isinstance(page, kind)]
        return sorted(found, key=lambda page: page.title.casefold())

    # One page

    def subtype(self, slug: str) -> SubtypePage | None:
        """Return the page of that kind of SPMS."""
        return self._find(SubtypePage, slug)

    def therapy(self, slug: str) -> TherapyPage | None:
        """Return the page of that treatment."""
        return self._find(TherapyPage, slug)

    def side_effect(self, slug: str) -> SideEffectPage | None:
        """Return the page of that side effect."""
        return self._find(SideEffectPage, slug)

    def symptom(self, slug: str) -> SymptomPage | None:
        """Return the page of that symptom."""
        return self._find(SymptomPage, slug)

    def visit(self, slug: str) -> VisitPage | None:
        """Return that ready-made handout."""
        return self._find(VisitPage, slug)

    def info(self, slug: str) -> InfoPage | None:
        """Return the page about the site with that slug."""
        return self._find(InfoPage, slug)

    def withdrawn(self, key: str) -> WithdrawnPage | None:
        """Return what stands where the page ``key`` was withdrawn, None where it was not."""
        return self._find(WithdrawnPage, key)

    @property
    def glossary(self) -> GlossaryPage:
        """The words explained. Raises ``LookupError`` where the edition has none."""
        return self._only(GlossaryPage)

    @property
    def help(self) -> HelpPage:
        """When to call whom. Raises ``LookupError`` where the edition has none."""
        return self._only(HelpPage)

    @property
    def clinic(self) -> ClinicPage:
        """The clinic. Raises ``LookupError`` where the edition has none."""
        return self._only(ClinicPage)

    def _only(self, kind: type[Kind]) -> Kind:
        found = self._all(kind)
        if not found:
            raise LookupError(f"Edition {self.number} has no page of the kind {kind.kind}.")
        return found[0]

    # Lists

    def subtypes(self) -> list[SubtypePage]:
        """Return the kinds of SPMS: active before not active, progressing before not."""
        return sorted(
            self._all(SubtypePage), key=lambda page: (not page.active, not page.progressing)
        )

    def therapies(self, filters: Filters | None = None) -> list[TherapyPage]:
        """Return the treatments that fit ``filters``, A to Z."""
        wanted = filters or Filters()
        subtype = self.subtype(wanted.subtype) if wanted.subtype else None
        return [
            page
            for page in self._all(TherapyPage)
            if (not wanted.group or page.group == wanted.group)
            and (not wanted.how or wanted.how in page.how_taken)
            and (not wanted.where or wanted.where in page.where_taken)
            and (subtype is None or page.slug in subtype.therapies)
        ]

    def side_effects(self) -> list[SideEffectPage]:
        """Return the side effects, A to Z."""
        return self._all(SideEffectPage)

    def symptoms(self) -> list[SymptomPage]:
        """Return the symptoms, A to Z."""
        return self._all(SymptomPage)

    def visits(self) -> list[VisitPage]:
        """Return the ready-made handouts, A to Z."""
        return self._all(VisitPage)

    def infos(self) -> list[InfoPage]:
        """Return the pages about the site."""
        return self._all(InfoPage)

    # From one page to others

    def therapies_of(self, subtype: SubtypePage) -> list[tuple[str, list[TherapyPage]]]:
        """Return the treatments to talk about for a kind of SPMS, by group: (heading, pages)."""
        return self.grouped(self.therapies(Filters(subtype=subtype.slug)))

    def grouped(self, therapies: Iterable[TherapyPage]) -> list[tuple[str, list[TherapyPage]]]:
        """Return ``therapies`` by group, as (heading, pages), leaving out empty groups."""
        found = list(therapies)
        groups = [
            (heading, [page for page in found if page.group == group])
            for group, heading in GROUPS.items()
        ]
        return [(heading, pages) for heading, pages in groups if pages]

    def symptoms_of(self, subtype: SubtypePage) -> list[SymptomPage]:
        """Return the symptoms that a kind of SPMS points to."""
        return [page for page in self.symptoms() if page.slug in subtype.symptoms]

    def subtypes_of(self, therapy: TherapyPage) -> list[SubtypePage]:
        """Return the kinds of SPMS that point to a treatment."""
        return [page for page in self.subtypes() if therapy.slug in page.therapies]

    def effects_of(self, therapy: TherapyPage) -> list[tuple[Effect, SideEffectPage]]:
        """Return a treatment's side effects with their pages, in the treatment's order."""
        found = [(effect, self.side_effect(effect.side_effect)) for effect in therapy.effects]
        return [(effect, page) for effect, page in found if page]

    def therapies_with(self, side_effect: SideEffectPage) -> list[tuple[Effect, TherapyPage]]:
        """Return the treatments that can cause a side effect, A to Z."""
        return [
            (effect, therapy)
            for therapy in self.therapies()
            for effect in therapy.effects
            if effect.side_effect == side_effect.slug
        ]

    def symptoms_with(self, side_effect: SideEffectPage) -> list[SymptomPage]:
        """Return the symptoms whose medicines can cause a side effect, A to Z."""
        return [page for page in self.symptoms() if side_effect.slug in page.side_effects]

    # Sources

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Every source on file: key to source."""
        page = self._only(SourcesPage)
        return {source.key: source for source in page.sources}

    def sources_used(self) -> list[Used]:
        """Return every source that a page cites, with those pages, by organization."""
        used: dict[str, list[AnyPage]] = {}
        for page in self.pages.values():
            for reference in page.references:
                used.setdefault(reference.source.key, []).append(page)
        found = [
            Used(source, tuple(sorted(used[key], key=lambda page: page.title.casefold())))
            for key, source in self.sources.items()
            if key in used
        ]
        return sorted(found, key=lambda one: (one.source.organization.casefold(), one.source.title))
