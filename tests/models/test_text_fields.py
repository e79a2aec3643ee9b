"""Every text that staff type is cleaned and checked, in each table and each form of the staff area.

Through the real doors: the admin's forms, review, ``load_content`` and the feed.
"""

import inspect
import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.db import models as db
from django.urls import reverse
from django.utils import timezone

from guidance import models
from guidance.admin import ledger, publication, submission_forms
from guidance.content import load
from guidance.editorial import current, draft_status, new_edition, publishing, refusals, workflow
from guidance.models.cited import CitedText, Questions
from guidance.models.text_fields import Cleaned, StaffText
from tests.html import form_data
from tests.make import make_source
from tests.staff import sign_page

pytestmark = pytest.mark.django_db

BY_THE_SITE = {
    # Written by the steps of publishing alone, from what was cleaned already.
    *("PageVersion.key", "PageVersion.language", "PageVersion.sha256", "Edition.language"),
    "SetUpLink.digest",
    *("SubmittedPage.key", "SubmittedPage.title"),
    *("PageState.key", "PageState.title", "PageState.model", "PageState.stale_because"),
    "PageState.fault",
    # Written by an upgrade alone, from names of the site and of its releases.
    *("Offer.page", "Offer.table", "Offer.relation", "Offer.field", "Offer.release"),
    "ReceivedRow.name",
    # Their validators admit a few plain characters only.
    "Source.key",
}
GRIN = "\U0001f600"


def typed_fields():
    """Return {name: field} for every text of every table of the guide that is no fixed choice."""
    return {
        f"{model.__name__}.{field.name}": field
        for model in apps.get_app_config("guidance").get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, db.CharField | db.TextField)
        and not isinstance(field, db.SlugField)
        and not field.choices
    }


TYPED = {name: field for name, field in typed_fields().items() if name not in BY_THE_SITE}


def test_the_fields_that_only_the_site_writes_are_all_there():
    assert set(typed_fields()) >= BY_THE_SITE


@pytest.mark.parametrize("name", sorted(TYPED))
def test_each_text_of_a_table_is_cleaned_and_checked(name):
    field = TYPED[name]
    assert isinstance(field, Cleaned)
    assert field.to_python("a\x07b\u200bc e\u0301") == "abc \xe9"
    with pytest.raises(ValidationError, match="GRINNING FACE, U\\+1F600"):
        field.run_validators(f"text {GRIN}")


@pytest.mark.parametrize("name", sorted(name for name, field in TYPED.items() if field.editable))
def test_each_form_field_of_a_table_is_cleaned_and_checked(name):
    field = TYPED[name].formfield()
    assert isinstance(field, StaffText)
    with pytest.raises(ValidationError, match="RIGHT-TO-LEFT OVERRIDE"):
        field.clean("text \u202e")
    assert not field.has_changed("one line", "one\u200b line")


def forms_in(*modules):
    """Yield every form class that is written in ``modules``."""
    for module in modules:
        for _, found in inspect.getmembers(module, inspect.isclass):
            if issubclass(found, forms.BaseForm) and found.__module__ == module.__name__:
                yield found


def test_each_text_of_a_form_of_the_staff_area_is_cleaned_and_checked():
    looked_at = set()
    for form in forms_in(ledger, publication, submission_forms):
        for name, field in form.base_fields.items():
            if isinstance(field, forms.CharField) and not isinstance(field.widget, forms.Select):
                looked_at.add(f"{form.__name__}.{name}")
                if (form.__name__, name) != ("LedgerForm", "words"):  # searched for, never kept
                    assert isinstance(field, StaffText), f"{form.__name__}.{name}"
    assert looked_at == {
        *("SubmitForm.reason", "ApproveForm.comment"),
        *("SignForm.comment", "TakeSignsOffForm.note"),
        *("SendBackForm.comment", "RemarkForm.text"),
        *("WithdrawForm.note", "RestoreForm.note", "LedgerForm.words"),
    }


def test_migrations_see_the_fields_as_those_of_django():
    line, text = TYPED["Clinic.name"], TYPED["Submission.reason"]
    assert line.deconstruct()[1] == "django.db.models.CharField"
    assert text.deconstruct()[1] == "django.db.models.TextField"
    for kind in (CitedText, Questions):
        assert kind().deconstruct()[1] == f"guidance.models.cited.{kind.__name__}"


# The forms of drafts


def change(client, row, **texts):
    """Send the admin form of ``row`` with ``texts`` typed over what it shows."""
    place = reverse(f"admin:guidance_{row._meta.model_name}_change", args=[row.pk])
    return client.post(place, {**form_data(client.get(place)), **texts})


def test_a_pasted_list_is_saved_as_a_list(admin_client):
    row = models.SideEffect.objects.get(slug="acne")
    pasted = "Look for:\r\n\r\n•\tSpots\r\n\uf0b7\tA <b>red</b> ef\ufb01cient\u00ad rash\u200b"
    assert change(admin_client, row, what_it_is_like=pasted).status_code == 302
    row.refresh_from_db()
    assert row.what_it_is_like == "Look for:\n\n- Spots\n- A **red** efficient rash"


def test_pasted_questions_lose_their_numbers(admin_client):
    row = models.Subtype.objects.get(slug="stable")
    assert change(admin_client, row, questions="1. Why?\r\n2)\tWhen?").status_code == 302
    row.refresh_from_db()
    assert row.questions == "Why?\nWhen?"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (f"North Clinic {GRIN}", "GRINNING FACE, U+1F600) after “North Clinic”"),
        ("North\ufffd", "REPLACEMENT CHARACTER, U+FFFD) after “North”"),
        ("North\u202e", "RIGHT-TO-LEFT OVERRIDE, U+202E) after “North”"),
        ("North\uf0a8", "a private character of one font, U+F0A8) after “North”"),
    ],
)
def test_a_clinic_name_that_cannot_be_printed_is_refused_and_kept_in_the_form(
    admin_client, typed, words
):
    row = models.Clinic.objects.get()
    response = change(admin_client, row, name=typed)
    assert response.status_code == 422
    html = response.content.decode()
    assert words in html
    assert typed in html
    assert models.Clinic.objects.get().name == row.name


def test_a_staff_note_with_a_character_that_cannot_be_printed_is_refused(admin_client):
    row = models.SideEffect.objects.get(slug="acne")
    response = change(admin_client, row, staff_note=f"Read it.\r\nAll {GRIN}")
    assert response.status_code == 200
    assert "GRINNING FACE, U+1F600) in line 2, after “All”" in response.content.decode()


def test_an_unchanged_form_changes_nothing(admin_client):
    for model in (models.Therapy, models.SideEffect, models.Symptom, models.Subtype, models.Info):
        row = model.objects.order_by("pk").last()
        before = model.objects.filter(pk=row.pk).values().get()
        change(admin_client, row)
        after = model.objects.filter(pk=row.pk).values().get()
        assert {**after, "revision": 0} == {**before, "revision": 0}


# Content files


def test_content_files_are_cleaned_when_they_are_loaded_and_then_do_not_differ(tmp_path):
    folder = tmp_path / "content"
    for path in load.CONTENT.rglob("*.toml"):
        copy = folder / path.relative_to(load.CONTENT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(path.read_text())
    acne = folder / "side_effects" / "acne.toml"
    acne.write_text(acne.read_text() + 'staff_note = "One\\u2028two\\u200b"\n')
    report = load.load(folder, overwrite=True)
    assert report.overwritten == ["side effect acne"]
    assert models.SideEffect.objects.get(slug="acne").staff_note == "One\ntwo"
    report = load.load(folder)
    assert report.differing == []


def test_a_content_file_with_a_character_that_cannot_be_printed_is_refused(tmp_path):
    folder = tmp_path / "content"
    for path in load.CONTENT.rglob("*.toml"):
        copy = folder / path.relative_to(load.CONTENT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(path.read_text())
    clinic = folder / "clinic.toml"
    text = clinic.read_text().replace('emergency_wording = "', f'emergency_wording = "Now {GRIN} ')
    clinic.write_text(text)
    with pytest.raises(load.ContentError, match=r"clinic.*emergency_wording.*GRINNING FACE"):
        load.load(folder, overwrite=True)


# Review


def write_past_the_fields(row, **texts):
    """Write ``texts`` as a row of an earlier release could hold them."""
    columns = ", ".join(f"{name} = %s" for name in texts)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {row._meta.db_table} SET {columns} WHERE id = %s",
            [*texts.values(), row.pk],
        )
    return type(row).objects.get(pk=row.pk)


def test_an_old_draft_that_cannot_be_printed_is_not_submitted(admin_client):
    row = models.Clinic.objects.get()
    draft_status.update_after(write_past_the_fields(row, name=f"North Clinic {GRIN}"))
    response = admin_client.post(
        reverse("admin:guidance_submission_submit"),
        {"page": ["clinic/clinic"], "reason": "A name."},
    )
    assert "GRINNING FACE, U+1F600) after “North Clinic”" in response.content.decode()
    assert not models.Submission.objects.exists()


def old_submission(people, monkeypatch, **clinic):
    """Return a submission of the clinic's page from before there was a rule on characters."""
    write_past_the_fields(models.Clinic.objects.get(), **clinic)
    monkeypatch.setattr(workflow, "refuse_broken_rules", lambda *_: None)
    found = workflow.submit(people["Editor"], ["clinic/clinic"], "A name.")
    monkeypatch.undo()
    return found


def test_an_old_submission_that_cannot_be_printed_is_not_approved(people, monkeypatch, client):
    found = old_submission(people, monkeypatch, name=f"North Clinic {GRIN}")
    client.force_login(people["Clinical reviewer"])
    shown = client.get(found.get_absolute_url()).content.decode()
    assert "GRINNING FACE, U+1F600) after “North Clinic”" in shown
    response = client.post(
        reverse("admin:guidance_submission_approve", args=[found.pk]), {"comment": "Fine."}
    )
    assert "GRINNING FACE, U+1F600) after “North Clinic”" in response.content.decode()
    found.refresh_from_db()
    assert found.state == "in-review"


def test_what_was_approved_before_and_cannot_be_printed_is_not_published(people, monkeypatch):
    found = old_submission(people, monkeypatch, name=f"North Clinic {GRIN}")
    models.Submission.objects.filter(pk=found.pk).update(
        state="approved", decided_at=timezone.now()
    )
    found.refresh_from_db()
    before = current.current_guide().number
    with pytest.raises(refusals.Refused, match="GRINNING FACE"):
        new_edition.publish(people["Publisher"], [found])
    assert current.current_guide().number == before


def test_a_sign_off_that_cannot_be_printed_is_refused(people, client):
    models.SideEffect.objects.filter(slug="acne").update(name="Spots")
    draft_status.update_after(models.SideEffect.objects.get(slug="acne"))
    found = workflow.submit(people["Editor"], ["side-effect/acne"], "A plainer name.")
    client.force_login(people["Clinical reviewer"])
    due = f"{timezone.localdate() + timedelta(days=300)}"
    typed = {"name": f"Ann {GRIN}", "credentials": "MD", "review_due": due}
    response = sign_page(client, found, **typed)
    assert "GRINNING FACE, U+1F600) after “Ann”" in response.content.decode()
    found.refresh_from_db()
    assert found.state == "in-review"


# The feed


def test_a_reason_with_a_line_break_of_powerpoint_reaches_the_feed_as_lines(people, client):
    models.SideEffect.objects.filter(slug="acne").update(name="Spots")
    draft_status.update_after(models.SideEffect.objects.get(slug="acne"))
    client.force_login(people["Editor"])
    client.post(
        reverse("admin:guidance_submission_submit"),
        {"page": ["side-effect/acne"], "reason": "A plainer\x0bname\x07."},
    )
    found = models.Submission.objects.get()
    assert found.reason == "A plainer\nname."
    workflow.approve(people["Clinical reviewer"], found)
    new_edition.publish(people["Publisher"], [found])
    assert b"A plainer\nname." in client.get(reverse("changes_feed")).content


@pytest.mark.parametrize("sign", ["\x0b", "\x07", "\x0c", "\ufffe", "\uffff", "\x1f"], ids=ascii)
def test_the_feed_carries_old_editions_whatever_they_hold(client, sign):
    now = timezone.now()
    last = models.Edition.objects.current()
    edition = models.Edition.objects.create(
        number=last.number + 1,
        manifest=last.manifest,
        note="A note.",
        changes=[{"key": "x", "title": f"A{sign}title", "what": "changed", "why": f"A{sign}why"}],
        published_at=now,
    )
    write_past_the_fields(edition, note=f"A{sign}note")
    current.forget_guide()
    response = client.get(reverse("changes_feed"))
    assert response.status_code == 200
    entry = ET.fromstring(response.content).find("{http://www.w3.org/2005/Atom}entry")
    assert entry.find("{http://www.w3.org/2005/Atom}summary").text == "A note"
    assert entry.find("{http://www.w3.org/2005/Atom}title").text.endswith("A title")
    assert client.get(reverse("changes")).status_code == 200
    ET.fromstring(client.get(reverse("sitemap")).content)


def test_the_feed_and_the_sitemap_carry_an_old_clinic_name_whatever_it_holds(client, monkeypatch):
    write_past_the_fields(models.Clinic.objects.get(), name="North\x0bClinic")
    publishing.publish(None, "A name.")
    current.forget_guide()
    title = ET.fromstring(client.get(reverse("changes_feed")).content)[0].text
    assert title.startswith("North Clinic: ")
    ET.fromstring(client.get(reverse("sitemap")).content)


def test_remarks_and_comments_are_cleaned_and_checked(people, client):
    models.SideEffect.objects.filter(slug="acne").update(name="Spots")
    draft_status.update_after(models.SideEffect.objects.get(slug="acne"))
    found = workflow.submit(people["Editor"], ["side-effect/acne"], "A plainer name.")
    client.force_login(people["Clinical reviewer"])
    steps = {"remark": "text", "send_back": "comment"}
    for step, field in steps.items():
        place = reverse(f"admin:guidance_submission_{step}", args=[found.pk])
        html = client.post(place, {field: f"Mend {GRIN} this"}).content.decode()
        assert "GRINNING FACE, U+1F600) after “Mend”" in html
        assert f"Mend {GRIN} this" in html
        assert client.post(place, {field: "Mend\x0bthis\u200b"}).status_code == 302
    found.refresh_from_db()
    assert (found.comment, found.remarks.get().text) == ("Mend\nthis", "Mend\nthis")


def test_a_source_is_cleaned_and_checked(admin_client):
    source = make_source()
    assert change(admin_client, source, title="Ef\ufb01cacy\x0b\tof it").status_code == 302
    source.refresh_from_db()
    assert source.title == "Efficacy of it"
    assert change(admin_client, source, organization=f"Maker {GRIN}").status_code == 200
