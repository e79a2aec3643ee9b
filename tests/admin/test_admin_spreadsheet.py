"""Sources and side effects as spreadsheets without formulas."""

import csv
from io import StringIO

import pytest
from django.urls import reverse

from guidance import models
from tests.make import make_side_effect, make_source, make_user

pytestmark = pytest.mark.django_db

TABLES = [models.Source, models.SideEffect]


def listing(model):
    return reverse(f"admin:guidance_{model._meta.model_name}_changelist")


def download(client, model, rows):
    data = {"action": "download", "_selected_action": [row.pk for row in rows]}
    return client.post(listing(model), data)


def rows_of(response):
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))


def test_picked_sources_come_with_every_field_in_words(client):
    client.force_login(make_user("reader", "view_source"))
    source = make_source("mine", organization="Öffentlich", note="For staff", how_checked="not-yet")
    response = download(client, models.Source, [source])
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="sources.csv"'
    assert response.headers["Cache-Control"] == "no-store, private"
    [row] = rows_of(response)
    assert row["key"] == "mine"
    assert row["organization"] == "Öffentlich"
    assert row["kind"] == "US label"
    assert row["how checked"].startswith("Not opened yet")
    assert row["checked on"] == "2026-11-23"
    assert row["note"] == "For staff"


def test_picked_side_effects_come_whole_and_no_others(client):
    client.force_login(make_user("reader", "view_sideeffect"))
    rows = models.SideEffect.objects.order_by("slug")[:3]
    response = download(client, models.SideEffect, rows)
    assert 'filename="side-effects.csv"' in response.headers["Content-Disposition"]
    found = rows_of(response)
    assert {row["address"] for row in found} == {row.slug for row in rows}
    assert {row["summary"] for row in found} == {row.summary for row in rows}
    assert {row["signed off on"] for row in found} == {""}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r="])
def test_no_cell_is_run_as_a_formula(client, admin_user, start):
    client.force_login(admin_user)
    effect = make_side_effect("trap", name=f'{start}HYPERLINK("https://example.org")')
    [row] = rows_of(download(client, models.SideEffect, [effect]))
    assert row["name"] == f"'{effect.name}"


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_without_the_right_to_see_the_rows_there_is_nothing_to_download(client, model):
    client.force_login(make_user("other", "view_symptom"))
    assert download(client, model, model.objects.all()[:1]).status_code == 403


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_a_download_costs_the_same_whatever_its_length(
    admin_client, model, django_assert_max_num_queries
):
    with django_assert_max_num_queries(10):
        download(admin_client, model, model.objects.all())
