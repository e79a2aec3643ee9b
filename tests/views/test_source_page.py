"""The page of one source tells readers how old it is."""

import pytest

from tests.html import words_of


@pytest.fixture(autouse=True)
def _database(db):
    """The shipped content."""


def shown(client, key):
    return words_of(client.get(f"/sources/{key}/").content.decode())


def test_a_label_of_which_a_newer_version_is_known_says_so(client):
    words = shown(client, "lbl_tascenso")
    assert "US label, March 25, 2025." in words
    assert "A newer version of this label is known: June 2026. We have not read all of it." in words


def test_the_newest_label_and_other_sources_say_nothing_of_a_newer_one(client):
    for key in ("lbl_ponesimod", "expand"):
        assert "newer version" not in shown(client, key)


def test_a_source_without_a_date_says_that_its_date_is_not_known(client):
    assert "date not known." in shown(client, "nat_va")
    assert "date not known" not in shown(client, "lbl_tascenso")
