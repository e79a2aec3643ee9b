"""IPDAS, the minimum standards for decision aids, as this guide's own makers score it.

Goes in: a guide. Comes out: a verdict on each of the 44 items, in our words. What data can prove
is worked out from the guide; the rest are judgements, each with the place that earns it. Where a
judgement rests on words, it falls as soon as those words are gone.

When in doubt, an item is not met. "Needs people" is work that no software can do.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median
from typing import Literal

from guidance.pages import compare
from guidance.pages.claims import claims
from guidance.pages.guide import Guide
from guidance.pages.structures import AnyPage, Effect, Evidence, Review, TherapyPage
from guidance.pages.text import plain
from guidance.quality import rules

State = Literal["met", "not met", "needs people", "not applicable"]

BAR = 27
"""How many IPDAS items a site can meet without studies and without other people."""

ONE_IN = 10
"""What must hold for many pages is met when at most one in ten lacks it; those are named."""

_COUNT = re.compile(r"\d out of (?:every )?([\d,]*\d)")
_TYPE_UNKNOWN = "does not give their type of MS"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an item is met, in which places (addresses of this site), and why or why not."""

    state: State
    why: str
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the IPDAS list: its id, what it asks in our words, and what we judge."""

    id: str
    asks: str
    judge: Callable[[Guide], Verdict]


def _met_if(holds: bool, yes: str, no: str, *places: str) -> Verdict:
    return Verdict("met", yes, places) if holds else Verdict("not met", no)


def _always(state: State, why: str) -> Callable[[Guide], Verdict]:
    return lambda guide: Verdict(state, why)


def _said(
    page: str, section: str, words: str, why: str, *places: str
) -> Callable[[Guide], Verdict]:
    """Return a judge that finds ``words`` in a section of a page, or says that they are gone."""

    def judge(guide: Guide) -> Verdict:
        found = guide.pages.get(page)
        part = found.section(section) if found else None
        says = part is not None and words in plain(part.text.source)
        return _met_if(says, why, f"The page {page} does not say so (“{words}”).", *places)

    return judge


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _nearly_all(
    pages: list[AnyPage], good: Callable[[AnyPage], bool], what: str, *places: str
) -> Verdict:
    """Return met where ``good`` holds for nearly all of ``pages``, naming those without."""
    without = [page.title for page in pages if not good(page)]
    holds = bool(pages) and len(without) * ONE_IN <= len(pages)
    why = f"{len(pages) - len(without)} of {len(pages)} {what}."
    if without:
        why += f" Not: {_listed(without)}."
    return _met_if(holds, why, why, *places)


def _evidence(guide: Guide) -> list[Evidence]:
    return [row for page in guide.therapies() for row in page.evidence]


def _counted(guide: Guide) -> list[Effect]:
    return [row for page in guide.therapies() for row in page.effects if row.counted]


def _gives_a_count(page: AnyPage) -> bool:
    """Say whether a treatment counts people, in a row or in a sentence."""
    rows = isinstance(page, TherapyPage) and (
        page.evidence or any(row.counted for row in page.effects)
    )
    return bool(rows) or any(_COUNT.search(claim.words) for claim in claims(page))


def _reviews(guide: Guide) -> list[Review]:
    found = (getattr(page, "review", None) for page in guide.pages.values())
    return [review for review in found if isinstance(review, Review)]


def _is_medicine(page: TherapyPage) -> bool:
    return page.group != "rehabilitation"


# IPDAS: what data can prove


def _condition(guide: Guide) -> Verdict:
    return _met_if(
        any(term.slug == "secondary-progressive-ms" for term in guide.glossary.terms),
        "Explained among the words, on the first page and on each type page.",
        "The words explained leave out SPMS itself.",
        "/glossary/#secondary-progressive-ms",
        "/types/active/#what-it-means",
    )


def _decision(guide: Guide) -> Verdict:
    page = guide.info("treatments")
    part = page.section("choosing") if page else None
    return _met_if(
        part is not None and "decision" in plain(part.text.source),
        "The list of treatments opens with what is to be decided.",
        "No page says in one sentence what is to be decided: to start, change, keep or stop a "
        "medicine, or to take none.",
        "/treatments/#choosing",
    )


def _options(guide: Guide) -> Verdict:
    return _nearly_all(
        list(guide.subtypes()),
        lambda page: (
            bool(getattr(page, "therapies", ())) and page.section("treatments") is not None
        ),
        "types list their options, and one list has all treatments",
        "/types/active/#treatments",
        "/treatments/",
    )


def _every(
    guide: Guide, good: Callable[[TherapyPage], bool], yes: str, no: str, *places: str
) -> Verdict:
    """Return met where ``good`` holds for every treatment, naming those without."""
    pages = guide.therapies()
    without = _listed(page.title for page in pages if not good(page))
    return _met_if(bool(pages) and not without, yes, f"{no}: {without or 'all'}.", *places)


def _upsides(guide: Guide) -> Verdict:
    return _every(
        guide,
        lambda page: bool(page.section("how-well-it-works") or page.evidence),
        "Every treatment has a section on how well it works, or says that this is not known.",
        "Nothing on how well it works",
        "/treatments/siponimod/#how-well-it-works",
    )


def _downsides(guide: Guide) -> Verdict:
    return _every(
        guide,
        lambda page: (
            bool(page.effects)
            or (not _is_medicine(page) and page.section("do-not-take-it-if") is not None)
        ),
        "Every medicine has its side effects. Our sources count no harm of rehabilitation; “Take "
        "care if” and “What it does not do” stand there.",
        "No harm named",
        "/treatments/siponimod/#side-effects",
        "/treatments/physical-therapy/#do-not-take-it-if",
    )


def _living_with_it(guide: Guide) -> Verdict:
    slugs = {row.side_effect for page in guide.therapies() for row in page.effects}
    pages: list[AnyPage] = [page for page in guide.side_effects() if page.slug in slugs]
    verdict = _nearly_all(
        pages,
        lambda page: page.section("what-it-is-like") is not None,
        "side effects have a page that says what it is like",
        "/side-effects/depression/#what-it-is-like",
        "/side-effects/headache/#what-it-is-like",
    )
    weak = " The body is covered throughout, mood in places, work and family hardly."
    return Verdict(verdict.state, verdict.why + weak, verdict.places)


def room(page: TherapyPage) -> tuple[int, int]:
    """Return how many words a treatment's page has on benefits, and how many on harms."""
    works, harms = page.section("how-well-it-works"), page.section("side-effects")
    good = [works.text] if works else []
    good += [text for row in page.evidence for text in (row.finding, row.certainty_why, row.limits)]
    bad = [page.boxed_warning, *([harms.text] if harms else [])]
    bad += [row.detail for row in page.effects]
    words = [sum(len(plain(text.source).split()) for text in side) for side in (good, bad)]
    return words[0], words[1]


def _balance(guide: Guide) -> Verdict:
    """IPDAS asks for equal detail: like order, type size and way of showing numbers."""
    medicines = [page for page in guide.therapies() if _is_medicine(page)]
    uneven = _listed(
        page.title
        for page in medicines
        if not (_told_both_ways(guide, page) and (page.evidence or _says_no_count(page)))
    )
    more = median([bad / good for good, bad in map(room, medicines) if good] or [0])
    return _met_if(
        bool(medicines) and not uneven,
        "Benefits and harms have the same headings, type size, way of counting (out of one number, "
        "with and without, both ways round) and drawing, benefits first. Side by side, each has "
        "two lines. Where no source counts a benefit in SPMS, the page says so. Weak: on half of "
        f"the {len(medicines)} medicine pages harms have {more:.1f} times the words of benefits or "
        "more, because few trials were in SPMS and no warning was cut to even that.",
        "Benefits or harms not told, or benefits neither counted nor said to be uncounted: "
        f"{uneven or 'all'}.",
        "/treatments/siponimod/#how-well-it-works",
        "/treatments/siponimod/#side-effects",
        "/treatments/compare/?treatment=siponimod&treatment=fingolimod#can",
    )


def _told_both_ways(guide: Guide, page: TherapyPage) -> bool:
    lines = compare.BENEFITS + compare.HARMS
    return all(compare.KINDS[line].tell(guide, page) for line in lines)


def _says_no_count(page: TherapyPage) -> bool:
    how = page.section("how-well-it-works")
    return bool(how and compare.NO_COUNT in plain(how.text.source))


def _side_by_side(guide: Guide) -> Verdict:
    verdict = _nearly_all(
        [page for page in guide.therapies() if _is_medicine(page)],
        lambda page: isinstance(page, TherapyPage) and _told_both_ways(guide, page),
        "medicines have both benefits and both harms told on the page that sets two to four "
        "treatments side by side, in the same lines",
        "/treatments/compare/?treatment=siponimod&treatment=natalizumab#can",
        "/treatments/compare/?treatment=siponimod&treatment=natalizumab#serious",
    )
    return verdict


def _asks_what_matters(guide: Guide) -> Verdict:
    """A point helps only where treatments differ on it."""
    sheet = compare.worksheet(guide, points=compare.POINTS)
    differing = [matter for matter in sheet.matters if _differs(matter)]
    count = f"{len(differing)} of {len(sheet.matters)} points that a reader can tick"
    return _met_if(
        len(differing) * ONE_IN >= len(sheet.matters) * (ONE_IN - 1),
        "A form asks what matters, which harms worry most, and for the reader’s own words. "
        f"{count} show how treatments differ, A to Z, as a sheet for the visit. It does not ask to "
        "weigh one point against another.",
        f"{count} show how treatments differ.",
        "/what-matters/",
    )


def _differs(matter: compare.Matter) -> bool:
    texts = {
        text.source for _, groups in matter.lines for _, rows in groups for _page, text in rows
    }
    return len(texts) > 1


def _cites(guide: Guide) -> Verdict:
    desk = rules.Desk(guide, guide.published_on)
    bare = [
        page.title for page in guide.pages.values() if list(rules.uncited(rules.Proof(page, desk)))
    ]
    return _met_if(
        bool(guide.sources) and not bare,
        "Every medical sentence carries its source, and a rule refuses one that does not.",
        f"Medical sentences without a source on: {_listed(bare) or 'all pages'}.",
        "/treatments/siponimod/#sources",
        "/sources/",
    )


def _dated(guide: Guide) -> Verdict:
    return _met_if(
        bool(_reviews(guide)),
        "Each page closes with its edition and date, and the day of its last check.",
        "No page has a date.",
        "/treatments/siponimod/#review-h",
    )


def _sureness(guide: Guide) -> Verdict:
    bare = [
        page.title
        for page in guide.therapies()
        if not all(row.certainty_why or row.certainty != "not-rated" for row in page.evidence)
        or (not page.evidence and _counts_benefits(page) and not _says_how_sure(page))
    ]
    rows = _evidence(guide)
    return _met_if(
        bool(rows) and not bare,
        f"Each of the {len(rows)} results says how sure it is and why; counts of people helped in "
        "sentences do too. Counts of side effects carry one note: they are estimates, and small "
        "differences may be chance. Weak: no figures of the likely range are shown.",
        "Numbers of people helped that do not say how sure they are: "
        f"{_listed(bare) or 'there are no results at all'}.",
        "/treatments/siponimod/#how-well-it-works",
        "/about/how-we-write/#how-sure",
    )


def _says_how_sure(page: TherapyPage) -> bool:
    works = page.section("how-well-it-works")
    return bool(works and "certainty" in plain(works.text.source))


def _counts_benefits(page: TherapyPage) -> bool:
    works = page.section("how-well-it-works")
    return bool(works and _COUNT.search(plain(works.text.source)))


def _nothing_done(guide: Guide) -> Verdict:
    return _nearly_all(
        list(guide.subtypes()),
        lambda page: page.section("if-nothing-changes") is not None,
        "types say what happens if nothing changes",
        "/types/active-progressing/#if-nothing-changes",
    )


def _chances(guide: Guide) -> Verdict:
    return _nearly_all(
        [page for page in guide.therapies() if _is_medicine(page)],
        _gives_a_count,
        "medicines give at least one count of people",
        "/treatments/siponimod/#how-well-it-works",
        "/treatments/natalizumab/#side-effects",
    )


def _reference_class(guide: Guide) -> Verdict:
    rows, counted = _evidence(guide), _counted(guide)
    named = [row for row in counted if row.group]
    open_ = sum(_TYPE_UNKNOWN in row.group for row in counted)
    return _met_if(
        bool(rows) and all(row.group for row in rows) and len(named) == len(counted),
        f"Each of the {len(rows)} results and {len(counted)} counts of a side effect says in whom. "
        f"Weak: for {open_} counts our sources name the trial only, and the page says that they "
        "do not give the type of MS.",
        f"Each of the {len(rows)} results says in whom, but only {len(named)} of "
        f"{len(counted)} counts of side effects do.",
        "/treatments/siponimod/#how-well-it-works",
        "/treatments/siponimod/#side-effects",
    )


def _event_rates(guide: Guide) -> Verdict:
    found = _out_of(guide)
    return _met_if(
        bool(found) and all(found),
        f"All {len(found)} results and counts are people out of 100 or 1,000, with and without. "
        "A rule refuses a figure that only compares.",
        "Results or counts without a number of people.",
        "/treatments/siponimod/#how-well-it-works",
        "/treatments/siponimod/#side-effects",
    )


def _time_spans(guide: Guide) -> Verdict:
    """IPDAS asks for one time span where that is feasible: where sources give it."""
    rows = _evidence(guide)
    spans = {row.time_span for row in rows}
    together = _whole_table(guide).line("can")
    apart = together is not None and together.apart
    return _met_if(
        bool(rows) and "" not in spans and (len(spans) == 1 or apart),
        f"Results have their own time spans ({_listed(spans)}). No source that we read counts them "
        "over one: the standard asks for that when feasible. Results over different times never "
        "stand side by side, and the page says why. Weak: for most side effects our sources do not "
        "tell how long the trials ran.",
        "Results without a time span, or over different times side by side.",
        "/treatments/compare/?treatment=siponimod&treatment=natalizumab#can",
        "/treatments/siponimod/#how-well-it-works",
    )


def _whole_table(guide: Guide) -> compare.Comparison:
    """Return every treatment side by side: what any two of them would show."""
    return compare.build(guide, [page.slug for page in guide.therapies()])


def _out_of(guide: Guide) -> list[int]:
    """Return out of how many people each result and each side effect is counted."""
    counts = [row.out_of or 0 for row in _counted(guide)]
    return [row.out_of for row in _evidence(guide)] + counts


def mixed(guide: Guide) -> list[str]:
    """Return the treatments whose own page counts people out of more than one number."""
    desk = rules.Desk(guide, guide.published_on)
    return [
        page.title
        for page in guide.therapies()
        if list(rules.one_denominator(rules.Proof(page, desk)))
    ]


def said_out_of(page: AnyPage) -> set[str]:
    """Return out of how many people the sentences of ``page`` count."""
    return {number for claim in claims(page) for number in _COUNT.findall(claim.words)}


def _one_denominator(guide: Guide) -> Verdict:
    said = {
        number
        for line in _whole_table(guide).lines
        for cell in line.cells
        for number in _COUNT.findall(plain(cell.source))
    }
    others = [page.title for page in guide.therapies() if "100" in said_out_of(page)]
    return _met_if(
        len(said) == 1 and not mixed(guide),
        f"Side by side, every treatment is counted out of {_listed(said)} people, to the person: "
        "10 out of 100 are 100 out of 1,000. Each treatment’s own page counts out of one number. "
        "Weak: sentences about small studies count out of 100 on the own pages of "
        f"{_listed(others) or 'no treatment'}.",
        f"Counted side by side out of {' and '.join(sorted(said)) or 'no'} people. Own pages that "
        f"count out of two numbers: {_listed(mixed(guide)) or 'none'}.",
        "/treatments/compare/?treatment=siponimod&treatment=teriflunomide#common",
        "/treatments/siponimod/#side-effects",
    )


def _forms(guide: Guide) -> Verdict:
    return _met_if(
        bool(_evidence(guide) and _counted(guide)),
        "Results and side effects alike: in words, in numbers both ways round, and as one dot for "
        "each person.",
        "Nothing is drawn.",
        "/treatments/siponimod/#how-well-it-works",
        "/treatments/siponimod/#side-effects",
    )


def _question_lists(guide: Guide) -> Verdict:
    pages: list[AnyPage] = [*guide.subtypes(), *guide.therapies()]
    return _nearly_all(
        pages,
        lambda page: bool(getattr(page, "questions", ())),
        "types and treatments have questions to ask, and a handout takes them to the visit",
        "/treatments/siponimod/#questions",
        "/handout/",
    )


def _quality(guide: Guide) -> Verdict:
    rows = _evidence(guide)
    rated = sum(row.certainty != "not-rated" for row in rows)
    return _met_if(
        bool(rows) and rated == len(rows),
        f"All {len(rows)} results carry a grade of certainty, with why. Weak: no source grades "
        "them, so the grades are our own, by steps that the site tells. It says that no clinician "
        "has signed them off.",
        f"{rated} of {len(rows)} results carry a grade of certainty; the others say in words only "
        "why they are less sure.",
        "/treatments/siponimod/#how-well-it-works",
        "/about/how-we-write/#how-sure",
    )


_NO_STUDY = _always("needs people", "Needs a study. None has been done.")
_NO_TEST = _always("not applicable", "For decisions on a test only.")


def _nobody(what: str) -> Callable[[Guide], Verdict]:
    return _always("needs people", f"Nobody has done it: {what}.")


_PAGE_OF_RULES = "info/how-we-write"

IPDAS: tuple[Item, ...] = (
    Item("Q1", "Says what the condition is", _condition),
    Item("Q2", "States plainly the decision to be made", _decision),
    Item("Q3", "Lists the options", _options),
    Item("Q4", "Gives the upsides of each option", _upsides),
    Item("Q5", "Gives the downsides of each option", _downsides),
    Item("Q6", "Says what living with the results is like", _living_with_it),
    Item("C1", "Upsides and downsides get equal room and the same treatment", _balance),
    Item("C2", "Cites its evidence", _cites),
    Item("C3", "Shows a date of issue", _dated),
    Item(
        "C4",
        "States the update policy",
        _said(
            _PAGE_OF_RULES,
            "updates",
            "next review",
            "Each page has a next review, one year ahead, and says so when it is late.",
            "/about/how-we-write/#updates",
        ),
    ),
    Item("C5", "Shows how sure the numbers are", _sureness),
    Item(
        "C6",
        "Says who paid",
        _said("info/about", "funding", "paid for the text", "Said plainly.", "/about/#funding"),
    ),
    Item("C7", "Test: says what it measures", _NO_TEST),
    Item("C8", "Test: next steps if it finds something", _NO_TEST),
    Item("C9", "Test: next steps if it does not", _NO_TEST),
    Item("C10", "Test: the harm of finding what would never have mattered", _NO_TEST),
    Item("QU1", "Says what happens if nothing is done", _nothing_done),
    Item("QU2", "Good and bad points can be compared across options", _side_by_side),
    Item("QU3", "Gives chances of outcomes", _chances),
    Item("QU4", "Says which people the chances apply to", _reference_class),
    Item("QU5", "Gives event rates", _event_rates),
    Item("QU6", "Same time span across options", _time_spans),
    Item("QU7", "Same denominator across options", _one_denominator),
    Item("QU8", "Chances shown in more than one form", _forms),
    Item("QU9", "Asks what matters most to the reader", _asks_what_matters),
    Item(
        "QU10",
        "Gives a step-by-step path to a decision",
        _said(
            "info/home",
            "before-your-visit",
            "Find your type",
            "Three steps on the first page; the questions on the type go one at a time.",
            "/#before-your-visit",
            "/find-your-type/#how-long",
        ),
    ),
    Item("QU11", "Has a worksheet or list of questions for the visit", _question_lists),
    Item("QU12", "Asked patients first what they need", _nobody("no patient was asked")),
    Item("QU13", "Asked professionals first", _nobody("no professional was asked")),
    Item("QU14", "Reviewed by patients not on the team", _nobody("no patient has read it")),
    Item("QU15", "Reviewed by professionals not on the team", _nobody("no clinician has read it")),
    Item("QU16", "Tested with patients who face the decision", _nobody("not tested")),
    Item("QU17", "Tested with practitioners", _nobody("not tested")),
    Item(
        "QU18",
        "Says how evidence was chosen",
        _said(
            _PAGE_OF_RULES,
            "how-we-choose",
            "in this order",
            "The order of sources, and what counts where two disagree.",
            "/about/how-we-write/#how-we-choose",
        ),
    ),
    Item("QU19", "Says how good the evidence is", _quality),
    Item(
        "QU20",
        "Gives the authors' credentials",
        _said(
            _PAGE_OF_RULES,
            "who-wrote",
            "claim no medical credentials",
            "Reported, and they are none: the makers of the software drafted the text, are not "
            "named as clinicians and claim no medical credentials. A page names who signed it off, "
            "with credentials, as soon as somebody does. Weak: no author is named, so readers "
            "cannot look one up.",
            "/about/how-we-write/#who-wrote",
            "/treatments/siponimod/#review-h",
        ),
    ),
    Item(
        "QU21",
        "Reports a readability score",
        _said(
            _PAGE_OF_RULES,
            "our-score",
            "reading grade",
            "The grade of half of the pages for readers; every page below.",
            "/about/how-we-write/#our-score",
        ),
    ),
    Item("QU22", "Shown to bring choice into line with informed preference", _NO_STUDY),
    Item("QU23", "Shown to raise knowledge", _NO_STUDY),
    Item("QU24", "Test: chance of a true positive", _NO_TEST),
    Item("QU25", "Test: chance of a true negative", _NO_TEST),
    Item("QU26", "Test: chance of a false positive", _NO_TEST),
    Item("QU27", "Test: chance of a false negative", _NO_TEST),
    Item("QU28", "Test: chance of detection with and without it", _NO_TEST),
)
"""The 44 items of the IPDAS minimum standards, version 4, in our words."""


Judged = list[tuple[Item, Verdict]]


def ipdas(guide: Guide) -> Judged:
    """Return every item of IPDAS with what we judge of ``guide``."""
    return [(item, item.judge(guide)) for item in IPDAS]


def met(judged: Judged) -> tuple[int, int]:
    """Return how many items are met, and how many apply."""
    states = [verdict.state for _item, verdict in judged]
    return states.count("met"), len(states) - states.count("not applicable")
