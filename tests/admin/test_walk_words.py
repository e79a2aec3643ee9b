"""A clinic edits the words of the walk, publishes them and has them signed off."""

import re
from datetime import date

import pytest
from django.urls import reverse

from guidance.editorial import current, publishing
from guidance.models import Edition, Info, SideEffect, Symptom, Therapy, Walk, WalkText
from guidance.pages.structures import Review
from guidance.views import walk_pages
from guidance.walk.examples import examples
from guidance.walk.notes import Ask, Note, Settle
from guidance.walk.questions import NODES
from guidance.walk.shipped import SHIPPED
from guidance.walk.vocabulary import PLACES
from tests import make_pages as make
from tests.html import form_data
from tests.staff import place

pytestmark = pytest.mark.django_db

HEADING = "question/safety/heading"
OURS = "Do you need a person right now?"


def form_of(client):
    return client.get(place(Walk, "change", Walk.objects.get().pk)).content.decode()


def first_question(client):
    return client.get("/find-your-type/safety/").content.decode()


def test_the_form_has_each_text_with_its_place_beside_the_routes_and_their_list(admin_client):
    text = form_of(admin_client)
    assert all(f'id="text-{key}"' in text for key in PLACES)
    assert text.count('class="walk-diagram__name"') == len(NODES)
    for name, node in NODES.items():
        assert f'id="station-{name}"' in text
        assert all(f'href="#station-{goal}"' in text for goal in node.routes.values())
    assert "No clinician has signed off the public words." in text


def test_a_word_that_is_edited_is_public_when_it_is_published(admin_client):
    address = place(Walk, "change", Walk.objects.get().pk)
    data = form_data(admin_client.get(address))
    field = next(name for name, value in data.items() if value == "Do you need help right now?")
    assert admin_client.post(address, {**data, field: OURS}).status_code == 302
    assert WalkText.objects.get(key=HEADING).text == OURS
    assert OURS not in first_question(admin_client)
    assert "One text of this draft is not public yet" in form_of(admin_client)
    drawn = form_of(admin_client)
    marked = drawn.count("walk-diagram__box--changed")
    assert marked == 1 and "safety\n (changed)" in drawn
    publishing.publish(None, "Other words.")
    assert OURS in first_question(admin_client)
    assert "walk-diagram__box--changed" not in form_of(admin_client)
    assert "This draft has the public words." in form_of(admin_client)


def test_a_source_that_does_not_exist_is_named_at_its_text(admin_client):
    address = place(Walk, "change", Walk.objects.get().pk)
    data = form_data(admin_client.get(address))
    field = next(name for name, value in data.items() if "[@aan_dmt]" in str(value))
    answer = admin_client.post(address, {**data, field: "It helps. [@aan_dtm]"})
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "aan_dtm" in text
    named = text.partition('class="problems"')[2].partition("</ul>")[0]
    assert "note/" not in named and "question/" not in named
    assert "Question “A medicine against MS?”: why we ask" in named


SIGNED = {
    "signed_off_by": "Ann Lee",
    "signed_off_credentials": "MD, neurologist",
    "signed_off_on": date(2026, 11, 29),
}


def end_of(client, address="/find-your-type/"):
    text = client.get(address).content.decode()
    return " ".join(text.partition('class="review-status"')[2].split())


def test_the_start_claims_no_sign_off_for_a_text_that_nobody_signed(client):
    Walk.objects.update(**SIGNED)
    publishing.publish(None, "Signed.")
    text = client.get("/find-your-type/").content.decode()
    assert "These questions were signed off by Ann Lee, MD, neurologist." in text
    assert "; only partly signed off by a clinician" in end_of(client)
    assert "This text: signed off by</dt> <dd>No clinician yet" in end_of(client)
    assert "The questions: signed off by</dt> <dd>Ann Lee, MD, neurologist" in end_of(client)
    Info.objects.filter(slug="find-your-type").update(**SIGNED)
    publishing.publish(None, "Signed, too.")
    assert "; signed off by Ann Lee" in end_of(client)
    assert "not yet signed" not in end_of(client)


@pytest.mark.parametrize(
    ("model", "slug", "address", "part"),
    [
        (Info, "treatments", "/treatments/", "The pages listed"),
        (Info, "types", "/types/", "The pages listed"),
        (Info, "symptoms", "/symptoms/", "The pages listed"),
        (Info, "side-effects", "/side-effects/", "The pages listed"),
        (Info, "glossary", "/glossary/", "The words of the glossary"),
        (Info, "sources", "/sources/", "The list of sources"),
        (Info, "get-help", "/get-help/", "The first lines"),
        (Therapy, "siponimod", "/treatments/siponimod/", "When to call"),
        (Symptom, "pain", "/symptoms/pain/", "When to call"),
        (SideEffect, "pml", "/side-effects/pml/", "The treatments listed"),
    ],
)
def test_a_sign_off_covers_no_text_of_another_page(client, model, slug, address, part):
    assert model.objects.filter(slug=slug).update(**SIGNED) == 1
    publishing.publish(None, "Signed.")
    assert "; only partly signed off by a clinician" in end_of(client, address)
    assert f"{part}: signed off by</dt>" in end_of(client, address)


def test_readers_are_told_who_signed_the_questions_or_that_nobody_did(client):
    for page in ("", "all/", "paper/"):
        text = client.get(f"/find-your-type/{page}").content.decode()
        assert text.count("No clinician has signed off these questions yet.") == 1, page
    review = Review(
        checked_on=date(2026, 11, 28),
        review_due=date(2027, 11, 28),
        signed_off_by="Ann Lee",
        signed_off_credentials="MD, neurologist",
        signed_off_on=date(2026, 11, 29),
    )
    signed = make.guide(make.walk(review=review))
    assert walk_pages.signed_by(signed) == (
        "These questions were signed off by Ann Lee, MD, neurologist."
    )
    upgraded = make.guide(make.walk({HEADING: None}, review=review))
    assert walk_pages.signed_by(upgraded) == "No clinician has signed off these questions yet."


def test_nobody_can_write_who_signed_the_questions_and_an_old_draft_with_that_text_works(
    admin_client,
):
    assert "No clinician has signed" not in form_of(admin_client).split("text-page/start/start")[1]
    walk = Walk.objects.get()
    said = "These questions were signed off by Dr. Nobody, MD."
    WalkText.objects.create(walk=walk, key="page/start/unsigned", text=said, order=900)
    assert form_of(admin_client)
    publishing.publish(None, "Texts of an earlier release.")
    text = admin_client.get("/find-your-type/").content.decode()
    assert "No clinician has signed off these questions yet." in text
    assert "Dr. Nobody" not in text


def test_an_edition_without_the_words_has_a_working_walk(client):
    edition = Edition.objects.current()
    manifest = {key: pk for key, pk in edition.manifest.items() if key != "walk/find-your-type"}
    Edition.objects.create(
        number=edition.number + 1, manifest=manifest, changes={}, published_at=edition.published_at
    )
    current.forget_guide()
    assert "walk/find-your-type" not in current.current_guide().pages
    assert "Do you need help right now?" in first_question(client)
    assert (
        "No clinician has signed off these questions yet."
        in client.get("/find-your-type/").content.decode()
    )


def test_a_draft_of_the_walk_is_previewed_page_by_page_as_readers_will_see_it(admin_client):
    WalkText.objects.filter(key=HEADING).update(text=OURS)
    address = reverse("preview", args=["walk", Walk.objects.get().pk])
    listed = admin_client.get(address).content.decode()
    assert OURS not in first_question(admin_client)
    pages = listed.partition("<dl")[0]
    assert "{months}" not in pages and "Get help first: An emergency</a>" in pages
    for name in examples():
        assert f'href="?at={name}"' in listed
        response = admin_client.get(address, {"at": name})
        text = response.content.decode()
        assert response.status_code == 200, name
        assert "Preview of a draft." in text and "<h1" in text
        assert "no-store" in response.headers["Cache-Control"]
    first = admin_client.get(address, {"at": "question/safety"}).content.decode()
    assert f"<h1>{OURS}</h1>" in first
    assert re.search(r'<button class="button" type="submit" disabled>', first)
    assert not admin_client.get(address, {"at": "question/safety"}).cookies
    other = admin_client.get(address, {"at": "question/told", "for": "another"}).content.decode()
    assert SHIPPED["question/told/heading"].another in other
    assert admin_client.get(address, {"at": "question/nothing"}).status_code == 404


def test_texts_are_found_by_words_and_the_others_stay_in_the_form(admin_client):
    address = place(Walk, "change", Walk.objects.get().pk)
    text = admin_client.get(address, {"find": "enhancing SPOTS"}).content.decode()
    shown = re.findall(r'<div class="walk-text" id="text-([^"]+)"', text)
    assert "question/spots/heading" in shown or "settle/mri-report/ask" in shown
    assert len(shown) < 20 and len(shown) + text.count('class="walk-text" hidden') == len(PLACES)
    assert f"{len(shown)} texts have these words" in text
    data = form_data(admin_client.get(address, {"find": "enhancing spots"}))
    before = WalkText.objects.count()
    assert admin_client.post(f"{address}?find=enhancing", data).status_code == 302
    assert WalkText.objects.count() == before


def test_no_place_of_a_text_is_a_code_word():
    codes = {*NODES, *Note, *Settle, *Ask} - {"swallowing", "breathing"}
    named = {word for place in PLACES.values() for word in re.findall("“([^”]*)”", place.where)}
    assert not named & codes
