"""The answers of the walk, which are stored only in one signed cookie in the reader's browser.

It is a session cookie, sent only below ``/find-your-type/``. Scripts cannot read it, and only this
site can sign it. ``questions.resolve`` still ignores answers that it does not know.
"""

from django.conf import settings
from django.core import signing

NAME = "answers"
PATH = "/find-your-type/"
SALT = "guidance.walk.cookie"


def load(request):
    """Return the answers in ``request`` as {key: value}; empty if the signature is not valid."""
    try:
        answers = signing.loads(request.COOKIES.get(NAME, ""), salt=SALT)
    except signing.BadSignature:
        return {}
    return answers if isinstance(answers, dict) else {}


def record(response, answers):
    """Set the cookie with ``answers`` on ``response``, and return ``response``."""
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
    """Delete the cookie in ``response``, and return ``response``."""
    response.delete_cookie(NAME, path=PATH, samesite="Lax")
    return response
