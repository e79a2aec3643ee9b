"""From draft to public: what each step does, who is refused, and what readers see of it."""

import re
import subprocess
from datetime import date, timedelta

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from guidance.editorial import audit, current, draft_status, preview_links, publishing, workflow
from guidance.editorial.snapshots import freeze_sources
from guidance.models import (
    Edition,
    PageState,
    PageVersion,
    Remark,
    SideEffect,
    Source,
    Submission,
    Therapy,
)
from guidance.models.publication import EditionQuerySet
from guidance.pages import structures
from tests.make import (
    KEY,
    SIGN_OFF,
    change_a_sentence,
    make_side_effect,
    make_source,
    make_therapy,
    make_user,
    public_pages,
    submitted,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(people):
    return people["Editor"]


@pytest.fixture
def reviewer(people):
    return people["Clinical reviewer"]


@pytest.fixture
def publisher(people):
    return people["Publisher"]


def approved(editor, reviewer, **options):
    submission = submitted(editor)
    workflow.approve(reviewer, submission, **options)
    return submission


def a_few():
    """Return the pages that the changes of these tests would show on, if they were public."""
    return {
        path: shown(path).encode()
        for path in (
            *("/", "/treatments/", "/treatments/siponimod/", "/side-effects/headache/"),
            *("/sources/", "/sources/lbl_siponimod/", "/about/changes/"),
        )
    }


def shown(path="/treatments/siponimod/"):
    current.forget_guide()
    return Client().get(path).content.decode()


def log_of(row):
    entries = LogEntry.objects.filter(
        object_id=str(row.pk), content_type__model=row._meta.model_name
    )
    return [(entry.user.username, entry.change_message) for entry in entries.order_by("pk")]


# The whole way


@pytest.mark.parametrize(
    "pages_to_compare", [a_few, pytest.param(public_pages, marks=pytest.mark.long)]
)
def test_no_public_page_changes_a_byte_before_publishing_and_all_are_as_before_once_restored(
    editor, reviewer, publisher, pages_to_compare
):
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
    workflow.approve(reviewer, submission, sign_off=SIGN_OFF)
    assert pages_to_compare() == before
    workflow.publish(publisher, [submission])
    assert "A sentence that was changed." in shown()
    assert "Dr. Test Person" in shown()
    workflow.restore(publisher, first)
    restored = pages_to_compare()
    number = re.compile(rb"(Edition |<dd>)\d+")
    masked = {path: number.sub(b"", page) for path, page in restored.items()}
    unlike = {path for path, page in before.items() if number.sub(b"", page) != masked[path]}
    assert unlike == {"/about/changes/"}


def test_each_step_is_written_to_the_log_with_who_and_why(editor, reviewer, publisher):
    submission = submitted(editor)
    workflow.comment_on(reviewer, submission, "Good.")
    workflow.approve(reviewer, submission, comment="Read it twice.", sign_off=SIGN_OFF)
    edition = workflow.publish(publisher, [submission])
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
    edition = workflow.publish(publisher, [approved(editor, reviewer)])
    assert edition.changes == [
        {"key": KEY, "title": "Siponimod", "what": "changed", "why": "Clearer words."}
    ]
    assert "Clearer words." in shown("/about/changes/")
    assert "Clearer words." in shown("/about/changes/feed.xml")


# Submitting


def test_the_reviewer_sees_what_was_submitted_and_later_edits_do_not_ride_along(
    editor, reviewer, publisher
):
    submission = submitted(editor)
    change_a_sentence("Not yet to be seen. [@lbl_siponimod]")
    workflow.approve(reviewer, submission)
    workflow.publish(publisher, [submission])
    assert "A sentence that was changed." in shown()
    assert "Not yet to be seen." not in shown()
    assert PageState.objects.get(key=KEY).differs


def test_a_page_is_in_one_open_submission_at_a_time_and_the_second_is_told_whose(editor):
    submission = submitted(editor)
    with pytest.raises(
        workflow.TooLate, match=f"“Siponimod” is in {submission} already, by editor"
    ):
        workflow.submit(make_user("second", "submit"), [KEY], "Mine.")
    assert Submission.objects.count() == 1


def test_what_is_the_same_as_the_public_page_is_not_submitted(editor):
    with pytest.raises(workflow.Refused, match="the same as the public page"):
        workflow.submit(editor, [KEY], "Nothing.")


def test_a_draft_that_breaks_a_rule_is_not_submitted_and_the_fault_is_named(editor):
    change_a_sentence("It is the best pill. [@lbl_siponimod]")
    with pytest.raises(workflow.BreaksRules) as refused:
        workflow.submit(editor, [KEY], "Praise.")
    [finding] = refused.value.findings
    assert (finding.page, finding.section, finding.rule) == (KEY, "How it works", "word")
    assert not Submission.objects.exists()
    assert not PageVersion.objects.filter(key=KEY, number=2).exists()


def test_a_treatment_is_not_public_without_the_page_of_each_of_its_side_effects(editor):
    effect = make_side_effect("new-harm", summary="It hurts. [@lbl_siponimod]")
    Therapy.objects.get(slug="siponimod").side_effects.create(
        side_effect=effect, seriousness="serious", detail="It can happen. [@lbl_siponimod]"
    )
    with pytest.raises(workflow.Refused, match="“new-harm”, whose page is not public"):
        workflow.submit(editor, [KEY], "A new harm.")
    submission = workflow.submit(editor, [KEY, "side-effect/new-harm"], "A new harm.")
    assert {row.key for row in submission.pages.all()} == {KEY, "side-effect/new-harm"}


def test_a_page_that_brings_a_new_source_brings_it_to_the_list_of_sources(
    editor, reviewer, publisher
):
    make_source("brand-new", title="A brand new label")
    change_a_sentence("Two sources say so. [@brand-new]")
    submission = workflow.submit(editor, [KEY], "A newer source.")
    workflow.approve(reviewer, submission)
    workflow.publish(publisher, [submission])
    assert "A brand new label" in shown("/sources/")
    assert Client().get("/sources/brand-new/").status_code == 200
    assert Client().get("/treatments/").status_code == 200


# Four eyes


def test_nobody_approves_what_they_submitted(editor):
    submission = submitted(editor)
    editor.groups.add(Group.objects.get(name="Clinical reviewer"))
    editor = type(editor).objects.get(pk=editor.pk)
    with pytest.raises(workflow.OwnWork, match="Somebody else must approve it"):
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
    with pytest.raises(workflow.OwnWork):
        workflow.approve(reviewer, submission)


def test_who_edited_before_the_last_publishing_may_approve(editor, reviewer):
    edited_by(reviewer, Therapy.objects.get(slug="siponimod"))
    LogEntry.objects.update(action_time=timezone.now() - timedelta(days=9))
    workflow.approve(reviewer, submitted(editor))
    assert Submission.objects.get().state == "approved"


def test_not_even_a_superuser_approves_own_work(admin_user):
    change_a_sentence()
    submission = workflow.submit(admin_user, [KEY], "Mine.")
    with pytest.raises(workflow.OwnWork):
        workflow.approve(admin_user, submission)


def test_a_clinic_of_one_can_switch_the_second_reviewer_off_and_it_is_told(admin_user, settings):
    settings.SECOND_REVIEWER = False
    change_a_sentence()
    submission = workflow.submit(admin_user, [KEY], "Mine.")
    workflow.approve(admin_user, submission)
    edition = workflow.publish(admin_user, [submission])
    assert submission.without_second_reviewer
    assert ("admin", f"Published without a second reviewer as {edition}.") in log_of(submission)


# Sign-off


def test_a_sign_off_is_shown_on_the_page_and_ends_with_the_next_change(
    editor, reviewer, publisher, people
):
    assert "Not yet signed off by a clinician" in shown()
    workflow.publish(publisher, [approved(editor, reviewer, sign_off=SIGN_OFF)])
    assert "Dr. Test Person, MD, neurologist" in shown()
    therapy = Therapy.objects.get(slug="siponimod")
    assert (therapy.signed_off_by, therapy.review_due) == ("Dr. Test Person", date(2027, 11, 24))
    assert not PageState.objects.get(key=KEY).differs

    again = submitted(editor, "Other words. [@lbl_siponimod]")
    workflow.approve(reviewer, again)
    workflow.publish(publisher, [again])
    assert "Dr. Test Person" not in shown()
    assert "Not yet signed off by a clinician" in shown()


def test_approval_without_a_sign_off_leaves_the_page_unsigned(editor, reviewer, publisher):
    workflow.publish(publisher, [approved(editor, reviewer)])
    assert "Not yet signed off by a clinician" in shown()


def test_the_next_review_must_be_to_come(editor, reviewer):
    submission = submitted(editor)
    past = workflow.SignOff("Dr. Test Person", "MD", timezone.localdate())
    with pytest.raises(workflow.Refused, match="after today"):
        workflow.approve(reviewer, submission, sign_off=past)


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
        "publish": lambda one: workflow.publish(publisher, [one]),
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
def test_a_step_is_taken_from_its_state_alone_and_who_is_late_is_told(state, step, people):
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
    with pytest.raises(workflow.TooLate) as late:
        steps(people)[step](stale)
    assert re.search(r"was here on|publisher did so in Edition 2", str(late.value))
    assert Submission.objects.get(pk=submission.pk).state == state


def test_what_was_changed_in_public_meanwhile_is_not_published_over(editor, reviewer, publisher):
    first = current.public_versions()[KEY]
    workflow.publish(publisher, [approved(editor, reviewer)])
    waiting = submitted(editor, "Later words. [@lbl_siponimod]")
    workflow.approve(reviewer, waiting)
    workflow.restore(publisher, first)
    with pytest.raises(workflow.TooLate, match="publisher did so in Edition 3"):
        workflow.publish(publisher, [waiting])
    assert Edition.objects.current_number() == 3


def test_the_list_of_sources_goes_on_growing_while_a_change_to_it_is_in_review(
    editor, reviewer, publisher
):
    Source.objects.filter(key="lbl_siponimod").update(title="A title that was mended")
    first = workflow.submit(editor, ["sources/sources"], "Mended a title.")
    make_source("brand-new", title="A brand new label")
    change_a_sentence("Two sources say so. [@brand-new]")
    second = workflow.submit(editor, [KEY], "A newer source.")
    for submission in (second, first):
        workflow.approve(reviewer, submission)
        workflow.publish(publisher, [submission])
    assert "A brand new label" in shown("/sources/")
    assert "A title that was mended" in shown("/sources/")


def test_who_counts_up_from_an_edition_that_is_no_longer_current_is_stopped(
    editor, reviewer, publisher, monkeypatch
):
    """As on PostgreSQL, where two transactions can both have read the same current edition."""
    stale = Edition.objects.current()
    make_therapy()
    publishing.publish(None, "Somebody was faster.")
    submission = approved(editor, reviewer)
    monkeypatch.setattr(EditionQuerySet, "current", lambda editions: stale)
    with pytest.raises(workflow.TooLate, match="at the same time"):
        workflow.publish(publisher, [submission])
    assert Submission.objects.get().state == "approved"


# Sets


def test_a_shared_change_marks_the_pages_that_it_makes_stale_and_they_go_together(
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
    edition = workflow.publish(publisher, [submission])
    assert {change["key"] for change in edition.changes} == set(keys)
    assert not PageState.objects.filter(differs=True).exists()
    assert "A title that was mended" in shown()


def test_several_submissions_become_one_edition(editor, reviewer, publisher):
    first = submitted(editor)
    change_a_sentence("Other words. [@lbl_fingolimod]", "fingolimod")
    second = workflow.submit(editor, ["therapy/fingolimod"], "Also clearer.")
    for submission in (first, second):
        workflow.approve(reviewer, submission)
    edition = workflow.publish(publisher, [first, second])
    assert edition.note == "Clearer words.\nAlso clearer."
    assert {change["why"] for change in edition.changes} == {"Clearer words.", "Also clearer."}


# At a set time


def test_what_has_a_time_is_published_then_and_not_before(editor, reviewer, publisher):
    submission = approved(editor, reviewer)
    at = timezone.now() + timedelta(hours=2)
    workflow.schedule(publisher, submission, at)
    assert workflow.publish_due(now=at - timedelta(minutes=1)) == []
    [(done, edition)] = workflow.publish_due(now=at)
    assert (done, edition.published_by) == (submission, publisher)
    assert "A sentence that was changed." in shown()
    assert workflow.publish_due(now=at) == []


def test_a_time_that_is_over_is_refused(editor, reviewer, publisher):
    submission = approved(editor, reviewer)
    with pytest.raises(workflow.Refused, match="still to come"):
        workflow.schedule(publisher, submission, timezone.now())


def test_what_cannot_be_published_at_its_time_waits_for_a_person(editor, reviewer, publisher):
    submission = approved(editor, reviewer)
    at = timezone.now() + timedelta(hours=2)
    workflow.schedule(publisher, submission, at)
    publisher.groups.clear()
    [(_, refused)] = workflow.publish_due(now=at)
    assert isinstance(refused, workflow.Refused)
    submission.refresh_from_db()
    assert (submission.state, submission.publish_at) == ("approved", None)
    assert "Not published at its time." in log_of(submission)[-1][1]
    assert workflow.publish_due(now=at) == []


# Withdraw and restore


def test_a_withdrawn_page_says_since_when_and_what_to_read_instead(publisher):
    workflow.withdraw(publisher, KEY, "mistake", instead="therapy/ocrelizumab", note="Wrong dose.")
    current.forget_guide()
    response = Client().get("/treatments/siponimod/")
    text = response.content.decode()
    assert response.status_code == 410
    assert f"{timezone.localdate():%B %-d, %Y}" in text
    assert "It had a mistake in it." in text
    assert 'href="/treatments/ocrelizumab/"' in text
    assert "Wrong dose." not in text
    assert "/treatments/siponimod/" not in shown("/treatments/")
    assert "/treatments/siponimod/" not in shown("/sitemap.xml")
    assert "Withdrawn." in shown("/about/changes/")
    assert PageState.objects.get(key=KEY).withdrawn


def test_the_ready_made_handouts_that_name_a_withdrawn_page_go_with_it(publisher):
    edition = workflow.withdraw(publisher, KEY, "mistake")
    gone = {change["key"] for change in edition.changes}
    assert "visit/starting-siponimod" in gone
    assert "visit/starting-ocrelizumab" not in gone
    current.forget_guide()
    assert Client().get("/handout/starting-siponimod/").status_code == 410
    assert Client().get("/handout/starting-ocrelizumab/").status_code == 200


def test_a_withdrawn_page_can_be_public_again(publisher):
    version = current.public_versions()[KEY]
    workflow.withdraw(publisher, KEY, "checking")
    workflow.restore(publisher, version)
    current.forget_guide()
    assert Client().get("/treatments/siponimod/").status_code == 200
    assert f"withdrawn/{KEY}" not in current.current_manifest()


def test_a_withdrawn_page_can_be_mended_and_come_back_through_review(editor, reviewer, publisher):
    workflow.withdraw(publisher, KEY, "mistake")
    change_a_sentence()
    assert KEY in {state.key for state in PageState.objects.waiting()}
    submission = workflow.submit(editor, [KEY], "Mended.")
    workflow.approve(reviewer, submission)
    workflow.publish(publisher, [submission])
    assert "A sentence that was changed." in shown()


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("subtype/active", "the walk leads to it"),
        ("info/home", "cannot do without it"),
        ("glossary/glossary", "cannot do without it"),
        ("side-effect/depression", "lists the side effect"),
        ("therapy/none", "not public"),
    ],
)
def test_what_readers_cannot_do_without_cannot_be_withdrawn(key, words, publisher):
    with pytest.raises(workflow.Refused, match=words):
        workflow.withdraw(publisher, key, "checking")
    assert Edition.objects.current_number() == 1


def test_what_to_read_instead_must_be_public(publisher):
    with pytest.raises(workflow.Refused, match="another page that is public"):
        workflow.withdraw(publisher, KEY, "checking", instead=KEY)


def test_a_version_that_never_was_public_cannot_be_restored(editor, publisher):
    submission = submitted(editor)
    with pytest.raises(workflow.Refused, match="was public before"):
        workflow.restore(publisher, submission.pages.get().version)


def test_what_is_public_is_not_restored(publisher):
    with pytest.raises(workflow.TooLate, match="public already"):
        workflow.restore(publisher, current.public_versions()[KEY])


def test_a_version_whose_source_is_gone_is_not_restored_and_the_source_is_named(
    editor, reviewer, publisher
):
    first = current.public_versions()[KEY]
    workflow.publish(publisher, [approved(editor, reviewer)])
    shorter = structures.load(current.public_versions()["sources/sources"].payload)
    kept = {source.key: source for source in shorter.sources if source.key != "lbl_siponimod"}
    version = publishing.store_version(freeze_sources(kept), None, timezone.now())
    manifest = {**current.current_manifest(), "sources/sources": version.pk}
    Edition.objects.create(number=3, manifest=manifest, note="x", published_at=timezone.now())
    with pytest.raises(workflow.Refused, match="cites lbl_siponimod, no longer among"):
        workflow.restore(publisher, first)


def test_a_version_of_a_shape_that_can_no_longer_be_shown_is_not_restored(publisher):
    old = PageVersion.objects.create(
        key=KEY,
        number=99,
        schema=0,
        payload={"kind": "therapy", "a_field_of_old": 1},
        sha256="0" * 64,
        created_at=timezone.now(),
    )
    current = Edition.objects.current()
    Edition.objects.create(
        number=2, manifest={KEY: old.pk}, note="old", published_at=current.published_at
    )
    Edition.objects.create(
        number=3, manifest=current.manifest, note="new", published_at=current.published_at
    )
    with pytest.raises(workflow.Refused, match="older version of this software"):
        workflow.restore(publisher, old)


# Remarks and links


def test_a_remark_is_kept_for_ever(editor, reviewer):
    submission = submitted(editor)
    workflow.comment_on(reviewer, submission, "Which label?")
    [remark] = submission.remarks.all()
    with pytest.raises(TypeError):
        remark.delete()
    with pytest.raises(TypeError):
        Remark.objects.all().delete()


def link_to(editor):
    submission = submitted(editor)
    link = preview_links.make_link(editor, submission)
    return submission, link, link.get_absolute_url()


def test_a_link_shows_the_submission_to_somebody_without_an_account(editor):
    _, _, address = link_to(editor)
    response = Client().get(address)
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["X-Robots-Tag"] == "noindex"
    [inner] = re.findall(rf'href="({re.escape(address)}\d+/)"', response.content.decode())
    page = Client().get(inner)
    assert "A sentence that was changed." in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]


def test_a_link_ends_by_time_by_hand_and_with_its_submission(editor, monkeypatch):
    submission, link, address = link_to(editor)
    token = address.rstrip("/").rpartition("/")[2]
    later = timezone.now() + timedelta(days=preview_links.LINK_DAYS, minutes=1)
    assert preview_links.pages_behind_link(token)
    assert preview_links.pages_behind_link(token, now=later) is None
    preview_links.revoke_link(editor, link)
    assert Client().get(address).status_code == 404
    second = preview_links.make_link(editor, submission).get_absolute_url()
    assert Client().get(second).status_code == 200
    workflow.retract(editor, submission)
    assert Client().get(second).status_code == 404


def test_a_link_that_was_guessed_or_leads_to_another_page_is_not_found(editor):
    _, _, address = link_to(editor)
    assert Client().get(address[:-3] + "xx/").status_code == 404
    assert Client().get(f"{address}999999/").status_code == 404


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
def test_each_step_needs_its_right(step, people):
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
        "publish": lambda user: workflow.publish(user, [submission]),
        "withdraw": lambda user: workflow.withdraw(user, KEY, "checking"),
        "restore": lambda user: workflow.restore(user, first),
    }
    people["nobody"] = make_user("nobody")
    people["gone"] = make_user("gone", "submit", "approve", "publish", is_active=False)
    for role, user in people.items():
        if role not in RIGHTS[step]:
            with pytest.raises(PermissionDenied):
                calls[step](user)
    assert Edition.objects.current_number() == 1
    assert Submission.objects.get().state == "in-review"


# Two at once

PUBLISHER = """
import sys
import django

django.setup()
from django.contrib.auth.models import User
from guidance.editorial import workflow as editorial
from guidance.models import Submission

submission = Submission.objects.get()
user = User.objects.get(username="publisher")
print("ready", flush=True)
sys.stdin.readline()
try:
    editorial.publish(user, [submission])
except editorial.TooLate as late:
    print("late:", late)
else:
    print("published")
"""


APPROVED = """
from django.contrib.auth.models import User
from guidance import editorial
from tests.make import submitted

editor, reviewer, _ = map(User.objects.create_superuser, ("editor", "reviewer", "publisher"))
editorial.approve(reviewer, submitted(editor))
print(1)
"""
EDITIONS = """
from guidance.models import Edition
print(json.dumps(sorted(Edition.objects.values_list("number", flat=True))))
"""


def test_of_two_who_publish_at_once_one_wins_and_the_other_is_told(own_site):
    own_site.ask(APPROVED)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    publishers = [own_site.start("-c", PUBLISHER, **pipes) for _ in range(2)]
    for process in publishers:
        assert process.stdout.readline() == "ready\n"
    for process in publishers:
        process.stdin.write("go\n")
        process.stdin.flush()
    late, published = sorted(process.communicate()[0].strip() for process in publishers)
    assert published == "published"
    assert "publisher" in late
    assert own_site.ask(EDITIONS) == [1, 2]
