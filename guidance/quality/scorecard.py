"""The scorecard: how the guide does, in one Markdown text that its own makers can be held to.

Goes in: a guide. Comes out: the text of ``docs/scorecard.md``. It has no date of its own, so that
it changes only when the guide or a judgement does.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median

from guidance.pages.guide import Guide
from guidance.quality import decision_aid, ledger, plain_language, rules
from guidance.quality.decision_aid import Judged
from guidance.quality.plain_language import CDC, PEMAT, SCORED, Point

MEDICAL = ("subtype", "therapy", "side-effect", "symptom", "visit", "help", "glossary")
"""Kinds of pages that speak of the body and of medicines."""

WORST = 10

OPENING = """# How this guide scores

We scored this guide ourselves. Nobody outside has checked the scores, and no patient and no
clinician has tested the guide. A score says what is on the pages. It cannot say that people
understand them, or choose better with them.

`make scorecard` writes this file from the content that comes with the software, and `make check`
fails when it is out of date. Do not edit it: what data can prove is worked out, and the other
judgements stand in `guidance/quality/decision_aid.py` and
`guidance/quality/plain_language.py`. In doubt, an item
is not met.
"""


@dataclass(frozen=True, slots=True)
class ForReaders:
    """The figures that the page "How we write" gives its readers, grades rounded up."""

    met: int
    applying: int
    page_grade: int
    summary_grade: int


def for_readers(guide: Guide) -> ForReaders:
    """Return the figures for the readers of ``guide``."""
    met, applying = decision_aid.met(decision_aid.ipdas(guide))
    pages, summaries = _medians(rules.grades(guide, today=guide.published_on))
    return ForReaders(met, applying, ceil(pages), ceil(summaries))


def markdown(guide: Guide) -> str:
    """Return the whole scorecard of ``guide``."""
    judged = decision_aid.ipdas(guide)
    grades = rules.grades(guide, today=guide.published_on)
    medical = [entry for entry in ledger.entries(guide) if entry.page_kind in MEDICAL]
    parts = [
        OPENING,
        *_in_short(judged, grades, medical),
        *_ipdas(judged),
        *_plain_language(guide, grades),
        *_grades(grades),
        *_sources(medical),
    ]
    return "\n".join(parts).rstrip() + "\n"


def _medians(grades: Mapping[str, rules.Grade]) -> tuple[float, float]:
    """Return the median grade of the pages and of their summaries, names left out."""
    pages = [one.page.grade for one in grades.values()]
    summaries = [one.summary.grade for one in grades.values() if one.summary.words]
    return median(pages), median(summaries)


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    lines = [list(map(str, row)) for row in ([*header], ["---"] * len(header), *rows)]
    return ["", *(f"| {' | '.join(map(_cell, line))} |" for line in lines), ""]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _in_short(
    judged: Judged, grades: Mapping[str, rules.Grade], medical: list[ledger.Entry]
) -> list[str]:
    met, applying = decision_aid.met(judged)
    reached = "reached" if met >= decision_aid.BAR else "**not reached**"
    pages, summaries = _medians(grades)
    hardest = max(grades, key=lambda key: grades[key].page.grade)
    bare = sum(
        not entry.sources and not rules.may_stand_alone(entry.claim.words) for entry in medical
    )
    rows = [
        ("IPDAS items met", f"{met} of {applying}", f"{decision_aid.BAR} or more: {reached}"),
        ("Median grade of a page", f"{pages:.1f}", "7.0 or lower"),
        (f"Highest grade of a page ({hardest})", grades[hardest].page.grade, "9.0 or lower"),
        ("Median grade of a summary", f"{summaries:.1f}", "6.0 or lower"),
        ("Medical claims that need a source and have none", f"{bare} of {len(medical):,}", "0"),
    ]
    return ["## In short", *_table(["What", "Now", "Aim"], rows)]


def _ipdas(judged: Judged) -> list[str]:
    met, applying = decision_aid.met(judged)
    counts = {
        name: [
            verdict.state
            for item, verdict in judged
            if item.id.rstrip("0123456789") == letters and verdict.state != "not applicable"
        ]
        for letters, name in {"Q": "qualifying", "C": "certification", "QU": "quality"}.items()
    }
    by_part = [f"{one.count('met')} of {len(one)} {name}" for name, one in counts.items()]
    whole = set(counts["qualifying"]) == {"met"}
    rows = [
        (item.id, item.asks, _loud(verdict.state), " ".join([verdict.why, *_links(verdict)]))
        for item, verdict in judged
    ]
    people = sum(verdict.state == "needs people" for _item, verdict in judged)
    return [
        "## Decision aid: IPDAS, version 4",
        "",
        f"{met} of the {applying} items that do not ask about a test are met: "
        f"{', '.join(by_part)}. {people} need people: patients, clinicians or a study. A decision "
        "aid must meet every qualifying item. "
        + ("This guide does." if whole else "This guide does not yet."),
        *_table(["Item", "What it asks, in our words", "State", "Where, or why not"], rows),
    ]


def _loud(state: str) -> str:
    return f"**{state}**" if state in ("not met", "needs people") else state


def _links(verdict: decision_aid.Verdict) -> list[str]:
    return [f"[{place}]({place})" for place in verdict.places]


def _plain_language(guide: Guide, grades: Mapping[str, rules.Grade]) -> list[str]:
    found = plain_language.cells(guide, grades, (*PEMAT, *CDC))
    pemat, cdc = found[: len(PEMAT)], found[len(PEMAT) :]
    named = [f"[{name}]({place})" for name, place in SCORED.values()]
    return [
        "## Plain language: PEMAT-P and the CDC Clear Communication Index",
        "",
        "One page of each kind was scored: the one that the head of its column leads to. A point "
        "is earned where the cell has a link, which leads to the place that earns it. Not scored "
        "are lists of pages, the questions on the type, and what readers put together: side by "
        "side, what matters, and the sheet that a handout becomes. The reader "
        "whom we have in mind is an adult with SPMS, or a carer, who reads at grade 6 to 8. The "
        "aim is a better talk with the MS team.",
        "",
        "### PEMAT-P",
        "",
        "The usual bar is 70 percent.",
        *_scores(pemat, named, {"Understandable": "understand", "Actionable": "act"}),
        *_points(pemat, named),
        "### CDC Clear Communication Index",
        "",
        "A score of 90 percent passes.",
        *_scores(cdc, named, {"All four parts": ""}),
        *_points(cdc, named),
    ]


def _scores(
    found: list[tuple[Point, dict[str, str]]], named: list[str], parts: Mapping[str, str]
) -> list[str]:
    rows = [
        [name, *(f"{plain_language.share(found, kind, part)}%" for kind in SCORED)]
        for name, part in parts.items()
    ]
    return _table(["Score", *named], rows)


def _points(found: list[tuple[Point, dict[str, str]]], named: list[str]) -> list[str]:
    rows = [
        [
            point.id,
            point.asks,
            *(_earned(cells[kind], SCORED[kind][1]) for kind in SCORED),
        ]
        for point, cells in found
    ]
    return _table(["Item", "The page ...", *named], rows)


def _earned(cell: str, page: str) -> str:
    return f"[{cell}]({page}{cell})" if cell.startswith("#") else cell


def _grades(grades: Mapping[str, rules.Grade]) -> list[str]:
    by_grade = sorted(grades, key=lambda key: (-grades[key].page.grade, key))
    header = ["Page", "Words", "Grade", "Raw", "Summary", "Raw summary"]
    kinds = [
        _of_kind(name, mine)
        for kind, (name, _place) in SCORED.items()
        if (mine := [one for key, one in grades.items() if key.startswith(f"{kind}/")])
    ]
    return [
        "## Reading grade",
        "",
        "Flesch-Kincaid, in US school years, with our own rule for syllables "
        "(`guidance/quality/readability.py`). “Grade” takes each name that must "
        "appear, of a medicine or "
        "of an explained word, for one plain word; “raw” takes it as it stands. A grade can rank "
        "texts. It cannot show that people understand them.",
        *_table(["Kind of page", "Pages", "Median grade", "Median raw", "Highest"], kinds),
        f"### The {WORST} hardest pages",
        *_table(header, [_grade_row(key, grades[key]) for key in by_grade[:WORST]]),
        "### Every page",
        *_table(header, [_grade_row(key, one) for key, one in grades.items()]),
    ]


def _of_kind(name: str, grades: list[rules.Grade]) -> list[object]:
    pages = [one.page.grade for one in grades]
    raw = [one.page_raw.grade for one in grades]
    return [name, len(grades), f"{median(pages):.1f}", f"{median(raw):.1f}", max(pages)]


def _grade_row(key: str, one: rules.Grade) -> list[object]:
    summary = [one.summary.grade, one.summary_raw.grade] if one.summary.words else ["", ""]
    return [key, one.page_raw.words, one.page.grade, one.page_raw.grade, *summary]


def _sources(medical: list[ledger.Entry]) -> list[str]:
    cited = [entry for entry in medical if entry.sources]
    kinds = Counter(kind for entry in cited for kind in {one.kind for one in entry.sources})
    tiers = Counter(_rests_on(entry) for entry in cited)
    best = list(ledger.HOW_CHECKED)
    read = Counter(min(best.index(one.how_checked) for one in e.sources) for e in cited)

    def shares(counts: Iterable[tuple[str, int]]) -> list[list[str]]:
        return [[name, f"{count:,}", _percent(count, len(cited))] for name, count in counts]

    return [
        "## What the claims rest on",
        "",
        f"The medical pages hold {len(medical):,} claims: sentences and list items. "
        f"{len(cited):,} of them name a source ({_percent(len(cited), len(medical))}). The others "
        "lead into a list, send the reader to the MS team, or say what we did not find: "
        "`guidance/quality/rules.py` lists what may stand alone.",
        "",
        "By kind of source. A claim with several sources counts for each of their kinds, so the "
        "shares add up to more than 100 percent.",
        *_table(["Kind of source", "Claims", "Share"], shares(sorted(kinds.items()))),
        "By tier.",
        *_table(["The claim rests on", "Claims", "Share"], shares(sorted(tiers.items()))),
        "By how we read the source that we read most closely. Where it was only quoted, the "
        "official page still wants opening.",
        *_table(
            ["How it was read", "Claims", "Share"],
            shares((words, read[place]) for place, words in enumerate(ledger.HOW_CHECKED.values())),
        ),
    ]


def _rests_on(entry: ledger.Entry) -> str:
    """Return in words which tiers of sources a cited claim rests on."""
    if not entry.only_secondary:
        return "At least one primary source"
    tiers = {ledger.TIERS[source.tier].lower() for source in entry.sources}
    return f"No primary source, only: {' and '.join(sorted(tiers))}"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "none"
