"""The pages for the second factor: type a code, set up an app, create recovery codes."""

import django_otp
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_lockout_response
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import login
from django.contrib.auth.signals import user_login_failed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe
from django_otp.plugins.otp_totp.models import default_key

from guidance.editorial.audit import format_datetime, log_step, name_of
from guidance.views.errors import too_busy
from spms_site.sign_in import devices, links, resets
from spms_site.sign_in.forms import CodeForm, PasswordForm

KEY = "key_to_set_up"
"""The session key for the secret of an app that is not set up yet."""
LINK = "set_up_link"
"""The session key for the number of the set-up link that was opened."""


@require_safe
def link(request, secret):
    """Note in the session which set-up link was opened, and go on to an address without it.

    The link still works afterwards: only a password uses it up.
    """
    found = links.find(secret)
    if found is None:
        response = _show(request, "sign_in/link_gone.html", status=404)
    else:
        request.session[LINK] = found.pk
        response = redirect("sign_in_password")
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request):
    """Set the password of the account whose set-up link was opened, and go on to its phone."""
    found = links.still(request.session.get(LINK))
    if found is None:
        return _show(request, "sign_in/link_gone.html", status=404)
    form = PasswordForm(found.user, request.POST or None)
    if not form.is_valid():
        return _show(request, "sign_in/password.html", form=form, account=found.user)
    if not links.use(found, form.cleaned_data["new_password1"]):
        return _show(request, "sign_in/link_gone.html", status=404)
    log_step(found.user, found.user, "Set the password with a set-up link.")
    request.session.flush()
    login(request, found.user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return redirect("sign_in_code")


@require_http_methods(["GET", "HEAD", "POST"])
def code(request):
    """Ask for a code of the app or a recovery code, and verify the session with it."""
    if not devices.has_app(request.user):
        return redirect("sign_in_set_up")
    if held := resets.holding(request.user):
        return _held(request, held)
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
    """Show the secret of a new app, and save the app when its current code is typed.

    The secret is stored in the session until then, so that another session with the same password
    gets a different one.
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
            if resets.holding(request.user):
                following = reverse("sign_in_code")
            else:
                following = _next(request)
                _let_in(request, device)
            return _show(
                request, "sign_in/recovery_codes.html", codes=codes, next=following, first=True
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
    """Create new recovery codes or set up another phone. Both need a code."""
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
    """Answer 429 with the time for which sign-in is locked. ``django-axes`` calls this view."""
    wait = settings.AXES_COOLOFF_TIME
    minutes = int(wait.total_seconds() // 60)
    response = _show(request, "sign_in/locked_out.html", status=429, minutes=minutes)
    response.headers["Retry-After"] = str(int(wait.total_seconds()))
    return response.render()


def busy(request, retry_after):
    """Answer 503 because too many passwords are being checked. It does not count as a failure.

    The sign-in form keeps the name. Other pages show the submitted texts, to be copied.
    """
    login = reverse("admin:login")
    if request.path_info != login:
        return too_busy(request, retry_after)
    form = AdminAuthenticationForm(request, initial={"username": request.POST.get("username", "")})
    context = {"form": form, "next": _next(request), "app_path": login, "busy": True}
    response = TemplateResponse(request, "admin/login.html", context, status=503)
    response.headers["Retry-After"] = str(retry_after)
    response._has_been_logged = True  # ``work_limit`` logs refusals, once for many
    return response.render()


# Shared by the pages


def _show(request, template, *, status=None, form=None, **context):
    if status is None:
        status = 422 if form is not None and form.errors else 200
        status = getattr(form, "status", status)
    return TemplateResponse(request, template, {"form": form, **context}, status=status)


def _accepted(request, form):
    """Return the device that accepts the code of ``form``, or None and add an error to the form.

    ``django-axes`` counts a wrong code like a wrong password.
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
    """Mark the session as verified, with a new session key, and reset the count of failures."""
    django_otp.login(request, device)
    request.session.cycle_key()
    AxesProxyHandler.update_request(request)
    AxesProxyHandler.get_implementation().reset_user_attempts(request, _credentials(request))
    for told in resets.to_tell(request.user):
        messages.warning(
            request,
            _(
                "%(who)s reset your second factor on %(when)s. If you did not ask for that, tell "
                "another Manager today."
            )
            % {"who": name_of(told.reset_by), "when": format_datetime(told.reset_at)},
        )


def _held(request, held):
    """Answer 403 with the time at which a new phone works, and who can shorten the wait."""
    until, reset_at = format_datetime(held.holds_until), format_datetime(held.reset_at)
    context = {"until": until, "reset_at": reset_at, "who": name_of(held.reset_by)}
    return _show(request, "sign_in/held.html", status=403, **context)


def _next(request):
    """Return the address in ``next`` if it is on this site, or that of the staff home page."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    is_on_this_site = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if is_on_this_site else reverse("admin:index")
