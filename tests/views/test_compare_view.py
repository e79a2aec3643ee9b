"""The views of the comparison and of what matters: what is asked, shown and refused."""

import pytest

from guidance.pages import compare
from tests.html import Reader

pytestmark = pytest.mark.django_db

COMPARE, MATTERS = "/treatments/compare/", "/what-matters/"


def read(response):
    return Reader(response.content.decode())


def cells(response):
    return {line.id: [text.source for _, text in pairs] for line, pairs in response.context["rows"]}


# Side by side


def test_it_asks_for_treatments_and_ticks_those_of_a_link(client):
    response = client.get(COMPARE)
    assert response.status_code == 200
    assert response.context["comparison"] is None
    response = client.get(COMPARE, {"with": ["siponimod", "gone"]})
    assert response.status_code == 200
    html = response.content.decode()
    assert 'value="siponimod" id="id_treatment_0_' in html
    assert html.count(" checked") == 1


@pytest.mark.parametrize("count", [2, 3, 4])
def test_two_to_four_treatments_stand_in_one_table(client, count):
    chosen = ["siponimod", "fingolimod", "ocrelizumab", "physical-therapy"][:count]
    response = client.get(COMPARE, {"treatment": chosen})
    assert response.status_code == 200
    html = response.content.decode()
    lines = len(response.context["rows"])
    assert html.count('scope="col"') == count * lines
    assert html.count('scope="colgroup"') == html.count("<table ") == lines
    assert {f"/treatments/{slug}/" for slug in chosen} <= set(read(response).links)
    assert "/handout/?treatment=siponimod&treatment=fingolimod" in html.replace("&amp;", "&")
    assert "Not yet signed off by a clinician at this clinic." in html
    assert "/types/active/#if-nothing-changes" in html


def test_the_order_is_that_in_which_they_were_asked_for(client):
    response = client.get(COMPARE, {"treatment": ["siponimod", "fingolimod"]})
    assert [page.slug for page in response.context["comparison"].therapies] == [
        "siponimod",
        "fingolimod",
    ]


def test_trials_over_different_times_are_not_set_side_by_side_and_it_says_why(client):
    response = client.get(COMPARE, {"treatment": ["siponimod", "natalizumab"]})
    html = response.content.decode()
    assert "These results cannot be compared" in html
    assert "(up to 3 years; over 2 years)" in html
    assert html.count('<td role="cell" colspan') == 1
    alone = client.get(COMPARE, {"treatment": ["siponimod", "fingolimod"]})
    assert "cannot be compared" not in alone.content.decode()


def test_the_boxed_warning_is_the_first_line(client):
    response = client.get(COMPARE, {"treatment": ["natalizumab", "siponimod"]})
    assert next(iter(cells(response))) == "boxed"
    assert cells(response)["boxed"][1] == compare.NO_BOX


FIVE = ["siponimod", "fingolimod", "ocrelizumab", "natalizumab", "ozanimod"]


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ([], "Choose 2 to 4 treatments."),
        (["siponimod"], "You chose 1. Choose 2 to 4 treatments."),
        (["siponimod", "siponimod"], "You chose 1. Choose 2 to 4 treatments."),
        (FIVE, "You chose 5. Choose 2 to 4 treatments."),
        (["siponimod", "ozanimod", "miracle"], "One of the treatments is not in this guide."),
    ],
    ids=["none", "one", "one twice", "five", "unknown"],
)
def test_what_does_not_fit_is_said_and_what_was_ticked_stays(client, chosen, words):
    response = client.get(COMPARE, {"show": "1", "treatment": chosen})
    assert response.status_code == 422
    html = response.content.decode()
    assert words in html
    assert "<title>Error: " in html
    assert 'name="show" value="1"' in html
    ticked = html.count(" checked")
    assert ticked == len(set(chosen) - {"miracle"})
    assert read(response).faults == []


def test_it_is_linked_from_where_treatments_are_chosen(client):
    assert COMPARE in read(client.get("/treatments/")).links
    assert COMPARE in read(client.get("/types/active/")).links
    links = read(client.get("/treatments/siponimod/")).links
    assert f"{COMPARE}?with=siponimod" in links
    assert MATTERS in read(client.get("/")).links


# What matters


def tick(client, **ticked):
    return client.post(MATTERS, {"group": "disease-modifying", **ticked})


def test_what_a_reader_ticks_and_types_is_not_kept(client):
    response = client.get(MATTERS)
    assert response.status_code == 200
    assert response.context["sheet"] is None
    response = tick(client, point=["how"], harm=["headache"], own="To walk my dog")
    assert response.status_code == 200
    assert not response.cookies
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert 'action="/find-your-type/clear/"' in response.content.decode()
    assert "To walk my dog" in response.content.decode()
    assert "To walk my dog" not in client.get(MATTERS).content.decode()


def test_what_was_ticked_in_an_address_is_not_read(client):
    plain = client.get(MATTERS).content.decode()
    asked = client.get(MATTERS, {"point": "pregnancy", "harm": "depression", "own": "My words"})
    assert asked.content.decode() == plain


def test_each_point_and_harm_shows_every_treatment_of_the_group_with_sources(client):
    response = tick(client, point=["how", "hope"], harm=["headache"])
    html, links = response.content.decode(), set(read(response).links)
    assert {"/treatments/siponimod/", "/treatments/ublituximab/"} <= links
    assert "/treatments/siponimod/#side-effects" in links
    assert "/treatments/physical-therapy/" not in links
    assert "Not checked yet:" in html
    assert "This is not a ranking" in html
    page = read(response)
    assert page.faults == []
    assert {link[1:] for link in page.links if link.startswith("#source-")} <= set(page.ids)
    assert len(set(page.ids)) == len(page.ids)


def test_all_treatments_can_be_asked_for(client):
    links = read(tick(client, group="", point=["how"])).links
    assert {"/treatments/siponimod/", "/treatments/physical-therapy/"} <= set(links)


@pytest.mark.parametrize(
    ("ticked", "words"),
    [
        ({}, "Tick at least one thing that matters to you."),
        ({"own": "  \n "}, "Tick at least one thing that matters to you."),
        ({"point": ["luck"]}, "Choose what matters to you from the list."),
        ({"harm": ["luck"]}, "Choose the harms that worry you from the list."),
        ({"point": ["how"], "type": "luck"}, "Choose one of the types, or “Not sure yet”."),
        ({"point": ["how"], "group": "luck"}, "Choose a group of treatments from the list."),
        ({"own": "x" * 2001}, "Your own words are too long: 2001 characters."),
        ({"own": "a\x00b"}, "hidden character"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(client, ticked, words):
    response = tick(client, **{"own": "To walk my dog", **ticked} if ticked else {})
    assert response.status_code == 422
    html = response.content.decode()
    assert words in html
    assert "<title>Error: " in html
    if ticked and "own" not in ticked:
        assert "To walk my dog" in html
    if ticked.get("point") == ["how"]:
        assert 'value="how" id="id_point_1" checked' in html


def test_typed_markup_is_shown_as_typed(client):
    html = tick(client, own="<b>bold</b> [@lbl_siponimod]").content.decode()
    assert "&lt;b&gt;bold&lt;/b&gt; [@lbl_siponimod]" in html


def test_a_wrong_method_is_refused(client):
    assert client.post(COMPARE).status_code == 405
    assert client.delete(MATTERS).status_code == 405
