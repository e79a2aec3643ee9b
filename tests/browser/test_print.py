"""Printed pages: their number of sheets, sizes, colors and tables."""

import io

import pytest
from pypdf import PdfReader

FORMATS = ["Letter", "A4"]
POINTS = {"letter": (612, 792), "a4": (595, 842)}


def fill(page, treatments, size="14", own="", paper="letter", detail="short"):
    chosen = "&".join(f"treatment={treatment}" for treatment in treatments)
    page.goto(f"/handout/?{chosen}")
    page.locator("textarea[name=own]").fill(own)
    page.get_by_role("button", name="Make my sheet").click()
    page.wait_for_url("**/handout/print/")  # whole, with its stylesheet
    if (size, paper, detail) != ("14", "letter", "short"):
        page.get_by_text("Print size, paper, full information").click()
        for name, value in (("size", size), ("paper", paper), ("detail", detail)):
            page.locator(f"input[name={name}][value='{value}']").check()
        with page.expect_navigation():
            page.get_by_role("button", name="Show it like this").click()


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
def test_a_sheet_prints_on_both_sides_of_one_leaf(open_page, treatments, paper):
    page = open_page()
    fill(page, treatments, paper=paper)
    found = printed(page)
    assert len(found) == 2
    sizes = {tuple(round(side) for side in sheet.mediabox[2:]) for sheet in found}
    assert sizes == {POINTS[paper]}


def test_each_sheet_of_a_handout_is_dated(open_page):
    page = open_page()
    fill(page, ["siponimod", "ocrelizumab", "physical-therapy"], own="Can I travel?")
    found = [sheet.extract_text() for sheet in printed(page)]
    assert 3 <= len(found) <= 4
    for text in found:
        assert "Edition" in text
        foot = page.locator(".sheet tfoot").text_content()
        assert "".join(foot.split()) in "".join(text.split())
    whole = " ".join(" ".join(found).split())
    for expected in ("Siponimod", "Ocrelizumab", "Physical therapy", "Can I travel?", "911", "988"):
        assert expected in whole


@pytest.mark.parametrize("size", ["14", "18", "24"])
def test_no_word_of_a_printed_table_runs_out_of_its_cell(open_page, size):
    page = open_page()
    fill(page, ["ponesimod", "interferon-beta-1a", "siponimod"], size=size, detail="all")
    page.set_viewport_size({"width": 703, "height": 900})  # as wide as the text on paper
    page.emulate_media(media="print")
    wide = page.locator(".sheet .counts :is(th, td)").evaluate_all(
        "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.innerText)"
    )
    assert wide == []


def test_large_print_is_larger(open_page):
    page = open_page()
    fill(page, ["siponimod"], size="14")
    page.emulate_media(media="print")
    normal = page.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('.sheet .sheet__facts p')).fontSize)"
    )
    page.emulate_media(media="screen")
    fill(page, ["siponimod"], size="18")
    assert len(printed(page)) > 1
    page.emulate_media(media="print")
    large = page.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('.sheet .sheet__facts p')).fontSize)"
    )
    points = 72 / 96
    assert round(normal * points) == 14
    assert round(large * points) == 18


def test_the_largest_print_is_largest(open_page):
    page = open_page()
    fill(page, ["siponimod"], size="24")
    page.emulate_media(media="print")
    size = page.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('.sheet .sheet__facts p')).fontSize)"
    )
    assert round(size * 72 / 96) == 24
    assert (
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        == 0
    )


def test_a_sheet_is_black_on_white_whatever_the_screen(open_page):
    page = open_page(color_scheme="dark")
    fill(page, ["siponimod"])
    page.emulate_media(media="print", color_scheme="dark")
    ink = page.evaluate("getComputedStyle(document.querySelector('.sheet .sheet__facts p')).color")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ink == "rgb(0, 0, 0)"
    assert paper in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")


def test_buttons_and_menus_are_not_printed(open_page):
    page = open_page()
    fill(page, ["siponimod"])
    page.emulate_media(media="print")
    assert page.locator("button:visible, nav:visible, .skip-link:visible").count() == 0


def test_a_treatment_page_prints_without_its_navigation(open_page):
    page = open_page("/treatments/siponimod/")
    found = " ".join(" ".join(sheets(page, "Letter")).split())
    assert "Skip to main content" not in found
    assert "On this page" not in found
    assert "MAYZENT (siponimod) prescribing information" in found


def test_get_help_prints_the_signs_of_each_treatment(open_page):
    """They stand there in few words alone, which other pages print as whole sentences."""
    page = open_page("/get-help/")
    names = page.locator("#by-treatment > ul > li > a").all_text_contents()
    signs = page.locator("#by-treatment li li").all_text_contents()
    page.emulate_media(media="print")
    printed_signs = page.locator("#by-treatment li li:visible").all_text_contents()
    assert len(names) > 20 and len(signs) > 20
    assert printed_signs == signs


FOUR = ["siponimod", "natalizumab", "interferon-beta-1a", "mitoxantrone"]


@pytest.mark.parametrize("chosen", [FOUR[:2], FOUR], ids=["two", "four"])
def test_treatments_side_by_side_print_on_two_landscape_sheets_at_most(open_page, chosen):
    page = open_page("/treatments/compare/?" + "&".join(f"treatment={one}" for one in chosen))
    found = printed(page)
    assert len(found) <= (3 if chosen == FOUR[:2] else 4)  # sides of two sheets
    assert all(sheet.mediabox.width > sheet.mediabox.height for sheet in found)
    texts = [" ".join(sheet.extract_text().split()) for sheet in found]
    for text in texts[:2]:
        assert "Siponimod" in text and "Natalizumab" in text
    whole = " ".join(texts)
    for printed_words in ("Do not compare: other people", "Not counted:", "What does it cost?"):
        assert printed_words in whole
    for on_screen in ("Choose others", "All on Siponimod", "Swap in"):
        assert on_screen not in whole


HEAVIEST = ["corticosteroids", "interferon-beta-1b", "natalizumab", "mitoxantrone"]


def test_the_longest_four_print_on_two_landscape_sheets(open_page):
    page = open_page("/treatments/compare/?" + "&".join(f"treatment={one}" for one in HEAVIEST))
    found = printed(page)
    assert len(found) <= 4  # sides of two sheets
    whole = " ".join(" ".join(sheet.extract_text().split()) for sheet in found)
    assert "See MS medicines no longer sold." in whole


def test_choices_side_by_side_print_in_10_points_or_more(open_page):
    for chosen, points in ((FOUR[:2], 11), (FOUR[:3], 11), (FOUR, 10)):
        page = open_page("/treatments/compare/?" + "&".join(f"treatment={one}" for one in chosen))
        page.emulate_media(media="print")
        sizes = page.locator("table tbody :is(td, th)").evaluate_all(
            "cells => cells.map(cell => parseFloat(getComputedStyle(cell).fontSize))"
        )
        assert min(sizes) >= points * 96 / 72 - 0.01


def test_the_columns_of_treatments_stand_apart_on_paper(open_page):
    page = open_page("/treatments/compare/?" + "&".join(f"treatment={one}" for one in FOUR))
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
