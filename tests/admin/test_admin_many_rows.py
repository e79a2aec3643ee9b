"""Staff pages with many rows need as many queries as those with a few."""

import pytest
from django.db.models.signals import post_init

from guidance.models import GlossaryTerm, SideEffect, Source, Therapy
from tests.html import form_data
from tests.make import make_side_effect, make_source
from tests.staff import place

pytestmark = pytest.mark.django_db


def delete(client, model, rows):
    picked = {"action": "delete_selected", "_selected_action": [row.pk for row in rows]}
    assert client.post(place(model, "changelist"), picked).status_code == 200
    return client.post(place(model, "changelist"), {**picked, "post": "yes"})


@pytest.mark.parametrize(
    ("model", "make"),
    [
        (Source, make_source),
        (
            GlossaryTerm,
            lambda slug: GlossaryTerm.objects.create(slug=slug, term=slug, definition="A word."),
        ),
        (SideEffect, make_side_effect),
    ],
    ids=["sources", "words", "side effects"],
)
def test_deleting_thirty_rows_asks_the_database_as_often_as_deleting_three(
    admin_client, model, make, django_assert_max_num_queries
):
    costs = []
    for many in (1, 3, 30):  # the first fills what Django keeps in memory
        rows = [make(f"bulk-{many}-{number}") for number in range(many)]
        with django_assert_max_num_queries(1000) as asked:
            assert delete(admin_client, model, rows).status_code == 302
        costs.append(len(asked))
        assert not model.objects.filter(pk__in=[row.pk for row in rows]).exists()
    assert costs[1] == costs[2]


def test_more_rows_than_a_page_can_send_back_are_not_begun_to_be_deleted(admin_client):
    values = source_values()
    Source.objects.bulk_create(
        Source(**{**values, "key": f"bulk-{number}"}) for number in range(1001)
    )
    picked = {"action": "delete_selected", "select_across": "1", "_selected_action": ["1"]}
    answer = admin_client.post(place(Source, "changelist"), picked, follow=True)
    assert "Choose 1000 rows or fewer to delete at once." in answer.content.decode()


def source_values():
    source = make_source("template")
    values = {one.name: getattr(source, one.name) for one in Source._meta.concrete_fields}
    return {name: value for name, value in values.items() if name not in ("id", "key")}


def test_saving_a_treatment_reads_the_sources_that_it_cites_and_no_others(admin_client):
    change = place(Therapy, "change", Therapy.objects.get(slug="siponimod").pk)
    counts = []
    for more in (0, 500):
        values = source_values() if more else {}
        Source.objects.bulk_create(
            Source(**{**values, "key": f"bulk-{number}"}) for number in range(more)
        )
        data = {**form_data(admin_client.get(change)), "cost": f"It costs {more}. [@lbl_siponimod]"}
        made = []

        def note(sender, made=made, **more):
            made.append(sender)

        post_init.connect(note, sender=Source)
        try:
            assert admin_client.post(change, data).status_code == 302
        finally:
            post_init.disconnect(note, sender=Source)
        counts.append(len(made))
    assert counts[0] == counts[1]
    assert 0 < counts[0] < Source.objects.count() - 500
