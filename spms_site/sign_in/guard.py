"""Middleware that requires a password and a second factor, and ends sessions."""

import time
from functools import partial

from axes.models import AccessAttempt
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from guidance.views.errors import STAFF_PAGES, signed_out
from spms_site.sign_in import devices
from spms_site.sign_in.views import busy
from spms_site.work_limit import Busy

BEFORE_PASSWORD = {"admin:login", "admin:logout", "sign_in_link", "sign_in_password"}
BEFORE_CODE = {"sign_in_code", "sign_in_set_up"}
COUNTED = {"admin:login", "sign_in_code", "sign_in_account"}
"""The views at which wrong passwords and codes are counted."""
SESSION_MAX_SECONDS = 8 * 60 * 60
"""Seconds after which a session ends, even if it is used."""
SESSION_IDLE_SECONDS = 30 * 60
"""Seconds without a request to a staff page after which a session ends."""
NOTED_EVERY = 60
"""Seconds between two updates of a session's last request, each a write to the database."""


class StaffOnly:
    """Requires password and second factor on every staff URL, even if its view has no check.

    It also sets ``request.is_staff_session``.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        request.is_staff_session = partial(is_staff_session, request)
        if not request.path_info.startswith(STAFF_PAGES):
            return None
        if request.user.is_authenticated and is_over(request.session, time.time()):
            logout(request)
        name = request.resolver_match.view_name
        if request.method == "POST" and name in COUNTED:
            date_failures_back()
        if name in BEFORE_PASSWORD:
            return None
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        if not request.user.is_staff:
            raise PermissionDenied
        if name in BEFORE_CODE or request.user.is_verified():
            return None
        return _to_second_factor(request)

    def process_exception(self, request, exception):
        if isinstance(exception, Busy):
            return busy(request, exception.retry_after)
        return None


def date_failures_back():
    """Set the time of failed sign-ins that are in the future to now.

    They were stored while the server's clock was ahead, and would lock accounts until that time.
    """
    now = timezone.now()
    AccessAttempt.objects.filter(attempt_time__gt=now).update(attempt_time=now)


def is_staff_session(request):
    """Return whether the request is from staff with both factors, in a valid session.

    Public pages call this before they show content for staff.
    """
    user = request.user
    if not (user.is_authenticated and user.is_staff and user.is_verified()):
        return False
    return not is_over(request.session, time.time())


def is_over(session, now):
    """Return whether ``session`` has ended at the time ``now``; if not, record that it is used.

    ``now`` is in seconds. The session starts with the first request after the password.
    """
    began, last_used = session.setdefault("began", now), session.setdefault("seen", now)
    if max(began, last_used) > now:  # the clock went back, which would prolong the session
        began = last_used = session["began"] = session["seen"] = now
    if now - began >= SESSION_MAX_SECONDS or now - last_used >= SESSION_IDLE_SECONDS:
        return True
    if now - last_used >= NOTED_EVERY:
        session["seen"] = now
    return False


def _to_sign_in(request):
    if request.method not in ("GET", "HEAD"):
        return signed_out(request)
    return redirect_to_login(request.get_full_path(), "admin:login")


def _to_second_factor(request):
    if request.method not in ("GET", "HEAD"):
        return signed_out(request)
    step = "sign_in_code" if devices.has_app(request.user) else "sign_in_set_up"
    return redirect(f"{reverse(step)}?{urlencode({'next': request.get_full_path()})}")
