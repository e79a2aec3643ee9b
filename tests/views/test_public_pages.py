"""What holds for each public page of the shipped content, from the crawl."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from guidance.editorial import current
from guidance.models import HandoutTemplate, Info, SideEffect, Subtype, Symptom, Therapy
from guidance.pages import claims, source_marks, structures
from guidance.pages.citations import keys_in, without_markers
from guidance.pages.guide import SIGNS
from guidance.pages.harm_charts import says_only_more
from guidance.pages.text import plain as without_markup
from guidance.views.page_urls import address
from tests.html import Reader
from tests.views.crawl import read

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("crawl")]

CACHED = "public, max-age=60"


def wrong(crawled, find):
    """Return {address: what is wrong} for the pages where ``find(reader)`` finds something."""
    return {place: found for place, (_, page) in crawled.items() if (found := find(page))}


def test_the_crawl_meets_every_page_that_was_published(crawled):
    expected = {
        **{reverse("therapy", args=[row.slug]): row for row in Therapy.objects.all()},
        **{reverse("side_effect", args=[row.slug]): row for row in SideEffect.objects.all()},
        **{reverse("symptom", args=[row.slug]): row for row in Symptom.objects.all()},
        **{reverse("visit", args=[row.slug]): row for row in HandoutTemplate.objects.all()},
        **{reverse("subtype", args=[row.slug]): row for row in Subtype.objects.all()},
    }
    assert expected.keys() <= crawled.keys()
    assert len(crawled) >= len(expected) + Info.objects.count()


def test_every_page_is_whole_and_its_ids_are_unique(crawled):
    assert wrong(crawled, lambda page: page.faults) == {}
    assert wrong(crawled, lambda page: {x for x in page.ids if page.ids.count(x) > 1}) == {}


def test_every_page_has_one_main_heading_and_skips_no_level(crawled):
    def jumps(page):
        levels = page.headings
        steps = zip(levels, levels[1:], strict=False)
        return levels.count(1) != 1 or [pair for pair in steps if pair[1] > pair[0] + 1]

    assert wrong(crawled, jumps) == {}


def test_every_label_description_and_fragment_leads_somewhere(crawled):
    def dangling(page):
        fragments = [link[1:] for link in page.links if link.startswith("#")]
        return {target for target in [*page.points, *fragments] if target not in page.ids}

    assert wrong(crawled, dangling) == {}


def test_every_link_of_this_site_leads_to_a_page_and_to_a_place_on_it(crawled, client):
    ids = {place: set(page.ids) for place, (_, page) in crawled.items()}
    dead = set()
    for place, (_, page) in crawled.items():
        for link in page.links:
            target, _, fragment = link.partition("#")
            if not link.startswith("/") or target.startswith("/static/"):
                continue
            if target not in ids:
                response, whole = read(target)
                if response.status_code in (301, 302):
                    response = client.get(target, follow=True)
                    whole = Reader(response.content.decode())
                found = set(whole.ids) if whole else set()
                ids[target] = found if response.status_code == 200 else None
            if ids[target] is None or (fragment and fragment not in ids[target]):
                dead.add((place, link))
    assert dead == set()


def test_every_link_elsewhere_is_encrypted_or_a_number_to_call(crawled):
    allowed = ("/", "#", "?", "https://", "http://", "tel:911", "tel:988", "sms:988", "tel:+1")
    assert wrong(crawled, lambda page: [x for x in page.links if not x.startswith(allowed)]) == {}


def test_every_phone_number_on_a_page_is_a_link_that_calls_it(crawled):
    phone = re.compile(r"\b1-8\d\d-\d{3}-\d{4}")
    found = set()
    for place, (response, _) in crawled.items():
        if place == "/get-help/sources/":
            continue  # the first words of sentences beside their sources
        html = response.content.decode()
        numbers = set(phone.findall(re.sub(r"<meta[^>]*>", "", html)))
        linked = re.findall(r'<a href="tel:\+(1\d{10})">(1-8[\d-]+)</a>', html)
        assert numbers == {shown for _, shown in linked}, place
        assert all(shown.replace("-", "") == called for called, shown in linked), place
        found |= numbers
    assert {"1-800-677-1116", "1-800-222-1222"} <= found


def test_no_page_holds_a_script_an_inline_style_or_a_leftover_of_a_template(crawled):
    assert wrong(crawled, lambda page: page.forbidden) == {}
    for place, (response, _) in crawled.items():
        assert not re.search(r"\{\{|\{%|\[@|None</", response.content.decode()), place


def test_no_page_but_a_question_of_the_walk_sets_a_cookie_and_none_varies_by_one(crawled):
    for place, (response, _) in crawled.items():
        assert (place == "/find-your-type/safety/") == bool(response.cookies), place
        assert "Cookie" not in response.headers.get("Vary", ""), place
        assert "unsafe" not in response.headers["Content-Security-Policy"], place


def test_of_all_addresses_only_the_first_question_sets_a_cookie_before_anything_is_asked():
    """Of every address of the site that needs no slug; the questions of the walk have slugs."""
    from guidance.urls import urlpatterns
    from guidance.walk import questions

    places = {f"/{one.pattern}" for one in urlpatterns if not one.pattern.converters}
    places |= {
        reverse("walk_question", args=[node.name])
        for node in questions.NODES.values()
        if node.kind is questions.NodeKind.QUESTION
    }
    assert {"/find-your-type/other-ways/", "/find-your-type/all/", "/handout/"} <= places
    asked = {place: Client().get(place) for place in sorted(places)}
    assert {place for place, response in asked.items() if response.cookies} == {
        "/find-your-type/safety/"
    }


NEVER_KEPT = ("/find-your-type/", "/find-your-type/safety/", "/handout/check/", "/search/")


def test_every_page_of_the_guide_may_be_kept_for_a_minute(crawled):
    for place, (response, _) in crawled.items():
        if place not in NEVER_KEPT and "?" not in place:
            assert response.headers["Cache-Control"].startswith(CACHED), place
            assert response.headers["ETag"], place


@pytest.mark.slow
def test_a_page_costs_at_most_one_query_and_none_once_it_is_kept(django_assert_max_num_queries):
    client = Client()
    client.get("/")
    places = [address(page) for page in current.current_guide().pages.values()]
    for place in places:
        with django_assert_max_num_queries(1):
            client.get(place)


def test_every_page_leads_to_help_and_says_that_no_clinician_signed_it_off(crawled):
    for place, (_, page) in crawled.items():
        assert "/get-help/" in page.links, place
    for kind in (
        "treatments/siponimod",
        "types/active",
        "symptoms/pain",
        "side-effects/pml",
        "handout/starting-siponimod",
    ):
        text = crawled[f"/{kind}/"][0].content.decode()
        end = text.lower().partition('class="review-status"')[2]
        assert end.count("not yet signed off by a clinician") == 1
        assert "no clinician" not in end  # it is said once
        assert "next review against its sources due" in end


def test_every_source_that_a_page_names_is_in_its_list_and_the_other_way_round(crawled):
    for place, (response, page) in crawled.items():
        text = response.content.decode()
        linked = {int(link[8:]) for link in page.links if link.startswith("#source-")}
        named = linked.union(*(numbers for _, numbers in sourced_words(text)))
        listed = {int(one[7:]) for one in page.ids if one.startswith("source-")}
        assert linked <= listed, place
        if "<sup>" not in text:
            assert named == set(list_of_sources(text).values()), place


QUIET = ("therapy", "subtype", "symptom", "side-effect", "info", "help", "glossary")
"""The kinds of page whose texts show no source numbers."""
FEWEST_FIRST_WORDS = 3


def test_the_marks_of_a_page_name_the_sources_of_each_sentence(crawled):
    """In the list of its part, or in the one mark of a part whose sentences cite the same.

    Those of Get help stand on a page of their own.
    """
    for page in current.current_guide().pages.values():
        if page.kind not in QUIET or address(page) not in crawled:
            continue
        text = crawled[address(page)][0].content.decode()
        assert "<sup>" not in text, page.key
        if page.kind == "help":
            text = crawled[reverse("sources_of_help")][0].content.decode()
        assert unsourced(text, claims.claims(page)) == [], page.key


def unsourced(text, stated):
    """Return the claims of ``stated`` whose sources the marks and lists of a page do not name."""
    sources = {link: number for (link, _), number in list_of_sources(text).items()}
    listed, marks = set(sourced_words(text)), set()
    for mark in re.findall(r'<p class="source-mark">(.*?)</p>', text, re.S):
        marks.add(frozenset(map(int, re.findall(r'href="#source-(\d+)"', mark))))

    def is_named(claim):
        numbers = frozenset(sources.get(reverse("source", args=[key])) for key in claim.keys)
        most = max(len(claim.words.split()), FEWEST_FIRST_WORDS)
        return (
            not numbers
            or numbers in marks
            or any(
                (source_marks.first_words(claim.words, words), numbers) in listed
                for words in range(FEWEST_FIRST_WORDS, most + 1)
            )
        )

    return [claim for claim in stated if not is_named(claim)]


def list_of_sources(text):
    """Return {(address, title): number} of the list of sources of a page."""
    [entries] = re.findall(r'<ol class="references".*?>(.*?)</ol>', text, re.S) or [""]
    found = re.findall(r'<li.*?href="([^"]*)"[^>]*>(.*?)</a>', entries, re.S)
    return {
        (html.unescape(link), html.unescape(title)): number
        for number, (link, title) in enumerate(found, start=1)
    }


def sourced_words(text):
    """Yield (first words of a sentence, numbers of its sources) from the lists of a page."""
    rows = re.findall(r"<dt>([\d, to]+)</dt>\s*<dd>(.*?)</dd>", text, re.S)
    rows += re.findall(r'<li (?:value="|id="source-)(\d+)">(.*?)</li>', text, re.S)
    for names, words in rows:
        ends = [one.partition(" to ") for one in names.split(", ")]
        numbers = [range(int(first), int(last or first) + 1) for first, _, last in ends]
        for one in re.findall(r"“(.*?)”(?=\s*“|\s*$|\s*</span>)", words, re.S):
            yield html.unescape(one), frozenset().union(*numbers)


def test_nothing_that_a_page_states_is_lost(crawled):
    """Each sentence of a treatment, type, symptom or side effect stands on its page.

    But for short answers, which repeat in short what a part says, and for details that say only
    what bars show: that more people had a side effect on the treatment than without it.
    """
    for page in current.current_guide().pages.values():
        if page.kind not in ("therapy", "subtype", "symptom", "side-effect"):
            continue
        text = plain(crawled[address(page)][0].content.decode())
        missing = [
            claim.words
            for claim in claims.claims(page)
            if not claim.section.endswith(": short answer")
            and plain(claim.words.replace("**", "")) not in text
        ]
        drawn = [effect for effect in getattr(page, "effects", ()) if says_only_more(effect)]
        shown = {without_markers(effect.detail.source).strip() for effect in drawn}
        assert [words for words in missing if words not in shown] == [], page.key
        for effect in drawn:
            assert is_drawn(effect, crawled[address(page)][0].content.decode()), page.key


def is_drawn(effect, text):
    """Whether a chart of the page has a row of a side effect, with both counts in words."""
    name = current.current_guide().find(structures.SideEffectPage, effect.side_effect).title
    rows = re.findall(r"<li><span>(.*?)</li>", text, re.S)
    return any(
        name in row and re.search(rf"[\d,]+ on [^,]+, [\d,]+ on {effect.comparator}\.", row)
        for row in rows
    )


def test_every_sign_stands_in_full_on_the_page_of_its_part_of_the_body_with_its_sources(crawled):
    """Get help leads there, and ``?all=1`` shows the signs that not only some medicines have."""
    guide = current.current_guide()
    links, table = crawled["/get-help/"][1].links, claims.claims(guide.page(SIGNS))
    for sign in guide.signs.values():
        place = reverse("signs_of_part", args=[sign.part])
        assert place in links, sign.slug
        text = crawled[place][0].content.decode()
        assert plain(without_markup(sign.text.source)) in plain(text), sign.slug
        sentences = {without_markers(one).strip() for one in claims.sentences(sign.text.source)}
        own = [claim for claim in table if claim.part.id == f"signs/{sign.slug}"]
        stated = [claim for claim in own if claim.words in sentences]
        assert stated and unsourced(text, stated) == [], sign.slug


def test_get_help_shows_all_signs_to_print_or_names_them_with_their_few_medicines(client):
    """Then they stand in full on the pages of these, and on Get help in few words.

    The page of such a treatment need not say first that somebody is on it.
    """
    guide = current.current_guide()
    text = plain(client.get("/get-help/?all=1").content.decode())
    for sign in guide.signs.values():
        if plain(without_markup(sign.text.source)) in text:
            continue
        pages = [page for page in guide.therapies() if sign.slug in page.signs]
        assert sign.own and 1 <= len(pages) <= 2, sign.slug
        assert plain(without_markers(sign.at_once.source)) in text, sign.slug
        for page in pages:
            own = plain(client.get(address(page)).content.decode()).casefold()
            words = re.sub(r"^On (?!or )[^.:]*: ", "", without_markup(sign.text.source))
            assert plain(words).casefold() in own, (page.key, sign.slug)


def test_the_page_of_signs_by_treatment_names_each_of_them_with_its_sources(crawled):
    """Get help leads there, where it had them in a closed part, and does not repeat them."""
    guide = current.current_guide()
    text = crawled["/get-help/by-treatment/"][0].content.decode()
    of_help, reader = crawled["/get-help/"]
    assert "/get-help/by-treatment/" in reader.links and "by-treatment" in reader.ids
    for page in guide.therapies():
        own = [sign for slug in page.signs if (sign := guide.signs[slug]).own]
        assert not own or f'id="with-{page.slug}"' in text, page.key
        assert not page.signs or f"{address(page)}#when-to-call" in text, page.key
        for sign in own:
            assert plain(without_markers(sign.at_once.source)) in plain(text), sign.slug
            stated = [
                claims.Claim(page.key, "", claims.part_of_field("signs"), words, keys)
                for sentence in claims.sentences(sign.at_once.source)
                for words, keys in [(without_markers(sentence).strip(), keys_in(sentence))]
            ]
            assert stated and unsourced(text, stated) == [], sign.slug
            if not sign.first:
                assert plain(stated[0].words) not in plain(of_help.content.decode()), sign.slug


def plain(text):
    """Return the letters and digits of HTML or of a text, without spaces and marks."""
    return re.sub(r"\W", "", html.unescape(re.sub(r"<[^>]*>", "", text)))


# Forms


def test_forms_turn_autocomplete_off(crawled, client):
    pages = [response.content.decode() for response, _ in crawled.values()]
    pages.append(client.post("/handout/print/", {"own": "x" * 2001}).content.decode())
    typed = {
        field
        for page in pages
        for field in re.findall(r"<(?:textarea|input type=\"text\")[^>]*>", page)
    }
    assert len(typed) >= 7
    assert [field for field in typed if 'autocomplete="off"' not in field] == []
    forms = {
        form for page in pages for form in re.findall(r"<form[^>]*method=\"post\"[^>]*>", page)
    }
    bare = ("/find-your-type/clear/", "/handout/change/", "/handout/pdf/")  # nothing but buttons
    assert {
        form
        for form in forms
        if 'autocomplete="off"' not in form and not any(place in form for place in bare)
    } == set()


def test_public_pages_send_no_referrer_and_staff_pages_do(crawled, client):
    for place, (response, _) in crawled.items():
        assert response.headers["Referrer-Policy"] == "no-referrer", place
    assert client.get("/admin/login/").headers["Referrer-Policy"] == "same-origin"
