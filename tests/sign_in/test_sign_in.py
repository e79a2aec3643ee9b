"""Setting up a phone, signing in with a code, and the account page."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from spms_site.sign_in import devices
from tests.make import make_user
from tests.sign_in.signing_in import (
    ACCOUNT,
    CODE,
    INDEX,
    LOGIN,
    SET_UP,
    codes_on,
    key_on,
    sign_in,
    where,
)
from tests.staff import StaffClient, code_of, code_of_key, make_app

pytestmark = pytest.mark.django_db


# Setting up


def test_a_first_sign_in_sets_up_a_phone_and_gives_ten_codes_once(user):
    client = Client()
    response = sign_in(client, follow=True)
    assert response.request["PATH_INFO"] == SET_UP
    page = client.get(SET_UP, {"next": "/admin/guidance/therapy/"})
    assert "<svg" in page.content.decode()
    assert key_on(client.get(SET_UP)) == key_on(page)
    old_key = client.cookies["sessionid"].value
    page = client.post(
        SET_UP, {"code": code_of_key(key_on(page)), "next": "/admin/guidance/therapy/"}
    )
    codes = codes_on(page)
    assert len(set(codes)) == 10
    assert 'href="/admin/guidance/therapy/"' in page.content.decode()
    assert client.get("/admin/guidance/therapy/").status_code == 200
    assert client.cookies["sessionid"].value != old_key
    kept = set(StaticToken.objects.values_list("token", flat=True))
    assert len(kept) == 10
    assert kept.isdisjoint({*codes, *(code.replace("-", "") for code in codes)})


def test_the_picture_holds_the_key_that_stands_below_it(user):
    app = devices.new_app(user, "00" * 20)
    assert devices.key_as_typed(app) == " ".join(["AAAA"] * 8)
    assert "secret=" + "A" * 32 in app.config_url
    assert "SPMS%20guide" in app.config_url


def test_a_wrong_code_sets_nothing_up_and_says_so(client, user):
    client.password_only(user)
    key = key_on(client.get(SET_UP))
    for typed in ("000000", "abc", ""):
        response = client.post(SET_UP, {"code": typed})
        assert response.status_code == 422
        assert "There is a problem" in response.content.decode()
        assert key_on(response) == key
    assert not devices.has_app(user)
    assert where(client.get(INDEX)) == SET_UP


def test_who_knows_only_the_password_sees_another_key_than_the_owner(user):
    first, second = StaffClient(), StaffClient()
    for one in (first, second):
        one.password_only(user)
    assert key_on(first.get(SET_UP)) != key_on(second.get(SET_UP))


def test_of_two_phones_set_up_at_the_same_time_one_counts(user):
    clients = [StaffClient(), StaffClient()]
    keys = []
    for client in clients:
        client.password_only(user)
        keys.append(key_on(client.get(SET_UP)))
    for client, key in zip(clients, keys, strict=True):
        response = client.post(SET_UP, {"code": code_of_key(key)})
    assert where(response) == CODE
    assert TOTPDevice.objects.count() == 1
    with pytest.raises(devices.EnrolledAlready):
        devices.enrol(user, key_hex := "00" * 20, code_of(devices.new_app(user, key_hex)))


def test_a_phone_that_is_set_up_cannot_be_replaced_with_the_password_alone(client, user, app):
    client.password_only(user)
    assert where(client.get(SET_UP)) == CODE
    client.post(SET_UP, {"code": code_of(app)})
    assert list(TOTPDevice.objects.all()) == [app]


# Signing in


def test_password_then_code_opens_the_page_that_was_asked_for(user, app):
    client = Client()
    asked = "/admin/guidance/therapy/?q=a&p=0"
    assert where(client.get(asked)) == LOGIN
    first = sign_in(client, QUERY_STRING="next=" + asked)
    assert first.status_code == 302
    page = client.get(asked, follow=True)
    assert page.request["PATH_INFO"] == CODE
    assert 'value="/admin/guidance/therapy/?q=a&amp;p=0"' in page.content.decode()
    response = client.post(CODE, {"code": code_of(app), "next": asked})
    assert response.headers["Location"] == asked
    assert client.get(asked).status_code == 200


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_sign_in_leads_nowhere_else(client, user, app, elsewhere):
    client.password_only(user)
    response = client.post(f"{CODE}?next={elsewhere}", {"code": code_of(app), "next": elsewhere})
    assert response.headers["Location"] == INDEX


def test_a_code_may_be_typed_with_spaces_and_works_once(client, user, app):
    client.password_only(user)
    code = code_of(app)
    assert client.post(CODE, {"code": f" {code[:3]} {code[3:]} "}).status_code == 302
    again = StaffClient()
    again.password_only(user)
    assert again.post(CODE, {"code": code}).status_code == 422


def test_a_recovery_code_lets_in_once_without_the_phone(client, user, app):
    code, *_ = devices.new_recovery_codes(user)
    client.password_only(user)
    assert client.post(CODE, {"code": code.upper()}).status_code == 302
    assert client.get(INDEX).status_code == 200
    assert devices.recovery_codes_left(user) == 9
    again = StaffClient()
    again.password_only(user)
    assert again.post(CODE, {"code": code}).status_code == 422


def test_the_code_of_a_colleague_does_not_let_in(client, user, app):
    colleague = make_user("colleague")
    codes = devices.new_recovery_codes(colleague)
    client.password_only(user)
    assert client.post(CODE, {"code": code_of(make_app(colleague))}).status_code == 422
    assert client.post(CODE, {"code": codes[0]}).status_code == 422


def test_after_a_wrong_code_the_next_must_wait(client, user, app):
    client.password_only(user)
    assert client.post(CODE, {"code": "000000"}).status_code == 422
    response = client.post(CODE, {"code": code_of(app)})
    assert response.status_code == 429
    assert "Wait 1 second" in response.content.decode()
    TOTPDevice.objects.update(throttling_failure_timestamp=timezone.now() - timedelta(seconds=2))
    assert client.post(CODE, {"code": code_of(app)}).status_code == 302


# The account page


def test_new_recovery_codes_take_a_code_and_end_the_old_ones(client, user):
    app = make_app(user)
    old = devices.new_recovery_codes(user)
    client.force_login(user)
    assert "You have 10 recovery codes left." in client.get(ACCOUNT).content.decode()
    assert client.post(ACCOUNT, {"code": "000000", "want": "codes"}).status_code == 422
    TOTPDevice.objects.update(throttling_failure_timestamp=None, throttling_failure_count=0)
    new = codes_on(client.post(ACCOUNT, {"code": code_of(app), "want": "codes"}))
    assert len(new) == 10
    assert set(new).isdisjoint(old)
    assert devices.verify(user, old[0].replace("-", "")) is None
    assert client.get(INDEX).status_code == 200


def test_who_came_in_with_a_recovery_code_stays_in_when_making_new_ones(client, user, app):
    first, second, *_ = devices.new_recovery_codes(user)
    client.password_only(user)
    client.post(CODE, {"code": first})
    assert len(codes_on(client.post(ACCOUNT, {"code": second, "want": "codes"}))) == 10
    assert client.get(INDEX).status_code == 200


def test_another_phone_takes_a_code_and_starts_anew(client, user):
    app = make_app(user)
    client.force_login(user)
    response = client.post(ACCOUNT, {"code": code_of(app), "want": "phone"})
    assert where(response) == SET_UP
    assert not devices.has_app(user)
    assert where(client.get(INDEX)) == SET_UP


def test_each_staff_page_leads_to_the_account_page(admin_client):
    assert f'href="{ACCOUNT}"' in admin_client.get(INDEX).content.decode()
