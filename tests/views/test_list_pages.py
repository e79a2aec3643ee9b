"""Words explained, sources and the pages about the site: short at first, whole when opened."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from guidance.editorial import current, publishing
from guidance.models import Source, Therapy
from guidance.pages import a_to_z
from tests.html import words_of

pytestmark = pytest.mark.django_db


def closed_parts(path):
    """Return {id: (words of the closed line, words of the body)} of the closed parts of a page."""
    text = Client().get(path).content.decode()
    part = r'<details class="closed-part"><summary>(.*?)</summary>\s*<div [^>]*id="([^"]+)">'
    pieces = re.split(part, text, flags=re.S)[1:]
    return {
        anchor: (" ".join(words_of(line).split()), body.partition("</details>")[0])
        for line, anchor, body in zip(*(pieces[start::3] for start in range(3)), strict=True)
    }


def test_words_are_closed_by_letter_with_their_names_and_keep_their_places():
    letters = closed_parts("/glossary/")
    page = current.current_guide().glossary
    for term in page.terms:
        line, body = letters[f"letter-{term.term[0].upper()}"]
        assert term.term in line
        assert f'id="{term.slug}"' in body
    assert "Source" not in "".join(line for line, _ in letters.values())


def test_side_effects_are_closed_by_letter_with_their_names():
    letters = closed_parts("/side-effects/")
    for page in current.current_guide().side_effects():
        line, body = letters[f"letter-{page.title[0].upper()}"]
        assert page.title in line
        assert f'href="/side-effects/{page.slug}/"' in body


@pytest.mark.parametrize(
    ("place", "letter", "name", "slug"),
    [
        ("/side-effects/", "letter-P", "PML", "/side-effects/pml/"),
        ("/side-effects/", "letter-B", "Bladder infection", "/side-effects/urinary-infection/"),
        ("/side-effects/", "letter-H", "Hair loss", "/side-effects/hair-thinning/"),
        ("/side-effects/", "letter-P", "Paresthesia", "/side-effects/numbness-tingling/"),
        ("/symptoms/", "by-another-name", "PBA", "/symptoms/pseudobulbar/"),
        ("/symptoms/", "by-another-name", "Brain fog", "/symptoms/cognition/"),
        ("/symptoms/", "by-another-name", "Fatigue", "/symptoms/fatigue/"),
    ],
)
def test_side_effects_and_symptoms_are_found_under_every_name(place, letter, name, slug):
    line, body = closed_parts(place)[letter]
    assert f'<a href="{slug}">{name}</a>' in body
    assert name in line or not name.isupper() or place == "/symptoms/"


def test_every_medical_name_and_short_form_is_in_the_a_to_z():
    letters = closed_parts("/side-effects/")
    for page in current.current_guide().side_effects():
        for entry in a_to_z.entries((page,)):
            _, body = letters[f"letter-{entry.name[0].upper()}"]
            assert f'href="/side-effects/{page.slug}/">{escape(entry.name)}</a>' in body
    assert "urinary tract infection, UTI" in words_of(letters["letter-U"][1])
    assert closed_parts("/living-with-spms/") == {}


def test_organizations_are_closed_by_letter_and_lead_to_their_sources():
    letters, pages = closed_parts("/sources/"), {}
    for used in current.current_guide().sources_used():
        organization = used.source.organization
        _, body = letters[f"letter-{organization[0].upper()}"]
        [link] = re.findall(f'href="([^"]*)">{re.escape(escape(organization))}</a>', body)
        place, _, anchor = link.partition("#")
        assert place == f"/sources/by/{organization[0].lower()}/"
        if place not in pages:
            pages[place] = Client().get(place).content.decode()
        below = pages[place].partition(f'id="{anchor}"><dt>{escape(organization)}</dt>')[2]
        assert reverse("source", args=[used.source.key]) in below.partition("</div>")[0]
    line, _ = letters["letter-M"]
    assert re.fullmatch(r"M [^,]+(\([^)]*\))?,.* and \d+ more", line)


def test_how_a_source_was_read_stands_on_its_own_page_alone():
    Source.objects.filter(key="lbl_siponimod").update(how_checked="not-yet")
    Therapy.objects.filter(slug="siponimod").update(cost="It costs money. [@lbl_siponimod]")
    publishing.publish(None, "Read again.")
    current.forget_guide()
    words = "quoted in another document"
    assert words in words_of(Client().get("/sources/lbl_siponimod/").content.decode())
    page = Client().get("/treatments/siponimod/").content.decode()
    assert words not in page
    assert 'href="/sources/lbl_siponimod/"' in page


def test_only_the_first_section_of_a_long_page_about_the_site_is_open():
    page = current.current_guide().info("not-approved")
    first, *others = [section.id for section in page.sections]
    assert list(closed_parts("/about/not-approved/")) == others
    assert closed_parts("/accessibility/") == {}


def test_earlier_editions_are_closed_in_the_list_of_changes():
    Therapy.objects.filter(slug="siponimod").update(cost="It costs money. [@lbl_siponimod]")
    publishing.publish(None, "Said what it costs.")
    current.forget_guide()
    assert "Said what it costs." in Client().get("/about/changes/").content.decode()
    [(line, _)] = closed_parts("/about/changes/").values()
    assert line.startswith("Edition 1 ")
