"""Readers are answered from memory, or from this machine's copy, whatever the database does.

The sites here are served by gunicorn, in processes of their own.
"""

import json
import logging
import re
import socket
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from guidance.editorial import edition_copy, editions
from tests.proxy import Proxy
from tests.sites import ROOT

PATIENCE = 300
"""Seconds within which an answer counts as one: far more than any needs, far less than for ever."""
PAGES = (
    "/",
    "/types/",
    "/treatments/",
    "/treatments/?how=shot",
    "/treatments/siponimod/",
    "/treatments/compare/?treatment=siponimod&treatment=ocrelizumab",
    "/side-effects/",
    "/symptoms/sleep/",
    "/get-help/",
    "/glossary/",
    "/sources/",
    "/handout/",
    "/handout/check/",
    "/what-matters/",
    "/search/?q=tysabry",
    "/find-your-type/",
    "/find-your-type/safety/",
    "/about/changes/",
    "/about/changes/feed.xml",
    "/sitemap.xml",
    "/robots.txt",
    "/livez",
)
SHEET = {"treatment": "siponimod", "size": "14"}
FORMS = {
    "/find-your-type/safety/": ({"answer": "none"}, 303),
    "/handout/print/": (SHEET, 200),
    "/handout/change/": (SHEET, 200),
    "/what-matters/": ({}, 422),
}
"""What is sent, and the status of the answer."""


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Server:
    """Gunicorn with a site, asked over HTTP."""

    def __init__(self, site, workers):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log = site.folder / "server.log"
        command = [
            *[sys.executable, "-m", "gunicorn", "spms_site.wsgi"],
            *["--bind", f"127.0.0.1:{self.port}", "--worker-class", "gthread"],
            *["--workers", str(workers), "--threads", "4", "--no-control-socket"],
            *["--log-level", "warning"],
        ]
        with self.log.open("a") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=site.environment, stderr=log)
        self.opener = urllib.request.build_opener(NoRedirect)

    def ask(self, path, data=None, **headers):
        """Return (status, text) of a page; ``data`` is sent as a form."""
        body = urllib.parse.urlencode(data).encode() if data is not None else None
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", body, headers)
        try:
            with self.opener.open(request, timeout=PATIENCE) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def wait(self, path, wanted):
        """Ask until the JSON of ``path``, with its status, says all that is in ``wanted``."""
        found, until = None, time.monotonic() + PATIENCE
        while time.monotonic() < until:
            assert self.process.poll() is None, self.said()
            try:
                status, text = self.ask(path)
            except urllib.error.URLError:
                time.sleep(0.1)
                continue
            found = {"code": status, **json.loads(text)}
            if wanted.items() <= found.items():
                return found
            time.sleep(0.2)
        pytest.fail(f"{path} says {found}, not {wanted}. {self.said()}")

    def said(self):
        return self.log.read_text()


@contextmanager
def served(site, workers=1):
    server = Server(site, workers)
    try:
        yield server
    finally:
        server.process.terminate()
        server.process.wait(timeout=PATIENCE)


def unanswered(server):
    """Return {address: status} of all pages and forms that are not answered as they should be."""
    found = {path: server.ask(path)[0] for path in PAGES}
    wrong = {path: status for path, status in found.items() if status != 200}
    for path, (data, status) in FORMS.items():
        found = server.ask(path, data)[0]
        wrong |= {f"POST {path}": found} if found != status else {}
    return wrong


@pytest.fixture
def hanging(own_postgresql_site):
    """A site whose PostgreSQL can be made to hang: (site, the site behind a proxy, the proxy)."""
    proxy = Proxy(own_postgresql_site.database)
    yield own_postgresql_site, replace(own_postgresql_site, database=proxy.database), proxy
    proxy.close()


def old_code(server):
    """Return the check code of a sheet made now."""
    _, page = server.ask("/handout/print/", SHEET)
    return re.search(r"code=([A-Z0-9-]+)", page)[1]


PUBLISH = """
from guidance.editorial import publishing
from guidance.models import Therapy
Therapy.objects.filter(slug="siponimod").update(stopping="Ask us first, please.")
print(publishing.publish(None, "Said more about stopping.").number)
"""


def test_while_the_database_hangs_readers_are_answered_and_machines_are_told(hanging):
    direct, behind_proxy, proxy = hanging
    with served(behind_proxy, workers=2) as server:
        server.wait("/readyz", {"code": 200, "edition": 1, "from": "database"})
        code = old_code(server)
        assert direct.ask(PUBLISH) == 2
        server.wait("/readyz", {"code": 200, "edition": 2})
        assert server.ask(f"/handout/check/?code={code}")[0] == 200
        proxy.hang()
        assert unanswered(server) == {}
        server.wait("/readyz", {"code": 503, "missing": "database", "edition": 2})
        server.wait("/healthz", {"code": 503, "missing": "database"})
        server.wait("/livez", {"code": 200, "edition": 2})
        assert unanswered(server) == {}
        cookie = {"Cookie": "sessionid=made-up-by-somebody-who-was-signed-in"}
        assert server.ask("/treatments/ocrelizumab/", **cookie)[0] == 200
        status, page = server.ask("/handout/check/?code=2222-2225", **cookie)
        assert status in (422, 503)
        assert server.ask("/admin/", **cookie)[0] in (302, 503)
        proxy.go_on()
        server.wait("/readyz", {"code": 200, "edition": 2})
        assert server.ask(f"/handout/check/?code={code}")[0] == 200


def test_an_old_sheet_is_told_to_wait_while_the_database_hangs(hanging):
    direct, behind_proxy, proxy = hanging
    with served(behind_proxy) as server:
        server.wait("/readyz", {"code": 200, "edition": 1})
        code = old_code(server)
        assert direct.ask(PUBLISH) == 2
        server.wait("/readyz", {"code": 200, "edition": 2})
        proxy.hang()
        status, page = server.ask(f"/handout/check/?code={code}")
        assert status == 503
        assert "We cannot look this up right now." in page
        assert code in page


def test_a_worker_that_starts_while_the_database_hangs_shows_the_copy(hanging):
    _, behind_proxy, proxy = hanging
    with served(behind_proxy) as server:
        server.wait("/readyz", {"code": 200, "edition": 1})
        page = server.ask("/treatments/siponimod/")[1]
    proxy.hang()
    with served(behind_proxy) as server:
        server.wait("/livez", {"code": 200, "edition": 1})
        server.wait("/readyz", {"code": 503, "edition": 1, "from": "copy"})
        assert server.ask("/treatments/siponimod/")[1] == page
        assert unanswered(server) == {}
        status, told = server.ask("/admin/login/", {"username": "a", "password": "b"})
        assert status in (403, 503)
        proxy.go_on()
        server.wait("/readyz", {"code": 200, "edition": 1, "from": "database"})


def test_a_worker_that_starts_without_its_sqlite_file_shows_the_copy_and_makes_no_file(
    own_sqlite_site,
):
    site = own_sqlite_site
    with served(site) as server:
        server.wait("/readyz", {"code": 200, "edition": 1, "from": "database"})
        for file in site.folder.glob("db.sqlite3*"):
            file.rename(file.with_name(f"moved-{file.name}"))
        server.wait("/readyz", {"code": 503, "missing": "database"})
        server.wait("/healthz", {"code": 503, "missing": "database"})
        assert unanswered(server) == {}
    with served(site) as server:
        server.wait("/readyz", {"code": 503, "edition": 1, "from": "copy"})
        assert unanswered(server) == {}
        code, _said = site.manage("publish_due")
        assert code != 0
        assert not site.file.exists()
        for file in site.folder.glob("moved-*"):
            file.rename(file.with_name(file.name.removeprefix("moved-")))
        server.wait("/readyz", {"code": 200, "edition": 1, "from": "database"})


RESTORED = """
import datetime
from django.db.models import QuerySet
from guidance.models import Edition, PageVersion
edition = Edition.objects.get(number=1)
moment = edition.published_at - datetime.timedelta(days=1)
version = PageVersion.objects.get(pk=edition.manifest["therapy/siponimod"])
QuerySet(PageVersion).filter(pk=version.pk).update(payload={**version.payload, "title": "Restored"})
QuerySet(Edition).filter(pk=edition.pk).update(published_at=moment)
print(1)
"""
ROLLED_BACK = """
from django.db.models import QuerySet
from guidance.models import Edition
QuerySet(Edition).filter(number=2).delete()
print(1)
"""


def until(server, path, wanted):
    """Ask for a page until ``wanted`` is in it."""
    end = time.monotonic() + PATIENCE
    while wanted not in server.ask(path)[1]:
        assert time.monotonic() < end, server.said()
        time.sleep(0.2)


def test_a_restored_database_wins_over_what_is_in_memory_and_in_the_copy(own_sqlite_site):
    site = own_sqlite_site
    assert site.ask(PUBLISH) == 2
    with served(site) as server:
        server.wait("/readyz", {"code": 200, "edition": 2})
        assert "Ask us first, please." in server.ask("/treatments/siponimod/")[1]
        site.ask(ROLLED_BACK)
        server.wait("/readyz", {"code": 200, "edition": 1})
        assert "Ask us first, please." not in server.ask("/treatments/siponimod/")[1]
        site.ask(RESTORED)
        until(server, "/treatments/siponimod/", "<h1>Restored")
    copy = site.ask(COPY_NOW)
    assert copy["number"] == 1
    assert copy["title"] == "Restored"


COPY_NOW = """
from guidance.editorial import edition_copy, publishing
copy = edition_copy.read()
titles = [one.payload["title"] for one in copy.versions if one.key == "therapy/siponimod"]
print(json.dumps({"number": copy.number, "title": titles[0] if titles else None}))
"""


# The copy


WITHDRAW = """
from django.contrib.auth import get_user_model
from guidance.editorial import edition_copy, publishing, withdrawal
boss = get_user_model().objects.create_superuser("boss", password="a-long-test-password")
why = next(iter(withdrawal.WHY_WITHDRAWN))
withdrawal.withdraw(boss, "therapy/ocrelizumab", why)
copy = edition_copy.read()
first = (copy.number, "therapy/ocrelizumab" in {one.key for one in copy.versions})
(edition_copy.file().parent / "lock").unlink()
(edition_copy.file().parent / "lock").mkdir()  # nothing can be written from now on
withdrawal.withdraw(boss, "therapy/siponimod", why)
print(json.dumps([*first, edition_copy.read() is None, edition_copy.exists()]))
"""


def test_what_is_withdrawn_is_gone_from_the_copy_when_publishing_returns(own_site):
    assert own_site.ask(PUBLISH) == 2
    assert own_site.ask(WITHDRAW) == [3, False, True, False]


STORED = editions.StoredEdition(
    number=7,
    published_at=datetime(2026, 11, 24, 8, tzinfo=UTC),
    versions=[editions.Version("info/about", 1, {"kind": "info", "slug": "about"}, 7)],
    earlier=[],
    recent=[],
)


@pytest.fixture
def copy(settings, tmp_path):
    """The path of a copy just written."""
    settings.STATE_FOLDER = tmp_path
    with edition_copy.locked():
        edition_copy.write(STORED)
    return edition_copy.file()


def test_the_copy_is_for_its_owner_alone_and_leaves_nothing_half_written(copy):
    assert edition_copy.read() == STORED
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700
    assert sorted(path.name for path in copy.parent.iterdir()) == ["current.json", "lock"]


def test_a_failed_write_leaves_the_copy_before_it_and_no_other_file(copy, monkeypatch):
    def fail(*_):
        raise OSError("No space left on device")

    monkeypatch.setattr(edition_copy.os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        edition_copy.write(replace(STORED, number=8))
    assert edition_copy.read() == STORED
    assert len(list(copy.parent.iterdir())) == 2


@pytest.mark.parametrize(
    "spoil",
    [
        lambda whole: b"",
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[:-1] + b"x",
        lambda whole: whole.replace(b'"about"', b'"aboux"'),
        lambda whole: whole.replace(b'"edition":7', b'"edition":8', 1),
        lambda whole: whole.replace(b'"format":1', b'"format":2', 1),
        lambda whole: b"\xff\xfe" + whole,
        lambda whole: whole.partition(b"\n")[2],
    ],
)
def test_a_damaged_copy_is_not_used_and_the_log_says_so(copy, caplog, spoil):
    whole = copy.read_bytes()
    copy.write_bytes(spoil(whole))
    assert copy.read_bytes() != whole
    assert edition_copy.read() is None
    assert "cannot be used" in caplog.text


@pytest.mark.parametrize("setting", ["key", "address", "database"])
def test_a_copy_of_another_site_is_not_used(copy, settings, monkeypatch, caplog, setting):
    if setting == "key":
        settings.SECRET_KEY = "k" * 60
    elif setting == "address":
        settings.SITE_ADDRESS = "https://other.example"
    else:
        monkeypatch.setitem(settings.DATABASES["default"], "NAME", "trial")
    assert edition_copy.read() is None
    assert "another" in caplog.text


def test_where_there_is_no_copy_nothing_is_logged(settings, tmp_path, caplog):
    settings.STATE_FOLDER = tmp_path
    with caplog.at_level(logging.DEBUG):
        assert edition_copy.read() is None
    assert caplog.text == ""
