"""The walk's answers: in one signed cookie of the reader's own browser, and nowhere else.

The cookie ends with the browser, is sent only below ``/find-your-type/``, and cannot be read by a
script or written by anybody but this site. What is in it is still checked by ``flow.resolve``.
"""

from django.conf import settings
from django.core import signing

NAME = "answers"
PATH = "/find-your-type/"
SALT = "guidance.walk.cookie"


def load(request):
    """Return the answers in ``request`` as {key: value}; empty where the cookie is not ours."""
    try:
        answers = signing.loads(request.COOKIES.get(NAME, ""), salt=SALT)
    except signing.BadSignature:
        return {}
    return answers if isinstance(answers, dict) else {}


def record(response, answers):
    """Put ``answers`` into the cookie of ``response`` and return it."""
    response.set_cookie(
        NAME,
        signing.dumps(answers, salt=SALT),
        path=PATH,
        secure=settings.WALK_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def forget(response):
    """Take the answers out of the reader's browser and return ``response``."""
    response.delete_cookie(NAME, path=PATH, samesite="Lax")
    return response
