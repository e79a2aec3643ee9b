"""Content rules about the words of the walk."""

import re
from collections.abc import Iterable, Iterator

from guidance.pages.choices import Urgency
from guidance.pages.citations import keys_in
from guidance.pages.claims import Part
from guidance.pages.site_pages import WalkPage
from guidance.pages.text import plain
from guidance.quality.rules.context import PageUnderReview
from guidance.quality.rules.registry import Problems, RuleSet
from guidance.walk import wording
from guidance.walk.notes import SIGN_OF_TEXTS
from guidance.walk.shipped import SHIPPED
from guidance.walk.vocabulary import MONTHS, PLACES, RETIRED, Place, usable
from guidance.walk.words import Text

RULES = RuleSet()

_PLACEHOLDER = re.compile(r"\{[^{}\n]*\}|[{}]")
_PERIOD = {"{since}", "{now}", "{months}"}
_SPEAKS = re.compile(r"\b(?:I|[Mm]e|[Mm]y|[Yy]ou|[Yy]our)\b")
_QUOTED = re.compile(r"“[^”]*”")
_LEVEL = re.compile(r"\b(?:911|988|today|within two days|next visit)\b", re.IGNORECASE)
_SAID_AS = {
    Urgency.EMERGENCY: "911",
    Urgency.CRISIS: "988",
    Urgency.SAME_DAY: "today",
    Urgency.SOON: "within two days",
    Urgency.NEXT_VISIT: "next visit",
}
"""How the walk says each level, inside a sentence."""


@RULES.error("words of the walk")
def whole_walk(under_review: PageUnderReview) -> Problems:
    """Every route, answer and finding of the walk has its words, and nothing else has."""
    page = under_review.page
    if not isinstance(page, WalkPage):
        return
    texts = wording.texts_of(page)
    for key in texts.keys() - PLACES.keys() - RETIRED:
        yield Part(f"labels/{key}", key), "The walk has no such text. Take it out."
    for key, place in PLACES.items():
        part = Part(f"{'texts' if place.cited else 'labels'}/{key}", place.where)
        for what_to_do in _problems(place, texts.get(key, Text(""))):
            yield part, what_to_do
    yield from _marked_parts(texts)


def _problems(place: Place, text: Text) -> Iterator[str]:
    if not usable(place, text):
        twelve = "Write the names of the twelve months, one on each line."
        yield twelve if place.key == MONTHS else "The walk needs these words. Write them."
        return
    for said in filter(None, (text.own, text.another)):
        yield from _problems_of(place, said)
    if _SPEAKS.search(_QUOTED.sub("", text.own)) and not text.another:
        yield "Say it for who answers for somebody else, too, even if in the same words."
    if text.another and set(keys_in(text.own)) != set(keys_in(text.another)):
        yield "Cite the same sources in the words for somebody else."
    if keys_in(SHIPPED[place.key].own) and not keys_in(text.own):
        yield "It is a medical statement. Cite a source for it."


def _problems_of(place: Place, said: str) -> Iterator[str]:
    known = {*_PERIOD, *_PLACEHOLDER.findall(place.what)}
    for placeholder in sorted(set(_PLACEHOLDER.findall(said)) - known):
        yield f"The walk fills in no “{placeholder}” here. Take it out."
    for needed in _PLACEHOLDER.findall(place.what):
        if needed not in said:
            yield f"Say where “{needed}” stands."
    period = _PERIOD & set(_PLACEHOLDER.findall(SHIPPED[place.key].own))
    if period and not any(name in said for name in _PERIOD):
        yield f"It asks about a stated time. Write “{min(period)}” where that stands."
    if "\n" in said and not place.lines:
        yield "Write it on one line."
    if not place.cited and (keys_in(said) or "**" in said):
        yield "Readers would see its marks as typed. Take the sources and the bold marks out."


def _marked_parts(texts: dict[str, Text]) -> Problems:
    """The part of a heading that is marked stands in the heading."""
    for key, name in texts.items():
        fits = texts.get(f"{key.removesuffix('/name')}/fits")
        if key.endswith("/name") and fits and name.own not in fits.own:
            yield (
                Part(f"labels/{key}", PLACES[key].where if key in PLACES else key),
                f"“{name.own}” does not stand in “{fits.own}”. Use its words.",
            )


@RULES.error("level of a sign in the walk")
def levels_of_signs(under_review: PageUnderReview) -> Problems:
    """A text of the walk about a sign names the level of that sign, and none that is later.

    It may name a sooner one too, for what is worse.
    """
    page = under_review.page
    if not isinstance(page, WalkPage):
        return
    texts, signs = wording.texts_of(page), under_review.context.guide.signs
    for start, slug in SIGN_OF_TEXTS.items():
        about = {key: texts[key] for key in texts if f"{key}/".startswith(f"{start}/")}
        if slug in signs and about and not _names_level(signs[slug].level, about.values()):
            key = [*about][-1]
            part = Part(f"{'texts' if PLACES[key].cited else 'labels'}/{key}", PLACES[key].where)
            said = _SAID_AS[Urgency(signs[slug].level)]
            sign = plain(signs[slug].at_once.source)
            yield part, f"The table of signs says “{said}” for “{sign}”. Say the same here."


def _names_level(level: str, about: Iterable[Text]) -> bool:
    """Return whether the texts ``about`` a sign of ``level`` name it, and no later level."""
    texts = [*about]
    order = [*_SAID_AS.values()]
    own = order.index(_SAID_AS[Urgency(level)])
    for said in (
        " ".join(text.own for text in texts),
        " ".join(text.another or text.own for text in texts),
    ):
        named = {order.index(found.lower()) for found in _LEVEL.findall(said)}
        if max(named, default=-1) != own:
            return False
    return True
