"""Nobody approves own words, and no draft carries a sign-off that was given to another page."""

from datetime import date, timedelta

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models import ProtectedError, QuerySet
from django.urls import reverse
from django.utils import timezone

from guidance.editorial import (
    authors,
    current,
    draft_status,
    new_edition,
    snapshots,
    withdrawal,
    workflow,
)
from guidance.models import (
    GlossaryTerm,
    HelpLevel,
    PageVersion,
    SideEffect,
    Source,
    Submission,
    Therapy,
)
from tests.html import form_data
from tests.make import KEY, REVIEW, SIGN_OFF, make_side_effect, make_source, make_user, may_sign
from tests.staff import SUBMIT, StaffClient, sign_page

pytestmark = pytest.mark.django_db

SOURCES = "sources/sources"
DAY = timedelta(days=1)


@pytest.fixture
def clients(people):
    """A signed-in client of each role, and of Bea, who both edits and approves."""
    bea = make_user("bea")
    bea.groups.set(Group.objects.filter(name__in=["Editor", "Clinical reviewer"]))
    found = {}
    for name, user in {**people, "Bea": bea}.items():
        found[name] = StaffClient()
        found[name].force_login(user)
    return found


@pytest.fixture
def bea(clients):
    return User.objects.get(username="bea")


def save(client, row, **values):
    """Save the form of a draft as its editor would."""
    address = reverse(f"admin:guidance_{row._meta.model_name}_change", args=[row.pk])
    response = client.post(address, {**form_data(client.get(address)), **values})
    assert response.status_code == 302, response.content.decode()


def submit(client, *keys):
    client.post(SUBMIT, {"page": keys, "reason": "Clearer words."})
    return Submission.objects.get(state="in-review")


def step(client, name, submission, data=None):
    return client.post(
        reverse(f"admin:guidance_submission_{name}", args=[submission.pk]), data or {}
    )


def signed():
    return {
        "name": "Dr. Test Person",
        "credentials": "MD",
        "review_due": f"{timezone.localdate() + 300 * DAY}",
    }


def siponimod():
    return Therapy.objects.get(slug="siponimod")


def assert_refused(client, submission):
    response = step(client, "approve", submission)
    assert response.status_code == 422
    assert "Somebody else must approve it." in response.content.decode()
    submission.refresh_from_db()
    assert submission.state == "in-review"


# Since when edits count


def test_who_edited_between_submission_and_sign_off_does_not_approve_these_words(clients):
    save(clients["Editor"], siponimod(), how_it_works="Ed’s words. [@lbl_siponimod]")
    first = submit(clients["Editor"], KEY)
    save(clients["Bea"], siponimod(), stopping="Bea’s words. [@lbl_siponimod]")
    assert sign_page(clients["Clinical reviewer"], first, **signed()).status_code == 302
    step(clients["Publisher"], "publish", first)
    second = submit(clients["Editor"], KEY)
    assert second.pages.get().base.payload["review"]["signed_off_by"] == "Dr. Test Person"
    assert_refused(clients["Bea"], second)
    assert step(clients["Clinical reviewer"], "approve", second).status_code == 302


def logged(user, row, at):
    """Write to the log, as the admin does at each save, that ``user`` changed ``row``."""
    LogEntry.objects.log_actions(user.pk, [row], CHANGE, "Changed a word.", single_object=True)
    LogEntry.objects.filter(pk=LogEntry.objects.latest("pk").pk).update(action_time=at)


def change(text, slug="siponimod"):
    Therapy.objects.filter(slug=slug).update(how_it_works=text)
    draft_status.update_status([f"therapy/{slug}"])


@pytest.mark.parametrize("known", [True, False], ids=["this release", "made by the last release"])
@pytest.mark.parametrize(("edited", "counts"), [(1, True), (-1, False)])
def test_edits_count_from_the_day_on_which_the_public_words_were_read(
    edited, counts, known, people, bea
):
    """Days lie between submission and sign-off, and Bea edits a day before or after the former."""
    start = timezone.now() + 10 * DAY
    change("First words. [@lbl_siponimod]")
    first = workflow.submit(people["Editor"], [KEY], "First.", now=start)
    logged(bea, siponimod(), start + edited * DAY)
    clinician = may_sign(people["Clinical reviewer"])
    workflow.approve(clinician, first, sign_off=SIGN_OFF, now=start + 5 * DAY)
    new_edition.publish(people["Publisher"], [first], now=start + 6 * DAY)
    if not known:
        QuerySet.update(PageVersion.objects.all(), frozen_at=None)
    change("Second words. [@lbl_siponimod]")
    second = workflow.submit(people["Editor"], [KEY], "Second.", now=start + 7 * DAY)
    assert second.authors.filter(pk=bea.pk).exists() == counts


def test_the_list_of_sources_stays_as_old_as_its_words_when_a_page_makes_it_longer(
    clients, people, bea
):
    mended = Source.objects.get(key="lbl_fingolimod")
    save(clients["Bea"], mended, title="Bea’s title")
    LogEntry.objects.filter(user=bea).update(action_time=timezone.now() + DAY)
    make_source("brand-new", title="A brand new label")
    change("Two sources say so. [@brand-new]")
    first = workflow.submit(people["Editor"], [KEY], "New.", now=timezone.now() + 2 * DAY)
    workflow.approve(people["Clinical reviewer"], first)
    new_edition.publish(people["Publisher"], [first], now=timezone.now() + 3 * DAY)
    assert "brand-new" in current.current_guide().sources
    assert_refused(clients["Bea"], submit(clients["Editor"], SOURCES))


def test_who_edited_a_source_that_is_public_since_may_approve_the_list(clients, people, bea):
    make_source("brand-new", title="A brand new label")
    logged(bea, Source.objects.get(key="brand-new"), timezone.now() + DAY)
    change("Two sources say so. [@brand-new]")
    first = workflow.submit(people["Editor"], [KEY], "New.", now=timezone.now() + 2 * DAY)
    workflow.approve(people["Clinical reviewer"], first)
    new_edition.publish(people["Publisher"], [first], now=timezone.now() + 3 * DAY)
    save(clients["Editor"], Source.objects.get(key="lbl_fingolimod"), title="Ed’s title")
    second = submit(clients["Editor"], SOURCES)
    assert step(clients["Bea"], "approve", second).status_code == 302


# Whose words


def test_words_that_come_back_from_an_old_version_keep_their_author(clients, people, bea):
    then = timezone.now() - 60 * DAY
    change("Bea’s words. [@lbl_siponimod]")
    sent_back = workflow.submit(bea, [KEY], "Mine.", now=then)
    workflow.request_changes(people["Clinical reviewer"], sent_back, "Not yet.")
    LogEntry.objects.update(action_time=then)
    version = sent_back.pages.get().version
    change("Other words. [@lbl_siponimod]")
    published = workflow.submit(people["Editor"], [KEY], "Other.")
    workflow.approve(people["Clinical reviewer"], published)
    new_edition.publish(people["Publisher"], [published])
    load = reverse("admin:guidance_pageversion_to_draft", args=[version.pk])
    assert clients["Editor"].post(load, {"sure": "on"}).status_code == 302
    assert_refused(clients["Bea"], submit(clients["Editor"], KEY))


def test_an_earlier_author_of_other_words_may_approve(clients, people, bea):
    change("Bea’s words. [@lbl_siponimod]")
    first = workflow.submit(bea, [KEY], "Mine.")
    workflow.approve(people["Clinical reviewer"], first)
    new_edition.publish(people["Publisher"], [first])
    save(clients["Editor"], siponimod(), stopping="Ed’s words. [@lbl_siponimod]")
    LogEntry.objects.filter(user=bea).update(action_time=timezone.now() - 60 * DAY)
    second = submit(clients["Editor"], KEY)
    assert step(clients["Bea"], "approve", second).status_code == 302


def test_who_renames_an_explained_word_does_not_approve_the_pages_that_differ_by_it(clients):
    term = GlossaryTerm.objects.get(term__iexact="relapse")
    save(clients["Bea"], term, term="setback")
    keys = set(draft_status.PageState.objects.waiting().values_list("key", flat=True))
    key = min(key for key in keys if key.startswith("therapy/"))
    assert_refused(clients["Bea"], submit(clients["Editor"], key))


def test_an_account_that_the_log_names_is_switched_off_and_not_deleted(clients, bea):
    save(clients["Bea"], siponimod(), stopping="Bea’s words. [@lbl_siponimod]")
    boss = StaffClient()
    boss.force_login(make_user("boss", "view_user", "change_user", "delete_user"))
    delete = reverse("admin:auth_user_delete", args=[bea.pk])
    said = boss.get(delete).content.decode()
    assert "The log says what bea did" in said
    assert "switch “May sign in” off instead" in said
    boss.post(delete, {"post": "yes"})
    action = {"action": "delete_selected", "_selected_action": [bea.pk], "post": "yes"}
    boss.post(reverse("admin:auth_user_changelist"), action)
    for door in (bea.delete, User.objects.filter(pk=bea.pk).delete):
        with pytest.raises(ProtectedError, match="The log says what bea"), transaction.atomic():
            door()
    assert submit(clients["Editor"], KEY).authors.filter(pk=bea.pk).exists()


def test_an_account_that_did_nothing_can_be_deleted(admin_client):
    unused = make_user("unused")
    delete = reverse("admin:auth_user_delete", args=[unused.pk])
    admin_client.post(delete, {"post": "yes"})
    assert not User.objects.filter(pk=unused.pk).exists()


def test_authors_are_found_where_an_earlier_version_can_no_longer_be_read(people, bea):
    change("Bea’s words. [@lbl_siponimod]")
    first = workflow.submit(bea, [KEY], "Mine.")
    workflow.retract(bea, first)
    rows = PageVersion.objects.filter(key=KEY, number=2)
    QuerySet.update(rows, payload={"kind": "therapy", "a_field_of_old": 1})
    fresh = snapshots.freeze_keys([KEY])
    assert authors.authors_of(fresh, current.public_versions([KEY])) == set()


# Drafts in review


@pytest.fixture
def new_effect(people):
    """A new side effect in an approved submission, with a sign-off."""
    make_side_effect("new-harm", summary="It hurts. [@lbl_siponimod]")
    draft_status.update_status(["side-effect/new-harm"])
    submission = workflow.submit(people["Editor"], ["side-effect/new-harm"], "A new harm.")
    workflow.approve(may_sign(people["Clinical reviewer"]), submission, sign_off=SIGN_OFF)
    return submission


def test_a_draft_in_review_cannot_be_deleted_and_the_submission_is_named(clients, new_effect):
    row, client = SideEffect.objects.get(slug="new-harm"), clients["Editor"]
    delete = reverse("admin:guidance_sideeffect_delete", args=[row.pk])
    assert f"is in {new_effect}. Publish it, send it back" in client.get(delete).content.decode()
    client.post(delete, {"post": "yes"})
    action = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    client.post(reverse("admin:guidance_sideeffect_changelist"), action)
    for door in (row.delete, SideEffect.objects.filter(pk=row.pk).delete):
        with pytest.raises(ProtectedError, match=f"is in {new_effect}"), transaction.atomic():
            door()
    assert SideEffect.objects.filter(pk=row.pk).exists()


def test_a_draft_whose_submission_came_back_can_be_deleted(clients, people, new_effect):
    workflow.request_changes(people["Clinical reviewer"], new_effect, "Not like this.")
    row = SideEffect.objects.get(slug="new-harm")
    delete = reverse("admin:guidance_sideeffect_delete", args=[row.pk])
    clients["Editor"].post(delete, {"post": "yes"})
    assert not SideEffect.objects.filter(pk=row.pk).exists()


def reviews(model):
    names = ["slug", "signed_off_by", "signed_off_on", "review_due", "revision"]
    return sorted(model.objects.values_list(*names))


def test_a_page_whose_draft_is_gone_signs_no_other_draft(people, new_effect):
    """No door deletes it: this is what a draft lost by other means would do."""
    rows = SideEffect.objects.filter(slug="new-harm")
    rows._raw_delete(rows.db)
    before = reviews(SideEffect)
    edition = new_edition.publish(people["Publisher"], [new_effect])
    assert edition.changes[0]["key"] == "side-effect/new-harm"
    assert reviews(SideEffect) == before
    assert not SideEffect.objects.exclude(signed_off_by="").exists()


def test_a_page_without_a_sign_off_whose_draft_is_gone_takes_none_away(people, new_effect):
    SideEffect.objects.filter(slug="headache").update(
        signed_off_by="Dr. Real", signed_off_credentials="MD", signed_off_on=date(2026, 11, 1)
    )
    workflow.request_changes(people["Clinical reviewer"], new_effect, "Again.")
    again = workflow.submit(people["Editor"], ["side-effect/new-harm"], "A new harm.")
    workflow.approve(people["Clinical reviewer"], again)
    rows = SideEffect.objects.filter(slug="new-harm")
    rows._raw_delete(rows.db)
    new_edition.publish(people["Publisher"], [again])
    assert SideEffect.objects.get(slug="headache").signed_off_by == "Dr. Real"


def test_a_help_level_that_was_not_shown_to_the_clinician_is_not_signed_off(people):
    HelpLevel.objects.filter(urgency="soon").delete()
    submission = workflow.submit(people["Editor"], ["help/help"], "Without it.")
    workflow.approve(may_sign(people["Clinical reviewer"]), submission, sign_off=SIGN_OFF)
    HelpLevel.objects.create(urgency="soon", title="Call soon", action="Call us soon.", **REVIEW)
    new_edition.publish(people["Publisher"], [submission])
    signed = dict(HelpLevel.objects.values_list("urgency", "signed_off_by"))
    assert signed.pop("soon") == ""
    assert set(signed.values()) == {"Dr. Test Person"}


def test_a_version_in_the_draft_brings_no_sign_off_along(clients, people):
    change("Signed words. [@lbl_siponimod]")
    first = workflow.submit(people["Editor"], [KEY], "Signed.")
    workflow.approve(may_sign(people["Clinical reviewer"]), first, sign_off=SIGN_OFF)
    new_edition.publish(people["Publisher"], [first])
    change("Other words. [@lbl_siponimod]")
    second = workflow.submit(people["Editor"], [KEY], "Not signed.")
    workflow.approve(people["Clinical reviewer"], second)
    new_edition.publish(people["Publisher"], [second])
    version = first.pages.get().version
    clients["Editor"].post(
        reverse("admin:guidance_pageversion_to_draft", args=[version.pk]), {"sure": "on"}
    )
    assert "Signed words." in siponimod().how_it_works
    assert siponimod().signed_off_by == ""


def test_the_draft_shows_the_sign_off_of_the_version_that_is_restored(people):
    unsigned = current.public_versions()[KEY]
    change("Signed words. [@lbl_siponimod]")
    first = workflow.submit(people["Editor"], [KEY], "Signed.")
    workflow.approve(may_sign(people["Clinical reviewer"]), first, sign_off=SIGN_OFF)
    new_edition.publish(people["Publisher"], [first])
    assert siponimod().signed_off_by == "Dr. Test Person"
    withdrawal.restore(people["Publisher"], unsigned)
    assert siponimod().signed_off_by == ""
