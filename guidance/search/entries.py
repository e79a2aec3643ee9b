"""What a search can find: the pages of a guide, the words of its glossary and its signs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guidance.pages.guide import Guide
from guidance.pages.kinds import KINDS
from guidance.pages.site_pages import GlossaryPage, Sign, SignsPage, Term
from guidance.pages.structures import (
    InfoPage,
    Page,
    SideEffectPage,
    SubtypePage,
    SymptomPage,
    TherapyPage,
    TopicPage,
    VisitPage,
)
from guidance.pages.texts import each_prose
from guidance.search.words import parts_of

TERM, SIGN = "term", "sign"
"""Kinds of entries that are a part of a page."""

SEARCHED = (
    *(TherapyPage, SubtypePage, SymptomPage, SideEffectPage, TopicPage, VisitPage, InfoPage),
)
"""The structures of the pages that are found."""

PLACES = ("therapy", "subtype", "symptom", "side-effect", TERM, "topic", "visit", "info", SIGN)
"""The kinds of entries. Where two entries fit equally well, the kind that comes first leads."""

NAME, OTHER_NAME, NAME_OF_TERM, WORD_OF_TOPIC = 1.0, 0.97, 0.94, 0.94
"""How much it counts to match the name of a page, another word for it, or a word of the glossary.

The page about a thing comes before the word in the glossary, and both before a topic of daily life
that the word also belongs to.
"""

_MARKUP = re.compile(r"\[@[^\]]*\]|\]\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Name:
    """One name of an entry, and how much a match with it counts."""

    text: str
    counts: float


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found.

    ``kind`` is that of its page, ``TERM`` or ``SIGN``. ``key`` is the key of its page, or its kind
    and its slug. ``text`` holds all other words that belong to it.
    """

    key: str
    kind: str
    names: tuple[Name, ...]
    text: str = ""


def entries(guide: Guide) -> Iterator[Entry]:
    """Yield all that can be found in ``guide``, without the words of the home page."""
    for page in guide.pages.values():
        if isinstance(page, SEARCHED) and page.key != "info/home":
            yield _of_page(page, guide)
        elif isinstance(page, GlossaryPage):
            yield from map(_of_term, page.terms)
        elif isinstance(page, SignsPage):
            yield from map(_of_sign, page.signs)


def _of_page(page: Page, guide: Guide) -> Entry:
    return Entry(page.key, page.kind, names_of(page), " ".join(_texts(page, guide)))


def names_of(page: Page) -> tuple[Name, ...]:
    """Return the names by which ``page`` is found, those that readers see before the others."""
    names = [Name(page.title, NAME)]
    for field in KINDS[page.kind].other_names:
        value = getattr(page, field)
        names += [Name(name, NAME) for name in ((value,) if isinstance(value, str) else value)]
    names += [Name(part, NAME) for part in parts_of(page.title)]
    if isinstance(page, SideEffectPage | SymptomPage):
        names += [Name(part, OTHER_NAME) for part in parts_of(page.medical_name)]
    counts = WORD_OF_TOPIC if isinstance(page, TopicPage) else OTHER_NAME
    names += [Name(word, counts) for word in getattr(page, "search_words", ())]
    return (*names, Name(page.slug, counts))


def _texts(page: Page, guide: Guide) -> Iterator[str]:
    """Yield the words of a page, and the names of the pages that it is about."""
    for prose in each_prose(page, skip={"references", "how_to_say"}):  # syllables are no words
        yield _MARKUP.sub(" ", prose.source)
    yield from (section.heading for section in page.sections)
    if isinstance(page, TopicPage):
        yield from (page.table_heading, *(row.name for row in page.table))
    if isinstance(page, TherapyPage):
        yield from (effect.side_effect for effect in page.effects)
    if isinstance(page, VisitPage):
        therapies = filter(None, map(guide.therapy, page.therapies))
        yield from (therapy.full_name for therapy in therapies)


def _of_term(term: Term) -> Entry:
    words = (term.term, term.slug, *parts_of(term.also_called), *term.search_words)
    names = tuple(Name(word, NAME_OF_TERM) for word in words)
    return Entry(f"{TERM}/{term.slug}", TERM, names, _MARKUP.sub(" ", term.definition.source))


def _of_sign(sign: Sign) -> Entry:
    return Entry(f"{SIGN}/{sign.slug}", SIGN, (), _MARKUP.sub(" ", sign.text.source))
