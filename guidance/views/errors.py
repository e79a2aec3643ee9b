"""Error pages in the site's design, each with a next step.

These pages must also work without a guide. Only a 404 page uses the guide, if there is one, to look
up pages with similar names.
"""

import sys

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpResponsePermanentRedirect, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.template.response import TemplateResponse
from django.urls import Resolver404, resolve

from guidance.editorial.current import COPY, NoEdition, current_search, health_in_memory

WORDS = {
    400: (
        "This request cannot be read",
        "Your browser sent something that this site does not understand.",
    ),
    403: ("You cannot see this page", "This page is for clinic staff who may do this."),
    404: ("This page is not here", "The address may have a typing mistake, or the page has moved."),
    405: (
        "This page cannot be opened in that way",
        "A handout is made anew each time. Go to “Make a handout” and choose again.",
    ),
    413: (
        "This is too long",
        "Nothing was sent or saved. Go back, make the text shorter, and send it again.",
    ),
    500: ("Something went wrong here", "This is our fault, not yours. Try again in a few minutes."),
    503: (
        "The site cannot do this right now",
        "Its database does not answer or cannot be written to. Try again in a few minutes.",
    ),
}
STAFF_PAGES = ("/admin/", "/preview/")
TROUBLE = (OperationalError, InterfaceError, InternalError)
"""The errors of a database that is lost, locked, full or read-only."""


def _page(request, status, **more):
    title, words = WORDS[status]
    context = {
        "title": title,
        "words": words,
        "status": status,
        "detail": "",
        "nearest": (),
        **more,
    }
    context |= {"typed": _typed(request), "staff": request.path_info.startswith(STAFF_PAGES)}
    response = TemplateResponse(request, "errors/error.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response.render()


def _typed(request):
    """Return the texts of a submitted staff form as (field, text), for the error page.

    Texts of a single word are left out, because they may be passwords or codes. A form that another
    site sent is not shown.
    """
    is_ours = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    if request.method != "POST" or not (is_ours and request.path_info.startswith("/admin/")):
        return []
    return [
        (name.replace("_", " ").replace("-", " "), text)
        for name, texts in _sent(request).lists()
        for text in texts
        if " " in text.strip() and "password" not in name
    ]


def _sent(request):
    """Return the submitted fields of a form; empty if they cannot be read."""
    try:
        return request.POST
    except (BadRequest, SuspiciousOperation, UnreadablePostError, MultiPartParserError):
        return QueryDict()


def bad_request(request, exception=None):
    """Answer 400 to a request that cannot be read, or 413 if it is too long."""
    return _page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def permission_denied(request, exception=None):
    return _page(request, 403)


def not_found(request, exception=None):
    """Answer 404 with similar public pages; redirect a path with capital letters to lower case."""
    path = request.path_info
    if path.startswith(STAFF_PAGES):
        return _page(request, 404)
    if request.method in ("GET", "HEAD") and not _is_known(path) and _is_known(path.lower()):
        return HttpResponsePermanentRedirect(path.lower())
    try:
        nearest = current_search().nearest(path.rstrip("/").rpartition("/")[2])
    except (NoEdition, *TROUBLE):
        nearest = ()
    return _page(request, 404, nearest=nearest)


def _is_known(path):
    """Return whether ``path`` matches a URL pattern of this site."""
    try:
        return bool(resolve(path))
    except Resolver404:
        return False


def server_error(request):
    """Answer 500, or 503 for database errors."""
    if not isinstance(sys.exc_info()[1], TROUBLE):
        return _page(request, 500)
    detail = (
        "Nothing was saved. Tell whoever runs this site that its database is locked, full, "
        "read-only or gone."
    )
    is_staff_page = request.path_info.startswith(STAFF_PAGES)
    response = _page(request, 503, detail=f"{detail} {_shown()}" if is_staff_page else "")
    response.headers["Retry-After"] = "60"
    return response


def _shown():
    """Return a sentence for staff about the public edition, if it is known without a query."""
    state = health_in_memory()
    if state is None or state.edition is None:
        return ""
    copy = ", from the copy on this server" if state.came_from == COPY else ""
    return f"Readers go on seeing edition {state.edition}{copy}."


def signed_out(request):
    """Refuse a staff form that was sent without a valid session."""
    return _page(
        request,
        403,
        title="You are signed out",
        words="Nothing was saved. Sign in, open the page again and paste your text.",
    )


def too_busy(request, retry_after):
    """Answer 503 while the site is busy; ``retry_after`` is in seconds."""
    response = _page(
        request,
        503,
        title="Too many people ask for this at once",
        words="Nothing was saved. Wait a few seconds, then go back and send it again.",
    )
    response.headers["Retry-After"] = str(retry_after)
    response._has_been_logged = True  # ``work_limit`` logs refusals, once for many
    return response


class WrongMethods:
    """Middleware that adds a page to a 405 response, which Django leaves empty."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 405 or not (response.streaming or response.content == b""):
            return response
        page = _page(request, 405)
        # Closing ``response`` now would end the request too early: it is closed with the page.
        page._resource_closers.extend(response._resource_closers)
        page.headers["Allow"] = response.headers["Allow"]
        return page


def csrf_failure(request, reason=""):
    """Refuse a staff form without a valid CSRF token.

    Public forms are exempt from the check. A failure outside of the staff pages is therefore a POST
    to a page without a form, and is answered with 405.
    """
    if not request.path_info.startswith(STAFF_PAGES):
        response = _page(request, 405)
        response.headers["Allow"] = "GET, HEAD"
        return response
    return _page(
        request,
        403,
        detail=(
            "This page was open for too long, or you signed in again. Nothing was saved. "
            "Open it again and retry."
        ),
    )
