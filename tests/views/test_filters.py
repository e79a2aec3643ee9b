"""The filters of the list of treatments."""

import pytest

pytestmark = pytest.mark.django_db


def names(response):
    return {page.slug for _, pages in response.context["groups"] for page in pages}


def test_filters_narrow_the_list_and_can_be_combined(client):
    everything = names(client.get("/treatments/"))
    tablets = names(client.get("/treatments/", {"group": "disease-modifying", "how": "mouth"}))
    assert {"siponimod", "cladribine"} <= tablets < everything
    assert "natalizumab" not in tablets
    at_home = names(client.get("/treatments/", {"type": "active", "where": "home", "how": "shot"}))
    assert "ofatumumab" in at_home
    assert "ocrelizumab" not in names(client.get("/treatments/", {"where": "home"}))


def test_a_filter_that_does_not_exist_is_ignored_and_named(client):
    response = client.get("/treatments/", {"group": "miracles", "how": "mouth"})
    assert response.status_code == 200
    assert response.context["filters"].unknown == ("Group",)
    assert names(response) == names(client.get("/treatments/", {"how": "mouth"}))
    assert "Group" in response.content.decode()


def test_filters_that_fit_nothing_say_so_and_show_a_way_out(client):
    response = client.get("/treatments/", {"group": "rehabilitation", "how": "infusion"})
    assert names(response) == set()
    assert 'href="/treatments/"' in response.content.decode()
