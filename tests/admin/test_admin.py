"""The staff area: what an editor can do, what is refused, and what each page costs."""

import pytest
from django.db.models import Count
from django.urls import reverse

from guidance import models
from guidance.editorial import current, publishing
from tests.html import form_data
from tests.make import REVIEW, make_side_effect, make_source, make_therapy
from tests.staff import SUBMIT, place

pytestmark = pytest.mark.django_db

DRAFTS = [
    models.Source,
    models.Subtype,
    models.Therapy,
    models.SideEffect,
    models.Symptom,
    models.GlossaryTerm,
    models.HandoutTemplate,
    models.Info,
    models.HelpLevel,
    models.Clinic,
]


@pytest.mark.parametrize("model", DRAFTS, ids=lambda model: model.__name__)
def test_every_draft_table_can_be_listed_searched_opened_and_saved_as_it_is(admin_client, model):
    assert admin_client.get(place(model, "changelist"), {"q": "a"}).status_code == 200
    row = model.objects.first()
    change = place(model, "change", row.pk)
    response = admin_client.get(change)
    assert response.status_code == 200
    saved = admin_client.post(change, form_data(response))
    assert saved.status_code == 302, saved.context["errors"]
    assert publishing.changes() == []


@pytest.mark.parametrize("model", DRAFTS, ids=lambda model: model.__name__)
def test_every_draft_can_be_previewed_from_its_form(admin_client, model):
    row = model.objects.first()
    preview = reverse("preview", args=[model._meta.model_name, row.pk])
    assert f'href="{preview}"' in admin_client.get(place(model, "change", row.pk)).content.decode()
    assert admin_client.get(preview).status_code == 200


@pytest.mark.parametrize("model", DRAFTS[:-1], ids=lambda model: model.__name__)
def test_a_new_row_can_be_begun_and_an_empty_one_is_refused(admin_client, model):
    add = place(model, "add")
    assert admin_client.get(add).status_code == 200
    management = {
        key: value for key, value in form_data(admin_client.get(add)).items() if "_FORMS" in key
    }
    refused = admin_client.post(add, management)
    assert refused.status_code == 200
    assert refused.context["errors"]


def test_the_address_of_a_page_cannot_change_once_it_is_there(admin_client):
    therapy = models.Therapy.objects.get(slug="siponimod")
    change = place(models.Therapy, "change", therapy.pk)
    admin_client.post(change, {**form_data(admin_client.get(change)), "slug": "other"})
    therapy.refresh_from_db()
    assert therapy.slug == "siponimod"


def test_an_unknown_citation_is_refused_at_the_field_and_the_text_is_kept(admin_client):
    therapy = models.Therapy.objects.get(slug="siponimod")
    change = place(models.Therapy, "change", therapy.pk)
    typed = "A new sentence. [@lbl_siponimot]"
    response = admin_client.post(
        change, {**form_data(admin_client.get(change)), "how_it_works": typed}
    )
    message = response.context["adminform"].form.errors["how_it_works"][0]
    assert "lbl_siponimot" in message
    assert "lbl_siponimod" in message
    assert typed in response.content.decode()


def test_a_cited_source_cannot_be_deleted_and_the_places_are_named(admin_client):
    source = models.Source.objects.get(key="lbl_siponimod")
    delete = place(models.Source, "delete", source.pk)
    page = admin_client.get(delete).content.decode()
    assert "therapy: Siponimod" in page
    admin_client.post(delete, {"post": "yes"})
    assert models.Source.objects.filter(pk=source.pk).exists()
    action = {"action": "delete_selected", "_selected_action": [source.pk], "post": "yes"}
    admin_client.post(place(models.Source, "changelist"), action)
    assert models.Source.objects.filter(pk=source.pk).exists()


def test_a_source_that_only_the_walk_cites_cannot_be_deleted(admin_client):
    source = models.Source.objects.get(key="off_nice_ng220")
    assert "walk" in admin_client.get(place(models.Source, "delete", source.pk)).content.decode()


def test_a_source_that_nobody_cites_can_be_deleted(admin_client):
    source = make_source("nobody-cites-me")
    admin_client.post(place(models.Source, "delete", source.pk), {"post": "yes"})
    assert not models.Source.objects.filter(pk=source.pk).exists()


@pytest.mark.parametrize("model", [models.Edition, models.PageVersion])
def test_nobody_can_add_change_or_delete_what_was_published(admin_client, model):
    row = model.objects.first()
    assert admin_client.get(place(model, "changelist")).status_code == 200
    assert admin_client.get(place(model, "change", row.pk)).status_code == 200
    assert admin_client.get(place(model, "add")).status_code == 403
    assert admin_client.post(place(model, "change", row.pk), {"note": "x"}).status_code == 403
    assert admin_client.post(place(model, "delete", row.pk), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(
    "model", [models.Therapy, models.SideEffect, models.Source, models.GlossaryTerm]
)
def test_a_list_costs_the_same_whatever_its_length(
    admin_client, model, django_assert_max_num_queries
):
    makers = {
        models.Therapy: make_therapy,
        models.SideEffect: make_side_effect,
        models.Source: make_source,
        models.GlossaryTerm: lambda slug: models.GlossaryTerm.objects.create(
            slug=slug, term=slug, definition="A word."
        ),
    }
    for number in range(30):
        makers[model](f"more-{number}")
    current.current_guide()  # a serving process has it in memory
    with django_assert_max_num_queries(10):
        admin_client.get(place(model, "changelist"))


def test_a_therapy_form_costs_the_same_whatever_hangs_on_it(
    admin_client, django_assert_max_num_queries
):
    therapy = make_therapy("many")
    for number in range(40):
        models.TherapySideEffect.objects.create(
            therapy=therapy,
            side_effect=make_side_effect(f"effect-{number}"),
            seriousness="common",
            detail="It can happen.",
        )
    current.current_guide()  # a serving process has it in memory
    with django_assert_max_num_queries(27):
        page = admin_client.get(place(models.Therapy, "change", therapy.pk)).content.decode()
    assert "Test effect effect-39" in page


@pytest.mark.parametrize("many", [4, pytest.param(None, marks=pytest.mark.long)])
def test_a_therapy_form_stays_light_at_two_thousand_side_effects(
    admin_client, django_assert_max_num_queries, many
):
    """The forms of the treatments with most side effects, or of all."""
    models.SideEffect.objects.bulk_create(
        models.SideEffect(
            slug=f"more-{number}", name=f"More {number}", summary="It hurts.", **REVIEW
        )
        for number in range(2000)
    )
    current.current_guide()  # a serving process has it in memory
    heavy = []
    longest_first = models.Therapy.objects.annotate(many=Count("side_effects")).order_by("-many")
    for therapy in longest_first[:many]:
        with django_assert_max_num_queries(29):
            page = admin_client.get(place(models.Therapy, "change", therapy.pk)).content
        # The list of all signs is some 35,000 of these bytes, each side effect some 4,500.
        if len(page) > 110_000 + 4_700 * therapy.many:
            heavy.append((therapy.slug, therapy.many, len(page)))
    assert heavy == []


def test_a_check_is_added_in_the_form_of_its_therapy_and_refused_where_it_does_not_fit(
    admin_client,
):
    therapy = models.Therapy.objects.get(slug="siponimod")
    change = place(models.Therapy, "change", therapy.pk)
    opened = form_data(admin_client.get(change))
    new = int(opened["checks-TOTAL_FORMS"])
    row = {
        "order": 900,
        "name": "Eye exam",
        "text": "An eye exam. [@lbl_siponimod]",
        "moment": "months",
    }
    typed = {f"checks-{new}-{name}": value for name, value in row.items()}
    typed = {**opened, **typed, "checks-TOTAL_FORMS": new + 1}
    refused = admin_client.post(change, typed).content.decode()
    assert "Give months with “In set months”, and only then." in refused
    assert therapy.monitoring.count() == new
    saved = admin_client.post(change, {**typed, f"checks-{new}-months": "4"})
    assert saved.status_code == 302
    assert therapy.monitoring.last().in_months() == (4,)


def test_a_saved_row_keeps_its_side_effect_whatever_is_sent(admin_client):
    therapy = models.Therapy.objects.get(slug="siponimod")
    change = place(models.Therapy, "change", therapy.pk)
    opened = form_data(admin_client.get(change))
    before = list(therapy.side_effects.values_list("side_effect", flat=True))
    other = make_side_effect().pk
    sent = {**opened, "side_effects-0-side_effect": other, "side_effects-0-detail": "It hurts."}
    assert admin_client.post(change, sent).status_code == 302
    assert list(therapy.side_effects.values_list("side_effect", flat=True)) == before
    assert therapy.side_effects.first().detail == "It hurts."


def test_a_row_that_was_refused_is_shown_again_with_what_was_typed(admin_client):
    therapy = models.Therapy.objects.get(slug="siponimod")
    change = place(models.Therapy, "change", therapy.pk)
    opened = form_data(admin_client.get(change))
    new = int(opened["side_effects-TOTAL_FORMS"])
    row = {f"side_effects-{new}-detail": "Typed for a new row.", f"side_effects-{new}-order": 900}
    refused = admin_client.post(change, {**opened, "side_effects-TOTAL_FORMS": new + 1, **row})
    page = refused.content.decode()
    assert refused.status_code == 200
    shown = page[page.index(f'id="side_effects-{new}"') - 80 :]
    assert "empty-form" not in shown[:120]
    assert "This field is required." in shown
    assert "Typed for a new row." in shown


def test_what_is_too_long_to_be_read_is_answered_with_413(admin_client):
    therapy = models.Therapy.objects.get(slug="siponimod")
    refused = admin_client.post(
        place(models.Therapy, "change", therapy.pk), {"cost": "x" * 600_000}
    )
    assert refused.status_code == 413
    assert "make the text shorter" in refused.content.decode()


# Who may do what


def test_strangers_see_neither_staff_pages_nor_previews(client):
    therapy = models.Therapy.objects.first()
    for address in [SUBMIT, place(models.Therapy, "changelist")]:
        assert "/admin/login/" in client.get(address).headers["Location"]
    preview = reverse("preview", args=["therapy", therapy.pk])
    assert "/admin/login/" in client.get(preview).headers["Location"]


def test_staff_pages_are_never_cached(admin_client):
    response = admin_client.get(place(models.Therapy, "changelist"))
    assert response.headers["Cache-Control"] == "no-store, private"
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]
