"""Renders the scorecard of a guide: ``report.md`` with its tables and figures filled in.

The text has no date of its own, so it changes only if the guide or a judgement does.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from guidance.pages.guide import Guide
from guidance.pages.kinds import KINDS
from guidance.quality import ledger, rules
from guidance.quality.scorecard import checklists, ipdas
from guidance.quality.scorecard.judgements import Checklists, Item

MEDICAL = tuple(kind.id for kind in KINDS.values() if kind.medical)
"""The kinds of pages with medical statements."""

HARDEST = 10
PARTS = {"Q": "qualifying", "C": "certification", "QU": "quality"}
"""The parts of IPDAS by the letters of their item ids."""


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The parts of the scorecard: the text of ``report.md``, and the judgements."""

    template: str
    items: Sequence[Item]
    checklists: Checklists

    def render(self, guide: Guide) -> str:
        """Return the scorecard of ``guide`` as Markdown."""
        verdicts = ipdas.judge(guide, self.items)
        grades = rules.grades(guide, today=guide.published_on)
        medical = [entry for entry in ledger.entries(guide) if entry.page_kind in MEDICAL]
        return self.template.format_map(
            {
                "in_short": _in_short(verdicts, grades, medical),
                **_decision_aid(verdicts),
                **self._plain_language(guide, grades),
                **self._grades(grades),
                **_sources(medical),
            }
        )

    def _plain_language(self, guide: Guide, grades: Mapping[str, rules.Grade]) -> dict[str, str]:
        scored, lists = self.checklists.scored, self.checklists
        header = [f"[{page.name}]({page.page})" for page in scored]
        kinds = {page.kind: page.page for page in scored}
        pemat, cdc = (
            checklists.score(guide, grades, points, kinds) for points in (lists.pemat, lists.cdc)
        )

        def scores(checklist: checklists.Scored, parts: Mapping[str, str]) -> str:
            return _table(
                ["Score", *header],
                [
                    [name, *(f"{checklists.percentage(checklist, kind, part)}%" for kind in kinds)]
                    for name, part in parts.items()
                ],
            )

        def points(checklist: checklists.Scored) -> str:
            return _table(
                ["Item", "The page ...", *header],
                [
                    [point.id, point.asks, *(_link(cells[kind], kinds[kind]) for kind in kinds)]
                    for point, cells in checklist
                ],
            )

        return {
            "pemat_scores": scores(pemat, {"Understandable": "understand", "Actionable": "act"}),
            "pemat_points": points(pemat),
            "cdc_scores": scores(cdc, {"All four parts": ""}),
            "cdc_points": points(cdc),
        }

    def _grades(self, grades: Mapping[str, rules.Grade]) -> dict[str, str]:
        hardest = sorted(grades, key=lambda key: (-grades[key].page.grade, key))[:HARDEST]
        header = ["Page", "Words", "Grade", "Raw", "Summary", "Raw summary"]
        kinds = [
            _kind_row(page.name, of_kind)
            for page in self.checklists.scored
            if (of_kind := [grades[key] for key in grades if key.startswith(f"{page.kind}/")])
        ]
        return {
            "grades_by_kind": _table(
                ["Kind of page", "Pages", "Median grade", "Median raw", "Highest"], kinds
            ),
            "hardest": str(HARDEST),
            "hardest_pages": _table(header, [_grade_row(key, grades[key]) for key in hardest]),
            "every_page": _table(header, [_grade_row(key, grades[key]) for key in grades]),
        }


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [list(map(str, row)) for row in (header, ["---"] * len(header), *rows)]
    escaped = [[cell.replace("|", "\\|") for cell in line] for line in lines]
    return "\n".join(f"| {' | '.join(line)} |" for line in escaped)


def _link(cell: str, page: str) -> str:
    return f"[{cell}]({page}{cell})" if cell.startswith("#") else cell


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "none"


def _in_short(
    verdicts: Sequence[ipdas.Verdict],
    grades: Mapping[str, rules.Grade],
    medical: Sequence[ledger.Entry],
) -> str:
    met, applying = ipdas.count_met(verdicts)
    aim = "reached" if met >= ipdas.AIM else "**not reached**"
    pages, summaries = median_grades(grades)
    hardest = max(grades, key=lambda key: grades[key].page.grade)
    uncited = sum(
        not entry.sources and not rules.may_stand_alone(entry.claim.words) for entry in medical
    )
    rows = [
        ("IPDAS items met", f"{met} of {applying}", f"{ipdas.AIM} or more: {aim}"),
        ("Median grade of a page", f"{pages:.1f}", "7.0 or lower"),
        (f"Highest grade of a page ({hardest})", grades[hardest].page.grade, "9.0 or lower"),
        ("Median grade of a summary", f"{summaries:.1f}", "6.0 or lower"),
        ("Medical claims that need a source and have none", f"{uncited} of {len(medical):,}", "0"),
    ]
    return _table(["What", "Now", "Aim"], rows)


def median_grades(grades: Mapping[str, rules.Grade]) -> tuple[float, float]:
    """Return the median adjusted grade of the pages, and that of their summaries."""
    pages = [grade.page.grade for grade in grades.values()]
    summaries = [grade.summary.grade for grade in grades.values() if grade.summary.words]
    return median(pages), median(summaries)


def _decision_aid(verdicts: Sequence[ipdas.Verdict]) -> dict[str, str]:
    met, applying = ipdas.count_met(verdicts)
    states: dict[str, list[str]] = {part: [] for part in PARTS.values()}
    for verdict in verdicts:
        if verdict.state != "not applicable":
            states[PARTS[verdict.item.id.rstrip("0123456789")]].append(verdict.state)
    qualifies = set(states["qualifying"]) == {"met"}
    rows = [
        (
            verdict.item.id,
            verdict.item.asks,
            f"**{verdict.state}**"
            if verdict.state in ("not met", "needs people")
            else verdict.state,
            " ".join([verdict.why, *(f"[{place}]({place})" for place in verdict.places)]),
        )
        for verdict in verdicts
    ]
    return {
        "met": str(met),
        "applying": str(applying),
        "met_by_part": ", ".join(
            f"{of_part.count('met')} of {len(of_part)} {part}" for part, of_part in states.items()
        ),
        "need_people": str(sum(verdict.state == "needs people" for verdict in verdicts)),
        "qualifies": "This guide does." if qualifies else "This guide does not yet.",
        "items": _table(["Item", "What it asks, in our words", "State", "Where, or why not"], rows),
    }


def _kind_row(name: str, grades: Sequence[rules.Grade]) -> list[object]:
    adjusted = [grade.page.grade for grade in grades]
    raw = [grade.page_raw.grade for grade in grades]
    return [name, len(grades), f"{median(adjusted):.1f}", f"{median(raw):.1f}", max(adjusted)]


def _grade_row(key: str, grade: rules.Grade) -> list[object]:
    summary = [grade.summary.grade, grade.summary_raw.grade] if grade.summary.words else ["", ""]
    return [key, grade.page_raw.words, grade.page.grade, grade.page_raw.grade, *summary]


def _sources(medical: Sequence[ledger.Entry]) -> dict[str, str]:
    cited = [entry for entry in medical if entry.sources]
    kinds = Counter(kind for entry in cited for kind in {source.kind for source in entry.sources})
    tiers = Counter(_tiers(entry) for entry in cited)
    best_first = list(ledger.HOW_CHECKED)
    readings = Counter(
        min(best_first.index(source.how_checked) for source in entry.sources) for entry in cited
    )

    def shares(header: str, counts: Iterable[tuple[str, int]]) -> str:
        return _table(
            [header, "Claims", "Share"],
            [[name, f"{count:,}", _percent(count, len(cited))] for name, count in counts],
        )

    return {
        "claims": f"{len(medical):,}",
        "cited": f"{len(cited):,}",
        "cited_share": _percent(len(cited), len(medical)),
        "by_kind": shares("Kind of source", sorted(kinds.items())),
        "by_tier": shares("The claim rests on", sorted(tiers.items())),
        "by_reading": shares(
            "How it was read",
            ((name, readings[rank]) for rank, name in enumerate(ledger.HOW_CHECKED.values())),
        ),
    }


def _tiers(entry: ledger.Entry) -> str:
    """Return the tiers of the sources of a cited claim, in words."""
    if not entry.only_secondary:
        return "At least one primary source"
    tiers = {ledger.TIERS[source.tier].lower() for source in entry.sources}
    return f"No primary source, only: {' and '.join(sorted(tiers))}"
