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
    """Middleware that sets a content security policy on every response, and further headers.

    Only the staff area may run scripts, and only from this site's own files. Django 6 has a
    middleware for the policy, which replaces this one. Public pages send no referrer, because it
    would reveal to other sites what a reader read; staff forms need one for the CSRF check, and
    those of a page that ``names_origin`` say this site alone where they come from. Staff
    pages are not cached. A response to HEAD has a length and no body.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.public = policy(settings.SECURE_CSP)
        self.staff = policy(settings.STAFF_CSP)
        self.framed = policy({**settings.SECURE_CSP, "frame-ancestors": ["'self'"]})

    def __call__(self, request):
        response = self.get_response(request)
        is_staff_page = request.path_info.startswith("/admin/")
        framed = getattr(response, "may_be_framed", False)  # the review page frames previews
        public = self.framed if framed else self.public
        response.headers["Content-Security-Policy"] = self.staff if is_staff_page else public
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if not request.path_info.startswith(("/admin/", "/preview/")):
            named = getattr(response, "names_origin", False)  # its forms say where they come from
            response.headers["Referrer-Policy"] = "same-origin" if named else "no-referrer"
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
    """Middleware that refuses requests for another host, or in an encoding that no form has.

    It must come before the redirect to https, which uses the requested host. The host of a health
    check is ignored, because load balancers may request it by IP address.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.security = SecurityMiddleware(get_response)

    def __call__(self, request):
        if request.path_info.lstrip("/") in HEALTH_PATHS:
            request.META["HTTP_HOST"] = settings.ALLOWED_HOSTS[0]
        if _has_allowed_host(request) and is_readable(request.headers.get("Content-Type", "")):
            return self.get_response(request)
        request.encoding = None
        return self.security.process_response(request, bad_request(request))


def _has_allowed_host(request):
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return True
