"""Content rules that hold what a treatment lists against what it says to watch for."""

from collections.abc import Iterable

from guidance.pages.choices import SourceKind, TherapyGroup
from guidance.pages.citations import keys_in
from guidance.pages.cited_text import Source
from guidance.pages.claims import Part, part_of_field, sentences
from guidance.pages.site_pages import SignsPage
from guidance.pages.structures import SideEffectPage, SymptomPage, TherapyPage
from guidance.quality.harm_signs import A_RELAPSE, needed, needed_by_symptoms
from guidance.quality.rules.context import PageUnderReview
from guidance.quality.rules.registry import Problems, RuleSet

RULES = RuleSet()


def _in_words(slugs: Iterable[str]) -> str:
    return " or ".join(f"“{slug}”" for slug in slugs)


@RULES.error("sign of a harm")
def harms_have_signs(under_review: PageUnderReview) -> Problems:
    """A treatment that lists a harm names one of the signs by which people notice it."""
    page = under_review.page
    if not isinstance(page, TherapyPage):
        return
    guide = under_review.context.guide
    for _effect, side_effect in guide.effects_of(page):
        signs = [slug for slug in needed(side_effect) if slug in guide.signs]
        if signs and not set(signs) & set(page.signs):
            what_to_do = f"It lists “{side_effect.title}”. Name its sign: {_in_words(signs)}."
            yield part_of_field("signs"), what_to_do


@RULES.error("sign of a grave harm")
def grave_harms_of_symptoms_have_signs(under_review: PageUnderReview) -> Problems:
    """A symptom names a sign of each harm of its medicines that can kill or harm for life."""
    page = under_review.page
    if not isinstance(page, SymptomPage):
        return
    guide = under_review.context.guide
    for side_effect in map(guide.side_effect, page.side_effects):
        signs = needed_by_symptoms(side_effect) if side_effect else ()
        signs = tuple(slug for slug in signs if slug in guide.signs)
        if side_effect and signs and not set(signs) & set(page.signs):
            what_to_do = f"Its medicines can cause “{side_effect.title}”. Name a sign of it: "
            yield part_of_field("signs"), f"{what_to_do}{_in_words(signs)}."


@RULES.error("sign of a relapse")
def a_relapse_has_a_sign(under_review: PageUnderReview) -> Problems:
    """A medicine that changes the course of MS says what to do about a possible relapse."""
    page = under_review.page
    if not isinstance(page, TherapyPage) or page.group != TherapyGroup.DISEASE_MODIFYING:
        return
    signs = [slug for slug in A_RELAPSE if slug in under_review.context.guide.signs]
    if signs and not set(signs) & set(page.signs):
        yield part_of_field("signs"), f"Name the sign of a relapse: {_in_words(signs)}."


@RULES.error("signs on its own page")
def own_page_names_them(under_review: PageUnderReview) -> Problems:
    """The page of a side effect names one of the signs that its treatments must name."""
    page = under_review.page
    if not isinstance(page, SideEffectPage):
        return
    signs = [slug for slug in needed(page) if slug in under_review.context.guide.signs]
    if signs and not set(signs) & set(page.signs):
        what_to_do = f"Its treatments must name {_in_words(signs)}. Name it here too."
        yield part_of_field("signs"), what_to_do


@RULES.error("source of a sign")
def signs_are_cited_for_each_treatment(under_review: PageUnderReview) -> Problems:
    """What somebody notices is cited to a source that says it for each treatment that names it."""
    page = under_review.page
    if not isinstance(page, SignsPage):
        return
    guide = under_review.context.guide
    sources = {reference.source.key: reference.source for reference in page.references}
    for sign in page.signs:
        first_sentence = next(sentences(sign.text.source), "")
        cited = [sources[key] for key in keys_in(first_sentence) if key in sources]
        if not cited or any(_is_general(source, guide.therapies()) for source in cited):
            continue
        said_of = {slug for source in cited for slug in _about(source, guide.therapies())}
        others = [
            therapy.title
            for therapy in guide.therapies()
            if sign.slug in therapy.signs and therapy.slug not in said_of
        ]
        if others:
            what_to_do = f"Cite a source that says it of {', '.join(others)}, or a general one."
            yield Part(f"signs/{sign.slug}", sign.slug.replace("-", " ")), what_to_do


def _is_general(source: Source, therapies: Iterable[TherapyPage]) -> bool:
    """Return whether ``source`` is about no medicine: neither a label, nor named after one."""
    return source.kind != SourceKind.LABEL.label and not _about(source, therapies)


def _about(source: Source, therapies: Iterable[TherapyPage]) -> list[str]:
    """Return the slugs of the treatments that the title or the key of ``source`` names.

    Staff may mend a title; the key stays.
    """
    title = f"{source.key} {source.organization} {source.title}".casefold()
    return [
        therapy.slug
        for therapy in therapies
        if any(name.casefold() in title for name in (therapy.title, *therapy.brands))
    ]
