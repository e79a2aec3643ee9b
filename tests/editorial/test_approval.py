"""Who may take a step, the rule of four eyes, and sign-offs."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from guidance.editorial import (
    audit,
    current,
    new_edition,
    preview_links,
    refusals,
    sign_offs,
    withdrawal,
    workflow,
)
from guidance.models import Credentials, Edition, PageState, Source, Submission, Therapy
from tests.editorial.steps import approved, log_of, shown
from tests.make import KEY, SIGN_OFF, change_a_sentence, make_user, may_sign, submitted

pytestmark = pytest.mark.django_db


# Four eyes


def test_nobody_approves_what_they_submitted(editor):
    submission = submitted(editor)
    editor.groups.add(Group.objects.get(name="Clinical reviewer"))
    editor = type(editor).objects.get(pk=editor.pk)
    with pytest.raises(refusals.OwnWork, match="Somebody else must approve it"):
        workflow.approve(editor, submission)
    assert Submission.objects.get().state == "in-review"


def edited_by(user, row):
    """Write to the log, as the admin does at each save, that ``user`` changed ``row``."""
    LogEntry.objects.log_actions(user.pk, [row], CHANGE, "Changed a word.", single_object=True)


ROWS = {Therapy: {"slug": "siponimod"}, Source: {"key": "lbl_siponimod"}}


@pytest.mark.parametrize("model", [Therapy, Source])
def test_nobody_approves_a_page_that_they_edited_or_whose_source_they_edited(
    model, editor, reviewer
):
    row = model.objects.get(
        **({"slug": "siponimod"} if model is Therapy else {"key": "lbl_siponimod"})
    )
    audit.log_step(reviewer, row, "Changed a word.")
    submission = submitted(editor)
    with pytest.raises(refusals.OwnWork):
        workflow.approve(reviewer, submission)


def test_an_editor_of_published_text_may_approve(editor, reviewer):
    edited_by(reviewer, Therapy.objects.get(slug="siponimod"))
    LogEntry.objects.update(action_time=timezone.now() - timedelta(days=9))
    workflow.approve(reviewer, submitted(editor))
    assert Submission.objects.get().state == "approved"


def test_not_even_a_superuser_approves_own_work(admin_user):
    change_a_sentence()
    submission = workflow.submit(admin_user, [KEY], "Mine.")
    with pytest.raises(refusals.OwnWork):
        workflow.approve(admin_user, submission)


def test_the_second_reviewer_can_be_switched_off_and_that_is_logged(admin_user, settings):
    settings.SECOND_REVIEWER = False
    change_a_sentence()
    submission = workflow.submit(admin_user, [KEY], "Mine.")
    workflow.approve(admin_user, submission)
    edition = new_edition.publish(admin_user, [submission])
    assert submission.without_second_reviewer
    assert ("admin", f"Published without a second reviewer as {edition}.") in log_of(submission)


# Sign-off


def test_a_sign_off_is_shown_until_the_next_change(editor, reviewer, publisher, people):
    assert "not yet signed off by a clinician" in shown()
    new_edition.publish(publisher, [approved(editor, may_sign(reviewer), sign_off=SIGN_OFF)])
    assert "Dr. Test Person, MD, neurologist" in " ".join(shown().split())
    therapy = Therapy.objects.get(slug="siponimod")
    assert (therapy.signed_off_by, therapy.review_due) == ("Dr. Test Person", date(2027, 11, 24))
    assert not PageState.objects.get(key=KEY).differs

    again = submitted(editor, "Other words. [@lbl_siponimod]")
    workflow.approve(reviewer, again)
    new_edition.publish(publisher, [again])
    assert "Dr. Test Person" not in shown()
    assert "not yet signed off by a clinician" in shown()


def test_approval_without_a_sign_off_leaves_the_page_unsigned(editor, reviewer, publisher):
    new_edition.publish(publisher, [approved(editor, reviewer)])
    assert "not yet signed off by a clinician" in shown()


def test_the_next_review_must_be_after_today(editor, reviewer):
    submission = submitted(editor)
    past = replace(SIGN_OFF, review_due=timezone.localdate())
    with pytest.raises(refusals.Refused, match="after today"):
        workflow.approve(may_sign(reviewer), submission, sign_off=past)


@pytest.mark.parametrize(
    ("name", "words", "said"),
    [
        ("", "MD", "Ask a Manager to set your credentials"),
        ("Dr. Test Person", "", "Ask a Manager to set your credentials"),
        ("Dr. Test Person", "RN", "and no others"),
        ("Robin Reviewer", "MD, neurologist", "and no others"),
        ("Long " + "n" * 130, "MD", "shorten your name to 120 characters"),
    ],
)
def test_no_step_signs_with_another_name_than_that_of_the_account(
    name, words, said, editor, reviewer
):
    submission = submitted(editor)
    may_sign(reviewer, name, words)
    for sign in (workflow.approve, partial(sign_offs.sign, row=submission.pages.get())):
        with pytest.raises(refusals.Refused, match=said):
            sign(user=reviewer, submission=submission, sign_off=SIGN_OFF)
    submission.refresh_from_db()
    assert (submission.state, submission.signed_off_by) == ("in-review", "")


def test_who_lost_the_credentials_signs_no_more_and_what_was_signed_stays(
    editor, reviewer, publisher
):
    new_edition.publish(publisher, [approved(editor, may_sign(reviewer), sign_off=SIGN_OFF)])
    Credentials.objects.all().delete()
    assert "Dr. Test Person, MD, neurologist" in " ".join(shown().split())
    again = submitted(editor, "Other words. [@lbl_siponimod]")
    with pytest.raises(refusals.Refused, match="Ask a Manager"):
        workflow.approve(reviewer, again, sign_off=SIGN_OFF)


# Rights

RIGHTS = {
    "submit": {"Editor"},
    "approve": {"Clinical reviewer"},
    "send_back": {"Clinical reviewer"},
    "take_back": {"Editor"},
    "remark": {"Editor", "Clinical reviewer"},
    "make_link": {"Editor", "Clinical reviewer"},
    "schedule": {"Publisher"},
    "publish": {"Publisher"},
    "withdraw": {"Publisher"},
    "restore": {"Publisher"},
}


@pytest.mark.parametrize("step", RIGHTS)
def test_each_step_needs_its_permission(step, people):
    later = timezone.now() + timedelta(days=1)
    first = current.public_versions()[KEY]
    submission = Submission.objects.create(
        reason="x", submitted_by=people["Editor"], submitted_at=timezone.now()
    )
    calls = {
        "submit": lambda user: workflow.submit(user, [KEY], "x"),
        "approve": lambda user: workflow.approve(user, submission),
        "send_back": lambda user: workflow.request_changes(user, submission, "x"),
        "take_back": lambda user: workflow.retract(user, submission),
        "remark": lambda user: workflow.comment_on(user, submission, "x"),
        "make_link": lambda user: preview_links.make_link(user, submission),
        "schedule": lambda user: workflow.schedule(user, submission, later),
        "publish": lambda user: new_edition.publish(user, [submission]),
        "withdraw": lambda user: withdrawal.withdraw(user, KEY, "checking"),
        "restore": lambda user: withdrawal.restore(user, first),
    }
    people["nobody"] = make_user("nobody")
    people["gone"] = make_user("gone", "submit", "approve", "publish", is_active=False)
    for role, user in people.items():
        if role not in RIGHTS[step]:
            with pytest.raises(PermissionDenied):
                calls[step](user)
    assert Edition.objects.current_number() == 1
    assert Submission.objects.get().state == "in-review"
