"""A set-up link: made by a Manager, shown once, used once, for a few days, and to be withdrawn."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guidance.models import SetUpLink
from spms_site.sign_in import links
from tests.html import Reader, words_of
from tests.make import make_user
from tests.sign_in.signing_in import CODE, INDEX, LOGIN, SET_UP, codes_on, key_on, sign_in, where
from tests.staff import StaffClient, code_of, code_of_key, make_app

pytestmark = pytest.mark.django_db

NEW = "five words that nobody knows"
TYPED = {"new_password1": NEW, "new_password2": NEW}
PASSWORD_PAGE = reverse("sign_in_password")


@pytest.fixture
def manager(client):
    client.force_login(make_user("manager", "view_user", "change_user", "add_user"))
    return client


def page_of(user):
    return reverse("admin:auth_user_sign_in", args=[user.pk])


def opened(user, **more):
    """Return a client that opened a new link of ``user``."""
    client = Client()
    client.get(reverse("sign_in_link", args=[links.make(user, None, **more)]))
    return client


def test_a_link_leads_to_password_and_phone_and_into_the_staff_area(manager, user, settings):
    shown = manager.post(page_of(user), {"step": "make"})
    page = shown.content.decode()
    address = page.partition("<code>")[2].partition("</code>")[0]
    assert address.startswith(f"{settings.SITE_ADDRESS}/admin/sign-in/link/")
    path = address.removeprefix(settings.SITE_ADDRESS)
    assert path not in manager.get(page_of(user)).content.decode()  # shown once
    theirs = Client()
    assert where(theirs.get(path)) == PASSWORD_PAGE
    form = theirs.get(PASSWORD_PAGE)
    assert "Your name to sign in with is editor." in words_of(form.content.decode())
    assert Reader(form.content.decode()).faults == []
    answer = theirs.post(PASSWORD_PAGE, TYPED)
    assert where(answer) == CODE
    assert where(theirs.get(INDEX)) == SET_UP  # the password alone lets nobody in
    key = key_on(theirs.get(SET_UP))
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert len(codes_on(theirs.post(SET_UP, {"code": code_of_key(key)}))) == 10
    assert theirs.get(INDEX).status_code == 200
    said = [entry.change_message for entry in LogEntry.objects.order_by("pk")]
    assert said == ["Made a set-up link.", "Set the password with a set-up link."]
    assert NEW not in str(said)


def test_a_link_works_once(user):
    secret = links.make(user, None)
    address = reverse("sign_in_link", args=[secret])
    first, second = Client(), Client()
    for client in (first, second):
        assert where(client.get(address)) == PASSWORD_PAGE
        assert where(client.get(address)) == PASSWORD_PAGE  # looking does not use it up
    assert first.post(PASSWORD_PAGE, TYPED).status_code == 302
    other = dict.fromkeys(TYPED, "another long password")
    for late in (second.post(PASSWORD_PAGE, other), second.get(address), first.get(address)):
        assert late.status_code == 404
        assert "Ask a Manager for a new one." in words_of(late.content.decode())
    user.refresh_from_db()
    assert user.check_password(NEW)


@pytest.mark.parametrize("why", ["over", "withdrawn", "newer", "off", "unheard of", "by a form"])
def test_a_link_that_does_not_work_changes_nothing(why, manager, user):
    before = timezone.now() - timedelta(days=links.DAYS, seconds=1)
    secret = links.make(user, None, now=before if why == "over" else None)
    theirs = Client()
    theirs.get(reverse("sign_in_link", args=[secret]))
    if why == "withdrawn":
        manager.post(page_of(user), {"step": "withdraw"})
    if why == "newer":
        manager.post(page_of(user), {"step": "make"})
    if why == "off":
        user.is_active = False
        user.save()
    if why == "by a form":
        form = {"username": "editor", "roles": []}
        manager.post(reverse("admin:auth_user_change", args=[user.pk]), form)
    if why == "unheard of":
        theirs, secret = Client(), "x" * 43
    for gone in (
        theirs.get(reverse("sign_in_link", args=[secret])),
        theirs.get(PASSWORD_PAGE),
        theirs.post(PASSWORD_PAGE, TYPED),
    ):
        assert gone.status_code == 404
        assert "editor" not in words_of(gone.content.decode())
    user.refresh_from_db()
    assert not user.check_password(NEW)


def test_the_address_of_a_link_is_told_to_nobody_and_kept_nowhere(user):
    secret = links.make(user, None)
    address = reverse("sign_in_link", args=[secret])
    client = Client()
    answer = client.get(address)
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert secret not in str(dict(client.session))
    assert secret not in str(SetUpLink.objects.values())
    form = client.get(PASSWORD_PAGE)
    assert form.headers["Cache-Control"] == "no-store, private"
    assert secret not in form.content.decode()
    assert "<script" not in form.content.decode()
    assert client.post(address, TYPED).status_code == 405


def test_a_weak_or_mistyped_password_is_refused_and_the_link_still_works(user):
    client = opened(user)
    for typed in (
        {"new_password1": "short", "new_password2": "short"},
        {"new_password1": NEW, "new_password2": f"{NEW}!"},
        {"new_password1": "", "new_password2": ""},
    ):
        refused = client.post(PASSWORD_PAGE, typed)
        page = refused.content.decode()
        assert refused.status_code == 422
        assert "There is a problem" in page
        assert NEW not in page
    assert client.post(PASSWORD_PAGE, TYPED).status_code == 302


def test_a_forgotten_password_is_set_anew_and_the_phone_is_asked_for_as_before(user, app):
    theirs = StaffClient()
    theirs.force_login(user)
    client = opened(user)
    assert where(client.post(PASSWORD_PAGE, TYPED)) == CODE
    assert where(client.get(INDEX)) == CODE
    assert where(theirs.get(INDEX)) == LOGIN  # sessions with the old password are over
    assert client.post(CODE, {"code": code_of(app)}).status_code == 302
    assert client.get(INDEX).status_code == 200
    assert sign_in(Client(), NEW).status_code == 302


def test_a_manager_who_opens_the_link_of_a_colleague_is_signed_out_by_using_it(manager, user):
    make_app(user)
    manager.get(reverse("sign_in_link", args=[links.make(user, None)]))
    assert manager.get(INDEX).status_code == 200
    assert manager.post(PASSWORD_PAGE, TYPED).status_code == 302
    assert where(manager.get(reverse("admin:auth_user_changelist"))) == CODE


def test_each_role_and_strangers_are_refused_each_step(sign_in, people, admin_user):
    target = make_user("robin")
    steps = ("make", "withdraw", "reset", "confirm", "release")
    for name in [*people, ""]:
        if name == "Manager":
            continue
        client = sign_in(name)
        for step in steps:
            answer = client.post(page_of(target), {"step": step})
            assert answer.status_code in ((403,) if name else (401, 403)), (name, step)
    client = sign_in("Manager")
    assert [client.post(page_of(admin_user), {"step": step}).status_code for step in steps] == [
        403
    ] * 5
    assert SetUpLink.objects.count() == 0
    assert client.post(page_of(target), {"step": "other"}).status_code == 400
    own = client.post(page_of(people["Manager"]), {"step": "make"})
    assert where(own) == reverse("sign_in_account")
    assert SetUpLink.objects.count() == 0


def test_an_account_that_may_not_sign_in_gets_no_link(manager, user):
    user.is_active = False
    user.save()
    page = words_of(manager.get(page_of(user)).content.decode())
    assert "Switch that on first." in page
    assert manager.post(page_of(user), {"step": "make"}).status_code == 400
    assert SetUpLink.objects.count() == 0


def test_the_page_of_an_account_says_which_link_waits_until_when(manager, user):
    manager.post(page_of(user), {"step": "make"})
    page = words_of(manager.get(page_of(user)).content.decode())
    assert "A link by manager waits to be used until" in page
    assert "for 3 days" in page
    manager.post(page_of(user), {"step": "withdraw"})
    assert "waits to be used" not in words_of(manager.get(page_of(user)).content.decode())
