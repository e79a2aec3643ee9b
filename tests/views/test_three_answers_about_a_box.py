"""A boxed warning, none on the label, or not checked yet: told apart wherever medicines stand."""

import pytest
from django.test import Client
from django.urls import reverse

from guidance.editorial import current
from guidance.views.page_urls import address
from tests.html import words_of
from tests.views.comparing import table_of

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("crawl")]

NOT_CHECKED = "Boxed warning: not checked."


def answer(page):
    """Return the part of the three answers that ``page`` gives; empty for what has no label."""
    if page.label_status == "not-a-medicine":
        return ""
    if page.boxed_warning:
        return "boxed"
    return "none" if page.no_boxed_warning else "not checked"


def medicines(wanted):
    return [page for page in current.current_guide().therapies() if answer(page) == wanted]


def words(response):
    return " ".join(words_of(response.content.decode()).split())


def test_each_of_the_three_answers_is_given_by_some_medicine():
    assert len(medicines("boxed")) >= 6
    assert len(medicines("none")) >= 10
    assert {page.slug for page in medicines("not checked")} == {
        "corticosteroids",
        "interferon-beta-1a",
    }
    assert "plasma-exchange" in {page.slug for page in medicines("")}


def test_a_page_gives_its_answer_at_its_top(crawled):
    for page in current.current_guide().therapies():
        said = words(crawled[address(page)][0]).partition("Can it help?")[0]
        found = {
            "boxed": "Boxed warning" in said.replace(NOT_CHECKED, ""),
            "none": "No boxed warning (US label," in said,
            "not checked": NOT_CHECKED in said,
        }
        assert [one for one, here in found.items() if here] == [
            one for one in [answer(page)] if one
        ]


@pytest.mark.parametrize("place", ["/treatments/", "/types/active/", "/types/active-progressing/"])
def test_a_list_says_it_of_each_medicine_that_nobody_checked(crawled, place):
    text = crawled[place][0].content.decode()
    listed = 0
    for page in current.current_guide().therapies():
        line = text.partition(f'<a href="{address(page)}">')[2].partition("</a>")[0]
        if "<b>" in line:
            listed += 1
            assert ("(boxed warning: not checked)" in line) == (answer(page) == "not checked"), (
                page.slug
            )
            assert ("(boxed warning)" in line) == (answer(page) == "boxed"), page.slug
    assert listed > 5
    assert "No mark: none." in words_of(text)


@pytest.mark.parametrize("slug", ["interferon-beta-1a", "corticosteroids"])
def test_search_comparison_and_sheet_say_what_was_not_checked(slug):
    client = Client()
    page = current.current_guide().therapy(slug)
    assert NOT_CHECKED in words(client.get(reverse("search"), {"q": page.title}))
    beside = words(client.get(reverse("compare"), {"treatment": [slug, "siponimod"]}))
    assert beside.count(NOT_CHECKED) == 1
    sheet = words(client.post(reverse("handout_print"), {"treatment": slug}, follow=True))
    assert "Boxed warning: Not checked yet." in sheet


def test_nothing_is_said_of_a_box_on_a_procedure_without_a_label():
    beside = Client().get(reverse("compare"), {"treatment": ["plasma-exchange", "siponimod"]})
    assert "Boxed warning" not in words_of(table_of(beside))
