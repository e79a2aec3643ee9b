"""Review in the staff area: every step over HTTP, by every role, and what each page shows."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from guidance.editorial import current, withdrawal, workflow
from guidance.models import Edition, PageState, Submission, Therapy
from tests.html import form_data, words_of
from tests.make import KEY, change_a_sentence, make_source, make_user
from tests.staff import HOME, SUBMIT, sign_page

pytestmark = pytest.mark.django_db

ROLES = ["Editor", "Clinical reviewer", "Publisher", "Manager"]


def step(name, row, *more):
    return reverse(f"admin:guidance_submission_{name}", args=[row.pk, *more])


def later():
    moment = timezone.localtime(timezone.now() + timedelta(days=2))
    return {"at_0": f"{moment:%Y-%m-%d}", "at_1": f"{moment:%H:%M}"}


def test_the_roles_are_these_four(people):
    assert sorted(people) == sorted(ROLES)


# Every step, by every role, by POST and by GET

STEPS = {
    "unschedule": ("scheduled", {}, {"Publisher"}, "approved"),
    "approve": ("in-review", {}, {"Clinical reviewer"}, "approved"),
    "send_back": ("in-review", {"comment": "Mend it."}, {"Clinical reviewer"}, "sent-back"),
    "take_back": ("in-review", {}, {"Editor"}, "taken-back"),
    "publish": ("approved", {}, {"Publisher"}, "published"),
    "schedule": ("approved", None, {"Publisher"}, "approved"),
    "remark": ("in-review", {"text": "Good."}, {"Editor", "Clinical reviewer"}, "in-review"),
    "link": ("in-review", {}, {"Editor", "Clinical reviewer"}, "in-review"),
}


def trace(row):
    """Return all of a submission that a step could change."""
    row.refresh_from_db()
    return (row.state, row.publish_at, row.remarks.count(), row.links.count())


@pytest.mark.parametrize("role", [*ROLES, None])
@pytest.mark.parametrize("name", STEPS)
def test_a_step_needs_its_role_and_post(name, role, sign_in, waiting, people):
    state, data, roles, becomes = STEPS[name]
    if state != "in-review":
        workflow.approve(people["Clinical reviewer"], waiting)
    if state == "scheduled":
        workflow.schedule(people["Publisher"], waiting, timezone.now() + timedelta(days=1))
    client, before = sign_in(role), trace(waiting)
    address = step(name, waiting)
    looked = client.get(address)
    assert looked.status_code == (405 if role else 302)
    assert trace(waiting) == before
    response = client.post(address, later() if data is None else data)
    if role in roles:
        assert response.headers["Location"] == waiting.get_absolute_url()
        assert trace(waiting) != before
        assert waiting.state == becomes
    else:
        assert response.status_code == 403
        assert trace(waiting) == before


@pytest.mark.parametrize("role", [*ROLES, None])
def test_only_editors_submit_and_only_by_post(role, sign_in):
    change_a_sentence()
    client = sign_in(role)
    looked = client.get(SUBMIT, {"page": KEY})
    assert looked.status_code == (200 if role == "Editor" else 403 if role else 302)
    assert not Submission.objects.exists()
    sent = client.post(SUBMIT, {"page": [KEY], "reason": "Clearer words."})
    assert Submission.objects.exists() == (role == "Editor")
    assert sent.status_code == (302 if role == "Editor" else 403)


@pytest.mark.parametrize("role", [*ROLES, None])
def test_only_publishers_withdraw_and_restore_and_only_by_post(role, sign_in, people):
    version = current.public_versions()[KEY]
    withdraw = f"{reverse('admin:guidance_pageversion_withdraw')}?page={KEY}"
    client, may = sign_in(role), role == "Publisher"
    before = Edition.objects.current_number()
    assert client.get(withdraw).status_code == (200 if may else 403 if role else 302)
    assert Edition.objects.current_number() == before
    client.post(withdraw, {"why": "checking", "note": "Wrong."})
    assert (KEY in current.current_manifest()) != may
    if not may:
        withdrawal.withdraw(people["Publisher"], KEY, "checking")
    restore = reverse("admin:guidance_pageversion_restore", args=[version.pk])
    assert client.get(restore).status_code == (405 if role else 302)
    assert KEY not in current.current_manifest()
    client.post(restore, {"note": "Right again."})
    assert (KEY in current.current_manifest()) == may


@pytest.mark.parametrize("role", ROLES)
def test_everybody_on_staff_may_look_at_everything(role, sign_in, waiting):
    client = sign_in(role)
    version = waiting.pages.get().version
    for address in [
        HOME,
        waiting.get_absolute_url(),
        reverse("admin:guidance_submission_changelist"),
        reverse("admin:guidance_edition_change", args=[Edition.objects.current().pk]),
        reverse("admin:guidance_pageversion_change", args=[version.pk]),
        f"{reverse('admin:guidance_pageversion_history')}?page={KEY}",
        reverse("preview_version", args=[version.pk]),
        reverse("preview_version_handout", args=[version.pk]),
    ]:
        response = client.get(address)
        assert response.status_code == 200, address
        assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["preview_version", "preview_version_handout"])
def test_strangers_see_no_version_that_was_not_published(client, waiting, name):
    address = reverse(name, args=[waiting.pages.get().version.pk])
    assert "/admin/login/" in client.get(address).headers["Location"]
    client.force_login(make_user("no-rights"))
    assert client.get(address).status_code == 403


# Submit


def test_a_submission_is_previewed_and_then_in_review(sign_in):
    change_a_sentence()
    client = sign_in("Editor")
    page = client.get(SUBMIT, {"page": KEY})
    assert "<ins>A sentence that was changed." in page.content.decode()
    assert f'value="{KEY}" checked' in " ".join(page.content.decode().split())
    client.post(SUBMIT, {"page": [KEY], "reason": "Clearer words."})
    submission = Submission.objects.get()
    assert submission.reason == "Clearer words."
    assert "In review" in client.get(submission.get_absolute_url()).content.decode()


def test_a_page_that_waits_in_another_submission_is_named_and_not_silently_missing(
    sign_in, waiting
):
    change_a_sentence("Something newer. [@lbl_siponimod]")
    page = sign_in("Editor").get(f"{SUBMIT}?page={KEY}").content.decode()
    assert f'Siponimod: <a href="{waiting.get_absolute_url()}">{waiting}</a>' in page
    assert "a page can be in one open submission only. Its draft is saved." in page
    other = words_of(sign_in("Editor").get(f"{SUBMIT}?page=therapy/fingolimod").content.decode())
    assert "one open submission only" not in other


def test_a_refused_submission_keeps_the_form_values(sign_in):
    change_a_sentence()
    client = sign_in("Editor")
    response = client.post(SUBMIT, {"page": [KEY], "reason": " "})
    assert response.status_code == 422
    assert "Say in a few words what changed and why." in response.content.decode()
    assert f'value="{KEY}" checked' in " ".join(response.content.decode().split())
    response = client.post(SUBMIT, {"page": [], "reason": "My reason"})
    assert "Tick at least one page." in response.content.decode()
    assert "My reason" in response.content.decode()
    response = client.post(SUBMIT, {"page": ["therapy/gone"], "reason": "My reason"})
    assert "therapy/gone does not differ" in response.content.decode()
    response = client.post(SUBMIT, {"page": [KEY], "reason": "x" * 1001})
    assert "Keep it to 1000 characters; it has 1001 now." in response.content.decode()
    assert "x" * 1001 in response.content.decode()
    assert not Submission.objects.exists()


def test_a_broken_rule_is_named_with_a_link_to_its_field(sign_in):
    change_a_sentence("It is the best pill. [@lbl_siponimod]")
    response = sign_in("Editor").post(SUBMIT, {"page": [KEY], "reason": "Praise."})
    assert response.status_code == 422
    form = reverse("admin:guidance_therapy_change", args=[Therapy.objects.get(slug="siponimod").pk])
    assert f'href="{form}#id_how_it_works"' in response.content.decode()
    page = sign_in("Editor").get(form).content.decode()
    assert 'id="id_how_it_works"' in page


def test_a_draft_whose_source_is_gone_is_refused_in_words(sign_in):
    change_a_sentence()
    Therapy.objects.filter(slug="siponimod").update(how_it_works="It works. [@lost]")
    response = sign_in("Editor").post(SUBMIT, {"page": [KEY], "reason": "Lost."})
    assert response.status_code == 422
    assert "cites lost, and there is no such source" in response.content.decode()


def test_several_drafts_are_submitted_from_their_list(sign_in):
    rows = Therapy.objects.filter(slug__in=["siponimod", "fingolimod"])
    action = {"action": "submit_for_review", "_selected_action": [row.pk for row in rows]}
    response = sign_in("Editor").post(reverse("admin:guidance_therapy_changelist"), action)
    assert response.headers["Location"].startswith(SUBMIT)
    assert "siponimod" in response.headers["Location"]
    assert "fingolimod" in response.headers["Location"]


# Review


def test_the_reviewer_sees_words_sources_grades_findings_and_previews(sign_in, people):
    make_source("brand-new", title="A brand new label")
    was = Therapy.objects.get(slug="siponimod").how_it_works
    change_a_sentence(f"{was} We found no trial. A sentence is new. [@brand-new]")
    submission = workflow.submit(people["Editor"], [KEY], "One more sentence.")
    response = sign_in("Clinical reviewer").get(submission.get_absolute_url())
    text = response.content.decode()
    assert "<ins>" in text
    assert "A sentence is new." in text
    assert "New: Test maker. A brand new label" in " ".join(text.split())
    assert text.count("<iframe") == 2
    [one] = response.context["pages"]
    assert one.grade.page.words > one.grade_before.page.words
    assert one.findings
    version = reverse("preview_version", args=[one.row.version.pk])
    framed = sign_in("Clinical reviewer").get(version)
    assert framed.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in framed.headers["Content-Security-Policy"]
    assert "frame-src 'self'" in response.headers["Content-Security-Policy"]


def test_authors_see_that_somebody_else_must_approve(client, admin_user):
    change_a_sentence()
    submission = workflow.submit(admin_user, [KEY], "Mine.")
    client.force_login(admin_user)
    assert (
        "somebody else must approve it"
        in client.get(submission.get_absolute_url()).content.decode()
    )
    response = client.post(step("approve", submission), {"comment": "Fine."})
    assert response.status_code == 422
    assert "Somebody else must approve it." in response.content.decode()
    submission.refresh_from_db()
    assert submission.state == "in-review"


def test_an_incomplete_sign_off_is_refused_and_keeps_its_values(sign_in, waiting):
    client = sign_in("Clinical reviewer")
    data = {"name": "Dr. Test Person", "credentials": "MD", "comment": "Hm, well"}
    response = sign_page(client, waiting, **data, review_due="")
    assert response.status_code == 422
    assert "A sign-off needs this." in response.content.decode()
    assert "Hm, well" in response.content.decode()
    response = sign_page(client, waiting, **data, review_due="2027-11-24")
    assert response.status_code == 302
    waiting.refresh_from_db()
    assert (waiting.signed_off_by, waiting.signed_off_credentials) == ("Dr. Test Person", "MD")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("send_back", {"comment": ""}, "Say what should be mended."),
        ("remark", {"text": "x" * 4001}, "Keep it to 4000 characters; it has 4001 now."),
    ],
)
def test_a_refused_step_has_a_reason_and_keeps_the_form_values(name, data, words, sign_in, waiting):
    response = sign_in("Clinical reviewer").post(step(name, waiting), data)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert max(data.values()) in response.content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"at_0": "2020-01-01", "at_1": "10:00"}, "That time is over."),
        ({"at_0": "", "at_1": ""}, "Give a day and a time."),
        ({"at_0": "soon", "at_1": "10:00"}, "Give the day as year-month-day"),
        ({"at_0": "2030-01-01", "at_1": "noon"}, "Give the time as hours:minutes"),
        ({"at_0": "9999-12-31", "at_1": "23:59"}, "at most 730 days ahead"),
        ({"at_0": "0001-01-01", "at_1": "00:00"}, "That time is over."),
        (
            {"at_0": "2027-03-14", "at_1": "02:30"},
            "There is no 02:30 on March 14, 2027: the clocks go forward then.",
        ),
        (
            {"at_0": "2027-11-07", "at_1": "01:30"},
            "01:30 on November 7, 2027 comes twice: the clocks go back then.",
        ),
    ],
)
def test_a_time_in_the_past_or_no_time_is_refused(data, words, sign_in, approved):
    response = sign_in("Publisher").post(step("schedule", approved), data)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert f'value="{data["at_0"]}"' in response.content.decode() or not data["at_0"]
    approved.refresh_from_db()
    assert approved.publish_at is None


def test_a_scheduled_time_is_shown_with_its_time_zone(sign_in, approved):
    client = sign_in("Publisher")
    page = client.get(approved.get_absolute_url()).content.decode()
    assert "In the clinic’s time: America/New_York." in page
    assert page.count('aria-describedby="id_at_helptext"') == 2
    day = timezone.localdate() + timedelta(days=2)
    client.post(step("schedule", approved), {"at_0": f"{day}", "at_1": "10:00"})
    zone = f"{timezone.localtime(Submission.objects.get(pk=approved.pk).publish_at):%Z}"
    when = f"{day:%B} {day.day}, {day.year}"
    page = client.get(approved.get_absolute_url()).content.decode()
    assert f"to be published on {when}, 10:00 {zone} (America/New_York)" in page
    assert f"Will be published on {when} at 10:00 ({zone}, America/New_York)." in page
    assert f"{when}, 10:00 {zone}" in client.get(HOME).content.decode()


def test_the_next_review_may_not_be_too_far_ahead(sign_in, waiting):
    data = {"name": "Dr. Test Person", "credentials": "MD", "review_due": "9999-12-31"}
    response = sign_page(sign_in("Clinical reviewer"), waiting, **data)
    assert response.status_code == 422
    assert "The next review must come within 730 days." in response.content.decode()
    waiting.refresh_from_db()
    assert waiting.state == "in-review"


def test_a_late_step_names_who_acted_first(sign_in, waiting, people):
    workflow.request_changes(people["Clinical reviewer"], waiting, "Mend it.")
    response = sign_in("Clinical reviewer").post(step("approve", waiting), {}, follow=True)
    text = response.content.decode()
    assert response.status_code == 422
    assert "no longer open to this: Sent back. clinical-reviewer was here on" in text


def test_a_published_page_is_shown_at_once(sign_in, approved):
    client = sign_in("Publisher")
    client.post(step("publish", approved))
    assert "A sentence that was changed." in client.get("/treatments/siponimod/").content.decode()
    edition = Edition.objects.current()
    page = client.get(reverse("admin:guidance_edition_change", args=[edition.pk])).content.decode()
    assert "Clearer words." in page
    assert "clinical-reviewer" in page


def test_approved_submissions_are_published_together_from_their_list(sign_in, approved):
    action = {"action": "publish_together", "_selected_action": [approved.pk]}
    sign_in("Publisher").post(reverse("admin:guidance_submission_changelist"), action)
    approved.refresh_from_db()
    assert approved.state == "published"


def test_a_link_is_made_shown_and_revoked(sign_in, waiting):
    client = sign_in("Editor")
    client.post(step("link", waiting))
    link = waiting.links.get()
    assert link.full_address in client.get(waiting.get_absolute_url()).content.decode()
    assert client.get(step("revoke", waiting, link.pk)).status_code == 405
    client.post(step("revoke", waiting, link.pk))
    assert "Revoked on" in client.get(waiting.get_absolute_url()).content.decode()
    assert client.get(link.get_absolute_url()).status_code == 404


# From the form to the submission


def test_a_draft_can_be_saved_and_submitted_in_one_step(sign_in):
    client, row = sign_in("Editor"), Therapy.objects.get(slug="siponimod")
    form = reverse("admin:guidance_therapy_change", args=[row.pk])
    typed = {"stopping": "Words. [@lbl_siponimod]", "_submit_for_review": "1"}
    response = client.post(form, {**form_data(client.get(form)), **typed})
    assert response.headers["Location"] == f"{SUBMIT}?page=therapy%2Fsiponimod"
    assert PageState.objects.get(key=KEY).differs
