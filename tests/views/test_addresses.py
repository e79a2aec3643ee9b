"""Links are the same whatever a request says about the address it was sent to."""

import re

import pytest

from tests.server import served

PAGES = ("/", "/types/", "/treatments/siponimod/", "/handout/")
SAID = [
    ("SCRIPT_NAME: /treatments",),
    ("SCRIPT_NAME: /evil",),
    ("SCRIPT_NAME: //evil.example",),
    ("Script-Name: /evil",),
    ("PATH_INFO: /evil",),
    ("X-Script-Name: /evil",),
    ("X-Forwarded-Prefix: /evil",),
    ("X-Forwarded-Host: evil.example",),
    ("X-Forwarded-Port: 6666", "X-Forwarded-Server: evil.example"),
    ("Forwarded: host=evil.example;proto=https",),
    ("X-Original-URL: /evil/", "X-Rewrite-URL: /evil/"),
    ("SCRIPT_URL: /evil/", "REDIRECT_URL: /evil/"),
]
"""Header lines with which a reader, or a proxy, could say another address than the site's."""


def links(body):
    return set(re.findall(rb'(?:href|action|src)="([^"]*)"', body))


@pytest.mark.parametrize("flags", [(), ("--forwarder-headers", "SCRIPT_NAME,PATH_INFO")])
def test_no_header_and_no_request_target_changes_a_link(own_sqlite_site, flags):
    """Also with gunicorn as it comes, which takes SCRIPT_NAME from this machine."""
    with served(own_sqlite_site, *flags) as clean:
        expected = {page: links(clean.get(page).body) for page in PAGES}
    with served(own_sqlite_site, *flags) as server:
        for lines in SAID:
            for before in ("", "/evil", "//evil.example", "http://evil.example"):
                for page in PAGES:
                    server.get(f"{before}{page}", *lines)
        for page in PAGES:
            found = server.get(page)
            assert (found.status, links(found.body)) == (200, expected[page])
            assert b"evil" not in found.body


def test_a_redirect_and_an_error_page_keep_their_links_too(own_sqlite_site):
    with served(own_sqlite_site) as server:
        for lines in SAID:
            for target in ("/types", "/admin/", "/nothing-here/", "/about/glossary/"):
                for asked in (target, f"/evil{target}", f"//evil.example{target}"):
                    found = server.get(asked, *lines)
                    assert found.status in (301, 302, 404), (asked, lines)
                    assert "evil.example" not in found.headers.get("location", "").partition("?")[0]
                    assert not {link for link in links(found.body) if b"evil" in link}


def test_a_host_that_is_not_ours_is_refused_in_any_way_to_say_it(own_sqlite_site):
    with served(own_sqlite_site) as server:
        for line in ("evil.example", "127.0.0.1@evil.example", "a b", "[::1", ""):
            assert server.get("/", f"Host: {line}", host=None).status == 400
        twice = server.get("/", "Host: 127.0.0.1", host="evil.example")
        assert twice.status == 400
