"""The parts of a public page: open or closed, in order, and with what belongs to them."""

import re

import msgspec
import pytest
from django.urls import reverse

from guidance.editorial import current, publishing
from guidance.models import Sign, Therapy
from guidance.pages import check_schedule, structures
from guidance.pages.sections import DO_NOT_TAKE_IT_IF, PREGNANCY
from guidance.views import page_sections
from guidance.views.page_urls import address
from tests.html import Reader

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("crawl")]


def test_a_warning_without_a_short_answer_is_open_from_the_start(client):
    """As on the pages that a clinic wrote before there were short answers."""
    Therapy.objects.filter(slug="ocrelizumab").update(do_not_take_if_short="", stopping_short="")
    publishing.publish(None, "Without answers.")
    text = client.get("/treatments/ocrelizumab/").content.decode()
    (opened,) = re.findall(
        r'<details class="closed-part" open>.*?<div [^>]*id="([^"]+)"', text, re.S
    )
    assert opened == "do-not-take-it-if"


def test_a_section_of_a_later_release_is_shown_after_the_sections_that_are_grouped():
    shipped = current.current_guide().therapy("ocrelizumab")
    later = structures.Section(id="of-a-later-release", heading="New", text=shipped.summary)
    page = msgspec.structs.replace(shipped, sections=(later, *shipped.sections))
    shown = [part.id for part in page_sections.of_therapy(page)]
    grouped, ungrouped = shown.index(DO_NOT_TAKE_IT_IF), shown.index(PREGNANCY)
    assert shown.index(later.id) in range(grouped + 1, ungrouped)


def test_all_parts_of_a_page_can_be_shown_open(client):
    closed = client.get("/treatments/siponimod/").content.decode()
    opened = client.get("/treatments/siponimod/?all=1").content.decode()
    parts = closed.count('<details class="closed-part">')
    assert parts > 8
    assert opened.count('<details class="closed-part" open>') == parts
    assert client.get("/treatments/siponimod/?all=2").content.decode() == closed
    lists = closed.count('<details class="where-from">')
    assert lists > 5
    assert opened.count('<details class="where-from" open>') == lists


def test_all_signs_by_treatment_can_be_shown_open(client):
    closed = client.get("/get-help/by-treatment/").content.decode()
    opened = client.get("/get-help/by-treatment/?all=1").content.decode()
    parts = closed.count('<details class="closed-part">')
    assert parts > 8
    assert opened.count('<details class="closed-part" open>') == parts


NAMED_ONCE = ("/", "/types/", "/symptoms/", "/get-help/heart/", "/glossary/")


def test_a_page_that_names_its_sources_once_says_how_many_there_are(crawled):
    for place in NAMED_ONCE:
        text = crawled[place][0].content.decode()
        [named] = re.findall(r'<details class="where-from"><summary>(.*?)</summary>', text, re.S)
        [number] = re.findall(r"All (\d+) sources", text)
        words = " ".join(re.sub(r"<svg.*?</svg>", "", named, flags=re.S).split())
        assert words == f"Where this comes from ({number} sources)", place


def test_closed_parts_of_home_get_help_and_the_walk_say_their_short_answer(crawled):
    for place in ("/", "/get-help/", "/find-your-type/", "/get-help/by-treatment/"):
        text = crawled[place][0].content.decode()
        closed = re.findall(r'<details class="closed-part"><summary>(.*?)</summary>', text, re.S)
        assert len(closed) >= 2, place
        assert [part for part in closed if "closed-part__short" not in part] == [], place
    closed = [
        part
        for page in current.current_guide().infos()
        for part in re.findall(
            r'<details class="closed-part"><summary>(.*?)</summary>',
            crawled[address(page)][0].content.decode(),
            re.S,
        )
    ]
    assert len(closed) > 34
    assert [part for part in closed if "closed-part__short" not in part] == []
    text = crawled["/types/active/"][0].content.decode()
    assert re.search(
        r"Help with symptoms</h3>\s*<span class=.closed-part__short [^>]*>\d+ sympt", text
    )


SHORT_ANSWER_ABOVE = ("Tests and check-ups", "Stopping", "The whole list", "About ")
"""Closed parts right below what they complete: it is their short answer."""


def test_every_closed_part_says_its_short_answer_or_how_much_is_in_it(crawled):
    counted = set()
    for place, (response, _) in crawled.items():
        if place.startswith("/find-your-type/"):
            continue  # the words of the walk are a table of their own
        text = response.content.decode()
        for part in re.findall(
            r'<details class="closed-part"[^>]*><summary>(.*?)</summary>', text, re.S
        ):
            heading = re.search(r"<h[23][^>]*>(.*?)</h[23]>", part, re.S)[1].strip()
            if "closed-part__short" not in part:
                assert heading.startswith(SHORT_ANSWER_ABOVE), (place, heading)
            elif "--beside" in part:
                counted.add(heading)
    assert counted == {
        "All signs",
        "Help with symptoms",
        "Pages that cite it",
        "Read next",
        "Side effects explained",
        "Symptoms whose medicines list it",
        "What to ask",
    }


@pytest.mark.parametrize(
    ("place", "heading", "field"),
    [
        ("/treatments/siponimod/", "What to ask", "questions"),
        ("/symptoms/bladder/", "Side effects explained", "effects"),
        ("/side-effects/anaphylaxis/", "Symptoms whose medicines list it", "symptoms"),
        ("/living-with-spms/carers/", "Read next", "next"),
        ("/sources/lbl_siponimod/", "Pages that cite it", "pages"),
    ],
)
def test_a_closed_list_says_how_many_it_holds(crawled, place, heading, field):
    text = crawled[place][0].content.decode()
    [number] = re.findall(rf"{heading}</h3>\s*<span[^>]*>(\d+) ", text)
    inside = text[text.index(f'<div class="closed-part__body" id="{field}"') :]
    assert inside[: inside.index("</details>")].count("<li") == int(number)


def test_the_harms_of_a_boxed_warning_are_named_at_once_on_each_medicine_that_has_one(crawled):
    boxed = Therapy.objects.exclude(boxed_warning="")
    assert boxed.count() >= 5
    for therapy in boxed:
        text = crawled[reverse("therapy", args=[therapy.slug])][0].content.decode()
        assert text.index("Boxed warning") < text.index("Can it help?"), therapy
        assert 'href="#boxed-warning"' in text and 'id="boxed-h"' in text
        start = text.index("In the boxed warning:")
        named = text[start : text.index("<details", start)]
        rows = therapy.side_effects.filter(seriousness="boxed").select_related("side_effect")
        assert rows and all(row.side_effect.name in named for row in rows), therapy
        assert text.count("<details", 0, start) == text.count("</details>", 0, start), therapy


def test_a_boxed_warning_that_names_no_side_effect_is_shown_in_full(client):
    """As on a page that a clinic wrote before side effects were rows."""
    therapy = Therapy.objects.get(slug="teriflunomide")
    therapy.side_effects.filter(seriousness="boxed").delete()
    publishing.publish(None, "Only the words.")
    text = client.get("/treatments/teriflunomide/").content.decode()
    assert '<h2 class="urgency__heading" id="boxed-h">' in text
    assert "The boxed warning in full" not in text


def test_the_checks_of_a_medicine_stand_in_order_of_time_and_again_with_their_sources(client):
    page = client.get("/treatments/interferon-beta-1b/").content.decode()
    calendar = page[page.index('id="calendar"') : page.index('id="when-to-call"')]
    later = page[page.index('id="check-ups"') : page.index('id="stopping"')]
    assert "Blood count, blood chemistry, liver test." in calendar
    assert re.findall(r'<text[^>]*class="(\w+)">(\d+)', later) == [
        ("here", "1"),
        ("here", "3"),
        ("here", "6"),
    ]
    assert "Filled: a check." in later
    heading = later.index("<h4>In months 1, 3 and 6</h4>")
    assert heading < later.index("Blood counts with platelets.")
    rehabilitation = client.get("/treatments/physical-therapy/").content.decode()
    assert 'id="calendar"' not in rehabilitation and 'id="check-ups"' in rehabilitation


HEADING_OR_LIST = re.compile(r'<h4(?: id="([a-z-]+)-h")?[^>]*>([^<]+)</h4>|<ul>')


def times_of(text):
    """Return the moments of the checks of a page, in order, by the headings before their lists."""
    part = text.partition('<div class="closed-part__body" id="check-ups-and-more">')[2]
    part = part.partition('<details class="where-from">')[0]
    found, here = [], ""
    for section, words in HEADING_OR_LIST.findall(part):
        if section == "before-you-start" or words and section != "check-ups":
            here = words
        elif not words:
            found.append(here)
    return found


def test_tests_and_check_ups_stand_in_order_of_time_on_every_treatment(crawled):
    """Before, on the first day, in set months, at each dose, while it is taken, after it."""
    grouped = 0
    for page in current.current_guide().therapies():
        text = crawled[address(page)][0].content.decode()
        if 'id="check-ups-and-more"' not in text:
            continue
        grouped += 1
        assert text.index('id="before-you-start"') < text.index('id="check-ups"'), page.slug
        times = times_of(text)
        wanted = [
            time.words
            for time in check_schedule.timepoints(page)
            if time.moment not in ("before", "during")
        ]
        shown = [time for time in times if time in wanted]
        assert shown == wanted, page.slug
        assert times[0] == "Before you start", page.slug
        if "After you stop" in times:
            assert times[-1] in ("After you stop", "Also"), page.slug
    assert grouped >= 20


def test_the_list_of_treatments_names_each_with_brands_and_label(crawled):
    text = crawled["/treatments/"][0].content.decode()
    medicines = Therapy.objects.filter(group="disease-modifying")
    assert medicines.count() == 18
    for medicine in medicines:
        assert f'href="/treatments/{medicine.slug}/"' in text
        for brand in medicine.brands.split(", "):
            assert brand in text


def test_a_source_tells_its_address_and_every_page_that_cites_it(client):
    used = {one.source.key: one for one in current.current_guide().sources_used()}
    links = Reader(client.get("/sources/lbl_siponimod/").content.decode()).links
    assert used["lbl_siponimod"].source.address in links
    assert {address(page) for page in used["lbl_siponimod"].pages} <= set(links)
    assert client.get("/sources/nothing/").status_code == 404


def test_a_letter_without_sources_has_no_page_and_capitals_lead_to_the_one_it_has(client):
    assert client.get("/sources/by/q/").status_code == 404
    assert client.get("/sources/by/mayo/").status_code == 404
    moved = client.get("/sources/by/M/")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/sources/by/m/")


def test_a_part_of_the_body_is_found_by_its_name_and_without_signs_it_leads_to_get_help(client):
    assert client.get("/get-help/nose/").status_code == 404
    moved = client.get("/get-help/Heart/")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/get-help/heart/")
    Sign.objects.filter(part="pregnancy").update(part="whole")
    publishing.publish(None, "No sign of this part.")
    moved = client.get("/get-help/pregnancy/")
    assert (moved.status_code, moved.headers["Location"]) == (302, "/get-help/")
    assert "/get-help/pregnancy/" not in client.get("/get-help/").content.decode()
    assert "/get-help/pregnancy/" not in client.get("/sitemap.xml").content.decode()
