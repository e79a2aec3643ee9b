"""Each page gives its point in little room: words and height at 390 pixels, nothing opened."""

import shutil
import subprocess

import pytest

from tests.browser import budgets
from tests.browser.conftest import new_tab
from tests.browser.running import running_site


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site as shipped: what other tests publish and sign off adds words to pages."""
    with running_site(tmp_path_factory.mktemp("budgets") / "site", workers=1) as site:
        yield site


@pytest.fixture(scope="module")
def wider():
    """How much taller pages may be: more where no font has the metrics of Arial."""
    program = shutil.which("fc-match")
    font = (
        subprocess.run([program, "Arial"], capture_output=True, text=True).stdout if program else ""
    )
    return 1.0 if "Liberation" in font or "Arimo" in font else budgets.WIDER_FONT


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.long)])
def test_a_page_is_within_its_budget_or_takes_no_more_than_it_did(browser, site, wider, every):
    """Each exception, one page of each kind and those that are nearly too long, or every page."""
    allowed = budgets.exceptions()
    tab = new_tab(browser, viewport={"width": 390, "height": 844})
    taken = {}
    pages = budgets.budgeted_pages(tab, site.address)
    first = {kind: path for path, kind in reversed(pages)}
    for path, kind in pages:
        if not (every or path in {*allowed, *budgets.WATCHED} or path == first[kind]):
            continue
        tab.goto(f"{site.address}{path}")
        taken[path] = (kind, budgets.measured(tab))
    tab.close()
    too_long = {
        path: (over, measures)
        for path, (kind, measures) in taken.items()
        if (
            over := budgets.over(
                budgets.Budget(**allowed[path]) if path in allowed else budgets.BUDGETS[kind],
                measures,
                wider,
            )
        )
    }
    assert too_long == {}
    assert {kind for kind, _ in taken.values()} == set(budgets.BUDGETS)
    assert set(allowed) <= set(taken), "Take pages that are gone out of the exceptions."
    assert set(taken) >= budgets.WATCHED, "Take pages that are gone out of those that are watched."


def test_comparing_and_what_matters_are_within_their_budgets(browser, site, wider):
    tab = new_tab(browser, viewport={"width": 390, "height": 844})
    found = {}
    for query, budget in budgets.COMPARED.items():
        tab.goto(f"{site.address}/treatments/compare/?{query}")
        found[query] = budgets.over(budget, budgets.measured(tab), wider)
    tab.goto(f"{site.address}/what-matters/")
    found["form"] = budgets.over(budgets.MATTERS_FORM, budgets.measured(tab), wider)
    for ticked, taken in budgets.measured_answers(tab, site.address):
        found[ticked] = budgets.over(budgets.MATTERS_RESULT, taken, wider)
    tab.close()
    assert {name: over for name, over in found.items() if over} == {}


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.long)])
def test_any_two_treatments_side_by_side_are_within_the_budget(browser, site, wider, every):
    """The pairs that take the most words and the most height, or every pair."""
    tab = new_tab(browser, viewport={"width": 390, "height": 844})
    too_long = {}
    for pair in budgets.pairs(tab, site.address, every):
        tab.goto(f"{site.address}{budgets.compared(*pair)}")
        taken = budgets.measured(tab)
        if over := budgets.over(budgets.COMPARED_PAIR, taken, wider):
            too_long[pair] = (over, taken)
    tab.close()
    assert too_long == {}


def test_the_form_of_the_sheet_is_within_its_budget(browser, site, wider):
    for width, height in ((390, budgets.SHEET_FORM.height), (1280, budgets.SHEET_FORM_WIDE_HEIGHT)):
        tab = new_tab(browser, viewport={"width": width, "height": 844})
        tab.goto(f"{site.address}/handout/")
        budget = budgets.Budget(budgets.SHEET_FORM.seen, budgets.SHEET_FORM.words, height)
        assert budgets.over(budget, budgets.measured(tab), wider) == [], width
        tab.close()
