"""The answers of the walk, which are stored only in one signed cookie in the reader's browser.

It is a session cookie, sent only below ``/find-your-type/``. Scripts cannot read it, and only this
site can sign it. ``questions.resolve`` still ignores answers that it does not know.
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.core import signing

from guidance.walk.questions import VERSION

NAME = "answers"
PATH = "/find-your-type/"
SALT = "guidance.walk.cookie"
TABLE, ANOTHER = "table", "another"


@dataclass(frozen=True, slots=True)
class Kept:
    """What the cookie holds: the answers, and whether they are about ``another`` person.

    It is ``outdated`` if it has answers to another version of the questions, which are not read.
    """

    answers: dict[str, str] = field(default_factory=dict)
    another: bool = False
    outdated: bool = False


def load(request):
    """Return what the cookie in ``request`` holds; nothing if its signature is not valid."""
    try:
        stored = signing.loads(request.COOKIES.get(NAME, ""), salt=SALT)
    except signing.BadSignature:
        return Kept()
    if not isinstance(stored, dict):
        return Kept()
    if stored.get(TABLE) != VERSION:
        return Kept(outdated=bool(stored))
    answers = {key: value for key, value in stored.items() if key not in (TABLE, ANOTHER)}
    return Kept(answers, another=bool(stored.get(ANOTHER)))


def record(response, answers, another=False):
    """Set the cookie with ``answers`` on ``response``, and return ``response``."""
    stored = {TABLE: VERSION, **({ANOTHER: 1} if another else {}), **answers}
    response.set_cookie(
        NAME,
        signing.dumps(stored, salt=SALT),
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
