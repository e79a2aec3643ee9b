"""The kinds of page, declared once.

All data that differs by kind is declared here; drafts, content files, public pages, the handout,
withdrawal and the ledger read ``KINDS``. Code that differs by kind is in functions that dispatch
on the structure, the model or the shape of a content file. The system checks in
``guidance.checks`` report what a declared kind still lacks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from guidance.pages import structures
from guidance.pages.sections import SIDE_EFFECT, SUBTYPE, SYMPTOM, THERAPY, Section
from guidance.pages.structures import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class PageKind:
    """One kind of page.

    ``name`` is its name in the staff area.

    Drafts: ``model`` is the model whose rows are its drafts, empty for a kind without drafts.
    A page is one row, or all rows together if ``whole_table``. ``parts`` are the relations whose
    rows belong to the page and cite sources, ``related`` the others that a snapshot reads.
    ``folder`` is the folder of its content files; a ``whole_table`` has one file.
    ``title_field`` and ``summary_field`` are the fields of the draft with its title and summary.

    Public page: ``template`` renders it, empty if it has no page of its own. ``route`` is the URL
    name of its address; an info page may have another one. The address of a ``named`` kind may
    have another name of the page in place of its slug. ``listed`` kinds have a public list.

    Handout: ``form_field`` is the field of the handout form in which a page is chosen; empty if it
    cannot be on a handout. Setting it for a kind that editions already contain changes the meaning
    of check codes on printed handouts. ``on_every_handout`` pages are printed on each.

    Review: ``kept_because`` says why no page of the kind can be withdrawn, empty if one can.
    ``replacement`` kinds can be named as the page to read instead of a withdrawn one. ``medical``
    kinds make medical statements. On an ``urgent`` kind, each change counts as a change to a
    warning.
    """

    structure: type[Page]
    name: str
    sections: tuple[Section, ...] = ()
    model: str = ""
    whole_table: bool = False
    parts: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    folder: str = ""
    title_field: str = "name"
    summary_field: str = "summary"
    template: str = ""
    route: str = ""
    named: bool = False
    listed: bool = False
    form_field: str = ""
    on_every_handout: bool = False
    kept_because: str = ""
    replacement: bool = False
    medical: bool = False
    urgent: bool = False

    @property
    def id(self) -> str:
        """The first part of its page keys, and the tag of its payloads."""
        return self.structure.kind

    @property
    def key(self) -> str:
        """The key of the one page of a ``whole_table``."""
        return f"{self.id}/{self.id}"


NOT_DISPENSABLE = "the site cannot do without it"

_DECLARED = (
    PageKind(
        structure=structures.SubtypePage,
        name="Type of SPMS",
        sections=SUBTYPE,
        model="Subtype",
        related=("therapies", "symptoms"),
        folder="subtypes",
        template="pages/subtype.html",
        route="subtype",
        named=True,
        listed=True,
        form_field="type",
        kept_because="the walk leads to it",
        medical=True,
    ),
    PageKind(
        structure=structures.TherapyPage,
        name="Treatment",
        sections=THERAPY,
        model="Therapy",
        parts=("side_effects", "evidence", "monitoring"),
        related=("side_effects__side_effect",),
        folder="therapies",
        template="pages/therapy.html",
        route="therapy",
        named=True,
        listed=True,
        form_field="treatment",
        replacement=True,
        medical=True,
    ),
    PageKind(
        structure=structures.SideEffectPage,
        name="Side effect",
        sections=SIDE_EFFECT,
        model="SideEffect",
        folder="side_effects",
        template="pages/side_effect.html",
        route="side_effect",
        named=True,
        listed=True,
        form_field="effect",
        replacement=True,
        medical=True,
    ),
    PageKind(
        structure=structures.SymptomPage,
        name="Symptom",
        sections=SYMPTOM,
        model="Symptom",
        related=("side_effects",),
        folder="symptoms",
        template="pages/symptom.html",
        route="symptom",
        named=True,
        listed=True,
        form_field="symptom",
        replacement=True,
        medical=True,
    ),
    PageKind(
        structure=structures.VisitPage,
        name="Ready-made handout",
        model="HandoutTemplate",
        related=("subtype", "therapies", "symptoms", "side_effects"),
        folder="visits",
        summary_field="audience",
        template="handout/visit.html",
        route="visit",
        named=True,
        listed=True,
        form_field="template",
        replacement=True,
        medical=True,
    ),
    PageKind(
        structure=structures.HelpPage,
        name="Get help",
        model="HelpLevel",
        whole_table=True,
        parts=("signs",),
        template="pages/get_help.html",
        route="get_help",
        on_every_handout=True,
        kept_because="every page leads to it",
        medical=True,
        urgent=True,
    ),
    PageKind(
        structure=structures.GlossaryPage,
        name="Words explained",
        model="GlossaryTerm",
        whole_table=True,
        template="pages/glossary.html",
        route="glossary",
        kept_because=NOT_DISPENSABLE,
        medical=True,
    ),
    PageKind(
        structure=structures.InfoPage,
        name="About the site",
        model="Info",
        parts=("sections",),
        folder="info",
        title_field="title",
        template="pages/info.html",
        route="info",
        named=True,
    ),
    PageKind(
        structure=structures.ClinicPage,
        name="The clinic",
        model="Clinic",
        whole_table=True,
        route="home",
        on_every_handout=True,
        kept_because=NOT_DISPENSABLE,
    ),
    PageKind(
        structure=structures.SourcesPage,
        name="Sources",
        model="Source",
        whole_table=True,
        template="pages/sources.html",
        route="sources",
        kept_because=NOT_DISPENSABLE,
    ),
    PageKind(structure=structures.WithdrawnPage, name="Withdrawn"),
)

KINDS: Mapping[str, PageKind] = {kind.id: kind for kind in _DECLARED}
"""Each kind of page by its id, in the order in which staff see them."""

SECTIONS: Mapping[str, tuple[Section, ...]] = {kind.id: kind.sections for kind in _DECLARED}
"""The declared sections of each kind of page, in the order of the page."""


INFO_ROUTES: Mapping[str, str] = {
    "home": "home",
    "find-your-type": "walk",
    "types": "subtypes",
    "treatments": "therapies",
    "side-effects": "side_effects",
    "symptoms": "symptoms",
    "glossary": "glossary",
    "sources": "sources",
    "handout": "handout",
    "get-help": "get_help",
    "about": "about",
    "privacy": "privacy",
    "accessibility": "accessibility",
}
"""Slug to URL name of the info pages with an address of their own. Others are below /about/."""

REQUIRED_PAGES = {"help/help", "clinic/clinic"} | {f"info/{slug}" for slug in INFO_ROUTES}
"""The keys of pages that fixed addresses show. An edition must contain all of them."""


WHOLE_TABLE_KEYS = {kind.key for kind in _DECLARED if kind.whole_table}
"""The keys of the pages that are made of all rows of a table."""


def kind_of(key: str) -> PageKind | None:
    """Return the kind of the page ``key``, or None if this release does not have it."""
    return KINDS.get(key.partition("/")[0])


def drafted() -> Iterator[PageKind]:
    """Yield the kinds whose pages are each made of one draft row."""
    return (kind for kind in KINDS.values() if kind.model and not kind.whole_table)


def whole_tables() -> Iterator[PageKind]:
    """Yield the kinds whose only page is made of all rows of a table."""
    return (kind for kind in KINDS.values() if kind.whole_table)
