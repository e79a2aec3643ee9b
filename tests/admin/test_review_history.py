"""The history of a page, and the staff home page, in the staff area."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from guidance.editorial import current, draft_status, new_edition, workflow
from guidance.models import Clinic, PageState, PageVersion, Source, Submission, Therapy
from guidance.pages import payloads
from tests.make import KEY, SIGN_OFF, change_a_sentence, make_source, make_therapy, may_sign
from tests.staff import HOME, SUBMIT

pytestmark = pytest.mark.django_db


# History


def test_the_history_lists_versions_with_their_editions(sign_in, approved, people):
    new_edition.publish(people["Publisher"], [approved])
    client = sign_in("Publisher")
    history = f"{reverse('admin:guidance_pageversion_history')}?page={KEY}"
    rows = client.get(history).context["rows"]
    assert [(version.number, editions, public) for version, editions, public in rows] == [
        (2, [2], True),
        (1, [1], False),
    ]
    old = PageVersion.objects.get(key=KEY, number=1)
    restore = reverse("admin:guidance_pageversion_restore", args=[old.pk])
    change = reverse("admin:guidance_pageversion_change", args=[old.pk])
    would_change = client.get(change).content.decode()
    assert "What would change for readers" in would_change
    assert 'class="difference"' in would_change
    assert client.post(restore, {"note": ""}).status_code == 422
    assert client.post(restore, {"note": "Was right."}).headers["Location"] == history
    again = client.post(restore, {"note": "Again."})
    assert again.status_code == 422
    assert "public already" in again.content.decode()


def to_draft(version):
    return reverse("admin:guidance_pageversion_to_draft", args=[version.pk])


def test_an_old_version_is_loaded_into_the_draft_after_confirmation(sign_in, approved, people):
    new_edition.publish(people["Publisher"], [approved])
    was = Therapy.objects.get(slug="siponimod")
    Therapy.objects.filter(pk=was.pk).update(staff_note="Mind the dose.")
    old = PageVersion.objects.get(key=KEY, number=1)
    client = sign_in("Editor")
    page = reverse("admin:guidance_pageversion_change", args=[old.pk])
    assert "A sentence that was changed." in client.get(page).content.decode()
    refused = client.post(to_draft(old), {})
    assert refused.status_code == 422
    assert "Tick this if the draft as it is now may go." in refused.content.decode()
    client.post(to_draft(old), {"sure": "on"})
    now = Therapy.objects.get(slug="siponimod")
    assert now.how_it_works == payloads.load(old.payload).section("how-it-works").text.source
    assert (now.staff_note, now.revision) == ("Mind the dose.", was.revision + 1)
    assert now.side_effects.count() == was.side_effects.count()
    assert "A sentence that was changed." in client.get("/treatments/siponimod/").content.decode()
    assert PageState.objects.get(key=KEY).differs


def test_a_version_with_a_deleted_source_is_not_loaded(sign_in, people):
    make_source("short-lived")
    Therapy.objects.filter(slug="siponimod").update(stopping="Ask first. [@short-lived]")
    submission = workflow.submit(people["Editor"], [KEY], "Short.")
    Therapy.objects.filter(slug="siponimod").update(stopping="Ask. [@lbl_siponimod]")
    Source.objects.filter(key="short-lived").delete()
    version = submission.pages.get().version
    response = sign_in("Editor").post(to_draft(version), {"sure": "on"})
    assert response.status_code == 422
    assert "short-lived" in response.content.decode()
    assert Therapy.objects.get(slug="siponimod").stopping == "Ask. [@lbl_siponimod]"


@pytest.mark.parametrize("role", ["Clinical reviewer", "Publisher", "Manager"])
def test_only_who_may_edit_loads_a_version_into_a_draft(role, sign_in):
    version = current.public_versions()[KEY]
    assert sign_in(role).post(to_draft(version), {"sure": "on"}).status_code == 403


def test_a_page_without_a_history_is_not_found(sign_in):
    history = reverse("admin:guidance_pageversion_history")
    assert sign_in("Publisher").get(history, {"page": "therapy/none"}).status_code == 404


@pytest.mark.parametrize(("key", "offered"), [(KEY, True), ("walk/find-your-type", False)])
def test_the_history_offers_to_withdraw_only_what_can_be_withdrawn(key, offered, sign_in):
    history = reverse("admin:guidance_pageversion_history")
    text = sign_in("Publisher").get(history, {"page": key}).content.decode()
    assert ("Withdraw this page" in text) == offered


def test_withdrawing_needs_a_reason_and_keeps_the_form_values(sign_in):
    client = sign_in("Publisher")
    withdraw = f"{reverse('admin:guidance_pageversion_withdraw')}?page={KEY}"
    response = client.post(withdraw, {"why": "", "note": "Wrong dose."})
    assert response.status_code == 422
    assert "Choose what readers are told." in response.content.decode()
    assert "Wrong dose." in response.content.decode()
    response = client.post(
        f"{reverse('admin:guidance_pageversion_withdraw')}?page=subtype/active",
        {"why": "checking", "note": "x"},
    )
    assert "the walk leads to it" in response.content.decode()


def test_the_signs_of_a_withdrawn_page_are_taken_off_only_after_a_confirmation(sign_in):
    client = sign_in("Publisher")
    withdraw = f"{reverse('admin:guidance_pageversion_withdraw')}?page={KEY}"
    form = client.get(withdraw).content.decode()
    assert "Readers are still told when to call" in form
    assert "Does your clinic not offer it?" in form
    client.post(withdraw, {"why": "mistake", "note": "Wrong dose."})
    current.forget_guide()
    history = client.get(f"{reverse('admin:guidance_pageversion_history')}?page={KEY}")
    signs_off = f"{reverse('admin:guidance_pageversion_signs_off')}?page={KEY}"
    assert signs_off in history.content.decode()
    refused = client.post(signs_off, {"note": "Nobody takes it."})
    assert (refused.status_code, b"Tick this if" in refused.content) == (422, True)
    assert client.post(signs_off, {"note": "Nobody.", "sure": "on"}).status_code == 302
    current.forget_guide()
    assert client.get(signs_off).status_code == 404
    assert sign_in("Editor").get(signs_off).status_code == 403


def test_staff_mark_a_treatment_that_the_clinic_does_not_offer_and_readers_find_it(sign_in, people):
    Clinic.objects.update(offers={"siponimod": "not-here"})
    submission = workflow.submit(people["Editor"], ["clinic/clinic"], "Not here.")
    workflow.approve(people["Clinical reviewer"], submission)
    new_edition.publish(people["Publisher"], [submission])
    current.forget_guide()
    page = sign_in("").get("/treatments/siponimod/")
    assert page.status_code == 200
    assert "Our clinic does not offer this. Ask us where you can get it." in page.content.decode()


def test_the_draft_of_a_public_page_is_not_deleted_before_it_is_withdrawn(client, admin_user):
    client.force_login(admin_user)
    therapy = Therapy.objects.get(slug="siponimod")
    delete = reverse("admin:guidance_therapy_delete", args=[therapy.pk])
    assert "Withdraw its page first." in client.get(delete).content.decode()
    client.post(delete, {"post": "yes"})
    assert Therapy.objects.filter(slug="siponimod").exists()
    lone = make_therapy("lone")
    client.post(reverse("admin:guidance_therapy_delete", args=[lone.pk]), {"post": "yes"})
    assert not Therapy.objects.filter(slug="lone").exists()


# The first page


def test_the_home_page_lists_what_waits_for_each_role(sign_in, waiting, people):
    assert "To review (1)" in sign_in("Clinical reviewer").get(HOME).content.decode()
    assert "To review" not in sign_in("Editor").get(HOME).content.decode()
    workflow.request_changes(people["Clinical reviewer"], waiting, "Mend it.")
    page = sign_in("Editor").get(HOME).content.decode()
    assert "Sent back to you (1)" in page
    assert "Drafts that differ from the public page (1)" in page
    again = workflow.submit(people["Editor"], [KEY], "Mended.")
    page = sign_in("Editor").get(HOME).content.decode()
    assert "Sent back to you (0)" in page
    assert "Drafts that differ from the public page (0)" in page
    workflow.approve(people["Clinical reviewer"], again)
    assert "Approved, not yet public (1)" in sign_in("Publisher").get(HOME).content.decode()


def test_own_submissions_wait_for_their_author_only_without_a_second_reviewer(
    client, admin_user, settings
):
    change_a_sentence()
    workflow.submit(admin_user, [KEY], "Mine.")
    client.force_login(admin_user)
    assert "To review (0)" in client.get(HOME).content.decode()
    settings.SECOND_REVIEWER = False
    assert "To review (1)" in client.get(HOME).content.decode()


def test_stale_pages_are_submitted_with_the_list_of_sources(sign_in):
    source = Source.objects.get(key="lbl_siponimod")
    source.title = "A title that was mended"
    source.save()
    draft_status.update_after(source)
    client = sign_in("Editor")
    assert f'href="{SUBMIT}?all=stale"' in client.get(HOME).content.decode()
    asked = client.get(SUBMIT, {"all": "stale"}).context["asked"]
    assert {"sources/sources", KEY} <= set(asked)
    assert set(asked) == {state.key for state in PageState.objects.filter(differs=True)}


def test_the_review_warns_that_a_sign_off_would_be_lost(sign_in, people):
    change_a_sentence()
    first = workflow.submit(people["Editor"], [KEY], "Clearer.")
    due = timezone.localdate() + timedelta(days=365)
    signed = replace(SIGN_OFF, review_due=due)
    workflow.approve(may_sign(people["Clinical reviewer"]), first, sign_off=signed)
    new_edition.publish(people["Publisher"], [first])
    change_a_sentence("Other words. [@lbl_siponimod]")
    second = workflow.submit(people["Editor"], [KEY], "Again.")
    page = sign_in("Clinical reviewer").get(second.get_absolute_url()).content.decode()
    assert "Without a new one they lose it:" in page


def test_the_home_page_lists_stale_pages_overdue_reviews_and_old_sources(sign_in):
    source = Source.objects.get(key="lbl_siponimod")
    source.title, source.checked_on = "Mended", timezone.localdate() - timedelta(days=400)
    source.save()
    draft_status.update_after(source)
    soon, over = timezone.localdate() + timedelta(days=59), timezone.localdate() - timedelta(days=1)
    PageState.objects.filter(key="therapy/siponimod").update(review_due=over)
    PageState.objects.filter(key="therapy/fingolimod").update(review_due=soon)
    page = sign_in("Editor").get(HOME).content.decode()
    assert "because of source lbl_siponimod" in page
    assert "Review due within 60 days, or overdue (2)" in page
    assert page.count("<strong>overdue</strong>") == 1
    assert "Sources not checked for a year (1)" in page


def test_the_home_page_needs_as_many_queries_for_two_thousand_pages(
    sign_in, waiting, people, django_assert_max_num_queries
):
    PageState.objects.bulk_create(
        PageState(
            key=f"therapy/many-{number}",
            title=f"Many {number}",
            model="therapy",
            row=number,
            differs=True,
            stale_because="source x" if number % 2 else "",
            review_due=timezone.localdate(),
        )
        for number in range(2000)
    )
    for number in range(12):
        state = PageState.objects.get(key=f"therapy/many-{number}")
        row = Submission.objects.create(
            reason="x", submitted_by=people["Editor"], submitted_at=timezone.now()
        )
        row.pages.create(key=state.key, title=state.title, version=PageVersion.objects.first())
    current.current_guide()  # a serving process has it in memory
    client = sign_in("Clinical reviewer")
    with django_assert_max_num_queries(15):
        page = client.get(HOME).content.decode()
    assert "(2000)" in page
