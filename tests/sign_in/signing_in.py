"""The addresses of sign-in, and functions that sign in and read its pages."""

import re

from django.urls import reverse

PASSWORD = "a-long-test-password"
LOGIN = reverse("admin:login")
CODE = reverse("sign_in_code")
SET_UP = reverse("sign_in_set_up")
ACCOUNT = reverse("sign_in_account")
INDEX = reverse("admin:index")


def sign_in(client, password=PASSWORD, name="editor", **more):
    """Send the form of the first step, name and password, and return the response."""
    return client.post(LOGIN, {"username": name, "password": password}, **more)


def where(response):
    """Return the path to which a response leads."""
    return response.headers.get("Location", "").partition("?")[0]


def key_on(page):
    """Return the key of an authenticator app that the response ``page`` shows."""
    return re.search(r"<code>([A-Z2-7 ]+)</code>", page.content.decode())[1]


def codes_on(page):
    """Return the recovery codes that the response ``page`` shows."""
    return re.findall(r"<li><code>([a-z0-9]{5}-[a-z0-9]{5})</code></li>", page.content.decode())


def fail(client, times, **more):
    """Send a wrong password ``times`` times and return the last response."""
    for _ in range(times):
        response = sign_in(client, "wrong-password", **more)
    return response
