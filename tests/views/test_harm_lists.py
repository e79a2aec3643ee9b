"""Lists of harms tell treatments that list a harm from those that nobody has checked for it.

That a treatment's page does not list a harm proves nothing, so no page may show it as a finding.
"""

import re

import pytest
from django.urls import reverse

from guidance.editorial.current import current_guide
from guidance.pages import harms, what_matters
from guidance.views import render, shown_with
from tests.html import words_of
from tests.views.crawl import addresses_of_sitemap, read

pytestmark = pytest.mark.django_db

MATTERS = "/what-matters/"
ABSENCE = re.compile(
    r"\b(?:do|does|did) not (?:list|name|report|mention) (?:it|this)\b|\bnot listed\b",
    re.IGNORECASE,
)
"""Words that would present a missing entry as a finding about a treatment."""


def main_of(response):
    """Return what stands between the site's header and footer."""
    return re.search(r"<main\b.*?</main>", response.content.decode(), re.DOTALL)[0]


def treatments_in(html):
    """Return the slug of every treatment that ``html`` links to."""
    return set(re.findall(r'href="/treatments/([a-z0-9-]+)/(?:#[^"]*)?"', html))


def listing(guide, page):
    """Return the slugs of the treatments whose own pages list the side effect ``page``."""
    return {
        one.slug
        for one in guide.therapies()
        if page.slug in {effect.side_effect for effect in one.effects}
    }


def unchecked_in(html):
    """Return how many medicines ``html`` says are not checked yet: all others."""
    words = " ".join(words_of(html).split())
    number = re.search(r"Not checked yet: the (\d+) other medicines?\.", words)
    return int(number[1]) if number else 0


def with_label(guide):
    """Return the slugs of the treatments that have a label."""
    return {page.slug for page in guide.therapies() if page.label_status != "not-a-medicine"}


def test_the_list_of_side_effects_has_a_semicolon_only_between_two_things(client):
    html = main_of(client.get("/side-effects/"))
    assert "3 treatments" in " ".join(words_of(html).split())
    assert re.findall(r">\s*;", html) == []


def test_what_treatments_say_about_a_harm_is_looked_up_once_for_its_page(client, monkeypatch):
    asked, answers = [], harms.harm_answers
    for module in (render, shown_with):
        monkeypatch.setattr(
            module, "harm_answers", lambda *given: asked.append(1) or answers(*given), raising=False
        )
    assert client.get("/side-effects/headache/?all=1").status_code == 200
    assert len(asked) == 1


@pytest.mark.parametrize("subtype", ["", "active", "stable"])
def test_the_result_of_what_matters_tells_apart_treatments_that_list_a_harm(client, subtype):
    guide = current_guide()
    first, others = what_matters.harms(guide)
    harms = [*first, *others]
    assert len(harms) > 50
    chosen = {one.slug for one in what_matters.therapies_for(guide, subtype)}
    response = client.post(MATTERS, {"harm": [page.slug for page in harms], "type": subtype})
    parts = re.findall(
        r'<section[^>]*aria-labelledby="harm-[a-z-]+-h".*?</section>', main_of(response), re.DOTALL
    )
    for page, part in zip(harms, parts, strict=True):
        groups = re.findall(r"<h3>(.*?): \d+</h3>(.*?)</div>", part, re.DOTALL)
        named = {label: treatments_in(html) for label, html in groups}
        unchecked = named.pop(what_matters.NOT_CHECKED, set())
        without_label = named.pop(what_matters.NO_LABEL, set())
        assert without_label == chosen - with_label(guide) - listing(guide, page)
        assert set().union(*named.values()) == listing(guide, page) & chosen, page.slug
        assert unchecked == with_label(guide) & chosen - listing(guide, page)
        assert not ABSENCE.search(words_of(part))


@pytest.mark.slow
@pytest.mark.xdist_group("crawl")
def test_the_page_of_each_side_effect_names_only_treatments_that_list_it():
    guide = current_guide()
    assert len(guide.side_effects()) == 86
    for page in guide.side_effects():
        html = main_of(read(reverse("side_effect", args=[page.slug]))[0])
        pattern = r'<div class="closed-part__body" id="treatments".*?</details>'
        lists = re.findall(pattern, html, re.DOTALL)
        expected = listing(guide, page)
        assert len(lists) == bool(expected), page.slug
        for part in lists:
            assert treatments_in(part) == expected
            assert unchecked_in(part) == len(with_label(guide) - expected)
            assert "They may cause it too. Ask your MS team" in words_of(part)


@pytest.mark.slow
def test_numbers_counted_on_another_medicine_of_the_list_stand_with_that_one(client):
    words = " ".join(words_of(client.get("/side-effects/flushing/").content.decode()).split())
    assert words.count("400 of 1,000; 60 on placebo") == 1
    assert words.count("Common: counted on dimethyl fumarate") == 2


@pytest.mark.slow
def test_how_serious_a_harm_is_with_most_treatments_is_told_once_and_a_box_with_its_own(client):
    html = main_of(client.get("/side-effects/serious-infection/"))
    listed = html.partition('id="treatments"')[2].partition("</details>")[0]
    words = " ".join(words_of(listed).split())
    assert words.count("Serious") == words.count("Serious, unless a line says otherwise.") == 1
    assert "Mitoxantrone In the boxed warning" in words
    assert re.search(r"Natalizumab 32 of 1,000; 26 on placebo", words)


@pytest.mark.slow
def test_the_sources_of_a_side_effect_are_named_once_below_its_last_text(client):
    html = main_of(client.get("/side-effects/back-or-limb-pain/"))
    texts = html.partition('id="treatments"')[0].replace('id="all-signs"', "")
    shown = re.sub(r'<details class="closed-part".*?</details>\s*</div>', "", texts, flags=re.S)
    end = shown[shown.index('id="what-to-do"') :]
    assert end.count('class="where-from"') == 1
    assert "source-mark" not in texts


@pytest.mark.xdist_group("crawl")
def test_no_public_page_presents_a_missing_entry_as_a_finding():
    paths = addresses_of_sitemap()
    assert len(paths) > 100
    for path in paths:
        if not path.endswith(".xml"):
            found = ABSENCE.search(words_of(read(path)[0].content.decode()))
            assert found is None, f"{path}: {found[0]}"


@pytest.mark.slow
def test_side_by_side_a_missing_entry_is_no_finding(client):
    guide = current_guide()
    slugs = [page.slug for page in guide.therapies()]
    for first, second in zip(slugs, [*slugs[1:], slugs[0]], strict=True):
        html = main_of(client.get("/treatments/compare/", {"treatment": [first, second]}))
        assert not ABSENCE.search(words_of(html))


@pytest.mark.slow
def test_a_handout_presents_no_missing_entry_as_a_finding(client):
    guide = current_guide()
    effects = [page.slug for page in guide.side_effects()]
    for first in range(0, len(effects), 5):
        chosen = {"treatment": "ocrelizumab", "effect": effects[first : first + 5], "size": "14"}
        response = client.post("/handout/print/", chosen)
        assert response.status_code == 200
        assert not ABSENCE.search(words_of(main_of(response)))
