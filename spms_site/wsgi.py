"""The application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spms_site.settings")

django_application = get_wsgi_application()


def application(environ, start_response):
    """Answer one request. The site stands at the root of its address, whatever a server says.

    Some servers take ``SCRIPT_NAME`` from a request header. It is part of the path here, and
    never of a link.
    """
    environ["PATH_INFO"] = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    environ["SCRIPT_NAME"] = ""
    return django_application(environ, start_response)
