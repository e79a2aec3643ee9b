"""Content rules about citations and sources."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta

from guidance.pages import citations
from guidance.pages.cited_text import Source
from guidance.pages.claims import Claim, Part, texts
from guidance.pages.site_pages import SourcesPage, WalkPage
from guidance.pages.structures import InfoPage, TopicPage
from guidance.quality.rules.context import PageUnderReview
from guidance.quality.rules.registry import Problems, RuleSet
from guidance.quality.versions import stands

RULES = RuleSet()

NO_DATE = "date not found"
"""The value of ``Source.published`` if the publisher shows no date."""

MAX_AGE = 5
"""The age in years above which a source is old."""

LOOK_AGAIN = timedelta(days=365)
"""How long a page without a date may go unread."""

REVISED = {"US label", "Government page", "Guideline", "MS or health society page", "Hospital page"}
"""The kinds of sources whose publisher revises them. The report of a trial stays as it is."""

_NO_REASON = r"(?!.*\b(?:because|which can|causes?|harms?)\b)(?!.*\d)"
NEEDS_NO_SOURCE: Mapping[str, str] = {
    "leads into the list below": r".*:",
    "asks": r".*\?",
    "tells what we looked for, read or cannot show": (
        r"(?:So |In our sources,? )?(?:we (?:found|saw|have) (?:no|none|only)"
        r"|we (?:could not|cannot|did not|have not)"
        r"|our sources?(?: on \w+)? (?:do not|does not|(?:give|name|show)s? (?:no|none|only)))\b.*"
    ),
    "tells what no source that we read shows": r"No [\w ]+ that we read\b.*",
    "asks or tells the team, or the people at hand": (
        r"(?:(?:If|During|Before|After|With|At) [^,.:;]+, )?(?:ask|tell|show|talk with)\b"
        rf"{_NO_REASON}.*"
    ),
    "calls when in doubt": r"Call your clinic if [\w ,]*\bworries you\b[\w ,]*\.",
    "is the one rule for every medicine": (
        r"(?:Do not|Never) (?:stop|change|switch)\b[\w ]* (?:on your own|without your MS team)\b"
        r"[^.:;]*\."
    ),
    "leaves the choice to the reader and the team": r"You (?:and your MS team )?decide\b[\w ,]*\.",
    "keeps a record for the visit": (
        r"(?:Bring|Note|Write|Keep (?:a list|count)|Take (?:a photo|your temperature)|Say)\b"
        rf"{_NO_REASON}.*"
    ),
    "tells how to use these pages": (
        r"(?:If you are not sure, )?(?:find|choose|see|read more:)[\w ,]*\."
    ),
}
"""The sentences that need no source: {what such a sentence does: pattern of the whole sentence}.

Up to eight bold words may precede it. Advice with a reason or a number is a claim.
"""

_NEXT_STEP = re.compile(
    r"(?:(?:Today|This week|This month|Then|Next|First|If|When|Before|After|At|With)\b[^,.:;]*,? )?"
    r"(?:You do not have to decide|(?:answer|ask|bring|call|choose|decide|email|fill in|find|keep"
    r"|look|make|mark|name|note|open|pick|plan|practice|print|put|read|save|say|send|set|share|show"
    r"|sign|talk|tell|write)\b)"
    rf"(?!.*\b(?:911|988)\b){_NO_REASON}.*",
    re.IGNORECASE,
)
"""A sentence of a topic's next step that makes no medical claim."""

_NEEDS_NO_SOURCE = re.compile(
    rf"(?:(?:\S+ ){{0,7}}\S+[.!?] )?(?:{'|'.join(NEEDS_NO_SOURCE.values())})", re.IGNORECASE
)


@RULES.error("citation")
def uncited(under_review: PageUnderReview) -> Problems:
    """A medical sentence names its source."""
    medical = {claim.part for claim in under_review.claims if claim.keys}
    for claim in under_review.claims:
        if claim.keys or may_stand_alone(claim.words):
            continue
        if isinstance(under_review.page, TopicPage) and _is_next_step(claim, under_review):
            continue
        if isinstance(under_review.page, WalkPage):
            continue  # most of its sentences repeat answers; the rules of the walk see to the rest
        if isinstance(under_review.page, InfoPage) and not (
            claim.part in medical or _names_one_of(under_review.context.medicines, claim.words)
        ):
            continue
        yield claim.part, f"Cite a source for “{claim.words}”, or take it out."


def _is_next_step(claim: Claim, under_review: PageUnderReview) -> bool:
    """Return whether ``claim`` is a next step that says nothing about a body or a medicine."""
    return (
        claim.part.id == "next_step"
        and bool(_NEXT_STEP.fullmatch(claim.words))
        and not _names_one_of(under_review.context.medicines, claim.words)
    )


def may_stand_alone(words: str) -> bool:
    """Return whether a sentence makes no medical claim, so that it needs no source."""
    return bool(_NEEDS_NO_SOURCE.fullmatch(words))


def _names_one_of(names: Iterable[str], words: str) -> bool:
    return any(re.search(rf"\b{re.escape(name)}\b", words, re.IGNORECASE) for name in names)


@RULES.error("unknown source")
def unknown_sources(under_review: PageUnderReview) -> Problems:
    """Every citation names a source that exists."""
    for part, prose in texts(under_review.page):
        for problem in citations.problems(prose.source, under_review.context.sources):
            yield part, f"{problem} Mend the marker, or add the source."


@RULES.error("unused source")
def unused_sources(under_review: PageUnderReview) -> Problems:
    """Every source is cited somewhere."""
    for source in sources_on(under_review):
        if source.key not in under_review.context.cited:
            yield (
                Part("sources", source.key),
                "No page and no step of the walk cites it. Cite it or delete it.",
            )


@RULES.error("source")
def whole_sources(under_review: PageUnderReview) -> Problems:
    """A source has an address, an organization, a date, and a day of checking."""
    for source in sources_on(under_review):
        if not source.address:
            yield Part("sources", source.key), "Give its web address."
        if not source.organization:
            yield Part("sources", source.key), "Say who published it."
        if not source.published:
            yield (
                Part("sources", source.key),
                f"Give the publisher’s own date, or write “{NO_DATE}”.",
            )
        if source.checked_on > under_review.context.today:
            yield (
                Part("sources", source.key),
                "It was checked on a day that is still to come. Mend the date.",
            )
        if bool(source.still_current) != bool(source.still_current_on):
            yield (
                Part("sources", source.key),
                "Say why it still stands, and on what day you looked at it, or neither.",
            )
        if source.still_current_on and source.still_current_on > under_review.context.today:
            yield (
                Part("sources", source.key),
                "It was looked at on a day that is still to come. Mend the date.",
            )


@RULES.warning("undated source")
def undated_sources(under_review: PageUnderReview) -> Problems:
    """A label has a date; a page without one was read within a year."""
    for source in sources_on(under_review):
        if source.published != NO_DATE:
            continue
        if source.kind == "US label":
            yield (
                Part("sources", source.key),
                "A label changes with its date. Open it, and give the date of its revision.",
            )
        elif under_review.context.today - source.checked_on > LOOK_AGAIN:
            yield (
                Part("sources", source.key),
                f"Its page shows no date, and was last read on {source.checked_on}. Read it again.",
            )


@RULES.warning("old source")
def old_sources(under_review: PageUnderReview) -> Problems:
    """A source that its publisher revises is young, or somebody said why it still stands."""
    for source in sources_on(under_review):
        year = re.search(r"\b(?:19|20)\d\d\b", source.published)
        if (
            source.kind in REVISED
            and year
            and under_review.context.today.year - int(year[0]) > MAX_AGE
            and not stands(source, under_review.context.today)
        ):
            yield (
                Part("sources", source.key),
                f"It is from {source.published}. Look for a newer one, or say why it still stands.",
            )


@RULES.warning("one secondary source")
def secondary_sources(under_review: PageUnderReview) -> Problems:
    """A count, and a warning, rests on a primary source, or on two sources."""
    known = under_review.context.sources
    weighty = [claim for claim in under_review.claims if claim.warning or _counts(claim.words)]
    weak = Counter(
        claim.part
        for claim in weighty
        if len(claim.keys) == 1 and claim.keys[0] in known and _secondary(known[claim.keys[0]])
    )
    if weak:
        part, most = weak.most_common(1)[0]
        yield (
            part,
            f"{weak.total()} of {len(weighty)} counts and warnings on this page rest on one "
            f"secondary source, most of them here ({most}). Look for primary ones.",
        )


def _counts(words: str) -> bool:
    return any(sign.isdigit() for sign in words)


def _secondary(source: Source) -> bool:
    return source.tier != "primary"


def sources_on(under_review: PageUnderReview) -> tuple[Source, ...]:
    """Return the sources that the page lists, which only the page of sources does."""
    return under_review.page.sources if isinstance(under_review.page, SourcesPage) else ()
