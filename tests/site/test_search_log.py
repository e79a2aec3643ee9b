"""What is typed into the search is in no log of a running site."""

from tests.server import served

MARKED = "brightly-marked"


def test_no_message_of_gunicorn_quotes_what_was_searched(own_sqlite_site):
    with served(own_sqlite_site) as server:
        found = server.get(f"/search/?q={MARKED}")
        assert (found.status, found.headers["referrer-policy"]) == (200, "no-referrer")
        assert "set-cookie" not in found.headers
        # gunicorn refuses these itself, and its messages quote the request
        for request in (
            f"GET /search/?q={MARKED} and a space HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
            f"GET /search/?q={MARKED} HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n",
            f"GET /search/?q={MARKED * 400} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
            f"G\x00T /search/?q={MARKED} HTTP/1.1\r\n\r\n",
        ):
            assert server.send(request.encode()).status >= 400
        assert MARKED not in server.log
        assert "Invalid request" in server.log
