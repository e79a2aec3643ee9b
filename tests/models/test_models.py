"""Invalid rows are refused by the database, and ``full_clean`` says what to do about them."""

from datetime import timedelta

import pytest
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import ProtectedError

from guidance.models import (
    Clinic,
    Edition,
    HandoutTemplate,
    HelpLevel,
    Info,
    InfoSection,
    PageVersion,
    SideEffect,
    Subtype,
    Symptom,
    Therapy,
    WarningSign,
)
from tests.make import CHECKED, REVIEW, make_source, make_therapy, make_user
from tests.models.rows import (
    assert_database_refuses,
    make_check,
    make_effect,
    make_evidence,
    refusals,
)

pytestmark = pytest.mark.django_db


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


def test_a_complete_sign_off_is_accepted():
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


def test_a_therapy_needs_a_way_of_taking_it():
    therapy = make_therapy()
    therapy.by_mouth = False
    assert refusals(therapy) == {NON_FIELD_ERRORS: "Tick at least one way in which it is taken."}
    assert_database_refuses(therapy)


def test_a_therapy_needs_a_place_where_it_is_taken():
    therapy = make_therapy()
    therapy.at_home = False
    assert refusals(therapy) == {NON_FIELD_ERRORS: "Tick at least one place where it is taken."}
    assert_database_refuses(therapy)


def test_a_side_effect_that_a_therapy_names_cannot_be_deleted():
    effect = make_effect()
    effect.save()
    with pytest.raises(ProtectedError):
        effect.side_effect.delete()


# Other rows


def test_two_types_never_have_the_same_activity_and_progression():
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


@pytest.mark.parametrize(
    "given", [{"still_current": "Nothing newer was found."}, {"still_current_on": CHECKED}]
)
def test_a_judgement_that_a_source_still_stands_has_its_reason_and_its_day(given):
    source = make_source(**given)
    assert "or leave both empty" in refusals(source)["still_current_on"]


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
