"""Middleware that shows a site only to staff until a Manager opens it (ADR 0048)."""

from django.urls import reverse

from guidance.editorial.current import shown_to_readers
from guidance.views.errors import STAFF_PAGES
from guidance.views.not_open import not_open
from guidance.views.well_known import HEALTH_PATHS
from spms_site.sign_in.guard import is_staff_session

ALWAYS_SHOWN = ("get_help", "robots", "security")
"""The routes that readers of a site that is not open reach, with all addresses below them."""
BY_LINK = "/shared/"
"""The path of preview links, whose views check the link."""


class OnlyStaffUntilOpened:
    """Answers readers of a site that is not open with where to get help."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.shown = (*STAFF_PAGES, BY_LINK, *map(reverse, (*ALWAYS_SHOWN, *HEALTH_PATHS)))

    def __call__(self, request):
        if shown_to_readers():
            return self.get_response(request)
        if request.path_info.startswith(self.shown) or is_staff_session(request):
            response = self.get_response(request)
            response.headers.setdefault("Cache-Control", "private, no-cache")
            return response
        return not_open(request)
