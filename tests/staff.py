"""Staff in tests: accounts with both factors, and clients that are signed in with them."""

import time
from base64 import b32decode

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.make import may_sign

HOME = reverse("admin:index")
SUBMIT = reverse("admin:guidance_submission_submit")


def place(model, page, *args):
    """Return the address of a page of the admin for ``model``: ``changelist``, ``add`` ..."""
    return reverse(f"admin:guidance_{model._meta.model_name}_{page}", args=args)


def make_app(user):
    """Return an authenticator app that ``user`` has set up."""
    return TOTPDevice.objects.create(user=user, name="Authenticator app")


def code_of(app, *, later=0):
    """Return the code that ``app`` shows now, or so many codes later."""
    shown = totp(app.bin_key, app.step, app.t0 - later * app.step, app.digits)
    return f"{shown:0{app.digits}}"


def code_of_key(key):
    """Return the code that an app with the typed ``key`` shows now."""
    return f"{totp(b32decode(key.replace(' ', ''))):06}"


def signed_in(client, user):
    """Sign ``user`` in with ``client`` as if password and code had been typed, and return it."""
    Client.force_login(client, user)
    app = TOTPDevice.objects.filter(user=user).first() or make_app(user)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = app.persistent_id
    session["began"] = session["seen"] = time.time()  # so that no first request writes it
    session.save()
    return client


def sign_page(client, submission, row=None, **typed):
    """Answer what a page asks, tick that it was read and sign it; return the response.

    ``row`` is the page of ``submission``, if there are several. ``typed`` are further fields;
    ``name`` and ``credentials`` among them are set in the account first, for nobody types them.
    """
    user = User.objects.get(pk=client.session["_auth_user_id"])
    if "name" in typed:
        may_sign(user, typed.pop("name"), typed.pop("credentials"))
    row = row or submission.pages.get()
    address = reverse("admin:guidance_submission_sign", args=[submission.pk, row.pk])
    asked = client.get(address).context["form"].asked
    answers = {f"answer_{number}": "It is as it should be." for number in range(len(asked))}
    return client.post(address, {"read": "on", **answers, **typed})


class StaffClient(Client):
    """The client of the fixtures: whoever is signed in by force has typed a code, too."""

    def force_login(self, user, backend=None):
        signed_in(self, user)

    def password_only(self, user):
        """Sign ``user`` in with the password alone."""
        super().force_login(user)
