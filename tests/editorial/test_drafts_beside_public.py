"""How a draft is marked as saved or stale, and what an unreadable draft must not stop."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from guidance.content import load
from guidance.editorial import (
    audit,
    current,
    draft_status,
    new_edition,
    publishing,
    refusals,
    snapshots,
    withdrawal,
    workflow,
)
from guidance.handout import build
from guidance.models import (
    Edition,
    GlossaryTerm,
    HelpLevel,
    PageState,
    PageVersion,
    Sign,
    Submission,
    Therapy,
)
from guidance.pages.guide import SIGNS
from guidance.walk import questions
from guidance.walk.concerns import CONCERNS
from tests.html import form_data
from tests.make import SIGN_OFF, may_sign
from tests.staff import HOME, StaffClient

pytestmark = pytest.mark.django_db


def change(slug, text):
    Therapy.objects.filter(slug=slug).update(how_it_works=text)
    draft_status.update_status([f"therapy/{slug}"])


def approved(people, slug="siponimod", **options):
    change(slug, f"A sentence that was changed. [@lbl_{slug}]")
    submission = workflow.submit(people["Editor"], [f"therapy/{slug}"], f"Clearer {slug}.")
    workflow.approve(may_sign(people["Clinical reviewer"]), submission, **options)
    return submission


def client_of(user):
    client = StaffClient()
    client.force_login(user)
    return client


# Writes to drafts that an open form may hold


def form_of(client, row):
    return reverse(f"admin:guidance_{row._meta.model_name}_change", args=[row.pk])


def test_an_open_form_does_not_save_the_old_review_date_back(people):
    client = client_of(people["Editor"])
    row = Therapy.objects.get(slug="siponimod")
    submission = approved(people, sign_off=SIGN_OFF)
    opened = form_data(client.get(form_of(client, row)))
    new_edition.publish(people["Publisher"], [submission])
    client.post(form_of(client, row), {**opened, "stopping": "Typed. [@lbl_siponimod]"})
    row.refresh_from_db()
    assert row.review_due == SIGN_OFF.review_due
    assert row.signed_off_by == "Dr. Test Person"


@pytest.mark.parametrize("writer", ["publish", "load", "put back"])
def test_every_write_to_a_draft_counts_as_a_save(writer, people):
    version = current.public_versions()["therapy/siponimod"]
    submission = approved(people, sign_off=SIGN_OFF)
    before = Therapy.objects.get(slug="siponimod").revision
    if writer == "publish":
        new_edition.publish(people["Publisher"], [submission])
    elif writer == "load":
        load.load(overwrite=True)
    else:
        client_of(people["Editor"]).post(
            reverse("admin:guidance_pageversion_to_draft", args=[version.pk]), {"sure": "on"}
        )
    assert Therapy.objects.get(slug="siponimod").revision > before


def test_what_is_not_changed_counts_as_no_save(people):
    before = dict(Therapy.objects.values_list("slug", "revision"))
    new_edition.publish(people["Publisher"], [approved(people)])
    load.load()
    assert dict(Therapy.objects.values_list("slug", "revision")) == before


def test_a_review_that_would_come_before_the_last_check_is_not_written(people):
    submission = approved(people, sign_off=SIGN_OFF)
    later = SIGN_OFF.review_due + timedelta(days=5)
    Therapy.objects.filter(slug="siponimod").update(
        checked_on=later, review_due=later + timedelta(days=300)
    )
    new_edition.publish(people["Publisher"], [submission])
    row = Therapy.objects.get(slug="siponimod")
    assert (row.review_due, row.signed_off_by) == (later + timedelta(days=300), "Dr. Test Person")


# Explained words


def differing():
    """Return the keys of all drafts that differ from the public page, looked at one by one."""
    drafts, public = snapshots.freeze_all(), current.pages_of(current.current_manifest())
    return {key for key, page in drafts.items() if page != public.get(key)}


@pytest.mark.parametrize(
    "values",
    [{"term": "setback"}, {"term": "setback", "link_first_use": ""}, {"link_first_use": ""}],
    ids=["renamed", "renamed and not linked", "not linked"],
)
def test_all_pages_that_an_explained_word_changes_are_marked_also_by_its_old_name(values, people):
    client, term = client_of(people["Editor"]), GlossaryTerm.objects.get(term__iexact="relapse")
    opened = form_data(client.get(form_of(client, term)))
    sent = {name: value for name, value in {**opened, **values}.items() if value != ""}
    assert client.post(form_of(client, term), sent).status_code == 302
    marked = set(PageState.objects.filter(differs=True).values_list("key", flat=True))
    assert marked == differing()
    assert len(marked) > 10


# Get-help levels


def test_every_stop_of_the_walk_has_a_help_level_that_is_needed():
    stops = {node.name for node in questions.STOPS} - {"new-help", "quick-help"}
    cards = {str(concern.level) for concern in CONCERNS.values()} - {"soon"}
    assert stops | cards == set(build.URGENT)


@pytest.mark.parametrize("urgency", ["emergency", "crisis", "same-day"])
def test_a_help_level_that_the_walk_needs_cannot_be_deleted(urgency, admin_client):
    row = HelpLevel.objects.get(urgency=urgency)
    delete = reverse("admin:guidance_helplevel_delete", args=[row.pk])
    said = admin_client.get(delete).content.decode()
    assert f"The walk and every sheet need “{row}”." in said
    admin_client.post(delete, {"post": "yes"})
    action = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    admin_client.post(reverse("admin:guidance_helplevel_changelist"), action)
    assert HelpLevel.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("key", ["help/help", SIGNS])
def test_a_help_page_without_a_needed_level_is_not_submitted(key, people):
    if key == SIGNS:
        Sign.objects.filter(level="emergency").update(level="soon")
    else:
        HelpLevel.objects.get(urgency="emergency").delete()
    draft_status.update_status([key])
    response = client_of(people["Editor"]).post(
        reverse("admin:guidance_submission_submit"), {"page": [key], "reason": "Less."}
    )
    assert response.status_code == 422
    assert "need the level “emergency”" in response.content.decode()
    assert not Submission.objects.exists()


def test_no_edition_comes_without_a_needed_help_level(people):
    HelpLevel.objects.get(urgency="same-day").delete()
    with pytest.raises(snapshots.CannotFreeze, match="lacks the level “same-day”"):
        publishing.publish(None, "Without it.")
    page = snapshots.freeze_keys(["help/help"])["help/help"]
    short = publishing.store_version(page, None, timezone.now())
    current = Edition.objects.current()
    for number, manifest in [(2, {**current.manifest, page.key: short.pk}), (3, current.manifest)]:
        Edition.objects.create(
            number=number, manifest=manifest, note="x", published_at=current.published_at
        )
    with pytest.raises(refusals.Refused, match="lacks the level “same-day”"):
        withdrawal.restore(people["Publisher"], short)
    assert Edition.objects.current_number() == 3


# Drafts that cannot be read


def test_a_draft_that_cannot_be_read_stops_no_other_page_and_is_named(people):
    submission = approved(people, "fingolimod")
    Therapy.objects.filter(slug="siponimod").update(stopping="Words. [@lost]")
    draft_status.update_status(["therapy/siponimod", "therapy/ocrelizumab"])
    client = client_of(people["Publisher"])
    publish = reverse("admin:guidance_submission_publish", args=[submission.pk])
    assert client.post(publish).headers["Location"] == submission.get_absolute_url()
    assert Edition.objects.current_number() == 2
    home = client.get(HOME).content.decode()
    assert "“Siponimod” cites lost, and there is no such source." in home
    client = client_of(people["Editor"])
    page = client.get(reverse("admin:guidance_submission_submit")).content.decode()
    assert "cannot be read: “Siponimod” cites lost" in page
    Therapy.objects.filter(slug="siponimod").update(stopping="Words. [@lbl_siponimod]")
    draft_status.update_all()
    assert not PageState.objects.exclude(fault="").exists()


def test_the_page_itself_is_published_though_its_draft_moved_on_and_cannot_be_read(people):
    submission = approved(people)
    Therapy.objects.filter(slug="siponimod").update(stopping="Words. [@lost]")
    new_edition.publish(people["Publisher"], [submission])
    assert Edition.objects.current_number() == 2
    assert "cites lost" in PageState.objects.get(key="therapy/siponimod").fault


def test_invalid_months_are_reported_like_any_other_fault(people):
    row = Therapy.objects.get(slug="siponimod").monitoring.first()
    type(row).objects.filter(pk=row.pk).update(moment="months", months="soon")
    draft_status.update_status(["therapy/siponimod"])
    fault = PageState.objects.get(key="therapy/siponimod").fault
    assert fault.startswith("“Siponimod” cannot be read")


def test_a_page_is_public_though_the_state_of_the_drafts_cannot_be_noted(
    people, monkeypatch, caplog
):
    def fail(keys):
        raise OperationalError("the disk is full")

    submission = approved(people)
    monkeypatch.setattr(draft_status, "update_status", fail)
    assert new_edition.publish(people["Publisher"], [submission]).number == 2
    assert "the state of the drafts could not be noted" in caplog.text


# Publishing at a set time


def due(people, *submissions):
    for submission in submissions:
        later = timezone.now() + timedelta(hours=1)
        workflow.schedule(people["Publisher"], submission, later)
    Submission.objects.update(publish_at=timezone.now() - timedelta(minutes=1))


def publish_due():
    """Run the command; return (what it says, why it failed)."""
    out = io.StringIO()
    try:
        call_command("publish_due", stdout=out)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


def test_a_submission_that_cannot_be_read_lets_the_others_be_published(people):
    bad, good = approved(people), approved(people, "fingolimod")
    rows = PageVersion.objects.filter(pk=bad.pages.get().version_id)
    QuerySet.update(rows, payload={"kind": "therapy", "a_field_of_old": 1})
    due(people, bad, good)
    said, failed = publish_due()
    assert said == f"{good} was published as Edition 2.\n"
    assert f"{bad} was not published. “Siponimod” cannot be read by this release." in failed
    assert publish_due() == ("", "")


def test_a_submission_that_fails_lets_the_others_be_published(people, caplog, monkeypatch):
    bad, good = approved(people), approved(people, "fingolimod")
    publish = new_edition._publish

    def fail_for_one(user, submissions, now):
        if bad in submissions:
            raise RuntimeError
        return publish(user, submissions, now)

    monkeypatch.setattr(new_edition, "_publish", fail_for_one)
    due(people, bad, good)
    said, failed = publish_due()
    assert said == f"{good} was published as Edition 2.\n"
    assert f"{bad} was not published. It failed" in failed
    assert f"{bad} was not published at its time." in caplog.text
    bad.refresh_from_db()
    assert (bad.state, bad.publish_at) == ("approved", None)
    assert "Not published at its time." in audit.log_about(bad).first().change_message
    assert publish_due() == ("", "")


def test_what_the_database_stopped_keeps_its_time(people, monkeypatch, caplog):
    submission = approved(people)
    due(people, submission)

    def fail(*arguments):
        raise OperationalError("the server closed the connection")

    with monkeypatch.context() as broken:
        broken.setattr(new_edition, "create_edition", fail)
        _, failed = publish_due()
    assert "tried again at the next run" in failed
    assert publish_due() == (f"{submission} was published as Edition 2.\n", "")


def test_what_a_person_took_back_while_the_run_went_on_is_not_published(people, monkeypatch):
    first, second = approved(people), approved(people, "fingolimod")
    due(people, first, second)
    cut = new_edition.create_edition

    def cut_while_somebody_unschedules(*arguments):
        workflow.unschedule(people["Publisher"], Submission.objects.get(pk=second.pk))
        return cut(*arguments)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(new_edition, "create_edition", cut_while_somebody_unschedules)
        said, failed = publish_due()
    assert failed == ""
    assert said == (
        f"{first} was published as Edition 2.\n"
        f"Nothing was left to do for {second}: Approved, not yet public.\n"
    )
    second.refresh_from_db()
    assert second.state == "approved"


# Steps that are taken twice


def test_what_is_done_twice_is_told(people):
    client = client_of(people["Editor"])
    change("siponimod", "A sentence that was changed. [@lbl_siponimod]")
    submission = workflow.submit(people["Editor"], ["therapy/siponimod"], "Clearer.")

    def step(client, name, data=None, *more):
        address = reverse(f"admin:guidance_submission_{name}", args=[submission.pk, *more])
        return client.post(address, data, follow=True).content.decode()

    assert "Kept." in step(client, "remark", {"text": "Which label?"})
    assert "You have said this already." in step(client, "remark", {"text": "Which label?"})
    assert submission.remarks.count() == 1
    step(client, "link")
    link = submission.links.get()
    assert "That link no longer works." in step(client, "revoke", None, link.pk)
    assert "Somebody revoked that link already." in step(client, "revoke", None, link.pk)
    workflow.approve(people["Clinical reviewer"], submission)
    due(people, submission)
    client = client_of(people["Publisher"])
    assert "not published by itself now" in step(client, "unschedule")
    assert "has no time that could be taken away" in step(client, "unschedule")
    assert "Published. Readers see it now." in step(client, "publish")
    assert "no longer open to this: Published. publisher was here on" in step(client, "publish")
    assert Edition.objects.current_number() == 2
