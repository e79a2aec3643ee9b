"""The pages of a PDF: their number and weight, links, codes, and nothing off the page."""

import itertools
import re
import unicodedata
from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp

from guidance.editorial import current
from guidance.handout import build, layout
from guidance.handout.pdf import render as pdf_render
from tests.handout.pdfs import boxes_off_the_page, opened, render, words_on_paper
from tests.make_sheets import ADDRESSES, HEAVIEST, SITE, THREE, TODAY, VISIT, WHOLE, laid_out
from tests.pdf_audit import audit

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


# Pages, weight, links, code


MOST_BYTES = 60_000
OWN = ("Can I travel to see my daughter in April? " * 8)[:300]


def too_much(chosen, *, most=2, **choices):
    """Return (treatments, pages, bytes) of those whose PDF is too long or too heavy."""
    guide, found = current.current_guide(), []
    for treatments in chosen:
        made = render(laid_out(guide, treatments=treatments, **choices))
        with opened(made) as document:
            pages = len(document.pages)
        if pages > most or len(made) > MOST_BYTES:
            found.append((treatments, pages, len(made)))
    return found


def pairs():
    slugs = [page.slug for page in current.current_guide().therapies()]
    return list(itertools.combinations(slugs, 2))


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_two_treatments_four_questions_and_own_words_are_one_leaf(paper):
    heaviest = [
        ("alemtuzumab", "mitoxantrone"),
        ("alemtuzumab", "corticosteroids"),
        ("corticosteroids", "interferon-beta-1a"),
        ("corticosteroids", "interferon-beta-1b"),
        ("corticosteroids", "natalizumab"),
    ]
    assert too_much([*heaviest, *pairs()[::40]], paper=paper, own=OWN) == []


@pytest.mark.long
@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_every_two_treatments_are_one_leaf(paper):
    assert too_much(pairs(), paper=paper, own=OWN) == []


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_a_ready_made_sheet_is_one_leaf_or_says_that_it_takes_more(paper):
    guide = current.current_guide()
    for visit in guide.visits():
        choices = replace(build.ready_made(visit), paper=paper)
        laid = layout.lay_out(build.build(guide, choices), TODAY, ADDRESSES)
        with opened(render(laid)) as document:
            pages = len(document.pages)
        assert laid.leaves is (pages > 2), visit.slug
        assert pages <= 2 or len(visit.therapies) > 2, visit.slug


@pytest.mark.parametrize("questions", [6, 8])
def test_more_questions_than_a_side_holds_leave_no_side_nearly_empty(questions):
    guide = current.current_guide()
    asked = tuple(f"What should I ask about number {number}?" for number in range(questions))
    made = render(
        laid_out(guide, treatments=("siponimod", "ocrelizumab"), questions=asked, own=OWN)
    )
    document = pypdfium2.PdfDocument(made)
    words = [len(page.get_textpage().get_text_bounded().split()) for page in document]
    document.close()
    assert min(words[:-1]) > 150


def test_three_treatments_and_many_questions_leave_no_side_nearly_empty():
    asked = tuple(f"What should I ask about number {number}?" for number in range(11))
    three = ("alemtuzumab", "fingolimod", "siponimod")
    assert too_much([three], most=3, questions=asked, own=OWN) == []


def test_the_room_that_a_side_has_left_has_lines_to_write_on():
    document = pypdfium2.PdfDocument(render(laid_out(treatments=("siponimod",))))
    picture = document[0].render(scale=1, grayscale=True).to_pil()
    document.close()
    wide, high = picture.size
    pixels = picture.load()
    rows = [y for y in range(high) if sum(pixels[x, y] < 200 for x in range(wide)) > wide * 0.7]
    lines = [y for y in rows if y - 1 not in rows]
    frame, questions, most = 4, 4, 6
    assert len(lines) == frame + questions + most


def test_more_treatments_take_half_a_side_each():
    slugs = tuple(page.slug for page in current.current_guide().therapies())
    assert too_much([slugs[:4], slugs[12:16]], most=4) == []
    assert too_much([slugs[:6]], most=6) == []


@pytest.mark.parametrize("size", ["18", "24"])
def test_large_print_takes_more_leaves(size):
    assert too_much([("siponimod",)], most={"18": 4, "24": 7}[size], size=size) == []


def lines_of(made):
    document = pypdfium2.PdfDocument(made)
    found = [page.get_textpage().get_text_bounded().splitlines() for page in document]
    document.close()
    return [" ".join(line.split()) for lines in found for line in lines]


def test_no_line_of_signs_ends_with_the_mark_before_the_next_sign():
    made = render(laid_out(current.current_guide(), treatments=("siponimod", "ocrelizumab")))
    lines = lines_of(made)
    assert sum("•" in line for line in lines) > 5
    assert [line for line in lines if line.endswith("•")] == []


def test_the_code_at_the_foot_stands_in_one_line():
    choices = {"subtypes": ("active",), "symptoms": ("walking", "bladder"), "effects": ("pml",)}
    laid = laid_out(
        current.current_guide(), treatments=("siponimod",), size="18", paper="a4", **choices
    )
    code = re.search(r"[A-Z0-9]{4}(?:-[A-Z0-9]{1,4})+", laid.foot)[0]
    assert len(code) > 12
    made = render(laid)
    with opened(made) as document:
        pages = len(document.pages)
    lines = [re.sub("[\x02\ufffe]", "-", line) for line in lines_of(made)]
    assert sum(code in line for line in lines) >= pages


def test_zeros_have_no_slash():
    document = pypdfium2.PdfDocument(render(laid_out(questions=("0",))))
    picture = document[0].render(scale=8).to_pil().convert("L")
    words = document[0].get_textpage()
    text = [words.get_text_range(at, 1) for at in range(words.count_chars())]
    left, low, right, high = words.get_charbox(text.index("0"))
    middle = ((left + right) * 4, picture.height - (low + high) * 4)
    document.close()
    assert picture.getpixel(tuple(map(round, middle))) > 200


@pytest.mark.parametrize(
    "choices",
    [
        VISIT,
        {"treatments": ("siponimod", "ocrelizumab"), "subtypes": ("active-progressing",)},
        {"treatments": ("siponimod", "natalizumab"), "symptoms": ("fatigue", "bladder")},
    ],
    ids=["three", "two-and-a-type", "two-and-symptoms"],
)
def test_each_page_names_the_clinic_the_edition_the_code_and_its_number(choices):
    laid = laid_out(**choices)
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
        links = [str(link.A.URI) for page in document.pages for link in page.Annots if "/A" in link]
    found = set(links)
    assert f"{SITE}/handout/check/?code={laid.code}" in found
    assert f"{SITE}/about/no-longer-sold/" in found
    [sources] = [one for part in laid.sections for one in part.blocks if one.kind == "sources"]
    addresses = {one.source.address for one in sources.references}
    assert addresses <= found
    # Its number in the text is a link, too.
    assert all(links.count(address) >= 2 for address in addresses)


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
