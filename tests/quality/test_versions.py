"""Old sources, judgements that they still stand, and labels of which a newer version is known."""

from datetime import date, timedelta

import pytest

from guidance.quality.rules.sources import NO_DATE
from guidance.quality.versions import medicine_of, month_of, newer_versions
from tests import make_pages as make
from tests.quality.pages_without_fault import TODAY, changed, findings, guide, prose, sources

LOOKED = {"still_current": "We looked, and nothing replaced it.", "still_current_on": TODAY}


def found(rule, *pages):
    return [one for one in findings(guide(*pages)) if one.rule == rule]


# Old sources


@pytest.mark.parametrize(
    ("looked_on", "warned"), [(TODAY - timedelta(days=1095), False), (date(2023, 11, 28), True)]
)
def test_an_old_source_is_warned_about_again_three_years_after_somebody_judged_it(
    looked_on, warned
):
    page = sources("label", published="June 2020", **{**LOOKED, "still_current_on": looked_on})
    assert bool(found("old source", page)) == warned


def test_a_judgement_does_not_give_a_label_its_date():
    assert found("undated source", sources("label", published=NO_DATE, **LOOKED))


# Which label is newer


@pytest.mark.parametrize(
    ("published", "month"),
    [
        ("July 22, 2024", (2024, 7)),
        ("September 2026 (record)", (2026, 9)),
        ("2019 to 2021 (older copies)", (2019, 0)),
        (NO_DATE, (0, 0)),
    ],
)
def test_the_month_of_a_label_is_read_from_its_date_in_words(published, month):
    assert month_of(published) == month


@pytest.mark.parametrize(
    ("title", "medicine"),
    [
        ("MAYZENT (siponimod) prescribing information, version 17", "mayzent"),
        ("Fingolimod capsules prescribing information, record of May 2026", "fingolimod capsules"),
        ("Baclofen tablets: label (generic)", "baclofen tablets"),
    ],
)
def test_a_label_is_of_the_medicine_with_which_its_title_starts(title, medicine):
    assert medicine_of(make.source("label", title=title)) == medicine


def test_the_newest_of_all_versions_that_are_known_is_named():
    labels = [
        make.source("first", title="MAYZENT (siponimod)", published=NO_DATE),
        make.source("second", title="MAYZENT (siponimod)", published="May 2024"),
        make.source("third", title="MAYZENT (siponimod)", published="June 2026"),
        make.source("other", title="GILENYA (fingolimod)", published="May 2019"),
        make.source("known", title="ZEPOSIA (ozanimod)", newer_version="January 2026"),
        make.source("page", title="MAYZENT (siponimod)", published="2001", kind="Hospital page"),
    ]
    assert newer_versions(labels) == {
        "first": "June 2026",
        "second": "June 2026",
        "known": "January 2026",
    }


# Warnings that rest on an older label

WARNS = make.side_effect("headache", summary=prose("Your head aches. [@label]"))


def test_a_label_with_a_newer_version_is_a_warning_also_after_somebody_compared_the_two():
    page = sources("label", newer_version="May 2026", **LOOKED)
    (one,) = found("newer label", page)
    assert (one.severity, one.part.id) == ("warning", "sources")
    assert "a version of May 2026 is known" in one.what_to_do


def test_a_warning_that_rests_only_on_an_older_label_is_an_error():
    (one, *_) = found("superseded label", sources("label", newer_version="May 2026"))
    assert one.severity == "error"
    assert "rests on label of" in one.what_to_do
    assert "a version of May 2026 is known" in one.what_to_do


def test_a_warning_that_also_cites_the_newer_label_passes():
    both = "You can bleed. [@label] [@other]"
    page = make.therapy("siponimod", boxed_warning=prose(both))
    listed = sources("label", "other", newer_version="May 2026")
    errors = found("superseded label", page, listed)
    assert all("You can bleed" not in one.what_to_do for one in errors)
    older = tuple(changed(one, newer_version="May 2026") for one in listed.sources)
    errors = found("superseded label", page, changed(listed, sources=older))
    assert any("You can bleed" in one.what_to_do for one in errors)


@pytest.mark.parametrize(
    ("looked_on", "refused"),
    [(date(2026, 5, 1), False), (date(2026, 4, 30), True), (None, True)],
)
def test_a_comparison_counts_if_it_is_not_older_than_the_newer_version(looked_on, refused):
    judged = {"still_current": "We compared them.", "still_current_on": looked_on}
    page = sources("label", newer_version="May 2026", **(judged if looked_on else {}))
    assert bool(found("superseded label", page)) == refused


def test_what_is_no_label_and_what_does_not_warn_may_rest_on_it():
    page = sources("label", kind="Guideline", newer_version="May 2026")
    assert not found("superseded label", page)
    assert not found("newer label", page)
    symptom = make.symptom("fatigue", summary=prose("You tire soon. [@label]"))
    errors = found("superseded label", symptom, sources("label", newer_version="May 2026"))
    assert "symptom/fatigue" not in {one.page for one in errors}
