"""What this release makes of payloads that other releases wrote, and of damaged ones."""

import json
from pathlib import Path

import pytest

from guidance.pages import payloads
from guidance.pages.kinds import KINDS
from tests import make_pages as make
from tests.pages.later_release import with_later_fields

LANDED = sorted(Path(__file__).with_name("payloads").glob("*.json"))
"""One page of each kind with every field filled, as the code of each landed shape wrote it."""


def landed(path):
    found = json.loads(path.read_text())
    return [(found["schema"], payload) for payload in found["pages"]]


def written(page):
    """Return ``page`` as its row holds it."""
    return json.loads(json.dumps(payloads.dump(page)))


@pytest.mark.parametrize("path", LANDED, ids=lambda path: path.stem)
def test_every_released_shape_is_read_and_nothing_of_it_is_lost(path):
    for schema, payload in landed(path):
        page = payloads.load(payload, schema)
        assert payloads.later_fields(payload, page) == []
        assert holds(written(page), payload)


def holds(read, payload):
    """Say whether ``read`` has all values of ``payload``, and maybe fields that came later."""
    if isinstance(payload, dict):
        return all(name in read and holds(read[name], payload[name]) for name in payload)
    if isinstance(payload, list):
        return len(read) == len(payload) and all(map(holds, read, payload))
    return read == payload


def test_the_newest_of_the_kept_shapes_is_the_one_that_is_written_now():
    """When this fails, keep a payload of the new shape in ``payloads/`` beside this file."""
    newest = max(LANDED, key=lambda path: len(path.read_text()))
    for schema, payload in landed(newest):
        assert schema == payloads.SCHEMA
        assert written(payloads.load(payload, schema)) == payload
    kinds = {payload["kind"] for _, payload in landed(newest)}
    assert kinds == set(KINDS)


@pytest.mark.parametrize("path", LANDED, ids=lambda path: path.stem)
def test_fields_of_a_later_release_are_passed_over(path):
    for schema, payload in landed(path):
        later = with_later_fields(payload)
        page = payloads.load(later, 99)
        assert page == payloads.load(payload, schema)
        assert ".later" in payloads.later_fields(later, page)
        assert ".summary.later" in payloads.later_fields(later, page)


def test_what_is_deep_in_a_list_and_new_is_named_too():
    page = make.therapy(effects=(make.effect(),))
    payload = payloads.dump(page)
    payload["effects"] = [{**payload["effects"][0], "later": 1}]
    assert payloads.later_fields(payload, page) == [".effects[0].later"]


def test_fields_that_an_earlier_release_did_not_have_are_named():
    page = make.therapy(effects=(make.effect(),))
    payload = written(page)
    assert payloads.earlier_fields(payload, page) == []
    del payload["worst"], payload["effects"][0]["group"]
    assert payloads.earlier_fields(payload, page) == [".effects[0].group", ".worst"]


def test_a_kind_of_a_later_release_is_told_from_damage():
    payload = {**payloads.dump(make.info()), "kind": "video"}
    with pytest.raises(payloads.UnknownKind):
        payloads.load(payload)
    for damaged in (None, [], "text", 7, {}, {"kind": "info"}, {"kind": ["info"]}):
        with pytest.raises(payloads.Unreadable):
            payloads.load(damaged)


def test_an_older_shape_is_upgraded_step_by_step(monkeypatch):
    monkeypatch.setattr(payloads, "SCHEMA", 3)
    monkeypatch.setattr(
        payloads,
        "UPGRADES",
        {
            1: lambda payload: {**payload, "name": payload.pop("heading")},
            2: lambda payload: {**payload, "title": payload.pop("name")},
        },
    )
    page = make.info(title="About")
    old = payloads.dump(page)
    old["heading"] = old.pop("title")
    assert payloads.load(old, 1) == page
    assert "heading" in old, "The row itself must not change."
    for damaged in ({}, None, [1]):
        with pytest.raises(payloads.Unreadable):
            payloads.load(damaged, 1)
    with pytest.raises(payloads.Unreadable):
        payloads.load(old, 0)


def test_the_reason_names_the_field_and_none_of_the_words():
    payload = payloads.dump(make.info(summary=make.prose("Secret words.")))
    payload["summary"] = {"source": "Secret words."}
    with pytest.raises(payloads.Unreadable, match=r"html.*summary") as caught:
        payloads.load(payload)
    assert "Secret" not in str(caught.value)
