"""The page that the rules check, and the guide that it is part of."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from statistics import median

from guidance.pages import citations
from guidance.pages.cited_text import Source
from guidance.pages.claims import Claim, Part, claims, part_of_field, sentences, texts
from guidance.pages.guide import Guide
from guidance.pages.sections import HOW_WELL_IT_WORKS, WHO_IT_IS_FOR
from guidance.pages.site_pages import GlossaryPage, SourcesPage, WalkPage
from guidance.pages.structures import Page, SubtypePage, TherapyPage, TopicPage
from guidance.pages.text import plain
from guidance.quality.readability import WORD, Readability, measure
from guidance.quality.versions import newer_versions
from guidance.walk import wording


@dataclass(frozen=True, slots=True)
class Grade:
    """The reading grades of a page and of its summary, adjusted and raw: see ``readability``."""

    page: Readability
    page_raw: Readability
    summary: Readability
    summary_raw: Readability


class RuleContext:
    """The guide and today's date, for all rules."""

    def __init__(self, guide: Guide, today: date) -> None:
        self.guide = guide
        self.today = today

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Every source of the guide, by key."""
        lists = [page for page in self.guide.pages.values() if isinstance(page, SourcesPage)]
        return {source.key: source for page in lists for source in page.sources}

    @cached_property
    def newer_versions(self) -> dict[str, str]:
        """The date of the newest version of each label that has a newer one, by key."""
        return newer_versions(self.sources.values())

    @cached_property
    def cited(self) -> set[str]:
        """The key of every source that a page or the walk cites."""
        sources = [prose.source for page in self.guide.pages.values() for _, prose in texts(page)]
        cited = {key for text in sources for key in citations.keys_in(text)}
        return cited if wording.published(self.guide) else cited | wording.source_keys()

    @cached_property
    def medicines(self) -> frozenset[str]:
        """The names and brands of the treatments, in lower case."""
        pages = self.guide.therapies()
        return frozenset(name.lower() for page in pages for name in (page.title, *page.brands))

    @cached_property
    def explained(self) -> frozenset[str]:
        """The words of the glossary with their other names, in lower case."""
        glossaries = [page for page in self.guide.pages.values() if isinstance(page, GlossaryPage)]
        terms = [term for page in glossaries for term in page.terms]
        return frozenset(
            name.lower() for term in terms for name in (term.term, *_names(term.also_called))
        )

    @cached_property
    def names(self) -> frozenset[str]:
        """The names that the adjusted grade leaves out."""
        effects = self.guide.side_effects()
        medical = {name.lower() for page in effects for name in _names(page.medical_name)}
        return self.medicines | self.explained | medical

    @cached_property
    def usual_counts(self) -> dict[str, dict[str, float]]:
        """The medians of ``content_counts`` by group of treatments: {group: {what: median}}."""
        by_group: dict[str, list[dict[str, int]]] = {}
        for page in self.guide.therapies():
            by_group.setdefault(page.group, []).append(content_counts(page))
        return {
            group: {what: median(count[what] for count in counts) for what in counts[0]}
            for group, counts in by_group.items()
        }


def _names(listed: str) -> list[str]:
    """Return the names in a list such as "SJS, TEN, DRESS", those in brackets too."""
    return [name for name in map(str.strip, re.split(r"[,;()]", listed)) if name]


class PageUnderReview:
    """A page with values that several rules need, each computed once."""

    def __init__(self, page: Page, context: RuleContext) -> None:
        self.page = page
        self.context = context

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The claims of the page, in order."""
        return claims(self.page)

    @cached_property
    def words_of_parts(self) -> dict[Part, str]:
        """The words of each part."""
        words: dict[Part, str] = {}
        for claim in self.claims:
            words[claim.part] = f"{words.get(claim.part, '')} {claim.words}".strip()
        return words

    @cached_property
    def visible_texts(self) -> list[tuple[Part, str]]:
        """(part, words) of all that readers see: claims, headings, questions and rows."""
        page = self.page
        visible = [
            (part_of_field("title"), page.title),
            *((claim.part, claim.words) for claim in self.claims),
        ]
        visible += [(Part("title", "Headings"), section.heading) for section in page.sections]
        visible += [
            (part_of_field("questions"), question) for question in getattr(page, "questions", ())
        ]
        if isinstance(page, WalkPage):
            visible += [
                (Part(f"labels/{label.id}", label.where), words)
                for label in page.labels
                for words in (label.text, label.another)
            ]
        if isinstance(page, TopicPage):
            names = (page.table_heading, *page.table_columns, *(row.name for row in page.table))
            visible += [(Part("table", "Table"), name) for name in names]
        if isinstance(page, SubtypePage):
            for group in page.placebo_groups:
                visible += [
                    (Part("placebo_groups", group.trial), words)
                    for words in (group.group, group.happened, group.not_happened)
                ]
        if isinstance(page, TherapyPage):
            for row in page.evidence:
                visible += [
                    (Part("evidence", row.trial), words)
                    for words in (row.group, row.happened, row.not_happened)
                ]
            visible += [(Part("monitoring", check.name), check.name) for check in page.monitoring]
        return visible

    @cached_property
    def grade(self) -> Grade:
        """The reading grades of the page."""
        whole = "\n".join(plain(prose.source) for _, prose in texts(self.page))
        summary = plain(self.page.summary.source)
        names = self.context.names
        return Grade(
            measure(whole, names), measure(whole), measure(summary, names), measure(summary)
        )


@lru_cache(maxsize=64)  # each submission counts the whole guide, of which few pages changed
def content_counts(page: TherapyPage) -> dict[str, int]:
    """Return the numbers of words, benefits and harms on the page of a treatment.

    A benefit is a sentence of "who it is for" or "how well it works", or a row of evidence; a
    harm is a row of side effects.
    """
    sections = (page.section(WHO_IT_IS_FOR), page.section(HOW_WELL_IT_WORKS))
    benefits = sum(len(list(sentences(part.text.source))) for part in sections if part)
    words = [citations.without_markers(prose.source) for _, prose in texts(page)]
    return {
        "words": sum(len(WORD.findall(text)) for text in words),
        "benefits": benefits + len(page.evidence),
        "harms": len(page.effects),
    }
