"""The shipped nginx configuration, in a real nginx before a real gunicorn."""

import os
import re
import ssl
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from django.conf import settings

from tests.get_nginx import find
from tests.server import Server, form_of, free_port, read_answer, served, wait_until_listening
from tests.walk.answering import ACTIVE_PROGRESSING

pytestmark = pytest.mark.slow
CONF = settings.BASE_DIR / "deploy" / "nginx.conf"
HOST = "spms.clinic.example"
MARKED = "brightly-marked"
MAIN = """
{user}
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/main.log warn;
events {{ worker_connections 512; }}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/spms.conf;
}}
"""


@dataclass(frozen=True)
class Front:
    """A running nginx: the server to ask, and the folder with its files and logs."""

    server: Server
    folder: Path

    @property
    def logs(self):
        return "".join(path.read_text() for path in sorted(self.folder.glob("*.log")))

    def get(self, target, *lines):
        return self.server.get(target, *lines, host=HOST)

    def post(self, target, fields, *lines):
        return self.server.post(target, fields, *lines, host=HOST)


def with_own_places(conf, folder, ports, upstreams):
    """Return the shipped configuration with only its places changed: ports, files, upstreams."""
    servers = "\n".join(f"    server 127.0.0.1:{port};" for port in upstreams)
    changes = [
        ("    server 127.0.0.1:8000 max_fails=1 fail_timeout=10s;  # CHANGE", servers, 1),
        ("    listen 80;  # CHANGE", f"    listen 127.0.0.1:{ports[0]};", 1),
        ("    listen [::]:80;  # CHANGE\n", "", 1),
        ("    listen 443 ssl http2;  # CHANGE", f"    listen 127.0.0.1:{ports[1]} ssl http2;", 1),
        ("    listen [::]:443 ssl http2;  # CHANGE\n", "", 1),
        ("/etc/ssl/spms/", f"{folder}/", 2),
        ("/var/log/nginx/", f"{folder}/", 3),
        ("/srv/spms-static/", f"{folder}/static/", 1),
    ]
    for shipped, ours, times in changes:
        assert conf.count(shipped) == times, shipped
        conf = conf.replace(shipped, ours)
    return conf


def make_certificate(folder):
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", f"/CN={HOST}", "-keyout", folder / "privkey.pem"),
            *("-out", folder / "fullchain.pem"),
        ],
        check=True,
        capture_output=True,
    )


@contextmanager
def front(folder, *upstreams):
    """Start nginx with the shipped configuration before ``upstreams``; yield the ``Front``."""
    nginx = find()
    if nginx is None:
        message = "NO NGINX FOUND: the tests of the shipped configuration did not run."
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    folder.mkdir()
    make_certificate(folder)
    (folder / "static").mkdir()
    ports = free_port(), free_port()
    (folder / "spms.conf").write_text(with_own_places(CONF.read_text(), folder, ports, upstreams))
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(MAIN.format(user=user, folder=folder))
    process = subprocess.Popen([nginx, "-c", folder / "nginx.conf"], stderr=subprocess.DEVNULL)
    tls = ssl.create_default_context()
    tls.check_hostname, tls.verify_mode = False, ssl.CERT_NONE
    try:
        wait_until_listening(ports[1], process)
        yield Front(Server(ports[1], folder / "spms-access.log", tls), folder)
    finally:
        process.terminate()
        process.wait()


@contextmanager
def both(site, folder, **variables):
    """Serve ``site`` with gunicorn behind nginx, as a clinic would; yield the ``Front``."""
    https = {"SITE_ADDRESS": f"https://{HOST}", "TRUSTED_PROXIES": "1", **variables}
    with served(site, **https) as gunicorn, front(folder, gunicorn.port) as nginx:
        yield nginx


def cookie_of(answer):
    return "Cookie: " + answer.headers.get("set-cookie", "").partition(";")[0]


# What is logged


def test_the_log_after_a_whole_journey_holds_no_query_no_referer_and_no_outcome(
    own_sqlite_site, tmp_path
):
    referer = f"Referer: https://{HOST}/handout/?type=active-progressing&q={MARKED}"
    own = {"own": f"{MARKED} words", "treatment": "siponimod", "size": "14"}
    own |= {"type": "active-progressing"}
    with both(own_sqlite_site, tmp_path / "nginx") as nginx:
        for page in (
            "/",
            "/treatments/",
            "/treatments/compare/",
            "/handout/",
            "/handout/check/",
            "/search/",
        ):
            assert nginx.get(f"{page}?q={MARKED}&type=active-progressing", referer).status == 200
        assert nginx.get(f"/nothing-here/?q={MARKED}", referer).status == 404
        assert nginx.get(f"/handout/check/?code={MARKED}", referer).status == 422
        cookie = "Cookie: none=here"
        for key, value in ACTIVE_PROGRESSING.items():
            answers = {"answer": value.split("+")[0]}
            taken = nginx.post(f"/find-your-type/{key}/?q={MARKED}", answers, referer, cookie)
            if "set-cookie" in taken.headers:
                cookie = cookie_of(taken)
        result = nginx.get("/find-your-type/result/", referer, cookie)
        assert (result.status, b"<h1>" in result.body) == (200, True)
        for address in ("print", "change", "pdf"):
            assert nginx.post(f"/handout/{address}/?q={MARKED}", own, referer).status == 200
        assert nginx.post("/what-matters/", {"own": MARKED, "point": "pills"}, referer).status < 500
        for _ in range(30):  # above the limit, of which nginx itself would tell in its error log
            nginx.post(f"/admin/login/?q={MARKED}", {"username": MARKED}, referer)
        nginx.server.send(f"GET /?q={MARKED} HTTP/1.1\r\nHost: {HOST}\r\nBad\r\n\r\n".encode())
        nginx.get(f"/shared/{MARKED}/", referer)
        nginx.get(f"/admin/sign-in/link/{MARKED}/", referer)
        logs = nginx.logs
    lines = (tmp_path / "nginx" / "spms-access.log").read_text().splitlines()
    assert any('"GET /treatments/" 200' in line for line in lines)
    assert any('"POST /admin/login/" 429' in line for line in lines)
    shape = re.compile(r'127\.0\.0\.1 \[[^]]+\] "[A-Z]* [^"?]*" [-\d., ]+')
    assert all(shape.fullmatch(line) for line in lines)
    for said in (MARKED, "?", "active-progressing", "find-your-type", "siponimod", "Referer"):
        assert said not in logs, said


# Slow readers


def test_requests_that_are_half_sent_do_not_stop_the_site(own_sqlite_site, tmp_path):
    whole = form_of("/handout/print/", {"own": "words " * 1000}, host=HOST)
    head, _, body = whole.partition(b"\r\n\r\n")
    with both(own_sqlite_site, tmp_path / "nginx") as nginx:
        held = [nginx.server.connect() for _ in range(128)]
        for place, connection in enumerate(held):
            # Half of a head, or a head with half of its body.
            connection.sendall(head[:40] if place % 2 else head + b"\r\n\r\n" + body[:500])
        assert nginx.get("/").status == 200
        sheet = {"treatment": "siponimod", "size": "14"}
        assert nginx.post("/handout/print/", sheet).status == 200
        for connection in held:
            connection.close()


def test_what_readers_type_is_never_in_a_file(own_sqlite_site, tmp_path):
    """nginx cannot write to its folders of temporary files here, and needs not."""
    long = {"own": f"{MARKED} " * 25_000}  # 400 kB, near to what the site accepts
    with both(own_sqlite_site, tmp_path / "nginx") as nginx:
        for name in ("body", "proxy"):
            folder = tmp_path / "nginx" / name
            folder.rmdir()
            folder.touch()
        with nginx.server.connect() as connection:
            connection.sendall(form_of("/handout/print/", long, host=HOST))
            time.sleep(1)  # slow to read: the answer, which has the words too, waits in nginx
            answer = read_answer(connection)
        assert answer.status == 422
        assert answer.body.count(MARKED.encode()) >= 25_000
        assert nginx.post("/handout/print/", {"own": "x" * 600_000}).status == 413
        too_long = nginx.post("/handout/print/", {"own": "x" * 1_200_000})
        assert (too_long.status, b"too long" in too_long.body) == (413, True)


# What costs much


def test_above_the_limit_of_pdfs_the_reader_gets_the_page_to_print_with_the_same_words(
    own_sqlite_site, tmp_path
):
    sheet = {"treatment": "siponimod", "size": "14", "own": f"{MARKED} words"}
    with both(own_sqlite_site, tmp_path / "nginx") as nginx, ThreadPoolExecutor(24) as readers:
        assert nginx.post("/handout/print/", sheet).status == 200
        asked = [readers.submit(nginx.post, "/handout/pdf/", sheet) for _ in range(24)]
        answers = [one.result() for one in asked]
    kinds = [one.headers["content-type"].partition(";")[0] for one in answers]
    assert set(kinds) <= {"application/pdf", "text/html"}
    assert kinds.count("text/html") >= 10
    for answer, kind in zip(answers, kinds, strict=True):
        if kind == "text/html":
            assert f"{MARKED} words".encode() in answer.body


# One server of two


def test_a_page_is_asked_of_another_server_and_a_static_file_too(own_sqlite_site, tmp_path):
    https = {"SITE_ADDRESS": f"https://{HOST}"}
    other = replace(own_sqlite_site, folder=tmp_path / "other")
    other.folder.mkdir(mode=0o700)
    new = "css/site.0123456789ab.css"
    collected = tmp_path / "newer"
    (collected / "css").mkdir(parents=True)
    with (
        served(own_sqlite_site, **https) as old,
        served(other, STATIC_FOLDER=str(collected), **https) as newer,
        front(tmp_path / "nginx", old.port, newer.port, free_port()) as nginx,
    ):
        (collected / new).write_text("p{}")
        for _ in range(6):
            assert nginx.get("/types/").status == 200
            found = nginx.get(f"/static/{new}")
            assert (found.status, found.body) == (200, b"p{}")
            assert "immutable" in found.headers["cache-control"]


def test_a_static_file_of_any_release_is_kept_by_browsers(own_sqlite_site, tmp_path):
    with both(own_sqlite_site, tmp_path / "nginx") as nginx:
        (tmp_path / "nginx" / "static" / "css").mkdir()
        (tmp_path / "nginx" / "static" / "css" / "old.0123456789ab.css").write_text("a{}")
        found = nginx.get("/static/css/old.0123456789ab.css", "Accept-Encoding: gzip")
        assert (found.status, found.body) == (200, b"a{}")
        assert found.headers["cache-control"] == "max-age=315360000, public, immutable"
        assert nginx.post("/static/css/site.css", {}).status == 405
        assert nginx.get("/static/../nginx.conf").status in (400, 404)


# Health, and the site being away


def test_health_is_answered_by_address_and_without_a_line_in_any_log(own_sqlite_site, tmp_path):
    with both(own_sqlite_site, tmp_path / "nginx") as nginx:
        assert nginx.server.get("/healthz", host="10.2.3.4").status == 200
        assert nginx.logs == ""


def test_while_the_site_is_away_readers_are_told_whom_to_call(tmp_path):
    with front(tmp_path / "nginx", free_port()) as nginx:
        found = nginx.get("/treatments/")
        assert (found.status, found.headers["retry-after"]) == (502, "60")
        assert b"call 911" in found.body
