"""The structure of a published page: one typed, immutable class for each kind of page.

A snapshot of a draft is one of these, and a ``PageVersion`` row stores it as JSON (see
``payloads``). The public site reads nothing else. Pages that a site has once are in ``site_pages``.
"""

from datetime import date
from typing import ClassVar

from guidance.pages import trials
from guidance.pages.choices import LabelStatus, Seriousness
from guidance.pages.cited_text import EMPTY, Frozen, Prose, Reference


class Review(Frozen, frozen=True):
    """The dates of a page's review, and its clinical sign-off, which is empty until it is given."""

    checked_on: date
    review_due: date
    signed_off_by: str = ""
    signed_off_credentials: str = ""
    signed_off_on: date | None = None

    def overdue(self, today: date) -> bool:
        """Return whether the review was due before ``today``."""
        return self.review_due < today


class Section(Frozen, frozen=True):
    """One part of a page: ``id`` is its fragment address and stays the same for ever.

    ``short`` is its short answer, shown while the part is closed. It is empty for parts that are
    always open, and on pages that an earlier release published.
    """

    id: str
    heading: str
    text: Prose
    short: Prose = EMPTY


class Page(Frozen, frozen=True, tag_field="kind"):
    """Base of all pages. ``slug`` identifies the page within its kind; ``title`` is its heading.

    Many have ``search_words``: words and phrases by which readers search for them. Pages that an
    earlier release published have none.
    """

    slug: str
    title: str
    summary: Prose
    sections: tuple[Section, ...]
    references: tuple[Reference, ...]

    kind: ClassVar[str]

    @property
    def key(self) -> str:
        """The page's identity in an edition, for example ``therapy/siponimod``."""
        return f"{self.kind}/{self.slug}"

    def section(self, section_id: str) -> Section | None:
        """Return the section with the id ``section_id``, or None."""
        return next((section for section in self.sections if section.id == section_id), None)


class PlaceboGroup(Frozen, frozen=True):
    """What happened to the people of one trial who got a placebo.

    ``people`` out of ``out_of`` had what ``happened``. ``finding`` and ``limits`` cite the sources.
    ``year`` is that of the first paper, see ``trials``.
    """

    trial: str
    group: str
    happened: str
    not_happened: str
    time_span: str
    out_of: int
    people: int
    finding: Prose
    limits: Prose
    year: str = ""

    @property
    def named(self) -> str:
        """The trial and its year, as figures tell it."""
        return trials.named(self.trial, self.year)

    @property
    def count(self) -> str:
        """How many people out of how many, in few words: “350 of 1,000”."""
        return f"{self.people:,} of {self.out_of:,}"

    @property
    def spared(self) -> int:
        """People out of ``out_of`` to whom it did not happen."""
        return self.out_of - self.people


class SubtypePage(Page, frozen=True, kw_only=True, tag="subtype"):
    """One of the four types of SPMS, described by activity and progression in a stated period.

    ``placebo_groups`` show what happens if nothing changes. They are empty where no trial counted
    it, and on pages that an earlier release published.
    """

    kind = "subtype"
    active: bool
    progressing: bool
    medical_name: str
    in_short: Prose
    questions: tuple[str, ...]
    therapies: tuple[str, ...]
    symptoms: tuple[str, ...]
    search_words: tuple[str, ...] = ()
    placebo_groups: tuple[PlaceboGroup, ...] = ()
    review: Review


class Effect(Frozen, frozen=True):
    """A side effect that a treatment can cause.

    ``with_treatment`` and ``without_treatment`` are people out of ``out_of``; all three are None if
    no source compares. ``uncompared`` are people out of ``out_of`` with the treatment where nobody
    was compared. ``group`` describes the people, and ``given`` is what they took where that is
    another medicine. ``seriousness`` is ``common``, ``serious`` or ``boxed``.
    """

    side_effect: str
    seriousness: str
    detail: Prose
    out_of: int | None = None
    with_treatment: int | None = None
    without_treatment: int | None = None
    uncompared: int | None = None
    comparator: str = ""
    time_span: str = ""
    group: str = ""
    given: str = ""

    @property
    def compared(self) -> bool:
        """Whether a source counts this effect with the treatment and with a comparator."""
        return self.with_treatment is not None

    @property
    def counted(self) -> bool:
        """Whether a source gives a number for this effect, compared or not."""
        return self.compared or self.uncompared is not None

    @property
    def on_treatment(self) -> int | None:
        """People out of ``out_of`` with the effect on the treatment, compared or not."""
        return self.with_treatment if self.compared else self.uncompared

    @property
    def with_spared(self) -> int:
        """People out of ``out_of`` without the effect on the treatment."""
        return (self.out_of or 0) - (self.on_treatment or 0)

    @property
    def without_spared(self) -> int:
        """People out of ``out_of`` without the effect on the comparator."""
        return (self.out_of or 0) - (self.without_treatment or 0)


class Evidence(Frozen, frozen=True):
    """One result of one trial, in people out of ``out_of`` over one time span in one group.

    ``happened`` says in plain words what was counted, ``not_happened`` the other way round, so
    that both framings come from the same row. ``point`` marks the one result that the page shows
    at its top. ``year`` is that of the first paper, see ``trials``.
    """

    trial: str
    group: str
    happened: str
    not_happened: str
    time_span: str
    out_of: int
    with_treatment: int
    without_treatment: int
    comparator: str
    finding: Prose
    certainty: str
    certainty_why: Prose
    limits: Prose
    point: bool = False
    year: str = ""

    @property
    def named(self) -> str:
        """The trial and its year, as figures tell it."""
        return trials.named(self.trial, self.year)

    @property
    def difference(self) -> int:
        """Fewer people with the outcome on the treatment than on the comparator (minus: more)."""
        return self.without_treatment - self.with_treatment

    @property
    def with_spared(self) -> int:
        """People out of ``out_of`` without the outcome on the treatment."""
        return self.out_of - self.with_treatment

    @property
    def without_spared(self) -> int:
        """People out of ``out_of`` without the outcome on the comparator."""
        return self.out_of - self.without_treatment


class Check(Frozen, frozen=True):
    """A test or an observation that a treatment needs, and when it is due.

    ``moment`` is ``before``, ``first-dose``, ``months``, ``dose``, ``during`` or ``after``.
    ``months`` count from the start, or from the start of each course. ``every_from`` and
    ``every_to`` are the fewest and the most months from one check to the next, 0 if no source
    gives an interval. Raises ``ValueError`` for a check in set months that has no month.
    """

    name: str
    text: Prose
    moment: str
    months: tuple[int, ...] = ()
    every_from: int = 0
    every_to: int = 0

    def __post_init__(self) -> None:
        if self.moment == "months" and not self.months:
            raise ValueError("A check in set months has no month.")


class Glance(Frozen, frozen=True):
    """One line of the at-a-glance panel."""

    id: str
    label: str
    text: Prose


class TherapyPage(Page, frozen=True, kw_only=True, tag="therapy"):
    """A treatment: a disease-modifying therapy, a relapse treatment or a kind of rehabilitation.

    ``benefit_point`` says at the top of the page if it can help, where no result of a trial does.
    ``worst``, ``for_you_if`` and ``not_for_you_if`` are short lists. All four are empty on pages
    that an earlier release published. ``not_named`` are slugs of side effects that the label of the
    date ``label_read`` does not name; that label was read whole. ``offered`` is read
    where the page of the clinic is that of an earlier release: see ``Guide.offered``.
    ``how_to_say`` is read with ``pages.respelling``; ``pronunciation`` has what earlier releases
    published, without a source. ``no_boxed_warning`` names the month of a label that has none
    (``pages.no_boxed_warning``).
    """

    kind = "therapy"
    brands: tuple[str, ...]
    search_words: tuple[str, ...] = ()
    pronunciation: str = ""
    how_to_say: Prose = EMPTY
    group: str
    label_status: str
    how_taken: tuple[str, ...]
    where_taken: tuple[str, ...]
    offered: str = ""
    glance: tuple[Glance, ...]
    boxed_warning: Prose
    no_boxed_warning: Prose = EMPTY
    signs: tuple[str, ...] = ()
    call_911: Prose = EMPTY
    call_clinic: Prose = EMPTY
    effects: tuple[Effect, ...]
    not_named: tuple[str, ...] = ()
    label_read: str = ""
    evidence: tuple[Evidence, ...]
    questions: tuple[str, ...]
    review: Review
    monitoring: tuple[Check, ...] = ()
    benefit_point: Prose = EMPTY
    worst: Prose = EMPTY
    for_you_if: Prose = EMPTY
    not_for_you_if: Prose = EMPTY

    @property
    def point_result(self) -> Evidence | None:
        """The result of a trial that the page shows at its top, None where it has none."""
        return next((result for result in self.evidence if result.point), None)

    @property
    def box_not_checked(self) -> bool:
        """Whether nobody has read if its label has a boxed warning; not so without a label."""
        if self.label_status == LabelStatus.NOT_A_MEDICINE:
            return False
        boxed = any(effect.seriousness == Seriousness.BOXED for effect in self.effects)
        return not (boxed or self.boxed_warning or self.no_boxed_warning)

    def at_a_glance(self, glance_id: str) -> Prose | None:
        """Return the text of the at-a-glance line ``glance_id``, or None."""
        return next((line.text for line in self.glance if line.id == glance_id), None)

    @property
    def evidence_comparable(self) -> bool:
        """Whether its results may be compared: they were all counted over the same time span."""
        return len({row.time_span for row in self.evidence}) < 2

    @property
    def full_name(self) -> str:
        """The generic name with its US brands, for example ``Siponimod (Mayzent)``."""
        return f"{self.title} ({', '.join(self.brands)})" if self.brands else self.title


class SideEffectPage(Page, frozen=True, kw_only=True, tag="side-effect"):
    """A side effect: what it is like, what to do, when to call.

    ``gravity`` is what it can do, by the values of ``choices.Gravity``, or empty.
    """

    kind = "side-effect"
    medical_name: str
    search_words: tuple[str, ...] = ()
    gravity: str = ""
    signs: tuple[str, ...] = ()
    call_911: Prose = EMPTY
    call_clinic: Prose = EMPTY
    review: Review


class SymptomPage(Page, frozen=True, kw_only=True, tag="symptom"):
    """A symptom of MS, and the medicines and other help for it."""

    kind = "symptom"
    medical_name: str
    search_words: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    call_911: Prose = EMPTY
    call_clinic: Prose = EMPTY
    side_effects: tuple[str, ...]
    questions: tuple[str, ...]
    review: Review


class TableRow(Frozen, frozen=True):
    """One row of the table of a topic: its plain ``name``, and the texts of two more columns."""

    name: str
    second: Prose
    third: Prose


class TopicPage(Page, frozen=True, kw_only=True, tag="topic"):
    """A topic of living with SPMS, such as driving: its main points and what to do next.

    ``next_step`` is one thing to do. ``table`` may be empty; ``table_columns`` are the headings of
    its three columns, and ``table_short`` is shown while it is closed. The slugs of other pages are
    those to read next.
    """

    kind = "topic"
    search_words: tuple[str, ...] = ()
    key_points: Prose
    next_step: Prose
    table_heading: str = ""
    table_columns: tuple[str, ...] = ()
    table_short: Prose = EMPTY
    table: tuple[TableRow, ...] = ()
    signs: tuple[str, ...] = ()
    questions: tuple[str, ...]
    subtypes: tuple[str, ...] = ()
    therapies: tuple[str, ...] = ()
    symptoms: tuple[str, ...] = ()
    side_effects: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    review: Review


class VisitPage(Page, frozen=True, tag="visit"):
    """A ready-made handout for one kind of visit: the choices that it makes, and the clinic's note.

    ``summary`` says for whom and when it is. ``subtype`` is empty if the type is not sure yet.
    """

    kind = "visit"
    note: Prose
    subtype: str
    therapies: tuple[str, ...]
    symptoms: tuple[str, ...]
    side_effects: tuple[str, ...]
    detail: str
    pictures: bool
    questions: tuple[str, ...]
    review: Review


class InfoPage(Page, frozen=True, kw_only=True, tag="info"):
    """A page about the site itself, or the words of the home page."""

    kind = "info"
    search_words: tuple[str, ...] = ()
    review: Review
