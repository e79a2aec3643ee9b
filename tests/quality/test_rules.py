"""The content rules find no fault in a guide without one, and each fault in ``FAULTS``."""

import re
from datetime import date

import pytest

from guidance.editorial import snapshots
from guidance.pages.guide import Guide
from guidance.quality import rules
from guidance.quality.rules.sources import NO_DATE
from tests import make_pages as make
from tests.quality.faulty_pages import BOXED, FAULTS, PAST, ROW
from tests.quality.pages_without_fault import (
    CITED,
    LONG,
    SECTIONS,
    TABLE,
    TODAY,
    calling,
    changed,
    findings,
    guide,
    info,
    prose,
    rehabilitation,
    saying,
    signs,
    sources,
    therapy,
    topic,
    visit,
    with_answers,
)

WHOLE_VISIT = visit(
    note=prose(CITED),
    subtype="stable",
    therapies=("siponimod",) * 6,
    symptoms=("fatigue",) * 6,
    side_effects=("headache",) * 12,
)


@pytest.mark.parametrize(
    "page",
    [therapy(), rehabilitation(), visit(), WHOLE_VISIT, topic(), topic(**TABLE)],
    ids=lambda page: page.slug,
)
def test_a_guide_without_fault_passes(page):
    assert findings(guide(page)) == ()


@pytest.mark.parametrize(
    "step",
    [
        "You do not have to decide anything today.",
        "Call your insurer, and write down the name of who answers.",
        "This week, choose one person to speak for you.",
        "Before your next visit, ask about a driving test.",
    ],
)
def test_a_next_step_that_says_nothing_medical_needs_no_source(step):
    assert findings(guide(topic(next_step=make.prose(step)))) == ()


def test_signs_of_several_levels_that_a_treatment_names_pass():
    table = signs(
        ("fever", "You notice a fever. [@label]"),
        ("stroke", "You cannot speak. [@label]", "emergency"),
    )
    own = tuple(changed(sign, own=True, first=True) for sign in table.signs)
    page = changed(therapy(), signs=("fever", "stroke"))
    assert findings(guide(changed(table, signs=own), page)) == ()


@pytest.mark.parametrize(
    ("page", "severity", "section", "rule", "words"),
    FAULTS,
    ids=[f"{rule}-{number}" for number, (*_, rule, _) in enumerate(FAULTS)],
)
def test_each_faulty_page_has_its_fault_and_no_other(page, severity, section, rule, words):
    found = findings(guide(page))
    # "It aches. It harms." breaks one rule twice; nothing breaks two.
    assert {(one.severity, one.page, one.section, one.rule) for one in found} == {
        (severity, page.key, section, rule)
    }
    assert words in found[0].what_to_do


@pytest.mark.parametrize(
    "line",
    [
        "Fainting, above all after the first dose.",
        "Blood sugar that stays above 240, or above your target.",
        "Any sign of an infection.",
        "The first sign of a stroke.",
        "Call the same day.",
        "A fever that lasts: call, and do not wait for the next test.",
    ],
)
def test_a_call_line_that_names_its_signs_passes(line):
    assert findings(guide(calling(line))) == ()


def test_a_line_that_tells_nobody_to_call_may_point_to_its_neighbors():
    assert findings(guide(saying("It often comes with these signs. [@label]"))) == ()


NO_BOX = prose("No boxed warning (US label, June 2026). [@label]")


@pytest.mark.parametrize(
    ("fields", "kind", "problem"),
    [
        ({}, "US label", None),
        ({}, "Government page", None),
        ({}, "Journal article", "Cite the label, or the regulator’s record of it."),
        (
            {"boxed_warning": prose("It can harm. [@label]")},
            *("US label", "The page has a boxed warning. Take away one of the two."),
        ),
        (
            {"effects": (BOXED,)},
            *("US label", "The page has a boxed warning. Take away one of the two."),
        ),
    ],
)
def test_no_boxed_warning_rests_on_a_label_and_stands_beside_no_boxed_harm(fields, kind, problem):
    words = changed(make.glossary("boxed warning"), summary=prose())
    page = therapy(no_boxed_warning=NO_BOX, **fields)
    found = findings(guide(words, sources("label", kind=kind), page))
    about = [one for one in found if one.rule == "no boxed warning"]
    assert [one.what_to_do for one in about] == ([problem] if problem else [])
    assert all(one.severity == "error" for one in about)


def test_a_harm_of_the_boxed_warning_that_is_listed_as_common_is_an_error():
    page = therapy(
        boxed_warning=prose("It can cause a stroke. [@label]"),
        effects=(BOXED, make.effect("stroke", "It came. [@label]")),
    )
    stroke = make.side_effect("stroke", summary=prose(CITED))
    (one,) = findings(guide(page, stroke))
    assert (one.severity, one.rule) == ("error", "boxed warning")
    assert one.what_to_do == "It names stroke, which is not listed as boxed."


@pytest.mark.parametrize(
    "text",
    [
        "It is not known if it harms an unborn baby. [@label]",
        "In the trial, MS did not get worse after people stopped. [@label]",
    ],
)
def test_a_harm_that_nobody_saw_need_not_be_listed(text):
    assert findings(guide(saying(text))) == ()


def test_an_outcome_of_the_walk_without_a_page_is_an_error():
    whole = guide()
    del whole.pages["subtype/stable"]
    (one,) = findings(whole)
    assert (one.severity, one.page, one.rule) == ("error", "subtype/stable", "outcome")
    assert str(one) == (
        "subtype/stable: outcome: The walk can end here and there is no such page. Write it."
    )


def test_a_count_or_a_warning_on_one_secondary_source_is_a_warning_and_on_two_it_is_none():
    def weak(summary):
        whole = guide(
            sources("label", "other", tier="society"),
            make.symptom("fatigue", summary=prose(summary)),
        )
        return {one.page: one for one in findings(whole) if one.rule == "one secondary source"}

    found = weak("You tire soon. [@label] It takes 26 out of 100 people. [@label]")
    assert found.keys() == {"therapy/siponimod", "symptom/fatigue"}
    assert {one.severity for one in found.values()} == {"warning"}
    assert "1 of 1 counts and warnings" in found["symptom/fatigue"].what_to_do
    assert "worst" in found["therapy/siponimod"].part.id
    assert "symptom/fatigue" not in weak("It takes 26 out of 100 people. [@label] [@other]")
    assert "symptom/fatigue" not in weak("You tire soon. [@label]")


def test_only_a_source_that_its_publisher_revises_is_too_old():
    def old(kind):
        whole = guide(sources("label", kind=kind, published="June 2020"))
        return [one for one in findings(whole) if one.rule == "old source"]

    assert old("Guideline")
    assert not old("Journal article")


def test_a_page_without_a_date_is_read_again_after_a_year():
    def undated(day):
        page = sources("label", kind="Hospital page", published=NO_DATE, checked_on=day)
        return [one for one in findings(guide(page)) if one.rule == "undated source"]

    assert undated(date(2025, 11, 27))
    assert not undated(date(2025, 11, 28))


@pytest.mark.parametrize(
    ("what", "fields"),
    [
        ("words", {"boxed_warning": prose(*[CITED] * 20), "effects": (BOXED,)}),
        (
            "benefits",
            {"sections": with_answers(**{**SECTIONS, "how_well_it_works": f"{CITED} " * 3})},
        ),
        ("benefits", {"evidence": (ROW(), ROW())}),
        ("harms", {"effects": therapy().effects * 3}),
    ],
)
def test_an_option_that_says_more_than_twice_as_much_as_its_group_is_a_warning(what, fields):
    usual = [therapy("siponimod"), therapy("fingolimod"), rehabilitation()]
    one = therapy("cladribine", **fields)
    found = {(one.page, one.rule, one.what_to_do) for one in findings(guide(*usual, one))}
    assert {(page, rule) for page, rule, _ in found} == {("therapy/cladribine", "balance")}
    assert any(re.search(rf"It has \d+ {what};.*Say less", words) for *_, words in found)


def test_an_option_that_says_less_than_half_as_much_as_its_group_is_a_warning():
    full = {"effects": therapy().effects * 3}
    others = [therapy(slug, **full) for slug in ("fingolimod", "cladribine")]
    (one,) = findings(guide(*others))
    assert (one.page, one.rule) == ("therapy/siponimod", "balance")
    assert "It has 1 harms; a page of its group usually has 3. Say more" in one.what_to_do


# What may stand without a source


@pytest.mark.parametrize(
    "words",
    [
        "It lists three:",
        "What does it do?",
        "We found no SPMS trial of this medicine among our sources.",
        "So we cannot show how many people out of 100 with SPMS it helps.",
        "Our sources do not say how often a device should be checked.",
        "Our source on falls gives no count out of 100 people.",
        "No trial result that we read shows that it slows worsening in SPMS.",
        "Ask your MS team about it.",
        "If another doctor finds a raised test, tell your MS team.",
        "Call your clinic if it worries you or gets worse.",
        "Do not stop a medicine on your own.",
        "You decide, together with your MS team.",
        "Take your temperature and write it down with the time.",
        "Bring a list of all your medicines.",
        "Stopping. Do not stop or switch without your MS team.",
        "See also bladder problems.",
    ],
)
def test_words_about_the_site_and_pointers_to_the_team_need_no_source(words):
    assert rules.may_stand_alone(words)


@pytest.mark.parametrize(
    "words",
    [
        "It harms the liver.",
        "We know that it does not harm the liver.",
        "Our sources show that it helps.",
        "Tell your MS team, because it harms the liver.",
        "Note any rash, which can be fatal.",
        "Ask for 40 mg.",
        "Call 911 if you faint.",
        "Call your clinic if you have a fever.",
        "Do not take it with alcohol.",
        "You decide. It harms the liver.",
        "Choose this pill; it helps.",
    ],
)
def test_whatever_claims_something_needs_a_source(words):
    assert not rules.may_stand_alone(words)


# What is no fault


@pytest.mark.parametrize(
    "text",
    [
        'We did not write "21% lower" or “best”.',
        "If you have MS, ask. [@label]",
        "It was 21% lower. [@label] It came in 3 out of 100 people. [@label]",
        "Safety matters. [@label]",
        "An MRI shows it. [@label]",
        "Two MRIs show it. [@label]",
    ],
)
def test_words_in_quotes_conditions_and_explained_words_are_no_fault(text):
    assert findings(guide(saying(text))) == ()


# Grades, one page, and the whole


def test_the_adjusted_grade_leaves_out_medicines_glossary_words_and_medical_names():
    effect = make.side_effect(
        "headache",
        summary=prose("Your head aches. [@label]"),
        medical_name="cephalalgia, pain (neuralgia)",
    )
    term = changed(make.glossary("immunosuppression"), summary=prose())
    page = therapy(
        title="Mitoxantrone",
        brands=("Novantronemedicine",),
        summary=prose("Mitoxantrone, Novantronemedicine, cephalalgia, neuralgia. [@label]"),
    )
    grades = rules.grades(guide(effect, term, page), today=TODAY)
    grade = grades["therapy/siponimod"]
    assert grade.summary.grade < 12 < 25 < grade.summary_raw.grade
    assert grade.page.grade < grade.page_raw.grade
    assert "clinic/clinic" not in grades
    assert "sources/sources" not in grades


def test_a_grade_that_is_too_high_is_told_with_the_raw_one():
    (one,) = findings(guide(therapy(summary=prose(LONG))))
    assert re.match(
        r"Its reading grade is [\d.]+ \(raw [\d.]+\); aim for 6 or lower", one.what_to_do
    )


def test_one_page_is_checked_among_the_others():
    page = therapy(label_status="", summary=prose(LONG), effects=(make.effect("acne", CITED),))
    whole = guide(info(review=PAST))
    found = rules.check_page(page, whole, today=TODAY)
    assert [(one.severity, one.rule) for one in found] == [
        ("error", "missing page"),
        ("error", "label"),
        ("warning", "grade"),
    ]


def test_errors_come_before_warnings_and_a_finding_is_one_line():
    found = findings(guide(saying("- It harms.\n" * 8), sources("label", published="May 1999")))
    assert [one.severity for one in found] == ["error"] * 8 + ["warning"] * 2
    assert str(found[0]) == (
        "therapy/siponimod: stopping: citation: Cite a source for “It harms.”, or take it out."
    )


def test_every_rule_has_a_fault_that_breaks_it():
    planted = {rule for *_, rule, _ in FAULTS} | {"one secondary source", "balance"}
    planted |= {"newer label", "superseded label"}  # test_versions.py
    # test_harm_signs.py
    planted |= {"sign of a harm", "sign of a relapse", "signs on its own page", "source of a sign"}
    planted |= {"sign of a grave harm"}
    planted |= {"number of another country", "pages with other numbers"}  # test_help_numbers.py
    planted |= {"words of the walk", "level of a sign in the walk"}  # test_walk_rules.py
    assert {name for _, name, _ in rules.RULES} == planted


@pytest.mark.slow
@pytest.mark.django_db
def test_the_shipped_content_has_no_errors_and_keeps_to_the_grades():
    today = date(2026, 11, 29)  # the last day on which a shipped source was checked
    whole = Guide(0, today, snapshots.freeze_all().values())
    found = rules.check(whole, today=today)
    assert [str(one) for one in found if one.severity == "error"] == []
    grades = rules.grades(whole, today=today).values()
    pages = sorted(grade.page.grade for grade in grades)
    summaries = sorted(grade.summary.grade for grade in grades if grade.summary.words)
    assert pages[len(pages) // 2] <= 7
    assert pages[-1] <= 9
    assert summaries[len(summaries) // 2] <= 6
