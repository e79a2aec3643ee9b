"""Every invalid request is answered with a page of the site, and nothing is logged."""

import logging
import os

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from tests.fuzz import Request, made_up
from tests.make import make_user
from tests.server import served
from tests.staff import StaffClient

MANY = int(os.environ.get("FUZZ_REQUESTS", "500"))
SEED = os.environ.get("FUZZ_SEED", "10")
OURS = b'<a class="skip-link" href="#main">'
"""What every page of the site begins with."""
HEADERS = ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy")


@pytest.fixture(autouse=True)
def _connections_stay_open():
    """Let a request to the application leave a test's connection alone, as Django's client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def quiet(caplog):
    """Return what was logged from WARNING on."""
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


def sent(request, cookie=""):
    """Send a made-up request to the WSGI application; return (status, headers, body)."""
    from spms_site.wsgi import application  # needs the static files, which a fixture collects

    got = []
    response = application(request.environ(cookie), lambda *start: got.extend(start))
    body = b"".join(response)
    response.close()
    return int(got[0][:3]), dict(got[1]), body


def is_ours(response):
    return OURS in response.content and all(name in response.headers for name in HEADERS)


# One thing wrong


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["post", "put", "delete", "options", "patch", "trace"])
@pytest.mark.parametrize(
    "path", ["/static/css/site.css", "/", "/treatments/siponimod/", "/healthz"]
)
def test_a_method_that_makes_no_sense_is_refused_with_a_page(client, caplog, method, path):
    response = getattr(client, method)(path)
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert is_ours(response)
    assert quiet(caplog) == []


# Those of text, those of bytes alone, and one that nobody knows, which counts as none.
CHARSETS = ("utf-16", "utf-7", "zlib", "hex", "idna", "cp1252", "utf8x")


@pytest.mark.parametrize("path", ["/admin/guidance/therapy/add/", "/handout/print/"])
def test_a_form_in_another_encoding_is_refused_with_a_page(staff_cookie, caplog, path):
    for charset in CHARSETS:
        for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=b"):
            headers = {"Content-Type": f"{kind}; charset={charset}", "Content-Length": "20"}
            request = Request("POST", path, "", headers, b"own=%00a&username=%ff")
            status, headers, body = sent(request, staff_cookie)
            assert status == 400 or (charset == "utf8x" and status < 500), headers
            assert status != 400 or (OURS in body and headers.keys() >= set(HEADERS))
    assert quiet(caplog) == []


def test_an_address_is_read_in_our_encoding_whatever_a_header_says(db, caplog):
    for charset in ("utf-16", "zlib", "hex"):
        headers = {"Content-Type": f"text/plain; charset={charset}"}
        status, headers, body = sent(Request("GET", "/treatments/", "how=%ff", headers))
        assert (status, OURS in body, headers.keys() >= set(HEADERS)) == (400, True, True)
    assert quiet(caplog) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sent", ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; b=é"]
)
@pytest.mark.parametrize("path", ["/admin/login/", "/handout/print/", "/find-your-type/safety/"])
def test_a_form_without_its_boundary_is_refused_with_a_page(client, caplog, sent, path):
    response = client.post(path, data=b"--b\r\n", content_type=sent)
    assert response.status_code == 400
    assert is_ours(response)
    assert quiet(caplog) == []


@pytest.mark.django_db
def test_a_form_that_is_too_long_or_has_too_many_fields_is_refused_with_a_page(client, caplog):
    too_many = client.post("/handout/print/", {f"field{number}": "" for number in range(3_100)})
    assert (too_many.status_code, is_ours(too_many)) == (400, True)
    form = "application/x-www-form-urlencoded"
    body = b"own=" + b"a" * 600_000
    for path in ("/handout/print/", "/admin/login/", "/what-matters/"):
        response = client.post(path, data=body, content_type=form)
        assert response.status_code == 413
        assert is_ours(response)
    assert quiet(caplog) == []


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["evil.example", "10.2.3.4", "a b", "[::1", ""])
@pytest.mark.parametrize("path", ["/", "/treatments/", "/admin/", "/static/css/site.css", "/no"])
def test_a_host_that_is_not_ours_is_refused_with_a_page(client, caplog, host, path):
    response = client.get(path, headers={"Host": host})
    assert response.status_code == 400
    assert is_ours(response)
    assert quiet(caplog) == []


# Health and HEAD, through the server

HTTPS = {"SITE_ADDRESS": "https://spms.clinic.example"}


def test_a_probe_by_address_is_answered_on_an_https_site_and_the_log_stays_quiet(own_sqlite_site):
    with served(own_sqlite_site, "--log-level", "warning", **HTTPS) as server:
        for host in ("10.2.3.4", "127.0.0.1", "10.2.3.4:8000", "[fe80::1]", "evil.example", None):
            found = server.get("/healthz", host=host)
            assert (found.status, b'"ok"' in found.body) == (200, True), host
        assert server.send(b"GET /healthz HTTP/1.0\r\n\r\n").status == 200
        for host in ("10.2.3.4", "127.0.0.1", None):
            for path in ("/", "/admin/login/", "/static/css/site.css", "/healthz/"):
                for line in ("X-Forwarded-Proto: https", "X-Forwarded-Proto: http"):
                    found = server.get(path, line, host=host)
                    assert (found.status, OURS in found.body) == (400, True)
                    assert all(name.lower() in found.headers for name in HEADERS)
        ours = server.get("/", host="spms.clinic.example")
        assert (ours.status, ours.headers["location"]) == (301, "https://spms.clinic.example/")
        assert server.log == ""


def test_a_head_has_the_length_of_its_page_and_no_body_and_logs_nothing(own_sqlite_site):
    with served(own_sqlite_site, "--log-level", "warning") as server:
        for path in ("/", "/treatments/?how=shot", "/nothing/", "/find-your-type/", "/healthz"):
            page, head = server.get(path), server.get(path, method="HEAD")
            assert (head.status, head.body) == (page.status, b"")
            assert head.headers["content-length"] == str(len(page.body)), path
        for path in ("/static/css/site.css", "/robots.txt", "/admin/"):
            assert server.get(path, method="HEAD").body == b""
        assert server.log == ""


def test_what_is_refused_logs_nothing(own_sqlite_site):
    with served(own_sqlite_site, "--log-level", "warning") as server:
        assert server.get("/nothing/").status == 404
        assert server.get("/", host="evil.example").status == 400
        assert server.get("/handout/?edition=1").status == 403
        assert server.post("/handout/print/", {"own": "a" * 600_000}).status == 413
        assert server.post("/admin/login/", {"username": "a"}).status == 403
        assert server.post("/", {}).status == 405
        assert server.log == ""


# Many things wrong


@pytest.fixture
def staff_cookie(db):
    """The cookie of a superuser who is signed in with both factors."""
    client = StaffClient()
    user = make_user("fuzz")
    user.is_superuser = True
    user.save()
    client.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


@pytest.mark.slow
@pytest.mark.parametrize("many", [MANY, pytest.param(4 * MANY, marks=pytest.mark.long)])
def test_mixed_requests_are_all_answered_and_log_nothing(staff_cookie, caplog, many):
    """``make fuzz`` sends 20,000."""
    faults = []
    for number, request in enumerate(made_up(f"{SEED}, {many}", many)):
        caplog.clear()
        status, headers, body = sent(request, staff_cookie if number % 2 else "")
        refused = status in (400, 404, 405, 413) and request.method != "HEAD"
        if status >= 500 or quiet(caplog) or "Content-Security-Policy" not in headers:
            faults.append((status, quiet(caplog)[:1], request))
        elif refused and OURS not in body and b'id="user-tools"' not in body:
            faults.append((status, "not a page of ours", request))
    assert faults == []


def test_mixed_requests_through_the_server_are_all_answered(own_sqlite_site):
    with served(own_sqlite_site, "--log-level", "error") as server:
        for request in made_up(f"{SEED}, sent", MANY // 5):
            answer = server.send(request.raw())
            assert answer is not None, request
            assert answer.status < 500 or answer.status == 501, request
        assert server.get("/").status == 200
        assert server.log == ""
