"""Published pages are rendered once for each edition and served as the same bytes."""

import ast
import gzip
import inspect
import re

import brotli
import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory

from guidance.delivery import MOST_QUERIES, PublishedPages, cache_for_edition
from guidance.editorial import current, publishing
from guidance.models import Therapy
from guidance.pages.forms import FilterForm
from guidance.views import (
    compare,
    handout,
    pages,
    preview,
    search,
    walk,
    walk_at_once,
    well_known,
)
from tests.make import make_therapy, make_user, unpublish

pytestmark = pytest.mark.django_db

PAGE = "/treatments/siponimod/"


class CountingView:
    """Answers with how often it was asked; ``mark`` says what the answer is."""

    def __init__(self, mark=cache_for_edition):
        self.mark = mark
        self.asked = 0

    def __call__(self, request):
        self.asked += 1
        return self.mark(HttpResponse(f"answer {self.asked}"))


def get(delivery, path="/", **headers):
    return delivery(RequestFactory().get(path, headers=headers))


def headers_of(client, path, **more):
    """Return the headers of the answer; a static file, which is open until then, is closed."""
    response = client.get(path, **more)
    response.close()
    return response.headers


# What readers get


def test_a_reader_who_has_the_page_is_told_so_without_it(client):
    first = client.get(PAGE)
    again = client.get(PAGE, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    assert again.content == b""
    for name in ("ETag", "Cache-Control", "Vary"):
        assert again.headers[name] == first.headers[name]
    other = client.get(PAGE, headers={"If-None-Match": '"another"'})
    assert (other.status_code, other.content) == (200, first.content)


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ("{etag}", 304),
        ("{strong}", 304),
        ("*", 304),
        ('"other", {strong}', 304),
        ('W/"other" , {etag},"third"', 304),
        ('"other"', 200),
        ("{bare}", 200),
        ("", 200),
    ],
)
@pytest.mark.parametrize("path", [PAGE, "/static/css/site.css"])
def test_what_a_reader_has_is_compared_as_the_standard_says(client, path, form, status):
    etag = headers_of(client, path)["ETag"]
    strong = etag.removeprefix("W/")
    asked = form.format(etag=etag, strong=strong, bare=strong.strip('"'))
    response = client.get(path, headers={"If-None-Match": asked})
    response.close()
    assert response.status_code == status


def test_a_page_is_the_same_however_it_is_packed(client):
    unpack = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}
    plain = client.get(PAGE).content
    assert b"<h1>" in plain
    for encoding, decode in unpack.items():
        response = client.get(PAGE, headers={"Accept-Encoding": encoding})
        assert response.headers.get("Content-Encoding", "") == encoding
        assert decode(response.content) == plain


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, br;q=0.5", "br"),
        ("gzip, br;q=0", "gzip"),
        ("br; q=0.0, gzip; q=0", None),
        ("zstd", None),
        ("brotli", None),
        ("BR", "br"),
        ("GZip ; Q=0.5", "gzip"),
        ("br;Q=0, gzip", "gzip"),
        ("br;q=0,gzip;q=0.000", None),
        ("*", "br"),
        ("br;q=0, *", "gzip"),
        ("*;q=0", None),
        ("*;q=0, gzip", "gzip"),
        ("identity;q=0", None),
        ("identity;q=0, gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("br;q=2, gzip;q=abc", None),
        ("", None),
    ],
)
def test_a_page_is_packed_only_as_the_browser_says(client, accepted, encoding):
    for path in (PAGE, "/static/css/site.css"):
        headers = headers_of(client, path, headers={"Accept-Encoding": accepted})
        assert headers.get("Content-Encoding") == encoding, path


def test_a_cache_on_the_way_may_keep_a_page_for_everybody(client):
    client.force_login(make_user())
    for response in (client.get(PAGE), client.get(PAGE)):
        assert response.headers["Vary"] == "Accept-Encoding"
        assert "public" in response.headers["Cache-Control"]
        assert "Set-Cookie" not in response.headers
        assert not response.cookies


def test_a_kept_page_has_the_security_headers_of_one_made_anew(client):
    kept, other = client.get(PAGE), client.get(PAGE + "?from=letter")
    assert kept.content == other.content
    guards = [name for name in other.headers if name.startswith(("X-", "Cross-", "Refer", "Perm"))]
    assert {"X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy"} <= set(guards)
    for name in [*guards, "Content-Security-Policy", "Content-Type"]:
        assert kept.headers[name] == other.headers[name]


def test_a_page_asked_for_a_second_time_costs_no_query(
    client, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(current, "RECHECK_SECONDS", 1000)
    first = client.get(PAGE)
    with django_assert_num_queries(0):
        assert client.get(PAGE).content == first.content


def test_a_new_edition_is_seen(client):
    first = client.get(PAGE)
    Therapy.objects.filter(slug="siponimod").update(stopping="Ask us first, please.")
    assert client.get(PAGE).content == first.content
    publishing.publish(None, "Said more about stopping.")
    second = client.get(PAGE, headers={"If-None-Match": first.headers["ETag"]})
    assert second.status_code == 200
    assert b"Ask us first, please." in second.content
    assert second.headers["ETag"] != first.headers["ETag"]


def test_only_the_head_of_a_kept_page_is_sent_where_only_that_is_asked_for(client):
    assert client.head(PAGE).content == b""
    assert client.get(PAGE).content != b""


# What is kept


def test_a_published_page_is_made_once():
    view = CountingView()
    pages = PublishedPages(view)
    assert [get(pages).content for _ in range(3)] == [b"answer 1"] * 3
    assert get(pages, "/other/").content == b"answer 2"


@pytest.mark.parametrize(
    "mark",
    [
        lambda response: response,
        lambda response: cache_for_edition(HttpResponse(response.content, status=404)),
        lambda response: cache_for_edition(HttpResponse(response.content, status=422)),
    ],
    ids=["not marked", "not found", "refused"],
)
def test_what_is_not_a_published_page_is_made_anew_each_time(mark):
    pages = PublishedPages(CountingView(mark))
    first, second = get(pages), get(pages)
    assert (first.content, second.content) == (b"answer 1", b"answer 2")
    assert "ETag" not in first.headers


def test_a_parameter_that_no_page_reads_makes_no_new_page():
    view = CountingView()
    pages = PublishedPages(view)
    answers = {get(pages, f"/{query}").content for query in ("?utm_source=a", "?a=b&a=c", "", "?")}
    answers |= {get(pages, f"/?{number}").content for number in range(200)}
    assert answers == {b"answer 1"}
    assert len(pages.pages) == 1


def test_parameters_that_a_page_reads_make_one_page_however_they_are_written():
    pages = PublishedPages(CountingView())
    queries = ("how=shot&type=active", "type=active&how=shot", "how=%73hot&x=1&type=active")
    assert {get(pages, f"/treatments/?{query}").content for query in queries} == {b"answer 1"}
    assert get(pages, "/treatments/").content == b"answer 2"
    assert get(pages, "/treatments/%3Fhow=shot&type=active").content == b"answer 3"


def test_the_number_of_kept_pages_with_a_query_is_limited():
    pages = PublishedPages(CountingView())
    get(pages, "/treatments/")
    for number in range(3 * MOST_QUERIES):
        get(pages, f"/treatments/?how={number}")
    assert len(pages.pages) == 1 + MOST_QUERIES
    assert get(pages, "/treatments/").content == b"answer 1"


@pytest.mark.parametrize(
    "path",
    [
        "/treatments/?how=infusion",
        "/treatments/?how=nothing-of-ours&utm_source=mail",
        "/treatments/compare/?treatment=siponimod&treatment=ocrelizumab",
        "/treatments/compare/?with=siponimod",
        "/handout/?treatment=siponimod",
        "/types/?fbclid=abc",
        "/?q",
    ],
)
def test_a_page_with_a_query_is_packed_and_kept_as_any_other(client, path):
    response = client.get(path, headers={"Accept-Encoding": "br"})
    assert response.headers["Content-Encoding"] == "br"
    assert response.headers["Cache-Control"] == client.get(PAGE).headers["Cache-Control"]
    again = client.get(path, headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    assert brotli.decompress(response.content) == client.get(path).content


def test_every_filter_changes_the_list_of_treatments(client):
    """Each field of the form is one that the address is known to ask."""
    whole = client.get("/treatments/").content
    form = FilterForm({}, guide=current.current_guide())
    for name, field in form.fields.items():
        value = field.choices[-1][0]
        assert client.get(f"/treatments/?{name}={value}").content != whole, name


@pytest.mark.parametrize(
    "module", [compare, handout, pages, preview, search, walk, walk_at_once, well_known]
)
def test_a_published_view_that_reads_the_query_says_which_parameters(module):
    """Else the first answer to any query would be kept for all."""
    tree = ast.parse(inspect.getsource(module))
    for function in [node for node in tree.body if isinstance(node, ast.FunctionDef)]:
        source = ast.unparse(function)
        if "request.GET" not in source or function.name.startswith("_"):
            continue
        if "never_cache" in source or "for_this_reader" in source or "private" in source:
            continue  # it is never kept for others
        read = set(re.findall(r"GET\.get(?:list)?\('(\w+)'|'(\w+)' in request\.GET", source))
        named = set(getattr(getattr(module, function.name), "query_parameters", ()))
        assert named and {one or other for one, other in read} <= named


def test_a_form_that_is_sent_is_made_anew_each_time():
    pages = PublishedPages(CountingView())
    get(pages)
    assert pages(RequestFactory().post("/")).content == b"answer 2"


def test_pages_are_made_anew_when_a_day_begins(monkeypatch):
    """A review falls due at midnight without any new edition."""
    pages = PublishedPages(CountingView())
    get(pages)
    monkeypatch.setattr("guidance.delivery.timezone.localdate", lambda: "tomorrow")
    assert get(pages).content == b"answer 2"


def test_a_page_made_while_somebody_publishes_is_not_kept_for_the_new_edition():
    def publish_meanwhile(request):
        number = current.current_number()
        if not Therapy.objects.filter(slug="test-therapy").exists():
            make_therapy()
            publishing.publish(None, "Meanwhile.")
        return cache_for_edition(HttpResponse(f"edition {number}"))

    pages = PublishedPages(publish_meanwhile)
    old, new = get(pages).content, get(pages).content
    assert old != new == f"edition {current.current_number()}".encode()


def test_a_preview_is_never_kept(client, admin_user):
    client.force_login(admin_user)
    therapy = Therapy.objects.get(slug="siponimod")
    for words in ("First draft.", "Second draft."):
        Therapy.objects.filter(pk=therapy.pk).update(stopping=words)
        response = client.get(f"/preview/therapy/{therapy.pk}/")
        assert words in response.content.decode()
        assert "no-store" in response.headers["Cache-Control"]


# When there is nothing to give


@pytest.mark.parametrize("path", ["/", PAGE, "/find-your-type/", "/treatments/?how=shot"])
def test_until_something_is_published_readers_are_asked_to_come_back(client, path):
    unpublish()
    response = client.get(path)
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert b"<h1>" in response.content
    assert "ETag" not in response.headers


def test_pages_are_shown_as_soon_as_an_edition_is_published(client):
    unpublish()
    assert client.get(PAGE).status_code == 503
    publishing.publish(None, "The first.")
    assert client.get(PAGE).status_code == 200


def test_another_fault_is_not_taken_for_an_empty_site():
    pages = PublishedPages(CountingView())
    assert pages.process_exception(RequestFactory().get("/"), ValueError("a fault")) is None


# Whose address it is


def test_a_host_that_is_not_ours_is_refused_also_for_a_kept_page():
    client = Client()
    assert client.get(PAGE).status_code == 200
    response = client.get(PAGE, headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "evil.example" not in settings.ALLOWED_HOSTS
    assert b"evil.example" not in response.content
