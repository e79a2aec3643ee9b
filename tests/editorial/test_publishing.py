"""Drafts become public by publishing alone, whole or not at all; what was public stays on file."""

import threading

import pytest
from django.db import OperationalError

from guidance.editorial import current, publishing
from guidance.editorial.current import NoEdition, current_guide, guide_of
from guidance.editorial.publishing import NothingToPublish, PublishedMeanwhile, changes, publish
from guidance.editorial.snapshots import CannotFreeze, freeze_keys
from guidance.models import (
    Clinic,
    ClinicPhone,
    Edition,
    Evidence,
    GlossaryTerm,
    HandoutTemplate,
    HelpLevel,
    Info,
    InfoSection,
    PageVersion,
    PlaceboGroup,
    SideEffect,
    Sign,
    Source,
    Subtype,
    Symptom,
    Therapy,
    TherapyCheck,
    TherapySideEffect,
    Topic,
    TopicRow,
    Walk,
    WalkText,
    WarningSign,
)
from guidance.models.publication import EditionQuerySet
from guidance.pages import payloads
from guidance.pages.diff import diff_pages
from guidance.walk import wording
from tests.editorial.steps import EVIDENCE, edit
from tests.make import (
    draft_tables,
    make_therapy,
    make_topic,
    make_user,
    make_warning_sign,
    public_pages,
    unpublish,
)

pytestmark = pytest.mark.django_db


# A save is not public

EDITED = {
    Clinic: "name",
    ClinicPhone: "label",
    Evidence: "happened",
    GlossaryTerm: "definition",
    HandoutTemplate: "note",
    HelpLevel: "action",
    PlaceboGroup: "happened",
    Info: "summary",
    InfoSection: "text",
    SideEffect: "name",
    Sign: "text",
    Source: "title",
    Subtype: "summary",
    Symptom: "summary",
    Therapy: "summary",
    TherapyCheck: "text",
    TherapySideEffect: "detail",
    Topic: "summary",
    TopicRow: "second",
    Walk: "title",
    WalkText: "text",
    WarningSign: "text",
}


@pytest.mark.slow
def test_saving_drafts_changes_no_public_page():
    make_topic().table_rows.create(name="A row", second="One.", third="Two.")
    Clinic.objects.get().phones.create(label="After hours", number="555-0134")
    publish(None, "A topic with a table, and a second phone.")
    before = public_pages()
    assert EDITED.keys() == draft_tables()
    make_warning_sign()
    for model, name in EDITED.items():
        edit(model.objects.first(), **{name: f"An editor changed this {model.__name__}."})
    Subtype.objects.first().therapies.clear()
    Symptom.objects.first().side_effects.clear()
    Therapy.objects.first().signs.clear()
    Therapy.objects.last().delete()
    make_therapy()
    assert public_pages() == before
    publish(None, "All of this.")
    after = b"".join(public_pages().values()).decode()
    shown = {model for model in EDITED if f"An editor changed this {model.__name__}." in after}
    assert shown == EDITED.keys()


# What publishing would change


def unlike(change):
    """Return what reads differently on a page once its draft is public."""
    return diff_pages(current_guide().pages[change.key], freeze_keys([change.key])[change.key])


def test_changes_are_listed_text_by_text():
    was = current_guide().therapy("siponimod").section("stopping").text.source
    edit(Therapy.objects.get(slug="siponimod"), stopping="Ask first.")
    (change,) = changes()
    assert (change.key, change.what) == ("therapy/siponimod", "changed")
    (difference,) = unlike(change)
    assert difference.where.endswith("Stopping")
    assert (difference.before, difference.after) == (was, "Ask first.")


def test_changes_are_listed_if_two_results_are_of_one_trial():
    therapy = make_therapy()
    first = therapy.evidence.create(**EVIDENCE)
    therapy.evidence.create(**{**EVIDENCE, "happened": "had a relapse"})
    publish(None, "Two results of one trial.")
    edit(first, with_treatment=27)
    (change,) = changes()
    assert [(one.before, one.after) for one in unlike(change)] == [("26", "27")]


def test_new_and_removed_pages_are_distinguished():
    make_therapy()
    Symptom.objects.get(slug="sleep").delete()
    found = {change.key: change.what for change in changes()}
    assert found["therapy/test-therapy"] == "new"
    assert found["symptom/sleep"] == "removed"


def test_a_changed_source_changes_exactly_the_pages_that_cite_it():
    guide = current_guide()
    used = guide.sources_used()[0]
    edit(Source.objects.get(key=used.source.key), title="A title that an editor mended")
    cited_by = {page.key for page in used.pages}
    assert cited_by
    assert {change.key for change in changes()} == cited_by | {"sources/sources"}


# Publishing


def test_an_edition_has_new_versions_of_changed_pages_only():
    before = Edition.objects.current()
    user = make_user()
    edit(Therapy.objects.get(slug="siponimod"), stopping="Ask first.")
    after = publish(user, "Said more about stopping.")

    assert after.number == before.number + 1
    assert (after.note, after.published_by) == ("Said more about stopping.", user)
    changed = {key for key, pk in after.manifest.items() if before.manifest.get(key) != pk}
    assert changed == {"therapy/siponimod"}
    assert after.manifest.keys() == before.manifest.keys()
    old, new = (
        PageVersion.objects.get(pk=edition.manifest["therapy/siponimod"])
        for edition in (before, after)
    )
    assert new.number == old.number + 1
    assert new.created_by == user
    assert new.sha256 == publishing.digest(payloads.load(new.payload)) != old.sha256
    assert current_guide().therapy("siponimod").section("stopping").text.source == "Ask first."


def test_a_page_that_was_removed_and_added_again_continues_its_version_numbers():
    therapy = make_therapy()
    publish(None, "New.")
    therapy.delete()
    gone = publish(None, "Gone.")
    assert "therapy/test-therapy" not in gone.manifest
    assert current_guide().therapy("test-therapy") is None
    make_therapy()
    back = publish(None, "Back.")
    assert PageVersion.objects.get(pk=back.manifest["therapy/test-therapy"]).number == 2


def test_publishing_without_changes_is_refused():
    with pytest.raises(NothingToPublish):
        publish(None, "Nothing.")


def test_publishing_on_an_outdated_edition_is_refused(monkeypatch):
    """As on PostgreSQL, where two transactions can both have read the same current edition."""
    stale = Edition.objects.current()
    make_therapy("first")
    first = publish(None, "Somebody was faster.")
    make_therapy("second")
    monkeypatch.setattr(EditionQuerySet, "current", lambda editions: stale)
    with pytest.raises(PublishedMeanwhile, match="at the same time"):
        publish(None, "Too late.")
    assert Edition.objects.current_number() == first.number
    assert not PageVersion.objects.filter(key="therapy/second").exists()


def test_a_failed_publication_stores_nothing(monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("disk full")

    editions, versions = Edition.objects.count(), PageVersion.objects.count()
    guide = current_guide()
    make_therapy()
    monkeypatch.setattr(EditionQuerySet, "create", fail)
    with pytest.raises(OperationalError):
        publish(None, "The disk is full.")
    assert (Edition.objects.count(), PageVersion.objects.count()) == (editions, versions)
    assert current_guide() is guide


@pytest.mark.parametrize(
    ("draft", "named"),
    [
        (lambda: make_therapy(stopping="Ask first. [@lost]"), "“Test therapy test-therapy”"),
        (lambda: make_therapy().evidence.create(**EVIDENCE, limits="[@lost]"), "Test therapy"),
        (lambda: edit(GlossaryTerm.objects.first(), definition="[@lost]"), "glossary terms"),
        (lambda: edit(Sign.objects.first(), text="[@lost]"), "signs"),
        (lambda: make_warning_sign("[@lost]"), "get-help levels"),
    ],
)
def test_a_draft_with_a_deleted_source_cannot_be_published(draft, named):
    draft()
    with pytest.raises(CannotFreeze, match=f"{named}.* cites lost"):
        publish(None, "It cites nothing.")


def test_a_source_of_the_walk_cannot_be_removed_from_public():
    key = min(wording.source_keys())
    Source.objects.filter(key=key).delete()
    with pytest.raises(CannotFreeze, match=f"The walk cites {key}"):
        publish(None, "The walk cites nothing.")


# Reading


def test_an_old_edition_can_be_read_after_its_drafts_changed():
    first = Edition.objects.current()
    was = guide_of(first).pages
    edit(Therapy.objects.get(slug="siponimod"), stopping="Ask first.")
    publish(None, "Changed.")
    Therapy.objects.all().delete()
    SideEffect.objects.filter(therapies=None).delete()
    publish(None, "Emptied.")
    assert current_guide().therapies() == []
    assert guide_of(first).pages == was
    assert guide_of(first).number == first.number


def test_an_edition_published_elsewhere_is_seen(monkeypatch):
    last = Edition.objects.current()
    assert current_guide().number == last.number
    Edition.objects.create(
        number=last.number + 1,
        manifest={},
        note="By another process.",
        published_at=last.published_at,
    )
    monkeypatch.setattr(current, "RECHECK_SECONDS", 0)
    assert current_guide().number == last.number + 1
    assert current_guide().therapies() == []


def test_reading_the_guide_again_needs_no_query(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(current, "RECHECK_SECONDS", 1000)
    guide = current_guide()
    with django_assert_num_queries(0):
        assert current_guide() is guide


@pytest.fixture
def broken_database(monkeypatch):
    """Break the database in the midst of a test."""

    def fail(*args):
        raise OperationalError("the database is gone")

    monkeypatch.setattr(current, "RECHECK_SECONDS", 0)
    return lambda: monkeypatch.setattr(EditionQuerySet, "current_number", fail)


def test_every_thread_reads_the_guide_without_the_database(broken_database):
    guide = current_guide()
    broken_database()
    found = []
    thread = threading.Thread(target=lambda: found.append(current_guide()))
    thread.start()
    thread.join()
    assert found == [guide]
    assert current_guide() is guide


def test_without_the_database_from_the_start_there_is_no_edition(broken_database):
    broken_database()
    with pytest.raises(NoEdition, match="database"):
        current_guide()


def test_before_the_first_edition_there_is_none():
    unpublish()
    with pytest.raises(NoEdition, match="published"):
        current_guide()
    assert current.nothing_published()
    assert publish(None, "The first.").number == 1
    assert not current.nothing_published()
