"""The claim ledger in the staff area: its list, its filters and its spreadsheet."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guidance import models
from guidance.editorial import current, publishing
from guidance.pages.kinds import drafted
from guidance.quality import ledger as pure
from tests.make import make_source, make_therapy, make_user

pytestmark = pytest.mark.django_db

LEDGER = reverse("admin:guidance_source_claims")
CSV = reverse("admin:guidance_source_claims_csv")


@pytest.fixture
def reader(client):
    """A client who may see sources and nothing else."""
    client.force_login(make_user("reader", "view_source"))
    return client


def claims(response):
    return [entry.claim for entry, *_ in response.context["rows"]]


def rows_of(response):
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))


def test_a_claim_stands_beside_its_page_and_everything_about_its_source(reader):
    source = make_source(
        "my-source",
        kind="journal",
        tier="society",
        organization="My society",
        published="May 2020",
        newer_version="June 2025",
        still_current="Both say the same.",
        still_current_on=date(2026, 11, 22),
    )
    therapy = make_therapy("my-therapy", name="My therapy", summary="A claim of mine. [@my-source]")
    page = reader.get(LEDGER, {"source": "my-source"})
    assert [claim.words for claim in claims(page)] == ["A claim of mine."]
    html = page.content.decode()
    assert reverse("admin:guidance_therapy_change", args=[therapy.pk]) in html
    assert reverse("admin:guidance_source_change", args=[source.pk]) in html
    row = html.partition('class="results"')[2].partition("<tbody>")[2].partition("</tbody>")[0]
    for words in [
        *("My therapy", "Treatment", "Summary", "A claim of mine.", "my-source", "My society"),
        *("Journal article", "Society", "May 2020", "2026-11-23", "On the official page"),
        *("Newer version known: June 2025", "Both say the same. (2026-11-22)"),
    ]:
        assert words in row


def test_it_lists_drafts_not_what_is_public(reader):
    models.Therapy.objects.filter(slug="siponimod").update(how_it_works="Not public yet.")
    assert len(claims(reader.get(LEDGER, {"words": "Not public yet", "uncited": "on"}))) == 1


def test_the_list_holds_every_claim_a_hundred_a_page(reader):
    first = reader.get(LEDGER)
    pages, total = first.context["page"].paginator.num_pages, first.context["total"]
    last = claims(page_of(reader, pages))
    assert len(claims(first)) == 100
    assert (pages - 1) * 100 + len(last) == total > 4000
    assert f"Page 1 of {pages}" in first.content.decode()
    assert last[-1].page == "walk/find-your-type"


def page_of(reader, number):
    return reader.get(LEDGER, {"page": number})


def test_the_pages_of_the_list_keep_the_filters(reader):
    html = reader.get(LEDGER, {"page_kind": "therapy", "page": "2"}).content.decode()
    assert 'rel="next" href="?page_kind=therapy&amp;page=3"' in html
    assert 'rel="prev" href="?page_kind=therapy&amp;page=1"' in html
    assert f'href="{CSV}?page_kind=therapy"' in html


@pytest.mark.parametrize("number", ["0", "x", "100000"])
def test_a_page_of_the_list_that_does_not_exist_shows_one_that_does(reader, number):
    assert claims(page_of(reader, number))


@pytest.mark.parametrize(
    ("name", "value", "label"),
    [
        ("page_kind", "novel", "Kind of page"),
        ("source", "no-such-source", "Rests on the source"),
        ("source_kind", "Blog", "Kind of source"),
        ("tier", "rumor", "Tier of source"),
        ("how_checked", "by-heart", "How the source was read"),
        ("checked_before", "2026-02-30", "Source last checked before"),
    ],
)
def test_a_filter_value_that_does_not_exist_is_named_and_not_applied(reader, name, value, label):
    page = reader.get(LEDGER, {name: value})
    assert page.status_code == 200
    assert page.context["page"].paginator.count == page.context["total"]
    assert f"There is no such choice for the filter “{label}”" in page.content.decode()


def test_the_other_filters_still_hold_beside_one_that_does_not_exist(reader):
    found = claims(reader.get(LEDGER, {"tier": "rumor", "page_kind": "glossary"}))
    assert found and {claim.page for claim in found} == {"glossary/glossary"}


def test_filters_that_fit_nothing_say_so(reader):
    assert "0 claims fit." in reader.get(LEDGER, {"words": "xyzzy"}).content.decode()


def test_the_filters_are_shown_as_they_were_sent(reader):
    html = reader.get(LEDGER, {"tier": "hospital", "checked_before": "2027-01-01"}).content.decode()
    assert '<option value="hospital" selected>' in html
    assert 'type="date" name="checked_before" value="2027-01-01"' in html


def test_claims_checked_before_a_day_are_found_by_that_day(reader):
    make_source("stale", checked_on=date(2024, 5, 1))
    make_therapy("on-stale", summary="An old truth. [@stale]")
    found = claims(reader.get(LEDGER, {"checked_before": "2024-05-02"}))
    assert [claim.words for claim in found] == ["An old truth."]
    assert claims(reader.get(LEDGER, {"checked_before": "2024-05-01"})) == []


# The spreadsheet


def test_every_claim_leads_to_a_page_that_can_be_opened(client, admin_user):
    """One claim of each kind of page, with a draft, a glossary or a list of levels behind it."""
    client.force_login(admin_user)
    for kind in [*(kind.id for kind in drafted()), "glossary", "help"]:
        page = client.get(LEDGER, {"page_kind": kind})
        entry, _kind, draft, _sources = page.context["rows"][0]
        assert entry.page_kind == kind
        assert client.get(draft).status_code == 200, draft


def test_the_spreadsheet_holds_all_that_fits_not_only_one_page(reader):
    response = reader.get(CSV, {"page_kind": "therapy"})
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="claims.csv"'
    found = rows_of(response)
    assert list(found[0]) == list(pure.COLUMNS)
    listed = reader.get(LEDGER, {"page_kind": "therapy"}).context["page"].paginator
    assert len(found) == listed.count > 100
    assert {row["page kind"] for row in found} == {"Treatment"}


def test_the_spreadsheet_runs_no_formula_that_somebody_typed(reader):
    make_therapy("trap", summary='=HYPERLINK("https://example.org","“Click”") is a trap.')
    [row] = rows_of(reader.get(CSV, {"words": "is a trap"}))
    assert row["claim"].startswith("'=HYPERLINK")
    assert "“Click”" in row["claim"]


# Ways in, who may, and what it costs


def test_it_can_be_reached_from_each_staff_page_the_list_of_sources_and_each_source(reader):
    source = models.Source.objects.get(key="lbl_siponimod")
    assert f'href="{LEDGER}"' in reader.get(reverse("admin:index")).content.decode()
    listing = reader.get(reverse("admin:guidance_source_changelist")).content.decode()
    assert listing.count(f'href="{LEDGER}"') == 2
    form = reader.get(reverse("admin:guidance_source_change", args=[source.pk])).content.decode()
    assert f'href="{LEDGER}?source=lbl_siponimod"' in form


def test_a_new_source_has_no_claims_to_look_for(client, admin_user):
    client.force_login(admin_user)
    html = client.get(reverse("admin:guidance_source_add")).content.decode()
    assert "?source=" not in html


@pytest.mark.parametrize("address", [LEDGER, CSV])
def test_without_the_right_to_see_sources_it_is_refused_and_not_offered(client, address):
    assert "/admin/login/" in client.get(address).headers["Location"]
    client.force_login(make_user("other", "view_therapy"))
    assert client.get(address).status_code == 403
    assert LEDGER not in client.get(reverse("admin:index")).content.decode()


@pytest.mark.parametrize("address", [LEDGER, CSV])
def test_a_draft_that_cannot_be_frozen_is_named(reader, address):
    models.Therapy.objects.filter(slug="siponimod").update(how_it_works="So. [@gone]")
    html = reader.get(address).content.decode()
    assert "The claims cannot be listed. “Siponimod" in html
    assert "gone" in html


@pytest.mark.parametrize("address", [LEDGER, CSV])
def test_it_costs_the_same_whatever_its_length(reader, address, django_assert_num_queries):
    reader.get(address)  # what Django looks up once and keeps
    current.forget_guide()  # asks for the edition each time, not once a second
    with CaptureQueriesContext(connection) as before:
        reader.get(address)
    assert len(before) <= 58
    for number in range(30):
        make_source(f"more-{number}")
        make_therapy(f"more-{number}", summary=f"One more. [@more-{number}]")
    current.forget_guide()
    with django_assert_num_queries(len(before)):
        reader.get(address)


def test_it_changes_nothing(reader):
    reader.get(LEDGER)
    reader.get(CSV)
    assert publishing.changes() == []
