"""Published pages as bytes: made once per edition, compressed, with an ETag.

The first middleware answers from here, so that a public page costs no template and no query. A
response is kept only if its view marked it with ``published``: it is then the same for everybody,
sets no cookie, and depends on nothing but the edition, the day and the address.
"""

import gzip
import hashlib
import threading
from dataclasses import dataclass

import brotli
from django.http import HttpResponse, HttpResponseNotModified, QueryDict
from django.template.response import TemplateResponse
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from guidance.editorial import current
from guidance.pages.guide import CannotShow
from spms_site.negotiation import accepted_encodings, has_already

KEEP = "public, max-age=60, stale-while-revalidate=30"
"""Short: what is withdrawn must be gone from browsers and proxies soon."""
MOST_QUERIES = 64
"""How many pages with a query are kept: whoever makes queries up fills no memory."""
BEST, FAST = 11, 5
"""The effort of brotli for a page, and for one with a query, which may be asked for once."""


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


def reads(*names):
    """Mark a view whose published page depends on these parameters of the query.

    A published page depends on no other, and on none where its view is not marked: whatever else
    an address asks, it is answered with the same bytes.
    """

    def marked(view):
        view.query_parameters = frozenset(names)
        return view

    return marked


def significant_query(request):
    """Return the query of ``request`` as the page depends on it: sorted by name, or empty."""
    query = request.META.get("QUERY_STRING", "")
    if not query:
        return ""
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return ""
    names = getattr(view, "query_parameters", frozenset())
    asked = QueryDict(mutable=True)
    for name, values in sorted(request.GET.lists()):
        if name in names:
            asked.setlist(name, values)
    return asked.urlencode()


class PublishedPages:
    """Serve kept pages; keep what views mark as published; say so while nothing is published."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.kept = {}
        self.state = None
        self.lock = threading.Lock()

    def __call__(self, request):
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        request.get_host()  # refuses a host that is not ours, also for kept pages
        # Taken before the page is made: no page of the last edition is ever kept for the next.
        shelf = self._shelf()
        query = significant_query(request)
        place = (request.path_info, query)
        kept = shelf.get(place)
        if kept is None:
            response = self.get_response(request)
            if not getattr(response, "is_published", False) or response.status_code != 200:
                return response
            kept = keep(response, effort=FAST if query else BEST)
            self._put(shelf, place, kept)
        return answer(request, kept)

    def _put(self, shelf, place, kept):
        """Keep a page, and of those with a query only the last ones."""
        with self.lock:
            shelf[place] = kept
            for other in [other for other in shelf if other[1]][:-MOST_QUERIES]:
                del shelf[other]

    def _shelf(self):
        """Return {(path, query): Kept} of today and this edition; empty while there is none."""
        try:
            state = (current.current_guide(), timezone.localdate())
        except current.NoEdition:
            return {}
        with self.lock:
            if self.state != state:
                self.state, self.kept = state, {}
            return self.kept

    def process_exception(self, request, exception):
        if isinstance(exception, CannotShow):
            return _cannot_show(request, exception.page)
        if isinstance(exception, current.NoEdition):
            context = {"not_reachable": isinstance(exception, current.NotReachable)}
            response = TemplateResponse(request, "errors/not_published.html", context, status=503)
            response.headers["Retry-After"] = "60"
            return response.render()
        return None


def _cannot_show(request, page):
    """Return what stands where a page of the edition cannot be read: whom to ask, when to call."""
    guide = current.current_guide()
    urgent = guide.pages.get("help/help")
    context = {
        "page": page,
        "guide": guide,
        "levels": urgent.levels if urgent else (),
        "here": "unreadable",
        "preview": False,
    }
    response = TemplateResponse(request, "errors/cannot_show.html", context, status=503)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Retry-After"] = "600"
    return response.render()


def keep(response, *, effort):
    """Return a rendered response as ``Kept``; ``effort`` is brotli's quality, 0 to 11."""
    body = response.content
    return Kept(
        bodies={
            "": body,
            "gzip": gzip.compress(body, mtime=0),
            # At best slow and small: done once, and a first visit stays light.
            "br": brotli.compress(body, quality=effort),
        },
        content_type=response.headers["Content-Type"],
        etag=f'W/"{hashlib.sha256(body).hexdigest()[:32]}"',
    )


def answer(request, kept):
    """Return the response to ``request`` from a kept page: 304 where the reader has it already."""
    if has_already(request.headers.get("If-None-Match", ""), kept.etag):
        response = HttpResponseNotModified()
    else:
        accepted = accepted_encodings(request.headers.get("Accept-Encoding", ""), ("br", "gzip"))
        encoding = accepted[0] if accepted else ""
        response = HttpResponse(kept.bodies[encoding], content_type=kept.content_type)
        if encoding:
            response.headers["Content-Encoding"] = encoding
    response.headers["ETag"] = kept.etag
    response.headers["Cache-Control"] = KEEP
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
