"""The answer to a search: care cards, the page that fits best, and what else was found.

A ``Search`` is built once per edition and process, with the edition, and never changes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from guidance.pages.choices import Urgency
from guidance.pages.cited_text import EMPTY, Prose
from guidance.pages.guide import SIGNS, CannotShow, Guide, names_of_signs
from guidance.pages.level_signs import LevelSigns
from guidance.pages.site_pages import SignsPage, Term, WithdrawnPage
from guidance.pages.structures import Page, TherapyPage, TopicPage
from guidance.pages.text import on_one_line, plain
from guidance.search import calm, combined, plain_words
from guidance.search.entries import NAME, SIGN, TERM, Entry, Name, entries, names_of
from guidance.search.index import Hit, Index
from guidance.search.parts import PARTS, PartWords
from guidance.search.pickers import near_best
from guidance.search.sign_rules import TOO_MUCH
from guidance.search.urgent import AT_ONCE, UrgentWords
from guidance.search.words import words_of

LONGEST, LONGEST_URGENT = 100, 500
"""The most characters of a query that are read to find pages, and to find what cannot wait."""
SURE, NEAR = 0.6, 0.5
"""The least score of a page that is shown as the answer, and of one that is near."""
MOST_IN_GROUP, MOST_SIGNS, MOST_CARES, MOST_PICKED = 5, 3, 2, 8
"""The most pages of a kind, signs and care cards that are shown, and pages to pick from."""

TOPIC = TopicPage.kind

HEADINGS: dict[str, str] = {
    "therapy": "Treatments",
    "subtype": "Types of SPMS",
    "symptom": "Symptoms",
    "side-effect": "Side effects",
    TOPIC: "Living with SPMS",
    TERM: "Words explained",
    "visit": "Ready-made handouts",
    "info": "About this guide",
    SIGN: "When to call",
    **{part.id: part.heading for part in PARTS},
}
"""The heading of a group, by the kind of what is in it."""


@dataclass(frozen=True, slots=True)
class Found:
    """Something to show: a page, or a word of the glossary or a sign of ``page``.

    ``note`` stands beside its ``title``. ``fragment`` is where it stands on the page. ``short`` is
    the short answer of the part of the page that was asked for. ``body_part`` is that of a sign,
    on whose page it stands.
    """

    kind: str
    title: str
    page: Page
    note: str = ""
    fragment: str = ""
    term: Term | None = None
    short: Prose = EMPTY
    body_part: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind."""

    kind: str
    found: tuple[Found, ...]

    @property
    def heading(self) -> str:
        """The heading of the group."""
        return HEADINGS[self.kind]


@dataclass(frozen=True, slots=True)
class Results:
    """What a search found.

    ``urgent`` says whether the query is about a sign that cannot wait; ``cares`` are the get-help
    levels of such signs, with these signs only, most urgent first. They are empty if the get-help
    page cannot be shown. ``offers_911`` says whether 911 can be called below the cards: a sign of
    ``plain_words`` may also be an emergency. ``plain`` is that sign if the edition lacks it.
    ``call`` is the phone number that such a sign names, and its sentence, to read first.
    ``part`` is the id of the part of treatments that was asked for. ``meant`` is the name that a
    misspelt query was taken for. ``answer`` is the page that fits best, None if none stands out;
    then ``fits`` says whether several fit well. ``groups`` are the others, best first.
    """

    urgent: bool = False
    cares: tuple[LevelSigns, ...] = ()
    offers_911: bool = False
    plain: str = ""
    call: tuple[str, str] = ("", "")
    part: str = ""
    meant: str = ""
    answer: Found | None = None
    fits: bool = False
    groups: tuple[Group, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.answer or self.groups)


class Search:
    """The search in ``guide``."""

    def __init__(self, guide: Guide) -> None:
        self.guide = guide
        self.index = Index(entries(guide))
        notices = [page for page in guide.all_of(WithdrawnPage) if page.slug not in guide.keys]
        self._withdrawn = Index(_of_notice(notice) for notice in notices)
        signs = guide.pages.get(SIGNS)
        table = signs.signs if isinstance(signs, SignsPage) else ()
        self._urgent = UrgentWords(table, self.index)
        self._signs = {sign.slug: sign for sign in table}
        self._medicines = combined.Medicines(guide, self.index)

    def results(self, query: str) -> Results:
        """Return what to show for ``query``. Only the beginning of a long query is read."""
        typed = self._medicines.spelled(words_of(query[:LONGEST_URGENT]))
        said, words = plain_words.find(typed, self._medicines.without_names(typed))
        same = self._medicines.other_names(words)
        signs = {sign.slug for sign in self._urgent.signs(query[:LONGEST_URGENT], words, same)}
        signs |= self._medicines.signs(words) & self._signs.keys()
        signs = {slug for slug in signs if not calm.is_calm(words, self._signs[slug])}
        signs = combined.without_replaced(signs | ({said} & self._signs.keys()))
        cares = tuple(self._cares(signs))[:MOST_CARES]
        urgent = Results(
            urgent=bool(signs),
            cares=cares,
            offers_911=said in signs and Urgency.EMERGENCY not in [care.slug for care in cares],
            plain="" if said in signs or (signs and said == TOO_MUCH) else said,
            call=self._call(said, cares) if said in signs else ("", ""),
        )
        if not signs and (found := self._part(query[:LONGEST])):
            return replace(found, plain=urgent.plain)
        return self._pages(query[:LONGEST], urgent, signs)

    def _call(self, slug: str, cares: tuple[LevelSigns, ...]) -> tuple[str, str]:
        """Return the phone number that the sign ``slug`` names, and its sentence.

        Nothing is read before a card that says to call 911 or 988.
        """
        if not cares or any(care.slug in AT_ONCE for care in cares):
            return "", ""
        return plain_words.number_in(on_one_line(self._signs[slug].text.source))

    def _pages(self, query: str, urgent: Results, signs: set[str]) -> Results:
        """Return ``urgent``, of ``signs``, with the pages that ``query`` may mean.

        Below what cannot wait stands no page that is only a little like the query. Below a crisis
        stand only treatments and the pages that name its sign: "can't go on" is no bowel trouble.
        """
        cannot_wait = urgent.urgent or urgent.plain
        hits = self.index.find(query)
        crises = {slug for slug in signs if self._signs[slug].level == Urgency.CRISIS}
        if crises:
            hits = [hit for hit in hits if hit.kind == TherapyPage.kind or self._names(hit, crises)]
        fit = [hit for hit in near_best(hits) if hit.score >= SURE or not cannot_wait]
        hits = fit if fit or cannot_wait else hits[:MOST_IN_GROUP]
        answer = meant = None
        if _stands_out(hits):
            answer = self._found(hits[0])
            meant = self._name_of(hits[0], answer)
            hits = hits[1:]
        return replace(
            urgent,
            meant=meant or "",
            answer=answer,
            fits=bool(hits) and hits[0].score >= SURE,
            groups=tuple(self._groups(hits)),
        )

    def _names(self, hit: Hit, signs: set[str]) -> bool:
        """Return whether the page of ``hit`` names one of ``signs``."""
        page = self.guide.pages.get(hit.key)
        return bool(page and signs & {*names_of_signs(page)})

    def _part(self, query: str) -> Results | None:
        """Return the part of treatments that ``query`` asks for, of the one that it names."""
        typed = words_of(query)
        spelled = self._medicines.spelled(typed)
        for part in PARTS:
            others = part.others(typed, self._medicines.without_names(spelled))
            if others is None:
                continue
            hits = self.index.find(" ".join(others))
            if not _stands_out(hits) and (names := self._medicines.named(spelled)):
                hits = self.index.find(" ".join(names))
            page = self.guide.pages.get(hits[0].key) if _stands_out(hits) else None
            if isinstance(page, TherapyPage):
                found = self._found_part(part, page)
                meant = self._name_of(hits[0], self._found(hits[0]))
                return Results(meant=meant, answer=found) if found else None
            parts = (self._found_part(part, one) for one in self.guide.therapies())
            if pages := tuple(filter(None, parts)):
                hits = self.index.find(query)
                topics = [hit for hit in hits if hit.kind == TOPIC and hit.score >= SURE]
                signs = [hit for hit in hits if hit.kind == SIGN]
                groups = (*self._groups(topics), Group(part.id, pages), *self._groups(signs))
                return Results(part=part.id, fits=True, groups=groups)
        return None

    def _found_part(self, part: PartWords, page: TherapyPage) -> Found | None:
        section = part.in_page(page)
        if not section:
            return None
        words = plain(section.short.source)
        return Found(part.id, page.title, page, words, part.id, short=section.short)

    def withdrawn(self, query: str) -> list[WithdrawnPage]:
        """Return the notices of the withdrawn pages that have the name ``query``, or nearly.

        A notice keeps the title, the slug and the brands of its page.
        """
        hits = [hit for hit in self._withdrawn.find(query[:LONGEST]) if hit.score >= SURE]
        notices = (self.guide.withdrawn(hit.key) for hit in hits)
        return [notice for notice in notices if notice][:MOST_IN_GROUP]

    def nearest(self, words: str, most: int = 5) -> list[Page]:
        """Return up to ``most`` pages with a name that has ``words`` or is spelled like them."""
        hits = self.index.find(words[:LONGEST])
        pages = [self.guide.pages.get(hit.key) for hit in hits if hit.score >= NEAR]
        return [page for page in pages if page][:most]

    def pages(self, words: str, kind: str, most: int = MOST_PICKED) -> list[Page]:
        """Return up to ``most`` pages of ``kind`` that ``words`` may mean, best first.

        This is for fields in which pages are picked.
        """
        hits = [hit for hit in self.index.find(words[:LONGEST]) if hit.kind == kind]
        return [self.guide.pages[hit.key] for hit in near_best(hits)[:most]]

    def _cares(self, slugs: set[str]) -> Iterator[LevelSigns]:
        """Yield the levels of the signs ``slugs``, each with those of its signs alone."""
        try:
            levels = self.guide.levels if slugs else ()
        except CannotShow:
            return
        for level in levels:
            if texts := tuple(
                sign.text
                for slug, sign in self._signs.items()
                if slug in slugs and sign.level == level.slug
            ):
                yield replace(level, first=texts)

    def _groups(self, hits: Iterable[Hit]) -> Iterator[Group]:
        """Yield what was found by its kind, the kind of the best hit first."""
        by_kind: dict[str, list[Found]] = {}
        for hit in hits:
            group = by_kind.setdefault(hit.kind, [])
            if len(group) < (MOST_SIGNS if hit.kind == SIGN else MOST_IN_GROUP):
                group.append(self._found(hit))
        return (Group(kind, tuple(found)) for kind, found in by_kind.items())

    def _found(self, hit: Hit) -> Found:
        slug = hit.key.partition("/")[2]
        if hit.kind == TERM:
            glossary = self.guide.glossary
            term = next(term for term in glossary.terms if term.slug == slug)
            return Found(TERM, term.term, glossary, term.also_called, slug, term)
        if hit.kind == SIGN:
            sign = self._signs[slug]
            words = on_one_line(sign.text.source)
            how_soon = self.guide.numbers.how_soon(sign.level, sign.level)
            page = self.guide.pages[SIGNS]
            return Found(SIGN, words, page, how_soon, sign.level, body_part=sign.part)
        page = self.guide.pages[hit.key]
        note = ", ".join(getattr(page, "brands", ())) or getattr(page, "medical_name", "")
        note = "" if note.lower() == page.title.lower() else note
        return Found(hit.kind, page.title, page, note)

    def _name_of(self, hit: Hit, found: Found) -> str:
        """Return the name that a misspelt word of the query was taken for, or ""."""
        known = {word for _, word in hit.corrected}
        names = [found.title] if found.term else [name.text for name in names_of(found.page)]
        return next((name for name in names if known & {*words_of(name)}), "")


def _of_notice(notice: WithdrawnPage) -> Entry:
    kind, _, slug = notice.slug.partition("/")
    names = (Name(name, NAME) for name in (notice.title, *notice.brands))
    return Entry(notice.slug, kind, (*names, Name(slug, NAME)))


def _stands_out(hits: list[Hit]) -> bool:
    """Return whether the first hit is the answer: it fits well, and none of its kind as well."""
    if not hits or hits[0].score < SURE or hits[0].kind == SIGN:
        return False
    return not any(
        hit.kind == hits[0].kind and round(hit.score, 3) == round(hits[0].score, 3)
        for hit in hits[1:]
    )
