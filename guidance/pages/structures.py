"""The structure of a published page: one typed, immutable class for each kind of page.

A snapshot of a draft is one of these, and a ``PageVersion`` row stores it as JSON (see
``payloads``). The public site reads nothing else. ``Prose`` has both the text as it was typed,
which the handout renders with its own source numbers, and the HTML with the numbers of the page.
"""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

import msgspec

from guidance.pages import text
from guidance.pages.choices import Offered
from guidance.pages.citations import Numbering, keys_in


class Frozen(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all structures of a page. Fields that only a later release has are ignored."""


class Prose(Frozen, frozen=True):
    """A text: ``source`` as it was typed, ``html`` as the page shows it."""

    source: str
    html: str

    def __bool__(self) -> bool:
        return bool(self.source)


class Source(Frozen, frozen=True):
    """A publication that statements rest on, as pages show it.

    ``published`` is the publisher's own date in words ("June 2024"), empty if none was found.
    ``checked_on`` is the day on which the statements were last compared with the source.

    The last three fields are for staff, and are stored only in the list of sources.
    ``newer_version`` is the date, in words, of a newer version that is known. ``still_current``
    says why the source stands although it is old, and ``still_current_on`` when somebody looked.
    """

    key: str
    organization: str
    title: str
    address: str
    kind: str
    tier: str
    published: str
    checked_on: date
    how_checked: str
    newer_version: str = ""
    still_current: str = ""
    still_current_on: date | None = None

    def as_cited(self) -> "Source":
        """Return the source without what is for staff, as the pages that cite it store it."""
        return msgspec.structs.replace(
            self, newer_version="", still_current="", still_current_on=None
        )


class Reference(Frozen, frozen=True):
    """A source with its number on one page. ``mentions`` counts the places that cite it."""

    number: int
    mentions: int
    source: Source

    @property
    def anchors(self) -> list[str]:
        """The HTML ids of the places that cite this source, in order."""
        return [f"cite-{self.number}-{mention}" for mention in range(1, self.mentions + 1)]


class UnknownSource(LookupError):
    """A text cites a key that no source has. The message is the key."""


class Composer:
    """Renders the texts of one page and numbers the sources that they cite.

    ``sources`` holds every source that may be cited, by key. ``explained`` maps terms to the
    address that their first use links to. Sources are numbered in the order in
    which texts are rendered.
    """

    def __init__(
        self, sources: Mapping[str, Source], explained: Mapping[str, str] | None = None
    ) -> None:
        self.sources = sources
        self.numbering = Numbering()
        self.uses = text.FirstUses(explained or {})

    def block(self, source: str) -> Prose:
        """Return ``source`` rendered as paragraphs and lists. Raises ``UnknownSource``."""
        self._check(source)
        return Prose(source=source, html=text.to_html(source, self.numbering, self.uses))

    def inline(self, source: str) -> Prose:
        """Return ``source`` rendered without block tags, for a heading, a cell or a list item.

        Raises ``UnknownSource``.
        """
        self._check(source)
        return Prose(source=source, html=text.to_inline_html(source, self.numbering, self.uses))

    def _check(self, source: str) -> None:
        for key in keys_in(source):
            if key not in self.sources:
                raise UnknownSource(key)

    def references(self) -> tuple[Reference, ...]:
        """Return the numbered list of the sources cited so far."""
        return tuple(
            Reference(number=number, mentions=mentions, source=self.sources[key].as_cited())
            for number, (key, mentions) in enumerate(self.numbering.mentions.items(), start=1)
        )


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


EMPTY = Prose(source="", html="")


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
    at its top.
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
    date ``label_read`` does not name; that label was read whole. ``offered`` says if the clinic
    offers it, by the values of ``choices.Offered``, or is empty.
    """

    kind = "therapy"
    brands: tuple[str, ...]
    search_words: tuple[str, ...] = ()
    pronunciation: str
    group: str
    label_status: str
    how_taken: tuple[str, ...]
    where_taken: tuple[str, ...]
    offered: str = ""
    glance: tuple[Glance, ...]
    boxed_warning: Prose
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
    def offered_in_words(self) -> str:
        """The sentence that says whether the clinic offers it; empty where nothing is said."""
        return Offered.in_words().get(self.offered, "")

    @property
    def point_result(self) -> Evidence | None:
        """The result of a trial that the page shows at its top, None where it has none."""
        return next((result for result in self.evidence if result.point), None)

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


class Term(Frozen, frozen=True):
    """One term of the glossary."""

    slug: str
    term: str
    also_called: str
    definition: Prose
    search_words: tuple[str, ...] = ()


class GlossaryPage(Page, frozen=True, tag="glossary"):
    """Every term that the site explains, A to Z."""

    kind = "glossary"
    terms: tuple[Term, ...]


class HelpLevel(Frozen, frozen=True):
    """One urgency: the ``action`` to take if a sign of this level occurs.

    ``signs`` are those that the page itself has, besides the table of signs.
    """

    slug: str
    title: str
    action: Prose
    signs: tuple[Prose, ...] = ()


class HelpPage(Page, frozen=True, tag="help"):
    """When to call whom, most urgent first."""

    kind = "help"
    levels: tuple[HelpLevel, ...]
    review: Review


class Sign(Frozen, frozen=True):
    """A sign that somebody may notice.

    ``short`` says it in a few words and has the sources of ``text``; it may be empty. ``level`` is
    its urgency and ``part`` a part of the body, by the values of ``choices``. Signs that are
    ``first`` are shown at once where the levels are listed. An ``own`` sign means this only with
    the treatments whose pages name it. A search for one of its ``search_words`` shows its level
    before all else.
    """

    slug: str
    text: Prose
    level: str
    part: str
    first: bool = False
    own: bool = False
    short: Prose = EMPTY
    search_words: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Its slug, which identifies it in the parts of its page."""
        return self.slug

    @property
    def at_once(self) -> Prose:
        """What is shown at once: the few words, or the text where there are none."""
        return self.short or self.text


class SignsPage(Page, frozen=True, tag="signs"):
    """Every sign, in its order. Pages name signs by their slugs."""

    kind = "signs"
    signs: tuple[Sign, ...]
    review: Review


class WalkLabel(Frozen, frozen=True):
    """One text of the walk that is shown without sources, such as a question or an answer.

    ``id`` is the key by which the walk reads it, ``where`` says in words where readers see it.
    ``another`` is the text for who answers for somebody else; empty if it is the same.
    """

    id: str
    where: str
    text: str
    another: str = ""


class WalkText(Frozen, frozen=True):
    """One text of the walk that is shown with its sources. Its fields are those of a label."""

    id: str
    where: str
    text: Prose
    another: Prose = EMPTY


class WalkPage(Page, frozen=True, tag="walk"):
    """The words of the walk. Its routes are in code: see ``guidance.walk.questions``."""

    kind = "walk"
    labels: tuple[WalkLabel, ...]
    texts: tuple[WalkText, ...]
    review: Review


class ClinicPage(Page, frozen=True, tag="clinic"):
    """The clinic that runs this site. Empty fields are not shown."""

    kind = "clinic"
    phone: str
    hours: str
    address: str
    emergency_wording: str

    @property
    def phone_link(self) -> str:
        """The phone number as a ``tel:`` address."""
        digits = (character for character in self.phone if character.isdigit() or character == "+")
        return "tel:" + "".join(digits)


class SourcesPage(Page, frozen=True, tag="sources"):
    """Every source, including those that only the walk cites."""

    kind = "sources"
    sources: tuple[Source, ...]


class WithdrawnPage(Page, frozen=True, tag="withdrawn"):
    """The notice in place of a withdrawn page. ``slug`` is the key of that page.

    ``since`` is the day, ``why`` one of a few fixed sentences, ``instead`` the key of the page to
    read instead, or empty. ``brands`` are those of the page, by which it is still found.
    ``signs``, ``call_911`` and ``call_clinic`` are what the page said about when to call, and
    ``side_effects`` the slugs of those that it listed. They are shown on, because people may still
    take what the page was about. All four are empty where staff took them off, and on notices of
    earlier releases.
    """

    kind = "withdrawn"
    since: date
    why: str
    instead: str = ""
    brands: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    call_911: Prose = EMPTY
    call_clinic: Prose = EMPTY
    side_effects: tuple[str, ...] = ()

    @property
    def says_when_to_call(self) -> bool:
        """Whether it still says when to call, or which side effects the page listed."""
        return bool(self.signs or self.call_911 or self.call_clinic or self.side_effects)
