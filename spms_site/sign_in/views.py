"""The pages after the password: type a code, set up an app, keep recovery codes."""

import django_otp
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_lockout_response
from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.signals import user_login_failed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from django_otp.plugins.otp_totp.models import default_key

from guidance.views.errors import too_busy
from spms_site.sign_in import devices
from spms_site.sign_in.forms import CodeForm

KEY = "key_to_set_up"
"""Where a session keeps the secret of an app that nobody has proved yet."""


@require_http_methods(["GET", "HEAD", "POST"])
def code(request):
    """Ask for a code of the app, or a recovery code, and let in whoever has one."""
    if not devices.has_app(request.user):
        return redirect("sign_in_set_up")
    if not AxesProxyHandler.is_allowed(request, _credentials(request)):
        return get_lockout_response(request, credentials=_credentials(request))
    form = CodeForm(
        request.POST or None,
        help_text=_("The 6 digits that your app shows now, or one of your recovery codes."),
    )
    if device := _accepted(request, form):
        _let_in(request, device)
        return redirect(_next(request))
    return _show(request, "sign_in/code.html", form=form, next=_next(request))


@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request):
    """Show the secret of a new app, and take the app once it shows the right code.

    The secret waits in the session: somebody else who knows the password sees another one.
    """
    if devices.has_app(request.user):
        return redirect("sign_in_code")
    key = request.session.setdefault(KEY, default_key())
    form = CodeForm(request.POST or None, help_text=_("The 6 digits that your app shows now."))
    if form.is_valid():
        try:
            enrolled = devices.enrol(request.user, key, form.cleaned_data["code"])
        except devices.EnrolledAlready:
            return redirect("sign_in_code")
        if enrolled:
            device, codes = enrolled
            del request.session[KEY]
            _let_in(request, device)
            return _show(
                request, "sign_in/recovery_codes.html", codes=codes, next=_next(request), first=True
            )
        form.add_error("code", _("That is not the code that the app shows now. Try the next one."))
    app = devices.new_app(request.user, key)
    return _show(
        request,
        "sign_in/set_up.html",
        form=form,
        next=_next(request),
        key=devices.key_as_typed(app),
        picture=devices.qr_code(app),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def account(request):
    """Make new recovery codes or set up another phone, both against a code."""
    form = CodeForm(
        request.POST or None, help_text=_("From your app, or one of your recovery codes.")
    )
    if _accepted(request, form):
        if request.POST.get("want") == "phone":
            devices.forget(request.user)
            return redirect("sign_in_set_up")
        codes = devices.new_recovery_codes(request.user)
        here = reverse("sign_in_account")
        return _show(request, "sign_in/recovery_codes.html", codes=codes, next=here, first=False)
    left = devices.recovery_codes_left(request.user)
    return _show(request, "sign_in/account.html", form=form, left=left)


def locked_out(request, original_response, credentials):
    """Say that sign-in is locked, and for how long. ``django-axes`` asks for this page."""
    wait = settings.AXES_COOLOFF_TIME
    minutes = int(wait.total_seconds() // 60)
    response = _show(request, "sign_in/locked_out.html", status=429, minutes=minutes)
    response.headers["Retry-After"] = str(int(wait.total_seconds()))
    return response.render()


def busy(request, retry_after):
    """Say that too many passwords are looked at just now: nothing counts as a wrong password.

    At sign-in the name stays in the form; elsewhere texts are shown to be copied.
    """
    login = reverse("admin:login")
    if request.path_info != login:
        return too_busy(request, retry_after)
    form = AdminAuthenticationForm(request, initial={"username": request.POST.get("username", "")})
    context = {"form": form, "next": _next(request), "app_path": login, "busy": True}
    response = TemplateResponse(request, "admin/login.html", context, status=503)
    response.headers["Retry-After"] = str(retry_after)
    response._has_been_logged = True  # ``work_limit`` says it once for all who are refused
    return response.render()


# What the pages share


def _show(request, template, *, status=None, form=None, **context):
    if status is None:
        status = 422 if form is not None and form.errors else 200
        status = getattr(form, "status", status)
    return TemplateResponse(request, template, {"form": form, **context}, status=status)


def _accepted(request, form):
    """Return the device that accepts the code of ``form``, or None; then the form says why.

    A wrong code counts with ``django-axes`` like a wrong password.
    """
    if not form.is_valid():
        return None
    try:
        device = devices.verify(request.user, form.cleaned_data["code"])
    except devices.Throttled as wait:
        form.status = 429
        form.add_error("code", _wait_words(wait.seconds))
        return None
    if device is None:
        form.add_error("code", _("That code is wrong or was used before. Try the next one."))
        credentials = _credentials(request)
        user_login_failed.send(sender=__name__, credentials=credentials, request=request)
    return device


def _wait_words(seconds):
    return ngettext(
        "The last code was wrong. Wait %(seconds)d second, then type a new one.",
        "The last codes were wrong. Wait %(seconds)d seconds, then type a new one.",
        seconds,
    ) % {"seconds": seconds}


def _credentials(request):
    return {"username": request.user.get_username()}


def _let_in(request, device):
    """Mark the session as verified, under a new key, and forget what was mistyped before."""
    django_otp.login(request, device)
    request.session.cycle_key()
    AxesProxyHandler.update_request(request)
    AxesProxyHandler.get_implementation().reset_user_attempts(request, _credentials(request))


def _next(request):
    """Return where the reader wanted to go, if that is a page of this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else reverse("admin:index")
