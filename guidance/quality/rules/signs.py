"""Content rules about signs and how soon to call."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from guidance.pages.choices import Urgency
from guidance.pages.cited_text import Prose
from guidance.pages.claims import Part, part_of_field
from guidance.pages.guide import MOST_FIRST_SIGNS, names_of_signs
from guidance.pages.site_pages import Sign, SignsPage
from guidance.pages.text import on_one_line, plain, word_count
from guidance.quality.rules.context import PageUnderReview
from guidance.quality.rules.registry import Problems, RuleSet

RULES = RuleSet()

LEVELS = dict(Urgency.pairs())
"""How the staff form names each level."""

MOST_SIGN_WORDS = 20
"""The most words of the first sentence of a sign, which says what somebody notices."""

MOST_FEW_WORDS = 11
"""The most words with which a care card names a sign."""


def _signs(under_review: PageUnderReview) -> tuple[Sign, ...]:
    page = under_review.page
    return page.signs if isinstance(page, SignsPage) else ()


def _part(sign: Sign) -> Part:
    return Part(f"signs/{sign.slug}", _in_words(sign))


def _in_words(sign: Sign) -> str:
    """Return the name of a sign in words, as the differences show it."""
    return sign.slug.replace("-", " ")


@RULES.error("missing sign")
def named_signs_exist(under_review: PageUnderReview) -> Problems:
    """Every sign that a page names is in the table of signs."""
    for slug in names_of_signs(under_review.page):
        if slug not in under_review.context.guide.signs:
            yield part_of_field("signs"), f"There is no sign “{slug}”. Write it, or take it off."


@RULES.error("long sign")
def short_signs(under_review: PageUnderReview) -> Problems:
    """What somebody notices is said in few words."""
    for sign in _signs(under_review):
        first_sentence = plain(sign.text.source).partition(". ")[0]
        if len(first_sentence.split()) > MOST_SIGN_WORDS:
            yield _part(sign), f"Use {MOST_SIGN_WORDS} words or fewer, or make it two signs."


@RULES.error("few words of a sign")
def few_words(under_review: PageUnderReview) -> Problems:
    """The few words of a sign are few, and no other sign of its level has the same."""
    seen = set()
    for sign in _signs(under_review):
        if word_count(sign.short.source) > MOST_FEW_WORDS:
            yield _part(sign), f"Use {MOST_FEW_WORDS} words or fewer to say it in a few words."
        words = _words(sign.short)
        if words and (sign.level, words) in seen:
            yield _part(sign), f"Another sign says “{plain(sign.short.source)}”. Tell them apart."
        seen.add((sign.level, words))


@RULES.warning("few words missing")
def few_words_missing(under_review: PageUnderReview) -> Problems:
    """A sign is also said in a few words, for care cards."""
    for sign in _signs(under_review):
        if not sign.short:
            yield _part(sign), "Say it in a few words too: care cards show whole sentences now."


@RULES.error("one level a sign")
def one_level(under_review: PageUnderReview) -> Problems:
    """The same words do not stand at two levels."""
    for sign, other in _of_two_levels(_signs(under_review)):
        same_few = sign.short and _words(sign.short) == _words(other.short)
        if same_few or _words(sign.text) == _words(other.text):
            said = f"“{_in_words(sign)}” has the same words and another level. Keep one."
            yield _part(other), said


def _of_two_levels(signs: tuple[Sign, ...]) -> Iterator[tuple[Sign, Sign]]:
    return ((sign, other) for sign, other in combinations(signs, 2) if sign.level != other.level)


def _words(prose: Prose) -> str:
    return on_one_line(prose.source).casefold()


@RULES.error("first signs")
def few_first_signs(under_review: PageUnderReview) -> Problems:
    """Few signs of each level are shown first."""
    levels = Counter(sign.level for sign in _signs(under_review) if sign.first)
    for level, number in levels.items():
        if number > MOST_FIRST_SIGNS:
            name = LEVELS.get(level, level)
            what_to_do = f"{number} signs of “{name}” are shown first. Choose {MOST_FIRST_SIGNS}."
            yield part_of_field("signs"), what_to_do


@RULES.error("own sign")
def own_signs_have_a_treatment(under_review: PageUnderReview) -> Problems:
    """A sign that is about its treatments only is named by a treatment."""
    guide = under_review.context.guide
    named = {slug for therapy in guide.therapies() for slug in therapy.signs}
    named |= {slug for notice in guide.notices() for slug in notice.signs}  # still taken
    for sign in _signs(under_review):
        if sign.own and sign.slug not in named:
            yield _part(sign), "It is about its treatments only, and no treatment names it."
