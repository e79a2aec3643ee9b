"""The structure of the pages that a site has once: signs, Get help, glossary, walk and so on.

They are stored and read as the pages of ``structures`` are.
"""

from datetime import date

from guidance.pages.choices import Accent
from guidance.pages.cited_text import EMPTY, Frozen, Prose, Source
from guidance.pages.help_numbers import HelpNumbers, dialed
from guidance.pages.structures import Page, Review


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


SITE_NAME = "Living with SPMS"


class Phone(Frozen, frozen=True):
    """A phone number besides the first one: its ``label``, such as "Infusion center", and hours.

    ``after_hours`` says that people call it while the clinic is closed.
    """

    label: str
    number: str
    hours: str = ""
    after_hours: bool = False

    @property
    def link(self) -> str:
        """The number as a ``tel:`` address."""
        return f"tel:{dialed(self.number)}"


class Offer(Frozen, frozen=True):
    """Whether the clinic offers the treatment ``therapy``, a slug: a value of ``Offered``."""

    therapy: str
    offered: str


class ClinicPage(Page, frozen=True, tag="clinic"):
    """The clinic that runs this site. Empty fields are not shown.

    ``phone`` is the number that patients call first, and ``phones`` are the others. ``site_name``
    is the name of the site in its header and titles. ``offers`` says which treatments the clinic
    offers; None in editions of earlier releases, whose pages of treatments say it.
    """

    kind = "clinic"
    phone: str
    hours: str
    address: str
    emergency_wording: str
    site_name: str = SITE_NAME
    numbers: HelpNumbers = HelpNumbers()
    phones: tuple[Phone, ...] = ()
    offers: tuple[Offer, ...] | None = None
    portal_name: str = ""
    portal_address: str = ""
    accent: str = Accent.TEAL

    @property
    def accent_styles(self) -> str:
        """The style sheet of its accent; empty for that of the site, and for one not known."""
        own = self.accent in Accent.values() and self.accent != Accent.TEAL
        return f"css/accent-{self.accent}.css" if own else ""

    @property
    def phone_link(self) -> str:
        """The phone number as a ``tel:`` address."""
        return f"tel:{dialed(self.phone)}"


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
