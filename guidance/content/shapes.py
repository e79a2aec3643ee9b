"""The shapes of content files: their fields and types.

A file with another field, or with a value of another type, is refused.
"""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

import msgspec

from guidance.pages import choices, sections, site_pages, structures
from guidance.pages.help_numbers import US
from guidance.pages.sections import Section


class Shape(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """Base of the shapes. Fields with their default value are not written to files."""


class ReviewShape(Shape, kw_only=True):
    checked_on: date
    review_due: date
    signed_off_by: str = ""
    signed_off_credentials: str = ""
    signed_off_on: date | None = None


class PageShape(ReviewShape, kw_only=True):
    """Base of the shapes of pages that have a file each.

    ``structure`` is the structure of the page. Files are loaded in the order of the classes below,
    so that a file may refer to rows of the shapes above its own. An ``optional`` folder may be
    missing: editions of earlier releases do not have its pages.
    """

    structure: ClassVar[type[structures.Page]]
    optional: ClassVar[bool] = False


class TableShape(Shape, kw_only=True):
    """Base of the shapes of pages that are one file together.

    ``structure`` is the structure of the page. Files are loaded in the order of the classes below:
    those to whose rows pages refer ``before_pages``, the others after them. An ``optional`` file
    may be missing: editions of earlier releases do not have its page.
    """

    structure: ClassVar[type[structures.Page]]
    before_pages: ClassVar[bool] = False
    optional: ClassVar[bool] = False


def with_sections(name: str, declared: Iterable[Section]) -> Any:
    """Return a subclass of ``PageShape`` with the text fields of the ``declared`` sections."""
    fields = [(field, str, "") for section in declared for field in section.fields]
    return msgspec.defstruct(
        name,
        fields,
        bases=(PageShape,),
        kw_only=True,
        forbid_unknown_fields=True,
        omit_defaults=True,
    )


def page_shapes() -> list[type[PageShape]]:
    """Return the shapes of pages that have a file each, in the order in which they are loaded."""
    shapes: list[type[PageShape]] = []
    stack = list(PageShape.__subclasses__())
    while stack:
        shape = stack.pop(0)
        stack[:0] = shape.__subclasses__()
        if hasattr(shape, "structure"):
            shapes.append(shape)
    return shapes


def table_shapes() -> list[type[TableShape]]:
    """Return the shapes of pages that are one file together, in the order of loading."""
    return TableShape.__subclasses__()


if TYPE_CHECKING:  # a type checker cannot read classes that are created at run time
    SideEffectSections = PageShape
    SymptomSections = PageShape
    TherapySections = PageShape
    SubtypeSections = PageShape
    TopicSections = PageShape
else:
    SideEffectSections = with_sections("SideEffectSections", sections.SIDE_EFFECT)
    SymptomSections = with_sections("SymptomSections", sections.SYMPTOM)
    TherapySections = with_sections("TherapySections", sections.THERAPY)
    SubtypeSections = with_sections("SubtypeSections", sections.SUBTYPE)
    TopicSections = with_sections("TopicSections", sections.TOPIC)


class SideEffectShape(SideEffectSections, kw_only=True):
    structure: ClassVar[type[structures.Page]] = structures.SideEffectPage

    name: str
    summary: str
    medical_name: str = ""
    search_words: list[str] = []
    gravity: str = ""
    signs: list[str] = []
    call_clinic: str = ""
    call_911: str = ""
    staff_note: str = ""


class SymptomShape(SymptomSections, kw_only=True):
    structure: ClassVar[type[structures.Page]] = structures.SymptomPage

    name: str
    summary: str
    medical_name: str = ""
    search_words: list[str] = []
    signs: list[str] = []
    call_911: str = ""
    call_clinic: str = ""
    staff_note: str = ""
    questions: list[str] = []
    side_effects: list[str] = []


class TherapySideEffectShape(Shape, kw_only=True):
    side_effect: str
    seriousness: choices.Seriousness
    detail: str
    out_of: choices.Denominator | None = None
    with_treatment: int | None = None
    without_treatment: int | None = None
    uncompared: int | None = None
    comparator: str = ""
    time_span: str = ""
    group: str = ""
    given: str = ""


class EvidenceShape(Shape, kw_only=True):
    trial: str
    group: str
    happened: str
    not_happened: str
    time_span: str
    with_treatment: int
    without_treatment: int
    comparator: str
    finding: str
    out_of: choices.Denominator = 100
    certainty: str = "not-rated"
    certainty_why: str = ""
    limits: str = ""
    point: bool = False


class CheckShape(Shape, kw_only=True):
    """A check. ``every`` is (fewest, most) months between two checks, or None."""

    name: str
    text: str
    moment: choices.Moment
    months: list[int] = []
    every: tuple[int, int] | None = None


class TherapyShape(TherapySections, kw_only=True):
    structure: ClassVar[type[structures.Page]] = structures.TherapyPage

    name: str
    group: str
    label_status: str
    label_line: str
    summary: str
    brands: list[str] = []
    pronunciation: str = ""
    search_words: list[str] = []
    by_mouth: bool = False
    by_shot: bool = False
    by_infusion: bool = False
    in_sessions: bool = False
    at_home: bool = False
    at_clinic: bool = False
    offered: str = ""
    what_kind: str = ""
    how_taken: str = ""
    how_often: str = ""
    where_taken: str = ""
    checks: str = ""
    boxed_warning: str = ""
    no_boxed_warning: str = ""
    benefit_point: str = ""
    worst: str = ""
    for_you_if: str = ""
    not_for_you_if: str = ""
    not_named: list[str] = []
    label_read: str = ""
    signs: list[str] = []
    call_911: str = ""
    call_clinic: str = ""
    staff_note: str = ""
    questions: list[str] = []
    side_effects: list[TherapySideEffectShape] = []
    evidence: list[EvidenceShape] = []
    monitoring: list[CheckShape] = []


class PlaceboGroupShape(Shape, kw_only=True):
    trial: str
    group: str
    happened: str
    not_happened: str
    time_span: str
    people: int
    finding: str
    out_of: choices.Denominator = 1000
    limits: str = ""


class SubtypeShape(SubtypeSections, kw_only=True):
    structure: ClassVar[type[structures.Page]] = structures.SubtypePage

    name: str
    active: bool
    progressing: bool
    summary: str
    medical_name: str = ""
    search_words: list[str] = []
    in_short: str = ""
    staff_note: str = ""
    questions: list[str] = []
    therapies: list[str] = []
    symptoms: list[str] = []
    placebo_groups: list[PlaceboGroupShape] = []


class TableRowShape(Shape, kw_only=True):
    """One row of a table: a plain name and two texts."""

    cells: tuple[str, str, str]


class TopicShape(TopicSections, kw_only=True):
    structure: ClassVar[type[structures.Page]] = structures.TopicPage
    optional: ClassVar[bool] = True

    name: str
    summary: str
    search_words: list[str] = []
    key_points: str = ""
    next_step: str = ""
    table_heading: str = ""
    table_columns: tuple[str, str, str] = ("", "", "")
    table_short: str = ""
    staff_note: str = ""
    signs: list[str] = []
    questions: list[str] = []
    subtypes: list[str] = []
    therapies: list[str] = []
    symptoms: list[str] = []
    side_effects: list[str] = []
    topics: list[str] = []
    table: list[TableRowShape] = []


class VisitShape(PageShape, kw_only=True):
    structure: ClassVar[type[structures.Page]] = structures.VisitPage

    name: str
    audience: str
    note: str
    subtype: str = ""
    detail: choices.HandoutDetail = choices.HandoutDetail.SHORT
    pictures: bool = True
    staff_note: str = ""
    therapies: list[str] = []
    symptoms: list[str] = []
    side_effects: list[str] = []
    questions: list[str] = []


class InfoSectionShape(Shape, kw_only=True):
    id: str
    heading: str
    short: str = ""
    text: str


class InfoShape(PageShape, kw_only=True):
    structure: ClassVar[type[structures.Page]] = structures.InfoPage

    title: str
    summary: str
    order: int = 10
    search_words: list[str] = []
    sections: list[InfoSectionShape] = []


class WalkTextShape(Shape, kw_only=True):
    key: str
    text: str = ""
    another: str = ""


class WalkShape(PageShape, kw_only=True):
    structure: ClassVar[type[structures.Page]] = site_pages.WalkPage
    optional: ClassVar[bool] = True

    title: str
    texts: list[WalkTextShape] = []


class SourceShape(Shape, kw_only=True):
    key: str
    organization: str
    title: str
    address: str
    kind: str
    tier: str
    checked_on: date
    how_checked: str
    published: str = ""
    newer_version: str = ""
    still_current: str = ""
    still_current_on: date | None = None
    note: str = ""


class SourcesShape(TableShape, kw_only=True):
    structure: ClassVar[type[structures.Page]] = site_pages.SourcesPage
    before_pages: ClassVar[bool] = True

    sources: list[SourceShape]


class TermShape(Shape, kw_only=True):
    slug: str
    term: str
    definition: str
    also_called: str = ""
    search_words: list[str] = []
    link_first_use: bool = True


class SignShape(Shape, kw_only=True):
    slug: str
    text: str
    short: str = ""
    level: choices.Urgency
    part: choices.BodyPart
    first: bool = False
    own: bool = False
    search_words: list[str] = []
    staff_note: str = ""


class SignsShape(ReviewShape, TableShape, kw_only=True):
    structure: ClassVar[type[structures.Page]] = site_pages.SignsPage
    before_pages: ClassVar[bool] = True
    optional: ClassVar[bool] = True

    signs: list[SignShape]


class GlossaryShape(TableShape, kw_only=True):
    structure: ClassVar[type[structures.Page]] = site_pages.GlossaryPage

    terms: list[TermShape]


class HelpLevelShape(Shape, kw_only=True):
    slug: str
    title: str
    action: str
    signs: list[str] = []


class HelpShape(ReviewShape, TableShape, kw_only=True):
    structure: ClassVar[type[structures.Page]] = site_pages.HelpPage

    levels: list[HelpLevelShape]


class PhoneShape(Shape, kw_only=True):
    label: str
    number: str
    hours: str = ""
    after_hours: bool = False


class ClinicShape(TableShape, kw_only=True):
    structure: ClassVar[type[structures.Page]] = site_pages.ClinicPage

    name: str
    emergency_wording: str
    site_name: str = site_pages.SITE_NAME
    emergency_number: str = US.emergency
    crisis_name: str = US.crisis_name
    crisis_number: str = US.crisis
    crisis_text: str = US.crisis_text
    phone: str = ""
    hours: str = ""
    address: str = ""
    portal_name: str = ""
    portal_address: str = ""
    accent: str = choices.Accent.TEAL.value
    phones: list[PhoneShape] = []
    offers: dict[str, str] = {}
