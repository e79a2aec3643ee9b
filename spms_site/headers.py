"""Response headers that Django 5.2 does not set by itself. Goes away with Django 6."""

from django.conf import settings


def policy(directives):
    """Return a Content-Security-Policy value from {directive: [source, ...]}."""
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())


class ResponseHeaders:
    """Give every response a content security policy, and staff pages no-store besides.

    Only the staff area may run scripts, and only this site's own files.
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
        if is_staff_page:
            response.headers["Cache-Control"] = "no-store, private"
            response.headers["X-Robots-Tag"] = "noindex"
        return response
