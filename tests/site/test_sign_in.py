"""Staff sign in with password and code; nothing else opens a staff page, and not for ever."""

import io
import re
import time
from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from guidance import models
from guidance.editorial import current
from spms_site.sign_in import devices, guard
from tests.make import make_user
from tests.staff import StaffClient, code_of, code_of_key, make_app

pytestmark = pytest.mark.django_db

PASSWORD = "a-long-test-password"
LOGIN = reverse("admin:login")
CODE = reverse("sign_in_code")
SET_UP = reverse("sign_in_set_up")
ACCOUNT = reverse("sign_in_account")
INDEX = reverse("admin:index")
OPEN = {LOGIN, reverse("admin:logout"), CODE, SET_UP}


def staff_addresses():
    """Return every address below /admin/, with 1 or a word for what it asks, and a preview."""
    found = []

    def walk(patterns, before):
        for one in patterns:
            here = before + str(one.pattern)
            if isinstance(one, URLPattern):
                found.append("/" + re.sub(r"\\.|[\^$]|\(\?P<\w+>.*\)", "", fill(here)))
            else:
                walk(one.url_patterns, here)

    walk([one for one in get_resolver().url_patterns if str(one.pattern) == "admin/"], "")
    return [*sorted(set(found)), "/preview/therapy/1/"]


def fill(route):
    words = {"int": "1", "path": "1", "slug": "word", "str": "guidance"}
    route = re.sub(r"<(\w+):\w+>", lambda match: words[match[1]], route)
    return route.replace("<id>", "1").replace("(?P<url>.*)$", "unheard-of")


@pytest.fixture
def user():
    return make_user("editor", "view_therapy", "change_therapy")


@pytest.fixture
def app(user):
    return make_app(user)


def sign_in(client, password=PASSWORD, name="editor", **more):
    return client.post(LOGIN, {"username": name, "password": password}, **more)


def where(response):
    """Return the path to which a response leads."""
    return response.headers.get("Location", "").partition("?")[0]


def key_on(page):
    return re.search(r"<code>([A-Z2-7 ]+)</code>", page.content.decode())[1]


def codes_on(page):
    return re.findall(r"<li><code>([a-z0-9]{5}-[a-z0-9]{5})</code></li>", page.content.decode())


# Every staff page


def test_the_list_of_staff_pages_is_the_whole_staff_area():
    found = staff_addresses()
    assert len(found) > 60
    assert {"/admin/", ACCOUNT, "/admin/auth/user/1/password/", "/admin/jsi18n/"} <= set(found)
    assert not [one for one in found if "<" in one or "(" in one]
    assert not [one for one in found if "otp" in one or "axes" in one]


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_stranger_is_sent_to_sign_in_from_every_staff_page(method):
    client = Client()
    astray = [one for one in staff_addresses() if where(getattr(client, method)(one)) != LOGIN]
    assert set(astray) == {LOGIN, reverse("admin:logout")}


def test_with_the_password_alone_every_staff_page_asks_for_the_code(client, admin_user):
    make_app(admin_user)
    client.password_only(admin_user)
    astray = {one for one in staff_addresses() if where(client.get(one)) != CODE}
    assert astray == {LOGIN, reverse("admin:logout"), CODE}
    assert client.get(CODE).status_code == 200


def test_without_a_phone_every_staff_page_leads_to_setting_one_up(client, admin_user):
    client.password_only(admin_user)
    astray = {one for one in staff_addresses() if where(client.get(one)) != SET_UP}
    assert astray == {LOGIN, reverse("admin:logout"), SET_UP}
    assert client.get(SET_UP).status_code == 200


def test_with_both_factors_no_staff_page_asks_again(admin_client):
    for address in staff_addresses():
        response = admin_client.get(address)
        assert response.status_code in (200, 301, 302, 403, 404, 405), address
        assert where(response) not in {LOGIN, CODE, SET_UP} or address in OPEN, address


@pytest.mark.parametrize("address", [INDEX, CODE, SET_UP, ACCOUNT])
def test_an_account_that_is_not_staff_gets_no_staff_page(client, user, address):
    user.is_staff = False
    user.save()
    client.force_login(user)
    assert client.get(address).status_code == 403


def test_public_pages_ask_nobody_and_start_no_session(client):
    for address in ("/", "/treatments/siponimod/", "/find-your-type/", "/handout/"):
        assert client.get(address).status_code == 200
    assert "sessionid" not in client.cookies
    assert Session.objects.count() == 0


@pytest.mark.parametrize("address", [LOGIN, CODE, SET_UP, ACCOUNT])
def test_the_pages_of_sign_in_are_not_kept_and_run_no_script(client, user, address):
    client.password_only(user)
    response = client.get(address)
    assert response.headers["Cache-Control"] == "no-store, private"
    assert "<script" not in response.content.decode()
    assert " style=" not in response.content.decode()


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


# Lock-out


def fail(client, times, **more):
    for _ in range(times):
        response = sign_in(client, "wrong-password", **more)
    return response


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


# Sessions


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


# Accounts


USERS = reverse("admin:auth_user_changelist")


@pytest.fixture
def manager(client):
    """A client of a manager of accounts who is no superuser."""
    client.force_login(make_user("manager", "view_user", "change_user", "add_user", "delete_user"))
    return client


def act(client, action, *users):
    data = {"action": action, "_selected_action": [one.pk for one in users]}
    return client.post(USERS, data, follow=True).content.decode()


def change_account(client, user, **more):
    address = reverse("admin:auth_user_change", args=[user.pk])
    form = client.get(address).context["adminform"].form
    data = {name: form[name].value() for name in form.fields if form[name].value()}
    joined = user.date_joined
    data |= {"date_joined_0": f"{joined:%Y-%m-%d}", "date_joined_1": f"{joined:%H:%M:%S}"}
    return client.post(address, {**data, **more})


def test_a_manager_resets_the_second_factor_of_a_colleague_and_it_is_written_down(
    manager, user, app
):
    theirs = StaffClient()
    theirs.force_login(user)
    devices.new_recovery_codes(user)
    assert "sets up a new phone" in act(manager, "reset_second_factor", user)
    assert not devices.has_app(user)
    assert devices.recovery_codes_left(user) == 0
    assert where(theirs.get(INDEX)) == LOGIN
    entry = LogEntry.objects.get(object_id=str(user.pk))
    assert entry.user.username == "manager"
    assert "Reset the second factor." in entry.change_message


def test_a_manager_releases_a_lock_and_it_is_written_down(manager, user):
    client = Client()
    fail(client, 5)
    assert "can try again" in act(manager, "release_lock", user)
    assert sign_in(client).status_code == 302
    assert LogEntry.objects.filter(object_id=str(user.pk)).exists()


def test_a_manager_touches_no_superuser_and_makes_none(manager, admin_user, user):
    make_app(admin_user)
    assert "Only a superuser may change admin." in act(manager, "reset_second_factor", admin_user)
    assert devices.has_app(admin_user)
    for what in ("auth_user_password_change", "auth_user_change"):
        address = reverse(f"admin:{what}", args=[admin_user.pk])
        assert manager.post(address, {"username": "mine"}).status_code == 403
    assert (
        manager.post(
            reverse("admin:auth_user_delete", args=[admin_user.pk]), {"post": "yes"}
        ).status_code
        == 403
    )
    assert change_account(manager, user, is_superuser="on", is_staff="on").status_code == 302
    user.refresh_from_db()
    assert not user.is_superuser


def test_without_the_right_to_change_accounts_nobody_resets_anything(client, user, app):
    client.force_login(make_user("looker", "view_user"))
    page = client.get(USERS).content.decode()
    assert "reset_second_factor" not in page
    assert "release_lock" not in page
    act(client, "reset_second_factor", user)
    assert devices.has_app(user)


def test_an_account_that_is_switched_off_is_out_at_once_and_stays_out(manager, user):
    theirs = StaffClient()
    theirs.force_login(user)
    assert theirs.get(INDEX).status_code == 200
    assert change_account(manager, user, is_active="").status_code == 302
    assert where(theirs.get(INDEX)) == LOGIN
    user.refresh_from_db()
    user.is_active = True
    user.save()
    assert where(theirs.get(INDEX)) == LOGIN


def test_an_account_that_is_no_longer_staff_is_out_at_once(client, user):
    client.force_login(user)
    user.is_staff = False
    user.save()
    assert client.get(INDEX).status_code == 403


def test_the_list_of_accounts_says_who_has_set_up_a_phone_and_shows_no_key(
    manager, user, app, django_assert_max_num_queries
):
    for number in range(20):
        make_app(make_user(f"more-{number}"))
    current.current_guide()  # a serving process has it in memory
    with django_assert_max_num_queries(10):
        page = manager.get(USERS).content.decode()
    assert "app set up" in page.lower()
    assert app.key not in page
    assert devices.key_as_typed(app) not in page


def test_settings_keep_sessions_to_the_browser_and_to_https_where_there_is():
    assert settings.SESSION_EXPIRE_AT_BROWSER_CLOSE
    assert settings.SESSION_COOKIE_AGE == guard.SESSION_MAX_SECONDS


# A clock of the server that was wrong

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
