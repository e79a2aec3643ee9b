"""The application that gunicorn serves."""

import os
import sys

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from spms_site.encodings import UNREADABLE, is_readable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spms_site.settings")

# A thread that computes, as one that lays out a handout does, gives way to the others after this
# many seconds. With Python's 5 ms, a reader's page would wait for that again and again.
sys.setswitchinterval(0.001)

django_application = get_wsgi_application()


def application(environ, start_response):
    """Answer one request. The site is always at the root of its address.

    Some servers take ``SCRIPT_NAME`` from a request header. It is part of the path here, and
    never of a link. A content type at which Django fails before any middleware is replaced.
    """
    environ["PATH_INFO"] = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    environ["SCRIPT_NAME"] = ""
    if not is_readable(environ.get("CONTENT_TYPE", "")):
        environ["CONTENT_TYPE"] = UNREADABLE  # the middleware refuses it, with a page
    return django_application(environ, start_response)


from guidance.editorial import serving  # noqa: E402  its models need the settings

if settings.READERS_FROM_MEMORY:
    serving.begin()
