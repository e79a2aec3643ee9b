"""A page shows the edition in which it last changed, so that other pages stay as they are."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guidance.editorial import current, new_edition, withdrawal, workflow
from guidance.models import Sign, Therapy
from guidance.pages.guide import SIGNS, names_of_signs
from guidance.views.page_urls import address
from tests.editorial.steps import edit, shown
from tests.html import words_of
from tests.make import KEY, change_a_sentence, public_pages

pytestmark = pytest.mark.django_db

OTHERS = (
    *("/", "/treatments/ocrelizumab/", "/treatments/physical-therapy/", "/types/"),
    *("/types/active-progressing/", "/symptoms/", "/symptoms/bladder/", "/side-effects/acne/"),
    *("/glossary/", "/sources/", "/get-help/", "/about/", "/privacy/"),
    "/handout/starting-ocrelizumab/",
)
"""Addresses of pages of each kind that show no word of the page of siponimod."""


def publish(people, *keys, days=1):
    """Publish the drafts of ``keys``, as if some days had passed."""
    submission = workflow.submit(people["Editor"], keys, "Clearer words.")
    workflow.approve(people["Clinical reviewer"], submission)
    later = timezone.now() + timedelta(days=days)
    return new_edition.publish(people["Publisher"], [submission], now=later)


def answers(paths):
    """Return {path: (ETag, bytes)}."""
    current.forget_guide()
    found = {path: Client().get(path) for path in paths}
    assert {response.status_code for response in found.values()} == {200}
    return {path: (found[path].headers["ETag"], found[path].content) for path in found}


def unlike(before, after):
    """Return the addresses whose answers differ, so that a failed test does not print pages."""
    return {path for path, answer in before.items() if after[path] != answer}


def edition_on(path):
    """Return the number of the edition that a page shows, None if it shows none."""
    words = words_of(shown(path))
    if "Last changed" not in words:
        return None
    return int(words.partition("Last changed")[2].partition("Edition ")[2].partition(",")[0])


def test_publishing_one_page_leaves_the_bytes_of_the_others(people):
    before = answers(OTHERS)
    change_a_sentence()
    edition = publish(people, KEY)
    assert unlike(before, answers(OTHERS)) == set()
    day = f"{timezone.localdate(edition.published_at):%B %-d, %Y}"
    assert f"Last changed Edition 2, {day}" in " ".join(words_of(shown()).split())
    assert edition_on("/treatments/") == 2
    assert edition_on("/treatments/ocrelizumab/") == 1


@pytest.mark.long
def test_publishing_one_page_changes_only_pages_with_its_words(people):
    before = public_pages()
    change_a_sentence()
    publish(people, KEY)
    after = public_pages()
    assert unlike(before, after) == {
        "/treatments/siponimod/",
        "/treatments/",
        "/side-effects/",
        "/about/changes/",
    }


def test_a_sign_changes_only_the_pages_that_show_it(people):
    guide = current.current_guide()
    row = Sign.objects.get(slug="chest-pain")
    pages = [page for page in guide.pages.values() if names_of_signs(page)]
    therapies = [page for page in pages if page.kind == "therapy"]
    naming = next(page for page in therapies if row.slug in page.signs)
    other = next(page for page in therapies if row.slug not in page.signs)
    unchanged = answers([address(other)])
    edit(row, text=row.text.replace("pressure", "tightness", 1))
    publish(people, SIGNS)
    assert unlike(unchanged, answers([address(other)])) == set()
    assert edition_on(address(naming)) == edition_on("/get-help/") == 2


def test_a_page_that_comes_back_has_changed_and_so_has_a_list_that_lost_one(people):
    version = current.public_versions()[KEY]
    withdrawal.withdraw(people["Publisher"], KEY, "mistake")
    assert edition_on("/treatments/") == 2
    withdrawal.restore(people["Publisher"], version)
    assert (edition_on("/treatments/siponimod/"), edition_on("/treatments/")) == (3, 3)
    assert edition_on("/treatments/ocrelizumab/") == 1


def test_no_edition_is_named_where_rows_of_other_pages_may_go_or_a_draft_is_shown(admin_client):
    assert edition_on("/side-effects/pml/") is None
    row = Therapy.objects.get(slug="siponimod")
    preview = admin_client.get(reverse("preview", args=["therapy", row.pk])).content.decode()
    assert "Last changed" not in words_of(preview)
