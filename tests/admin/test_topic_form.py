"""The form of a topic in the staff area."""

import pytest
from django.contrib.auth.models import Permission

from guidance import models
from guidance.editorial import publishing
from tests.html import form_data
from tests.make import make_topic
from tests.staff import place

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(db):
    topic = make_topic(table_heading="Who pays", first_column="Who")
    topic.table_rows.create(name="The city", second="Bus rides.", third="A fee.")
    publishing.publish(None, "A topic.")
    return topic


def test_a_topic_is_listed_found_opened_previewed_and_saved_as_it_is(admin_client, topic):
    found = admin_client.get(place(models.Topic, "changelist"), {"q": "tets topic"})
    assert str(topic) in found.content.decode()
    change = place(models.Topic, "change", topic.pk)
    response = admin_client.get(change)
    html = response.content.decode()
    for words in ("Your next step", "The city", "heading of the table".capitalize(), "Read next"):
        assert words in html, words
    saved = admin_client.post(change, form_data(response))
    assert saved.status_code == 302, saved.context["errors"]
    assert publishing.changes() == []
    assert admin_client.get(f"/preview/topic/{topic.pk}/").status_code == 200


def test_the_form_says_what_the_content_rules_miss(admin_client, topic):
    html = admin_client.get(place(models.Topic, "change", topic.pk)).content.decode()
    assert "Give the table a heading and name its 3 columns." in html


def test_two_rows_of_a_table_with_one_name_are_refused_and_nothing_is_lost(admin_client, topic):
    change = place(models.Topic, "change", topic.pk)
    data = form_data(admin_client.get(change))
    data |= {
        "table_rows-TOTAL_FORMS": "2",
        "table_rows-1-topic": str(topic.pk),
        "table_rows-1-order": "20",
        "table_rows-1-name": "The city",
        "table_rows-1-second": "What was typed.",
        "table_rows-1-third": "",
    }
    response = admin_client.post(change, data)
    assert response.status_code == 200
    html = response.content.decode()
    assert "Another row of this table has that name." in html
    assert "What was typed." in html


def test_a_sign_names_the_topics_that_need_it(admin_client, topic):
    sign = models.Sign.objects.get(slug="stroke")
    topic.signs.set([sign])
    html = admin_client.get(place(models.Sign, "change", sign.pk)).content.decode()
    assert str(topic) in html


@pytest.mark.parametrize("table", ["topic", "topicrow"])
def test_editors_change_topics_and_others_look_at_them(table):
    def holders(what):
        granted = Permission.objects.get(codename=f"{what}_{table}")
        return {group.name for group in granted.group_set.all()}

    assert holders("change") == holders("add") == holders("delete") == {"Editor"}
    assert holders("view") == {"Editor", "Clinical reviewer", "Publisher", "Manager"}
