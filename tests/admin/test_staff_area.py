"""The staff area: messages of forms, the state of pages, and what forms ask."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from guidance.editorial import current, draft_status, new_edition, withdrawal, workflow
from guidance.editorial.worklist import REVIEWED
from guidance.models import (
    Info,
    SideEffect,
    Source,
    Submission,
    Symptom,
    Therapy,
)
from guidance.quality import rules
from tests.html import form_data
from tests.make import (
    KEY,
    SIGN_OFF,
    change_a_sentence,
    make_side_effect,
    make_therapy,
    make_user,
    may_sign,
)
from tests.staff import HOME, SUBMIT, place, sign_page

pytestmark = pytest.mark.django_db


def summary_of(response):
    """Return [(words, id that the link leads to, empty where there is none)] of the problems."""
    page = response.content.decode()
    box = re.search(r'<div class="problems".*?</div>', page, re.DOTALL)
    found = []
    for item in re.findall(r"<li>(.*?)</li>", box[0], re.DOTALL) if box else []:
        link = re.search(r'href="#([^"]*)"', item)
        found.append((re.sub(r"<[^>]*>", "", item), link[1] if link else ""))
    for _, target in found:
        assert not target or f'id="{target}"' in page, target
    return found


# Errors


def test_each_error_of_a_form_is_a_link_to_its_field_those_of_rows_too(admin_client):
    therapy = Therapy.objects.get(slug="siponimod")
    change = place(Therapy, "change", therapy.pk)
    data = form_data(admin_client.get(change))
    first = therapy.monitoring.first()
    data |= {"name": "", "review_due": "soon", "checks-0-text": "", "checks-0-months": "x"}
    refused = admin_client.post(change, data)
    found = dict(summary_of(refused))
    assert found["Generic name: This field is required."] == "id_name"
    assert found["Next review due: Enter a valid date."] == "id_review_due"
    assert found[f"Check “{first}”: What is done: This field is required."] == "id_checks-0-text"
    page = refused.content.decode()
    assert "<title>Error: " in page
    assert "Please correct the error" not in page


def test_the_box_of_two_versions_is_shown_for_two_versions_alone(admin_client):
    therapy = Therapy.objects.get(slug="siponimod")
    change = place(Therapy, "change", therapy.pk)
    refused = admin_client.post(
        change, {**form_data(admin_client.get(change)), "name": "", "cost": "New."}
    )
    assert summary_of(refused) != []
    assert 'class="conflicts"' not in refused.content.decode()


def test_rows_that_do_not_go_together_are_named_with_a_link_to_the_row(admin_client):
    therapy = make_therapy()
    change, effect = place(Therapy, "change", therapy.pk), make_side_effect()
    data = form_data(admin_client.get(change))
    for number in (0, 1):
        row = {"order": 1, "side_effect": effect.pk, "seriousness": "common", "detail": "It hurts."}
        data |= {f"side_effects-{number}-{name}": value for name, value in row.items()}
    data["side_effects-TOTAL_FORMS"] = 2
    assert summary_of(admin_client.post(change, data)) == [
        (
            "Side effect 2: Side effect: This therapy has that side effect already. "
            "Change that row.",
            "id_side_effects-1-side_effect",
        )
    ]
    data["side_effects-1-DELETE"] = "on"
    assert admin_client.post(change, data).status_code == 302


def test_a_sign_off_without_a_next_review_is_refused_at_the_top_of_the_page(sign_in, waiting):
    client = sign_in("Clinical reviewer")
    refused = sign_page(client, waiting, name="Dr. Test", credentials="MD", review_due="")
    assert refused.status_code == 422
    found = [("Next review due: A sign-off needs this.", "id_review_due")]
    assert summary_of(refused) == found
    page = refused.content.decode()
    assert page.index('class="problems"') < page.index("The whole page")
    assert "<title>Error: " in page


@pytest.mark.parametrize(
    ("address", "role", "target"),
    [
        (SUBMIT, "Editor", "id_reason"),
        (f"{reverse('admin:guidance_pageversion_withdraw')}?page={KEY}", "Publisher", "id_why_0"),
    ],
)
def test_every_staff_page_sums_up_what_is_missing(sign_in, address, role, target):
    change_a_sentence()
    refused = sign_in(role).post(address, {"reason": "", "page": [KEY]})
    assert target in [target for _, target in summary_of(refused)]


def test_what_was_typed_for_a_step_that_somebody_else_took_is_shown_to_be_copied(
    sign_in, waiting, people
):
    client = sign_in("Clinical reviewer")
    workflow.retract(people["Editor"], waiting)
    address = reverse("admin:guidance_submission_send_back", args=[waiting.pk])
    refused = client.post(address, {"comment": "Words that took an hour to write."})
    assert refused.status_code == 422
    assert "Words that took an hour to write." in refused.content.decode()


# Sent back


def test_what_a_reviewer_wants_is_said_at_home_on_the_draft_and_when_it_comes_again(
    sign_in, waiting, people
):
    draft = place(Therapy, "change", Therapy.objects.get(slug="siponimod").pk)
    workflow.request_changes(people["Clinical reviewer"], waiting, "Name the dose form.")
    editor = sign_in("Editor")
    home = editor.get(HOME).content.decode()
    sent_back = home[home.index("Sent back to you") :]
    assert "Name the dose form." in sent_back
    assert f'href="{draft}">Open the draft of Siponimod' in sent_back
    for address in (draft, f"{SUBMIT}?page={KEY}"):
        page = editor.get(address).content.decode()
        assert "Name the dose form." in page
        assert f'href="{waiting.get_absolute_url()}"' in page
    assert (
        f'href="{draft}">Open the draft' in editor.get(waiting.get_absolute_url()).content.decode()
    )
    again = workflow.submit(people["Editor"], [KEY], "Mended.")
    review = sign_in("Clinical reviewer").get(again.get_absolute_url()).content.decode()
    assert review.index("Name the dose form.") < review.index("What changes")
    assert "Name the dose form." not in editor.get(draft).content.decode()


def test_what_was_taken_back_in_between_does_not_hide_why_a_page_was_sent_back(
    sign_in, waiting, people
):
    workflow.request_changes(people["Clinical reviewer"], waiting, "Name the dose form.")
    between = workflow.submit(people["Editor"], [KEY], "Mended.")
    workflow.retract(people["Editor"], between)
    assert list(Submission.objects.sent_back_with([KEY])) == [waiting]
    again = workflow.submit(people["Editor"], [KEY], "Mended, really.")
    assert list(Submission.objects.sent_back_with([KEY])) == []
    assert list(Submission.objects.sent_back_with([KEY], before=again)) == [waiting]


# The first page


@pytest.mark.parametrize("app", ["guidance", "auth"])
def test_the_address_of_an_app_leads_to_the_first_page(admin_client, app):
    answer = admin_client.get(reverse("admin:app_list", args=[app]), follow=True)
    assert answer.redirect_chain == [(HOME, 302)]
    page = answer.content.decode()
    assert "Readers see edition 1" in page
    assert "Nothing is public yet." not in page


def test_an_app_that_somebody_may_not_open_is_not_found(client):
    client.force_login(make_user("nobody"))
    assert client.get(reverse("admin:app_list", args=["guidance"])).status_code == 404


def test_a_new_site_says_that_no_page_was_ever_signed_off(sign_in, people, waiting):
    unsigned = Therapy.objects.filter(signed_off_by="").count()
    page = sign_in("Editor").get(HOME).content.decode()
    assert "No page was ever signed off by a clinician." in page
    assert f"Therapies: 0 of {unsigned} signed off" in page
    assert Therapy.objects.count() == unsigned
    assert "Words of the walk: 0 of 1 signed off" in page
    assert f'href="{place(Therapy, "changelist")}?review=unsigned"' in page
    workflow.approve(may_sign(people["Clinical reviewer"]), waiting, sign_off=SIGN_OFF)
    new_edition.publish(people["Publisher"], [waiting])
    page = sign_in("Editor").get(HOME).content.decode()
    assert "ever signed off" not in page
    assert "Not every page is signed off by a clinician." in page
    assert f"Therapies: 1 of {unsigned} signed off" in page


def test_a_site_whose_pages_are_all_signed_off_says_nothing_of_it(sign_in):
    signed = {"signed_off_by": "Dr. T", "signed_off_credentials": "MD"}
    signed["signed_off_on"] = timezone.localdate()
    for model in REVIEWED:
        model.objects.update(**signed)
    page = sign_in("Editor").get(HOME).content.decode()
    assert "signed off by a clinician" not in page


def test_withdrawn_pages_are_listed_with_the_way_back_also_without_a_draft(sign_in, people):
    listed = reverse("admin:guidance_pageversion_withdrawn")
    client = sign_in("Editor")
    assert "No page is withdrawn." in client.get(listed).content.decode()
    assert "Withdrawn pages (0)" in client.get(HOME).content.decode()
    withdrawal.withdraw(people["Publisher"], "symptom/pain", "mistake")
    title = Symptom.objects.get(slug="pain").name
    Symptom.objects.filter(slug="pain").delete()
    draft_status.update_status(["symptom/pain"])
    history = f"{reverse('admin:guidance_pageversion_history')}?page=symptom/pain"
    for address in (HOME, listed):
        page = client.get(address).content.decode()
        assert f'<a href="{history}">{title}</a>' in page
        assert withdrawal.WHY_WITHDRAWN["mistake"] in page
    assert client.get(history).status_code == 200
    assert client.get(listed.replace("withdrawn", "no-such")).status_code in (302, 404)


def test_who_may_not_see_versions_does_not_see_which_are_withdrawn(client):
    client.force_login(make_user("nobody"))
    assert client.get(reverse("admin:guidance_pageversion_withdrawn")).status_code == 403


# The form


def test_how_a_new_source_was_read_is_chosen_and_never_assumed(admin_client):
    add = place(Source, "add")
    data = form_data(admin_client.get(add))
    assert data["how_checked"] == ""
    today = timezone.localdate().isoformat()
    data |= {"key": "mine", "organization": "o", "title": "t", "address": "https://example.org/"}
    data |= {"kind": "label", "tier": "primary", "published": "June 2024", "checked_on": today}
    assert summary_of(admin_client.post(add, data)) == [
        ("How checked: This field is required.", "id_how_checked")
    ]
    assert admin_client.post(add, {**data, "how_checked": "official"}).status_code == 302
    assert Source.objects.get(key="mine").how_checked == "official"


@pytest.mark.parametrize("model", [Therapy, Source, SideEffect, Info])
def test_dates_are_asked_for_without_a_word_about_the_servers_clock(admin_client, model):
    page = admin_client.get(place(model, "change", model.objects.first().pk)).content.decode()
    assert 'type="date"' in page
    assert "DateTimeShortcuts" not in page


def test_the_form_of_an_account_has_no_clock_either(admin_client, admin_user):
    page = admin_client.get(
        reverse("admin:auth_user_change", args=[admin_user.pk])
    ).content.decode()
    assert "DateTimeShortcuts" not in page


def test_form_review_and_rules_give_one_text_one_grade(sign_in, people, waiting):
    shown = r"Summary ([\d.]+) \(aim: 6\), page ([\d.]+) \(aim: 8\), (\d+) words"
    change = place(Therapy, "change", Therapy.objects.get(slug="siponimod").pk)
    in_form = re.search(shown, sign_in("Editor").get(change).content.decode()).groups()
    review = sign_in("Clinical reviewer").get(waiting.get_absolute_url()).content.decode()
    row = re.search(
        r'<tr><th scope="row">New</th>\s*<td>([\d.]+)</td><td>([\d.]+)</td><td>(\d+)</td>', review
    )
    assert in_form == row.groups()
    version = waiting.pages.get().version
    page = withdrawal.version_page(version.pk)
    by_rules = rules.grades(current.guide_overlaid_with([page]), today=timezone.localdate())[KEY]
    assert in_form[:2] == (str(by_rules.summary.grade), str(by_rules.page.grade))


def test_a_new_side_effect_can_be_made_beside_its_chooser(admin_client):
    change = place(Therapy, "change", Therapy.objects.get(slug="siponimod").pk)
    page = admin_client.get(change).content.decode()
    links = re.findall(r'id="add_id_side_effects-[^"]*"', page)
    assert links == ['id="add_id_side_effects-__prefix__-side_effect"']  # one: each weighs much


MEDICINE = ["US brand names", "US label", "Taken by mouth", "Boxed warning", "Do not take it if"]


def labels(client, row):
    page = client.get(place(Therapy, "change", row.pk)).content.decode()
    return [label.strip(" :") for label in re.findall(r"<label[^>]*>([^<]*)</label>", page)]


def test_the_form_of_rehabilitation_asks_nothing_that_only_a_medicine_has(admin_client):
    row = Therapy.objects.filter(group="rehabilitation", boxed_warning="", brands="").first()
    found = labels(admin_client, row)
    for label in MEDICINE:
        assert not [one for one in found if one.startswith(label)], label
    for label in ("What it is for", "What to expect", "Take care if", "When it ends"):
        assert label in found
    change = place(Therapy, "change", row.pk)
    before = Therapy.objects.filter(pk=row.pk).values().get()
    data = form_data(admin_client.get(change))
    assert admin_client.post(change, {**data, "brands": "Made-up"}).status_code == 302
    after = Therapy.objects.filter(pk=row.pk).values().get()
    assert after == {**before, "revision": before["revision"] + 1}
    medicine = labels(admin_client, Therapy.objects.get(slug="siponimod"))
    assert [label for label in MEDICINE if not any(one.startswith(label) for one in medicine)] == []


def test_what_rehabilitation_says_in_a_field_of_medicines_stays_in_its_form(admin_client):
    row = make_therapy(group="rehabilitation", brands="A program", by_mouth=False, in_sessions=True)
    found = labels(admin_client, row)
    assert "US brand names" in found
    assert "Taken by mouth" not in found


def test_the_number_that_puts_rows_in_order_says_what_it_does(admin_client):
    page = admin_client.get(place(Therapy, "change", Therapy.objects.get(slug="siponimod").pk))
    assert "Place in the order" in page.content.decode()
    assert "The row with the smallest number comes first." in page.content.decode()
