"""The PDF has the words of the print page, and prints whatever was typed."""

import io
import random
import re
import unicodedata
from pathlib import Path
from types import SimpleNamespace

import pytest
from pikepdf import Name

from guidance.editorial import current
from guidance.handout import blocks
from guidance.handout.pdf import render as pdf_render
from guidance.handout.pdf import worker
from guidance.pages import characters, compare, text
from tests.handout.pdfs import assert_in_order, opened, render, words_on_paper
from tests.html import words_of
from tests.make_sheets import VISIT, WHOLE, laid_out
from tests.pdf_audit import audit, structure

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


# The same words

READY = {**VISIT, "template": "walking-and-balance"}


@pytest.mark.parametrize("choices", [VISIT, WHOLE, READY], ids=["visit", "whole", "ready-made"])
def test_the_print_page_and_the_pdf_carry_the_same_words_in_the_same_order(client, choices):
    sent = {
        "template": choices.get("template", ""),
        "type": choices["subtypes"],
        "treatment": choices["treatments"],
        "detail": choices.get("detail", ""),
        "symptom": choices.get("symptoms", ()),
        "effect": choices.get("effects", ()),
        "pictures": "on",
        "suggested": "on",
        "question": ["1", "2"],
        "own": choices["own"],
        "notes": choices.get("notes", ""),
        "contact": choices["contact"],
        "size": "14",
    }
    response = client.post("/handout/print/", sent)
    laid = response.context["sheet"]
    texts = list(blocks.strings(laid))
    assert len(texts) > 90
    page = response.content.decode()
    body = page[page.index("<tbody>") : page.rindex("</tbody>")]
    assert_in_order(texts, "".join(words_of(body).split()))
    made = client.post("/handout/pdf/", sent).content
    assert_in_order(texts, words_on_paper(made, laid))


def test_the_tables_of_a_treatment_have_every_number_of_its_page_and_no_other():
    guide = current.current_guide()
    for page in guide.therapies():
        laid = laid_out(guide, treatments=(page.slug,), detail="all")
        tables = [
            table
            for section in laid.sections
            for block in section.blocks
            if block.kind == "rows"
            for row in block.rows
            for table in row.tables
        ]
        told = sorted(
            (text.plain(row.name.source), table.head, row.cells)
            for table in tables
            for group in table.groups
            for row in group.rows
        )
        name = compare.in_sentence(page.title)
        counted = [(row, harm.title) for row, harm in guide.effects_of(page) if row.counted]
        most = max((row.out_of for row, _ in counted), default=0)
        times = [most // row.out_of for row, _ in counted]
        assert told == sorted(
            (
                title,
                (
                    f"Out of {most:,} people",
                    f"On {row.comparator}" if row.compared else "No comparison group",
                    f"On {name}",
                ),
                tuple(
                    f"{had * more:,} had it; {most - had * more:,} did not"
                    if had is not None
                    else "not counted"
                    for had in (row.without_treatment, row.on_treatment)
                ),
            )
            for (row, title), more in zip(counted, times, strict=True)
        ), page.slug


def test_each_row_of_a_table_is_headed_by_its_first_cell():
    laid = laid_out(**VISIT, detail="all")
    all_blocks = [block for section in laid.sections for block in section.blocks]
    rows = [row for block in all_blocks if block.kind == "rows" for row in block.rows]
    counted = [len(group.rows) for row in rows for one in row.tables for group in one.groups]
    drawn = [len(one.counts) for row in rows for one in row.drawn]
    with opened(render(laid)) as document:
        cells = [node for node in structure(document).walk() if node.role in ("TH", "TD")]
        told = [(node.role, node.element.A[0]) for node in cells]
    heads = [about for role, about in told if role == "TH" and about.Scope == Name.Row]
    assert len(heads) == sum(counted) + sum(drawn) > 6
    assert {len(about.Headers) for role, about in told if role == "TD"} == {2, 3}


def test_a_fault_in_what_typst_made_is_told_by_its_class(monkeypatch):
    made = SimpleNamespace(compile=lambda **inputs: b"secret words that are no PDF")
    monkeypatch.setattr(worker, "compiler", lambda: made)
    answers = io.BytesIO()
    worker.serve([b'{"seconds": 5, "inputs": {}}'], answers)
    assert answers.getvalue() == b"PdfError\n"


def test_a_screen_reader_meets_the_headings_in_the_order_of_the_sheet():
    laid = laid_out(**WHOLE)
    with opened(render(laid)) as document:
        nodes = [node for node in structure(document).walk() if node.role[:1] == "H"]
        levels = [int(node.role[1]) for node in nodes if node.role[1:]]
        marks = [item.title for item in document.open_outline().root[0].children]
    rows = {
        section.slug: sum(len(block.rows) for block in section.blocks if block.kind == "rows")
        for section in laid.sections
    }
    expected = [1]
    for section in laid.sections:
        expected += [section.level, *[4] * rows[section.slug]]
    assert levels == expected
    assert marks == [section.heading for section in laid.sections if section.level == 2]


# What a patient typed


@pytest.mark.parametrize(
    "typed",
    [
        '*bold* _it_ #read("/etc/passwd") $x$ <b> \\ ` @ref // [x]',
        "= Heading\t- list",
        "{{ x }} {% y %} [@lbl_siponimod] **z**",
        "https://evil.example javascript:alert(1)",
    ],
)
def test_what_a_patient_types_is_printed_and_never_read_as_markup(typed):
    laid = laid_out(treatments=("siponimod",), own=typed, notes=typed, contact=typed)
    made = render(laid)
    assert words_on_paper(made, laid).count("".join(typed.split())) == 3
    assert audit(made) == []
    with opened(made) as document:
        for page in document.pages:
            for link in page.Annots if "/Annots" in page else ():
                assert "evil" not in str(link.get("/A", {}).get("/URI", ""))


def test_every_character_that_the_form_lets_through_can_be_printed():
    signs = [chr(code) for code in sorted(characters.SHOWN) if chr(code).strip()]
    lines = [" ".join(signs[at : at + 40]) for at in range(0, len(signs), 40)]
    laid = laid_out(treatments=("siponimod",), own="\n".join(lines))
    assert audit(render(laid)) == []


BASES = "aeinouyAEO0159x.é\u05d0\u0628\u0438"


def test_every_mark_that_the_form_lets_through_can_be_printed_on_letters_and_digits():
    signs = [chr(code) for code in sorted(characters.SHOWN)]
    marks = [sign for sign in signs if unicodedata.category(sign)[0] == "M"]
    let_through = [base + mark for base in BASES for mark in marks]
    let_through += [f"{digit}\ufe0f\u20e3" for digit in "0123456789#*"]
    let_through = [cluster for cluster in let_through if not characters.not_shown(cluster)]
    assert len(let_through) > 5_000
    lines = [" ".join(let_through[at : at + 40]) for at in range(0, len(let_through), 40)]
    laid = laid_out(treatments=("siponimod",), own="\n".join(lines))
    assert audit(render(laid, seconds=300)) == []


def test_words_of_many_scripts_with_marks_in_any_order_can_be_printed():
    chance = random.Random(10)
    scripts = {}
    for code in sorted(characters.SHOWN):
        scripts.setdefault(unicodedata.name(chr(code), "OTHER").split()[0], []).append(chr(code))
    marks = [chr(code) for code in characters.SHOWN if unicodedata.category(chr(code))[0] == "M"]
    words = []
    for letters in scripts.values():
        for _ in range(20):
            word = "".join(
                chance.choice(letters) + "".join(chance.choices(marks, k=chance.randrange(3)))
                for _ in range(chance.randrange(1, 6))
            )
            words += [word] if not characters.not_shown(word) else []
    assert len(words) > 500
    lines = [" ".join(words[at : at + 20]) for at in range(0, len(words), 20)]
    laid = laid_out(treatments=("siponimod",), own="\n".join(lines), contact=words[0])
    assert audit(render(laid, seconds=300)) == []


def test_the_fonts_of_the_template_are_those_that_characters_are_held_to():
    root = Path(pdf_render.__file__).parent
    named = re.search(r"font: \(([^)]*)\)", (root / "typst" / "handout.typ").read_text())[1]
    told = re.findall(r'^""",  # (.*)$', Path(characters.__file__).read_text(), re.MULTILINE)
    assert re.findall(r'"([^"]*)"', named) == told


@pytest.mark.parametrize("sign", ["🙂", "日"])
def test_a_character_that_no_font_has_stops_the_pdf_and_not_the_site(sign):
    assert characters.not_shown(sign) == sign
    with pytest.raises(pdf_render.NotMade) as caught:
        render(laid_out(treatments=("siponimod",), own=f"secret {sign}"))
    assert str(caught.value) == "TypstError"
    assert render(laid_out(treatments=("siponimod",)))


def test_nothing_that_was_typed_is_in_what_the_pdf_says_about_itself():
    with opened(render(laid_out(**{**VISIT, "own": "Quokka", "contact": "Wombat"}))) as document:
        about = bytes(document.Root.Metadata.read_bytes()) + str(document.docinfo).encode()
        titles = "".join(str(node.element.get("/T", "")) for node in structure(document).walk())
    assert b"For my visit" in about
    for typed in ("Quokka", "Wombat"):
        assert typed.encode() not in about
        assert typed not in titles
