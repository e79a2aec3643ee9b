"""The claim ledger: which claims an editor finds, and what a spreadsheet gets."""

from dataclasses import fields
from datetime import date

import msgspec
import pytest

from guidance import models
from guidance.pages.kinds import KINDS
from guidance.quality.ledger import (
    COLUMNS,
    HOW_CHECKED,
    PAGE_KINDS,
    TIERS,
    Filters,
    entries,
    harmless,
    matching,
    table,
)
from tests.make_pages import guide, info, prose, sections, source, sources_page, therapy

NEW, OLD = date(2026, 11, 23), date(2025, 1, 31)
SOURCES = [
    source("label", organization="The maker", published="June 2024", newer_version="May 2026"),
    source(
        "study",
        kind="Journal article",
        published="",
        checked_on=OLD,
        how_checked="copy",
        still_current="It is the only trial.",
        still_current_on=NEW,
    ),
    source("society", kind="MS or health society page", tier="society", how_checked="not-yet"),
    source("hospital", kind="Hospital page", tier="hospital", checked_on=OLD),
]


@pytest.fixture
def found():
    return entries(
        guide(
            msgspec.structs.replace(sources_page(), summary=prose(), sources=tuple(SOURCES)),
            therapy(
                summary=prose("It is a tablet. [@label]"),
                sections=sections(
                    how_it_works="It calms cells. [@study] [@label] It helps. [@society]\n\n"
                    "- Rest. [@society] [@hospital]\n- Walk. [@society] [@label]\n- Ask your team."
                ),
            ),
            info(summary=prose("This site explains. [@hospital]")),
        )
    )


def words(found, **filters):
    return [entry.claim.words for entry in matching(found, Filters(**filters))]


def test_every_claim_is_there_by_page_with_its_sources_in_order(found):
    assert [(entry.claim.page, entry.claim.section, entry.claim.words) for entry in found] == [
        ("info/about", "Summary", "This site explains."),
        ("therapy/siponimod", "Summary", "It is a tablet."),
        ("therapy/siponimod", "how_it_works", "It calms cells."),
        ("therapy/siponimod", "how_it_works", "It helps."),
        ("therapy/siponimod", "how_it_works", "Rest."),
        ("therapy/siponimod", "how_it_works", "Walk."),
        ("therapy/siponimod", "how_it_works", "Ask your team."),
    ]
    assert [[one.key for one in entry.sources] for entry in found] == [
        ["hospital"],
        ["label"],
        ["study", "label"],
        ["society"],
        ["society", "hospital"],
        ["society", "label"],
        [],
    ]


def test_without_filters_everything_fits(found):
    assert matching(found, Filters()) == list(found)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"page_kind": "info"}, ["This site explains."]),
        ({"source": "label"}, ["It is a tablet.", "It calms cells.", "Walk."]),
        ({"source_kind": "Journal article"}, ["It calms cells."]),
        ({"tier": "hospital"}, ["This site explains.", "Rest."]),
        ({"how_checked": "not-yet"}, ["It helps.", "Rest.", "Walk."]),
        ({"checked_before": NEW}, ["This site explains.", "It calms cells.", "Rest."]),
        ({"checked_before": OLD}, []),
        ({"only_secondary": True}, ["This site explains.", "It helps.", "Rest."]),
        ({"uncited": True}, ["Ask your team."]),
        ({"words": "HELPS"}, ["It helps."]),
        ({"words": "nowhere"}, []),
        ({"page_kind": "therapy", "only_secondary": True}, ["It helps.", "Rest."]),
        ({"uncited": True, "only_secondary": True}, []),
    ],
    ids=str,
)
def test_a_filter_leaves_exactly_what_fits_it(found, filters, expected):
    assert words(found, **filters) == expected


def test_what_is_asked_about_a_source_must_hold_for_one_and_the_same(found):
    """A claim with a new label and an old study does not rest on an old label."""
    assert words(found, source_kind="Journal article", checked_before=NEW) == ["It calms cells."]
    assert words(found, source_kind="US label", checked_before=NEW) == []


def test_every_filter_narrows_the_list(found):
    """A new filter that nothing reads would show every claim as fitting."""
    values = {"page_kind": "x", "words": "x-x", "checked_before": date.min}
    for field in fields(Filters):
        value = values.get(field.name, True if field.type is bool else "x")
        assert words(found, **{field.name: value}) != words(found), field.name


def test_the_spreadsheet_has_a_header_and_a_whole_row_for_each_claim(found):
    header, *rows = table(found)
    assert header == list(COLUMNS)
    assert [len(row) for row in rows] == [len(COLUMNS)] * len(found)
    row = dict(zip(header, rows[2], strict=True))
    assert row == {
        "page": "therapy/siponimod",
        "page kind": "Treatment",
        "title": "Siponimod",
        "section": "how_it_works",
        "claim": "It calms cells.",
        "source keys": "study; label",
        "organizations": "Test maker; The maker",
        "source kinds": "Journal article; US label",
        "source tiers": "Primary; Primary",
        "published": "no date; June 2024",
        "checked on": "2025-01-31; 2026-11-23",
        "how checked": "In a copy; On the official page",
        "addresses": "https://example.org/label; https://example.org/label",
        "newer versions": "none known; May 2026",
        "why they still stand": "It is the only trial. (2026-11-23); nobody said",
    }
    assert rows[6][5:] == [""] * 10


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_no_cell_is_taken_for_a_formula(start):
    assert harmless(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"


def test_other_cells_stay_as_they_are():
    assert [harmless(cell) for cell in ("", "1-2", "It = it")] == ["", "1-2", "It = it"]


def test_a_formula_in_a_claim_reaches_no_spreadsheet():
    found = entries(guide(therapy(summary=prose("=1+1 is a sum.")), sources_page()))
    assert "'=1+1 is a sum." in [row[4] for row in table(found)]


def test_it_has_words_for_every_kind_of_page_tier_and_way_of_checking():
    assert set(PAGE_KINDS) == set(KINDS)
    assert set(TIERS) == set(models.Source.Tier.values())
    assert set(HOW_CHECKED) == set(models.Source.HowChecked.values())
