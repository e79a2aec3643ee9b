"""Sign-offs: a clinician reads one whole page with its sources and signs it, and no other."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from guidance.editorial import current, new_edition, refusals, sign_offs, workflow
from guidance.models import Credentials, SideEffect, Source, Submission, Therapy
from guidance.pages.claims import claims
from tests.html import words_of
from tests.make import KEY, SIGN_OFF, change_a_sentence, may_sign
from tests.staff import HOME, place, sign_page

pytestmark = pytest.mark.django_db

ASK = reverse("admin:guidance_submission_ask_sign_off")


def in_a_year():
    return f"{timezone.localdate() + timedelta(days=365)}"


def typed(**more):
    return {"name": "Dr. Test", "credentials": "MD", "review_due": in_a_year(), **more}


def ask(client, *keys):
    client.post(ASK, {"page": keys})
    return list(Submission.objects.filter(for_sign_off=True).order_by("pk"))


def sign_address(submission, row=None):
    row = row or submission.pages.get()
    return reverse("admin:guidance_submission_sign", args=[submission.pk, row.pk])


def test_an_unchanged_page_is_signed_off_and_its_words_stay(sign_in, people):
    [asked] = ask(sign_in("Editor"), KEY)
    before = current.current_guide().page(KEY)
    client = sign_in("Clinical reviewer")
    review = words_of(client.get(asked.get_absolute_url()).content.decode())
    assert "No words of this page change." in review
    assert "only what is known of a source" not in review  # that changes neither
    assert "To sign off, each page by itself (1)" in words_of(client.get(HOME).content.decode())
    assert sign_page(client, asked, **typed()).status_code == 302
    new_edition.publish(people["Publisher"], [Submission.objects.get(pk=asked.pk)])
    current.forget_guide()
    page = current.current_guide().page(KEY)
    assert page.review.signed_off_by == "Dr. Test"
    assert (page.summary, page.sections) == (before.summary, before.sections)
    changes = words_of(sign_in("").get("/about/changes/").content.decode())
    assert "Signed off by a clinician. The words are the same." in changes
    assert "A clinician read the whole page." in changes  # and not "again": nobody had before
    assert Therapy.objects.get(slug="siponimod").signed_off_by == "Dr. Test"


def test_twenty_pages_are_asked_for_at_once_and_each_is_a_submission_of_its_own(sign_in):
    client = sign_in("Editor")
    rows = list(Therapy.objects.order_by("name")[:20])
    picked = {"action": "ask_for_sign_off", "_selected_action": [row.pk for row in rows]}
    confirm = client.post(place(Therapy, "changelist"), picked, follow=True)
    page = words_of(confirm.content.decode())
    assert "Waiting for a sign-off now: 0. Afterwards: 20." in page
    assert "Pages to send (20)" in page
    made = ask(client, *(one.key for one in confirm.context["can"]))
    assert [submission.pages.count() for submission in made] == [1] * 20
    home = words_of(client.get(HOME).content.decode())
    assert "Public pages signed off: 0 of" in home
    client = sign_in("Clinical reviewer")
    after = sign_page(client, made[0], **typed())
    assert after.headers["Location"] == sign_address(made[1])
    assert Submission.objects.filter(state="approved").count() == 1


def test_pages_that_cannot_be_signed_off_unchanged_are_left_out_with_a_reason(sign_in, waiting):
    change_a_sentence(slug="fingolimod")
    client = sign_in("Editor")
    keys = [KEY, "therapy/fingolimod", "therapy/none", "glossary/glossary", "therapy/ocrelizumab"]
    page = words_of(client.get(ASK, {"page": keys}).content.decode())
    assert "Left out (4)" in page
    assert f"Siponimod is in {waiting} already." in page
    assert "submit that for review" in page
    assert "therapy/none is not public." in page
    [made] = ask(client, *keys)
    assert made.pages.get().key == "therapy/ocrelizumab"
    refused = client.post(ASK, {"page": keys})
    assert (refused.status_code, Submission.objects.filter(for_sign_off=True).count()) == (422, 1)
    assert sign_in("Publisher").get(ASK).status_code == 403


def test_one_signature_never_covers_two_pages(sign_in, people):
    for slug in ("siponimod", "fingolimod"):
        change_a_sentence(slug=slug)
    keys = [KEY, "therapy/fingolimod"]
    submission = workflow.submit(people["Editor"], keys, "Clearer.")
    with pytest.raises(refusals.Refused, match="Sign each page by itself"):
        workflow.approve(may_sign(people["Clinical reviewer"]), submission, sign_off=SIGN_OFF)
    client = sign_in("Clinical reviewer")
    rows = {row.key: row for row in submission.pages.all()}
    assert sign_page(client, submission, rows[KEY], **typed()).status_code == 302
    submission.refresh_from_db()
    assert submission.state == "in-review"
    review = " ".join(client.get(submission.get_absolute_url()).content.decode().split())
    assert "Siponimod: signed by Dr. Test" in review
    assert "Read and sign Fingolimod" in review
    workflow.approve(people["Clinical reviewer"], submission)
    new_edition.publish(people["Publisher"], [submission])
    current.forget_guide()
    guide = current.current_guide()
    assert [guide.page(key).review.signed_off_by for key in keys] == ["Dr. Test", ""]


def test_notes_and_sources_that_nobody_opened_stand_on_top_and_want_an_answer(sign_in):
    Therapy.objects.filter(slug="siponimod").update(staff_note="Five harms are from memory only.")
    Source.objects.filter(key="lbl_siponimod").update(how_checked="not-yet")
    [asked] = ask(sign_in("Editor"), KEY)
    client = sign_in("Clinical reviewer")
    page = client.get(sign_address(asked)).content.decode()
    assert page.index("from memory only") < page.index("The whole page")
    assert page.index("Source that nobody opened") < page.index("The whole page")
    guide = current.current_guide()
    whole = " ".join(words_of(page).split())
    for claim in claims(guide.page(KEY)):
        assert " ".join(claim.words.split()) in whole
    refused = client.post(sign_address(asked), typed(read="on", answer_0="Read them now."))
    assert refused.status_code == 422
    assert "Answer this before you sign." in refused.content.decode()
    assert "Read them now." in refused.content.decode()
    assert sign_page(client, asked, **typed()).status_code == 302
    assert "Answer: It is as it should be." in asked.remarks.get().text


def test_a_page_is_not_signed_unread_nor_approved_without_a_signature(sign_in, people):
    [asked] = ask(sign_in("Editor"), KEY)
    client = sign_in("Clinical reviewer")
    refused = sign_page(client, asked, **typed(read=""))
    assert refused.status_code == 422
    assert "Tick this when you have read the whole page." in refused.content.decode()
    with pytest.raises(refusals.Refused, match="Read it and sign it"):
        workflow.approve(people["Clinical reviewer"], asked)
    assert ">Approve<" not in client.get(asked.get_absolute_url()).content.decode()


def test_who_asked_for_it_or_may_not_approve_does_not_sign(sign_in, people):
    [asked] = ask(sign_in("Editor"), KEY)
    assert sign_page(sign_in("Editor"), asked, **typed()).status_code == 403
    both = people["Editor"]
    both.groups.add(people["Clinical reviewer"].groups.get())
    refused = sign_page(sign_in("Editor"), asked, **typed())
    assert refused.status_code == 422
    assert "Somebody else must approve it." in refused.content.decode()
    asked.refresh_from_db()
    assert asked.state == "in-review"


def test_name_and_credentials_come_from_the_account_that_has_them(sign_in, people):
    reviewer = people["Clinical reviewer"]
    reviewer.first_name, reviewer.last_name = "Robin", "Reviewer"
    reviewer.save()
    Credentials.objects.create(user=reviewer, words="MD, neurologist")
    [asked] = ask(sign_in("Editor"), KEY)
    client = sign_in("Clinical reviewer")
    assert "Robin Reviewer, MD, neurologist." in words_of(
        client.get(sign_address(asked)).content.decode()
    )
    response = sign_page(client, asked, review_due=in_a_year(), comment="Dr. House")
    assert response.status_code == 302
    asked.refresh_from_db()
    signed = (asked.signed_off_by, asked.signed_off_credentials)
    assert signed == ("Robin Reviewer", "MD, neurologist")


def test_a_manager_sets_credentials_of_others_and_not_their_own(sign_in, people):
    client = sign_in("Manager")
    for role, offered in (("Clinical reviewer", True), ("Manager", False)):
        address = reverse("admin:auth_user_change", args=[people[role].pk])
        page = client.get(address).content.decode()
        assert ('name="credentials"' in page) == offered


@pytest.mark.parametrize("lacking", ["name", "credentials", "both"])
def test_a_reviewer_without_credentials_cannot_sign_and_is_told_whom_to_ask(
    lacking, sign_in, people
):
    reviewer = people["Clinical reviewer"]
    if lacking == "credentials":
        reviewer.first_name = "Robin"
        reviewer.save()
    if lacking == "name":
        Credentials.objects.create(user=reviewer, words="MD, neurologist")
    [asked] = ask(sign_in("Editor"), KEY)
    client = sign_in("Clinical reviewer")
    page = client.get(sign_address(asked)).content.decode()
    assert "Ask a Manager to set your credentials." in page
    assert 'name="name"' not in page
    data = {"read": "on", "name": "Dr. House", "credentials": "MD", "review_due": in_a_year()}
    answers = {f"answer_{number}": "Fine." for number in range(9)}
    refused = client.post(sign_address(asked), {**data, **answers})
    assert refused.status_code == 422
    assert "Ask a Manager to set your credentials." in refused.content.decode()
    asked_for = len(refused.context["form"].questions)
    assert refused.content.decode().count("Fine.") == asked_for  # nothing typed is lost
    asked.refresh_from_db()
    assert (asked.state, asked.signed_off_by) == ("in-review", "")


def test_a_signature_after_somebody_sent_the_page_back_is_refused(sign_in, people):
    for slug in ("siponimod", "fingolimod"):
        change_a_sentence(slug=slug)
    submission = workflow.submit(people["Editor"], [KEY, "therapy/fingolimod"], "Clearer.")
    row = submission.pages.first()
    workflow.request_changes(people["Clinical reviewer"], submission, "Mend it.")
    refused = sign_page(sign_in("Clinical reviewer"), submission, row, **typed())
    assert refused.status_code == 422
    assert "Sent back" in refused.content.decode()


def test_a_page_without_a_review_asks_for_no_signature(people, sign_in):
    assert [one.why_not for one in sign_offs.askable(["clinic/clinic"])] == ["has no sign-off"]
    SideEffect.objects.filter(slug="acne").update(name="Spots")
    assert sign_offs.askable(["side-effect/acne"])[0].signed is False
