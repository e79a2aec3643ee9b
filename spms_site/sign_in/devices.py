"""The second factor of an account: an authenticator app, and ten recovery codes for its loss."""

import math
import secrets
import time
from base64 import b32encode

import segno
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.safestring import mark_safe
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

DIGITS = 6
"""The length of an app code. Recovery codes are longer, which distinguishes them."""
RECOVERY_CODES = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without characters that look alike


class Throttled(Exception):
    """Too many wrong codes; retry after ``seconds``."""

    def __init__(self, seconds):
        super().__init__(f"Wait {seconds} seconds.")
        self.seconds = seconds


class EnrolledAlready(Exception):
    """The account was given an app in the meantime, for example in another window."""


def has_app(user):
    """Return whether ``user`` has set up an authenticator app."""
    return TOTPDevice.objects.devices_for_user(user, confirmed=True).exists()


def verify(user, code):
    """Return the device of ``user`` that accepts ``code``, or None. A code works once.

    Raise ``Throttled`` after too many wrong codes.
    """
    is_of_app = code.isdecimal() and len(code) == DIGITS
    model, token = (TOTPDevice, code) if is_of_app else (StaticDevice, _digest(user, code))
    with transaction.atomic():
        devices = model.objects.devices_for_user(user, confirmed=True)
        device = devices.select_for_update().order_by("pk").first()
        if device is None:
            return None
        if is_of_app:
            _follow_clock(device, int(code))
        now = timezone.now()
        if device.throttling_failure_timestamp and device.throttling_failure_timestamp > now:
            # The server's clock went back: the wait starts now, not when that time is reached.
            device.throttling_failure_timestamp = now
            device.save(update_fields=["throttling_failure_timestamp"])
        allowed, why = device.verify_is_allowed()
        if allowed:
            return device if device.verify_token(token) else None
    raise Throttled(math.ceil((why["locked_until"] - now).total_seconds()))


def _follow_clock(device, code):
    """Correct ``device`` if the server's clock was ahead when it was last used and then went back.

    The last used code then is in the future, or the app seems to be behind by as much as the clock
    was ahead. If codes of the future were used, the codes up to now count as used, so that no code
    works twice, and the next code works. The row is not saved here but with the verification.
    """
    clock = TOTP(device.bin_key, device.step, device.t0, device.digits)
    clock.time = time.time()
    if device.last_t > clock.t() + device.drift:
        device.drift, device.last_t = 0, min(device.last_t, clock.t())
    elif device.drift and clock.verify(code, device.tolerance, device.last_t + 1):
        device.drift = 0


# Set up


def new_app(user, key):
    """Return an app of ``user`` with the secret ``key``. It is not saved: see ``enrol``."""
    return TOTPDevice(user=user, name="Authenticator app", key=key, confirmed=True)


def enrol(user, key, code):
    """Give ``user`` the app with the secret ``key`` and return (device, recovery codes).

    Return None if ``code`` is not the current code of that app. Raise ``EnrolledAlready``.
    """
    device = new_app(user, key)
    clock = TOTP(device.bin_key, device.step, device.t0, device.digits)
    clock.time = time.time()
    if not (code.isdecimal() and clock.verify(int(code), device.tolerance)):
        return None
    with transaction.atomic():
        get_user_model().objects.select_for_update().get(pk=user.pk)
        if has_app(user):
            raise EnrolledAlready
        device.drift, device.last_t = clock.drift, clock.t()  # so that the code works only once
        device.save()
        return device, new_recovery_codes(user)


def key_as_typed(device):
    """Return the secret of ``device`` in base 32, in groups of four characters."""
    key = b32encode(device.bin_key).decode()
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))


def qr_code(device):
    """Return the QR code of the set-up address of ``device`` as inline SVG, black on white."""
    code = segno.make(device.config_url, error="m", micro=False)
    svg = code.svg_inline(light="#fff", svgclass=None, lineclass=None, omitsize=True)
    # Without a height, the picture keeps its proportions on narrow screens.
    return mark_safe(svg.replace("<svg", f'<svg width="{5 * code.symbol_size()[0]}"', 1))


def new_recovery_codes(user):
    """Replace the recovery codes of ``user`` and return the new ones. Only hashes are stored."""
    codes = ["".join(secrets.choice(LETTERS) for _ in range(10)) for _ in range(RECOVERY_CODES)]
    with transaction.atomic():
        device, _ = StaticDevice.objects.get_or_create(
            user=user, defaults={"name": "Recovery codes"}
        )
        device.token_set.all().delete()
        for code in codes:
            device.token_set.create(token=_digest(user, code))
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def recovery_codes_left(user):
    """Return the number of recovery codes that ``user`` has not used yet."""
    return StaticToken.objects.filter(device__user=user).count()


def _digest(user, code):
    """Return the stored hash of a recovery code: 16 characters, the length of the column."""
    return salted_hmac(f"recovery-code-{user.pk}", code, algorithm="sha256").hexdigest()[:16]


# Remove


def forget(user):
    """Delete the app and the recovery codes of ``user``. The next sign-in sets up new ones."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def end_sessions(user):
    """Delete all sessions of ``user``."""
    session_keys = [
        row.pk
        for row in Session.objects.filter(expire_date__gt=timezone.now()).iterator()
        if row.get_decoded().get("_auth_user_id") == str(user.pk)
    ]
    Session.objects.filter(pk__in=session_keys).delete()
