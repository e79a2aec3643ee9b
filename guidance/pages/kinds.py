"""The kinds of page, declared once.

All data that differs by kind is declared here; drafts, content files, public pages, the handout,
withdrawal and the ledger read ``KINDS``. Code that differs by kind is in functions that dispatch
on the structure, the model or the shape of a content file. The system checks in
``guidance.checks`` report what a declared kind still lacks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from guidance.pages import site_pages, structures
from guidance.pages.sections import (
    SIDE_EFFECT,
    SIDE_EFFECTS,
    SUBTYPE,
    SYMPTOM,
    THERAPY,
    TOPIC,
    TREATMENTS,
    Section,
)
from guidance.pages.structures import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A field of a page that names pages of one kind by their slugs.

    ``field`` holds a slug, a tuple of slugs, or a tuple of rows with the slug in ``row_field``.
    ``to`` is the id of the kind that is named, and ``what`` what a refusal calls such a page.

    If a named page does not exist, a content rule says so under ``heading``, and ``mend`` is what
    to do other than to write the page. A page cannot be public without the pages that are
    ``needed``.
    """

    field: str
    to: str
    what: str
    heading: str
    mend: str = "take it off the list"
    row_field: str = ""
    needed: bool = False

    def slugs(self, page: Page) -> tuple[str, ...]:
        """Return the slugs that ``page`` names in this field."""
        value = getattr(page, self.field)
        if isinstance(value, str):
            return (value,) if value else ()
        return tuple(getattr(row, self.row_field) for row in value) if self.row_field else value


@dataclass(frozen=True, slots=True, kw_only=True)
class PageKind:
    """One kind of page.

    ``name`` is its name in the staff area. ``links`` are the fields of its structure that name
    other pages.

    Drafts: ``model`` is the model whose rows are its drafts, empty for a kind without drafts.
    A page is one row, or all rows together if ``whole_table``. ``parts`` are the relations whose
    rows belong to the page and cite sources, ``related`` the others that a snapshot reads.
    ``folder`` is the folder of its content files; a ``whole_table`` has one file.
    ``title_field`` and ``summary_field`` are the fields of the draft with its title and summary;
    a page without a summary has no such field. ``only`` is the slug of the one page of a kind that
    has no more, whose address has no slug.

    Public page: ``template`` renders it, empty if it has no page of its own. ``route`` is the URL
    name of its address; an info page may have another one. ``path`` is the beginning of its
    address, before the slug; empty if ``urls`` has a pattern of its own for the kind. The address
    of a ``named`` kind may have another name of the page in place of its slug: its title, or a
    value of the fields ``other_names``. ``list_route`` is the URL name of the public list, empty if
    there is none. Lists begin with pages whose fields ``first`` are true, and go from A to Z.
    ``intro`` is the slug of the info page whose summary the page shows as its own.

    Handout: ``form_field`` is the field of the handout form in which a page is chosen; empty if it
    cannot be on a handout. Setting it for a kind that editions already contain changes the meaning
    of check codes on printed handouts. ``form_heading`` is the heading above the field, empty if
    the template of the form shows the field in a place of its own. ``printed_as`` is the field of
    ``handout.build.Choices`` with the chosen slugs, and the id of the part of the handout that
    prints the pages. ``most`` is the largest number of pages that may be chosen, 0 for any number.
    ``on_every_handout`` pages are printed on each. A page of a ``ready_made`` kind chooses what is
    on a handout.

    Review: ``kept_because`` says why no page of the kind can be withdrawn, empty if one can.
    ``replacement`` kinds can be named as the page to read instead of a withdrawn one. ``medical``
    kinds make medical statements. On an ``urgent`` kind, each change counts as a change to a
    warning. ``counts_at`` is the id of the part of the page that counts people, for the scorecard.
    """

    structure: type[Page]
    name: str
    sections: tuple[Section, ...] = ()
    links: tuple[Link, ...] = ()
    model: str = ""
    whole_table: bool = False
    parts: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    folder: str = ""
    title_field: str = "name"
    summary_field: str = "summary"
    only: str = ""
    template: str = ""
    route: str = ""
    path: str = ""
    named: bool = False
    other_names: tuple[str, ...] = ()
    list_route: str = ""
    first: tuple[str, ...] = ()
    intro: str = ""
    form_field: str = ""
    form_heading: str = ""
    printed_as: str = ""
    most: int = 0
    on_every_handout: bool = False
    ready_made: bool = False
    kept_because: str = ""
    replacement: bool = False
    medical: bool = False
    urgent: bool = False
    counts_at: str = SIDE_EFFECTS

    @property
    def id(self) -> str:
        """The first part of its page keys, and the tag of its payloads."""
        return self.structure.kind

    @property
    def key(self) -> str:
        """The key of the one page of a ``whole_table``."""
        return f"{self.id}/{self.id}"

    def place_in_list(self, page: Page) -> tuple[bool | str, ...]:
        """Return the sort key of ``page`` in a list of pages of this kind."""
        return (*(not getattr(page, field) for field in self.first), page.title.casefold())


NOT_DISPENSABLE = "the site cannot do without it"

_THERAPIES = Link(field="therapies", to="therapy", what="treatment", heading="Treatments")
_SYMPTOMS = Link(field="symptoms", to="symptom", what="symptom", heading="Symptoms")
_SIDE_EFFECTS = Link(
    field="side_effects",
    to="side-effect",
    what="side effect",
    heading="Side effects",
    mend="take the row out",
    needed=True,
)

_DECLARED = (
    PageKind(
        structure=structures.SubtypePage,
        name="Type of SPMS",
        sections=SUBTYPE,
        links=(_THERAPIES, _SYMPTOMS),
        model="Subtype",
        parts=("placebo_groups",),
        related=("therapies", "symptoms"),
        folder="subtypes",
        template="pages/subtype.html",
        route="subtype",
        path="types/",
        named=True,
        other_names=("medical_name",),
        list_route="subtypes",
        first=("active", "progressing"),
        form_field="type",
        printed_as="subtypes",
        kept_because="the walk leads to it",
        medical=True,
    ),
    PageKind(
        structure=structures.TherapyPage,
        name="Treatment",
        sections=THERAPY,
        links=(replace(_SIDE_EFFECTS, field="effects", row_field="side_effect"),),
        model="Therapy",
        parts=("side_effects", "evidence", "monitoring"),
        related=("side_effects__side_effect", "not_named", "signs"),
        folder="therapies",
        template="pages/therapy.html",
        route="therapy",
        path="treatments/",
        named=True,
        other_names=("brands",),
        list_route="therapies",
        form_field="treatment",
        printed_as="treatments",
        most=6,
        replacement=True,
        medical=True,
    ),
    PageKind(
        structure=structures.SideEffectPage,
        name="Side effect",
        sections=SIDE_EFFECT,
        model="SideEffect",
        related=("signs",),
        folder="side_effects",
        template="pages/side_effect.html",
        route="side_effect",
        path="side-effects/",
        named=True,
        list_route="side_effects",
        form_field="effect",
        printed_as="effects",
        most=12,
        replacement=True,
        medical=True,
        counts_at=TREATMENTS,
    ),
    PageKind(
        structure=structures.SymptomPage,
        name="Symptom",
        sections=SYMPTOM,
        links=(_SIDE_EFFECTS,),
        model="Symptom",
        related=("side_effects", "signs"),
        folder="symptoms",
        template="pages/symptom.html",
        route="symptom",
        path="symptoms/",
        named=True,
        list_route="symptoms",
        form_field="symptom",
        form_heading="Symptoms",
        printed_as="symptoms",
        most=6,
        replacement=True,
        medical=True,
    ),
    PageKind(
        structure=structures.TopicPage,
        name="Living with SPMS",
        sections=TOPIC,
        links=(
            Link(field="subtypes", to="subtype", what="type", heading="Read next"),
            replace(_THERAPIES, heading="Read next"),
            replace(_SYMPTOMS, heading="Read next"),
            replace(_SIDE_EFFECTS, heading="Read next", mend="take it off the list", needed=False),
            Link(field="topics", to="topic", what="topic", heading="Read next"),
        ),
        model="Topic",
        parts=("table_rows",),
        related=("signs", "subtypes", "therapies", "symptoms", "side_effects", "topics"),
        folder="topics",
        template="pages/topic.html",
        route="topic",
        path="living-with-spms/",
        named=True,
        list_route="topics",
        form_field="topic",
        form_heading="Living with SPMS",
        printed_as="topics",
        most=6,
        replacement=True,
        medical=True,
    ),
    PageKind(
        structure=structures.VisitPage,
        name="Ready-made handout",
        links=(
            _SIDE_EFFECTS,
            replace(_THERAPIES, needed=True),
            replace(_SYMPTOMS, needed=True),
            Link(
                field="subtype",
                to="subtype",
                what="type",
                heading="Type of SPMS",
                mend="choose another",
                needed=True,
            ),
        ),
        model="HandoutTemplate",
        related=("subtype", "therapies", "symptoms", "side_effects"),
        folder="visits",
        summary_field="audience",
        template="handout/visit.html",
        route="visit",
        path="handout/",
        named=True,
        list_route="handout",
        form_field="template",
        printed_as="template",
        ready_made=True,
        replacement=True,
        medical=True,
        counts_at="note",
    ),
    PageKind(
        structure=site_pages.HelpPage,
        name="Get help",
        model="HelpLevel",
        whole_table=True,
        parts=("signs",),
        template="pages/get_help.html",
        route="get_help",
        intro="get-help",
        on_every_handout=True,
        kept_because="every page leads to it",
        medical=True,
        urgent=True,
    ),
    PageKind(
        structure=site_pages.SignsPage,
        name="Signs and how soon to call",
        model="Sign",
        whole_table=True,
        route="get_help",
        kept_because="the pages that name its signs need it",
        medical=True,
        urgent=True,
    ),
    PageKind(
        structure=site_pages.WalkPage,
        name="Words of the walk",
        model="Walk",
        parts=("texts",),
        folder="walk",
        title_field="title",
        summary_field="",
        route="walk",
        only="find-your-type",
        kept_because=NOT_DISPENSABLE,
        # not medical: most of its sentences repeat answers, and its own rule asks for sources
    ),
    PageKind(
        structure=site_pages.GlossaryPage,
        name="Words explained",
        model="GlossaryTerm",
        whole_table=True,
        template="pages/glossary.html",
        route="glossary",
        intro="glossary",
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
        structure=site_pages.ClinicPage,
        name="The clinic",
        model="Clinic",
        parts=("phones",),
        whole_table=True,
        route="home",
        on_every_handout=True,
        kept_because=NOT_DISPENSABLE,
    ),
    PageKind(
        structure=site_pages.SourcesPage,
        name="Sources",
        model="Source",
        whole_table=True,
        template="pages/sources.html",
        route="sources",
        intro="sources",
        kept_because=NOT_DISPENSABLE,
    ),
    PageKind(structure=site_pages.WithdrawnPage, name="Withdrawn"),
)

KINDS: Mapping[str, PageKind] = {kind.id: kind for kind in _DECLARED}
"""Each kind of page by its id, in the order in which staff see them."""

SECTIONS: Mapping[str, tuple[Section, ...]] = {kind.id: kind.sections for kind in _DECLARED}
"""The declared sections of each kind of page."""


INFO_ROUTES: Mapping[str, str] = {
    "home": "home",
    "find-your-type": "walk",
    "types": "subtypes",
    "treatments": "therapies",
    "side-effects": "side_effects",
    "symptoms": "symptoms",
    "living-with-spms": "topics",
    "glossary": "glossary",
    "sources": "sources",
    "handout": "handout",
    "get-help": "get_help",
    "about": "about",
    "privacy": "privacy",
    "accessibility": "accessibility",
}
"""Slug to URL name of the info pages with an address of their own. Others are below /about/."""

BESIDE_THERAPIES = ("no-longer-sold", "not-approved")
"""The slugs of the info pages that the list of treatments links to."""
LINKED_INFOS = ("changes", "how-we-write")
"""The slugs of the other info pages that fixed words of templates link to."""

OPTIONAL_INFOS = {"living-with-spms"}
"""The slugs in ``INFO_ROUTES`` whose pages an edition may lack: earlier releases did not have them.

The site has no link to such an address until its page is public.
"""

REQUIRED_PAGES = {kind.key for kind in _DECLARED if kind.on_every_handout} | {
    f"{structures.InfoPage.kind}/{slug}" for slug in INFO_ROUTES if slug not in OPTIONAL_INFOS
}
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


def on_handouts() -> Iterator[PageKind]:
    """Yield the kinds of which pages can be chosen for a handout."""
    return (kind for kind in KINDS.values() if kind.form_field)
