"""The view of what matters: what is asked, shown and refused."""

import re
from html import unescape

import pytest
from django.urls import reverse

from guidance.pages import what_matters
from tests.views.comparing import COMPARE, MATTERS, plain_words, read

pytestmark = pytest.mark.django_db


def tick(client, **ticked):
    return client.post(MATTERS, ticked)


def test_not_active_spms_is_told_of_mitoxantrone_its_warning_and_its_rare_use(client):
    html = tick(client, type="non-active-progressing", point=["risks"]).content
    said = " ".join(html.decode().split())
    assert "no medicine against MS here is for this type" not in said
    place = "/treatments/mitoxantrone/"
    assert f'<a href="{place}">Mitoxantrone</a>: SPMS, active or not; rarely used.' in said
    assert f'<a href="{place}#boxed-h">Boxed warning</a>' in said


def test_what_a_reader_ticks_and_types_is_not_kept(client):
    response = client.get(MATTERS)
    assert response.status_code == 200
    assert response.context["result"] is None
    response = tick(client, point=["how"], harm=["headache"], own="To walk my dog")
    assert response.status_code == 200
    assert not response.cookies
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert 'action="/find-your-type/clear/"' in response.content.decode()
    assert "To walk my dog" in response.content.decode()
    assert "To walk my dog" not in client.get(MATTERS).content.decode()


def test_what_was_ticked_in_an_address_is_not_read(client):
    plain = client.get(MATTERS).content.decode()
    asked = client.get(MATTERS, {"point": "baby", "harm": "depression", "own": "My words"})
    assert asked.content.decode() == plain


def test_six_ticks_and_eight_common_harms_are_offered_and_all_others_by_search(client):
    html = client.get(MATTERS).content.decode()
    assert html.count('name="point"') == 6
    assert html.count('name="harm"') == 8
    assert 'value="leukemia"' not in html
    assert 'name="words"' in html
    asked = tick(client, find="1", words="blood cancr", harm=["pml"], point=["risks"], own="My dog")
    assert asked.status_code == 200
    html = asked.content.decode()
    assert "leukemia" in re.findall('name="harm" value="(.*?)"', html)[:3]
    assert re.search('value="pml"[^>]* checked', html)
    assert re.search('value="risks"[^>]* checked', html)
    assert "My dog" in html and "Error" not in html
    again = tick(client, find="1", words="qwertyuiop", harm=["leukemia"]).content.decode()
    assert re.search('value="leukemia"[^>]* checked', again)
    assert "Nothing fits “qwertyuiop”" in again


def test_a_treatment_to_compare_is_found_by_its_brand_and_what_was_ticked_stays(client):
    asked = client.post(COMPARE, {"find": "1", "words": "tysabry", "treatment": ["siponimod"]})
    assert asked.status_code == 200
    assert asked.headers["Cache-Control"] == "private, no-cache"
    html = asked.content.decode()
    values = re.findall(r'name="treatment" value="([^"]*)"', html)
    assert values[:2] == ["siponimod", "natalizumab"]
    assert (
        len(values)
        == len(set(values))
        == client.get(COMPARE).content.decode().count('name="treatment"')
    )
    assert html.count(" checked") == 1
    assert 'method="get"' in html
    assert read(asked).faults == []
    none = client.post(COMPARE, {"find": "1", "words": "qwertyuiop", "type": "active"})
    assert "Nothing fits “qwertyuiop”" in none.content.decode()
    assert 'name="type"' in none.content.decode()


def test_treatments_are_grouped_by_answer_with_their_number(client):
    response = tick(client, point=["how"], harm=["headache"])
    words = plain_words(response.content.decode())
    assert "Tablet or capsule, at home: 8" in words
    assert "Not checked yet: ask your MS team:" in words
    links = set(read(response).links)
    assert {"/treatments/siponimod/#side-effects", "/treatments/ublituximab/"} <= links
    assert "/treatments/physical-therapy/" not in links
    page = read(response)
    assert page.faults == []
    assert {link[1:] for link in page.links if link.startswith("#source-")} <= set(page.ids)
    assert len(set(page.ids)) == len(page.ids)


@pytest.mark.parametrize(
    "subtype", ["active", "active-progressing", "stable", "non-active-progressing"]
)
def test_for_each_type_it_says_who_is_left_and_leaves_no_heading_empty(client, subtype):
    points, harms = list(what_matters.POINTS), ["pml", "headache"]
    for ticked in (points, points[4:]):
        response = tick(client, point=ticked, harm=harms, type=subtype)
        assert [matter.id for matter in response.context["result"].matters] == [
            *ticked,
            *(f"harm-{slug}" for slug in harms),
        ]
        html = response.content.decode()
        for part in re.findall(r'<section class="matter".*?</section>', html, re.DOTALL):
            assert "<summary>\n</summary>" not in part
            assert "<h3>" in part
        assert "You chose “" in plain_words(html)


def test_each_medicine_has_its_own_words_about_having_a_baby(client):
    for ticked in (["baby"], ["baby", "how"], ["baby", "how", "often"]):
        html = tick(client, point=ticked).content.decode()
        words = plain_words(html)
        assert "Harm to an unborn baby: listed on its page here, not counted: " in words
        assert re.search('href="/treatments/teriflunomide/#pregnancy"', html)
        assert html.count('/#pregnancy"') == len(re.findall(r'id="further-[^"]+"', html)) - 1
        start = html.index(' id="baby-h"')
        said = html[start : html.index("</section>", start)].partition('class="where-from')[0]
        assert said.count("Use birth control until 6 months after") == 1


def test_a_boxed_warning_about_a_baby_is_told_however_many_points_are_ticked(client):
    """Cladribine and teriflunomide carry it in their box; others list it outside of theirs."""
    for ticked in (["baby"], ["how", "often", "tests", "baby"], list(what_matters.POINTS)):
        html = tick(client, point=ticked).content.decode()
        start = html.index(' id="baby-h"')
        part = html[start : html.index("</section>", start)]
        if len(ticked) > 1:
            head = plain_words(part[: part.index("</summary>")])
            assert "Harm to an unborn baby: in the boxed warning: 2;" in head
        group = part[part.index("in the boxed warning: 2</h3>") :]
        named = re.findall(r'href="/treatments/([^/]+)/', group[: group.index("<h3>")])
        assert named == ["cladribine", "teriflunomide"]


def test_two_people_see_where_they_agree(client):
    words = plain_words(tick(client, point=["how", "often"], second=["how"]).content.decode())
    assert "You agree on How I take it" in words
    assert "Only the first of you How often" in words
    assert "Only the second of you" not in words  # a row with a dash alone says nothing


def test_ticks_go_on_to_the_comparison_and_the_sheet_by_post(client):
    response = tick(client, point=["baby"], harm=["pml"], own="My dog", type="active")
    fields = re.findall(r'name="(\w+)" value="([^"]*)"', response.content.decode())
    chosen = {"treatment": ["siponimod", "none"]}
    for name, value in dict.fromkeys(fields):
        if name not in ("treatment", "change"):
            chosen.setdefault(name, []).append(value)
    compared = client.post(COMPARE, chosen)
    assert compared.status_code == 200
    assert compared.context["comparison"].lines[0].id == "pregnancy"
    sheet = client.post(reverse("handout_change"), chosen | {"treatment": ["siponimod"]})
    assert sheet.status_code == 200
    html = sheet.content.decode()
    assert "What matters to me: Having a baby; Rare brain infection." in html
    assert "My dog" in html


def test_what_was_typed_goes_on_by_the_comparison_to_the_sheet_and_is_not_lost_on_an_error(client):
    ticked = {"point": ["how"], "second": ["baby"], "harm": ["pml"], "own": "My <dog>"}
    fields = re.findall(r'name="(\w+)" value="([^"]*)"', tick(client, **ticked).content.decode())
    sent = {"treatment": ["siponimod"]}
    for name, value in dict.fromkeys(fields):
        if name not in ("treatment", "change"):
            sent.setdefault(name, []).append(unescape(value))
    slip = client.post(COMPARE, sent)
    assert slip.status_code == 422
    for page in (slip, client.post(COMPARE, sent | {"treatment": ["siponimod", "none", "x"]})):
        assert "My &lt;dog&gt;" in page.content.decode()
        assert 'name="effect" value="pml"' in page.content.decode()
    compared = client.post(COMPARE, sent | {"treatment": ["siponimod", "ocrelizumab"]})
    html = compared.content.decode()
    form = html[html.index('<form id="chosen"') :]
    kept = {}
    for name, value in re.findall(
        r'type="hidden" name="(\w+)" value="([^"]*)"', form[: form.index("</form>")]
    ):
        kept.setdefault(name, []).append(unescape(value))
    sheet = client.post(reverse("handout_change"), kept).content.decode()
    assert "Only the second of us: Having a baby." in sheet
    assert "My &lt;dog&gt;" in sheet
    assert re.search('name="effect" value="pml"[^>]* checked', sheet)


def test_the_sheet_of_two_people_keeps_what_matters_to_each_apart(client):
    response = tick(client, point=["how", "often"], second=["baby", "often"], harm=["pml"])
    [notes] = re.findall(r'name="notes" value="([^"]*)"', response.content.decode())[:1]
    assert notes.split("\n") == [
        "Side effects that matter to us: Rare brain infection.",
        "We agree on: How often.",
        "Only the first of us: How I take it.",
        "Only the second of us: Having a baby.",
    ]


def test_ticks_can_be_changed(client):
    response = tick(client, point=["how"], own="My dog", change="1")
    assert response.status_code == 200
    html = response.content.decode()
    assert 'value="how" id="id_point_0" checked' in html
    assert "My dog" in html
    assert "Error" not in html


@pytest.mark.parametrize(
    ("ticked", "words"),
    [
        ({}, "Tick at least one thing that matters to you."),
        ({"own": "  \n "}, "Tick at least one thing that matters to you."),
        ({"point": ["luck"]}, "Choose what matters from the list."),
        ({"harm": ["luck"]}, "Choose the harms that worry you from the list."),
        ({"second": ["luck"]}, "Choose what matters from the list."),
        ({"point": ["how"], "type": "luck"}, "Choose one of the types, or “Not sure yet”."),
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
        assert 'value="how" id="id_point_0" checked' in html


def test_typed_markup_is_shown_as_typed(client):
    html = tick(client, own="<b>bold</b> [@lbl_siponimod]").content.decode()
    assert "&lt;b&gt;bold&lt;/b&gt; [@lbl_siponimod]" in html


def test_every_point_is_about_rows_that_there_are():
    from guidance.pages.compared_questions import QUESTIONS

    assert {line for point in what_matters.POINTS.values() for line in point.lines} <= set(
        QUESTIONS
    )


def test_a_wrong_method_is_refused(client):
    assert client.put(COMPARE).status_code == 405
    assert client.delete(MATTERS).status_code == 405
