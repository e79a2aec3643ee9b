"""PEMAT-P and the CDC Clear Communication Index, as this guide's own makers score it.

Goes in: a guide. Comes out: for each question and each kind of page, the place that earns the
point, or why it is not earned or does not apply. One page of each kind was scored; what data can
prove is proved of all pages of the kind. When in doubt, a point is not earned.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from statistics import median

from guidance.pages.check_schedule import stops
from guidance.pages.claims import claims
from guidance.pages.guide import Guide
from guidance.pages.structures import (
    AnyPage,
    HelpPage,
    SideEffectPage,
    SubtypePage,
    SymptomPage,
    TherapyPage,
    VisitPage,
)
from guidance.quality import rules
from guidance.quality.decision_aid import mixed, said_out_of

SCORED: Mapping[str, tuple[str, str]] = {
    "subtype": ("Type", "/types/active-progressing/"),
    "therapy": ("Treatment", "/treatments/siponimod/"),
    "side-effect": ("Side effect", "/side-effects/headache/"),
    "symptom": ("Symptom", "/symptoms/bladder/"),
    "visit": ("Ready-made handout", "/handout/starting-siponimod/"),
    "help": ("Get help", "/get-help/"),
    "glossary": ("Words", "/glossary/"),
    "sources": ("Sources", "/sources/"),
    "info": ("About the site", "/about/how-we-write/"),
}
"""Every kind of page that readers can open: what we call it here, and the page that we scored."""


@dataclass(frozen=True, slots=True)
class Point:
    """One question of a checklist.

    ``cells`` says by kind of page where the point is earned (``#section``, ``#main`` is the top),
    or ``no: why not``, or ``n/a: why``. ``*`` stands for all kinds that are not named.
    """

    id: str
    part: str
    asks: str
    cells: Mapping[str, str]

    def cell(self, kind: str) -> str:
        """Return what is said of that kind of page."""
        return self.cells.get(kind, self.cells.get("*", ""))


NO_PICTURE = "n/a: no pictures"
NO_TABLE = "n/a: no tables"
NO_SUMS = "n/a: asks for no sums"
MIXED = "no: counts are out of 100 here and out of 1,000 there"
NOT_SHOWN = "no: does not show how to turn one into the other"
LIST_OF_WORDS = "no: a list of words asks nobody to act"
LIST_OF_SOURCES = "no: a list of sources asks nobody to act"
NOT_SUMMED_UP = "no: its first words say whom it is for, not what it tells"
WIDE_HEADING = "no: “Note from the clinic” does not say what the note tells"
ABOUT_US = "no: tells how we work, and asks nothing of the reader"
FROM_DATA = ""
"""What stands in a cell that ``_proved`` fills."""

PEMAT: tuple[Point, ...] = (
    Point("U1", "understand", "makes its purpose obvious", {"*": "#main"}),
    Point("U2", "understand", "leaves out what distracts", {"*": "#main"}),
    Point(
        "U3",
        "understand",
        "uses everyday words",
        {"*": FROM_DATA, "sources": "no: titles of medical works, as their makers wrote them"},
    ),
    Point(
        "U4",
        "understand",
        "uses medical terms only to teach them, and defines them",
        {
            "*": "#main",
            "therapy": "no: CYP2C9, Mobitz and QT are used and not defined",
            "side-effect": "#what-it-is-like",
            "symptom": "no: medicine names and terms such as tibial stand undefined",
            "visit": "no: CYP2C9 is used and not defined",
            "sources": "no: titles use terms that stand undefined",
        },
    ),
    Point(
        "U5",
        "understand",
        "uses active voice",
        {"*": FROM_DATA, "sources": "no: titles, and hardly a sentence"},
    ),
    Point(
        "U6",
        "understand",
        "has clear, easy numbers",
        {
            "subtype": "#if-nothing-changes",
            "therapy": "#how-well-it-works",
            "side-effect": "#treatments",
            "symptom": "#side-effects",
            "visit": "#note",
            "help": "#main",
            "glossary": "n/a: no numbers to weigh",
            "sources": "n/a: no numbers to weigh",
            "info": "#our-score",
        },
    ),
    Point(
        "U7",
        "understand",
        "needs no arithmetic by the reader",
        {"*": "#main", "therapy": FROM_DATA, "side-effect": FROM_DATA, "visit": FROM_DATA},
    ),
    Point(
        "U8",
        "understand",
        "is cut into short sections",
        {
            "subtype": "#toc-h",
            "therapy": "#toc-h",
            "side-effect": "#what-it-is-like",
            "symptom": "#toc-h",
            "visit": "#note",
            "help": "#same-day",
            "glossary": "#letter-A",
            "sources": "#letter-A",
            "info": "#numbers",
        },
    ),
    Point(
        "U9",
        "understand",
        "has headings that inform",
        {
            "subtype": "#if-nothing-changes",
            "therapy": "#before-you-start",
            "side-effect": "#what-to-do",
            "symptom": "#what-to-check",
            "visit": WIDE_HEADING,
            "help": "#emergency",
            "glossary": "#letter-A",
            "sources": "#letter-A",
            "info": "#how-we-check",
        },
    ),
    Point("U10", "understand", "follows a logical order", {"*": "#main"}),
    Point(
        "U11",
        "understand",
        "has a summary",
        {
            "*": FROM_DATA,
            "visit": NOT_SUMMED_UP,
            "glossary": "no: a list of words has none",
            "sources": "no: a list of sources has none",
        },
    ),
    Point(
        "U12",
        "understand",
        "points to key content with visual cues",
        {
            "subtype": "#short-h",
            "therapy": "#glance-h",
            "side-effect": "#call-911-h",
            "symptom": "#call-911-h",
            "visit": "#note",
            "help": "#emergency",
            "glossary": "no: every word looks alike",
            "sources": "no: every source looks alike",
            "info": "#numbers",
        },
    ),
    Point(
        "U15",
        "understand",
        "uses a picture wherever it would help",
        {
            "*": "no: no picture",
            "subtype": "#short-h",
            "therapy": "no: results are drawn, but how to take it and most treatments are not",
        },
    ),
    Point(
        "U16",
        "understand",
        "has pictures that support, not distract",
        {"*": NO_PICTURE, "subtype": "#short-h", "therapy": "#how-well-it-works"},
    ),
    Point(
        "U17",
        "understand",
        "has titles or captions on pictures",
        {"*": NO_PICTURE, "subtype": "#short-h", "therapy": "#how-well-it-works"},
    ),
    Point(
        "U18",
        "understand",
        "has uncluttered pictures",
        {"*": NO_PICTURE, "subtype": "#short-h", "therapy": "#how-well-it-works"},
    ),
    Point("U19", "understand", "has simple tables", {"*": NO_TABLE}),
    Point(
        "A20",
        "act",
        "names at least one thing the reader can do",
        {
            "subtype": "#questions",
            "therapy": "#when-to-call",
            "side-effect": "#what-to-do",
            "symptom": "#questions",
            "visit": "#note",
            "help": "#emergency",
            "glossary": LIST_OF_WORDS,
            "sources": LIST_OF_SOURCES,
            "info": ABOUT_US,
        },
    ),
    Point(
        "A21",
        "act",
        "speaks to the reader when it says so",
        {
            "subtype": "#check-ups",
            "therapy": "#when-to-call",
            "side-effect": "#what-to-do",
            "symptom": "#call-911-h",
            "visit": "#note",
            "help": "#emergency",
            "glossary": LIST_OF_WORDS,
            "sources": LIST_OF_SOURCES,
            "info": ABOUT_US,
        },
    ),
    Point(
        "A22",
        "act",
        "breaks each action into explicit steps",
        {
            "*": "no: advice is not broken into steps",
            "help": "#emergency",
            "glossary": LIST_OF_WORDS,
            "sources": LIST_OF_SOURCES,
            "info": ABOUT_US,
        },
    ),
    Point(
        "A23",
        "act",
        "gives a tangible tool where it would help",
        {
            "*": "no: no list or planner to take away",
            "subtype": "#questions",
            "therapy": "#questions",
            "symptom": "no: its questions cannot be put on a handout",
            "visit": "#print",
        },
    ),
    Point(
        "A24",
        "act",
        "shows how to do any sums",
        {"*": NO_SUMS, "therapy": FROM_DATA, "side-effect": FROM_DATA, "visit": FROM_DATA},
    ),
    Point(
        "A25",
        "act",
        "explains how to use a chart or table to act",
        {
            "*": "n/a: no charts or tables",
            "subtype": "no: the map does not say what to do with it",
            "therapy": "no: the dots do not say how to use them in a choice",
        },
    ),
    Point(
        "A26",
        "act",
        "uses pictures where they make acting easier",
        {
            "*": "no: no picture of anything to do",
            "therapy": "no: when checks come is drawn, but not how to take it",
        },
    ),
)
"""The 24 items of PEMAT-P that apply to print."""

_NO_MESSAGE = "no: item 1 is no"
CDC: tuple[Point, ...] = (
    Point(
        "1",
        "A core",
        "one main message",
        {
            "*": "#main",
            "subtype": "#short-h",
            "therapy": "no: the summary has several, and none leads",
            "visit": "no: the note has several, and none leads",
            "glossary": "no: a list of words has none",
            "sources": "no: a list of sources has none",
        },
    ),
    Point(
        "2",
        "A core",
        "at the top, seen without scrolling",
        {
            "*": "#main",
            "therapy": _NO_MESSAGE,
            "visit": _NO_MESSAGE,
            "glossary": _NO_MESSAGE,
            "sources": _NO_MESSAGE,
        },
    ),
    Point(
        "3",
        "A core",
        "made to stand out",
        {
            "*": "#main",
            "subtype": "#short-h",
            "therapy": _NO_MESSAGE,
            "visit": _NO_MESSAGE,
            "glossary": _NO_MESSAGE,
            "sources": _NO_MESSAGE,
        },
    ),
    Point(
        "4",
        "A core",
        "a captioned visual supports it",
        {
            "*": "no: no picture",
            "subtype": "#short-h",
            "therapy": _NO_MESSAGE,
            "visit": _NO_MESSAGE,
            "glossary": _NO_MESSAGE,
            "sources": _NO_MESSAGE,
        },
    ),
    Point(
        "5",
        "A core",
        "a call to action for the reader",
        {
            "subtype": "#questions",
            "therapy": "#when-to-call",
            "side-effect": "#call-clinic-h",
            "symptom": "#call-911-h",
            "visit": "#print",
            "help": "#emergency",
            "glossary": LIST_OF_WORDS,
            "sources": LIST_OF_SOURCES,
            "info": ABOUT_US,
        },
    ),
    Point(
        "6",
        "A core",
        "message and action in active voice",
        {
            "subtype": "#short-h",
            "therapy": _NO_MESSAGE,
            "side-effect": "#main",
            "symptom": "no: “can be managed”",
            "visit": _NO_MESSAGE,
            "help": "#main",
            "glossary": _NO_MESSAGE,
            "sources": _NO_MESSAGE,
            "info": "no: item 5 is no",
        },
    ),
    Point(
        "7",
        "A core",
        "always the reader's words, terms explained at first use, initials spelt out",
        {"*": "no: MS and MRI are not spelt out on each page"},
    ),
    Point(
        "8",
        "A core",
        "bullet or numbered lists, none over seven",
        {
            "*": FROM_DATA,
            "glossary": "no: some letters have more than seven",
            "sources": "no: some letters have more than seven",
        },
    ),
    Point(
        "9",
        "A core",
        "in chunks with matching headings",
        {
            "subtype": "#aims",
            "therapy": "#before-you-start",
            "side-effect": "#what-to-do",
            "symptom": "#what-to-check",
            "visit": WIDE_HEADING,
            "help": "#same-day",
            "glossary": "#letter-A",
            "sources": "#letter-A",
            "info": "#numbers",
        },
    ),
    Point(
        "10",
        "A core",
        "the most important is summed up first",
        {
            "*": "#main",
            "subtype": "#short-h",
            "therapy": "#glance-h",
            "visit": NOT_SUMMED_UP,
            "glossary": "no: in the order of letters",
            "sources": "no: in the order of letters",
        },
    ),
    Point(
        "11",
        "A core",
        "what experts know and do not know",
        {
            "*": "no: does not say what is not known",
            "subtype": "#if-nothing-changes",
            "therapy": "#how-well-it-works",
            "symptom": "#medicines",
            "info": "#how-we-check",
        },
    ),
    Point(
        "12",
        "B behavior",
        "advises a behavior",
        {
            "subtype": "#check-ups",
            "therapy": "#stopping",
            "side-effect": "#what-to-do",
            "symptom": "#take-care",
            "visit": "#note",
            "help": "#emergency",
            "glossary": "n/a: advises none",
            "sources": "n/a: advises none",
            "info": "n/a: advises none",
        },
    ),
    Point(
        "13",
        "B behavior",
        "says why that matters to the reader",
        {
            "subtype": "#if-nothing-changes",
            "therapy": "#stopping",
            "side-effect": "no: says when to call, not why",
            "symptom": "#take-care",
            "visit": "no: says why for some of its advice only",
            "help": "no: says when to call, not why",
            "glossary": "n/a: advises none",
            "sources": "n/a: advises none",
            "info": "n/a: advises none",
        },
    ),
    Point(
        "14",
        "B behavior",
        "says how, and whom to contact when",
        {
            "subtype": "no: “tell your MS team”, without when and how",
            "therapy": "#when-to-call",
            "side-effect": "#when-to-call-h",
            "symptom": "#when-to-call-h",
            "visit": "no: names the MS team, without when and how",
            "help": "#same-day",
            "glossary": "n/a: advises none",
            "sources": "n/a: advises none",
            "info": "n/a: advises none",
        },
    ),
    Point(
        "15",
        "C numbers",
        "all numbers of a familiar kind and needed",
        {
            "*": "#main",
            "subtype": "#if-nothing-changes",
            "therapy": "#how-well-it-works",
            "side-effect": "#treatments",
            "symptom": "#side-effects",
            "visit": "#note",
            "glossary": "n/a: no numbers to weigh",
            "sources": "n/a: no numbers to weigh",
            "info": "#our-score",
        },
    ),
    Point(
        "16",
        "C numbers",
        "each number's meaning is explained",
        {
            "*": "no: counts of side effects stand without a word on what they mean",
            "subtype": "#if-nothing-changes",
            "visit": "no: times and counts stand without a word on what they mean",
            "help": "#main",
            "glossary": "n/a: no numbers to weigh",
            "sources": "n/a: no numbers to weigh",
            "info": "#our-score",
        },
    ),
    Point(
        "17",
        "C numbers",
        "the reader need not calculate",
        {
            "*": "#main",
            "therapy": FROM_DATA,
            "side-effect": FROM_DATA,
            "visit": FROM_DATA,
            "glossary": "n/a: no numbers to weigh",
            "sources": "n/a: no numbers to weigh",
        },
    ),
    Point(
        "18",
        "D risk",
        "the risk's nature is explained: what, who, why",
        {
            "subtype": "#if-nothing-changes",
            "therapy": "#side-effects",
            "side-effect": "no: who is at risk, and why, is not said",
            "symptom": "#take-care",
            "visit": "no: who is at risk, and why, is not said of each",
            "help": "no: signs and what to do only",
            "glossary": "n/a: no risk",
            "sources": "n/a: no risk",
            "info": "n/a: no risk",
        },
    ),
    Point(
        "19",
        "D risk",
        "both risks and benefits of the advised act",
        {
            "*": "n/a: the advice is to call",
            "subtype": "#if-nothing-changes",
            "therapy": "#stopping",
            "symptom": "#side-effects",
            "visit": "no: what the treatment may do for you is not there",
            "glossary": "n/a: no risk",
            "sources": "n/a: no risk",
            "info": "n/a: no risk",
        },
    ),
    Point(
        "20",
        "D risk",
        "every numeric chance also in words or a picture",
        {
            "*": "no: some counts stand as numbers only",
            "help": "n/a: no chances",
            "glossary": "n/a: no chances",
            "sources": "n/a: no chances",
            "info": "n/a: no chances",
        },
    ),
)
"""The 20 items of the CDC Clear Communication Index."""

MOST_PASSIVE = 0.2
MOST_IN_A_LIST = 7


def cells(
    guide: Guide, grades: Mapping[str, rules.Grade], points: Iterable[Point]
) -> list[tuple[Point, dict[str, str]]]:
    """Return each point with what is said of each kind of page, from data where they prove it.

    ``grades`` holds the reading grade of each page of ``guide``, by its key.
    """
    proved = _proved(guide, grades)
    return [
        (point, {kind: point.cell(kind) or proved[point.id, kind] for kind in SCORED})
        for point in points
    ]


def share(found: Iterable[tuple[Point, dict[str, str]]], kind: str, part: str = "") -> int:
    """Return the points of that kind of page as a percentage of those that apply to it."""
    mine = [cell[kind] for point, cell in found if part in ("", point.part)]
    applying = [cell for cell in mine if not cell.startswith("n/a")]
    return round(100 * sum(cell.startswith("#") for cell in applying) / len(applying))


def _proved(guide: Guide, grades: Mapping[str, rules.Grade]) -> dict[tuple[str, str], str]:
    """Return what data prove, by (point, kind of page)."""
    found: dict[tuple[str, str], str] = {}
    treatments_alike = not mixed(guide)
    for kind in SCORED:
        pages = [page for page in guide.pages.values() if page.kind == kind]
        grade = median([grades[page.key].page.grade for page in pages if page.key in grades] or [0])
        found["U3", kind] = (
            "#main" if grade <= rules.PAGE_GRADE else f"no: half are above grade {grade:.1f}"
        )
        spoken = [claim.words for page in pages for claim in claims(page)]
        passive = sum(bool(rules.PASSIVE.search(words)) for words in spoken)
        found["U5", kind] = (
            "#main"
            if passive <= MOST_PASSIVE * len(spoken)
            else f"no: {passive} of {len(spoken)} sentences are passive"
        )
        bare = [page for page in pages if not _summed_up(page, guide)]
        found["U11", kind] = f"no: {len(bare)} without" if bare else "#main"
        where = {"side-effect": "#treatments", "visit": "#note"}.get(kind, "#side-effects")
        said = {number for page in pages for number in said_out_of(page)}
        even = len(said) < 2 if kind == "visit" else treatments_alike
        found["U7", kind] = found["17", kind] = where if even else MIXED
        found["A24", kind] = NO_SUMS if even else NOT_SHOWN
        long = [page for page in pages if max(_lists(page, guide)) > MOST_IN_A_LIST]
        found["8", kind] = f"no: {len(long)} of {len(pages)} have a longer one" if long else "#main"
    return found


def _summed_up(page: AnyPage, guide: Guide) -> bool:
    """Say whether a page has a summary, its own or that of the page about the site above it."""
    about = guide.info("get-help") if page.kind == "help" else None
    return bool(page.summary or (about and about.summary))


def _lists(page: AnyPage, guide: Guide) -> Iterator[int]:
    """Yield how many items each list of ``page`` has, but for its contents and its sources."""
    yield len(getattr(page, "questions", ()))
    yield from (count for _section, count in rules.lists(page))
    match page:
        case SubtypePage():
            yield from (len(group) for _heading, group in guide.therapies_of(page))
            yield len(guide.symptoms_of(page))
        case TherapyPage():
            common = sum(row.seriousness == "common" for row in page.effects)
            yield from (common, len(page.effects) - common, len(stops(page)))
        case SideEffectPage():
            yield from (len(guide.therapies_with(page)), len(guide.symptoms_with(page)))
        case SymptomPage():
            yield len(page.side_effects)
        case VisitPage():
            yield from map(len, (page.therapies, page.symptoms, page.side_effects))
        case HelpPage():
            yield from (len(level.signs) for level in page.levels)
