"""From draft to public: what each step does, who is refused, and what readers see of it."""

import re
import subprocess
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from guidance.editorial import (
    current,
    draft_status,
    new_edition,
    publishing,
    refusals,
    withdrawal,
    workflow,
)
from guidance.models import (
    Edition,
    PageState,
    PageVersion,
    SideEffect,
    Source,
    Submission,
    Therapy,
)
from guidance.models.publication import EditionQuerySet
from tests.editorial.steps import approved, log_of, shown
from tests.make import (
    KEY,
    SIGN_OFF,
    change_a_sentence,
    make_side_effect,
    make_source,
    make_therapy,
    make_user,
    may_sign,
    public_pages,
    submitted,
)

pytestmark = pytest.mark.django_db


def a_few():
    """Return the pages that the changes of these tests would show on, if they were public."""
    return {
        path: shown(path).encode()
        for path in (
            *("/", "/treatments/", "/treatments/siponimod/", "/side-effects/headache/"),
            *("/sources/", "/sources/lbl_siponimod/", "/about/changes/"),
        )
    }


# The whole way


@pytest.mark.parametrize(
    "pages_to_compare", [a_few, pytest.param(public_pages, marks=pytest.mark.long)]
)
def test_public_pages_change_only_by_publishing_and_restoring_undoes_it(
    editor, reviewer, publisher, pages_to_compare, monkeypatch
):
    """Each page shows the day of its edition, so all editions are of one day here."""
    today = timezone.localdate()
    monkeypatch.setattr(timezone, "localdate", lambda *_: today)
    before = pages_to_compare()
    first = current.public_versions()[KEY]
    some = a_few()
    change_a_sentence()
    assert a_few() == some
    SideEffect.objects.filter(slug="headache").update(summary="Changed too.")
    Source.objects.filter(key="lbl_siponimod").update(title="A title that was mended")
    assert a_few() == some
    submission = workflow.submit(editor, [KEY], "Clearer words.")
    assert a_few() == some
    workflow.approve(may_sign(reviewer), submission, sign_off=SIGN_OFF)
    assert pages_to_compare() == before
    new_edition.publish(publisher, [submission])
    assert "A sentence that was changed." in shown()
    assert "Dr. Test Person" in shown()
    withdrawal.restore(publisher, first)
    restored = pages_to_compare()
    number = re.compile(rb"(Edition |<dd>)\d+")
    masked = {path: number.sub(b"", page) for path, page in restored.items()}
    unlike = {path for path, page in before.items() if number.sub(b"", page) != masked[path]}
    assert unlike == {"/about/changes/"}


def test_each_step_is_logged_with_user_and_reason(editor, reviewer, publisher):
    submission = submitted(editor)
    workflow.comment_on(reviewer, submission, "Good.")
    said = "Read it twice."
    workflow.approve(may_sign(reviewer), submission, comment=said, sign_off=SIGN_OFF)
    edition = new_edition.publish(publisher, [submission])
    assert log_of(submission) == [
        ("editor", "Submitted Siponimod: Clearer words."),
        ("clinical-reviewer", "Remark: Good."),
        (
            "clinical-reviewer",
            "Approved, signed off by Dr. Test Person, MD, neurologist. Read it twice.",
        ),
        ("publisher", f"Published as {edition}."),
    ]
    assert log_of(edition) == [("publisher", "Clearer words.")]


def test_an_edition_says_what_changed_on_which_page_and_why(editor, reviewer, publisher):
    edition = new_edition.publish(publisher, [approved(editor, reviewer)])
    assert edition.changes == [
        {"key": KEY, "title": "Siponimod", "what": "changed", "why": "Clearer words."}
    ]
    assert "Clearer words." in shown("/about/changes/")
    assert "Clearer words." in shown("/about/changes/feed.xml")


# Submitting


def test_edits_after_submission_are_not_part_of_it(editor, reviewer, publisher):
    submission = submitted(editor)
    change_a_sentence("Not yet to be seen. [@lbl_siponimod]")
    workflow.approve(reviewer, submission)
    new_edition.publish(publisher, [submission])
    assert "A sentence that was changed." in shown()
    assert "Not yet to be seen." not in shown()
    assert PageState.objects.get(key=KEY).differs


def test_a_page_cannot_be_in_two_open_submissions(editor):
    submission = submitted(editor)
    with pytest.raises(
        refusals.TooLate, match=f"“Siponimod” is in {submission} already, by editor"
    ):
        workflow.submit(make_user("second", "submit"), [KEY], "Mine.")
    assert Submission.objects.count() == 1


def test_a_draft_equal_to_its_public_page_is_not_submitted(editor):
    with pytest.raises(refusals.Refused, match="the same as the public page"):
        workflow.submit(editor, [KEY], "Nothing.")


def test_a_draft_that_breaks_a_rule_is_not_submitted(editor):
    change_a_sentence("It is the best pill. [@lbl_siponimod]")
    with pytest.raises(refusals.BreaksRules) as refused:
        workflow.submit(editor, [KEY], "Praise.")
    [finding] = refused.value.findings
    assert (finding.page, finding.section, finding.rule) == (KEY, "How it works", "word")
    assert not Submission.objects.exists()
    assert not PageVersion.objects.filter(key=KEY, number=2).exists()


def test_a_treatment_needs_the_pages_of_its_side_effects(editor):
    effect = make_side_effect("new-harm", summary="It hurts. [@lbl_siponimod]")
    Therapy.objects.get(slug="siponimod").side_effects.create(
        side_effect=effect, seriousness="serious", detail="It can happen. [@lbl_siponimod]"
    )
    with pytest.raises(refusals.Refused, match="“new-harm”, whose page is not public"):
        workflow.submit(editor, [KEY], "A new harm.")
    submission = workflow.submit(editor, [KEY, "side-effect/new-harm"], "A new harm.")
    assert {row.key for row in submission.pages.all()} == {KEY, "side-effect/new-harm"}


def test_a_new_source_of_a_page_is_added_to_the_list_of_sources(editor, reviewer, publisher):
    make_source("brand-new", title="A brand new label")
    change_a_sentence("Two sources say so. [@brand-new]")
    submission = workflow.submit(editor, [KEY], "A newer source.")
    workflow.approve(reviewer, submission)
    new_edition.publish(publisher, [submission])
    assert "A brand new label" in shown("/sources/by/t/")
    assert Client().get("/sources/brand-new/").status_code == 200
    assert Client().get("/treatments/").status_code == 200


# Too late


def steps(people):
    """Every step that waits for a state, by name."""
    reviewer, publisher = people["Clinical reviewer"], people["Publisher"]
    later = timezone.now() + timedelta(days=1)
    return {
        "approve": lambda one: workflow.approve(reviewer, one),
        "send_back": lambda one: workflow.request_changes(reviewer, one, "Mend it."),
        "take_back": lambda one: workflow.retract(people["Editor"], one),
        "schedule": lambda one: workflow.schedule(publisher, one, later),
        "publish": lambda one: new_edition.publish(publisher, [one]),
    }


ALLOWED = {
    "in-review": {"approve", "send_back", "take_back"},
    "approved": {"send_back", "schedule", "publish"},
    "sent-back": set(),
    "taken-back": set(),
    "published": set(),
}


@pytest.mark.parametrize("state", ALLOWED)
@pytest.mark.parametrize("step", ["approve", "send_back", "take_back", "schedule", "publish"])
def test_a_step_is_only_allowed_from_its_states(state, step, people):
    submission = submitted(people["Editor"])
    reach = {
        "in-review": [],
        "approved": ["approve"],
        "sent-back": ["send_back"],
        "taken-back": ["take_back"],
        "published": ["approve", "publish"],
    }
    for earlier in reach[state]:
        steps(people)[earlier](submission)
    assert submission.state == state
    stale = Submission.objects.get(pk=submission.pk)
    if step in ALLOWED[state]:
        steps(people)[step](stale)
        return
    with pytest.raises(refusals.TooLate) as late:
        steps(people)[step](stale)
    assert re.search(r"was here on|publisher did so in Edition 2", str(late.value))
    assert Submission.objects.get(pk=submission.pk).state == state


def test_publishing_does_not_overwrite_a_newer_public_version(editor, reviewer, publisher):
    first = current.public_versions()[KEY]
    new_edition.publish(publisher, [approved(editor, reviewer)])
    waiting = submitted(editor, "Later words. [@lbl_siponimod]")
    workflow.approve(reviewer, waiting)
    withdrawal.restore(publisher, first)
    with pytest.raises(refusals.TooLate, match="publisher did so in Edition 3"):
        new_edition.publish(publisher, [waiting])
    assert Edition.objects.current_number() == 3


def test_sources_published_during_review_stay_in_the_list(editor, reviewer, publisher):
    Source.objects.filter(key="lbl_siponimod").update(title="A title that was mended")
    first = workflow.submit(editor, ["sources/sources"], "Mended a title.")
    make_source("brand-new", title="A brand new label")
    change_a_sentence("Two sources say so. [@brand-new]")
    second = workflow.submit(editor, [KEY], "A newer source.")
    for submission in (second, first):
        workflow.approve(reviewer, submission)
        new_edition.publish(publisher, [submission])
    assert "A brand new label" in shown("/sources/by/t/")
    assert "A title that was mended" in shown("/sources/by/n/")


def test_publishing_on_an_outdated_edition_is_refused(editor, reviewer, publisher, monkeypatch):
    """As on PostgreSQL, where two transactions can both have read the same current edition."""
    stale = Edition.objects.current()
    make_therapy()
    publishing.publish(None, "Somebody was faster.")
    submission = approved(editor, reviewer)
    monkeypatch.setattr(EditionQuerySet, "current", lambda editions: stale)
    with pytest.raises(refusals.TooLate, match="at the same time"):
        new_edition.publish(publisher, [submission])
    assert Submission.objects.get().state == "approved"


# Sets


def test_a_changed_source_makes_pages_stale_and_they_are_submitted_together(
    editor, reviewer, publisher
):
    source = Source.objects.get(key="lbl_siponimod")
    source.title = "A title that was mended"
    source.save()
    draft_status.update_after(source)
    stale = list(PageState.objects.filter(differs=True).exclude(stale_because=""))
    assert {state.stale_because for state in stale} == {"source lbl_siponimod"}
    assert KEY in {state.key for state in stale}
    keys = [state.key for state in PageState.objects.waiting()]
    assert {"sources/sources", KEY} <= set(keys)
    assert len(keys) > 5
    submission = workflow.submit(editor, keys, "The label has a new title.")
    workflow.approve(reviewer, submission)
    edition = new_edition.publish(publisher, [submission])
    assert {change["key"] for change in edition.changes} == set(keys)
    assert not PageState.objects.filter(differs=True).exists()
    assert "A title that was mended" in shown()


def test_several_submissions_become_one_edition(editor, reviewer, publisher):
    first = submitted(editor)
    change_a_sentence("Other words. [@lbl_fingolimod]", "fingolimod")
    second = workflow.submit(editor, ["therapy/fingolimod"], "Also clearer.")
    for submission in (first, second):
        workflow.approve(reviewer, submission)
    edition = new_edition.publish(publisher, [first, second])
    assert edition.note == "Clearer words.\nAlso clearer."
    assert {change["why"] for change in edition.changes} == {"Clearer words.", "Also clearer."}


# Two at once

PUBLISHER = """
import sys
import django

django.setup()
from django.contrib.auth.models import User
from guidance.editorial import new_edition, refusals
from guidance.models import Submission

submission = Submission.objects.get()
user = User.objects.get(username="publisher")
print("ready", flush=True)
sys.stdin.readline()
try:
    new_edition.publish(user, [submission])
except refusals.TooLate as late:
    print("late:", late)
else:
    print("published")
"""
APPROVED = """
from django.contrib.auth.models import User
from guidance.editorial import workflow as editorial
from tests.make import submitted

editor, reviewer, _ = map(User.objects.create_superuser, ("editor", "reviewer", "publisher"))
editorial.approve(reviewer, submitted(editor))
print(1)
"""
EDITIONS = """
from guidance.models import Edition
print(json.dumps(sorted(Edition.objects.values_list("number", flat=True))))
"""


def test_of_two_concurrent_publications_one_is_refused(own_site_of_each_kind):
    own_site_of_each_kind.ask(APPROVED)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    publishers = [own_site_of_each_kind.start("-c", PUBLISHER, **pipes) for _ in range(2)]
    for process in publishers:
        assert process.stdout.readline() == "ready\n"
    for process in publishers:
        process.stdin.write("go\n")
        process.stdin.flush()
    late, published = sorted(process.communicate()[0].strip() for process in publishers)
    assert published == "published"
    assert "publisher" in late
    assert own_site_of_each_kind.ask(EDITIONS) == [1, 2]
