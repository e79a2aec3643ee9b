"""How long a session lasts, and what becomes of a form that is sent after its end."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from guidance import models
from spms_site.sign_in import guard
from tests.make import make_user
from tests.sign_in.signing_in import ACCOUNT, CODE, INDEX, LOGIN, PASSWORD, sign_in, where
from tests.staff import StaffClient, code_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("mark", "seconds", "over"),
    [
        ("seen", guard.SESSION_IDLE_SECONDS - 5, False),
        ("seen", guard.SESSION_IDLE_SECONDS + 5, True),
        ("began", guard.SESSION_MAX_SECONDS - 5, False),
        ("began", guard.SESSION_MAX_SECONDS + 5, True),
    ],
)
def test_a_session_ends_after_half_an_hour_idle_and_after_eight_hours(
    client, user, mark, seconds, over
):
    client.force_login(user)
    session = client.session
    session[mark] -= seconds
    session.save()
    response = client.get("/admin/guidance/therapy/")
    assert (where(response) == LOGIN) is over
    assert Session.objects.filter(pk=session.session_key).exists() is not over


def test_how_long_a_session_lasts_is_told_before_it_begins():
    page = Client().get(LOGIN).content.decode()
    assert f"after {guard.SESSION_IDLE_SECONDS // 60} minutes without a click" in page
    assert f"after {guard.SESSION_MAX_SECONDS // 3600} hours" in page


def test_work_keeps_a_session_alive_but_not_beyond_eight_hours(client, user):
    now = 1_000_000.0
    session = {}
    steps = range(0, guard.SESSION_MAX_SECONDS, guard.SESSION_IDLE_SECONDS - 60)
    assert not any(guard.is_over(session, now + second) for second in steps)
    assert guard.is_over(session, now + guard.SESSION_MAX_SECONDS)


def test_a_request_is_noted_at_most_once_a_minute(client, user, django_assert_num_queries):
    client.force_login(user)
    client.get(ACCOUNT)
    with django_assert_num_queries(4):  # session, account, app, recovery codes
        client.get(ACCOUNT)
    session = client.session
    session["seen"] -= guard.NOTED_EVERY + 1
    session.save()
    client.get(ACCOUNT)
    assert client.session["seen"] > session["seen"]


def test_signing_in_again_does_not_lengthen_a_session(user, app):
    client = Client()
    sign_in(client)
    client.post(CODE, {"code": code_of(app)})
    client.get(INDEX)
    began = client.session["began"]
    sign_in(client)
    client.get(INDEX)
    assert client.session["began"] == began


def test_a_new_password_ends_all_other_sessions(user):
    here, elsewhere = StaffClient(), StaffClient()
    for one in (here, elsewhere):
        one.force_login(user)
    new = "correct horse battery staple"
    data = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert here.post(reverse("admin:password_change"), data).status_code == 302
    assert here.get(INDEX).status_code == 200
    assert where(elsewhere.get(INDEX)) == LOGIN


@pytest.mark.parametrize("weak", ["short", "password123456", "73910465829135"])
def test_a_weak_new_password_is_refused(client, user, weak):
    client.force_login(user)
    data = {"old_password": PASSWORD, "new_password1": weak, "new_password2": weak}
    response = client.post(reverse("admin:password_change"), data)
    assert response.context["form"].errors
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_what_was_typed_in_a_session_that_ended_can_be_copied(client, user):
    client.force_login(user)
    session = client.session
    session["seen"] -= guard.SESSION_IDLE_SECONDS + 5
    session.save()
    therapy = models.Therapy.objects.first()
    address = reverse("admin:guidance_therapy_change", args=[therapy.pk])
    typed = "A sentence <b>that took</b> long. [@lbl_siponimod]"
    response = client.post(address, {"summary": typed, "slug": "x", "password1": "my secret one"})
    page = response.content.decode()
    assert response.status_code == 403
    assert "<h1>You are signed out</h1>" in page
    assert "Nothing was saved." in page
    assert f'href="{INDEX}" target="_blank"' in page  # so that the text stays where it is
    assert "A sentence &lt;b&gt;that took&lt;/b&gt; long." in page
    assert "my secret one" not in page
    therapy.refresh_from_db()
    assert therapy.summary != typed


def test_what_was_typed_before_a_new_sign_in_can_be_copied():
    client = StaffClient(enforce_csrf_checks=True)
    user = make_user("careful", "change_therapy")
    client.force_login(user)
    response = client.post(INDEX, {"summary": "It took me long.", "csrfmiddlewaretoken": "x" * 32})
    assert response.status_code == 403
    assert "It took me long." in response.content.decode()


def test_what_another_site_sends_is_not_shown(client):
    typed = {"summary": "Call this number at once."}
    response = client.post(INDEX, typed, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert "Call this number" not in response.content.decode()


def test_what_was_typed_without_the_code_can_be_copied(client, user, app):
    client.password_only(user)
    response = client.post(INDEX, {"summary": "It took me long."})
    assert response.status_code == 403
    assert "It took me long." in response.content.decode()
