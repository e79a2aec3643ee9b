"""What is shown when something is wrong, in the site's own look and with a way on.

These pages never read the guide: they must also work when there is none.
"""

from django.template.response import TemplateResponse

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
    500: ("Something went wrong here", "This is our fault, not yours. Try again in a few minutes."),
}


def _page(request, status, **more):
    title, words = WORDS[status]
    context = {"title": title, "words": words, "status": status, "detail": "", **more}
    response = TemplateResponse(request, "errors/error.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response.render()


def bad_request(request, exception=None):
    return _page(request, 400)


def permission_denied(request, exception=None):
    return _page(request, 403)


def not_found(request, exception=None):
    return _page(request, 404)


def server_error(request):
    return _page(request, 500)


class WrongMethods:
    """Middleware that gives a refused method (405), which Django leaves empty, a page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 405 or response.content:
            return response
        page = _page(request, 405)
        page.headers["Allow"] = response.headers["Allow"]
        return page


def csrf_failure(request, reason=""):
    """Staff forms only: public forms need no token."""
    return _page(
        request, 403, detail="Your sign-in page was open for too long. Open it again and retry."
    )
