"""A second audit of the PDF: PDF/UA-1 and PDF/A-2a as a validator reads them that others wrote.

``page-validation`` has 104 rules of PDF/UA-1 and 154 of PDF/A-2a. It does not look at everything
that our own audit does (``tests/pdf_audit.py``); ``NOT_SEEN`` names what it does not find.
"""

import io
from dataclasses import replace

import page as validator
import pikepdf
import pytest

from guidance.handout import build
from guidance.handout.pdf import render as pdf_render
from tests.handout import test_pdf_audit as own
from tests.handout.pdfs import render
from tests.make_sheets import HEAVIEST, SITE, VISIT, WHOLE, laid_out

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
STANDARDS = ("ua1", "2a")
sound = own.sound
"""The fixture with the PDF in which faults are planted."""


def faults(made):
    """Return {standard: rules that fail} for the bytes of a PDF; empty if it is sound."""
    reports = {name: validator.validate_pdf_bytes(made, profile=name) for name in STANDARDS}
    found = {
        name: {failure.rule_id for failure in report.failures if not is_misread(failure, made)}
        for name, report in reports.items()
    }
    return {name: rules for name, rules in found.items() if rules}


def is_misread(failure, made):
    """Return whether the validator took the last byte of a stream for the end of a line.

    A compressed stream may end with the byte of a carriage return. The validator reads it together
    with the new line before ``endstream``, and so finds one byte too few.
    """
    if not failure.rule_id.endswith("-STREAM-LENGTH-001"):
        return False
    with pikepdf.open(io.BytesIO(made)) as opened:
        stream = opened.get_object(failure.object_id.object_number, 0)
        return stream.read_raw_bytes().endswith(b"\r")


@pytest.mark.parametrize(
    "choices",
    [VISIT, WHOLE, {"treatments": HEAVIEST[0][:2]}, {"own": "Mine", "notes": "\u05d0\u05e0\u05d9"}],
    ids=["visit", "whole", "two", "own words"],
)
@pytest.mark.parametrize("size", ["14", "24"])
def test_a_sheet_passes_both_standards(choices, size):
    assert faults(render(laid_out(**choices, size=size), seconds=300)) == {}


def test_a_sheet_of_the_longest_words_passes_both_standards():
    laid = replace(
        laid_out(**{**VISIT, "own": "W" * 300}), clinic="The MS clinic of the " + "long " * 12
    )
    assert faults(pdf_render.render(laid, SITE, seconds=300)) == {}


NOT_SEEN = {
    own.no_bookmarks,  # PDF/UA-1 does not demand them
    own.no_header_cells,
    own.no_headers_for_a_cell,
    own.no_header_of_a_row,
    own.a_row_header_that_heads_a_column,
    own.a_cell_that_leaves_out_its_row,
    own.a_cell_that_leaves_out_its_column,
    own.a_name_that_is_not_listed,
    own.names_out_of_order,
    own.two_main_headings,
    own.an_item_without_a_body,
    own.a_link_that_runs_a_script,  # an address is no rule of the standards
}
"""The planted faults that this validator does not find: most are in the cells of tables."""


@pytest.mark.parametrize("plant", own.FAULTS, ids=lambda plant: plant.__name__)
def test_the_faults_that_the_second_audit_finds_are_known(sound, plant):
    with pikepdf.open(io.BytesIO(sound)) as opened:
        plant(opened)
        changed = io.BytesIO()
        opened.save(changed)
    assert bool(faults(changed.getvalue())) is (plant not in NOT_SEEN)


def test_the_full_information_of_every_size_and_paper_passes_both_standards():
    for size in build.SIZES:
        laid = laid_out(**VISIT, detail=build.ALL, size=size, paper="a4")
        assert faults(render(laid, seconds=300)) == {}, size
