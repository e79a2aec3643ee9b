"""The WSGI application."""

import os
import sys

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from spms_site.encodings import UNREADABLE, is_readable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spms_site.settings")

# Seconds after which a thread that computes (such as for a handout) must release the interpreter.
# With Python's default of 5 ms, other requests in the same process would wait too often.
sys.setswitchinterval(0.001)

django_application = get_wsgi_application()


def application(environ, start_response):
    """Answer one request. The site is always at the root of its address.

    Some servers take ``SCRIPT_NAME`` from a request header. It is prepended to the path and is
    never part of a link. A content type with which Django would raise an exception before any
    middleware runs is replaced.
    """
    environ["PATH_INFO"] = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    environ["SCRIPT_NAME"] = ""
    if not is_readable(environ.get("CONTENT_TYPE", "")):
        environ["CONTENT_TYPE"] = UNREADABLE  # ``ReadableRequests`` refuses it with an error page
    return django_application(environ, start_response)


from guidance.editorial import serving  # noqa: E402  its models need the settings

if settings.READERS_FROM_MEMORY:
    serving.begin()
