"""A sign is written, reviewed and signed once; the pages that name it show its public words."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guidance.content import export
from guidance.editorial import current, new_edition, workflow
from guidance.editorial.refusals import BreaksRules, Refused
from guidance.handout import changes
from guidance.models import HelpLevel, PageVersion, SideEffect, Sign, Therapy, WarningSign
from guidance.pages.guide import SIGNS
from guidance.pages.text import plain
from tests.editorial.steps import edit, shown
from tests.html import words_of
from tests.make import KEY, SIGN_OFF, may_sign

pytestmark = pytest.mark.django_db

WORDS = "You notice a smell of burnt toast."


def a_sign(**fields):
    """A new row of the table of signs, with the dates and the source of another one."""
    other = Sign.objects.get(slug="chest-pain")
    source = other.text.partition("[@")[2].partition("]")[0]
    defaults = {
        "slug": "burnt-toast",
        "text": f"{WORDS} [@{source}]",
        "level": "same-day",
        "part": "head",
        "checked_on": other.checked_on,
        "review_due": other.review_due,
    }
    return Sign.objects.create(**{**defaults, **fields})


def publish(people, *keys):
    submission = workflow.submit(people["Editor"], keys, "Clearer signs.")
    workflow.approve(people["Clinical reviewer"], submission)
    return new_edition.publish(people["Publisher"], [submission])


def versions():
    return {key: pk for key, pk in current.current_manifest().items() if key != SIGNS}


def test_a_sign_that_changes_shows_on_its_pages_whose_versions_stay(people):
    before, guide = versions(), current.current_guide()
    emergencies = guide.signs_of(guide.page(KEY))["emergency"]
    sign = min(emergencies, key=lambda sign: len(sign.text.source))
    row = Sign.objects.get(slug=sign.slug)
    edit(row, text=row.text.replace(".", " at night.", 1))
    assert "at night" not in words_of(shown())
    publish(people, SIGNS)
    assert "at night" in words_of(shown())
    assert versions() == before
    changed = changes.changes_since(guide, current.current_guide(), (KEY,))
    [page] = [page for page in changed if page.title == "Siponimod"]
    assert [(one.what, one.warning) for one in page.changes] == [("edited", True)]
    assert page.call


def test_the_few_words_of_a_sign_have_the_sources_of_its_text_and_go_out_without_them(people):
    sign = a_sign(short="Smell of toast [@typed]")
    publish(people, SIGNS)
    guide = current.current_guide()
    frozen = guide.signs[sign.slug]
    cited = sign.text.partition("[@")[2].partition("]")[0]
    assert frozen.short.source == f"Smell of toast [@{cited}]"
    table = export.content_of_table(guide.page(SIGNS), guide)
    [shape] = [shape for shape in table.signs if shape.slug == sign.slug]
    assert shape.short == "Smell of toast"
    assert {shape.short for shape in table.signs} == {
        row.short if row != sign else "Smell of toast" for row in Sign.objects.all()
    }


def test_a_page_and_a_new_sign_that_it_names_become_public_together(people):
    sign = a_sign()
    Therapy.objects.get(slug="siponimod").signs.add(sign)
    with pytest.raises(Refused, match="names the sign “burnt-toast”, which is not public"):
        workflow.submit(people["Editor"], [KEY], "A new sign.")
    publish(people, KEY, SIGNS)
    assert WORDS in words_of(shown())
    assert WORDS in words_of(shown(f"/get-help/{sign.part}/"))
    assert WORDS in words_of(shown("/get-help/?all=1"))


def test_a_preview_shows_the_signs_as_they_are_in_the_drafts(admin_client):
    therapy, sign = Therapy.objects.get(slug="siponimod"), a_sign()
    therapy.signs.add(sign)
    for model, row in (("therapy", therapy), ("sign", sign)):
        page = admin_client.get(reverse("preview", args=[model, row.pk])).content.decode()
        assert WORDS in words_of(page)
    change = reverse("admin:guidance_therapy_change", args=[therapy.pk])
    assert "There is no sign" not in words_of(admin_client.get(change).content.decode())


def test_a_sign_that_a_public_page_names_cannot_leave_the_table(people):
    edit(Sign.objects.get(slug="chest-pain"), slug="pain-in-the-chest")
    with pytest.raises((Refused, BreaksRules), match="chest-pain"):
        workflow.submit(people["Editor"], [SIGNS], "Another name.")


def test_the_clinician_signs_the_signs_that_were_submitted_and_no_later_one(people):
    chest = Sign.objects.get(slug="chest-pain")
    edit(chest, text=chest.text.replace(".", " today.", 1))
    submission = workflow.submit(people["Editor"], [SIGNS], "Clearer words.")
    later = a_sign()
    due = timezone.localdate() + timedelta(days=300)
    sign_off = replace(SIGN_OFF, review_due=due)
    workflow.approve(may_sign(people["Clinical reviewer"]), submission, sign_off=sign_off)
    new_edition.publish(people["Publisher"], [submission])
    assert Sign.objects.get(slug="chest-pain").signed_off_by == "Dr. Test Person"
    later.refresh_from_db()
    assert later.signed_off_by == ""


def test_what_a_clinic_wrote_before_there_were_signs_stays_beside_them(people):
    headache = SideEffect.objects.get(slug="headache")
    key = f"side-effect/{headache.slug}"
    source = Sign.objects.get(slug="chest-pain").text.partition("[@")[2].partition("]")[0]
    edit(headache, call_911=f"- You see a yellow ring. [@{source}]")
    WarningSign.objects.create(
        level=HelpLevel.objects.get(urgency="soon"), text=f"You see a green ring. [@{source}]"
    )
    publish(people, key, "help/help")
    page = words_of(shown("/side-effects/headache/"))
    assert "You see a yellow ring." in page
    listed = current.current_guide().signs_of(current.current_guide().page(key))
    for signs in listed.values():
        assert all(plain(sign.text.source) in page for sign in signs)
    assert "You see a green ring." in words_of(shown("/get-help/"))


def test_without_the_page_of_signs_no_page_is_shown_without_them():
    QuerySet(PageVersion).filter(key=SIGNS).update(payload={"kind": "signs"})
    current.forget_guide()
    response = Client().get("/treatments/siponimod/")
    assert response.status_code == 503
    assert "call 911" in words_of(response.content.decode()).lower()
