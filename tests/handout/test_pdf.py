"""The PDF says what the sheet says, whatever was typed, and the engine's pitfalls stay shut."""

import io
import itertools
import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
import unicodedata
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pypdfium2
import pytest
import zxingcpp
from django.conf import settings
from pikepdf import Name

from guidance.editorial import current
from guidance.handout import layout
from guidance.handout.pdf import render as pdf_render
from guidance.handout.pdf import worker
from guidance.pages import characters, compare, text
from tests.handout.pdfs import assert_in_order, opened, render, words_on_paper
from tests.html import words_of
from tests.make_sheets import HEAVIEST, PAPERS_AND_PICTURES, SITE, THREE, VISIT, WHOLE, laid_out
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
    texts = list(layout.strings(laid))
    assert len(texts) > 100
    page = response.content.decode()
    body = page[page.index("<tbody>") : page.rindex("</tbody>")]
    assert_in_order(texts, "".join(words_of(body).split()))
    made = client.post("/handout/pdf/", sent).content
    assert_in_order(texts, words_on_paper(made, laid))


def test_the_tables_of_a_treatment_have_every_number_of_its_page_and_no_other():
    guide = current.current_guide()
    for page in guide.therapies():
        laid = laid_out(guide, treatments=(page.slug,))
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
                (f"Out of {most:,} people", f"On {row.comparator}", f"On {name}"),
                tuple(
                    f"{had * more:,} had it; {most - had * more:,} did not"
                    for had in (row.without_treatment, row.with_treatment)
                ),
            )
            for (row, title), more in zip(counted, times, strict=True)
        ), page.slug


def test_each_row_of_a_table_is_headed_by_its_first_cell():
    laid = laid_out(**VISIT)
    rows = [row for section in laid.sections for row in getattr(section.blocks[0], "rows", ())]
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
    assert b"Treatments to talk about" in about
    for typed in ("Quokka", "Wombat"):
        assert typed.encode() not in about
        assert typed not in titles


# Pages, weight, links, code


def too_much(triples, **choices):
    """Return (three treatments, pages, bytes) of those whose PDF is too long or too heavy."""
    guide, found = current.current_guide(), []
    for three in triples:
        made = render(laid_out(guide, **{**VISIT, **choices, "treatments": three}))
        with opened(made) as document:
            pages = len(document.pages)
        if pages > 4 or len(made) > 110_000:
            found.append((three, pages, len(made)))
    return found


@pytest.mark.parametrize(("paper", "pictures"), PAPERS_AND_PICTURES)
def test_the_three_treatments_with_most_on_them_fit_on_four_pages_and_weigh_little(paper, pictures):
    assert too_much(HEAVIEST, paper=paper, pictures=pictures) == []


def test_any_three_treatments_fit_on_four_pages_and_weigh_little():
    slugs = [page.slug for page in current.current_guide().therapies()]
    assert too_much(list(itertools.combinations(slugs, 3))[::120]) == []


@pytest.mark.long
def test_any_three_treatments_of_many_fit_on_four_pages_and_weigh_little():
    slugs = [page.slug for page in current.current_guide().therapies()]
    assert too_much(list(itertools.combinations(slugs, 3))[::20]) == []


def test_each_page_names_the_clinic_the_edition_the_code_and_its_number():
    laid = laid_out(**VISIT)
    document = pypdfium2.PdfDocument(render(laid))
    total = len(document)
    for number, page in enumerate(document, start=1):
        text = " ".join(page.get_textpage().get_text_bounded().split())
        assert laid.clinic in text
        assert laid.foot in text
        assert f"Page {number} of {total}" in text
    document.close()


@pytest.mark.parametrize("size", ["14", "24"])
def test_nothing_runs_off_the_page_with_the_longest_names_and_code(size):
    guide = current.current_guide()
    many = [page.slug for page in guide.side_effects()][:12]
    laid = laid_out(guide, **{**WHOLE, "effects": tuple(many), "size": size})
    laid = replace(laid, clinic="The MS clinic of the " + "long " * 12, phone="+1 (555) 010-0100")
    document = pypdfium2.PdfDocument(render(laid))
    wide, high = document[0].get_size()
    for number, page in enumerate(document, start=1):
        text = page.get_textpage()
        assert f"Page {number} of {len(document)}" in " ".join(text.get_text_bounded().split())
        boxes = [text.get_charbox(at) for at in range(text.count_chars())]
        assert min(left for left, _, _, _ in boxes) > 10
        assert min(low for _, low, _, _ in boxes) > 10
        assert max(right for _, _, right, _ in boxes) < wide - 10
        assert max(top for _, _, _, top in boxes) < high - 10
    document.close()


def boxes_off_the_page(made):
    """Return the characters of a PDF whose box is not inside its page."""
    document, found = pypdfium2.PdfDocument(made), []
    for page in document:
        wide, high = page.get_size()
        text = page.get_textpage()
        for at in range(text.count_chars()):
            left, low, right, top = text.get_charbox(at)
            if left < 10 or low < 10 or right > wide - 10 or top > high - 10:
                found.append(text.get_text_range(at, 1))
    document.close()
    return found


LONG_WORDS = [
    "abcdefghij" * 20,
    "https://clinic.example/" + "very-long-path/" * 12,
    "W" * 300,
    "e\u0301" * 120,
    "\u05e9\u05dc\u05d5\u05dd" * 40,
]


@pytest.mark.parametrize("size", ["14", "24"])
@pytest.mark.parametrize("word", LONG_WORDS, ids=["letters", "address", "wide", "marks", "hebrew"])
def test_a_word_without_a_space_is_broken_and_not_cut_off(word, size):
    laid = laid_out(treatments=("siponimod",), own=f"See {word} please", notes=word, size=size)
    made = render(laid, seconds=300)
    assert boxes_off_the_page(made) == []
    assert audit(made) == []
    set_in_type = unicodedata.normalize("NFC", word)
    if unicodedata.bidirectional(word[0]) == "L":
        assert words_on_paper(made, laid).replace("\u200b", "").count(set_in_type) == 2


def test_words_of_the_clinic_without_a_space_stay_on_the_page_too():
    word = "Krankenhausverwaltung" * 8
    laid = laid_out(**VISIT, questions=(word,))
    laid = replace(laid, clinic=word[:63], title=word, head=(word,))
    made = render(laid, seconds=300)
    assert boxes_off_the_page(made) == []


# Writing that runs from right to left


def line_of(made, sign):
    """Return (character, left edge) of each on the line of ``sign``, from left to right."""
    document = pypdfium2.PdfDocument(made)
    for page in document:
        text = page.get_textpage()
        signs = [
            (text.get_text_range(at, 1), text.get_charbox(at)) for at in range(text.count_chars())
        ]
        here = next((box for one, box in signs if one == sign), None)
        if here:
            middle = (here[1] + here[3]) / 2
            found = [(box[0], one) for one, box in signs if box[1] - 4 < middle < box[3] + 4]
            document.close()
            return [(one, left) for left, one in sorted(found) if one.strip()]
    raise AssertionError(f"{sign} is on no page.")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("\u05d0\u05e0\u05d9 \u05dc\u05d5\u05e7\u05d7 7 mg \u05d1\u05d9\u05d5\u05dd", "\u05d0"),
        ("\u0622\u062e\u0630 7 mg \u0641\u064a \u0627\u0644\u064a\u0648\u0645", "\u0622"),
    ],
    ids=["hebrew", "arabic"],
)
def test_a_number_stays_beside_its_unit_in_words_that_run_from_right_to_left(typed, first):
    made = render(laid_out(treatments=("siponimod",), notes=typed))
    assert audit(made) == []
    line = line_of(made, first)
    signs = "".join(one for one, _ in line)
    assert signs[-1] == first  # the line begins at the right
    assert "mg7" in signs  # as a browser sets it: read from the right, first 7, then mg
    wide = pypdfium2.PdfDocument(made)[0].get_width()
    assert line[-1][1] > wide / 2


def test_a_contact_that_runs_from_right_to_left_does_not_reorder_the_line_it_stands_in():
    contact = "\u05d3\u05e0\u05d9 3"
    laid = laid_out(treatments=("siponimod",), contact=contact)
    assert laid.head[-1] == f"Ask for: \u2068{contact}\u2069"
    made = render(laid)
    signs = "".join(one for one, _ in line_of(made, "\u05d3"))
    assert "3\u05d9\u05e0\u05d3" in signs
    assert audit(made) == []


def test_links_lead_to_the_sources_to_our_own_pages_in_whole_and_to_the_check():
    laid = laid_out(treatments=("interferon-beta-1b",), detail="all")
    with opened(render(laid)) as document:
        found = {str(link.A.URI) for page in document.pages for link in page.Annots if "/A" in link}
    assert f"{SITE}/handout/check/?code={laid.code}" in found
    assert f"{SITE}/about/no-longer-sold/" in found
    addresses = {one.source.address for one in laid.sections[-1].blocks[0].references}
    assert addresses <= found


@pytest.mark.parametrize(
    ("href", "whole"),
    [
        ("/types/", f"{SITE}/types/"),
        ("https://example.org/", "https://example.org/"),
        ("tel:911", "tel:911"),
        ("//evil.example/", ""),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("#here", ""),
        ("sms:988", ""),
    ],
)
def test_a_link_on_paper_is_whole_and_safe_or_only_words(href, whole):
    assert pdf_render.Writer(laid_out(), SITE)._href(href) == whole


@pytest.mark.parametrize("size", ["14", "18", "24"])
def test_no_word_of_a_table_runs_into_the_next_cell(size):
    guide = current.current_guide()
    slugs = tuple(page.slug for page in guide.therapies())
    document = pypdfium2.PdfDocument(
        render(laid_out(guide, treatments=slugs, size=size), seconds=300)
    )
    for number, page in enumerate(document, start=1):
        words = page.get_textpage()
        signs = sorted(
            ((round(low), round(high - low)), left, right)
            for left, low, right, high in (
                words.get_charbox(at, loose=True) for at in range(words.count_chars())
            )
        )
        for (line, _, end), (other, start, _) in itertools.pairwise(signs):
            assert line != other or start > end - 3, f"page {number}"
    document.close()


@pytest.mark.parametrize(
    ("size", "treatments"),
    [
        ("14", THREE),
        ("24", HEAVIEST[0]),
        *(
            pytest.param(size, treatments, marks=pytest.mark.long)
            for size in ("14", "24")
            for treatments in HEAVIEST
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "+".join(value),
)
def test_the_code_can_be_read_from_a_print_of_150_dots_an_inch(size, treatments):
    laid = laid_out(**{**VISIT, "treatments": treatments}, size=size)
    document = pypdfium2.PdfDocument(render(laid))
    found = [
        code.text
        for page in document
        for code in zxingcpp.read_barcodes(page.render(scale=150 / 72).to_pil().convert("L"))
    ]
    document.close()
    assert found == [f"{SITE}/handout/check/?code={laid.code}"]


def test_the_pictures_are_readable_without_color():
    document = pypdfium2.PdfDocument(render(laid_out(**VISIT)))
    for page in document:
        colors = page.render(scale=0.5).to_pil().convert("RGB").getcolors(2**24)
        assert all(max(color) - min(color) <= 8 for _, color in colors)
    document.close()


# The engine's pitfalls


def new_typesetter():
    """Return the process of a new typesetter that has set one PDF, far from its last one."""
    pdf_render._typesetter.stop()
    assert render(laid_out(treatments=("siponimod",)))
    return pdf_render._typesetter.process


def test_a_pdf_that_takes_too_long_is_stopped_and_the_next_one_is_made():
    laid, stopped = laid_out(**WHOLE), new_typesetter()
    with pytest.raises(pdf_render.TookTooLong):
        render(laid, seconds=0.001)  # also one that was set before takes longer
    assert stopped.poll() is not None
    assert render(laid)


def test_a_typesetter_that_was_killed_is_started_again():
    killed = new_typesetter()
    killed.kill()
    killed.wait()
    assert render(laid_out(treatments=("siponimod",)))


def test_a_typesetter_that_is_killed_at_work_is_replaced_and_the_pdf_is_made():
    laid, killed, made = laid_out(treatments=("siponimod",)), new_typesetter(), []
    os.kill(killed.pid, signal.SIGSTOP)  # so that it is at work for as long as we like
    thread = threading.Thread(target=lambda: made.append(render(laid, seconds=300)))
    thread.start()
    while not pdf_render._typesetter.lock.locked():
        time.sleep(0.01)
    os.kill(killed.pid, signal.SIGKILL)
    thread.join()
    assert made[0].startswith(b"%PDF")
    assert pdf_render._typesetter.process.pid != killed.pid


def test_a_typesetter_that_freezes_is_killed_and_the_pdf_is_made(monkeypatch):
    laid, frozen = laid_out(treatments=("siponimod",)), new_typesetter()
    waits = iter([0.2])

    def timer(seconds, kill, timer=threading.Timer):
        assert seconds > pdf_render.SECONDS
        return timer(next(waits, seconds), kill)

    monkeypatch.setattr(pdf_render.threading, "Timer", timer)
    os.kill(frozen.pid, signal.SIGSTOP)
    assert render(laid, seconds=300).startswith(b"%PDF")
    assert frozen.poll() == -signal.SIGKILL


def test_a_typesetter_that_cannot_be_started_is_told_by_the_class_of_the_fault(monkeypatch):
    laid = laid_out(treatments=("siponimod",))
    with monkeypatch.context() as patched:
        pdf_render._typesetter.stop()
        patched.setattr(sys, "executable", "/nowhere/python")
        with pytest.raises(pdf_render.NotMade, match="FileNotFoundError"):
            render(laid)
    assert render(laid)


def test_a_typesetter_that_ends_at_work_is_no_fault_of_the_next_pdf(monkeypatch):
    laid = laid_out(treatments=("siponimod",))
    with monkeypatch.context() as patched:
        patched.setattr(pdf_render, "PROGRAM", Path(__file__).with_name("nothing.py"))
        pdf_render._typesetter.stop()
        with pytest.raises(pdf_render.NotMade) as caught:
            render(laid)
        assert not isinstance(caught.value, pdf_render.TookTooLong)
    assert render(laid)


@pytest.mark.parametrize("many", [10, pytest.param(50, marks=pytest.mark.long)])
def test_four_threads_make_many_pdfs_each_without_an_error(many):
    guide = current.current_guide()
    slugs = [page.slug for page in guide.therapies()]
    sheets = [laid_out(guide, treatments=(slug,), own=slug) for slug in slugs[:10]]
    faults, made = [], []

    def work(start):
        for number in range(many):
            try:
                made.append(len(render(sheets[(start + number) % len(sheets)])))
            except Exception as error:
                faults.append(repr(error))

    threads = [threading.Thread(target=work, args=(start,)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(made) == 4 * many
    assert min(made) > 10_000


FORKS = """
import json, os, sys
from guidance.handout.pdf import render as pdf
inputs = json.load(sys.stdin)
assert pdf._typesetter.set(inputs, 300)
before = pdf._typesetter.process.pid
child = os.fork()
if child == 0:
    made = pdf._typesetter.set(inputs, 300)
    own = pdf._typesetter.process.pid
    os._exit(0 if made and own != before else 1)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
assert pdf._typesetter.set(inputs, 300)
assert pdf._typesetter.process.pid == before
"""


def test_a_process_forked_after_a_pdf_makes_its_own():
    inputs = {"doc": json.dumps(pdf_render.document(laid_out(treatments=("siponimod",)), SITE))}
    done = subprocess.run(
        [sys.executable, "-c", FORKS],
        cwd=settings.BASE_DIR,
        input=json.dumps(inputs),
        text=True,
        capture_output=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_what_a_document_can_read_is_the_template_and_the_fonts():
    root = Path(pdf_render.__file__).with_name("typst")
    found = {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
    fonts = {name for name in found if name.endswith(".ttf")}
    assert len(fonts) == 4
    assert found - fonts == {"handout.typ", "fonts/OFL.txt"}
    assert not any(path.is_symlink() for path in root.rglob("*"))
    template = (root / "handout.typ").read_text()
    assert not re.search(r"eval\(|#import|#include|read\(", template)


def test_a_typesetter_makes_way_for_a_new_one_after_many_pdfs(monkeypatch):
    monkeypatch.setattr(pdf_render, "MOST_IN_ONE_LIFE", 2)
    pdf_render._typesetter.stop()
    laid = laid_out(treatments=("siponimod",))
    seen = []
    for _ in range(3):
        assert render(laid)
        seen.append(pdf_render._typesetter.process and pdf_render._typesetter.process.pid)
    assert seen[0] and seen[1] is None and seen[2] not in (None, seen[0])


def test_the_pdf_names_the_standards_it_keeps_and_says_no_more_than_it_must():
    with opened(render(laid_out(**VISIT))) as document:
        assert document.Root.Lang == "en"
        assert len(document.trailer.ID) == 2
        assert document.Root.get("/OpenAction") is None
        assert Name.JavaScript not in document.Root.get("/Names", {})
        assert document.docinfo.get("/Author") == current.current_guide().clinic.title


@pytest.mark.parametrize("slug", THREE)
def test_a_sheet_of_one_treatment_reads_the_same_twice(slug):
    laid = laid_out(treatments=(slug,))
    assert words_on_paper(render(laid), laid) == words_on_paper(render(laid), laid)
