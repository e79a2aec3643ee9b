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


def _missing(under_review: PageUnderReview, slugs: Iterable[str]) -> str:
    """Return in words the signs ``slugs`` of which the page names none, empty if it names one.

    Signs that the edition does not have are left out; without any, nothing is missing.
    """
    known = [slug for slug in slugs if slug in under_review.context.guide.signs]
    if set(known) & set(getattr(under_review.page, "signs", ())):
        return ""
    return " or ".join(f"“{slug}”" for slug in known)


@RULES.error("sign of a harm")
def harms_have_signs(under_review: PageUnderReview) -> Problems:
    """A treatment that lists a harm names one of the signs by which people notice it."""
    page = under_review.page
    if not isinstance(page, TherapyPage):
        return
    for _effect, side_effect in under_review.context.guide.effects_of(page):
        if missing := _missing(under_review, needed(side_effect)):
            what_to_do = f"It lists “{side_effect.title}”. Name its sign: {missing}."
            yield part_of_field("signs"), what_to_do


@RULES.error("sign of a grave harm")
def grave_harms_of_symptoms_have_signs(under_review: PageUnderReview) -> Problems:
    """A symptom names a sign of each harm of its medicines that can kill or harm for life."""
    page = under_review.page
    if not isinstance(page, SymptomPage):
        return
    found = map(under_review.context.guide.side_effect, page.side_effects)
    for side_effect in filter(None, found):
        if missing := _missing(under_review, needed_by_symptoms(side_effect)):
            what_to_do = f"Its medicines can cause “{side_effect.title}”. Name a sign of it: "
            yield part_of_field("signs"), f"{what_to_do}{missing}."


@RULES.error("sign of a relapse")
def a_relapse_has_a_sign(under_review: PageUnderReview) -> Problems:
    """A medicine that changes the course of MS says what to do about a possible relapse."""
    page = under_review.page
    if not isinstance(page, TherapyPage) or page.group != TherapyGroup.DISEASE_MODIFYING:
        return
    if missing := _missing(under_review, A_RELAPSE):
        yield part_of_field("signs"), f"Name the sign of a relapse: {missing}."


@RULES.error("signs on its own page")
def own_page_names_them(under_review: PageUnderReview) -> Problems:
    """The page of a side effect names one of the signs that its treatments must name."""
    page = under_review.page
    if not isinstance(page, SideEffectPage):
        return
    if missing := _missing(under_review, needed(page)):
        what_to_do = f"Its treatments must name {missing}. Name it here too."
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
