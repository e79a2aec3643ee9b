"""The content rules: a guide without fault passes, and each fault that is planted is found."""

import re
from datetime import date

import msgspec
import pytest

from guidance.editorial import snapshots
from guidance.handout.build import URGENT
from guidance.pages.guide import Guide
from guidance.pages.structures import Glance, Review
from guidance.quality import rules
from tests import make_pages as make

TODAY = date(2026, 11, 23)
CITED = "It is a tablet. [@label]"
HARD = "Immunological deterioration necessitates multidisciplinary evaluation. [@label]"
LONG = "Numerous regular visits every other month. [@label]"


def changed(page, **fields):
    return msgspec.structs.replace(page, **fields)


def prose(*sentences):
    return make.prose(" ".join(sentences))


COUNTED = {
    "out_of": 100,
    "with_treatment": 9,
    "without_treatment": 4,
    "time_span": "over 1 year",
    "group": "people with SPMS",
}
SECTIONS = {
    "how_well_it_works": "It can help. [@label]",
    "check_ups": "You get blood tests. [@label]",
    "pregnancy": "Talk with your MS team first.",
}


def therapy(slug="siponimod", **fields):
    defaults = {
        "summary": prose(CITED),
        "glance": (Glance(id="label", label="US label", text=prose("It names SPMS. [@label]")),),
        "sections": make.sections(**SECTIONS),
        "effects": (make.effect("headache", "Your head aches. [@label]"),),
        "questions": ("What can it do for me?",),
    }
    return make.therapy(slug, **{**defaults, **fields})


def saying(text):
    """A treatment whose section "stopping" says ``text``."""
    return therapy(sections=make.sections(**SECTIONS, stopping=text))


def lacking(section):
    """A treatment without that section."""
    return therapy(sections=make.sections(**without(SECTIONS, section)))


def without(sections, left_out):
    return {name: text for name, text in sections.items() if name != left_out}


def rehabilitation(**fields):
    care = "Ask your MS team who must take care."
    sections = {**without(SECTIONS, "pregnancy"), "do_not_take_it_if": care}
    defaults = {
        "group": "rehabilitation",
        "label_status": "not-a-medicine",
        "effects": (),
        "sections": make.sections(**sections),
    }
    return therapy("walking-practice", **{**defaults, **fields})


def subtype(slug="active", **fields):
    return make.subtype(slug, summary=prose(CITED), **fields)


def visit(**fields):
    return make.visit("starting", **{"summary": prose("Choose this now."), **fields})


def info(text="This site is for learning.", **fields):
    return make.info("about", summary=prose(text), **fields)


def sources(*keys, **fields):
    """The page of sources; the first source differs by ``fields``."""
    first, *others = keys
    listed = (make.source(first, **fields), *map(make.source, others))
    return changed(make.sources_page(), summary=prose(), sources=listed)


def guide(*pages):
    """A guide without fault, but for ``pages``, which take the place of its own."""
    return Guide(
        0,
        TODAY,
        [
            *map(subtype, ("active-progressing", "active", "non-active-progressing", "stable")),
            therapy(),
            make.side_effect("headache", summary=prose("Your head aches. [@label]")),
            make.symptom("fatigue", summary=prose("You tire soon. [@label]")),
            info(),
            changed(make.glossary("mri"), summary=prose()),
            sources("label"),
            changed(make.clinic(), summary=prose()),
            *pages,
        ],
    )


def findings(guide):
    return rules.check(guide, today=TODAY)


WHOLE_VISIT = visit(
    note=prose(CITED),
    subtype="stable",
    therapies=("siponimod",) * 6,
    symptoms=("fatigue",) * 6,
    side_effects=("headache",) * 12,
)


@pytest.mark.parametrize(
    "page", [therapy(), rehabilitation(), visit(), WHOLE_VISIT], ids=lambda page: page.slug
)
def test_a_guide_without_fault_passes(page):
    assert findings(guide(page)) == ()


POINTERS = {
    "Any of the signs above: call the same day.": "Any of the signs",
    "Any of these signs, even mild: call at once.": "Any of these",
    "Call about those changes.": "those changes",
    "Any such night, even without harm: stop the pill and call.": "Any such",
    "A rash or blisters with any of these.": "any of these",
    "You cannot reach the clinic about such signs.": "such signs",
    "Any of the symptoms, new or growing.": "Any of the symptoms",
    "Changes above, even mild.": "Changes above",
    "See the list below.": "list below",
    "One of them.": "One of them",
    "The same signs at night.": "same signs",
    "Call at the first sign.": "first sign",
    "Anything named above.": "above",
    "The below signs at rest.": "The below",
}
"""Lines that say when to call without naming the signs, and the words that point elsewhere."""


def calling(line, field="call_clinic", make_page=make.side_effect):
    """A page with one line that says when to call."""
    return make_page(**{"summary": prose(CITED), field: prose(f"- {line[:-1]}. [@label]")})


PAST = Review(checked_on=date(2025, 11, 22), review_due=date(2026, 11, 22))
ROW = make.evidence
FAULTS = [
    # (a page with a fault, severity, section, rule, words of what to do)
    (saying("It aches. It harms."), "error", "stopping", "citation", "It aches."),
    (saying("- It harms.\n- It aches. [@label]"), "error", "stopping", "citation", "It harms."),
    (saying("- It aches. [@label] It harms."), "error", "stopping", "citation", "It harms."),
    (saying("**Liver.** It is at risk."), "error", "stopping", "citation", "at risk"),
    (info("It aches. [@label] It harms."), "error", "Summary", "citation", "It harms."),
    (info("Siponimod is a tablet."), "error", "Summary", "citation", "Siponimod"),
    (saying("It aches. [@lable]"), "error", "stopping", "unknown source", "mean label?"),
    (saying("It aches. [@label] [@ label]"), "error", "stopping", "unknown source", "[@ label]"),
    (sources("label", "lone"), "error", "lone", "unused source", "delete"),
    (sources("label", address=""), "error", "label", "source", "address"),
    (sources("label", organization=""), "error", "label", "source", "who published"),
    (sources("label", published=""), "error", "label", "source", "“date not found”"),
    (sources("label", checked_on=date(2026, 11, 24)), "error", "label", "source", "to come"),
    (sources("label", published="date not found"), "warning", "label", "undated source", "no date"),
    (sources("label", published="June 2020"), "warning", "label", "old source", "June 2020"),
    (
        therapy(effects=(make.effect("acne", CITED),)),
        "error",
        "Side effects",
        "missing page",
        "acne",
    ),
    (
        make.symptom("fatigue", summary=prose(CITED), side_effects=("acne",)),
        *("error", "Side effects", "missing page", "acne"),
    ),
    (subtype(therapies=("aspirin",)), "error", "Treatments", "missing page", "aspirin"),
    (subtype(symptoms=("pain",)), "error", "Symptoms", "missing page", "pain"),
    (visit(subtype="gone"), "error", "Type of SPMS", "missing page", "gone"),
    (visit(therapies=("aspirin",)), "error", "Treatments", "missing page", "aspirin"),
    (visit(symptoms=("pain",)), "error", "Symptoms", "missing page", "pain"),
    (visit(side_effects=("acne",)), "error", "Side effects", "missing page", "acne"),
    (visit(therapies=("siponimod",) * 7), "error", "Treatments", "handout", "6 or fewer"),
    (visit(symptoms=("fatigue",) * 7), "error", "Symptoms", "handout", "6 or fewer"),
    (visit(side_effects=("headache",) * 13), "error", "Side effects", "handout", "12 or fewer"),
    (visit(note=prose("It harms.")), "error", "Note", "citation", "It harms."),
    (visit(questions=("Is it the best pill?",)), "error", "Questions", "word", "best"),
    (info(review=PAST), "error", "Review", "review", "November 22, 2026"),
    (therapy(label_status=""), "error", "US label", "label", "names SPMS, active SPMS"),
    (therapy(glance=()), "error", "US label", "label", "in one line"),
    (lacking("how_well_it_works"), "error", "How well it works", "whole treatment", "in SPMS"),
    (therapy(effects=()), "error", "Side effects", "whole treatment", "harm"),
    (
        rehabilitation(sections=make.sections(how_well_it_works=CITED, check_ups=CITED)),
        *("error", "Side effects", "whole treatment", "take care"),
    ),
    (lacking("pregnancy"), "error", "Pregnancy and breastfeeding", "whole treatment", "known"),
    (lacking("check_ups"), "error", "Check-ups", "whole treatment", "checked"),
    (therapy(questions=()), "error", "Questions", "whole treatment", "questions"),
    (therapy(evidence=(ROW(out_of=50),)), "error", "EXPAND", "evidence", "out of 100"),
    (therapy(evidence=(ROW(group=""),)), "error", "EXPAND", "evidence", "who took part"),
    (therapy(evidence=(ROW(time_span=""),)), "error", "EXPAND", "evidence", "what time"),
    (therapy(evidence=(ROW(comparator=""),)), "error", "EXPAND", "evidence", "compared"),
    (therapy(evidence=(ROW(certainty=""),)), "error", "EXPAND", "evidence", "how sure"),
    (
        therapy(evidence=(ROW(), ROW(time_span="over 1 year"))),
        *("warning", "How well it works", "evidence not comparable", "cannot be compared"),
    ),
    (
        therapy(evidence=(ROW(), ROW(out_of=1000))),
        *("error", "Whole page", "denominator", "out of 1,000"),
    ),
    (
        therapy(
            evidence=(ROW(),),
            sections=make.sections(**SECTIONS, stopping="9 out of 1,000 did. [@label]"),
        ),
        *("error", "Whole page", "denominator", "out of 1,000"),
    ),
    (
        therapy(
            effects=(
                make.effect(
                    detail="It hurts. [@label]", **{**COUNTED, "group": "", "comparator": "placebo"}
                ),
            )
        ),
        *("error", "headache", "side effect count", "in whom"),
    ),
    (
        therapy(effects=(make.effect(detail="It hurts. [@label]", **COUNTED, comparator=""),)),
        *("error", "headache", "side effect count", "compared with"),
    ),
    *(
        (calling(line), "error", "Call the clinic if", "call line", f"“{pointer}”")
        for line, pointer in POINTERS.items()
    ),
    (
        calling("Any of these signs.", "call_911"),
        *("error", "Call 911 if", "call line", "Name the signs"),
    ),
    (
        calling("Any of these signs.", "call_911", make.symptom),
        *("error", "Call 911 if", "call line", "Name the signs"),
    ),
    (
        calling("Any of these signs.", "call_clinic", therapy),
        *("error", "Call the clinic if", "call line", "Name the signs"),
    ),
    (
        make.side_effect(summary=prose("Call 911 at any sign. [@label]")),
        *("error", "Summary", "call line", "“any sign”"),
    ),
    (saying("Those signs need 911. [@label]"), "error", "stopping", "call line", "Those signs"),
    (
        changed(
            make.help_page(
                *((slug, CITED, [CITED]) for slug in URGENT),
                ("soon", CITED, ["Any of these. [@label]"]),
            ),
            summary=prose(CITED),
        ),
        *("error", "Soon", "call line", "“Any of these”"),
    ),
    (
        changed(
            make.help_page(*((slug, CITED, [CITED]) for slug in URGENT[1:])), summary=prose(CITED)
        ),
        *("error", URGENT[0], "get-help level", "with its signs"),
    ),
    (therapy(title="Pill \U0001f600"), "error", "Title", "character", "GRINNING FACE, U+1F600"),
    (saying("It is\uf0a8 a pill. [@label]"), "error", "stopping", "character", "U+F0A8"),
    (
        therapy(questions=("What is\ufffdit?",)),
        *("error", "Questions", "character", "REPLACEMENT CHARACTER, U+FFFD"),
    ),
    (
        changed(make.clinic(phone="1\u202e2"), summary=prose()),
        *("error", "Phone", "character", "RIGHT-TO-LEFT OVERRIDE, U+202E"),
    ),
    (sources("label", title="A \u6c34"), "error", "A \u6c34", "character", "U+6C34"),
    (saying("## It is a pill. [@label]"), "error", "stopping", "pasted text", "heading"),
    (saying("It is *one* pill. [@label]"), "error", "stopping", "pasted text", "italics"),
    (therapy(questions=("1. What is it?",)), "error", "Questions", "pasted text", "“1.”"),
    (saying("It was 21% lower. [@label]"), "error", "stopping", "relative risk", "21% lower"[1:]),
    (saying("It fell by 30 percent. [@label]"), "error", "stopping", "relative risk", "by 30"),
    (saying("The hazard ratio was 0.8. [@label]"), "error", "stopping", "relative risk", "hazard"),
    (saying("It is twice as likely. [@label]"), "error", "stopping", "relative risk", "twice as"),
    (saying("It doubles the risk. [@label]"), "error", "stopping", "relative risk", "doubles the"),
    (saying("So you have active SPMS. [@label]"), "error", "stopping", "word", "people with"),
    (saying("It is the best pill. [@label]"), "error", "stopping", "word", "helps whom"),
    (saying("It is safe. [@label]"), "error", "stopping", "word", "which harms"),
    (saying("It cures MS. [@label]"), "error", "stopping", "word", "what it does"),
    (therapy(questions=("Which is best?",)), "error", "Questions", "word", "best"),
    (therapy(title="The safest pill"), "error", "Title", "word", "safest"),
    (therapy(evidence=(ROW(happened="were cured"),)), "error", "EXPAND", "word", "cured"),
    (saying("A lesion can grow. [@label]"), "error", "stopping", "glossary", "“lesion”"),
    (therapy(questions=("Is it a Relapse?",)), "error", "Questions", "glossary", "“relapse”"),
    (therapy(summary=prose(LONG)), "warning", "Summary", "grade", "6 or lower"),
    (saying(f"{HARD} " * 9), "warning", "Whole page", "grade", "8 or lower"),
    (
        saying(f"{'word ' * 26}ends. [@label]"),
        *("warning", "stopping", "long sentence", "27 words"),
    ),
    (saying("- It aches. [@label]\n" * 8), "warning", "stopping", "long list", "8 items"),
    (
        therapy(monitoring=(make.check("Eye exam", CITED, "after"),) * 8),
        *("warning", "check_ups", "long list", "8 items"),
    ),
    (therapy(monitoring=(make.check("Best test", CITED),)), "error", "Best test", "word", "best"),
    (
        saying("It was given. [@label] It was often seen. [@label] It is stopped. [@label]"),
        *("warning", "stopping", "passive", "3 of"),
    ),
]


@pytest.mark.parametrize(
    ("page", "severity", "section", "rule", "words"),
    FAULTS,
    ids=[f"{rule}-{number}" for number, (*_, rule, _) in enumerate(FAULTS)],
)
def test_a_planted_fault_is_found_and_nothing_else(page, severity, section, rule, words):
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


def test_an_outcome_of_the_walk_without_a_page_is_an_error():
    whole = guide()
    del whole.pages["subtype/stable"]
    (one,) = findings(whole)
    assert (one.severity, one.page, one.rule) == ("error", "subtype/stable", "outcome")
    assert str(one) == (
        "subtype/stable: outcome: The walk can end here and there is no such page. Write it."
    )


def test_a_claim_on_one_secondary_source_is_a_warning_and_on_two_it_is_none():
    whole = guide(sources("label", "other", tier="society"))
    weak = [one for one in findings(whole) if one.page == "therapy/siponimod"]
    assert [(one.severity, one.rule) for one in weak] == [("warning", "one secondary source")]
    assert "5 of 6 claims" in weak[0].what_to_do
    both = prose("You tire soon. [@label] [@other]")
    whole = guide(sources("label", "other", tier="society"), make.symptom("fatigue", summary=both))
    assert "symptom/fatigue" not in {one.page for one in findings(whole)}


@pytest.mark.parametrize(
    ("what", "fields"),
    [
        ("words", {"boxed_warning": prose(*[CITED] * 20)}),
        (
            "benefits",
            {"sections": make.sections(**{**SECTIONS, "how_well_it_works": f"{CITED} " * 3})},
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
    assert {name for _, name, _ in rules.RULES} == planted


@pytest.mark.django_db
def test_the_shipped_content_meets_the_bars():
    whole = Guide(0, TODAY, snapshots.freeze_all().values())
    found = rules.check(whole, today=TODAY)
    assert [str(one) for one in found if one.severity == "error"] == []
    grades = rules.grades(whole, today=TODAY).values()
    pages = sorted(grade.page.grade for grade in grades)
    summaries = sorted(grade.summary.grade for grade in grades if grade.summary.words)
    assert pages[len(pages) // 2] <= 7
    assert pages[-1] <= 9
    assert summaries[len(summaries) // 2] <= 6
