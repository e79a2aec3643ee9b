"""No staff page is shown without password and code."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from tests.sign_in.signing_in import ACCOUNT, CODE, INDEX, LOGIN, SET_UP, where
from tests.staff import make_app

pytestmark = pytest.mark.django_db

OF_LINKS = {reverse("sign_in_link", args=["guidance"]), reverse("sign_in_password")}
"""The pages of set-up links. Without a link that works, they say so and nothing else."""
OPEN = {LOGIN, reverse("admin:logout"), CODE, SET_UP}


def staff_addresses():
    """Return every address below /admin/, with 1 or a word for what it asks, and a preview."""
    found = []

    def walk(patterns, before):
        for one in patterns:
            here = before + str(one.pattern)
            if isinstance(one, URLPattern):
                found.append("/" + re.sub(r"\\.|[\^$]|\(\?P<\w+>.*\)", "", fill(here)))
            else:
                walk(one.url_patterns, here)

    walk([one for one in get_resolver().url_patterns if str(one.pattern) == "admin/"], "")
    return [*sorted(set(found)), "/preview/therapy/1/"]


def fill(route):
    words = {"int": "1", "path": "1", "slug": "word", "str": "guidance"}
    route = re.sub(r"<(\w+):\w+>", lambda match: words[match[1]], route)
    return route.replace("<id>", "1").replace("(?P<url>.*)$", "unheard-of")


def test_the_list_of_staff_pages_is_the_whole_staff_area():
    found = staff_addresses()
    assert len(found) > 60
    assert {"/admin/", ACCOUNT, "/admin/auth/user/1/sign-in/", "/admin/jsi18n/"} <= set(found)
    assert not [one for one in found if "<" in one or "(" in one]
    hidden = ("otp", "axes", "auth/group", "user/1/password")
    assert not [one for one in found if any(word in one for word in hidden)]


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_stranger_is_sent_to_sign_in_from_every_staff_page(method):
    client = Client()
    astray = [one for one in staff_addresses() if where(getattr(client, method)(one)) != LOGIN]
    assert set(astray) == {LOGIN, reverse("admin:logout"), *OF_LINKS}


def test_with_the_password_alone_every_staff_page_asks_for_the_code(client, admin_user):
    make_app(admin_user)
    client.password_only(admin_user)
    astray = {one for one in staff_addresses() if where(client.get(one)) != CODE}
    assert astray == {LOGIN, reverse("admin:logout"), CODE, *OF_LINKS}
    assert client.get(CODE).status_code == 200


def test_without_a_phone_every_staff_page_leads_to_setting_one_up(client, admin_user):
    client.password_only(admin_user)
    astray = {one for one in staff_addresses() if where(client.get(one)) != SET_UP}
    assert astray == {LOGIN, reverse("admin:logout"), SET_UP, *OF_LINKS}
    assert client.get(SET_UP).status_code == 200


def test_with_both_factors_no_staff_page_asks_again(admin_client):
    for address in staff_addresses():
        response = admin_client.get(address)
        assert response.status_code in (200, 204, 301, 302, 403, 404, 405), address
        assert where(response) not in {LOGIN, CODE, SET_UP} or address in OPEN, address


@pytest.mark.parametrize("address", [INDEX, CODE, SET_UP, ACCOUNT])
def test_an_account_that_is_not_staff_gets_no_staff_page(client, user, address):
    user.is_staff = False
    user.save()
    client.force_login(user)
    assert client.get(address).status_code == 403


def test_public_pages_ask_nobody_and_start_no_session(client):
    for address in ("/", "/treatments/siponimod/", "/find-your-type/", "/handout/"):
        assert client.get(address).status_code == 200
    assert "sessionid" not in client.cookies
    assert Session.objects.count() == 0


@pytest.mark.parametrize("address", [LOGIN, CODE, SET_UP, ACCOUNT])
def test_the_pages_of_sign_in_are_not_kept_and_run_no_script(client, user, address):
    client.password_only(user)
    response = client.get(address)
    assert response.headers["Cache-Control"] == "no-store, private"
    assert "<script" not in response.content.decode()
    assert " style=" not in response.content.decode()
