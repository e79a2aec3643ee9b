"""Middleware that refuses invalid requests, and adds headers that Django does not set."""

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.middleware.security import SecurityMiddleware

from guidance.views.errors import bad_request
from guidance.views.well_known import HEALTH_PATHS
from spms_site.encodings import is_readable


def policy(directives):
    """Return a Content-Security-Policy value from {directive: [source, ...]}."""
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())


class ResponseHeaders:
    """Give every response a content security policy, and staff pages no-store besides.

    Only the staff area may run scripts, and only this site's own files. The policy goes away with
    Django 6, which sets one itself. Public pages send no referrer: the page after one says where
    its reader was. Staff forms need theirs (CSRF). An answer to HEAD has its length and no body.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.public = policy(settings.SECURE_CSP)
        self.staff = policy(settings.STAFF_CSP)
        self.framed = policy({**settings.SECURE_CSP, "frame-ancestors": ["'self'"]})

    def __call__(self, request):
        response = self.get_response(request)
        is_staff_page = request.path_info.startswith("/admin/")
        framed = getattr(response, "may_be_framed", False)  # a preview, by the review page
        public = self.framed if framed else self.public
        response.headers["Content-Security-Policy"] = self.staff if is_staff_page else public
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if not request.path_info.startswith(("/admin/", "/preview/")):
            response.headers["Referrer-Policy"] = "no-referrer"
        if is_staff_page:
            response.headers["Cache-Control"] = "no-store, private"
            response.headers["X-Robots-Tag"] = "noindex"
        return _measured(request, response)


def _measured(request, response):
    """Return ``response`` with its length, if known, and without its body for HEAD."""
    if response.streaming:
        if request.method == "HEAD":
            response.streaming_content = ()
    elif response.status_code not in (204, 304):
        response.headers.setdefault("Content-Length", str(len(response.content)))
        if request.method == "HEAD":
            response.content = b""
    return response


class ReadableRequests:
    """Refuse requests for a host that is not ours, or in an encoding that no form of ours has.

    It stands before the redirect to https, which would go to the host that was asked for. A
    health probe may come by address, so its host is not looked at.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.security = SecurityMiddleware(get_response)

    def __call__(self, request):
        if request.path_info.lstrip("/") in HEALTH_PATHS:
            request.META["HTTP_HOST"] = settings.ALLOWED_HOSTS[0]
        if _is_for_us(request) and is_readable(request.headers.get("Content-Type", "")):
            return self.get_response(request)
        request.encoding = None
        return self.security.process_response(request, bad_request(request))


def _is_for_us(request):
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return True
