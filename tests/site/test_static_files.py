"""Static files: missing ones take no page down, and those of other releases stay."""

import json
import re
import shutil
import struct

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

from tests.server import served

LINKED = re.compile(rb'href="(/static/css/site[^"]*)"')
COLLECT = """
from django.conf import settings
settings.STATICFILES_DIRS = [{folder!r}]
settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
import django, json
django.setup()
from django.core.management import call_command
call_command("collectstatic", interactive=False, verbosity=0)
from django.contrib.staticfiles.storage import staticfiles_storage
print(json.dumps(staticfiles_storage.url("css/site.css")))
"""


def test_every_static_file_that_a_template_names_is_there():
    """The storage does not complain of a wrong name, so this does."""
    names = set()
    for path in (settings.BASE_DIR / "templates").rglob("*.html"):
        names |= set(re.findall(r'{% static "([^"]+)" %}', path.read_text()))
    assert len(names) > 3
    assert [name for name in names if not finders.find(name)] == []
    assert staticfiles_storage.not_collected() == []


def test_without_collected_files_pages_are_there_and_health_and_checks_say_what_is_missing(
    own_sqlite_site, tmp_path
):
    empty = str(tmp_path / "static")
    with served(own_sqlite_site, STATIC_FOLDER=empty) as server:
        for path, status in (("/", 200), ("/nothing/", 404), ("/treatments/siponimod/", 200)):
            page = server.get(path)
            assert (page.status, b"<h1>" in page.body) == (status, True), path
        assert server.post("/", {}).status == 405
        health = server.get("/healthz")
        assert (health.status, json.loads(health.body)["missing"]) == (503, "static files")
        assert "Traceback" not in server.log
    deployed = {"STATIC_FOLDER": empty, "SITE_ADDRESS": "https://spms.clinic.example"}
    code, said = own_sqlite_site.with_variables(**deployed).manage("check", "--deploy")
    assert (code, "spms_site.E001" in said, "admin/css/" in said) == (1, True, True)


@pytest.mark.parametrize(
    ("path", "begins", "kind"),
    [
        ("/favicon.ico", b"\x00\x00\x01\x00", "icon"),
        ("/apple-touch-icon.png", b"\x89PNG", "image/png"),
    ],
)
def test_the_icons_that_browsers_ask_for_by_themselves_are_there(client, db, path, begins, kind):
    response = client.get(path)
    body = b"".join(response.streaming_content)
    assert (response.status_code, body[:4]) == (200, begins)
    assert kind in response.headers["Content-Type"]
    assert "max-age" in response.headers["Cache-Control"]


def test_a_page_that_is_shared_has_a_picture_at_the_address_of_the_site(client, db):
    """Programs that preview a link take no path without the address, and no SVG."""
    page = client.get("/").content.decode()
    picture = re.search(r'<meta property="og:image" content="([^"]+)">', page)[1]
    assert picture.startswith(f"{settings.SITE_ADDRESS}/static/")
    name = picture.rpartition("/")[2].split(".")[0]
    body = (settings.BASE_DIR / "static" / "icons" / f"{name}.png").read_bytes()
    assert struct.unpack(">II", body[16:24]) == (1200, 630)


def test_health_notices_that_the_files_were_taken_away(client, db, monkeypatch):
    assert client.get("/healthz").status_code == 200
    monkeypatch.setattr(staticfiles_storage, "manifest_name", "not-there.json")
    response = client.get("/healthz")
    assert (response.status_code, response.json()["missing"]) == (503, "static files")


@pytest.mark.parametrize("at", ["before the start", "while it runs"])
def test_the_files_of_an_earlier_and_of_a_later_release_are_served(own_sqlite_site, tmp_path, at):
    """On one machine after the switch, and on another one before it."""
    releases = []
    for number in (1, 2):
        releases.append(tmp_path / f"release-{number}")
        shutil.copytree(settings.BASE_DIR / "static", releases[-1])
        with (releases[-1] / "css" / "site.css").open("a") as file:
            file.write(f".release-{number} {{ color: red }}\n")
    site = own_sqlite_site.with_variables(STATIC_FOLDER=str(tmp_path / "static"))
    first = site.ask_plainly(COLLECT.format(folder=str(releases[0])))
    if at == "before the start":
        second = site.ask_plainly(COLLECT.format(folder=str(releases[1])))
    with served(site) as server:
        assert server.get("/healthz").status == 200  # the worker has read its manifest
        if at == "while it runs":
            second = site.ask_plainly(COLLECT.format(folder=str(releases[1])))
        linked = LINKED.search(server.get("/").body)[1].decode()
        assert linked == (second if at == "before the start" else first)
        assert first != second
        for number, address in ((1, first), (2, second)):
            found = server.get(address)
            assert (found.status, f".release-{number}{{".encode() in found.body) == (200, True)
            assert "immutable" in found.headers["cache-control"]
            assert (
                server.get(address, "Accept-Encoding: gzip").headers["content-encoding"] == "gzip"
            )
        for address in (
            "/static/../db.sqlite3",
            "/static//etc/passwd",
            "/static/css.aaaaaaaaaaaa.css",
        ):
            assert server.get(address).status == 404
