"""Drafts become public by publishing alone, whole or not at all; what was public stays on file."""

import re
import threading
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.db import models as fields
from django.test import Client

from guidance.editorial import current, publishing
from guidance.editorial.current import NoEdition, current_guide, guide_of, preview_guide
from guidance.editorial.publishing import NothingToPublish, PublishedMeanwhile, changes, publish
from guidance.editorial.snapshots import CannotFreeze, freeze_keys, freeze_row, pages_citing
from guidance.models import (
    Clinic,
    Edition,
    Evidence,
    GlossaryTerm,
    HandoutTemplate,
    HelpLevel,
    Info,
    InfoSection,
    PageVersion,
    SideEffect,
    Source,
    Subtype,
    Symptom,
    Therapy,
    TherapyCheck,
    TherapySideEffect,
    WarningSign,
)
from guidance.models.cited import CitedText
from guidance.models.publication import EditionQuerySet
from guidance.pages import structures
from guidance.pages.diff import between
from guidance.walk import wording
from tests.make import (
    REVIEW,
    draft_tables,
    make_side_effect,
    make_source,
    make_therapy,
    make_user,
    public_pages,
    unpublish,
)

pytestmark = pytest.mark.django_db

EVIDENCE = {
    "trial": "TEST",
    "group": "Adults with SPMS",
    "happened": "got worse",
    "not_happened": "did not get worse",
    "time_span": "2 years",
    "with_treatment": 26,
    "without_treatment": 32,
    "comparator": "placebo",
    "finding": "Fewer got worse.",
}


def edit(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


# A save is not public


EDITED = {
    Clinic: "name",
    Evidence: "happened",
    GlossaryTerm: "definition",
    HandoutTemplate: "note",
    HelpLevel: "action",
    Info: "summary",
    InfoSection: "text",
    SideEffect: "name",
    Source: "title",
    Subtype: "summary",
    Symptom: "summary",
    Therapy: "summary",
    TherapyCheck: "text",
    TherapySideEffect: "detail",
    WarningSign: "text",
}


@pytest.mark.slow
def test_no_save_in_any_draft_table_changes_any_public_page_until_it_is_published():
    before = public_pages()
    assert EDITED.keys() == draft_tables()
    for model, name in EDITED.items():
        edit(model.objects.first(), **{name: f"An editor changed this {model.__name__}."})
    Subtype.objects.first().therapies.clear()
    Symptom.objects.first().side_effects.clear()
    Therapy.objects.last().delete()
    make_therapy()
    assert public_pages() == before
    publish(None, "All of this.")
    after = b"".join(public_pages().values()).decode()
    shown = {model for model in EDITED if f"An editor changed this {model.__name__}." in after}
    assert shown == EDITED.keys()


# What is frozen


def _whole_therapy():
    therapy = make_therapy(by_shot=True, at_clinic=True)
    for slug, order in [("effect-a", 10), ("effect-b", 20)]:
        therapy.side_effects.create(
            side_effect=make_side_effect(slug),
            seriousness="common",
            detail="It hurts.",
            order=order,
            out_of=100,
            with_treatment=15,
            without_treatment=14,
            comparator="placebo",
            time_span="2 years",
            group="Adults with SPMS",
        )
        therapy.evidence.create(**{**EVIDENCE, "trial": f"TEST {slug}"}, order=order)
        therapy.monitoring.create(
            name=slug,
            text="Blood.",
            moment="during",
            every_from=6,
            every_to=12,
            order=order,
        )
    return therapy


def _whole_info():
    info = Info.objects.create(slug="test-page", title="Test page", summary="Words.", **REVIEW)
    info.sections.create(anchor="a", heading="A", text="Words.", order=10)
    info.sections.create(anchor="b", heading="B", text="Words.", order=20)
    return info


def _whole_subtype():
    Subtype.objects.exclude(pk=Subtype.objects.first().pk).delete()  # free to have any two facts
    return Subtype.objects.get()


def _whole_help():
    first = HelpLevel.objects.first()
    HelpLevel.objects.exclude(pk__in=[first.pk, HelpLevel.objects.last().pk]).delete()
    return first


def _other_value(field, value):
    """Return a value that ``field`` may have, and that is not ``value``."""
    if field.name in ("moment", "months"):
        return {"moment": "after", "months": "1, 3"}[field.name]
    if field.choices:
        return next(choice for choice, _ in field.choices if choice != value)
    if isinstance(field, fields.BooleanField):
        return not value
    if isinstance(field, fields.DateField):
        return value + timedelta(days=1)
    if field.name == "order":
        return 900
    if isinstance(field, fields.IntegerField):
        return value + 1
    if isinstance(field, fields.SlugField):
        return "another-slug"
    if isinstance(field, fields.ForeignKey):
        return field.related_model.objects.exclude(pk=value).first().pk
    return "https://example.org/another"


def _sign_off(row):
    edit(
        row,
        signed_off_by="Dr. Test",
        signed_off_credentials="MD, neurologist",
        signed_off_on=row.checked_on,
    )


ALONG = {"months": {"moment": "months"}}
"""What has to change along with a field, or the database refuses it."""
SHOWN_ELSEWHERE = {"id", "only", "revision", "therapy", "info", "level"}
"""What only holds rows together."""


@pytest.mark.parametrize(
    ("find", "part", "for_staff_only"),
    [
        (_whole_subtype, None, {"staff_note"}),
        (_whole_therapy, None, {"staff_note"}),
        (_whole_therapy, "side_effects", set()),
        (_whole_therapy, "evidence", set()),
        (_whole_therapy, "monitoring", set()),
        (lambda: make_side_effect(), None, {"staff_note"}),
        (lambda: Symptom.objects.first(), None, {"staff_note"}),
        (lambda: HandoutTemplate.objects.first(), None, {"staff_note"}),
        (_whole_info, None, {"order"}),  # the order of the list in the staff area
        (_whole_info, "sections", set()),
        (lambda: GlossaryTerm.objects.first(), None, {"link_first_use"}),  # of other pages
        (_whole_help, None, set()),
        (_whole_help, "signs", set()),
        (lambda: make_source(), None, {"note"}),
        (lambda: Clinic.objects.get(), None, set()),
    ],
)
def test_every_field_of_a_draft_is_on_its_public_page_but_the_notes_of_staff(
    find, part, for_staff_only
):
    """Whoever adds a field must show it, or name it here as for staff only."""
    page_row = find()
    row = getattr(page_row, part).first() if part else page_row
    if hasattr(row, "signed_off_on"):
        _sign_off(row)
    table = type(row).objects.filter(pk=row.pk)
    unseen = set()
    for field in row._meta.concrete_fields:
        if field.name in SHOWN_ELSEWHERE:
            continue
        before = freeze_row(type(page_row).objects.get(pk=page_row.pk))
        was = getattr(row, field.attname)
        changed = {field.attname: _other_value(field, was), **ALONG.get(field.name, {})}
        table.update(**changed)
        if freeze_row(type(page_row).objects.get(pk=page_row.pk)) == before:
            unseen.add(field.name)
        table.update(**{name: getattr(row, name) for name in changed})
    assert unseen == for_staff_only


def test_the_links_of_a_draft_are_on_its_public_page():
    subtype, symptom = Subtype.objects.first(), Symptom.objects.first()
    subtype.therapies.set([make_therapy()])
    subtype.symptoms.set([symptom])
    symptom.side_effects.set([make_side_effect()])
    page = freeze_row(subtype)
    assert (page.therapies, page.symptoms) == (("test-therapy",), (symptom.slug,))
    assert freeze_row(symptom).side_effects == ("test-effect",)
    template = HandoutTemplate.objects.first()
    template.therapies.set(subtype.therapies.all())
    template.symptoms.set([symptom])
    template.side_effects.set(symptom.side_effects.all())
    page = freeze_row(template)
    assert page.therapies == ("test-therapy",)
    assert (page.symptoms, page.side_effects) == ((symptom.slug,), ("test-effect",))


def test_an_explained_word_is_linked_on_other_pages_unless_its_term_says_not():
    term = GlossaryTerm.objects.create(slug="testword", term="Testword", definition="For tests.")
    therapy = make_therapy(how_it_works="It is a testword.")
    link = f'href="{term.get_absolute_url()}"'
    assert link in freeze_row(therapy).section("how-it-works").text.html
    edit(term, link_first_use=False)
    assert link not in freeze_row(therapy).section("how-it-works").text.html


def test_the_help_page_is_as_old_as_its_level_that_is_due_first():
    level = HelpLevel.objects.last()
    edit(level, review_due=level.checked_on + timedelta(days=1))
    assert freeze_row(HelpLevel.objects.first()).review.review_due == level.review_due


def test_a_therapy_page_numbers_its_sources_in_the_order_in_which_readers_meet_them():
    therapy = make_therapy()
    count = 0

    def cited(row):
        nonlocal count
        for field in row._meta.concrete_fields:
            if isinstance(field, CitedText):
                count += 1
                make_source(f"source-{count}", title=f"Source {count}")
                setattr(row, field.name, f"About {field.name}. [@source-{count}]")
        row.save()

    cited(therapy)
    for seriousness in ("boxed", "common", "serious"):
        effect = make_side_effect(seriousness)
        cited(TherapySideEffect(therapy=therapy, side_effect=effect, seriousness=seriousness))
    cited(Evidence(therapy=therapy, **EVIDENCE))
    publish(None, "A therapy that cites much.")

    page = Client().get(therapy.get_absolute_url()).content.decode()
    assert re.findall(r'id="cite-(\d+)-1"', page) == [str(n + 1) for n in range(count)]
    references = current_guide().therapy(therapy.slug).references
    assert len({reference.source.key for reference in references}) == count


def test_a_source_cited_twice_has_one_number_and_a_way_back_from_each_place():
    make_source("a")
    make_source("b")
    page = freeze_row(
        make_therapy(label_line="One. [@a]", summary="Two. [@b]", stopping="Three. [@b][@a]")
    )
    found = [(one.source.key, one.number, one.anchors) for one in page.references]
    assert found == [("b", 1, ["cite-1-1", "cite-1-2"]), ("a", 2, ["cite-2-1", "cite-2-2"])]
    html = page.summary.html + page.at_a_glance("label").html + page.section("stopping").text.html
    assert re.findall(r'id="([^"]+)"', html) == ["cite-1-1", "cite-2-1", "cite-1-2", "cite-2-2"]


# What publishing would change


def unlike(change):
    """Return what reads differently on a page once its draft is public."""
    return between(current_guide().pages[change.key], freeze_keys([change.key])[change.key])


def test_what_would_change_is_shown_text_by_text():
    was = current_guide().therapy("siponimod").section("stopping").text.source
    edit(Therapy.objects.get(slug="siponimod"), stopping="Ask first.")
    (change,) = changes()
    assert (change.key, change.what) == ("therapy/siponimod", "changed")
    (difference,) = unlike(change)
    assert difference.where.endswith("Stopping")
    assert (difference.before, difference.after) == (was, "Ask first.")


def test_what_would_change_is_shown_also_where_two_results_are_of_the_same_trial():
    therapy = make_therapy()
    first = therapy.evidence.create(**EVIDENCE)
    therapy.evidence.create(**{**EVIDENCE, "happened": "had a relapse"})
    publish(None, "Two results of one trial.")
    edit(first, with_treatment=27)
    (change,) = changes()
    assert [(one.before, one.after) for one in unlike(change)] == [("26", "27")]


def test_new_and_removed_pages_are_told_apart():
    make_therapy()
    Symptom.objects.get(slug="sleep").delete()
    found = {change.key: change.what for change in changes()}
    assert found["therapy/test-therapy"] == "new"
    assert found["symptom/sleep"] == "removed"


def test_a_changed_source_reaches_every_page_that_cites_it_and_no_other():
    guide = current_guide()
    used = guide.sources_used()[0]
    edit(Source.objects.get(key=used.source.key), title="A title that an editor mended")
    cited_by = {page.key for page in used.pages}
    assert cited_by
    assert {change.key for change in changes()} == cited_by | {"sources/sources"}


# Publishing


def test_an_edition_has_a_new_version_of_what_changed_and_the_old_one_of_all_else():
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
    assert new.sha256 == publishing.digest(structures.load(new.payload)) != old.sha256
    assert current_guide().therapy("siponimod").section("stopping").text.source == "Ask first."


def test_a_removed_draft_leaves_the_next_edition_and_counts_on_when_it_comes_back():
    therapy = make_therapy()
    publish(None, "New.")
    therapy.delete()
    gone = publish(None, "Gone.")
    assert "therapy/test-therapy" not in gone.manifest
    assert current_guide().therapy("test-therapy") is None
    make_therapy()
    back = publish(None, "Back.")
    assert PageVersion.objects.get(pk=back.manifest["therapy/test-therapy"]).number == 2


def test_publishing_what_is_public_already_is_refused():
    with pytest.raises(NothingToPublish):
        publish(None, "Nothing.")


def test_who_counts_up_from_an_edition_that_is_no_longer_current_is_stopped(monkeypatch):
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


def test_publishing_that_fails_half_way_leaves_nothing(monkeypatch):
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
        (lambda: edit(WarningSign.objects.first(), text="[@lost]"), "get-help levels"),
    ],
)
def test_a_draft_that_cites_a_lost_source_cannot_be_published(draft, named):
    draft()
    with pytest.raises(CannotFreeze, match=f"{named}.* cites lost"):
        publish(None, "It cites nothing.")


def test_a_lost_source_that_only_the_walk_cites_cannot_be_lost_in_public():
    key = min(wording.source_keys())
    Source.objects.filter(key=key).delete()
    with pytest.raises(CannotFreeze, match=f"The walk cites {key}"):
        publish(None, "The walk cites nothing.")


# Who cites a source


def test_all_that_cites_a_source_is_named():
    make_source("lone")
    make_therapy("a", summary="Words. [@lone]")
    make_therapy("b").evidence.create(**EVIDENCE, limits="Words. [@lone]")
    make_therapy("c").side_effects.create(
        side_effect=make_side_effect(), seriousness="common", detail="Words. [@lone]"
    )
    _whole_info().sections.create(anchor="c", heading="C", text="Words. [@lone]")
    term, sign = GlossaryTerm.objects.first(), WarningSign.objects.first()
    edit(term, definition="Words. [@lone]")
    edit(sign, text="Words. [@lone]")
    drafts = {
        "therapy: Test therapy a",
        "therapy: Test therapy b",
        "therapy: Test therapy c",
        "info page: Test page",
        f"glossary term: {term}",
        f"get-help level: {sign.level}",
    }
    assert set(pages_citing("lone")) == drafts
    number = publish(None, "Cited.").number
    public = {
        f"edition {number}: {title}"
        for title in (
            "Test therapy a",
            "Test therapy b",
            "Test therapy c",
            "Test page",
            current_guide().glossary.title,
            current_guide().help.title,
        )
    }
    assert set(pages_citing("lone")) == drafts | public
    Therapy.objects.get(slug="a").delete()
    assert set(pages_citing("lone")) == drafts - {"therapy: Test therapy a"} | public


def test_the_walk_is_named_where_it_cites_a_source():
    make_source("lone")
    assert "the walk’s own words" in pages_citing(min(wording.source_keys()))
    assert pages_citing("lone") == []


# Reading


def test_an_old_edition_can_be_read_whole_whatever_became_of_its_drafts():
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
    current = Edition.objects.current()
    assert current_guide().number == current.number
    Edition.objects.create(
        number=current.number + 1,
        manifest={},
        note="By another process.",
        published_at=current.published_at,
    )
    monkeypatch.setattr(current, "RECHECK_SECONDS", 0)
    assert current_guide().number == current.number + 1
    assert current_guide().therapies() == []


def test_reading_the_guide_again_asks_the_database_nothing(monkeypatch, django_assert_num_queries):
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


def test_reading_goes_on_without_the_database_in_every_thread(broken_database):
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


# Preview


def test_a_preview_shows_the_draft_among_public_pages_and_changes_nothing():
    make_source("lone")
    therapy = Therapy.objects.get(slug="siponimod")
    edit(therapy, stopping="Ask first. [@lone]")
    edit(Therapy.objects.get(slug="fingolimod"), stopping="Not to be seen here.")
    before = current_guide()
    guide, page = preview_guide(therapy)
    assert guide.therapy("siponimod") is page
    assert page.section("stopping").text.source == "Ask first. [@lone]"
    assert "lone" in guide.sources
    assert guide.therapy("fingolimod") is before.therapy("fingolimod")
    assert current_guide() is before
    assert "lone" not in before.sources
    assert before.therapy("siponimod") != page


def test_before_the_first_edition_a_preview_shows_every_draft():
    unpublish()
    guide, page = preview_guide(Therapy.objects.get(slug="siponimod"))
    assert guide.therapy("siponimod") == page
    assert len(guide.therapies()) == Therapy.objects.count()


def test_a_preview_of_a_source_shows_the_list_of_sources():
    guide, page = preview_guide(make_source("lone"))
    assert page.kind == "sources"
    assert "lone" in guide.sources


@pytest.mark.parametrize(
    ("rows", "page"),
    [
        (lambda: Info.objects.filter(slug="home"), "info/home"),
        (lambda: Info.objects.filter(slug="treatments"), "info/treatments"),
        (lambda: HelpLevel.objects.all(), "help/help"),
    ],
)
def test_a_page_that_the_site_cannot_do_without_cannot_be_published_away(rows, page):
    rows().delete()
    with pytest.raises(CannotFreeze, match=page):
        publish(None, "It is gone.")
