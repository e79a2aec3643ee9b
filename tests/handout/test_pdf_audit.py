"""The audit of a PDF finds what is wrong with it, and the PDF of every sheet passes it."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from guidance.editorial import current
from guidance.handout import build
from guidance.handout.pdf import render
from tests.make_sheets import SITE, VISIT, WHOLE, laid_out
from tests.pdf_audit import audit, structure

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SHEETS = {"visit": VISIT, "whole": WHOLE}


@pytest.mark.parametrize("paper", build.PAPERS)
@pytest.mark.parametrize("size", build.SIZES)
@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_has_no_fault_in_any_print_size_on_any_paper(name, size, paper):
    made = render.render(laid_out(**SHEETS[name], size=size, paper=paper), SITE)
    assert audit(made) == []
    with pikepdf.open(io.BytesIO(made)) as opened:
        wide, high = opened.pages[0].MediaBox[2:]
    assert (round(wide), round(high)) == {"letter": (612, 792), "a4": (595, 842)}[paper]


def test_the_sheet_of_every_treatment_symptom_and_side_effect_has_no_fault():
    guide = current.current_guide()
    slugs = [
        [page.slug for page in pages]
        for pages in (guide.therapies(), guide.symptoms(), guide.side_effects())
    ]
    faults = {}
    for part in range(8):
        treatments, symptoms, effects = (tuple(one[part::8]) for one in slugs)
        chosen = {"treatments": treatments, "symptoms": symptoms, "effects": effects}
        made = render.render(laid_out(guide, **chosen, detail=build.ALL, pictures=True), SITE)
        if found := audit(made):
            faults[part] = found
    assert faults == {}


# Faults that the audit must find


@pytest.fixture(scope="module")
def sound(django_db_setup, django_db_blocker):
    """The bytes of a PDF without fault, made once. Its full information has tables."""
    with django_db_blocker.unblock():
        current.forget_guide()
        made = render.render(laid_out(**VISIT, detail=build.ALL), SITE)
    assert audit(made) == []
    return made


def nodes(opened, role):
    return [node for node in structure(opened).walk() if node.role == role]


def no_language(opened):
    del opened.Root["/Lang"]


def no_title(opened):
    with opened.open_metadata(set_pikepdf_as_editor=False) as about:
        del about["dc:title"]


def title_not_displayed(opened):
    opened.Root.ViewerPreferences.DisplayDocTitle = False


def no_claim_of_the_standard(opened):
    with opened.open_metadata(set_pikepdf_as_editor=False) as about:
        del about["pdfuaid:part"]


def no_bookmarks(opened):
    del opened.Root["/Outlines"]


def no_words_for_a_picture(opened):
    del nodes(opened, "Figure")[0].element["/Alt"]


def no_words_for_a_link(opened):
    del opened.pages[0].Annots[0]["/Contents"]


def no_header_cells(opened):
    for cell in nodes(opened, "TH"):
        cell.element.S = Name.TD


def no_headers_for_a_cell(opened):
    del nodes(opened, "TD")[0].element["/A"]


def row_headers(opened):
    return [
        node.element
        for node in nodes(opened, "TH")
        if any(one.get("/Scope") == "/Row" for one in node.element.A)
    ]


def no_header_of_a_row(opened):
    row_headers(opened)[0].S = Name.TD


def a_row_header_that_heads_a_column(opened):
    row_headers(opened)[0].A[0].Scope = Name.Column


def a_cell_that_leaves_out_its_row(opened):
    headers = nodes(opened, "TD")[0].element.A[0].Headers
    del headers[-1]
    headers.append(headers[0])


def a_cell_that_leaves_out_its_column(opened):
    headers = nodes(opened, "TD")[0].element.A[0].Headers
    while len(headers) > 1:
        del headers[0]


def a_name_that_is_not_listed(opened):
    names = opened.Root.StructTreeRoot.IDTree.Names
    del names[-1]
    del names[-1]


def names_out_of_order(opened):
    names = opened.Root.StructTreeRoot.IDTree.Names
    opened.Root.StructTreeRoot.IDTree.Names = Array([*names[2:], *names[:2]])


def a_level_skipped(opened):
    nodes(opened, "H2")[1].element.S = Name.H5


def two_main_headings(opened):
    nodes(opened, "H2")[0].element.S = Name.H1


def a_broken_list(opened):
    nodes(opened, "LI")[0].element.S = Name.P


def an_item_without_a_body(opened):
    item = nodes(opened, "LI")[0].element
    item.K = Array([kid for kid in item.K if kid.S != "/LBody"])


def no_order_of_tabs(opened):
    del opened.pages[0]["/Tabs"]


def letters_that_cannot_be_read(opened):
    del next(iter(opened.pages[0].Resources.Font.values()))["/ToUnicode"]


def a_role_that_nobody_knows(opened):
    nodes(opened, "P")[0].element.S = Name.Mystery


def a_link_outside_of_the_text(opened):
    nodes(opened, "Link")[0].element.S = Name.Span


def a_link_that_runs_a_script(opened):
    opened.pages[0].Annots[0]["/A"] = Dictionary(S=Name.URI, URI=String("javascript:alert(1)"))


def text_without_a_mark(opened):
    page = opened.pages[0]
    page.contents_add(opened.make_stream(b"BT (bare) Tj ET"))


FAULTS = {
    no_language: "no language",
    no_title: "no title",
    title_not_displayed: "not displayed",
    no_claim_of_the_standard: "PDF/UA-1",
    no_bookmarks: "no bookmarks",
    no_words_for_a_picture: "a figure without words",
    no_words_for_a_link: "a link without words",
    no_header_cells: "without header cells",
    no_headers_for_a_cell: "a cell without its headers",
    no_header_of_a_row: "a row without a header",
    a_row_header_that_heads_a_column: "a row without a header",
    a_cell_that_leaves_out_its_row: "does not name the header of its row",
    a_cell_that_leaves_out_its_column: "does not name the header of its column",
    a_name_that_is_not_listed: "not all listed in order",
    names_out_of_order: "not all listed in order",
    a_level_skipped: "a heading of level 5",
    two_main_headings: "2 main headings",
    a_broken_list: "inside L",
    an_item_without_a_body: "a list item without a body",
    no_order_of_tabs: "tab order",
    letters_that_cannot_be_read: "does not tell its letters",
    a_role_that_nobody_knows: "unknown role Mystery",
    a_link_outside_of_the_text: "a link that is not in the text",
    a_link_that_runs_a_script: "not safe to open",
    text_without_a_mark: "neither text nor decoration",
}


@pytest.mark.parametrize("plant", FAULTS, ids=lambda plant: plant.__name__)
def test_the_audit_finds_each_fault(sound, plant):
    with pikepdf.open(io.BytesIO(sound)) as opened:
        plant(opened)
        changed = io.BytesIO()
        opened.save(changed)
    found = audit(changed.getvalue())
    assert any(FAULTS[plant] in fault for fault in found), found
