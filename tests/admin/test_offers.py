"""The words of a release beside those of the clinic: side by side, take and keep."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from guidance import models
from guidance.editorial import draft_status, withdrawal, workflow
from tests.content.releases import Release
from tests.make import make_user
from tests.staff import HOME, SUBMIT, place

pytestmark = pytest.mark.django_db

LIST = place(models.Offer, "changelist")
SIPONIMOD = "therapies/siponimod.toml"
PAGE = f"{reverse('admin:guidance_offer_page')}?page=therapy/siponimod"
OURS = "Call our nurse first. [@lbl_siponimod]"
THEIRS = "Call your MS team first. [@lbl_siponimod]"


@pytest.fixture
def release(tmp_path):
    return Release(tmp_path)


@pytest.fixture
def offer(release, monkeypatch):
    """The offer of a text that the clinic edited: the short answer about stopping."""
    models.Therapy.objects.filter(slug="siponimod").update(stopping_short=OURS)
    draft_status.update_status(["therapy/siponimod"])
    release.set(SIPONIMOD, "stopping_short", THEIRS)
    release.upgrade(monkeypatch)
    return models.Offer.objects.get()


def siponimod():
    return models.Therapy.objects.get(slug="siponimod")


def answer(client, offer, which, page=None):
    """Take or keep ``offer`` as it stands on the page, or on an earlier look at it."""
    page = page or client.get(PAGE).content.decode()
    [seen] = set(re.findall(r'name="seen" value="([^"]+)"', page))
    address = reverse(f"admin:guidance_offer_{which}", args=[offer.pk])
    return client.post(address, {"seen": seen}, follow=True)


def test_an_editor_sees_both_texts_with_what_differs(sign_in, offer):
    client = sign_in("Editor")
    home = client.get(HOME).content.decode()
    assert "Texts of a release beside your own (1)" in home
    assert f'href="{PAGE}"' in home
    assert "1 text" in client.get(LIST).content.decode()
    page = client.get(PAGE).content.decode()
    assert "Siponimod › Stopping: short answer" in page
    assert "<del>our nurse </del>" in page
    assert "<ins>your MS team </ins>" in page
    form = client.get(place(models.Therapy, "change", siponimod().pk)).content.decode()
    assert "other words for 1 text of this draft" in form
    submit = client.get(SUBMIT, {"page": "therapy/siponimod"}).content.decode()
    assert "Texts of a release wait for an answer" in submit


def test_taken_words_are_in_the_draft_with_the_name_of_who_took_them(sign_in, offer, people):
    client = sign_in("Editor")
    said = answer(client, offer, "take").content.decode()
    assert "The draft has the words of the release now." in said
    assert siponimod().stopping_short == THEIRS
    assert not models.Offer.objects.exists()
    assert models.Edition.objects.count() == 1
    entry = LogEntry.objects.latest("pk")
    assert entry.user == people["Editor"]
    assert entry.change_message == "Took from the release of next: Stopping: short answer."
    assert models.PageState.objects.get(key="therapy/siponimod").differs


def test_kept_words_stay_and_the_same_text_is_never_offered_again(sign_in, offer, release):
    client = sign_in("Editor")
    answer(client, offer, "keep")
    assert siponimod().stopping_short == OURS
    assert release.bring().offered == []
    assert not models.Offer.objects.exists()
    release.set(SIPONIMOD, "stopping_short", "Still other words. [@lbl_siponimod]")
    assert release.bring().offered == ["therapy/siponimod: stopping_short"]


def test_a_text_that_changed_after_it_was_shown_is_not_overwritten(sign_in, offer):
    client = sign_in("Editor")
    page = client.get(PAGE).content.decode()
    newer = "Somebody wrote this meanwhile. [@lbl_siponimod]"
    models.Therapy.objects.filter(slug="siponimod").update(stopping_short=newer)
    for which in ("take", "keep"):
        said = answer(client, offer, which, page).content.decode()
        assert "Somebody changed this text after it was shown to you." in said
        assert "Somebody wrote this meanwhile." in said, "It is shown again, as it is now."
    assert siponimod().stopping_short == newer
    assert models.Offer.objects.exists()


def test_an_answer_to_an_offer_that_a_later_release_replaced_is_refused(sign_in, offer, release):
    client = sign_in("Editor")
    page = client.get(PAGE).content.decode()
    release.set(SIPONIMOD, "stopping_short", "Still other words. [@lbl_siponimod]")
    release.bring()
    said = answer(client, offer, "take", page).content.decode()
    assert "This was answered already" in said
    assert siponimod().stopping_short == OURS
    assert models.Offer.objects.get().values["stopping_short"].startswith("Still other")


@pytest.mark.parametrize("role", ["Clinical reviewer", "Publisher", "Manager"])
def test_who_may_not_edit_the_page_sees_the_offer_and_cannot_answer(sign_in, offer, role):
    client = sign_in(role)
    page = client.get(PAGE).content.decode()
    assert "Somebody who may edit this page answers it." in page
    assert 'value="Take"' not in page
    for which in ("take", "keep"):
        address = reverse(f"admin:guidance_offer_{which}", args=[offer.pk])
        assert client.post(address, {"seen": ""}).status_code == 403
        assert client.get(address).status_code == 405
    assert siponimod().stopping_short == OURS


def test_staff_without_rights_on_drafts_see_no_offers(client, offer):
    client.force_login(make_user("other"))
    assert client.get(LIST).status_code == 403
    assert client.get(PAGE).status_code == 403


def test_numbers_of_one_result_are_taken_together(sign_in, release):
    siponimod().evidence.filter(trial="EXPAND").update(with_treatment=261)
    release.change(SIPONIMOD, "without_treatment = 320", "without_treatment = 330")
    release.change(SIPONIMOD, "with_treatment = 260", "with_treatment = 250")
    release.bring()
    client = sign_in("Editor")
    page = client.get(PAGE).content.decode()
    assert "These belong together" in page
    answer(client, models.Offer.objects.get(), "take", page)
    result = siponimod().evidence.get(trial="EXPAND")
    assert (result.with_treatment, result.without_treatment) == (250, 330)


def test_a_row_that_the_release_took_away_goes_when_staff_take_that(sign_in, release):
    siponimod().monitoring.filter(name="Gene test").update(text="Our words. [@lbl_siponimod]")
    release.change(SIPONIMOD, r'\[\[monitoring\]\]\nname = "Gene test".*?moment = "before"\n', "")
    release.bring()
    client = sign_in("Editor")
    assert "no longer has this row" in client.get(PAGE).content.decode()
    answer(client, models.Offer.objects.get(), "take")
    assert not siponimod().monitoring.filter(name="Gene test")


def test_an_offer_is_void_when_the_draft_says_the_same_or_its_row_is_gone(admin_client, offer):
    therapy = siponimod()
    models.Therapy.objects.filter(pk=therapy.pk).update(stopping_short=THEIRS)
    draft_status.update_after(siponimod())
    assert not models.Offer.objects.exists()

    info = models.Info.objects.create(
        slug="ours",
        title="Ours",
        summary="Words.",
        checked_on="2026-11-23",
        review_due="2027-11-23",
    )
    models.Offer.objects.create(
        page="info/ours", table="info", row=info.pk, field="summary", values={"summary": "x"}
    )
    delete = place(models.Info, "delete", info.pk)
    assert admin_client.post(delete, {"post": "yes"}).status_code == 302
    assert not models.Offer.objects.exists()


def test_words_that_are_not_valid_in_the_draft_are_refused_with_the_reason(sign_in, offer):
    models.Offer.objects.update(values={"stopping_short": "It cites nothing known. [@lost]"})
    said = answer(sign_in("Editor"), offer, "take").content.decode()
    assert "It cannot be taken. There is no source with the key “lost”" in said
    assert siponimod().stopping_short == OURS


def test_what_an_upgrade_changed_is_submitted_in_one_go(sign_in, release, monkeypatch, people):
    release.set(SIPONIMOD, "stopping_short", THEIRS)
    release.set("symptoms/fatigue.toml", "name", "Tiredness, or fatigue")
    release.set("symptoms/sleep.toml", "name", "Sleep, in other words")
    withdrawal.withdraw(people["Publisher"], "symptom/sleep", why="mistake", note="Wrong.")
    release.upgrade(monkeypatch)
    assert models.PageState.objects.get(key="symptom/sleep").upgraded
    client = sign_in("Editor")
    assert "Changed by an upgrade, not public yet (2)" in client.get(HOME).content.decode()
    page = client.get(f"{SUBMIT}?all=upgraded").content.decode()
    ticked = re.findall(r'value="([^"]+)" checked', page)
    assert sorted(ticked) == ["symptom/fatigue", "therapy/siponimod"]
    client.post(SUBMIT, {"page": ticked, "reason": "Words of the new release."})
    submission = models.Submission.objects.get()
    assert "symptom/sleep" not in ticked, "A withdrawn page is not shown again by accident."
    assert {row.key for row in submission.pages.all()} == set(ticked)
    assert set(submission.authors.all()) == {people["Editor"]}
    workflow.approve(people["Clinical reviewer"], submission)
