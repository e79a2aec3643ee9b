"""Facts that readers found wrong or missing, as the shipped content says them now."""

import re

import pytest

from guidance.editorial import current
from guidance.pages.choices import Urgency
from guidance.pages.claims import all_claims
from guidance.pages.text import plain, word_count
from guidance.pages.when_to_call import when_to_call
from guidance.quality.versions import LABEL

COUNTED_IN_CELL = re.compile(r"(?<![\w-])\d")


@pytest.fixture
def shipped(db):
    return current.current_guide()


def claims_of(guide, page):
    return [claim for claim in all_claims(guide) if claim.page == page]


def keys_of(guide, page, words):
    """Return the keys of the sources of each sentence of a page that has ``words``."""
    found = [{*claim.keys} for claim in claims_of(guide, page) if words in claim.words]
    assert found, f"{page} does not say “{words}”"
    return found


def test_every_label_has_a_date(shipped):
    undated = [
        key
        for key, source in shipped.sources.items()
        if source.kind == LABEL and not re.search(r"\b(?:19|20)\d\d\b", source.published)
    ]
    assert undated == [], undated


def test_what_rules_fingolimod_out_for_6_months_rests_on_a_label_of_2025(shipped):
    for keys in keys_of(shipped, "therapy/fingolimod", "Last 6 months"):
        assert "lbl_tascenso" in keys
    whole = plain(shipped.therapy("fingolimod").section("do-not-take-it-if").text.source)
    assert "In June 2026 one reason was taken off the label" in whole


def test_the_risk_of_pml_is_told_by_time_antibodies_and_earlier_medicines(shipped):
    text = plain(shipped.therapy("natalizumab").section("side-effects").text.source)
    for words in (
        "PML, with no comparison group",
        "3 of 1,000 in the first 3 years; 10 of 1,000 who went on",
        "All three risks: 11 of 1,000 (FDA, 2012)",
        "Without antibodies: fewer than 1 of 1,000 (2012)",
    ):
        assert words in text


def test_each_type_says_when_to_think_again_with_and_without_a_medicine(shipped):
    for page in shipped.subtypes():
        section = page.section("can-change")
        assert section.heading == "When to think again"
        lines = [line for line in section.text.source.splitlines() if line.startswith("- ")]
        choices = ("If you take no medicine", "If you take one", "If you stopped one")
        assert len(lines) == len(choices), page.slug
        for line, choice in zip(lines, choices, strict=True):
            assert plain(line).startswith(choice), page.slug
            assert "[@" in line, page.slug


@pytest.mark.parametrize(
    ("slug", "seen"),
    [
        ("vision", "Sudden sight loss or eye pain"),
        ("numbness", "Newly numb between thighs"),
        ("bladder", "Cannot pass urine"),
        ("sleep", "Slow or weak breathing"),
    ],
)
def test_signs_of_a_medicine_do_not_hide_the_emergency_of_the_symptom(shipped, slug, seen):
    now = when_to_call(shipped.symptom(slug), shipped).groups[0]
    assert now.level == Urgency.EMERGENCY
    assert any(seen in sign for sign in map(str, now.seen)), now.seen


def test_walking_faster_is_counted_beside_the_harms_of_dalfampridine(shipped):
    section = shipped.symptom("walking").section("medicines")
    assert "Over 14 weeks: 35 out of 100; placebo 8." in plain(section.text.source)
    assert "Over 9 weeks: 43 out of 100; placebo 9." in plain(section.text.source)
    assert "35 of 100 walked faster in 14 weeks; on placebo 8" in plain(section.short.source)


def test_desmopressin_with_steroids_says_what_to_do_tonight(shipped):
    said = plain(shipped.therapy("corticosteroids").section("other-medicines").text.source)
    assert "Skip tonight’s dose and call today." in said


def test_six_liver_injuries_are_not_counted_among_people_of_the_trials(shipped):
    said = " ".join(claim.words for claim in claims_of(shipped, "info/not-approved"))
    assert "trials had about 2,700" not in said
    assert "in six of about 2,700 patients" in said
    assert "compares this count with no other group" in said


def test_fenebrutinib_was_not_clearly_better_than_ocrelizumab(shipped):
    for words in ("no worse than ocrelizumab", "not clearly better"):
        assert keys_of(shipped, "info/not-approved", words) == [{"roche_fentrepid"}]


def test_it_says_why_tysabri_was_off_the_market(shipped):
    (keys,) = keys_of(shipped, "info/no-longer-sold", "After three people got a brain infection")
    assert keys == {"tysabri_events"}


def test_people_with_relapsing_ms_are_not_passed_off_as_people_with_spms(shipped):
    (keys,) = keys_of(shipped, "subtype/active", "2,477 people")
    assert keys == {"bc_2009"}
    said = " ".join(claim.words for claim in claims_of(shipped, "subtype/active"))
    assert "not only people with SPMS" in said
    assert "In 506 people with SPMS" in said


def test_six_months_for_blood_tests_before_ponesimod_cite_the_label_that_was_read(shipped):
    for keys in keys_of(shipped, "therapy/ponesimod", "from the last 6 months"):
        assert keys == {"lbl_ponesimod_2023"}


def test_counts_of_the_benefit_fit_a_cell_and_name_the_other_group(shipped):
    """Each medicine that counts its benefit at the top of its page, but by a result of a trial."""
    for page in shipped.therapies():
        counted = [
            sentence
            for sentence in re.split(r"(?<=\.) (?=\[)|(?<=\]) ", page.benefit_point.source)
            if COUNTED_IN_CELL.search(plain(sentence))
        ]
        if page.group == "disease-modifying" and counted:
            short = [one for one in counted if word_count(one) <= 15]
            assert short, (page.slug, counted)
            assert re.search(r"placebo|interferon|teriflunomide", short[0]), short[0]
