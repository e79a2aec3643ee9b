"""The sections of each kind of page, declared once.

Snapshots, content files, export, the admin, the public page, the handout, the comparison, the diff
and the list of changes since a handout was printed all read these tables. To add a section, add it
here, add its field to the model, and make the migration. Nothing else has to change.

Code identifies a section by its ``id``. Headings and labels are only displayed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

# Ids that other modules refer to

WHO_IT_IS_FOR = "who-it-is-for"
HOW_IT_WORKS = "how-it-works"
HOW_WELL_IT_WORKS = "how-well-it-works"
WHAT_IT_DOES_NOT_DO = "what-it-does-not-do"
HOW_YOU_TAKE_IT = "how-you-take-it"
BEFORE_YOU_START = "before-you-start"
CHECK_UPS = "check-ups"
SIDE_EFFECTS = "side-effects"
DO_NOT_TAKE_IT_IF = "do-not-take-it-if"
PREGNANCY = "pregnancy"
STOPPING = "stopping"
COST = "cost"
WHAT_HELPS = "what-helps"
IF_NOTHING_CHANGES = "if-nothing-changes"
TREATMENTS = "treatments"
WHAT_IT_IS = "what-it-is"
WHAT_IT_IS_LIKE = "what-it-is-like"

# Ids of sections of info pages, which staff name, that the site shows in a place of its own

STANDARD_QUESTIONS = "questions"

# Groups: fieldsets of the staff form, in the order of the page

THE_PAGE = "The page"
FURTHER = "Further"
BENEFITS = "Benefits"
USING_IT = "Using it"
HARMS = "Harms"
BEFORE_YOU_DECIDE = "Before you decide"

Rows = Literal["", "evidence", "checks", "effects"]
Layer = Literal["essential", "on-demand"]
"""``essential`` parts are shown at once, ``on-demand`` parts when a reader opens them."""

MOST_SHORT_WORDS = 15
"""The most words of the short answer that is shown while a part is closed."""


@dataclass(frozen=True, slots=True)
class OnHandout:
    """The place of a treatment's section in the full information on a handout."""

    after: Literal["summary", "results", "checks"]


@dataclass(frozen=True, slots=True)
class InComparison:
    """The row of a treatment's section in the comparison.

    ``line`` is the id of the row and ``question`` its heading. The short answer of the section is
    shown at once, its text when a reader opens the row.
    """

    line: str
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section of a kind of page.

    ``id`` is its fragment address and never changes. ``field`` is the field of the draft that holds
    its text. ``heading`` is shown on the page; ``rehabilitation`` replaces it on pages about
    rehabilitation. ``group`` is the fieldset of the staff form. ``rows`` names the rows of the page
    that the section introduces. A change to a ``warning`` tells holders of a handout to call the
    clinic. An ``on-demand`` section has a short answer, which is shown while it is closed.
    """

    id: str
    field: str
    heading: str
    group: str = THE_PAGE
    rehabilitation: str = ""
    rows: Rows = ""
    warning: bool = False
    layer: Layer = "on-demand"
    handout: OnHandout | None = None
    compare: InComparison | None = None

    @property
    def short_field(self) -> str:
        """The field of the draft that holds the short answer, empty for an essential section."""
        return f"{self.field}_short" if self.layer == "on-demand" else ""

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of the draft that hold its text and, where it has one, its short answer."""
        return (self.field, self.short_field) if self.short_field else (self.field,)

    def heading_for(self, rehabilitation: bool) -> str:
        """Return the heading on a page about a medicine, or about rehabilitation."""
        return self.rehabilitation if rehabilitation and self.rehabilitation else self.heading


@dataclass(frozen=True, slots=True)
class GlanceLine:
    """One line of a treatment's at-a-glance panel.

    ``question`` is the heading of its row in the comparison, empty if it has none.
    """

    id: str
    field: str
    label: str
    question: str = ""
    rehabilitation: str = ""

    def label_for(self, rehabilitation: bool) -> str:
        """Return the label on a page about a medicine, or about rehabilitation."""
        return self.rehabilitation if rehabilitation and self.rehabilitation else self.label


@dataclass(frozen=True, slots=True)
class Labelled:
    """A field outside the sections whose label differs from its name, or that holds a warning.

    ``label`` is for claims and handouts, ``staff`` for the diff. If one is empty, the name of the
    field is used.
    """

    field: str
    label: str = ""
    staff: str = ""
    warning: bool = False


SUBTYPE = (
    Section(id="what-it-means", field="meaning", heading="What it means"),
    Section(id="aims", field="aims", heading="Aims of treatment"),
    Section(id=TREATMENTS, field="treatments", heading="Treatments to talk about"),
    Section(
        id=IF_NOTHING_CHANGES,
        field="no_change",
        heading="If nothing changes, or you stop",
        group=FURTHER,
    ),
    Section(id=CHECK_UPS, field="check_ups", heading="Check-ups", group=FURTHER),
    Section(id="can-change", field="can_change", heading="When to think again", group=FURTHER),
)

THERAPY = (
    Section(
        id=WHO_IT_IS_FOR,
        field="who_it_is_for",
        heading="Who it is for",
        rehabilitation="Who it can help",
        group=BENEFITS,
        handout=OnHandout("summary"),
    ),
    Section(id=HOW_IT_WORKS, field="how_it_works", heading="How it works", group=BENEFITS),
    Section(
        id=HOW_WELL_IT_WORKS,
        field="how_well_it_works",
        heading="How well it works",
        group=BENEFITS,
        rows="evidence",
    ),
    Section(
        id=WHAT_IT_DOES_NOT_DO,
        field="what_it_does_not_do",
        heading="What it does not do",
        group=USING_IT,
        handout=OnHandout("results"),
    ),
    Section(
        id=HOW_YOU_TAKE_IT,
        field="how_you_take_it",
        heading="How you take it",
        rehabilitation="What to expect",
        group=USING_IT,
        handout=OnHandout("summary"),
    ),
    Section(
        id=BEFORE_YOU_START,
        field="before_you_start",
        heading="Before you start",
        group=USING_IT,
        rows="checks",
        handout=OnHandout("checks"),
    ),
    Section(
        id=CHECK_UPS,
        field="check_ups",
        heading="Check-ups while you take it",
        rehabilitation="How progress is checked",
        group=USING_IT,
        rows="checks",
        handout=OnHandout("checks"),
    ),
    Section(
        id=SIDE_EFFECTS,
        field="side_effects_intro",
        heading="Side effects",
        group=HARMS,
        rows="effects",
    ),
    Section(
        id=DO_NOT_TAKE_IT_IF,
        field="do_not_take_if",
        heading="Do not take it if",
        rehabilitation="Take care if",
        group=BEFORE_YOU_DECIDE,
        warning=True,
        handout=OnHandout("checks"),
    ),
    Section(
        id=PREGNANCY,
        field="pregnancy",
        heading="Pregnancy and breastfeeding",
        group=BEFORE_YOU_DECIDE,
        handout=OnHandout("checks"),
        compare=InComparison("pregnancy", "Pregnancy?"),
    ),
    Section(
        id="other-medicines",
        field="other_medicines",
        heading="Other medicines and vaccines",
        group=BEFORE_YOU_DECIDE,
        handout=OnHandout("checks"),
        compare=InComparison("other-medicines", "Other medicines?"),
    ),
    Section(
        id=STOPPING,
        field="stopping",
        heading="Stopping",
        rehabilitation="When it ends",
        group=BEFORE_YOU_DECIDE,
        handout=OnHandout("checks"),
        compare=InComparison("stopping", "If I stop?"),
    ),
    Section(
        id=COST,
        field="cost",
        heading="Generics and cost",
        group=BEFORE_YOU_DECIDE,
        handout=OnHandout("checks"),
        compare=InComparison("cost", "What does it cost?"),
    ),
)

SIDE_EFFECT = (
    Section(
        id=WHAT_IT_IS_LIKE, field="what_it_is_like", heading="What it is like", layer="essential"
    ),
    Section(id="what-to-do", field="what_to_do", heading="What to do", layer="essential"),
)

SYMPTOM = (
    Section(id=WHAT_IT_IS, field="what_it_is", heading="What it is"),
    Section(id="what-to-check", field="what_to_check", heading="What to check first"),
    Section(id="other-help", field="other_help", heading="Help that is not a medicine"),
    Section(id="medicines", field="medicines", heading="Medicines"),
    Section(
        id=SIDE_EFFECTS,
        field="side_effects_of_medicines",
        heading="Side effects of these medicines",
    ),
    Section(id="take-care", field="take_care", heading="Take care if", warning=True),
)

TOPIC = (
    Section(id="what-to-know", field="what_to_know", heading="What to know"),
    Section(id=WHAT_HELPS, field="what_helps", heading="What you can do"),
    Section(id="who-helps", field="who_helps", heading="Who can help"),
    Section(id="take-care", field="take_care", heading="Take care", warning=True),
)

GLANCE = (
    GlanceLine("kind", "what_kind", "What kind"),
    GlanceLine("label", "label_line", "US label", rehabilitation="What it is for"),
    GlanceLine("how", "how_taken", "How you take it", "How do I take it?", "How it is done"),
    GlanceLine("often", "how_often", "How often", "How often?"),
    GlanceLine("where", "where_taken", "Where", "Where?"),
    GlanceLine("checks", "checks", "Main checks", "What tests?"),
)
"""The at-a-glance panel of a treatment."""

FIELDS: Mapping[str, Labelled] = {
    labelled.field: labelled
    for labelled in (
        Labelled("title", staff="Name"),
        Labelled("short", "Short answer", "Short answer"),
        Labelled("benefit_point", "Can it help?", "Can it help?"),
        Labelled("worst", "The worst it can do", "The worst it can do", warning=True),
        Labelled("gravity", "What it can do", "What it can do"),
        Labelled("not_named", "Not named in the label", "Not named in the label"),
        Labelled("label_read", "Date of the label that was read whole", "Label read whole"),
        Labelled("uncompared", staff="With it, nobody compared"),
        Labelled("given", staff="Counted on"),
        Labelled("for_you_if", "Talk about it if", "Talk about it if"),
        Labelled("not_for_you_if", "Not for you if", "Not for you if", warning=True),
        Labelled("point", staff="Shown at the top"),
        Labelled("placebo_groups", "If nothing changes", "If nothing changes: placebo group"),
        Labelled("in_short", "In short", "In short"),
        Labelled("key_points", "The main points", "The main points"),
        Labelled("next_step", "Your next step", "Your next step"),
        Labelled("table_short", "Table: short answer", "Table: short answer"),
        Labelled("table_heading", staff="Heading of the table"),
        Labelled("table_columns", staff="Columns of the table"),
        Labelled("second", staff="Second column"),
        Labelled("third", staff="Third column"),
        Labelled("boxed_warning", "Boxed warning", "Boxed warning", warning=True),
        Labelled("no_boxed_warning", "No boxed warning", "No boxed warning"),
        Labelled("how_to_say", "How to say it", "How to say it"),
        Labelled("label_status", staff="US label"),
        Labelled("offered", staff="At our clinic"),
        Labelled("offers", staff="Treatments at your clinic"),
        Labelled("numbers", staff="Numbers"),
        Labelled("after_hours", staff="For when the clinic is closed"),
        Labelled("emergency", staff="Emergency number"),
        Labelled("crisis", staff="Number of the crisis line"),
        Labelled("crisis_text", staff="Number for text messages"),
        Labelled("crisis_name", staff="Name of the crisis line"),
        Labelled("accent", staff="Color of links and buttons"),
        Labelled("phones", staff="Other phones"),
        Labelled("signs", staff="When to call", warning=True),
        Labelled("call_911", "Emergency, if", "Emergency, if", warning=True),
        Labelled("call_clinic", "Call the clinic if", "Call the clinic if", warning=True),
        # What the clinic asks of its patients at a visit.
        Labelled("note", staff="Clinic note", warning=True),
        Labelled("search_words", staff="Words for the search"),
        Labelled("effects", staff="Side effects"),
        Labelled("monitoring", staff="Checks"),
        Labelled("every_from", staff="Every, from months"),
        Labelled("every_to", staff="Every, to months"),
        Labelled("labels", staff="Words"),
        Labelled("texts", staff="Words with sources"),
        Labelled("another", staff="For somebody else"),
        Labelled("therapies", staff="Treatments to talk about"),
        Labelled("subtype", staff="Type of SPMS"),
        Labelled("subtypes", staff="Types of SPMS"),
        Labelled("topics", staff="Living with SPMS"),
        Labelled("checked_on", staff="Checked against its sources on"),
        Labelled("review_due", staff="Next review due"),
        Labelled("signed_off_by", staff="Signed off by"),
        Labelled("signed_off_credentials", staff="Credentials"),
        Labelled("signed_off_on", staff="Signed off on"),
    )
}
"""The labelled fields of pages and of their rows, by name."""


def label_of(field: str) -> str:
    """Return the label of the field ``field`` for claims and handouts."""
    labelled = FIELDS.get(field)
    return labelled.label if labelled and labelled.label else _in_words(field)


def staff_label_of(field: str) -> str:
    """Return the label of the field ``field`` for the diff, as in the staff form."""
    labelled = FIELDS.get(field)
    return labelled.staff if labelled and labelled.staff else _in_words(field)


def _in_words(field: str) -> str:
    return field.capitalize().replace("_", " ")


def find(sections: tuple[Section, ...], section_id: str) -> Section | None:
    """Return the section with the id ``section_id``, or None.

    A page that a later release wrote may have sections that this release does not declare.
    """
    return next((section for section in sections if section.id == section_id), None)
