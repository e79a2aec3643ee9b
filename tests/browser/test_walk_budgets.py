"""The walk in little room: words and height at 390 pixels, and the first answer in sight."""

import tomllib
from io import BytesIO

import pytest
from django.conf import settings

from tests.browser.budgets import Budget, measured, over
from tests.browser.conftest import LONGEST, new_tab
from tests.browser.test_budgets import wider  # noqa: F401

START, SAFETY = Budget(90, 250, 900), Budget(90, 600, 1000)
QUESTION, STOP = Budget(80, 200, 1000), Budget(60, 300, 1200)
RESULT = Budget(180, 450, 2400)
TYPICAL = ("none", "spms", "no", "recent", "no", "walking+hands", "slowly", "planned")
NOT_SURE = ("not-sure", "fever", "help", *["not-sure"] * 7)
MOST_WORDS = {TYPICAL: 450, NOT_SURE: 700}
"""The most words seen from the first question to the result."""

SMALLEST_LETTERS = """() => Math.min(
  ...[...document.querySelectorAll('.paper-walk *')]
    .filter(element => element.checkVisibility() && element.textContent.trim())
    .map(element => parseFloat(getComputedStyle(element).fontSize))
)"""
SIGNS = tomllib.loads((settings.BASE_DIR / "guidance/content/files/signs.toml").read_text())[
    "signs"
]
pytestmark = pytest.mark.skipif(
    not all(sign.get("short") for sign in SIGNS if sign.get("first")),
    reason="Care cards show whole sentences where signs are not said in few words yet.",
)


@pytest.mark.parametrize("answers", [TYPICAL, NOT_SURE], ids=["typical", "all not sure"])
def test_the_walk_keeps_within_its_words_and_height(browser, site, wider, answers):  # noqa: F811
    tab = new_tab(browser, viewport={"width": 390, "height": 844})
    taken, words = {}, 0

    def look(budget):
        taken[tab.url] = (over(budget, measured(tab), wider), measured(tab))
        return measured(tab)["seen"]

    tab.goto(f"{site.address}/find-your-type/")
    look(START)
    tab.goto(f"{site.address}/find-your-type/safety/")
    for answer in answers:
        if answer == "help":
            words += look(STOP)
            with tab.expect_navigation():
                tab.get_by_role("button", name="I had help").click()
            continue
        words += look(SAFETY if tab.url.endswith("/safety/") else QUESTION)
        for value in answer.split("+"):
            tab.locator(f"input[value={value}]").check()
        with tab.expect_navigation():
            tab.get_by_role("button", name="Continue").click()
    words += measured(tab)["seen"]
    tab.get_by_role("link", name="See the result").click()
    tab.wait_for_url("**/result/")
    look(RESULT)
    in_sight = (
        "document.querySelector('.map__match, .map__possible').getBoundingClientRect().bottom"
    )
    assert tab.evaluate(in_sight) <= 844
    tab.close()
    assert {url: both for url, both in taken.items() if both[0]} == {}
    assert words <= MOST_WORDS[answers]


@pytest.mark.parametrize("letters", [16, 24])
def test_the_first_answer_about_help_is_in_sight_without_scrolling(browser, site, letters):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.set_default_timeout(LONGEST)
    tab = context.new_page()
    session = context.new_cdp_session(tab)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": letters}})
    tab.goto(f"{site.address}/find-your-type/safety/")
    box = tab.locator(".choice label").first.bounding_box()
    context.close()
    assert box["y"] + box["height"] <= 844


@pytest.mark.parametrize("paper", ["Letter", "A4"])
def test_the_walk_on_paper_is_one_leaf_with_two_sides(browser, site, paper):
    pikepdf = pytest.importorskip("pikepdf")
    tab = new_tab(browser)
    tab.goto(f"{site.address}/find-your-type/paper/")
    with pikepdf.open(BytesIO(tab.pdf(format=paper))) as printed:
        assert len(printed.pages) == 2
    tab.emulate_media(media="print")
    assert tab.evaluate(SMALLEST_LETTERS) >= 10 * 96 / 72  # ten points, in CSS pixels
    tab.close()
