"""What a manager of accounts may do: reset a second factor, release a lock, end access."""

import pytest
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from guidance.editorial import current
from spms_site.sign_in import devices, guard
from tests.make import make_user
from tests.sign_in.signing_in import INDEX, LOGIN, fail, sign_in, where
from tests.staff import StaffClient, make_app

pytestmark = pytest.mark.django_db

USERS = reverse("admin:auth_user_changelist")


@pytest.fixture
def manager(client):
    """A client of a manager of accounts who is no superuser."""
    client.force_login(make_user("manager", "view_user", "change_user", "add_user", "delete_user"))
    return client


def act(client, action, *users):
    data = {"action": action, "_selected_action": [one.pk for one in users]}
    return client.post(USERS, data, follow=True).content.decode()


def change_account(client, user, **more):
    address = reverse("admin:auth_user_change", args=[user.pk])
    form = client.get(address).context["adminform"].form
    data = {name: form[name].value() for name in form.fields if form[name].value()}
    return client.post(address, {**data, **more})


def test_a_manager_resets_the_second_factor_of_a_colleague_and_it_is_written_down(
    manager, user, app
):
    theirs = StaffClient()
    theirs.force_login(user)
    devices.new_recovery_codes(user)
    assert "sets up a new phone" in act(manager, "reset_second_factor", user)
    assert not devices.has_app(user)
    assert devices.recovery_codes_left(user) == 0
    assert where(theirs.get(INDEX)) == LOGIN
    entry = LogEntry.objects.get(object_id=str(user.pk))
    assert entry.user.username == "manager"
    assert "Reset the second factor." in entry.change_message


def test_a_manager_releases_a_lock_and_it_is_written_down(manager, user):
    client = Client()
    fail(client, 5)
    assert "can try again" in act(manager, "release_lock", user)
    assert sign_in(client).status_code == 302
    assert LogEntry.objects.filter(object_id=str(user.pk)).exists()


def test_a_manager_touches_no_superuser_and_makes_none(manager, admin_user, user):
    make_app(admin_user)
    assert "Only a superuser may change admin." in act(manager, "reset_second_factor", admin_user)
    assert devices.has_app(admin_user)
    for what in ("auth_user_sign_in", "auth_user_change"):
        address = reverse(f"admin:{what}", args=[admin_user.pk])
        assert manager.post(address, {"username": "mine"}).status_code == 403
    assert (
        manager.post(
            reverse("admin:auth_user_delete", args=[admin_user.pk]), {"post": "yes"}
        ).status_code
        == 403
    )
    assert change_account(manager, user, is_superuser="on", is_staff="on").status_code == 302
    user.refresh_from_db()
    assert not user.is_superuser


def test_without_the_right_to_change_accounts_nobody_resets_anything(client, user, app):
    client.force_login(make_user("looker", "view_user"))
    page = client.get(USERS).content.decode()
    assert "reset_second_factor" not in page
    assert "release_lock" not in page
    act(client, "reset_second_factor", user)
    assert devices.has_app(user)


def test_an_account_that_is_switched_off_is_out_at_once_and_stays_out(manager, user):
    theirs = StaffClient()
    theirs.force_login(user)
    assert theirs.get(INDEX).status_code == 200
    assert change_account(manager, user, may_sign_in="").status_code == 302
    assert where(theirs.get(INDEX)) == LOGIN
    user.refresh_from_db()
    user.is_active = True
    user.save()
    assert where(theirs.get(INDEX)) == LOGIN


def test_an_account_that_is_no_longer_staff_is_out_at_once(client, user):
    client.force_login(user)
    user.is_staff = False
    user.save()
    assert client.get(INDEX).status_code == 403


def test_the_list_of_accounts_says_who_has_set_up_a_phone_and_shows_no_key(
    manager, user, app, django_assert_max_num_queries
):
    for number in range(20):
        make_app(make_user(f"more-{number}"))
    current.current_guide()  # a serving process has it in memory
    with django_assert_max_num_queries(10):
        page = manager.get(USERS).content.decode()
    assert "app set up" in page.lower()
    assert app.key not in page
    assert devices.key_as_typed(app) not in page


def test_settings_keep_sessions_to_the_browser_and_to_https_where_there_is():
    assert settings.SESSION_EXPIRE_AT_BROWSER_CLOSE
    assert settings.SESSION_COOKIE_AGE == guard.SESSION_MAX_SECONDS


def test_pages_of_accounts_are_called_accounts_and_not_by_the_names_of_django(admin_client, user):
    addresses = [INDEX, USERS, reverse("admin:auth_user_add")]
    addresses.append(reverse("admin:auth_user_change", args=[user.pk]))
    addresses.append(reverse("admin:auth_user_sign_in", args=[user.pk]))
    for address in addresses:
        html = admin_client.get(address).content.decode()
        assert "Authentication and Authorization" not in html, address
        assert "Users" not in html, address
        assert "ccounts" in html, address


def test_the_names_of_accounts_are_in_no_migration():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
