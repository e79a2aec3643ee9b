"""The page that readers see in place of a site that its clinic has not opened."""

from guidance.delivery import levels_that_cannot_wait
from guidance.editorial.current import current_guide
from guidance.views.render import render


def not_open(request):
    """Return the 503 page of a site that is not open: where to get help, and the clinic's phone."""
    guide = current_guide()
    context = {"levels": levels_that_cannot_wait(guide), "here": "not-open"}
    response = render(request, "errors/not_open.html", context, guide=guide, status=503)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Retry-After"] = "3600"
    response.headers["X-Robots-Tag"] = "noindex"
    response._has_been_logged = True  # it is no error: do not log every request
    return response.render()
