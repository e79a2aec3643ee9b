"""A second factor that somebody else reset: a new phone waits a day, or for a second Manager."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guidance.models import FactorReset
from spms_site.sign_in import devices, resets
from tests.html import words_of
from tests.make import make_user
from tests.sign_in.signing_in import CODE, INDEX, SET_UP, codes_on, key_on, sign_in, where
from tests.staff import StaffClient, code_of_key

pytestmark = pytest.mark.django_db

RIGHTS = ("view_user", "change_user")


def page_of(user):
    return reverse("admin:auth_user_sign_in", args=[user.pk])


def manager_called(name):
    client = StaffClient()
    client.force_login(make_user(name, *RIGHTS))
    return client


@pytest.fixture
def first():
    return manager_called("first")


@pytest.fixture
def waiting(first, user, app):
    """A client that set up a new phone after a reset, and the phone."""
    first.post(page_of(user), {"step": "reset"})
    client = Client()
    sign_in(client)
    key = key_on(client.get(SET_UP))
    codes = codes_on(client.post(SET_UP, {"code": code_of_key(key)}))
    assert len(codes) == 10
    return client, codes


def lets_in(client, code):
    return client.post(CODE, {"code": code}).status_code == 302


def test_a_new_phone_waits_a_day_and_says_until_when_and_who_reset_it(waiting):
    client, codes = waiting
    assert where(client.get(INDEX)) == CODE
    held = client.get(CODE)
    page = words_of(held.content.decode())
    assert held.status_code == 403
    assert "Your new phone has to wait" in page
    assert "first reset your second factor on" in page
    assert not lets_in(client, codes[0])
    FactorReset.objects.update(holds_until=timezone.now() - timedelta(seconds=1))
    assert lets_in(client, codes[0])
    home = words_of(client.get(INDEX).content.decode())
    assert "First reset your second factor on" in home
    assert "If you did not ask for that, tell another Manager today." in home
    assert "reset your second factor" not in words_of(client.get(INDEX).content.decode())


def test_a_second_manager_ends_the_wait_and_the_first_cannot(first, waiting, user):
    client, codes = waiting
    page = words_of(first.get(page_of(user)).content.decode())
    assert "Confirm the new phone" not in page
    first.post(page_of(user), {"step": "confirm"})
    assert not lets_in(client, codes[0])
    second = manager_called("second")
    home = words_of(second.get(INDEX).content.decode())
    assert "New phones that have to wait" in home
    assert "first reset the second factor." in home
    assert "Speak with the person first" in words_of(second.get(page_of(user)).content.decode())
    second.post(page_of(user), {"step": "confirm"})
    assert lets_in(client, codes[0])
    assert "New phones" not in words_of(second.get(INDEX).content.decode())


def test_who_waits_does_not_confirm_it_nor_does_a_second_reset_help(user, app, settings):
    first, second = make_user("first", *RIGHTS), make_user("second", *RIGHTS)
    resets.reset(user, first)
    resets.reset(user, second)
    assert not resets.confirm(user, user)
    assert not resets.confirm(user, first)
    assert not resets.confirm(user, second)
    assert resets.holding(user)
    assert resets.confirm(user, make_user("third", *RIGHTS))
    assert not resets.holding(user)
    assert not resets.confirm(user, first)  # nothing waits


def test_with_one_reviewer_alone_the_same_manager_may_confirm(user, settings):
    settings.SECOND_REVIEWER = False
    first = make_user("first", *RIGHTS)
    resets.reset(user, first)
    assert not resets.confirm(user, user)
    assert resets.confirm(user, first)


def test_nobody_resets_the_own_second_factor_here(first, user, app):
    users = reverse("admin:auth_user_changelist")
    me = User.objects.get(username="first")
    data = {"action": "reset_second_factor", "_selected_action": [me.pk]}
    page = words_of(first.post(users, data, follow=True).content.decode())
    assert "Set up your own new phone under “Your sign-in”." in page
    assert devices.has_app(me)
    assert FactorReset.objects.count() == 0


def test_only_managers_read_on_the_home_page_of_phones_that_wait(sign_in, people):
    resets.reset(people["Editor"], people["Manager"])
    for name in people:
        page = words_of(sign_in(name).get(INDEX).content.decode())
        assert ("New phones that have to wait" in page) == (name == "Manager")


def test_another_phone_that_somebody_sets_up_by_himself_does_not_wait(user, app):
    client = StaffClient()
    client.force_login(user)
    codes = devices.new_recovery_codes(user)
    client.post(reverse("sign_in_account"), {"code": codes[0], "want": "phone"})
    assert resets.holding(user) is None
    assert where(client.get(INDEX)) == SET_UP
