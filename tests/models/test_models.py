"""What may never be in the database is refused there, and forms say what to do about it."""

from datetime import timedelta

import pytest
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from guidance.models import (
    Clinic,
    Edition,
    Evidence,
    HandoutTemplate,
    HelpLevel,
    Info,
    InfoSection,
    PageVersion,
    SideEffect,
    Subtype,
    Symptom,
    Therapy,
    TherapyCheck,
    TherapySideEffect,
    WarningSign,
)
from tests.make import CHECKED, REVIEW, make_side_effect, make_source, make_therapy, make_user

pytestmark = pytest.mark.django_db


def refusals(row):
    """Return {field: words} of what ``full_clean`` says against ``row``."""
    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    return {field: " ".join(words) for field, words in caught.value.message_dict.items()}


def assert_database_refuses(row):
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def make_effect(**fields):
    """Return an unsaved side effect of a therapy; it is in order unless ``fields`` spoil it."""
    make_source()
    defaults = {
        "therapy": make_therapy(),
        "side_effect": make_side_effect(),
        "seriousness": "common",
        "detail": "It hurts. [@test-label]",
    }
    return TherapySideEffect(**{**defaults, **fields})


def make_evidence(**fields):
    """Return an unsaved result of a trial; it is in order unless ``fields`` spoil it."""
    make_source()
    defaults = {
        "therapy": make_therapy(),
        "trial": "TEST",
        "group": "Adults with SPMS",
        "happened": "got worse",
        "not_happened": "did not get worse",
        "time_span": "2 years",
        "with_treatment": 26,
        "without_treatment": 32,
        "comparator": "placebo",
        "finding": "Fewer got worse. [@test-label]",
    }
    return Evidence(**{**defaults, **fields})


def make_check(**fields):
    """Return an unsaved check of a therapy; it is in order unless ``fields`` spoil it."""
    make_source()
    defaults = {
        "therapy": make_therapy(),
        "name": "Blood count",
        "text": "A blood count. [@test-label]",
        "moment": "months",
        "months": "1, 3, 6",
    }
    return TherapyCheck(**{**defaults, **fields})


COUNTED = {
    "out_of": 100,
    "with_treatment": 15,
    "without_treatment": 14,
    "comparator": "placebo",
    "time_span": "3 years",
    "group": "Adults with SPMS",
}


# Reviews


@pytest.mark.parametrize("days", [0, -1])
@pytest.mark.parametrize(
    "model", [Therapy, SideEffect, Symptom, HandoutTemplate, Subtype, Info, HelpLevel]
)
def test_a_review_is_due_only_after_the_last_check(model, days):
    row = model.objects.first()
    row.review_due = row.checked_on + timedelta(days=days)
    assert refusals(row) == {NON_FIELD_ERRORS: "The next review must come after the last check."}
    assert_database_refuses(row)


@pytest.mark.parametrize(
    "given",
    [
        {"signed_off_by": "Dr. Test"},
        {"signed_off_by": "Dr. Test", "signed_off_credentials": "MD, neurologist"},
        {"signed_off_by": "Dr. Test", "signed_off_on": CHECKED},
        {"signed_off_credentials": "MD, neurologist", "signed_off_on": CHECKED},
        {"signed_off_on": CHECKED},
    ],
)
def test_no_page_is_half_signed_off(given):
    row = make_therapy()
    for name, value in given.items():
        setattr(row, name, value)
    assert "name, credentials and date together" in refusals(row)[NON_FIELD_ERRORS]
    assert_database_refuses(row)


def test_a_whole_sign_off_is_taken():
    make_therapy(
        signed_off_by="Dr. Test", signed_off_credentials="MD, neurologist", signed_off_on=CHECKED
    ).full_clean()


# Therapies


def test_a_therapy_belongs_to_a_group_that_readers_know():
    therapy = make_therapy()
    for group in ("", "herbs"):
        therapy.group = group
        assert refusals(therapy).keys() == {"group"}
        assert_database_refuses(therapy)


def test_a_therapy_has_a_label_status_that_readers_know():
    therapy = make_therapy()
    therapy.label_status = "maybe"
    assert refusals(therapy).keys() == {"label_status"}
    assert_database_refuses(therapy)


def test_a_therapy_is_taken_in_some_way():
    therapy = make_therapy()
    therapy.by_mouth = False
    assert refusals(therapy) == {NON_FIELD_ERRORS: "Tick at least one way in which it is taken."}
    assert_database_refuses(therapy)


def test_a_therapy_is_taken_in_some_place():
    therapy = make_therapy()
    therapy.at_home = False
    assert refusals(therapy) == {NON_FIELD_ERRORS: "Tick at least one place where it is taken."}
    assert_database_refuses(therapy)


def test_a_side_effect_that_a_therapy_names_cannot_be_deleted():
    effect = make_effect()
    effect.save()
    with pytest.raises(ProtectedError):
        effect.side_effect.delete()


# Side effects of a therapy


def test_counts_of_a_side_effect_are_whole_or_not_there():
    make_effect(**COUNTED).full_clean()


def test_a_side_effect_needs_no_counts():
    make_effect().full_clean()


NUMBERS = ("out_of", "with_treatment", "without_treatment")


@pytest.mark.parametrize(
    "missing",
    [{NUMBERS[i] for i in range(3) if pattern & 1 << i} for pattern in range(1, 7)],
    ids=lambda names: "-".join(sorted(names)),
)
def test_counts_of_a_side_effect_are_never_partly_given(missing):
    effect = make_effect(**{**COUNTED, **dict.fromkeys(missing)})
    assert "Give all three numbers or none" in refusals(effect)[NON_FIELD_ERRORS]
    assert_database_refuses(effect)


@pytest.mark.parametrize("name", ["with_treatment", "without_treatment"])
def test_no_side_effect_strikes_more_people_than_there_are(name):
    effect = make_effect(**{**COUNTED, name: 101})
    assert "never more people" in refusals(effect)[NON_FIELD_ERRORS]
    assert_database_refuses(effect)


def test_people_are_counted_out_of_a_hundred_or_a_thousand():
    effect = make_effect(**{**COUNTED, "out_of": 7000})
    assert refusals(effect).keys() == {"out_of"}
    assert_database_refuses(effect)


def test_a_count_says_in_whom():
    effect = make_effect(**{**COUNTED, "group": ""})
    assert refusals(effect) == {"group": "Say in whom these people were counted."}


@pytest.mark.parametrize("name", ["comparator", "time_span"])
def test_a_count_says_against_what_and_over_what_time(name):
    effect = make_effect(**{**COUNTED, name: ""})
    assert (
        "Say what it was compared with, and over what time." in refusals(effect)[NON_FIELD_ERRORS]
    )
    assert_database_refuses(effect)


def test_a_count_of_a_side_effect_cites_its_source():
    effect = make_effect(**{**COUNTED, "detail": "It hurts."})
    assert refusals(effect) == {"detail": "Cite the source of these numbers as [@source-key]."}


def test_a_side_effect_stands_once_on_a_therapy():
    first = make_effect()
    first.save()
    second = TherapySideEffect(
        therapy=first.therapy, side_effect=first.side_effect, seriousness="boxed", detail="Again."
    )
    assert refusals(second) == {
        NON_FIELD_ERRORS: "This therapy has that side effect already. Change that row."
    }
    assert_database_refuses(second)


def test_a_side_effect_is_common_serious_or_boxed():
    effect = make_effect(seriousness="mild")
    assert refusals(effect).keys() == {"seriousness"}
    assert_database_refuses(effect)


# Evidence


def test_evidence_in_order_is_taken():
    make_evidence().full_clean()


@pytest.mark.parametrize("name", ["with_treatment", "without_treatment"])
def test_no_trial_counts_more_people_than_took_part(name):
    evidence = make_evidence(**{name: 101})
    assert "more people than" in refusals(evidence)[NON_FIELD_ERRORS]
    assert_database_refuses(evidence)


@pytest.mark.parametrize("name", ["trial", "group", "time_span", "comparator"])
def test_evidence_says_which_trial_in_whom_over_what_time_and_against_what(name):
    evidence = make_evidence(**{name: ""})
    assert name in refusals(evidence)
    assert_database_refuses(evidence)


def test_evidence_cites_its_source():
    evidence = make_evidence(finding="Fewer got worse.")
    assert refusals(evidence) == {"finding": "Cite the source of these numbers as [@source-key]."}


def test_evidence_has_a_certainty_that_readers_know():
    evidence = make_evidence(certainty="proven")
    assert refusals(evidence).keys() == {"certainty"}
    assert_database_refuses(evidence)


# Other rows


def test_two_kinds_of_spms_never_have_the_same_two_facts():
    first = Subtype.objects.first()
    second = Subtype(
        slug="second",
        name="Second",
        active=first.active,
        progressing=first.progressing,
        summary="The same again.",
        **REVIEW,
    )
    assert refusals(second) == {
        NON_FIELD_ERRORS: "Another kind of SPMS already has these two facts."
    }
    assert_database_refuses(second)


def test_there_is_one_clinic():
    second = Clinic(name="Second clinic", emergency_wording="Call 911.")
    assert refusals(second) == {"only": "The clinic is here already. Change that row."}
    assert_database_refuses(second)
    second.only = False
    assert_database_refuses(second)


def test_a_section_has_an_anchor_of_its_own_on_its_page():
    info = Info.objects.create(slug="test-page", title="Test page", summary="Words.", **REVIEW)
    InfoSection.objects.create(info=info, anchor="same", heading="First", text="Words.")
    second = InfoSection(info=info, anchor="same", heading="Second", text="Words.")
    assert "Choose another" in refusals(second)[NON_FIELD_ERRORS]
    assert_database_refuses(second)


def test_a_help_level_has_an_urgency_that_the_walk_knows():
    level = HelpLevel.objects.first()
    level.urgency = "whenever"
    assert refusals(level).keys() == {"urgency"}
    assert_database_refuses(level)


# Checks


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"every_from": 6, "every_to": 12},
        {"moment": "before", "months": ""},
        {"moment": "after", "months": "", "every_from": 12, "every_to": 12},
    ],
)
def test_a_check_in_order_is_taken(given):
    check = make_check(**given)
    check.full_clean()
    check.save()


def test_the_months_of_a_check_are_kept_in_one_way_of_writing():
    check = make_check(months="1,3 ,  6")
    check.full_clean()
    assert (check.months, check.in_months()) == ("1, 3, 6", (1, 3, 6))


@pytest.mark.parametrize("months", ["soon", "1 3", "0, 1", "3, 1", "3, 3", "1.5", "-1"])
def test_months_that_are_none_are_refused_with_an_example(months):
    assert refusals(make_check(months=months)) == {
        "months": "Give whole months in order, for example: 1, 3, 6."
    }


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"months": ""}, "Give months with"),
        ({"moment": "during"}, "and only then"),
        ({"every_from": 6}, "Give both numbers"),
        ({"every_to": 6}, "Give both numbers"),
        ({"every_from": 12, "every_to": 6}, "the smaller one first"),
        ({"every_from": 0, "every_to": 6}, "Give both numbers"),
        ({"moment": "dose", "months": "", "every_from": 6, "every_to": 6}, "only for set months"),
    ],
)
def test_a_check_says_when_it_comes_or_is_refused(given, said):
    check = make_check(**given)
    assert said in refusals(check)[NON_FIELD_ERRORS]
    assert_database_refuses(check)


def test_a_check_has_a_moment_that_readers_know():
    check = make_check(moment="someday", months="")
    assert "moment" in refusals(check)
    assert_database_refuses(check)


def test_a_check_cites_its_source():
    check = make_check(text="A blood count.")
    assert refusals(check) == {"text": "Cite the source of this check as [@source-key]."}


# Sources and citations


@pytest.mark.parametrize("tier", ["", "forum"])
def test_a_source_of_a_tier_that_may_not_be_cited_is_refused(tier):
    source = make_source()
    source.tier = tier
    assert refusals(source).keys() == {"tier"}
    assert_database_refuses(source)


def test_a_source_of_an_unknown_kind_is_refused():
    source = make_source()
    source.kind = "rumor"
    assert refusals(source).keys() == {"kind"}
    assert_database_refuses(source)


@pytest.mark.parametrize("key", ["Expand", "a b", "-a", "é", "a]", "a\n"])
def test_a_source_has_a_key_that_can_be_cited(key):
    source = make_source()
    source.key = key
    assert refusals(source) == {"key": "Use small letters, digits, - and _."}


@pytest.mark.parametrize("address", ["ftp://example.org/", "javascript:alert(1)", "example.org"])
def test_a_source_has_a_web_address(address):
    source = make_source()
    source.address = address
    assert refusals(source).keys() == {"address"}


def test_an_unknown_citation_is_named_with_its_nearest_keys_beside_its_own_field():
    make_source("test-label")
    therapy = make_therapy()
    therapy.stopping = "Do not stop alone. [@test-lable]"
    said = refusals(therapy)
    assert said.keys() == {"stopping"}
    assert "“test-lable”" in said["stopping"]
    assert "Did you mean test-label" in said["stopping"]


def test_a_marker_that_is_not_a_citation_is_told_apart_from_words():
    therapy = make_therapy()
    therapy.cost = "It costs much. [@Test Label]"
    assert "Write it as [@source-key]" in refusals(therapy)["cost"]


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: make_effect(), "detail"),
        (lambda: make_evidence(), "limits"),
        (lambda: make_check(), "text"),
        (lambda: WarningSign(level=HelpLevel.objects.first(), text="A sign."), "text"),
        (
            lambda: InfoSection(
                info=Info.objects.create(slug="a", title="A", summary="Words.", **REVIEW),
                anchor="a",
                heading="A",
                text="Words.",
            ),
            "text",
        ),
    ],
    ids=["side effect", "evidence", "check", "sign", "section"],
)
def test_parts_of_a_page_cannot_cite_what_is_not_there_either(make, field):
    part = make()
    setattr(part, field, "Words. [@nowhere]")
    assert "“nowhere”" in refusals(part)[field]


# Published rows


@pytest.mark.parametrize("model", [Edition, PageVersion])
def test_published_rows_cannot_be_changed_or_deleted_by_anybody(model):
    before = list(model.objects.values())
    row = model.objects.first()
    with pytest.raises(TypeError, match="frozen"):
        row.save()
    with pytest.raises(TypeError, match="frozen"):
        row.delete()
    with pytest.raises(TypeError, match="cannot change"):
        model.objects.update(language="xx")
    with pytest.raises(TypeError, match="cannot be deleted"):
        model.objects.filter(pk=row.pk).delete()
    assert list(model.objects.values()) == before


def test_who_published_stays_on_file():
    user = make_user()
    edition = Edition.objects.first()
    Edition.objects.create(
        number=edition.number + 1,
        manifest=edition.manifest,
        note="The same again.",
        published_at=edition.published_at,
        published_by=user,
    )
    with pytest.raises(ProtectedError):
        user.delete()


def test_a_page_has_each_version_number_once():
    version = PageVersion.objects.first()
    assert_database_refuses(
        PageVersion(
            key=version.key,
            number=version.number,
            schema=version.schema,
            payload=version.payload,
            sha256=version.sha256,
            created_at=version.created_at,
        )
    )


def test_line_ends_that_a_browser_sends_are_stored_as_in_the_content_files():
    therapy = make_therapy()
    therapy.stopping = "First.\r\n\r\nSecond."
    therapy.questions = "One?\r\nTwo?"
    therapy.full_clean()
    assert therapy.stopping == "First.\n\nSecond."
    assert therapy.questions == "One?\nTwo?"
