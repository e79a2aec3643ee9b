"""The guide: every page of one edition, with the look-ups that views and handouts need.

A ``Guide`` is built once per edition and process and never changes. Look-ups by slug return None
if there is no such page. Lists are in the order in which the site shows them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from guidance.pages import source_list
from guidance.pages.choices import BodyPart, TherapyGroup, Urgency
from guidance.pages.cited_text import EMPTY, Source
from guidance.pages.harms import those_that_list
from guidance.pages.kinds import KINDS
from guidance.pages.last_changes import LastChanges
from guidance.pages.leading_to import leading_to
from guidance.pages.level_signs import LevelSigns
from guidance.pages.names import NameIndex
from guidance.pages.of_clinic import OfClinic
from guidance.pages.site_pages import (
    ClinicPage,
    GlossaryPage,
    HelpLevel,
    HelpPage,
    Sign,
    SignsPage,
    SourcesPage,
    WithdrawnPage,
)
from guidance.pages.structures import (
    Effect,
    InfoPage,
    Page,
    SideEffectPage,
    SubtypePage,
    SymptomPage,
    TherapyPage,
    TopicPage,
    VisitPage,
)

Kind = TypeVar("Kind", bound=Page)

GROUPS = TherapyGroup.in_words()
HOW_TAKEN: dict[str, str] = {
    "mouth": "By mouth",
    "shot": "Shot",
    "infusion": "Infusion",
    "sessions": "Sessions",
}
WHERE_TAKEN: dict[str, str] = {"home": "At home", "clinic": "At a clinic or center"}
"""The filters of the treatments page: value to label, in display order."""


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters chosen on the treatments page. An empty value means any.

    ``unknown`` holds the labels of filters whose value does not exist; they are not applied.
    """

    group: str = ""
    subtype: str = ""
    how: str = ""
    where: str = ""
    unknown: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Return whether any filter is set."""
        return bool(self.group or self.subtype or self.how or self.where)


OTHER_GROUP = "Other treatments"
"""The heading for treatments in a group that only a later release knows."""

SIGNS = "signs/signs"
"""The key of the page of all signs."""

MOST_FIRST_SIGNS = 5
"""The most signs of a level that are shown at once."""


@dataclass(frozen=True, slots=True)
class UnreadablePage:
    """A page of the edition whose version cannot be read.

    ``title`` is the page's heading, or its slug in words if the heading cannot be read. ``why`` is
    the reason, for staff. ``instead`` is the number of the earlier edition whose version of the
    page is shown in its place, or None.
    """

    key: str
    title: str
    why: str
    instead: int | None = None


class CannotShow(LookupError):
    """The requested page is in the edition but cannot be read. ``page`` is its description."""

    def __init__(self, page: UnreadablePage) -> None:
        super().__init__(f"{page.key} cannot be shown: {page.why}")
        self.page = page


def names_of_signs(page: Page) -> tuple[str, ...]:
    """Return the slugs of the signs that ``page`` names. The page of all signs names none."""
    return () if isinstance(page, SignsPage) else getattr(page, "signs", ())


class Guide(OfClinic):
    """Every page of one edition, with ``number`` and ``published_on`` of that edition.

    ``pages`` holds the pages that can be shown, by key, and ``unreadable`` those that cannot be
    read. A key is in both if an earlier version of an unreadable page is shown. ``last_changes``
    lacks pages whose last change is not known, such as drafts.
    """

    def __init__(
        self,
        number: int,
        published_on: date,
        pages: Iterable[Page],
        unreadable: Iterable[UnreadablePage] = (),
        last_changes: LastChanges | None = None,
    ) -> None:
        self.number = number
        self.published_on = published_on
        self.pages: dict[str, Page] = {page.key: page for page in pages}
        self.unreadable: dict[str, UnreadablePage] = {page.key: page for page in unreadable}
        self.last_changes: LastChanges = last_changes or {}

    @property
    def keys(self) -> set[str]:
        """The keys of all pages of the edition, including those that cannot be shown."""
        return {*self.pages, *self.unreadable}

    @property
    def cannot_show(self) -> list[UnreadablePage]:
        """The pages of listed kinds that cannot be shown, and so are missing from public lists."""
        listed = (kind.id for kind in KINDS.values() if kind.list_route)
        return [page for kind in listed for page in self.cannot_show_of(kind)]

    def cannot_show_of(self, kind: str) -> list[UnreadablePage]:
        """Return the pages of ``kind`` that the edition has but that cannot be shown, A to Z."""
        pages = (
            page
            for key, page in self.unreadable.items()
            if key not in self.pages and key.partition("/")[0] == kind
        )
        return sorted(pages, key=lambda page: page.title.casefold())

    def page(self, key: str) -> Page | None:
        """Return the page ``key``, or None if the edition does not have it.

        Raises ``CannotShow`` if the edition has it but it cannot be read.
        """
        page = self.pages.get(key)
        if page is None and key in self.unreadable:
            raise CannotShow(self.unreadable[key])
        return page

    def find(self, kind: type[Kind], slug: str) -> Kind | None:
        """Return the page of the structure ``kind`` with that slug."""
        page = self.pages.get(f"{kind.kind}/{slug}")
        return page if isinstance(page, kind) else None

    def all_of(self, kind: type[Kind]) -> list[Kind]:
        """Return the pages of the structure ``kind``, in the order of its list."""
        pages = [page for page in self.pages.values() if isinstance(page, kind)]
        return sorted(pages, key=KINDS[kind.kind].place_in_list)

    # One page

    def subtype(self, slug: str) -> SubtypePage | None:
        """Return the page of the type of SPMS with this slug."""
        return self.find(SubtypePage, slug)

    def therapy(self, slug: str) -> TherapyPage | None:
        """Return the page of the treatment with this slug."""
        return self.find(TherapyPage, slug)

    def side_effect(self, slug: str) -> SideEffectPage | None:
        """Return the page of the side effect with this slug."""
        return self.find(SideEffectPage, slug)

    def symptom(self, slug: str) -> SymptomPage | None:
        """Return the page of the symptom with this slug."""
        return self.find(SymptomPage, slug)

    def visit(self, slug: str) -> VisitPage | None:
        """Return the ready-made handout with this slug."""
        return self.find(VisitPage, slug)

    def info(self, slug: str) -> InfoPage | None:
        """Return the page about the site with this slug."""
        return self.find(InfoPage, slug)

    def withdrawn(self, key: str) -> WithdrawnPage | None:
        """Return the notice in place of the page ``key``, or None if it was not withdrawn."""
        return self.find(WithdrawnPage, key)

    def notices(self) -> list[WithdrawnPage]:
        """Return the notices in place of withdrawn pages, A to Z."""
        return sorted(self.all_of(WithdrawnPage), key=lambda notice: notice.title.casefold())

    # By another name

    @cached_property
    def _names(self) -> NameIndex:
        return NameIndex(self.pages.values())

    def called(self, kind: str, word: str) -> Page | None:
        """Return the page of ``kind`` that has the name ``word``, compared as slugs.

        Return None if no page has this name, or more than one.
        """
        return self._names.called(kind, word)

    @property
    def glossary(self) -> GlossaryPage:
        """The glossary. Raises ``CannotShow``."""
        return self.only(GlossaryPage)

    @property
    def help(self) -> HelpPage:
        """The get-help page. Raises ``CannotShow``."""
        return self.only(HelpPage)

    @property
    def clinic(self) -> ClinicPage:
        """The clinic. Raises ``CannotShow``."""
        return self.only(ClinicPage)

    def only(self, kind: type[Kind]) -> Kind:
        """Return the only page of the structure ``kind``.

        Raises ``CannotShow`` if it cannot be read or there is none.
        """
        pages = self.all_of(kind)
        if not pages:
            why = f"Edition {self.number} has no page of the kind {kind.kind}."
            missing = UnreadablePage(KINDS[kind.kind].key, KINDS[kind.kind].name, why)
            raise CannotShow((*self.cannot_show_of(kind.kind), missing)[0])
        return pages[0]

    # Lists

    def subtypes(self) -> list[SubtypePage]:
        """Return the types of SPMS: active before not active, then progressing before not."""
        return self.all_of(SubtypePage)

    def therapies(self, filters: Filters | None = None) -> list[TherapyPage]:
        """Return the treatments that match ``filters``, A to Z."""
        filters = filters or Filters()
        subtype = self.subtype(filters.subtype) if filters.subtype else None
        return [
            page
            for page in self.all_of(TherapyPage)
            if (not filters.group or page.group == filters.group)
            and (not filters.how or filters.how in page.how_taken)
            and (not filters.where or filters.where in page.where_taken)
            and (subtype is None or page.slug in subtype.therapies)
        ]

    def side_effects(self) -> list[SideEffectPage]:
        """Return the side effects, A to Z."""
        return self.all_of(SideEffectPage)

    def symptoms(self) -> list[SymptomPage]:
        """Return the symptoms, A to Z."""
        return self.all_of(SymptomPage)

    def topics(self) -> list[TopicPage]:
        """Return the topics of living with SPMS, A to Z."""
        return self.all_of(TopicPage)

    @property
    def lists_topics(self) -> bool:
        """Whether there is a list of topics: editions of earlier releases have none."""
        return self.info("living-with-spms") is not None

    def visits(self) -> list[VisitPage]:
        """Return the ready-made handouts, A to Z."""
        return self.all_of(VisitPage)

    def infos(self) -> list[InfoPage]:
        """Return the pages about the site."""
        return self.all_of(InfoPage)

    # From one page to others

    def therapies_of(self, subtype: SubtypePage) -> list[tuple[str, list[TherapyPage]]]:
        """Return the treatments to talk about for a type of SPMS, by group: (heading, pages)."""
        return self.grouped(self.therapies(Filters(subtype=subtype.slug)))

    def grouped(self, therapies: Iterable[TherapyPage]) -> list[tuple[str, list[TherapyPage]]]:
        """Return ``therapies`` by group, as (heading, pages). Empty groups are left out."""
        therapies = list(therapies)
        groups = [
            (heading, [page for page in therapies if page.group == group])
            for group, heading in GROUPS.items()
        ]
        groups.append((OTHER_GROUP, [page for page in therapies if page.group not in GROUPS]))
        return [(heading, pages) for heading, pages in groups if pages]

    def symptoms_of(self, subtype: SubtypePage) -> list[SymptomPage]:
        """Return the symptoms that the page of a type of SPMS links to."""
        return [page for page in self.symptoms() if page.slug in subtype.symptoms]

    def subtypes_of(self, therapy: TherapyPage) -> list[SubtypePage]:
        """Return the types of SPMS whose pages link to a treatment."""
        return [page for page in self.subtypes() if therapy.slug in page.therapies]

    def effects_of(self, therapy: TherapyPage) -> list[tuple[Effect, SideEffectPage]]:
        """Return a treatment's side effects with their pages, in the treatment's order.

        A side effect whose page cannot be shown stays in the list, with a page that has only a
        name.
        """
        pairs = [
            (effect, self.side_effect(effect.side_effect) or self._name_of(effect, therapy))
            for effect in therapy.effects
        ]
        return [(effect, page) for effect, page in pairs if page]

    def _name_of(self, effect: Effect, therapy: TherapyPage) -> SideEffectPage | None:
        unreadable = self.unreadable.get(f"{SideEffectPage.kind}/{effect.side_effect}")
        if unreadable is None:
            return None
        return SideEffectPage(
            slug=effect.side_effect,
            title=unreadable.title,
            summary=EMPTY,
            sections=(),
            references=(),
            medical_name="",
            review=therapy.review,
        )

    def therapies_with(self, side_effect: SideEffectPage) -> list[tuple[Effect, TherapyPage]]:
        """Return the treatments that can cause a side effect, A to Z."""
        return list(those_that_list(side_effect, self.therapies()))

    def symptoms_with(self, side_effect: SideEffectPage) -> list[SymptomPage]:
        """Return the symptoms whose medicines can cause a side effect, A to Z."""
        return [page for page in self.symptoms() if side_effect.slug in page.side_effects]

    def read_next(self, topic: TopicPage) -> list[Page]:
        """Return the pages that ``topic`` leads to, by kind, without itself."""
        keys = (
            f"{link.to}/{slug}" for link in KINDS[topic.kind].links for slug in link.slugs(topic)
        )
        return [self.pages[key] for key in keys if key in self.pages and key != topic.key]

    @cached_property
    def _leading_to(self) -> Mapping[str, list[TopicPage]]:
        return leading_to(self.topics(), self.read_next)

    def topics_about(self, page: Page) -> list[TopicPage]:
        """Return the first topics that name ``page`` to read next, in their order."""
        return self._leading_to.get(page.key, [])

    # Signs

    @cached_property
    def signs(self) -> Mapping[str, Sign]:
        """Every sign in its order: slug to sign. Empty if the edition has no table of signs.

        Raises ``CannotShow``.
        """
        page = self.page(SIGNS)
        return {sign.slug: sign for sign in page.signs} if isinstance(page, SignsPage) else {}

    def signs_of(self, page: Page) -> dict[Urgency, list[Sign]]:
        """Return the signs that ``page`` names, by level, most urgent first.

        In a level, signs that are about certain treatments come before those that anyone may have.
        Raises ``CannotShow`` if the page names signs and the edition has no table of signs.
        """
        named = names_of_signs(page)
        if named and SIGNS not in self.keys:
            self.only(SignsPage)
        signs = [sign for slug, sign in self.signs.items() if slug in named]
        signs.sort(key=lambda sign: not sign.own)
        levels = {level: [sign for sign in signs if sign.level == level] for level in Urgency}
        return {level: signs for level, signs in levels.items() if signs}

    @cached_property
    def levels(self) -> tuple[LevelSigns, ...]:
        """The get-help levels with their signs, most urgent first. Raises ``CannotShow``."""
        return tuple(self._with_signs(level) for level in self.help.levels)

    def level(self, slug: str) -> LevelSigns | None:
        """Return the get-help level ``slug`` with its signs, or None. Raises ``CannotShow``."""
        return next((level for level in self.levels if level.slug == slug), None)

    def _with_signs(self, level: HelpLevel) -> LevelSigns:
        signs = [sign for sign in self.signs.values() if sign.level == level.slug]
        listed = (*(sign.at_once for sign in signs), *level.signs)
        first = tuple(sign.at_once for sign in signs if sign.first) or listed[:MOST_FIRST_SIGNS]
        rest = [sign for sign in signs if sign.text not in first]
        by_part = [
            (part, tuple(sign.text for sign in rest if sign.part == part)) for part in BodyPart
        ]
        return LevelSigns(
            slug=level.slug,
            title=self.numbers.in_title(level.title),
            action=level.action,
            first=first,
            first_parts=frozenset(sign.part for sign in signs if sign.text in first),
            by_part=tuple((part, texts) for part, texts in by_part if texts),
            others=tuple(text for text in level.signs if text not in first),
            how_soon=self.numbers.how_soon(level.slug, level.title),
        )

    # Sources

    @cached_property
    def sources_page(self) -> SourcesPage:
        """The list of sources; that of the cited ones if there is none. Raises ``CannotShow``."""
        page = self.page(KINDS[SourcesPage.kind].key)
        if isinstance(page, SourcesPage):
            return page
        return source_list.list_of_cited(self.pages.values())

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Every source of the edition, cited or not: key to source. Raises ``CannotShow``."""
        return {source.key: source for source in self.sources_page.sources}

    @cached_property
    def _citing(self) -> Mapping[str, list[Page]]:
        """{source key: the pages that cite it, A to Z}."""
        return source_list.pages_citing(self.pages.values())

    def use_of(self, key: str) -> source_list.Used | None:
        """Return a source with the pages that cite it, or None if the edition does not have it."""
        source = self.sources.get(key)
        return source_list.Used(source, tuple(self._citing.get(key, ()))) if source else None

    def sources_used(self) -> list[source_list.Used]:
        """Return every source that a page cites, with those pages, sorted by organization."""
        return source_list.by_organization(filter(None, map(self.use_of, self._citing)))
