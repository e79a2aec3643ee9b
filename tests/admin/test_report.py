"""The report of public pages: a table to filter and sort by address, and to download safely."""

import csv
from io import StringIO

import pytest
from django.urls import reverse
from django.utils import timezone

from guidance.admin.report import ORDERS
from guidance.editorial import current, new_edition, workflow
from tests.html import words_of
from tests.make import KEY, SIGN_OFF, change_a_sentence, make_user, may_sign, unpublish
from tests.staff import HOME

pytestmark = pytest.mark.django_db

REPORT = reverse("admin:guidance_edition_report")
CSV = reverse("admin:guidance_edition_report_csv")


def lines_of(client, **query):
    response = client.get(CSV, query)
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))


@pytest.fixture
def signed(people):
    """Siponimod, changed, approved and signed by a clinician, and published."""
    change_a_sentence()
    submission = workflow.submit(people["Editor"], [KEY], "Clearer.")
    reviewer = may_sign(people["Clinical reviewer"])
    workflow.approve(reviewer, submission, sign_off=SIGN_OFF)
    new_edition.publish(people["Publisher"], [submission])
    current.forget_guide()


def test_each_public_page_has_a_line_with_who_approved_and_signed_it(sign_in, signed):
    client = sign_in("Editor")
    found = {line["Address"]: line for line in lines_of(client)}
    assert len(found) == len(current.current_guide().pages)
    line = found[KEY]
    assert line["Page"] == "Siponimod"
    assert line["Kind"] == "Treatment"
    assert line["Public since"] == f"{timezone.localdate()}"
    assert line["Version"] == "3"
    assert line["Approved by"] == "Dr. Test Person"
    assert line["Signed by"] == "Dr. Test Person, MD, neurologist"
    assert line["Signed on"] == f"{timezone.localdate()}"
    assert line["Review due"] == f"{SIGN_OFF.review_due}"
    other = found["therapy/fingolimod"]
    assert (other["Approved by"], other["Signed by"]) == ("", "")
    page = words_of(
        client.get(REPORT, {"words": "siponimod", "kind": "Treatment"}).content.decode()
    )
    assert "Dr. Test Person, MD, neurologist" in page
    assert "1 page fits." in page


def test_filters_and_orders_are_plain_addresses(sign_in, signed):
    client = sign_in("Publisher")
    everything = lines_of(client)
    unsigned = lines_of(client, only="unsigned")
    assert 0 < len(unsigned) < len(everything)
    assert KEY not in {line["Address"] for line in unsigned}
    assert {line["Signed by"] for line in unsigned} == {""}
    assert "" not in {line["Review due"] for line in unsigned}
    assert {line["Kind"] for line in lines_of(client, kind="Treatment")} == {"Treatment"}
    for name in ("unopened", "warnings"):
        column = {"unopened": "Sources that nobody opened", "warnings": "Warnings"}[name]
        found = [int(line[column]) for line in lines_of(client, only=name, order=f"-{name}")]
        assert 0 not in found
        assert found == sorted(found, reverse=True)
    due = [line["Review due"] for line in lines_of(client, order="due")]
    assert [day for day in due if day] == sorted(day for day in due if day)
    assert due[-1] == ""  # pages without a review come last
    assert lines_of(client, only="overdue") == [
        line for line in everything if "" < line["Review due"] < f"{timezone.localdate()}"
    ]
    for order in ORDERS:
        assert len(lines_of(client, order=order)) == len(everything)


def test_a_filter_that_does_not_exist_is_named_and_not_applied(sign_in):
    client = sign_in("Manager")
    shown = client.get(REPORT, {"kind": "none", "order": "x", "only": "y", "page": "-3"})
    page = words_of(shown.content.decode())
    assert shown.status_code == 200
    assert "There is no such choice for “Kind”" in page
    assert "There is no such choice for “In the order of”" in page
    assert len(lines_of(client, kind="none")) == len(lines_of(client))


def test_no_cell_of_the_report_is_run_as_a_formula(sign_in, people):
    people["Clinical reviewer"].first_name = "=1+1"
    people["Clinical reviewer"].save()
    change_a_sentence()
    submission = workflow.submit(people["Editor"], [KEY], "Clearer.")
    workflow.approve(people["Clinical reviewer"], submission)
    new_edition.publish(people["Publisher"], [submission])
    current.forget_guide()
    [line] = lines_of(sign_in("Editor"), words="Siponimod", kind="Treatment")
    assert line["Approved by"] == "'=1+1"


def test_every_role_reads_the_report_and_nobody_else_does(sign_in, people, client):
    for name in people:
        client = sign_in(name)
        assert [client.get(one).status_code for one in (REPORT, CSV)] == [200, 200], name
        assert f'href="{REPORT}"' in client.get(HOME).content.decode()
    sign_in("")
    assert [client.get(one).status_code for one in (REPORT, CSV)] == [302, 302]
    client.force_login(make_user("nobody"))
    assert [client.get(one).status_code for one in (REPORT, CSV)] == [403, 403]
    assert f'href="{REPORT}"' not in client.get(HOME).content.decode()


def test_the_report_reads_the_database_a_few_times_however_many_pages_there_are(
    sign_in, django_assert_max_num_queries
):
    client = sign_in("Editor")
    client.get(REPORT)  # a serving process has the guide in memory
    with django_assert_max_num_queries(14):
        client.get(REPORT)


def test_a_site_without_an_edition_has_an_empty_report(sign_in):
    unpublish()
    assert "0 pages are public." in words_of(sign_in("Editor").get(REPORT).content.decode())
    assert lines_of(sign_in("Editor")) == []
