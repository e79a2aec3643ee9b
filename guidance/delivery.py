"""Published pages as bytes: made once per edition, compressed, with an ETag.

The first middleware answers from here, so that a public page costs no template and no query. A
response is kept only if its view marked it with ``published``: it is then the same for everybody,
sets no cookie, and depends on nothing but the edition, the day and the address.
"""

import gzip
import hashlib
import re
import threading
from dataclasses import dataclass

import brotli
from django.http import HttpResponse, HttpResponseNotModified
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from guidance import publishing

REFUSED = re.compile(r";\s*q=0(\.0*)?\s*$")
KEEP = "public, max-age=60, stale-while-revalidate=30"
"""Short: what is withdrawn must be gone from browsers and proxies soon."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One page as bytes, by content encoding; an empty encoding is plain."""

    bodies: dict[str, bytes]
    content_type: str
    etag: str


def published(response):
    """Mark ``response`` as the same for every reader of this edition, and return it."""
    response.is_published = True
    return response


class PublishedPages:
    """Serve kept pages; keep what views mark as published; say so while nothing is published."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.kept = {}
        self.state = None
        self.lock = threading.Lock()

    def __call__(self, request):
        if request.method not in ("GET", "HEAD") or request.META.get("QUERY_STRING"):
            return self.get_response(request)
        request.get_host()  # refuses a host that is not ours, also for kept pages
        # Taken before the page is made: no page of the last edition is ever kept for the next.
        shelf = self._shelf()
        kept = shelf.get(request.path_info)
        if kept is None:
            response = self.get_response(request)
            if not getattr(response, "is_published", False) or response.status_code != 200:
                return response
            kept = keep(response)
            shelf[request.path_info] = kept
        return answer(request, kept)

    def _shelf(self):
        """Return {path: Kept} of today and the current edition; empty while there is none."""
        try:
            state = (publishing.current_number(), timezone.localdate())
        except publishing.NoEdition:
            return {}
        with self.lock:
            if self.state != state:
                self.state, self.kept = state, {}
            return self.kept

    def process_exception(self, request, exception):
        if isinstance(exception, publishing.NoEdition):
            response = TemplateResponse(request, "errors/not_published.html", status=503)
            response.headers["Retry-After"] = "60"
            return response.render()
        return None


def keep(response):
    """Return a rendered response as ``Kept``."""
    body = response.content
    return Kept(
        bodies={
            "": body,
            "gzip": gzip.compress(body, mtime=0),
            "br": brotli.compress(body),  # slow and small: done once, and a first visit stays light
        },
        content_type=response.headers["Content-Type"],
        etag=f'W/"{hashlib.sha256(body).hexdigest()[:32]}"',
    )


def answer(request, kept):
    """Return the response to ``request`` from a kept page: 304 where the reader has it already."""
    if kept.etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    else:
        offered = request.headers.get("Accept-Encoding", "").split(",")
        accepted = {part.partition(";")[0].strip() for part in offered if not REFUSED.search(part)}
        encoding = next((name for name in ("br", "gzip") if name in accepted), "")
        response = HttpResponse(kept.bodies[encoding], content_type=kept.content_type)
        if encoding:
            response.headers["Content-Encoding"] = encoding
    response.headers["ETag"] = kept.etag
    response.headers["Cache-Control"] = KEEP
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
