"""Scheduled publication, withdrawal, restoring, comments and preview links."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from guidance.editorial import (
    current,
    new_edition,
    preview_links,
    publishing,
    refusals,
    withdrawal,
    workflow,
)
from guidance.editorial.freeze import freeze_sources
from guidance.models import (
    Edition,
    PageState,
    PageVersion,
    Remark,
    Therapy,
)
from guidance.pages import payloads
from guidance.pages.text import plain
from tests.editorial.steps import approved, log_of, shown
from tests.html import words_of
from tests.make import (
    KEY,
    change_a_sentence,
    submitted,
)

BY_TREATMENT = "/get-help/by-treatment/"
NOT_SHOWN_NOW = re.compile(r"Siponimod [^.]{1,60}\(page not shown now\)")
pytestmark = pytest.mark.django_db


# At a set time


def test_a_scheduled_submission_is_published_at_its_time(editor, reviewer, publisher):
    submission = approved(editor, reviewer)
    at = timezone.now() + timedelta(hours=2)
    workflow.schedule(publisher, submission, at)
    assert new_edition.publish_due(now=at - timedelta(minutes=1)) == []
    [(done, edition)] = new_edition.publish_due(now=at)
    assert (done, edition.published_by) == (submission, publisher)
    assert "A sentence that was changed." in shown()
    assert new_edition.publish_due(now=at) == []


def test_a_time_in_the_past_is_refused(editor, reviewer, publisher):
    submission = approved(editor, reviewer)
    with pytest.raises(refusals.Refused, match="still to come"):
        workflow.schedule(publisher, submission, timezone.now())


def test_a_scheduled_submission_that_is_refused_loses_its_time(editor, reviewer, publisher):
    submission = approved(editor, reviewer)
    at = timezone.now() + timedelta(hours=2)
    workflow.schedule(publisher, submission, at)
    publisher.groups.clear()
    [(_, refused)] = new_edition.publish_due(now=at)
    assert isinstance(refused, refusals.Refused)
    submission.refresh_from_db()
    assert (submission.state, submission.publish_at) == ("approved", None)
    assert "Not published at its time." in log_of(submission)[-1][1]
    assert new_edition.publish_due(now=at) == []


# Withdraw and restore


def test_a_withdrawn_page_has_a_date_and_an_alternative(publisher):
    withdrawal.withdraw(
        publisher, KEY, "mistake", instead="therapy/ocrelizumab", note="Wrong dose."
    )
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
    assert "is not shown now." in shown("/search/?q=Mayzent")
    assert PageState.objects.get(key=KEY).withdrawn


def one_line(html):
    return re.sub(r" (?=[,.:])", "", " ".join(words_of(html).split()))


def test_a_withdrawn_treatment_goes_on_to_say_when_to_call_until_staff_take_that_off(publisher):
    page = current.current_guide().page(KEY)
    own = [sign for signs in current.current_guide().signs_of(page).values() for sign in signs]
    withdrawal.withdraw(publisher, KEY, "mistake")
    current.forget_guide()
    notice = Client().get("/treatments/siponimod/")
    assert notice.status_code == 410
    words = one_line(notice.content.decode())
    for sign in own:
        assert plain(sign.text.source) in words
    assert NOT_SHOWN_NOW.search(one_line(shown(BY_TREATMENT)))
    harm = f"/side-effects/{page.effects[0].side_effect}/"
    assert "Also listed on pages that are not shown now: Siponimod" in one_line(shown(harm))
    assert Client().get("/sources/").status_code == 200
    withdrawal.take_signs_off(publisher, KEY, note="Nobody takes it.")
    assert not NOT_SHOWN_NOW.search(one_line(shown(BY_TREATMENT)))
    assert "not shown now: Siponimod" not in one_line(shown(harm))
    current.forget_guide()
    notice = Client().get("/treatments/siponimod/")
    assert (notice.status_code, b"When to call" in notice.content) == (410, False)
    assert withdrawal.SIGNS_TAKEN_OFF in shown("/about/changes/")
    with pytest.raises(refusals.TooLate, match="taken off already"):
        withdrawal.take_signs_off(publisher, KEY)


def test_a_withdrawn_page_keeps_its_own_words_about_when_to_call_with_their_sources(publisher):
    Therapy.objects.filter(slug="siponimod").update(call_clinic="You feel odd. [@lbl_siponimod]")
    publishing.publish(publisher, "Odd.")
    withdrawal.withdraw(publisher, KEY, "mistake")
    current.forget_guide()
    notice = current.current_guide().withdrawn(KEY)
    assert [reference.source.key for reference in notice.references] == ["lbl_siponimod"]
    assert "You feel odd." in one_line(Client().get("/treatments/siponimod/").content.decode())


def test_the_signs_of_a_withdrawn_page_go_with_it_if_staff_say_so(publisher):
    withdrawal.withdraw(publisher, KEY, "not-sold", take_signs_off=True)
    current.forget_guide()
    assert not current.current_guide().withdrawn(KEY).says_when_to_call
    assert not NOT_SHOWN_NOW.search(one_line(shown(BY_TREATMENT)))


def test_ready_made_handouts_with_a_withdrawn_page_are_withdrawn(publisher):
    edition = withdrawal.withdraw(publisher, KEY, "mistake")
    gone = {change["key"] for change in edition.changes}
    assert "visit/starting-siponimod" in gone
    assert "visit/starting-ocrelizumab" not in gone
    current.forget_guide()
    assert Client().get("/handout/starting-siponimod/").status_code == 410
    assert Client().get("/handout/starting-ocrelizumab/").status_code == 200


def test_a_withdrawn_page_can_be_restored(publisher):
    version = current.public_versions()[KEY]
    withdrawal.withdraw(publisher, KEY, "checking")
    withdrawal.restore(publisher, version)
    current.forget_guide()
    assert Client().get("/treatments/siponimod/").status_code == 200
    assert f"withdrawn/{KEY}" not in current.current_manifest()


def test_a_withdrawn_page_can_be_corrected_and_published_after_review(editor, reviewer, publisher):
    withdrawal.withdraw(publisher, KEY, "mistake")
    change_a_sentence()
    assert KEY in {state.key for state in PageState.objects.waiting()}
    submission = workflow.submit(editor, [KEY], "Mended.")
    workflow.approve(reviewer, submission)
    new_edition.publish(publisher, [submission])
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
def test_required_pages_cannot_be_withdrawn(key, words, publisher):
    with pytest.raises(refusals.Refused, match=words):
        withdrawal.withdraw(publisher, key, "checking")
    assert Edition.objects.current_number() == 1


def test_the_alternative_to_a_withdrawn_page_must_be_public(publisher):
    with pytest.raises(refusals.Refused, match="another page that is public"):
        withdrawal.withdraw(publisher, KEY, "checking", instead=KEY)


def test_a_version_that_never_was_public_cannot_be_restored(editor, publisher):
    submission = submitted(editor)
    with pytest.raises(refusals.Refused, match="was public before"):
        withdrawal.restore(publisher, submission.pages.get().version)


def test_the_public_version_cannot_be_restored(publisher):
    with pytest.raises(refusals.TooLate, match="public already"):
        withdrawal.restore(publisher, current.public_versions()[KEY])


def test_a_version_with_a_removed_source_cannot_be_restored(editor, reviewer, publisher):
    first = current.public_versions()[KEY]
    new_edition.publish(publisher, [approved(editor, reviewer)])
    shorter = payloads.load(current.public_versions()["sources/sources"].payload)
    kept = {source.key: source for source in shorter.sources if source.key != "lbl_siponimod"}
    version = publishing.store_version(freeze_sources(kept), None, timezone.now())
    manifest = {**current.current_manifest(), "sources/sources": version.pk}
    Edition.objects.create(number=3, manifest=manifest, note="x", published_at=timezone.now())
    with pytest.raises(refusals.Refused, match="cites lbl_siponimod, no longer among"):
        withdrawal.restore(publisher, first)


def test_a_version_that_cannot_be_read_cannot_be_restored(publisher):
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
    with pytest.raises(refusals.Refused, match="older version of this software"):
        withdrawal.restore(publisher, old)


# Remarks and links


def test_a_comment_cannot_be_changed_or_deleted(editor, reviewer):
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


def test_a_link_stops_working_after_its_time_by_revoking_and_with_its_submission(
    editor, monkeypatch
):
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


def test_a_forged_link_is_not_found(editor):
    _, _, address = link_to(editor)
    assert Client().get(address[:-3] + "xx/").status_code == 404
    assert Client().get(f"{address}999999/").status_code == 404
