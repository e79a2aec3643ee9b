"""Sign-in works again after the clock of the server was wrong."""

import time
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django_otp.oath import TOTP

from spms_site.sign_in import devices, guard
from tests.sign_in.signing_in import CODE, INDEX, sign_in, where

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def clock_at(monkeypatch, later):
    """Set the server's clock to the real time and ``later`` more."""
    real_time, real_now = CLOCK
    monkeypatch.setattr(time, "time", lambda: real_time() + later.total_seconds())
    monkeypatch.setattr(timezone, "now", lambda: real_now() + later)


CLOCK = time.time, timezone.now


def type_code(client, code):
    return client.post(CODE, {"code": code})


def code_at(app, later):
    """Return the code that a phone with the right time shows so much later."""
    shown = TOTP(app.bin_key)
    shown.time = CLOCK[0]() + later.total_seconds()
    return f"{shown.token():06}"


def test_a_clock_that_was_ahead_does_not_lock_a_phone_out_once_it_is_right_again(
    user, app, monkeypatch
):
    client = Client()
    clock_at(monkeypatch, HOUR)
    sign_in(client)
    assert type_code(client, code_at(app, timedelta())).status_code == 422
    clock_at(monkeypatch, timedelta())
    client = Client()
    sign_in(client)
    assert type_code(client, code_at(app, timedelta())).status_code == 429
    clock_at(monkeypatch, timedelta(seconds=2))
    assert where(type_code(client, code_at(app, timedelta()))) == INDEX


def test_a_lock_from_a_time_when_the_clock_was_ahead_ends_after_its_minutes(user, app):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        sign_in(Client(), password="wrong")
    AccessAttempt.objects.update(attempt_time=timezone.now() + HOUR)
    assert sign_in(Client()).status_code == 429
    counted = AccessAttempt.objects.get().attempt_time
    assert counted <= timezone.now()
    AccessAttempt.objects.update(
        attempt_time=counted - settings.AXES_COOLOFF_TIME - timedelta(seconds=1)
    )
    assert where(sign_in(Client())) == INDEX


def test_codes_work_again_after_the_clock_went_ahead_step_by_step_and_then_back(
    user, app, monkeypatch
):
    for steps in range(1, 5):  # a phone is allowed one step more each time
        late = timedelta(seconds=30 * steps)
        clock_at(monkeypatch, late * 2)
        assert devices.verify(user, code_at(app, late)), steps
    app.refresh_from_db()
    assert app.drift == -4
    clock_at(monkeypatch, timedelta(hours=2))
    assert devices.verify(user, code_at(app, timedelta(hours=2)))
    app.refresh_from_db()
    assert app.drift == 0


def test_no_code_works_twice_after_the_clock_went_back(user, app, monkeypatch):
    clock_at(monkeypatch, HOUR)
    used = code_at(app, HOUR)
    assert devices.verify(user, used)
    clock_at(monkeypatch, timedelta())
    now, following = code_at(app, timedelta()), code_at(app, timedelta(seconds=30))
    assert devices.verify(user, now) is None
    clock_at(monkeypatch, timedelta(seconds=30))
    assert devices.verify(user, following)
    with pytest.raises(devices.Throttled):
        devices.verify(user, following) or devices.verify(user, following)


def test_a_session_from_a_time_when_the_clock_was_ahead_ends_after_its_hours(client, user):
    session = client.session
    assert not guard.is_over(session, 1_000_000)
    assert not guard.is_over(session, 900_000)
    assert session["began"] == session["seen"] == 900_000
    assert guard.is_over(session, 900_000 + guard.SESSION_IDLE_SECONDS)
