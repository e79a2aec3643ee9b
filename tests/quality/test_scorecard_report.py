"""The scorecard as a file: its places exist, its figures are those of the shipped content."""

import re
import subprocess
import sys
from datetime import date
from functools import cache
from io import StringIO
from math import ceil

import msgspec
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from guidance import models
from guidance.editorial import current
from guidance.pages.guide import Guide
from guidance.pages.kinds import INFO_ROUTES
from guidance.pages.kinds import KINDS as PAGE_KINDS
from guidance.pages.text import plain
from guidance.quality import ledger, rules
from guidance.quality.scorecard import checklists, ipdas, report
from guidance.views.page_urls import address
from tests import make_pages as make
from tests.make_pages import prose
from tests.quality.complete_guide import (
    KINDS,
    LISTS,
    SCORECARD,
    bare,
    cells,
    headache,
    judge,
    scored,
    siponimod,
    states,
    whole_guide,
)

FILE = settings.BASE_DIR / "docs" / "scorecard.md"


@pytest.fixture
def shipped(db):
    return current.current_guide()


@cache
def shipped_text():
    """Return the scorecard of the shipped content, which takes a second to make."""
    return SCORECARD.render(current.current_guide())


@pytest.fixture
def text(shipped):
    return shipped_text()


def test_every_kind_with_a_page_is_scored(shipped):
    assert set(KINDS) == {kind.id for kind in PAGE_KINDS.values() if kind.template}
    for scored_page in SCORECARD.checklists.scored:
        pages = [page for page in shipped.pages.values() if page.kind == scored_page.kind]
        assert scored_page.page in map(address, pages)


NOT_A_LIST_OF_THE_PAGE = re.compile(r'<nav.*?</nav>|<ol class="references.*?</ol>', re.DOTALL)
LIST = re.compile(r"<(ul|ol)\b[^>]*>(.*?)</\1>", re.DOTALL)


def longest_list(html):
    """Return how many items the longest list of a page has. Two without a word between are one."""
    main = html.partition("<main")[2].partition("</main")[0]
    found = NOT_A_LIST_OF_THE_PAGE.sub("", main).replace("</ul><ul>", "")
    return max((items.count("<li") for _tag, items in LIST.findall(found)), default=0)


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"glossary", "sources"}))
def test_the_counted_lists_are_those_of_the_pages(client, shipped, kind):
    pages = [page for page in shipped.pages.values() if page.kind == kind]
    own = [page for page in pages if kind != "info" or page.slug not in INFO_ROUTES]
    html = [client.get(address(page)).content.decode() for page in own]
    long = sum(longest_list(one) > checklists.MAX_LIST_ITEMS for one in html)
    expected = f"no: {long} of {len(pages)} have a longer one" if long else "#main"
    assert cells(shipped, "8")[kind] == expected


@pytest.mark.parametrize("path", ["/glossary/", "/sources/"])
def test_some_letters_have_more_than_seven_entries(client, shipped, path):
    letters = client.get(path).content.decode().split('id="letter-')[1:]
    assert max(one.count("<dt>") or one.count("<li>") for one in letters) > 7


def places(guide):
    """Yield (item, address) for every place that earns anything."""
    for verdict in judge(guide):
        yield from ((verdict.item.id, place) for place in verdict.places)
    addresses = {page.kind: page.page for page in LISTS.scored}
    for checklist in (LISTS.pemat, LISTS.cdc):
        for point, found in scored(guide, checklist):
            for kind, cell in found.items():
                if cell.startswith("#"):
                    yield point.id, addresses[kind] + cell


def test_every_place_that_earns_a_point_exists(client, shipped):
    pages, gone = {}, []
    for item, place in places(shipped):
        path, _, fragment = place.partition("#")
        if path not in pages:
            response = client.get(path)
            pages[path] = response.content.decode() if response.status_code == 200 else ""
        if not pages[path] or (fragment and f' id="{fragment}"' not in pages[path]):
            gone.append((item, place))
    assert gone == []
    assert len(pages) > 12


def test_exactly_the_met_items_have_places(shipped):
    bare = [
        verdict.item.id
        for verdict in judge(shipped)
        if bool(verdict.places) != (verdict.state == "met")
    ]
    assert bare == []


ARM = re.compile(
    r'<div class="arm"><p><strong>On [^<]+</strong>\s*<b>[\d,]+</b>\s*'
    r'out of 1,000 people; [^<]+</p>\s*<svg class="icon-array"'
)


def test_benefits_and_harms_are_counted_and_drawn_alike_benefits_first(client, shipped):
    assert states(shipped)["C1"] == states(shipped)["QU8"] == "met"
    html = client.get("/treatments/siponimod/").content.decode()
    benefits, _, harms = html.partition('id="side-effects"')
    assert len(re.findall(r'<span class="bar">', benefits)) == 2
    # The first screen draws one of the results, as bars.
    assert len(ARM.findall(html)) == 2 * (len(shipped.therapy("siponimod").evidence) - 1) > 0
    counted = [row for row in shipped.therapy("siponimod").effects if row.counted]
    bars = re.findall(r'<rect class="bar__(?:hit|rest)" y=', harms)
    assert len(bars) == 2 * len(counted) > 0


def test_the_result_of_the_first_screen_is_told_once_with_its_difference(client, shipped):
    assert shipped.therapy("siponimod").point_result.with_treatment == 260
    html = client.get("/treatments/siponimod/").content.decode()
    assert html.count("320 of 1,000") == html.count("260 of 1,000") == 1
    assert "<b>320</b>" not in html
    assert "The difference: 60 fewer out of 1,000." in html
    assert "People were 18 to 60." in html


def test_pages_say_that_grades_of_certainty_are_ours_and_not_signed_off(client, shipped):
    assert states(shipped)["QU19"] == "met"
    html = client.get("/treatments/siponimod/").content.decode()
    assert "These grades are our own judgment. No clinician has signed them off." in html
    assert "The grade is our own judgment." in plain(
        shipped.info("how-we-write").section("how-sure").text.source
    )


def test_counts_of_side_effects_say_that_they_are_estimates(client, shipped):
    assert states(shipped)["C5"] == "met"
    for page in shipped.therapies():
        html = client.get(f"/treatments/{page.slug}/").content.decode()
        counted = any(row.counted or " out of " in row.detail.source for row in page.effects)
        assert ("Numbers are estimates that we did not grade." in html) is counted, page.slug


def test_the_preferences_page_asks_what_matters(client, shipped):
    assert states(shipped)["QU9"] == "met"
    html = client.get("/what-matters/").content.decode()
    for asked in ("What matters to you?", "Is there a harm you fear most?", "In your own words"):
        assert asked in html


def test_the_stored_file_is_up_to_date(text):
    assert FILE.read_text("utf-8") == text, "Run: make scorecard"


def test_the_scorecard_depends_on_neither_date_nor_edition():
    later = Guide(99, date(2031, 1, 1), whole_guide().pages.values())
    assert SCORECARD.render(later) == SCORECARD.render(whole_guide())


def test_the_scorecard_says_who_scored_and_who_was_not_asked():
    text = " ".join(SCORECARD.template.split())
    assert "We scored this guide ourselves." in text
    assert "no patient and no clinician has tested" in text
    assert "certified" not in SCORECARD.render(whole_guide()).lower()


def test_the_info_page_has_the_same_figures(shipped):
    section = shipped.info("how-we-write").section("our-score")
    words = plain(section.text.source)
    met, applying = ipdas.count_met(judge(shipped))
    pages, summaries = report.median_grades(rules.grades(shipped, today=date(2026, 11, 23)))
    assert f"We meet {met} of the {applying} points" in words
    assert f"Half of the pages are at grade {ceil(pages)} or lower." in words
    assert f"Half of the short summaries are at grade {ceil(summaries)} or lower." in words
    assert "ourselves" in words
    assert "No patient and no clinician has tested this site." in words
    assert "certified" not in words.lower()


def rows_of(text, heading):
    """Return the cells of the table below a heading, without its own head."""
    lines = text.partition(f"{heading}\n")[2].lstrip("\n").splitlines()
    table = []
    for line in lines[next(n for n, line in enumerate(lines) if line.startswith("|")) :]:
        if not line.startswith("|"):
            break
        table.append([cell.strip() for cell in line[1:-1].split(" | ")])
    return table[2:]


def test_the_grades_are_those_of_the_pages_hardest_first(shipped, text):
    grades = rules.grades(shipped, today=date(2026, 11, 23))
    every = rows_of(text, "### Every page")
    assert [row[0] for row in every] == list(grades)
    hardest = rows_of(text, "### The 10 hardest pages")
    expected = sorted((one.page.grade for one in grades.values()), reverse=True)[:10]
    assert [float(row[2]) for row in hardest] == expected
    assert [row[0] for row in hardest] != [row[0] for row in every[:10]]
    one = grades[hardest[0][0]]
    assert hardest[0][1:4] == [
        str(one.page_raw.words),
        str(one.page.grade),
        str(one.page_raw.grade),
    ]


def test_the_shares_of_sources_are_those_of_the_claims(shipped, text):
    cited = [
        entry
        for entry in ledger.entries(shipped)
        if entry.page_kind in report.MEDICAL and entry.sources
    ]
    tiers = {row[0]: int(row[1].replace(",", "")) for row in rows_of(text, "By tier.")}
    assert sum(tiers.values()) == len(cited)
    secondary = sum(entry.only_secondary for entry in cited)
    assert tiers["At least one primary source"] == len(cited) - secondary > secondary > 0
    kinds = {row[0]: row for row in rows_of(text, "than 100 percent.")}
    labels = sum(any(source.kind == "US label" for source in entry.sources) for entry in cited)
    assert kinds["US label"][1:] == [f"{labels:,}", f"{100 * labels / len(cited):.1f}%"]
    read = [int(row[1].replace(",", "")) for row in rows_of(text, "still wants opening.")]
    assert len(read) == 3 and sum(read) == len(cited)


def test_a_secondary_claim_names_all_its_tiers():
    society = make.source("society", tier="society")
    maker = make.source("maker", tier="manufacturer")
    sources = msgspec.structs.replace(
        bare(make.sources_page()), sources=(make.source("label"), society, maker)
    )
    page = headache(summary=prose("It aches. [@society] [@maker]"))
    text = SCORECARD.render(whole_guide(headache=page, sources=sources))
    assert ["No primary source, only: maker of the medicine and society", "1"] in [
        row[:2] for row in rows_of(text, "By tier.")
    ]


def test_a_vertical_bar_in_a_cell_is_escaped():
    page = msgspec.structs.replace(siponimod(effects=()), title="A | B")
    text = SCORECARD.render(whole_guide(siponimod=page))
    assert "No harm named: A \\| B." in text


def test_shares_without_any_citation():
    guide = make.guide(
        bare(make.glossary()),
        bare(make.sources_page()),
        make.info("about", summary=prose("So it is.")),
    )
    text = SCORECARD.render(guide)
    assert "hold 0 claims: sentences and list items. 0 of them name a source (none)." in text
    assert "This guide does not yet." in text
    assert "This guide does." in SCORECARD.render(whole_guide())


def test_the_aim_is_reached_only_with_enough_items(monkeypatch):
    assert "27 or more: reached" in SCORECARD.render(whole_guide())
    monkeypatch.setattr(ipdas, "AIM", 28)
    assert "28 or more: **not reached**" in SCORECARD.render(whole_guide())


# The command


def test_the_command_writes_the_file_and_then_agrees_with_it(text, tmp_path):
    path = tmp_path / "scorecard.md"
    call_command("scorecard", file=path, stdout=StringIO())
    assert path.read_text("utf-8") == text
    out = StringIO()
    call_command("scorecard", file=path, check=True, stdout=out)
    assert out.getvalue() == "scorecard.md is up to date.\n"


def test_check_shows_the_difference_and_writes_nothing(text, tmp_path):
    path = tmp_path / "scorecard.md"
    path.write_text(text, "utf-8")
    models.Therapy.objects.filter(slug="siponimod").update(how_well_it_works="")
    models.Evidence.objects.filter(therapy__slug="siponimod").delete()
    out = StringIO()
    with pytest.raises(CommandError, match="scorecard.md is out of date. Run: make scorecard"):
        call_command("scorecard", file=path, check=True, stdout=out)
    assert "+| Q4 | Gives the upsides of each option | **not met**" in out.getvalue()
    assert path.read_text("utf-8") == text


def test_a_missing_file_is_out_of_date(db, tmp_path):
    with pytest.raises(CommandError, match="out of date"):
        call_command("scorecard", file=tmp_path / "none.md", check=True, stdout=StringIO())
    assert not (tmp_path / "none.md").exists()


def test_a_draft_that_cannot_be_frozen_is_named(db, tmp_path):
    models.Therapy.objects.filter(slug="siponimod").update(how_it_works="So. [@gone]")
    with pytest.raises(CommandError, match="Siponimod.*cites gone"):
        call_command("scorecard", file=tmp_path / "x.md", stdout=StringIO())


# The running site

LOAD_SITE = """
import sys
import django
django.setup()
from django.urls import get_resolver
import spms_site.wsgi
get_resolver().url_patterns
print(*sorted(name for name in sys.modules if name.startswith("guidance.quality")))
"""


def test_the_running_site_does_not_import_the_scorecard(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", LOAD_SITE],
        cwd=settings.BASE_DIR,
        env={
            "PATH": "",
            "DJANGO_SETTINGS_MODULE": "spms_site.settings",
            "STATE_FOLDER": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    imported = done.stdout.split()
    assert "guidance.quality.rules" in imported
    assert [name for name in imported if "scorecard" in name] == []
