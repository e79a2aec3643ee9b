"""Wrong passwords and codes lock sign-in, by name and address, also behind proxies."""

import io
from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.make import make_user
from tests.sign_in.signing_in import CODE, fail, sign_in
from tests.staff import code_of

pytestmark = pytest.mark.django_db


# Lock-out


def test_five_wrong_passwords_lock_the_name_from_that_address(user, app):
    client = Client()
    assert fail(client, 4).status_code == 200
    response = fail(client, 1)
    assert response.status_code == 429
    assert "Wait 15 minutes" in response.content.decode()
    assert response.headers["Retry-After"] == "900"
    assert sign_in(client).status_code == 429
    assert sign_in(Client(REMOTE_ADDR="192.0.2.7")).status_code == 302


def test_a_lock_ends_after_fifteen_minutes_whatever_is_tried_in_between(user):
    client = Client()
    fail(client, 5)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=14))
    assert sign_in(client).status_code == 429
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert sign_in(client).status_code == 302


def test_another_name_from_the_same_address_is_not_locked(user):
    make_user("colleague")
    client = Client()
    fail(client, 5)
    assert sign_in(client, name="colleague").status_code == 302


def test_wrong_codes_count_with_wrong_passwords(user, app):
    client = Client()
    fail(client, 2)
    sign_in(client)
    for number in range(3):
        TOTPDevice.objects.update(throttling_failure_timestamp=None)
        response = client.post(CODE, {"code": "000000"})
        assert response.status_code == (429 if number == 2 else 422)
    TOTPDevice.objects.update(throttling_failure_timestamp=None)
    locked = client.post(CODE, {"code": code_of(app)})
    assert locked.status_code == 429
    assert "Sign-in is locked" in locked.content.decode()
    assert sign_in(Client()).status_code == 429


def test_a_full_sign_in_forgets_what_was_mistyped_before(user, app):
    client = Client()
    fail(client, 4)
    sign_in(client)
    assert AccessAttempt.objects.exists()  # the password alone is not enough
    client.post(CODE, {"code": code_of(app)})
    assert not AccessAttempt.objects.exists()


def test_nothing_that_was_typed_is_kept_of_a_failure_but_the_name(user, app):
    client = Client()
    fail(client, 1)
    sign_in(client)
    client.post(CODE, {"code": "123123"})
    kept = str(list(AccessAttempt.objects.values())) + str(list(AccessFailureLog.objects.values()))
    assert "editor" in kept
    assert "wrong-password" not in kept
    assert "123123" not in kept


def test_the_log_of_the_server_names_nobody_who_fails(user, caplog):
    fail(Client(REMOTE_ADDR="192.0.2.7"), 5)
    assert "Locking out" in caplog.text
    assert "editor" not in caplog.text
    assert "192.0.2.7" not in caplog.text


def test_of_readers_no_address_is_kept(client):
    for address in ("/", "/find-your-type/safety/", "/handout/", "/nowhere/"):
        client.get(address)
    client.post("/find-your-type/safety/", {"answer": "none"})
    client.post("/handout/print/", {"username": "x", "password": "y", "treatment": "siponimod"})
    for table in (AccessAttempt, AccessFailureLog, AccessLog, Session):
        assert not table.objects.exists()


def test_the_lines_for_cron_forget_sign_ins_after_thirty_days(user):
    client = Client()
    fail(client, 1)
    sign_in(client)
    for days, left in ((29, 1), (31, 0)):
        for table, command in (
            (AccessFailureLog, "axes_reset_failure_logs"),
            (AccessLog, "axes_reset_logs"),
        ):
            table.objects.update(attempt_time=timezone.now() - timedelta(days=days))
            call_command(command, "--age=30", stdout=io.StringIO())
            assert table.objects.count() == left


# Proxies


def through(client, forwarded, name="editor"):
    return sign_in(client, "wrong", name, headers={"X-Forwarded-For": forwarded})


def addresses_kept():
    return set(AccessAttempt.objects.values_list("ip_address", flat=True))


def behind(settings, count):
    settings.AXES_IPWARE_META_PRECEDENCE_ORDER = ["HTTP_X_FORWARDED_FOR"]
    settings.AXES_IPWARE_PROXY_COUNT = count - 1
    settings.IPWARE_STRICT = False


def test_without_a_trusted_proxy_nobody_can_choose_their_address(user):
    client = Client(REMOTE_ADDR="192.0.2.7")
    for number in range(5):
        response = through(client, f"198.51.100.{number}")
    assert response.status_code == 429
    assert addresses_kept() == {"192.0.2.7"}


@pytest.mark.parametrize(
    ("count", "forwarded"),
    [
        (1, "198.51.100.4"),
        (1, "10.0.0.1, 198.51.100.4"),
        (1, "not-an-address, 198.51.100.4"),
        (2, "198.51.100.4, 203.0.113.9"),
        (2, "8.8.8.8, 198.51.100.4, 203.0.113.9"),
    ],
)
def test_behind_proxies_the_address_is_the_one_that_they_add(user, settings, count, forwarded):
    behind(settings, count)
    through(Client(REMOTE_ADDR="192.0.2.7"), forwarded)
    assert addresses_kept() == {"198.51.100.4"}


def test_behind_a_proxy_two_colleagues_are_counted_apart(user, settings):
    behind(settings, 1)
    proxy = Client(REMOTE_ADDR="192.0.2.7")
    for _ in range(5):
        through(proxy, "198.51.100.4")
    assert through(proxy, "198.51.100.4").status_code == 429
    assert through(proxy, "198.51.100.5").status_code == 200


def test_a_proxy_that_does_not_say_for_whom_it_asks_is_counted_as_one(user, settings):
    behind(settings, 1)
    client = Client(REMOTE_ADDR="192.0.2.7")
    assert fail(client, 5).status_code == 429
