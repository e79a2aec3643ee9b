"""What the editor asks of the server: sources, words, new ones of both, and unsaved copies."""

import json
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.utils import timezone

from guidance.models import GlossaryTerm, Source, Therapy, UnsavedCopy
from tests.html import form_data
from tests.make import make_user
from tests.staff import place

pytestmark = pytest.mark.django_db

NEW_SOURCE = {
    "address": "https://example.org/walking",
    "title": "Walking with SPMS",
    "organization": "Example Society",
    "published": "June 2025",
    "kind": "society",
    "how_checked": "official",
}


def post(client, address, data):
    return client.post(address, json.dumps(data), content_type="application/json")


@pytest.fixture
def sources():
    return place(Source, "for_editor")


@pytest.fixture
def unsaved():
    """The address of the unsaved copy of Siponimod."""
    return place(Therapy, "unsaved", Therapy.objects.get(slug="siponimod").pk)


def kept(text):
    return {"base": "b", "fields": {"how_it_works": {"values": [text], "labels": []}}}


def test_the_editor_lists_every_source_with_a_short_title_and_its_year(sign_in, sources):
    response = sign_in("Editor").get(sources)
    assert "no-store" in response["Cache-Control"]
    answer = response.json()
    assert len(answer["rows"]) == Source.objects.count()
    row = next(row for row in answer["rows"] if row["key"] == "lbl_siponimod")
    source = Source.objects.get(key="lbl_siponimod")
    assert row["title"] == source.title
    assert source.published[-4:] in row["short"]
    assert len(row["short"]) <= 46
    assert answer["may_add"]


def test_nobody_reads_or_adds_what_their_role_does_not_allow(client, sign_in, sources):
    client.logout()
    assert client.get(sources).status_code == 302
    assert post(client, sources, NEW_SOURCE).status_code in (302, 403)
    nobody = make_user("without-a-role")
    client.force_login(nobody)
    assert client.get(sources).status_code == 403
    reviewer = sign_in("Clinical reviewer")
    assert not reviewer.get(sources).json()["may_add"]
    assert post(reviewer, sources, NEW_SOURCE).status_code == 403
    assert not Source.objects.filter(address=NEW_SOURCE["address"]).exists()


def test_a_source_is_added_with_a_key_of_its_title_and_its_author_in_the_log(
    sign_in, sources, people
):
    editor = sign_in("Editor")
    added = post(editor, sources, NEW_SOURCE)
    assert (added.status_code, added.json()["key"]) == (201, "walking-with-spms")
    assert added.json()["short"] == "Walking with SPMS 2025"
    source = Source.objects.get(key="walking-with-spms")
    assert (source.tier, source.checked_on) == ("society", timezone.localdate())
    entry = LogEntry.objects.get(object_id=str(source.pk), content_type__model="source")
    assert entry.user == people["Editor"]
    again = {**NEW_SOURCE, "address": "https://example.org/other"}
    assert post(editor, sources, again).json()["key"] == "walking-with-spms-2"


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"title": ""}, "title", "Type its title."),
        ({"address": "javascript:alert(1)"}, "address", "Enter a valid URL."),
        ({"kind": ""}, "kind", "Choose what it is."),
        ({"how_checked": ""}, "how_checked", "Say where you read it."),
        ({"title": "Smile \U0001f600"}, "title", "GRINNING FACE"),
    ],
)
def test_a_source_that_is_refused_says_why_at_its_field(sign_in, sources, change, field, message):
    before = Source.objects.count()
    refused = post(sign_in("Editor"), sources, {**NEW_SOURCE, **change})
    assert refused.status_code == 422
    assert message in " ".join(refused.json()["errors"][field])
    assert Source.objects.count() == before


def test_a_source_that_is_there_already_is_named(sign_in, sources):
    there = Source.objects.first()
    refused = post(sign_in("Editor"), sources, {**NEW_SOURCE, "address": there.address})
    assert there.title in refused.json()["errors"]["address"][0]


@pytest.mark.parametrize("body", ["", "[]", "{", '{"title": 3}', "null"])
def test_a_request_that_is_no_row_is_refused(sign_in, sources, body):
    refused = sign_in("Editor").post(sources, body, content_type="application/json")
    assert refused.status_code == 400


def test_a_word_is_explained_in_the_glossary(sign_in):
    terms = place(GlossaryTerm, "for_editor")
    editor = sign_in("Editor")
    row = editor.get(terms).json()["rows"][0]
    assert "[@" not in row["about"]
    added = post(editor, terms, {"term": "Foot drop", "definition": "A foot that hangs down."})
    assert (added.status_code, added.json()["key"]) == (201, "foot-drop")
    assert post(editor, terms, {"term": "Foot drop", "definition": "Again."}).status_code == 422
    wrong = {"term": "Clonus", "definition": "Jerks. [@no-such-source]"}
    assert "no-such-source" in post(editor, terms, wrong).json()["errors"]["definition"][0]


def test_an_unsaved_copy_is_for_its_author_alone_and_gone_on_save(client, people, unsaved):
    client.force_login(people["Editor"])
    assert client.get(unsaved).status_code == 204
    assert post(client, unsaved, kept("Half a sentence")).json()["at"]
    response = client.get(unsaved)
    assert response.json()["fields"]["how_it_works"]["values"] == ["Half a sentence"]
    assert "no-store" in response["Cache-Control"]
    client.force_login(make_user("another", is_superuser=True))
    assert client.get(unsaved).status_code == 204
    change = unsaved.replace("unsaved/", "").rstrip("/") + "/change/"
    client.post(change, form_data(client.get(change)))  # the save of another leaves it
    client.force_login(people["Editor"])
    assert client.get(unsaved).status_code == 200
    client.post(change, form_data(client.get(change)))
    assert client.get(unsaved).status_code == 204
    assert not UnsavedCopy.objects.exists()


def test_an_unsaved_copy_can_be_thrown_away_and_is_deleted_after_30_days(sign_in, unsaved, capsys):
    editor = sign_in("Editor")
    post(editor, unsaved, kept("Words"))
    post(editor, unsaved, {"base": "", "fields": {}})
    assert not UnsavedCopy.objects.exists()
    post(editor, unsaved, kept("Words"))
    UnsavedCopy.objects.update(kept_at=timezone.now() - timedelta(days=30))
    assert editor.get(unsaved).status_code == 204
    call_command("clear_unsaved")
    assert capsys.readouterr().out == "1 unsaved copy was deleted.\n"
    assert not UnsavedCopy.objects.exists()


def test_unsaved_words_are_kept_only_where_their_author_may_save_them(client, sign_in, unsaved):
    reviewer = sign_in("Clinical reviewer")
    assert post(reviewer, unsaved, kept("Words")).status_code == 403
    assert post(reviewer, place(Therapy, "unsaved", 0), kept("Words")).status_code == 403
    change = unsaved.replace("unsaved/", "").rstrip("/") + "/change/"
    assert "data-unsaved-copy" not in reviewer.get(change).content.decode()
    editor = sign_in("Editor")
    assert post(editor, place(Therapy, "unsaved", 0), kept("Words")).status_code == 200
    for row in (10**9, 2**63):
        assert post(editor, place(Therapy, "unsaved", row), kept("Words")).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        '{"base": "", "fields": []}',
        '{"base": "", "fields": {"a": {"values": [3], "labels": []}}}',
        '{"base": "", "fields": {"a": {"values": ["\\u0000"], "labels": []}}}',
        '{"base": "", "fields": {"a": {"values": ["\\ud800"], "labels": []}}}',
    ],
)
def test_what_is_no_form_is_not_kept(sign_in, unsaved, body):
    refused = sign_in("Editor").post(unsaved, body, content_type="application/json")
    assert refused.status_code == 400
    assert not UnsavedCopy.objects.exists()
