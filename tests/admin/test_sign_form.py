"""Signs in the staff area: the chooser, what speaks of a sign, and what a change of one shows."""

import re

import pytest
from django.urls import reverse

from guidance.editorial import current, draft_status, new_edition, workflow
from guidance.models import SideEffect, Sign, Therapy
from guidance.pages.guide import SIGNS
from guidance.pages.text import plain
from tests.html import form_data, words_of
from tests.make import KEY, change_a_sentence
from tests.staff import SUBMIT, place

pytestmark = pytest.mark.django_db

RAISED = "chest-pain"


def lower_a_level(slug=RAISED):
    return changed(Sign.objects.get(slug=slug), level="next-visit", first=False)


def changed(row, **values):
    """Save ``values`` in a draft as the admin does, and return it."""
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    draft_status.update_after(row)
    return row


def test_signs_are_chosen_by_their_words_and_the_chosen_ones_stand_on_top(admin_client):
    row = Therapy.objects.get(slug="siponimod")
    page = admin_client.get(place(Therapy, "change", row.pk)).content.decode()
    chooser = page.partition('class="sign-chooser"')[2].partition("</fieldset>")[0]
    for sign in row.signs.all():
        assert plain(sign.short or sign.text) in " ".join(words_of(chooser).split())
        assert f">{sign.slug} (" not in page
    assert chooser.count(" checked") == row.signs.count()
    everything = page.partition('class="sign-chooser"')[2]
    assert len(re.findall(r'name="signs"', everything)) == Sign.objects.count()
    assert "js/signs" in page


def test_a_form_with_the_chooser_is_saved_as_it_was(admin_client):
    row = Therapy.objects.get(slug="siponimod")
    before = set(row.signs.values_list("slug", flat=True))
    address = place(Therapy, "change", row.pk)
    assert admin_client.post(address, form_data(admin_client.get(address))).status_code == 302
    assert set(row.signs.values_list("slug", flat=True)) == before


def test_who_changes_a_level_is_told_which_texts_speak_of_the_sign(sign_in):
    client = sign_in("Editor")
    form = words_of(client.get(place(Sign, "change", lower_a_level().pk)).content.decode())
    assert "show it with its level" in form or "shows it with its level" in form
    page = client.get(SUBMIT, {"page": SIGNS}).content.decode()
    assert "Signs whose level changes" in page
    assert "Says another level:" in page
    linked = page.partition("Says another level:")[2].partition("</li>")[0]
    assert 'href="/admin/guidance/' in linked
    client.post(SUBMIT, {"page": [SIGNS], "reason": "It is less urgent."})


def test_the_reviewer_is_told_too_and_readers_which_pages_show_the_sign(sign_in, people):
    lower_a_level()
    submission = workflow.submit(people["Editor"], [SIGNS], "Less urgent")
    review = sign_in("Clinical reviewer").get(submission.get_absolute_url()).content.decode()
    assert "Signs whose level changes" in review
    workflow.approve(people["Clinical reviewer"], submission)
    edition = new_edition.publish(people["Publisher"], [submission])
    guide = current.current_guide()
    names = [page.title for page in guide.pages.values() if RAISED in getattr(page, "signs", ())]
    [change] = edition.changes
    assert change["why"].startswith("Less urgent. Shown on: ")
    assert sorted(names)[0] in change["why"]


def test_mending_a_sign_leads_to_the_sign_itself(sign_in):
    row = Sign.objects.get(slug=RAISED)
    changed(row, text="hot " * 30 + "skin. [@lbl_siponimod]")
    response = sign_in("Editor").post(SUBMIT, {"page": [SIGNS], "reason": "Hot."})
    assert response.status_code == 422
    assert place(Sign, "change", row.pk) in response.content.decode()


def test_a_reason_that_was_typed_is_still_there_after_mending(sign_in):
    change_a_sentence(text="It is the best pill.")
    client = sign_in("Editor")
    typed = "Because the label of May says so."
    assert client.post(SUBMIT, {"page": [KEY], "reason": typed}).status_code == 422
    assert typed in client.get(SUBMIT, {"page": KEY}).content.decode()
    change_a_sentence()
    assert client.post(SUBMIT, {"page": [KEY], "reason": typed}).status_code == 302
    change_a_sentence(slug="fingolimod")
    assert typed not in client.get(SUBMIT, {"page": "therapy/fingolimod"}).content.decode()


def test_a_published_submission_calls_nothing_public_now_that_is_not(sign_in, waiting, people):
    client = sign_in("Publisher")
    assert "Public now" in client.get(waiting.get_absolute_url()).content.decode()
    workflow.approve(people["Clinical reviewer"], waiting)
    new_edition.publish(people["Publisher"], [waiting])
    page = client.get(waiting.get_absolute_url()).content.decode()
    assert "Public now" not in page
    assert "Public before" in page


def test_restoring_a_withdrawn_page_compares_it_with_what_was_public_last(sign_in):
    client = sign_in("Publisher")
    version = current.public_versions()[KEY]
    withdraw = f"{reverse('admin:guidance_pageversion_withdraw')}?page={KEY}"
    client.post(withdraw, {"why": "checking", "note": "Look."})
    current.forget_guide()
    page = client.get(reverse("admin:guidance_pageversion_change", args=[version.pk]))
    assert page.context["would_change"] == ()


def test_pages_of_one_title_are_told_apart_where_one_is_chosen_to_read_instead(sign_in):
    withdraw = f"{reverse('admin:guidance_pageversion_withdraw')}?page={KEY}"
    form = sign_in("Publisher").get(withdraw).context["form"]
    labels = [label for _, label in form.fields["instead"].choices]
    assert len(labels) == len({label.casefold() for label in labels})


def test_the_form_of_a_side_effect_says_which_signs_its_treatments_need(admin_client):
    row = SideEffect.objects.get(slug="skin-cancer")
    text = admin_client.get(place(SideEffect, "change", row.pk)).content.decode()
    assert "A treatment that lists it must name one of: new-mole." in text
