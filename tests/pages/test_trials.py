"""The year of a trial, by the articles that a figure cites."""

from guidance.pages.trials import has_year, year_of
from tests import make_pages as make


def source(kind, published):
    return make.source("study", kind=kind, published=published)


def test_the_year_is_that_of_the_earliest_journal_article():
    cited = (
        source("Journal article", "2022"),
        source("Journal article", "March 2018"),
        source("US label", "March 2001"),
        source("Journal article", "date not found"),
    )
    assert year_of("EXPAND", cited) == "2018"
    assert year_of("EXPAND of 2018", cited) == ""
    assert year_of("EXPAND", (source("US label", "June 2026"),)) == ""


def test_a_figure_is_named_with_its_year_where_there_is_one():
    assert make.evidence(trial="ASCEND", year="2018").named == "ASCEND, 2018"
    assert make.placebo_group(trial="ASCEND of 2018", year="").named == "ASCEND of 2018"
    assert has_year("ASCEND, 2018")
    assert not has_year("ASCEND")
