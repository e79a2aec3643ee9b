"""Answer the questions of the walk with a client, as a browser does, and read what it shows."""

import re

from django.core import signing

from guidance.walk import cookie, questions

START = "/find-your-type/"
PAUSE = "/find-your-type/pause/"
CHECK = "/find-your-type/check-answers/"
RESULT = "/find-your-type/result/"
NO_ANSWERS = "/find-your-type/no-answers/"
CLEARED = "/find-your-type/cleared/"
ACTIVE_PROGRESSING = {
    "safety": "none",
    "told": "spms",
    "relapse": "yes",
    "mri": "never",
    "harder": "walking",
    "how": "slowly",
    "medicine": "planned",
}
"""Answers that lead to the type "active and progressing"."""


def ask(key):
    """Return the address of the question ``key``."""
    return f"/find-your-type/{key}/"


def reply(client, key, value):
    """Answer a question as a browser does, which has the cookie of the page that asked it."""
    if cookie.NAME not in client.cookies:
        client.get(ask(key))
    return client.post(ask(key), {"answer": value.split("+")})


def walk(client, given):
    """Answer the questions in ``given``, going past every pause; return the last response."""
    response = client.get(START)
    for key, value in given.items():
        response = reply(client, key, value)
        if response.headers.get("Location") == PAUSE:
            response = client.post(PAUSE)
    return response


def kept(client):
    """Return what the browser's cookie holds."""
    stored = signing.loads(client.cookies[cookie.NAME].value, salt=cookie.SALT)
    assert stored.pop("table") == questions.VERSION
    return stored


def shown(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))
