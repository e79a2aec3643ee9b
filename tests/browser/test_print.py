"""Printed pages: their number of sheets, sizes, colors and tables."""

import io

import pytest
from pypdf import PdfReader

from tests.browser.conftest import WINDOW

FORMATS = ["Letter", "A4"]
POINTS = {"letter": (612, 792), "a4": (595, 842)}


LOOK = {"size": "14", "paper": "letter", "detail": "short"}
"""How a sheet is shown where nothing else was chosen."""


def make(open_page, treatments, own):
    """Return a page with a new sheet."""
    page = open_page("/handout/?" + "&".join(f"treatment={one}" for one in treatments))
    page.locator("textarea[name=own]").fill(own)
    page.get_by_role("button", name="Make my sheet").click()
    page.wait_for_url("**/handout/print/")  # whole, with its stylesheet
    return page


def show_like_this(page, look):
    page.get_by_text("Print size, paper, full information").click()
    for name, value in look.items():
        page.locator(f"input[name={name}][value='{value}']").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Show it like this").click()


def set_back(page):
    """Give ``page`` the window and the media of a new one."""
    page.set_viewport_size(WINDOW)
    page.emulate_media(media="null", color_scheme="light")


@pytest.fixture(scope="module")
def sheet(open_page_for_all):
    """Return a function that returns a page with a sheet, made once for all tests."""
    made = {}

    def shown(*treatments, own="", **chosen):
        key, look = (treatments, own), {**LOOK, **chosen}
        if key not in made:
            made[key] = [make(open_page_for_all, treatments, own), LOOK]
        page, shown_now = made[key]
        set_back(page)
        if look != shown_now:
            show_like_this(page, look)
            made[key][1] = look
        return page

    return shown


@pytest.fixture(scope="module")
def side_by_side(open_page_for_all):
    """Return a function that returns a page with a comparison, opened once for all tests."""
    opened = {}

    def shown(chosen):
        query = "&".join(f"treatment={one}" for one in chosen)
        if query not in opened:
            opened[query] = open_page_for_all(f"/treatments/compare/?{query}")
        set_back(opened[query])
        return opened[query]

    return shown


def sheets(page, paper):
    pdf = page.pdf(format=paper, prefer_css_page_size=False)
    return [sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf)).pages]


def printed(page):
    """Return the pages as the browser prints them on the paper that the page itself asks for."""
    return PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize(
    "treatments", [["siponimod"], ["siponimod", "ocrelizumab"], ["fingolimod", "natalizumab"]]
)
def test_a_sheet_prints_on_both_sides_of_one_leaf(sheet, treatments, paper):
    found = printed(sheet(*treatments, paper=paper))
    assert len(found) == 2
    sizes = {tuple(round(length) for length in side.mediabox[2:]) for side in found}
    assert sizes == {POINTS[paper]}


def test_each_sheet_of_a_handout_is_dated(sheet):
    page = sheet("siponimod", "ocrelizumab", "physical-therapy", own="Can I travel?")
    found = [side.extract_text() for side in printed(page)]
    assert 3 <= len(found) <= 4
    for text in found:
        assert "Edition" in text
        foot = page.locator(".sheet tfoot").text_content()
        assert "".join(foot.split()) in "".join(text.split())
    whole = " ".join(" ".join(found).split())
    for expected in ("Siponimod", "Ocrelizumab", "Physical therapy", "Can I travel?", "911", "988"):
        assert expected in whole


@pytest.mark.parametrize("size", ["14", "18", "24"])
def test_no_word_of_a_printed_table_runs_out_of_its_cell(sheet, size):
    page = sheet("ponesimod", "interferon-beta-1a", "siponimod", size=size, detail="all")
    page.set_viewport_size({"width": 703, "height": 900})  # as wide as the text on paper
    page.emulate_media(media="print")
    wide = page.locator(".sheet .counts :is(th, td)").evaluate_all(
        "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.innerText)"
    )
    assert wide == []


def test_large_print_is_larger(sheet):
    page = sheet("siponimod", size="14")
    page.emulate_media(media="print")
    normal = page.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('.sheet .sheet__facts p')).fontSize)"
    )
    page = sheet("siponimod", size="18")
    assert len(printed(page)) > 1
    page.emulate_media(media="print")
    large = page.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('.sheet .sheet__facts p')).fontSize)"
    )
    points = 72 / 96
    assert round(normal * points) == 14
    assert round(large * points) == 18


def test_the_largest_print_is_largest(sheet):
    page = sheet("siponimod", size="24")
    page.emulate_media(media="print")
    size = page.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('.sheet .sheet__facts p')).fontSize)"
    )
    assert round(size * 72 / 96) == 24
    assert (
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        == 0
    )


def test_a_sheet_is_black_on_white_whatever_the_screen(sheet):
    page = sheet("siponimod")
    page.emulate_media(media="print", color_scheme="dark")
    ink = page.evaluate("getComputedStyle(document.querySelector('.sheet .sheet__facts p')).color")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ink == "rgb(0, 0, 0)"
    assert paper in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")


def test_buttons_and_menus_are_not_printed(sheet):
    page = sheet("siponimod")
    page.emulate_media(media="print")
    assert page.locator("button:visible, nav:visible, .skip-link:visible").count() == 0


def test_a_treatment_page_prints_without_its_navigation(open_page):
    page = open_page("/treatments/siponimod/")
    found = " ".join(" ".join(sheets(page, "Letter")).split())
    assert "Skip to main content" not in found
    assert "On this page" not in found
    assert "MAYZENT (siponimod) prescribing information" in found


@pytest.mark.parametrize(
    "path, where", [("/get-help/?all=1", "#by-treatment"), ("/get-help/by-treatment/", "main")]
)
def test_the_signs_of_each_treatment_are_printed_in_few_words(open_page, path, where):
    """They stand there in few words alone, which other pages print as whole sentences."""
    page = open_page(path)
    names = page.locator(f"{where} a[href$='#when-to-call']").all_text_contents()
    signs = page.locator(f"{where} ul > li:not(:has(a))").all_text_contents()
    page.emulate_media(media="print")
    printed_signs = page.locator(f"{where} ul > li:not(:has(a)):visible").all_text_contents()
    assert len(names) > 20 and len(signs) > 20
    assert printed_signs == signs


def test_get_help_says_on_paper_which_signs_it_leaves_out(open_page):
    page = open_page("/get-help/")
    words = page.get_by_text("This print leaves out signs by body part and by treatment.")
    assert not words.is_visible()
    page.emulate_media(media="print")
    assert words.is_visible()


FOUR = ["siponimod", "natalizumab", "interferon-beta-1a", "mitoxantrone"]


@pytest.mark.parametrize("chosen", [FOUR[:2], FOUR], ids=["two", "four"])
def test_treatments_side_by_side_print_on_two_landscape_sheets_at_most(side_by_side, chosen):
    found = printed(side_by_side(chosen))
    assert len(found) <= (3 if chosen == FOUR[:2] else 4)  # sides of two sheets
    assert all(side.mediabox.width > side.mediabox.height for side in found)
    texts = [" ".join(side.extract_text().split()) for side in found]
    for text in texts[:2]:
        assert "Siponimod" in text and "Natalizumab" in text
    whole = " ".join(texts)
    for printed_words in ("Do not compare: other people", "Not counted:", "What does it cost?"):
        assert printed_words in whole
    for on_screen in ("Choose others", "All on Siponimod", "Swap in"):
        assert on_screen not in whole


HEAVIEST = ["corticosteroids", "interferon-beta-1b", "natalizumab", "mitoxantrone"]


def test_the_longest_four_print_on_two_landscape_sheets(side_by_side):
    found = printed(side_by_side(HEAVIEST))
    assert len(found) <= 4  # sides of two sheets
    whole = " ".join(" ".join(side.extract_text().split()) for side in found)
    assert "See MS medicines no longer sold." in whole


def test_choices_side_by_side_print_in_10_points_or_more(side_by_side):
    for chosen, points in ((FOUR[:2], 11), (FOUR[:3], 11), (FOUR, 10)):
        page = side_by_side(chosen)
        page.emulate_media(media="print")
        sizes = page.locator("table tbody :is(td, th)").evaluate_all(
            "cells => cells.map(cell => parseFloat(getComputedStyle(cell).fontSize))"
        )
        assert min(sizes) >= points * 96 / 72 - 0.01


def test_the_columns_of_treatments_stand_apart_on_paper(side_by_side):
    page = side_by_side(FOUR)
    page.emulate_media(media="print")
    gaps = page.locator("table tbody tr[id]").evaluate_all(
        """rows => rows.flatMap(row => [...row.cells].slice(1).map((cell, at) => {
             const texts = document.createTreeWalker(row.cells[at], NodeFilter.SHOW_TEXT);
             const words = document.createRange(), ends = [0];
             while (texts.nextNode()) {
               if (texts.currentNode.parentElement.closest('.vh, .visually-hidden')) continue;
               words.selectNodeContents(texts.currentNode);
               ends.push(words.getBoundingClientRect().right);
             }
             return cell.getBoundingClientRect().left - Math.max(...ends);
           }))"""
    )
    assert len(gaps) > 20
    assert min(gaps) >= 12  # 9 points
