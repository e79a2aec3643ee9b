"""Content rules about the side effects of a treatment: its texts and its list name the same harms.

Other pages are made from the list: which treatments list a harm, what matters to a reader, and the
comparison. A harm that only a text names is missing there.
"""

import re
from collections.abc import Iterator

from guidance.pages import no_boxed_warning
from guidance.pages.choices import Gravity, Seriousness, SourceKind
from guidance.pages.citations import keys_in
from guidance.pages.cited_text import Prose
from guidance.pages.claims import Part, part_of_field, part_of_section, sentences
from guidance.pages.sections import DO_NOT_TAKE_IT_IF, PREGNANCY, STOPPING
from guidance.pages.structures import SideEffectPage, TherapyPage
from guidance.pages.text import plain
from guidance.pages.text_input import NO_LABEL_MONTH
from guidance.quality.rules.context import PageUnderReview
from guidance.quality.rules.registry import Problems, RuleSet

RULES = RuleSet()

HARMS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("a brain infection (PML)", r"\bPML\b", ("pml",)),
    ("leukemia", r"\bleukemia", ("leukemia",)),
    ("cancer", r"\bcancers?\b|\bmelanoma", ("cancer", "skin-cancer", "leukemia")),
    ("liver injury", r"\bliver\b", ("liver-injury",)),
    (
        "heart failure",
        r"\bheart (?:failure|damage)|\b(?:harm|damage|weaken)s? (?:to )?(?:your |the )"
        r"heart",
        ("heart-failure",),
    ),
    ("a slow heartbeat", r"\bslow (?:heart|pulse)", ("slow-heartbeat",)),
    ("stroke", r"\bstrokes?\b", ("stroke",)),
    ("infusion reactions", r"\binfusion reaction", ("infusion-reaction",)),
    ("severe allergy", r"\banaphyla|\b(?:severe|serious) allerg", ("anaphylaxis",)),
    ("serious infection", r"\b(?:serious|severe|grave) infection", ("serious-infection",)),
    ("harm to an unborn baby", r"\bunborn\b|\bbirth defect", ("fetal-harm",)),
    ("seizures", r"\bseizure", ("seizure",)),
    ("autoimmune disease", r"\bautoimmune", ("autoimmune-disease", "thyroid-disease")),
    ("thoughts of suicide", r"\bsuicid", ("suicidal-thoughts", "depression")),
    ("hepatitis B", r"\bhepatitis B\b", ("hepatitis-b-flare", "serious-infection")),
    (
        "MS that gets worse after stopping",
        r"\bMS\b[^.;]*\b(?:worse|flares?|comes? back)\b",
        ("rebound",),
    ),
)
"""(The harm in words, the expression that names it, side effects of which one must be listed)."""

UNKNOWN = re.compile(r"\bnot known\b|\bno (?:sign|proof|higher)\b|\bdid not\b", re.IGNORECASE)
"""Sentences that say that a harm is not known, or was not seen."""


def _named(prose: Prose, only: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield (harm in words, slugs of side effects) for each harm that ``prose`` names.

    With ``only``, look for the harm of that side effect alone.
    """
    words = " ".join(
        sentence for sentence in sentences(plain(prose.source)) if not UNKNOWN.search(sentence)
    )
    for harm, expression, slugs in HARMS:
        if (not only or only in slugs) and re.search(expression, words, re.IGNORECASE):
            yield harm, slugs


@RULES.error("harm not listed")
def texts_name_listed_harms(under_review: PageUnderReview) -> Problems:
    """Every harm that a warning of a treatment names is among its side effects."""
    page = under_review.page
    if not isinstance(page, TherapyPage):
        return
    listed = {effect.side_effect for effect in page.effects}
    for part, prose, only in _warnings(page):
        for harm, slugs in _named(prose, only):
            if not listed & set(slugs):
                yield part, f"It names {harm}. Add it to the side effects below."


LABELS = {SourceKind.LABEL.label, SourceKind.GOVERNMENT.label}
"""The kinds of sources that show what is on a label."""

ONLY = {PREGNANCY: "fetal-harm", STOPPING: "rebound", DO_NOT_TAKE_IT_IF: "anaphylaxis"}
"""Sections that are compared with one side effect only; they name others for other reasons."""


def _warnings(page: TherapyPage) -> Iterator[tuple[Part, Prose, str]]:
    yield part_of_field("boxed_warning"), page.boxed_warning, ""
    yield part_of_field("worst"), page.worst, ""
    for section_id, only in ONLY.items():
        if section := page.section(section_id):
            yield part_of_section(section.id, section.heading), section.text, only


@RULES.error("boxed warning")
def boxed_harms(under_review: PageUnderReview) -> Problems:
    """The harms of a boxed warning are listed as such, and only they are."""
    page = under_review.page
    if not isinstance(page, TherapyPage):
        return
    boxed = {row.side_effect for row in page.effects if row.seriousness == Seriousness.BOXED}
    if boxed and not page.boxed_warning:
        yield part_of_field("boxed_warning"), "Side effects below are said to be in it. Write it."
    if page.boxed_warning and not boxed:
        yield Part("effects", "Side effects"), "Choose “In the boxed warning” for those it names."
    listed = {row.side_effect for row in page.effects}
    for harm, slugs in _named(page.boxed_warning):
        if listed & set(slugs) and boxed and not boxed & set(slugs):
            yield part_of_field("boxed_warning"), f"It names {harm}, which is not listed as boxed."


@RULES.error("no boxed warning")
def said_to_have_none(under_review: PageUnderReview) -> Problems:
    """That a label has no boxed warning rests on a dated label, and nothing else contradicts it."""
    page = under_review.page
    if not isinstance(page, TherapyPage) or not page.no_boxed_warning:
        return
    here = part_of_field("no_boxed_warning")
    if not no_boxed_warning.is_dated(page.no_boxed_warning.source):
        yield here, NO_LABEL_MONTH
    if page.boxed_warning or any(row.seriousness == Seriousness.BOXED for row in page.effects):
        yield here, "The page has a boxed warning. Take away one of the two."
    sources = under_review.context.sources
    cited = [sources[key] for key in keys_in(page.no_boxed_warning.source) if key in sources]
    if not any(source.kind in LABELS for source in cited):
        yield here, "Cite the label, or the regulator’s record of it."


@RULES.error("not named in the label")
def not_named(under_review: PageUnderReview) -> Problems:
    """What a label does not name rests on a dated label that was read whole."""
    page = under_review.page
    if not isinstance(page, TherapyPage):
        return
    if page.not_named and not page.label_read:
        yield part_of_field("label_read"), "Give the date of the label that was read whole."
    for effect in page.effects:
        if effect.side_effect in page.not_named:
            yield (
                part_of_field("not_named"),
                f"“{effect.side_effect}” is among its side effects. Take it off one of the lists.",
            )


@RULES.warning("what it can do missing")
def grouped(under_review: PageUnderReview) -> Problems:
    """A side effect says if it could kill, needs somebody to look at it, or is a nuisance."""
    page = under_review.page
    if isinstance(page, SideEffectPage) and page.gravity not in Gravity.values():
        yield part_of_field("gravity"), "Choose what it can do to a person."
