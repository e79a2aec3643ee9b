"""Caches public pages as bytes: rendered once per edition, compressed, with an ETag.

The first middleware answers from the cache, so that a cached page needs no template and no query.
A response is cached only if its view marked it with ``cache_for_edition``: it is the same for all
readers, sets no cookie, and depends only on the edition, the day and the address.
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
from guidance.pages.choices import Urgency
from guidance.pages.guide import CannotShow
from spms_site.negotiation import accepted_encodings, has_already

CACHE_CONTROL = "public, max-age=60, stale-while-revalidate=30"
"""The time is short, so that browsers and proxies do not show a withdrawn page for long."""
MOST_QUERIES = 64
"""The number of cached pages with a query. The limit bounds the memory that queries can use."""
BEST, FAST = 11, 5
"""The brotli quality for a page, and for a page with a query, which may be requested only once."""


@dataclass(frozen=True, slots=True)
class CachedPage:
    """A page as {content encoding: bytes}; the empty encoding means uncompressed."""

    bodies: dict[str, bytes]
    content_type: str
    etag: str


def cache_for_edition(response):
    """Mark ``response`` as the same for every reader of the current edition, and return it."""
    response.is_cached_for_edition = True
    return response


def reads(*names):
    """Return a decorator for a view whose cached page depends on these query parameters.

    All other parameters are ignored. Without the decorator, the whole query is ignored.
    """

    def decorator(view):
        view.query_parameters = frozenset(names)
        return view

    return decorator


def significant_query(request):
    """Return the part of the query that the page depends on, sorted by name; it may be empty."""
    query = request.META.get("QUERY_STRING", "")
    if not query:
        return ""
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return ""
    names = getattr(view, "query_parameters", frozenset())
    significant = QueryDict(mutable=True)
    for name, values in sorted(request.GET.lists()):
        if name in names:
            significant.setlist(name, values)
    return significant.urlencode()


class PublishedPages:
    """Middleware that caches public pages, and answers 503 while no edition can be shown."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.pages = {}
        self.state = None
        self.lock = threading.Lock()

    def __call__(self, request):
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        request.get_host()  # raises DisallowedHost, also for cached pages
        if not current.shown_to_readers():
            return self.get_response(request)  # what staff and readers see differs
        # Get the cache before rendering, so that a page of edition N is never stored under N+1.
        pages = self._pages_of_today()
        query = significant_query(request)
        place = (request.path_info, query)
        cached = pages.get(place)
        if cached is None:
            response = self.get_response(request)
            if not getattr(response, "is_cached_for_edition", False) or response.status_code != 200:
                return response
            cached = cache_page(response, effort=FAST if query else BEST)
            self._put(pages, place, cached)
        return answer(request, cached)

    def _put(self, pages, place, cached):
        """Store a page. Only the last ``MOST_QUERIES`` pages with a query are kept."""
        with self.lock:
            pages[place] = cached
            for other in [other for other in pages if other[1]][:-MOST_QUERIES]:
                del pages[other]

    def _pages_of_today(self):
        """Return the cache for today and the current edition: {(path, query): CachedPage}.

        While there is no edition, return a new dictionary, so that nothing is cached.
        """
        try:
            state = (current.current_guide(), timezone.localdate())
        except current.NoEdition:
            return {}
        with self.lock:
            if self.state != state:
                self.state, self.pages = state, {}
            return self.pages

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
    """Return the 503 page for a page that this release cannot read, with what cannot wait."""
    guide = current.current_guide()
    context = {
        "page": page,
        "guide": guide,
        "levels": levels_that_cannot_wait(guide),
        "here": "unreadable",
        "preview": False,
    }
    response = TemplateResponse(request, "errors/cannot_show.html", context, status=503)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Retry-After"] = "600"
    return response.render()


def levels_that_cannot_wait(guide):
    """Return the levels of help before the next visit; none if they cannot be read."""
    try:
        return [level for level in guide.levels if level.slug != Urgency.NEXT_VISIT]
    except LookupError:  # the get-help page or the signs cannot be read
        return []


def cache_page(response, *, effort):
    """Return a rendered response as ``CachedPage``. ``effort`` is the brotli quality, 0 to 11."""
    body = response.content
    return CachedPage(
        bodies={
            "": body,
            "gzip": gzip.compress(body, mtime=0),
            # The high quality is slow, but it is used once per page, and the first visit is faster.
            "br": brotli.compress(body, quality=effort),
        },
        content_type=response.headers["Content-Type"],
        etag=f'W/"{hashlib.sha256(body).hexdigest()[:32]}"',
    )


def answer(request, cached):
    """Return the response to ``request`` from a cached page: 304 if its ETag matches."""
    if has_already(request.headers.get("If-None-Match", ""), cached.etag):
        response = HttpResponseNotModified()
    else:
        accepted = accepted_encodings(request.headers.get("Accept-Encoding", ""), ("br", "gzip"))
        encoding = accepted[0] if accepted else ""
        response = HttpResponse(cached.bodies[encoding], content_type=cached.content_type)
        if encoding:
            response.headers["Content-Encoding"] = encoding
    response.headers["ETag"] = cached.etag
    response.headers["Cache-Control"] = CACHE_CONTROL
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
