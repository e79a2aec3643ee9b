"""The rules that content must keep: what ``make content`` and the admin say about a page.

Each rule is one small function that looks at one page, on a desk that knows the other pages, and
yields (section, what to do). Errors stop ``make check``; warnings ask a writer to look again.

What is decided here:

- **A claim needs a citation** unless it is no medical claim. ``NEEDS_NO_SOURCE`` is the whole list
  of what may stand alone: it speaks of this site and its sources, leads into a list, asks, or
  sends the reader to the MS team or to another page. It never says what a body or a medicine does.
  Info pages are about the site, so there a claim needs a source only where its section cites one
  already (it is then medical) or where it names a medicine.
- **Sources show their date.** Where a page of a publisher shows none, ``published`` says "no date
  given": that passes with a warning. An empty date is an error: nobody has looked.
- **The adjusted grade** leaves out the names that must appear: medicines and brands, the words of
  the glossary, the medical names of side effects. ``readability`` says how they are counted. The
  raw grade stands beside it.
- **Harms of rehabilitation**: our sources count none, so its "Take care if" stands in for rows,
  and pregnancy is asked of medicines only.
- **Evidence that cannot be compared** (another time span) stays on a page, which says so:
  ``TherapyPage.evidence_comparable``. The warning is there to be read, not to be silenced.
- **One denominator**: a treatment's page counts people out of 100 or out of 1,000, not of both.
- **Secondary sources** are all that are not of the primary tier: societies, hospitals, makers.
- **A call line stands alone**: people read one line of a list, and handouts part lists. A line
  that says "the signs above" changes its meaning where it is printed, so it names its signs.
- **Quoted words are not used**: a page may say that we never write "best".
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from statistics import median
from typing import Literal

from guidance.handout.build import MOST_EFFECTS, MOST_SYMPTOMS, MOST_TREATMENTS, missing_levels
from guidance.pages import citations, text_input
from guidance.pages.check_schedule import SECTIONS, told
from guidance.pages.claims import LABELS, Claim, claims, sentences, strings, texts
from guidance.pages.compare import denominators
from guidance.pages.guide import Guide
from guidance.pages.structures import (
    AnyPage,
    GlossaryPage,
    HelpPage,
    InfoPage,
    Review,
    Source,
    SourcesPage,
    SubtypePage,
    SymptomPage,
    TherapyPage,
    VisitPage,
)
from guidance.pages.text import Bullets, parse, plain
from guidance.quality.readability import WORD, Readability, measure
from guidance.walk import questions, wording

Severity = Literal["error", "warning"]

NO_DATE = "date not found"
"""What ``Source.published`` says where the publisher shows no date."""

SUMMARY_GRADE, PAGE_GRADE = 6.0, 8.0
MOST_WORDS, MOST_ITEMS = 25, 7
MOST_PASSIVE = 0.3
LEAST, MOST = 0.5, 2.0
YEARS = 5

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
"""What a sentence without a source may do: (what it does, the whole sentence as a pattern).

Up to eight bold words may open it. Advice that gives a reason or a number makes a claim.
"""

_NEEDS_NO_SOURCE = re.compile(
    rf"(?:(?:\S+ ){{0,7}}\S+[.!?] )?(?:{'|'.join(NEEDS_NO_SOURCE.values())})", re.IGNORECASE
)

NEVER: Mapping[str, str] = {
    "Nobody is told what they have. Write “people with ...”": (
        r"(?<!if )(?<!when )(?<!whether )(?<!that )\byou have (?:\w+[ -]){0,3}?"
        r"(?:MS|SPMS|multiple sclerosis)\b"
    ),
    "There is no best choice for everybody. Say what helps whom": r"\bbest\b",
    "Nothing is without risk. Say which harms there are": r"\bsafe(?:r|st|ly)?\b",
    "Nothing cures MS. Say what it does": r"\b(?:cures?|cured|curing)\b",
}
"""Words that no page may use: (why not and what instead, the words as a pattern)."""

RELATIVE = re.compile(
    r"\d ?(?:%|percent|per cent)\s+(?:\w+ )?(?:lower|higher|fewer|less|more|better|worse|reduc\w+"
    r"|drop|cut|decrease|increase|risk)"
    r"|\b(?:by|of) (?:about |around |nearly |up to )?\d+(?:\.\d+)? ?(?:%|percent)"
    r"|\b(?:relative risk|hazard ratio|odds ratio|risk ratio)s?\b"
    r"|\b(?:half|twice|double|\w+ times) as (?:many|much|likely|often|high)\b"
    r"|\b(?:halv(?:e|es|ed)|doubl(?:es|ed)|tripl(?:es|ed)) (?:the|their|your) (?:risk|chance|odds)",
    re.IGNORECASE,
)
ABSOLUTE = re.compile(r"\bout of (?:every )?[\d,]+|\bfor each [\d,]+", re.IGNORECASE)

PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|gets?|got)\s+(?:(?:not|also|often|usually|\w+ly)\s+)*"
    r"(?:\w{2,}ed|given|taken|seen|known|shown|found|made|held|kept|told|put|done|begun|chosen)\b",
    re.IGNORECASE,
)

MEDICAL_WORDS = (
    *("antibodies", "aspiration", "autoimmune disease", "baclofen pump", "biosimilar"),
    *("boxed warning", "catheter", "colitis", "disease-modifying", "ecg", "edss", "gadolinium"),
    *("infusion", "jc virus", "lesion", "lymphocyte", "lymphopenia", "macular edema", "mri"),
    *("myelin", "off label", "osteoporosis", "placebo", "plasma exchange", "pml", "pres"),
    *("progression", "pseudobulbar affect", "rebound", "relapse", "rems", "s1p", "seizure"),
    *("sepsis", "serotonin syndrome", "spasticity", "steroid", "t2 lesion", "washout"),
)
"""Words that need an explanation in the glossary wherever a page uses them, in lower case."""

_MEDICAL_WORD = re.compile(rf"(?<![\w-])({'|'.join(MEDICAL_WORDS)})s?(?![\w])", re.IGNORECASE)
_LABEL_STATUSES = {"spms", "active-spms", "relapse", "not-labelled", "not-a-medicine"}
_CERTAINTIES = {"high", "moderate", "low", "very-low", "not-rated"}
_DENOMINATORS = {100, 1000}
_OUT_OF = re.compile(r"\d out of (?:every )?([\d,]*\d)")
_CALLS = re.compile(r"\bcalls?\b|\b911\b|\b988\b|\bemergency\b", re.IGNORECASE)
_SIGNS = r"(?:signs?|symptoms?|changes?|problems?|reactions?|things?|ones?|list|lines?)"
_POINTS_ELSEWHERE = re.compile(
    r"\b(?:above|below)(?=\s*(?:[.,;:)]|$))"
    rf"|\b{_SIGNS}(?: \w+)? (?:above|below)\b"
    rf"|\bthe (?:above|below)\b|\b(?:above|below) {_SIGNS}\b"
    rf"|\b(?:these|those|such|same) (?:\w+ )?{_SIGNS}\b|\bany such\b"
    r"|\b(?:these|those)(?=\s*(?:[.,;:)]|$))"
    r"|\b(?:any|one|some|all|each|none|both|either|most|two|three|more) of "
    rf"(?:these|those|them|the {_SIGNS})\b"
    r"|\b(?:any|the|first|one|every) (?:signs?|symptoms?)\b(?! (?:of|that|in)\b)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]")


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, where, and what to do about it. ``page`` is a page key."""

    page: str
    title: str
    section: str
    rule: str
    what_to_do: str
    severity: Severity

    def __str__(self) -> str:
        place = f"{self.page}: {self.section}" if self.section else self.page
        return f"{place}: {self.rule}: {self.what_to_do}"


@dataclass(frozen=True, slots=True)
class Grade:
    """How hard a page and its summary are to read, without the names that must appear and raw."""

    page: Readability
    page_raw: Readability
    summary: Readability
    summary_raw: Readability


class Desk:
    """What lies beside a page while it is checked: the other pages, and the day."""

    def __init__(self, guide: Guide, today: date) -> None:
        self.guide = guide
        self.today = today

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Every source on file, by key."""
        found = [page for page in self.guide.pages.values() if isinstance(page, SourcesPage)]
        return {source.key: source for page in found for source in page.sources}

    @cached_property
    def cited(self) -> set[str]:
        """The key of every source that a page or the walk cites."""
        read = [prose.source for page in self.guide.pages.values() for _, prose in texts(page)]
        return {key for text in read for key in citations.keys_in(text)} | wording.source_keys()

    @cached_property
    def medicines(self) -> frozenset[str]:
        """The names and brands of the treatments, in lower case."""
        pages = self.guide.therapies()
        return frozenset(name.lower() for page in pages for name in (page.title, *page.brands))

    @cached_property
    def explained(self) -> frozenset[str]:
        """The words of the glossary with their other names, in lower case."""
        found = [page for page in self.guide.pages.values() if isinstance(page, GlossaryPage)]
        terms = [term for page in found for term in page.terms]
        return frozenset(
            name.lower() for term in terms for name in (term.term, *_names(term.also_called))
        )

    @cached_property
    def names(self) -> frozenset[str]:
        """The names that must appear, which the adjusted grade leaves out."""
        effects = self.guide.side_effects()
        medical = {name.lower() for page in effects for name in _names(page.medical_name)}
        return self.medicines | self.explained | medical

    @cached_property
    def amounts(self) -> dict[str, dict[str, float]]:
        """How much a treatment of each group usually says: {group: {what: median}}."""
        found: dict[str, list[dict[str, int]]] = {}
        for page in self.guide.therapies():
            found.setdefault(page.group, []).append(amounts(page))
        return {
            group: {what: median(one[what] for one in counts) for what in counts[0]}
            for group, counts in found.items()
        }


def _names(listed: str) -> list[str]:
    """Return the names in a list such as "SJS, TEN, DRESS", those in brackets too."""
    return [name for name in map(str.strip, re.split(r"[,;()]", listed)) if name]


class Proof:
    """One page on the desk, read once for all rules."""

    def __init__(self, page: AnyPage, desk: Desk) -> None:
        self.page = page
        self.desk = desk

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """What the page says, sentence by sentence."""
        return claims(self.page)

    @cached_property
    def sections(self) -> dict[str, str]:
        """The words of each section."""
        found: dict[str, str] = {}
        for claim in self.claims:
            found[claim.section] = f"{found.get(claim.section, '')} {claim.words}".strip()
        return found

    @cached_property
    def wordings(self) -> list[tuple[str, str]]:
        """Return (section, words) for all that readers see: claims, headings, questions, rows."""
        page = self.page
        found = [("Title", page.title), *((claim.section, claim.words) for claim in self.claims)]
        found += [("Headings", section.heading) for section in page.sections]
        found += [("Questions", question) for question in getattr(page, "questions", ())]
        if isinstance(page, TherapyPage):
            for row in page.evidence:
                words = (row.group, row.happened, row.not_happened)
                found += [(row.trial, one) for one in words]
            found += [(check.name, check.name) for check in page.monitoring]
        return found

    @cached_property
    def grade(self) -> Grade:
        """How hard the page is to read."""
        whole = "\n".join(plain(prose.source) for _, prose in texts(self.page))
        summary = plain(self.page.summary.source)
        names = self.desk.names
        return Grade(
            measure(whole, names), measure(whole), measure(summary, names), measure(summary)
        )


Notes = Iterator[tuple[str, str]]
Rule = Callable[[Proof], Notes]
RULES: list[tuple[Severity, str, Rule]] = []
"""Every rule for a page: its severity, its name, and what applies it."""


def error(name: str) -> Callable[[Rule], Rule]:
    """Register a rule that no page may break."""
    return _registered("error", name)


def warning(name: str) -> Callable[[Rule], Rule]:
    """Register a rule that asks a writer to look again."""
    return _registered("warning", name)


def _registered(severity: Severity, name: str) -> Callable[[Rule], Rule]:
    def register(rule: Rule) -> Rule:
        RULES.append((severity, name, rule))
        return rule

    return register


# What the site calls


def check(guide: Guide, *, today: date) -> tuple[Finding, ...]:
    """Return every finding about ``guide``, errors first, each by page.

    ``today`` is the day on which reviews and sources are looked at.
    """
    desk = Desk(guide, today)
    found = list(_without_a_page(guide))
    for key in sorted(guide.pages):
        found += _findings(guide.pages[key], desk)
    return tuple(sorted(found, key=lambda one: one.severity))


def check_page(page: AnyPage, guide: Guide, *, today: date) -> tuple[Finding, ...]:
    """Return what there is to say about ``page`` among the pages of ``guide``, errors first."""
    return findings(page, Desk(guide, today))


def findings(page: AnyPage, desk: Desk) -> tuple[Finding, ...]:
    """Return what there is to say about ``page``, errors first; one desk serves many pages."""
    return tuple(sorted(_findings(page, desk), key=lambda one: one.severity))


def grades(guide: Guide, *, today: date) -> dict[str, Grade]:
    """Return how hard each page with words is to read, by page key."""
    desk = Desk(guide, today)
    found = {key: Proof(guide.pages[key], desk).grade for key in sorted(guide.pages)}
    return {key: grade for key, grade in found.items() if grade.page.words}


def _findings(page: AnyPage, desk: Desk) -> list[Finding]:
    proof = Proof(page, desk)
    return [
        Finding(page.key, page.title, section, name, what_to_do, severity)
        for severity, name, rule in RULES
        for section, what_to_do in rule(proof)
    ]


def _without_a_page(guide: Guide) -> Iterator[Finding]:
    """Each outcome of the walk leads to pages that are there."""
    for subtype in questions.Subtype:
        if guide.subtype(subtype) is None:
            yield Finding(
                f"{SubtypePage.kind}/{subtype}",
                subtype,
                "",
                "outcome",
                "The walk can end here and there is no such page. Write it.",
                "error",
            )


# Sources


@error("citation")
def uncited(proof: Proof) -> Notes:
    """A medical sentence names its source."""
    medical = {claim.section for claim in proof.claims if claim.keys}
    for claim in proof.claims:
        if claim.keys or may_stand_alone(claim.words):
            continue
        if isinstance(proof.page, InfoPage) and not (
            claim.section in medical or _names_one_of(proof.desk.medicines, claim.words)
        ):
            continue
        yield claim.section, f"Cite a source for “{claim.words}”, or take it out."


def may_stand_alone(words: str) -> bool:
    """Say whether a sentence makes no medical claim, so that it needs no source."""
    return bool(_NEEDS_NO_SOURCE.fullmatch(words))


def _names_one_of(names: Iterable[str], words: str) -> bool:
    return any(re.search(rf"\b{re.escape(name)}\b", words, re.IGNORECASE) for name in names)


@error("unknown source")
def unknown_sources(proof: Proof) -> Notes:
    """Every marker names a source that is on file."""
    for section, prose in texts(proof.page):
        for problem in citations.problems(prose.source, proof.desk.sources):
            yield section, f"{problem} Mend the marker, or add the source."


@error("unused source")
def unused_sources(proof: Proof) -> Notes:
    """Every source on file is cited somewhere."""
    for source in _sources_on(proof):
        if source.key not in proof.desk.cited:
            yield source.key, "No page and no step of the walk cites it. Cite it or delete it."


@error("source")
def whole_sources(proof: Proof) -> Notes:
    """A source says where it is, who published it and when, and when we last looked."""
    for source in _sources_on(proof):
        if not source.address:
            yield source.key, "Give its web address."
        if not source.organization:
            yield source.key, "Say who published it."
        if not source.published:
            yield source.key, f"Give the publisher’s own date, or write “{NO_DATE}”."
        if source.checked_on > proof.desk.today:
            yield source.key, "It was checked on a day that is still to come. Mend the date."


@warning("undated source")
def undated_sources(proof: Proof) -> Notes:
    """A source that shows no date is looked at again."""
    for source in _sources_on(proof):
        if source.published == NO_DATE:
            yield (
                source.key,
                "Its page shows no date. Look whether it does now, or find a dated one.",
            )


@warning("old source")
def old_sources(proof: Proof) -> Notes:
    """A source is five years old or younger."""
    for source in _sources_on(proof):
        year = re.search(r"\b(?:19|20)\d\d\b", source.published)
        if year and proof.desk.today.year - int(year[0]) > YEARS:
            yield source.key, f"It is from {source.published}. Look for a newer one."


@warning("one secondary source")
def secondary_sources(proof: Proof) -> Notes:
    """A claim rests on a primary source, or on two sources."""
    known = proof.desk.sources
    weak = Counter(
        claim.section
        for claim in proof.claims
        if len(claim.keys) == 1 and claim.keys[0] in known and _secondary(known[claim.keys[0]])
    )
    if weak:
        section, most = weak.most_common(1)[0]
        yield (
            section,
            f"{weak.total()} of {len(proof.claims)} claims on this page rest on one secondary "
            f"source, most of them here ({most}). Look for primary ones.",
        )


def _secondary(source: Source) -> bool:
    return source.tier != "primary"


def _sources_on(proof: Proof) -> tuple[Source, ...]:
    """Return the sources that the page lists: only the page of sources lists any."""
    return proof.page.sources if isinstance(proof.page, SourcesPage) else ()


# Links and dates


@error("missing page")
def missing_pages(proof: Proof) -> Notes:
    """Whatever a page leads to is there."""
    page, guide = proof.page, proof.desk.guide
    effects: list[str] = []
    if isinstance(page, TherapyPage):
        effects = [effect.side_effect for effect in page.effects]
    elif isinstance(page, SymptomPage | VisitPage):
        effects = list(page.side_effects)
    if isinstance(page, VisitPage) and page.subtype and guide.subtype(page.subtype) is None:
        yield "Type of SPMS", f"There is no page “{page.subtype}”. Write it, or choose another."
    if isinstance(page, SubtypePage | VisitPage):
        for slug in page.therapies:
            if guide.therapy(slug) is None:
                yield "Treatments", f"There is no page “{slug}”. Write it, or take it off the list."
        for slug in page.symptoms:
            if guide.symptom(slug) is None:
                yield "Symptoms", f"There is no page “{slug}”. Write it, or take it off the list."
    for slug in effects:
        if guide.side_effect(slug) is None:
            yield "Side effects", f"There is no page “{slug}”. Write it, or take the row out."


@error("get-help level")
def whole_help(proof: Proof) -> Notes:
    """The levels that the walk and the sheets need are there, each with its signs."""
    if isinstance(proof.page, HelpPage):
        for slug in missing_levels(proof.page):
            yield (
                slug,
                f"The walk and every sheet need the level “{slug}” with its signs. Write it.",
            )


@error("handout")
def fits_a_sheet(proof: Proof) -> Notes:
    """A ready-made handout chooses no more than a sheet takes."""
    page = proof.page
    if not isinstance(page, VisitPage):
        return
    for section, chosen, most in (
        ("Treatments", page.therapies, MOST_TREATMENTS),
        ("Symptoms", page.symptoms, MOST_SYMPTOMS),
        ("Side effects", page.side_effects, MOST_EFFECTS),
    ):
        if len(chosen) > most:
            yield section, f"It chooses {len(chosen)}. Choose {most} or fewer."


@error("review")
def overdue(proof: Proof) -> Notes:
    """The next review is still to come."""
    review = getattr(proof.page, "review", None)
    if isinstance(review, Review) and review.overdue(proof.desk.today):
        due = review.review_due
        yield (
            "Review",
            f"It was due on {due:%B} {due.day}, {due.year}. Check the page, date it anew.",
        )


# What a treatment must say


@error("label")
def label_status(proof: Proof) -> Notes:
    """A treatment says what its US label names."""
    page = proof.page
    if not isinstance(page, TherapyPage):
        return
    if page.label_status not in _LABEL_STATUSES:
        yield "US label", "Say whether the US label names SPMS, active SPMS, relapses or none."
    if not page.at_a_glance("label"):
        yield "US label", "Say in one line, with its source, what the US label names."


@error("whole treatment")
def whole_treatment(proof: Proof) -> Notes:
    """A treatment shows benefit and harm, pregnancy, check-ups and questions."""
    page = proof.page
    if not isinstance(page, TherapyPage):
        return
    rehabilitation = page.group == "rehabilitation"
    if not page.section("how-well-it-works") and not page.evidence:
        yield "How well it works", "Say what is known in SPMS, or that nothing is."
    harms = page.section("do-not-take-it-if") if rehabilitation else page.effects
    if not harms:
        yield "Side effects", "Name at least one harm, or for rehabilitation who must take care."
    if not rehabilitation and not page.section("pregnancy"):
        yield "Pregnancy and breastfeeding", "Say what is known, or that our sources do not tell."
    if not page.section("check-ups"):
        yield "Check-ups", "Say what is checked and when, or that our sources do not tell."
    if not page.questions:
        yield "Questions", "Give four to six plain questions to ask."


@error("evidence")
def whole_evidence(proof: Proof) -> Notes:
    """A result says out of how many, in whom, over what time, against what and how sure."""
    for row in proof.page.evidence if isinstance(proof.page, TherapyPage) else ():
        if row.out_of not in _DENOMINATORS:
            yield row.trial, "Count people out of 100, or out of 1,000."
        if not row.group:
            yield row.trial, "Say who took part, and with which kind of MS."
        if not row.time_span:
            yield row.trial, "Say over what time."
        if not row.comparator:
            yield row.trial, "Say what it was compared with."
        if row.certainty not in _CERTAINTIES:
            yield row.trial, "Say how sure this is, or that nobody has rated it."


@error("side effect count")
def whole_counts(proof: Proof) -> Notes:
    """A count of a side effect says in whom, over what time and against what."""
    for row in proof.page.effects if isinstance(proof.page, TherapyPage) else ():
        if row.counted and not row.group:
            yield row.side_effect, "Say in whom: which people, with which MS, in which trial."
        if row.counted and not (row.time_span and row.comparator):
            yield row.side_effect, "Say over what time, and what it was compared with."


@error("denominator")
def one_denominator(proof: Proof) -> Notes:
    """A treatment's page counts people out of one number, in its rows and in its sentences."""
    if not isinstance(proof.page, TherapyPage):
        return
    counted = denominators(proof.page)
    if len(counted | _said_out_of(" ".join(claim.words for claim in proof.claims))) > 1:
        yield (
            "Whole page",
            "It counts people out of 100 and out of 1,000. Count all of them out of 1,000.",
        )


def _said_out_of(words: str) -> set[int]:
    """Return out of how many people, 100 or 1,000, ``words`` count."""
    found = {int(number.replace(",", "")) for number in _OUT_OF.findall(words)}
    return found & _DENOMINATORS


@warning("evidence not comparable")
def evidence_not_comparable(proof: Proof) -> Notes:
    """Results on one page have the same time span."""
    if isinstance(proof.page, TherapyPage) and not proof.page.evidence_comparable:
        yield (
            "How well it works",
            "Its results differ in time span, and the page says that they cannot be compared. "
            "Use the same for all where the source gives it.",
        )


def amounts(page: TherapyPage) -> dict[str, int]:
    """Return how much a treatment's page says: words, benefits and harms.

    A benefit is a sentence of "who it is for" or "how well it works", or a row of evidence; a
    harm is a row of side effects.
    """
    sections = (page.section("who-it-is-for"), page.section("how-well-it-works"))
    benefits = sum(len(list(sentences(one.text.source))) for one in sections if one)
    words = [citations.without_markers(prose.source) for _, prose in texts(page)]
    return {
        "words": sum(len(WORD.findall(text)) for text in words),
        "benefits": benefits + len(page.evidence),
        "harms": len(page.effects),
    }


@warning("balance")
def balance(proof: Proof) -> Notes:
    """Options of one group have about the same room, for benefits and for harms."""
    if not isinstance(proof.page, TherapyPage):
        return
    usual = proof.desk.amounts.get(proof.page.group, {})
    for what, count in amounts(proof.page).items():
        middle = usual.get(what, 0)
        if middle and not LEAST * middle <= count <= MOST * middle:
            more = "less" if count > middle else "more"
            yield (
                "Whole page",
                f"It has {count} {what}; a page of its group usually has {middle:g}. Say {more} "
                "here, or say in the staff note why it differs.",
            )


# Words


@error("character")
def unprintable(proof: Proof) -> Notes:
    """Every character of a page can be printed, in its names and its sources too."""
    yield from unprintable_strings(proof.page)


def unprintable_strings(page: AnyPage) -> Notes:
    """Yield (section, problem) for each string of ``page`` with a character that no PDF shows."""
    for section, string in strings(page):
        if problem := text_input.problem(string):
            yield section, problem


@error("pasted text")
def pasted(proof: Proof) -> Notes:
    """No text holds what only the program can read that it was pasted from."""
    for section, prose in texts(proof.page):
        for leftover in text_input.leftovers(prose.source):
            yield section, leftover
    for question in getattr(proof.page, "questions", ()):
        if number := text_input.numbered(question):
            yield (
                "Questions",
                f"“{number}” opens “{question}”. Take it out: the list shows its own.",
            )


@error("call line")
def call_lines_name_their_signs(proof: Proof) -> Notes:
    """A line that says when to call names its signs and never points to other lines."""
    call_lists = {LABELS["call_911"], LABELS["call_clinic"]}
    for claim in proof.claims:
        calls = (
            isinstance(proof.page, HelpPage)
            or claim.section in call_lists
            or _CALLS.search(claim.words)
        )
        if calls and (pointer := _POINTS_ELSEWHERE.search(claim.words)):
            yield (
                claim.section,
                f"“{pointer[0]}” points to other lines. Name the signs in “{claim.words}”",
            )


@error("relative risk")
def relative_risk(proof: Proof) -> Notes:
    """A figure that only compares never stands without people out of 100 or 1,000."""
    for claim in proof.claims:
        used = RELATIVE.search(_QUOTED.sub("", claim.words))
        if used and not ABSOLUTE.search(proof.sections[claim.section]):
            yield (
                claim.section,
                f"“{used[0]}” only compares. Say how many people out of 100, with and without.",
            )


@error("word")
def words_never_used(proof: Proof) -> Notes:
    """No page uses the words that promise or diagnose."""
    for section, words in proof.wordings:
        for instead, pattern in NEVER.items():
            if used := re.search(pattern, _QUOTED.sub("", words), re.IGNORECASE):
                yield section, f"“{used[0]}”: {instead}."


@error("glossary")
def unexplained_words(proof: Proof) -> Notes:
    """A medical word that a page uses is in the glossary."""
    explained = proof.desk.explained
    said: dict[str, str] = {}
    for section, words in proof.wordings:
        for used in _MEDICAL_WORD.findall(words):
            said.setdefault(used.lower(), section)
    for word, section in said.items():
        if not any(word in name for name in explained):
            yield section, f"“{word}” is not in the glossary. Explain it there."


@warning("grade")
def too_hard(proof: Proof) -> Notes:
    """A page is at grade 8 or lower, its summary at 6 or lower, names left out."""
    grade = proof.grade
    if grade.summary.grade > SUMMARY_GRADE:
        yield "Summary", _grade_note(grade.summary, grade.summary_raw, SUMMARY_GRADE)
    if grade.page.grade > PAGE_GRADE:
        yield "Whole page", _grade_note(grade.page, grade.page_raw, PAGE_GRADE)


def _grade_note(adjusted: Readability, raw: Readability, aim: float) -> str:
    return (
        f"Its reading grade is {adjusted.grade} (raw {raw.grade}); aim for {aim:g} or lower. "
        "Use shorter words and sentences."
    )


@warning("long sentence")
def long_sentences(proof: Proof) -> Notes:
    """A sentence has 25 words or fewer."""
    for claim in proof.claims:
        count = len(WORD.findall(claim.words))
        if count > MOST_WORDS:
            yield claim.section, f"{count} words in one sentence; split it: “{claim.words}”"


@warning("passive")
def passive(proof: Proof) -> Notes:
    """Most sentences say who does what."""
    found = Counter(claim.section for claim in proof.claims if PASSIVE.search(claim.words))
    count, whole = found.total(), len(proof.claims)
    if whole and count / whole > MOST_PASSIVE:
        section, most = found.most_common(1)[0]
        yield (
            section,
            f"{count} of the page’s {whole} sentences are passive, {most} of them here. "
            "Say who does what.",
        )


@warning("long list")
def long_lists(proof: Proof) -> Notes:
    """A list has seven items or fewer."""
    for section, count in lists(proof.page):
        if count > MOST_ITEMS:
            yield section, f"A list has {count} items. Group them, seven at most."


def lists(page: AnyPage) -> Iterator[tuple[str, int]]:
    """Yield (section, how many items) for each list in the texts of ``page``, as readers see it.

    Checks stand in one list with the text that goes on below them.
    """
    together: dict[str, str] = {}
    if isinstance(page, TherapyPage):
        for section_id in SECTIONS:
            part = page.section(section_id)
            together[part.heading if part else section_id] = told(page, section_id)
    apart = ((section, prose.source) for section, prose in texts(page) if section not in together)
    for section, source in (*apart, *together.items()):
        for block in parse(source):
            if isinstance(block, Bullets):
                yield section, len(block.items)
