"""Made-up requests: any method, target, header and body, always the same ones for a seed."""

import io
import random
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

PATHS = (
    *("/", "/types/", "/types/active/", "/treatments/", "/treatments/siponimod/", "/symptoms/"),
    *("/treatments/compare/", "/side-effects/", "/side-effects/falls/", "/sources/", "/glossary/"),
    *(
        "/get-help/",
        "/get-help/heart/",
        "/get-help/by-treatment/",
        "/about/",
        "/about/changes/",
        "/about/changes/feed.xml",
        "/about/nothing/",
    ),
    *("/find-your-type/", "/find-your-type/safety/", "/find-your-type/mri/", "/what-matters/"),
    *("/search/", "/search/?q=", "/search/?q=tysabry"),
    *("/find-your-type/check-answers/", "/find-your-type/result/", "/find-your-type/pause/"),
    *("/find-your-type/clear/", "/handout/", "/handout/print/", "/handout/pdf/", "/handout/check/"),
    *("/handout/change/", "/preview/therapy/1/", "/preview/version/1/", "/shared/token/"),
    *("/shared/token/1/", "/healthz", "/robots.txt", "/sitemap.xml", "/.well-known/security.txt"),
    *("/static/css/site.css", "/static/nothing.css", "/static/", "/admin/", "/admin/login/"),
    *("/admin/logout/", "/admin/guidance/therapy/", "/admin/guidance/therapy/1/change/"),
    *("/admin/guidance/source/", "/admin/guidance/sideeffect/add/", "/admin/auth/user/"),
    *("/admin/guidance/submission/", "/admin/guidance/edition/", "/admin/jsi18n/"),
)
METHODS = ("GET",) * 12 + ("POST",) * 6 + ("HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE")
MADE_UP_METHODS = ("FOO", "PROPFIND", "CONNECT", "GETX", "M-SEARCH", "post")
NAMES = (
    *("type", "group", "how", "where", "treatment", "with", "template", "symptom", "effect", "q"),
    *("edition", "code", "answer", "own", "size", "point", "harm", "next", "page", "p", "o", "all"),
    *("username", "password", "csrfmiddlewaretoken", "name", "_popup", "_to_field", "date", "x"),
)
VALUES = (
    *("", " ", "siponimod", "active", "1", "0", "-1", "yes", "none", "shot", "dmt", "14", "null"),
    *("\x00", "a\x00b", "\r\nSet-Cookie: a=b", "\x0b\x0c", "\u2028", "\u202e", "\ufffd", "\ufeff"),
    *("9999-12-31", "0000-00-00", "10000-01-01", "2026-02-30", "99:99", "1e999", "NaN", "inf"),
    *("9" * 30, "-" + "9" * 30, "9223372036854775808", "1.5", "0x10", "１２", "٣", "²"),
    *("'", '"', "<script>", "{{ 7 }}", "%s", "../../etc/passwd", "a" * 5000, "😀" * 50, "é", "x.y"),
    *("//evil.example/", "https://evil.example/", "javascript:alert(1)", "\\\\evil", "[", "]"),
)
BYTES = (
    "%",
    "%ff",
    "%C0%AF",
    "%ED%A0%80",
    "%00",
    "%2e%2e%2f",
    "%0d%0a",
    "%u0041",
    "\xff",
    "+",
    ";",
)
"""Parts of a target that are no text in any encoding of ours."""
CHARSETS = ("utf-8", "utf-16", "utf-7", "zlib", "hex", "idna", "punycode", "nothing", "", "\xff")
HEADERS = {
    "Host": ("127.0.0.1", "localhost", "evil.example", "10.2.3.4", "", "a b", "[::1", "x" * 300),
    "Accept-Encoding": ("br", "gzip;q=0", "*;q=0", "q=1;;,", "\xff", ",,,", "br;q=1e9"),
    "If-None-Match": ("*", '"a"', 'W/"a', ",", "\xff", '"' * 99),
    "If-Modified-Since": ("Mon, 01 Jan 0001 00:00:00 GMT", "9999", "Fri, 31 Dec 99999 0:0:0 GMT"),
    "Range": ("bytes=0-", "bytes=-", "bytes=9-1", "bytes=-99999999999999999999", "bytes=a-b", "x"),
    "Cookie": ("answers=;", "answers=a:b:c", "sessionid=" + "x" * 500, "=;=", "\xff=\xff", "a"),
    "Accept-Language": ("xx", "a" * 600, "de;q=\xff", "*", ",;q="),
    "Origin": ("null", "https://evil.example", "http://127.0.0.1", "//", "http://[", "\xff"),
    "Referer": ("", "https://evil.example/", "http://[", "\xff"),
    "Sec-Fetch-Site": ("cross-site", "none", "\xff"),
    "X-Forwarded-For": ("1.2.3.4", "a, b, c", "::", "\xff", "," * 50),
    "X-Forwarded-Proto": ("https", "ftp", "https,http"),
    "X-Forwarded-Host": ("evil.example", "a b"),
    "X-HTTP-Method-Override": ("DELETE",),
    "User-Agent": ("", "\xff" * 100, "x" * 3000),
    "Transfer-Encoding": ("chunked",),
    "Expect": ("100-continue",),
}


@dataclass
class Request:
    """One made-up request. ``query`` and ``path`` are latin-1 text, as WSGI has them."""

    method: str
    path: str
    query: str = ""
    headers: dict = field(default_factory=dict)
    body: bytes = b""

    def environ(self, cookie=""):
        """Return it as the environment of a WSGI application, with ``cookie`` unless it has one.

        It passes Django's protection against forged requests, so that forms are looked at.
        """
        token = "a" * 32
        headers = {"Host": "127.0.0.1", "Cookie": f"{cookie}; csrftoken={token}", **self.headers}
        headers["X-CSRFToken"] = token
        found = {"HTTP_" + name.upper().replace("-", "_"): value for name, value in headers.items()}
        for name in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            if f"HTTP_{name}" in found:
                found[name] = found.pop(f"HTTP_{name}")
        return {
            "REQUEST_METHOD": self.method,
            "PATH_INFO": self.path,
            "QUERY_STRING": self.query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.input": io.BytesIO(self.body),
            "wsgi.url_scheme": "http",
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            **found,
        }

    def raw(self):
        """Return it as the bytes that a client would send."""
        target = quote(self.path.encode("latin-1"), safe="/") + ("?" if self.query else "")
        headers = {"Host": "127.0.0.1", **self.headers, "Connection": "close"}
        lines = [f"{name}: {value}" for name, value in headers.items()]
        head = "\r\n".join([f"{self.method} {target}{self.query} HTTP/1.1", *lines])
        return head.encode("latin-1") + b"\r\n\r\n" + self.body


def made_up(seed, many):
    """Yield ``many`` requests, the same for the same ``seed``."""
    chance = random.Random(seed)
    for _ in range(many):
        yield _request(chance)


def _request(chance):
    method = chance.choice(METHODS if chance.random() < 0.9 else MADE_UP_METHODS)
    request = Request(method, _path(chance))
    if chance.random() < 0.5:
        request.query = _query(chance)
    for name in chance.sample(sorted(HEADERS), chance.choice((0, 0, 1, 2, 4))):
        request.headers[name] = chance.choice(HEADERS[name])
    if method not in ("GET", "HEAD") or chance.random() < 0.05:
        _fill(chance, request)
    return request


def _path(chance):
    path = chance.choice(PATHS)
    if chance.random() < 0.25:
        odd = chance.choice((*VALUES, *BYTES)).encode("utf-8", "surrogatepass").decode("latin-1")
        path = chance.choice((path + odd, f"{path}{odd}/", "/" + odd, path.upper(), "//" + path))
    return path


def _pairs(chance):
    return [(chance.choice(NAMES), chance.choice(VALUES)) for _ in range(chance.randint(1, 6))]


def _query(chance):
    query = urlencode(_pairs(chance))
    if chance.random() < 0.2:
        query += chance.choice(("&", "=", "&&=&", "?")) + chance.choice(BYTES)
    return query if chance.random() < 0.98 else "&".join(f"a{number}=1" for number in range(3500))


def _fill(chance, request):
    """Give ``request`` a body: a form, a form of files, or something else."""
    charset = chance.choice(CHARSETS) if chance.random() < 0.3 else ""
    end = f"; charset={charset}" if charset else ""
    kind = chance.random()
    if kind < 0.6:
        request.headers["Content-Type"] = f"application/x-www-form-urlencoded{end}"
        request.body = urlencode(_pairs(chance)).encode()
    elif kind < 0.8:
        boundary = chance.choice(("b", "", "x" * 300, "é", '"b"', "b b", "b\x00"))
        request.headers["Content-Type"] = f"multipart/form-data; boundary={boundary}{end}"
        request.body = _parts(chance, chance.choice((boundary, "b"))).encode()
    else:
        request.headers["Content-Type"] = chance.choice(("application/json", "text/plain", "/", ""))
        request.body = chance.randbytes(chance.choice((0, 10, 1000)))
    if chance.random() < 0.02:
        request.body = b"own=" + b"a" * 600_000
    length = len(request.body) if chance.random() < 0.9 else chance.choice((0, 5))
    request.headers["Content-Length"] = str(length)


def _parts(chance, boundary):
    coding = chance.choice(("", "Content-Transfer-Encoding: base64\r\n", "Bad header\r\n"))
    lines = []
    for name, value in _pairs(chance):
        file = chance.choice(("", "", '; filename="a.csv"', "; filename*=x''%ff"))
        lines.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n')
        lines.append(f"{coding}\r\n{value}\r\n")
    return "".join(lines) + chance.choice((f"--{boundary}--\r\n", ""))
