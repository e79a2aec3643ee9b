"""The view of the comparison: what is asked, shown and refused."""

import re

import pytest
from django.urls import reverse

from tests.views.comparing import COMPARE, MATTERS, plain_words, read, table_of

pytestmark = pytest.mark.django_db


def test_it_asks_for_treatments_and_ticks_those_of_a_link(client):
    response = client.get(COMPARE)
    assert response.status_code == 200
    assert response.context["comparison"] is None
    response = client.get(COMPARE, {"with": ["siponimod", "gone"], "type": "active"})
    assert response.status_code == 200
    html = response.content.decode()
    assert 'value="siponimod" id="id_treatment_1_' in html
    assert html.count(" checked") == 2
    assert 'method="post" action="/treatments/compare/"' in html


def test_the_form_asks_for_no_type_so_that_none_comes_into_an_address(client):
    html = client.get(COMPARE).content.decode()
    assert 'method="get" action="/treatments/compare/"' in html
    assert 'name="type"' not in html


def test_no_new_medicine_is_offered_first(client):
    html = client.get(COMPARE).content.decode()
    values = re.findall(r'name="treatment" value="([^"]*)"', html)
    assert values[0] == "none"
    chosen = client.get(COMPARE, {"treatment": ["siponimod", "ocrelizumab"]})
    link = f"{COMPARE}?treatment=siponimod&treatment=none&treatment=ocrelizumab"
    assert link in read(chosen).links


@pytest.mark.parametrize("count", [2, 3, 4])
def test_two_to_four_treatments_stand_in_one_table(client, count):
    chosen = ["siponimod", "fingolimod", "ocrelizumab", "physical-therapy"][:count]
    response = client.get(COMPARE, {"treatment": chosen})
    assert response.status_code == 200
    html, table = response.content.decode(), table_of(response)
    assert html.count("<table ") == 1
    assert table.count('scope="col"') == count + 1
    assert table.count('scope="row"') == len(response.context["comparison"].lines)
    for question in ("How do I take it?", "The worst?", "Not for me if?", "When to call?"):
        assert question in table
    assert {f"/treatments/{slug}/" for slug in chosen} <= set(read(response).links)
    assert "/handout/?treatment=siponimod&treatment=fingolimod" in html.replace("&amp;", "&")
    assert "Not yet signed off by a clinician at this clinic." in html


def test_on_a_phone_a_further_treatment_is_swapped_in_by_a_link(client):
    response = client.get(COMPARE, {"treatment": ["siponimod", "fingolimod", "ocrelizumab"]})
    link = f"{COMPARE}?treatment=siponimod&treatment=ocrelizumab&treatment=fingolimod"
    assert link in read(response).links
    swapped = client.get(link)
    assert [one.value for one in swapped.context["comparison"].columns][1] == "ocrelizumab"


def test_no_new_medicine_asks_for_the_type_and_then_shows_it(client):
    asked = client.get(COMPARE, {"treatment": ["none", "siponimod"]})
    assert asked.status_code == 200
    html = asked.content.decode()
    assert "for which type of SPMS?" in html
    assert 'name="type" value="active-progressing"' in html
    assert 'name="treatment" value="siponimod"' in html
    assert "get" not in {method for method, _fields in forms_of(html)}
    chosen = {"treatment": ["none", "siponimod"], "type": "active-progressing"}
    table = plain_words(table_of(client.post(COMPARE, chosen)))
    assert "350 of 1,000 with active SPMS got worse on placebo in up to 3 years." in table
    assert "got worse for 3 months or more (whole trial); 320 on placebo" in table
    assert "Rehabilitation and symptom care fit every type." in table
    assert "No new medicine for now Type: Active and progressing" in table
    assert "There is nothing new to stop." in table
    html = client.post(MATTERS, {"point": ["how"], "type": "stable"}).content.decode()
    assert "What these can do for you" in html and "It probably improves walking." in html


def forms_of(html):
    """Return (method, {name: values}) of each form in the main part of a page."""
    main = html[html.index("<main") :]
    found = []
    for attributes, inner in re.findall(r"<form([^>]*)>(.*?)</form>", main, re.DOTALL):
        fields = {}
        for name, value in re.findall(r'name="(\w+)"[^>]*? value="([^"]*)"', inner):
            fields.setdefault(name, []).append(value)
        found.append((re.search('method="(.*?)"', attributes)[1], fields))
    return found


PERSONAL = {
    "treatment": ["siponimod", "none", "ocrelizumab"],
    "type": "active",
    "point": ["baby"],
}


@pytest.mark.parametrize("how", ["post", "get"])
def test_the_type_of_a_reader_stands_in_no_address_that_the_page_leads_to(client, how):
    asked = PERSONAL if how == "post" else {**PERSONAL, "point": []}
    response = getattr(client, how)(COMPARE, asked)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-cache"
    html = response.content.decode()
    assert [link for link in read(response).links if "type=" in link] == []
    assert [method for method, fields in forms_of(html) if method == "get"] == []
    ((_, chosen),) = forms_of(html)
    swapped = client.post(COMPARE, {**chosen, "beside": "ocrelizumab"})
    values = [column.value for column in swapped.context["comparison"].columns]
    assert values == ["siponimod", "ocrelizumab", "none"]
    assert swapped.context["comparison"].lines[0].matters == (how == "post")
    handout = client.post(reverse("handout_change"), chosen)
    assert re.search('value="active"[^>]* checked', handout.content.decode())
    again = client.post(COMPARE, {**chosen, "choose": "1"}).content.decode()
    assert "Error" not in again
    assert again.count(" checked") == 4


def test_no_new_medicine_is_added_to_what_matters_by_post(client):
    response = client.post(COMPARE, {"treatment": ["siponimod", "ozanimod"], "point": ["baby"]})
    html = response.content.decode()
    ((_, chosen),) = forms_of(html)
    assert re.findall(r'name="beside" value="(.*?)"', html) == ["none"]
    asked = client.post(COMPARE, {**chosen, "beside": "none"})
    assert asked.context["chosen"] == ["siponimod", "none", "ozanimod"]
    assert 'name="point" value="baby"' in asked.content.decode()
    assert "for which type of SPMS?" in asked.content.decode()


def test_no_new_medicine_does_not_look_harmless(client):
    chosen = {"treatment": ["none", "siponimod"], "type": "active"}
    html = table_of(client.post(COMPARE, chosen))
    shown = plain_words(re.sub(r"<details.*?</details>", "", html))
    assert "Nothing new to help. What happened is under “The worst?”." in shown
    assert "Relapses and new MRI spots, fewer with medicines." in shown
    assert "no measurable effect" not in shown
    assert "yours can change" not in shown
    assert "no measurable effect on time to needing a cane" in plain_words(html)
    assert 'href="/types/active/#if-nothing-changes"' in html


def test_counts_of_other_times_are_not_set_side_by_side_and_it_says_so(client):
    table = table_of(client.get(COMPARE, {"treatment": ["siponimod", "natalizumab"]}))
    why = "Do not compare: other people, things or times were counted."
    assert plain_words(table).count(why) == 1
    alone = client.get(COMPARE, {"treatment": ["siponimod", "corticosteroids"]})
    assert why not in alone.content.decode()


def test_a_benefit_that_the_page_counts_is_counted_in_the_table(client):
    """Also where no result has a bar, and then under the same words that they do not compare."""
    table = plain_words(table_of(client.get(COMPARE, {"treatment": ["siponimod", "fingolimod"]})))
    why = "Do not compare: other people, things or times were counted."
    beside = table.partition(why)[2].partition("More")[0]
    assert "Siponimod 260 of 1,000 got worse for 3 months or more" in beside
    counted = "In relapsing MS, 300 of 1,000 relapsed in 2 years, and 540 on placebo."
    assert f"Fingolimod {counted}" in beside


def test_medicines_that_rest_on_one_trial_give_its_count_once(client):
    chosen = ["dimethyl-fumarate", "diroximel-fumarate", "monomethyl-fumarate"]
    table = plain_words(table_of(client.get(COMPARE, {"treatment": chosen})))
    assert table.count("270 of 1,000 relapsed in 2 years on dimethyl fumarate; placebo 460.") == 1
    assert "Do not compare" not in table


def test_a_boxed_warning_and_what_was_not_counted_are_said(client):
    table = plain_words(table_of(client.get(COMPARE, {"treatment": ["natalizumab", "siponimod"]})))
    assert table.count("Boxed warning") == 1
    assert "Not counted: rare brain infection" in table
    assert "slow heartbeat, 44 of 1,000, 29 on placebo" in table


def test_a_row_that_is_the_same_for_all_is_one_line(client):
    table = plain_words(table_of(client.get(COMPARE, {"treatment": ["siponimod", "fingolimod"]})))
    assert "How often? The same for all: Once a day." in table


MOST_BYTES = 40 * 1024


def test_a_page_of_three_is_small_and_asks_nothing_of_the_database(
    client, django_assert_max_num_queries
):
    chosen = {"treatment": ["siponimod", "none", "ocrelizumab"], "type": "active"}
    client.post(COMPARE, {**chosen, "show": "1"})
    with django_assert_max_num_queries(1):
        response = client.post(COMPARE, chosen)
    assert len(response.content) <= MOST_BYTES


@pytest.mark.parametrize(
    "chosen",
    [
        ["siponimod", "natalizumab", "ocrelizumab", "ofatumumab"],
        ["corticosteroids", "interferon-beta-1a", "mitoxantrone", "natalizumab"],
        ["none", "corticosteroids", "interferon-beta-1a", "mitoxantrone"],
    ],
    ids=["four", "the longest four", "no new medicine and the longest three"],
)
def test_a_page_of_four_is_small_and_names_every_source_of_its_texts(client, chosen):
    subtype = "stable" if "none" in chosen else ""
    response = client.post(COMPARE, {"treatment": chosen, "type": subtype})
    assert len(response.content) <= MOST_BYTES
    listed = {reference.source.key for reference in response.context["comparison"].references}
    html = response.content.decode()
    assert {key for key in listed if f'href="/sources/{key}/"' not in html} == set()
    numbers = re.findall(r"<dt>([\d, to]+)</dt>", html[html.index('class="where-from"') :])
    named = {
        number
        for one in ",".join(numbers).split(",")
        for first, _, last in [one.strip().partition(" to ")]
        for number in range(int(first), int(last or first) + 1)
    }
    assert named == set(range(1, len(listed) + 1))


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
    response = client.get(COMPARE, {"show": "1", "treatment": chosen, "type": "active"})
    assert response.status_code == 422
    html = response.content.decode()
    assert words in html
    assert "<title>Error: " in html
    assert 'name="show" value="1"' in html
    ticked = html.count(" checked")
    assert ticked == len(set(chosen) - {"miracle"}) + 1
    assert read(response).faults == []


def test_an_unknown_type_is_an_error(client):
    response = client.get(COMPARE, {"treatment": ["none", "siponimod"], "type": "luck"})
    assert response.status_code == 422
    assert "Choose one of the types" in response.content.decode()


def test_it_is_linked_from_where_treatments_are_chosen(client):
    assert COMPARE in read(client.get("/treatments/")).links
    assert COMPARE in read(client.get("/types/active/")).links
    links = read(client.get("/treatments/siponimod/")).links
    assert f"{COMPARE}?with=siponimod" in links
    assert MATTERS in read(client.get("/")).links


def test_what_matters_is_sent_by_post_and_comes_first(client):
    chosen = {"treatment": ["siponimod", "ozanimod"], "point": ["baby", "luck"]}
    response = client.post(COMPARE, chosen)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert [line.id for line in response.context["comparison"].lines][0] == "pregnancy"
    assert "Matters to you" in response.content.decode()
    assert client.get(COMPARE, chosen).context["comparison"].lines[0].id == "how"
    assert client.post(COMPARE).status_code == 422
