"""The form of an account: roles in words, nobody helps himself, and no raw permission is shown."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

from guidance.models import Credentials
from tests.html import words_of
from tests.make import make_user
from tests.sign_in.signing_in import INDEX
from tests.sign_in.signing_in import sign_in as sign_in_as
from tests.staff import StaffClient

pytestmark = pytest.mark.django_db

ADD = reverse("admin:auth_user_add")
USERS = reverse("admin:auth_user_changelist")
NEW = {"username": "robin", "first_name": "Robin", "last_name": "Reviewer", "may_sign_in": "on"}


def form_of(user):
    return reverse("admin:auth_user_change", args=[user.pk])


def role(name):
    return Group.objects.get(name=name)


def roles_of(user):
    return sorted(user.groups.values_list("name", flat=True))


def test_a_manager_makes_an_account_with_roles_in_words_and_no_password(sign_in):
    client = sign_in("Manager")
    page = words_of(client.get(ADD).content.decode())
    for words in (
        "Editor: changes drafts and submits them for review",
        "Clinical reviewer: approves what somebody else wrote, or sends it back, and signs pages",
        "Publisher: makes approved pages public, and withdraws or restores pages",
        "Manager: makes accounts, says what others may do, and opens a new site to readers",
    ):
        assert words in page
    for raw in ("algorithm", "superuser", "permission", "password:", "groups"):
        assert raw not in page.lower()
    roles = [role("Editor").pk, role("Clinical reviewer").pk]
    made = client.post(ADD, {**NEW, "roles": roles, "credentials": " MD, neurologist "})
    user = User.objects.get(username="robin")
    assert made.headers["Location"] == reverse("admin:auth_user_sign_in", args=[user.pk])
    assert roles_of(user) == ["Clinical reviewer", "Editor"]
    assert (user.is_active, user.is_staff, user.is_superuser) == (True, True, False)
    assert not user.has_usable_password()
    assert user.credentials.words == "MD, neurologist"
    said = LogEntry.objects.get(object_id=str(user.pk)).change_message
    assert "Roles: Clinical reviewer, Editor." in said
    assert "Credentials for sign-offs: MD, neurologist." in said


def test_a_mistake_in_the_form_loses_nothing_and_says_where_it_is(sign_in, people):
    client = sign_in("Manager")
    for wrong in (
        {"username": "editor"},
        {"credentials": "x" * 121},
        {"first_name": "A \U0001f600"},
    ):
        answer = client.post(ADD, {**NEW, "roles": [role("Editor").pk], **wrong})
        page = answer.content.decode()
        assert "Please correct the error below" in page
        assert 'value="Reviewer"' in page
        assert page.count(" checked") == 2
    assert not User.objects.filter(username="robin").exists()


def test_every_role_but_managers_is_refused_each_page_of_accounts(sign_in, people):
    robin = make_user("robin")
    pages = [USERS, ADD, form_of(robin), reverse("admin:auth_user_sign_in", args=[robin.pk])]
    for name in people:
        client = sign_in(name)
        expected = 200 if name == "Manager" else 403
        assert [client.get(page).status_code for page in pages] == [expected] * 4, name
        if name != "Manager":
            assert client.post(pages[2], {**NEW, "roles": [role("Manager").pk]}).status_code == 403
            assert client.post(ADD, NEW).status_code == 403
    sign_in("")
    astray = [StaffClient().post(page, NEW).status_code for page in pages]
    assert 200 not in astray and 302 not in astray
    assert roles_of(robin) == []
    assert not User.objects.filter(first_name="Robin").exists()


def test_who_may_only_look_at_accounts_changes_none(client, people):
    client.force_login(make_user("looker", "view_user"))
    editor = people["Editor"]
    page = words_of(client.get(form_of(editor)).content.decode())
    assert "Editor" in page
    assert "Set-up link" not in page
    assert client.post(form_of(editor), {**NEW, "roles": ""}).status_code == 403
    assert roles_of(editor) == ["Editor"]


@pytest.mark.parametrize("alone", [False, True], ids=["four eyes", "SECOND_REVIEWER=no"])
def test_nobody_gives_himself_a_role_or_credentials(alone, sign_in, people, settings):
    settings.SECOND_REVIEWER = not alone
    manager, client = people["Manager"], sign_in("Manager")
    wanted = [role("Manager").pk, role("Clinical reviewer").pk]
    typed = {**NEW, "username": "manager", "roles": wanted, "credentials": "MD"}
    assert client.post(form_of(manager), typed).status_code == 302
    manager.refresh_from_db()
    entry = LogEntry.objects.filter(object_id=str(manager.pk)).last().change_message
    if alone:
        assert roles_of(manager) == ["Clinical reviewer", "Manager"]
        assert manager.credentials.words == "MD"
        assert "On their own account, without a second person." in entry
    else:
        assert roles_of(manager) == ["Manager"]
        assert (manager.get_full_name(), Credentials.objects.count()) == ("", 0)
        assert "Clinical" not in entry


def test_a_second_manager_gives_the_role(sign_in, people):
    second = make_user("second")
    second.groups.add(role("Manager"))
    client = sign_in("Manager")
    wanted = [role("Manager").pk, role("Publisher").pk]
    typed = {"username": "second", "may_sign_in": "on", "roles": wanted}
    assert client.post(form_of(second), typed).status_code == 302
    assert roles_of(second) == ["Manager", "Publisher"]
    said = LogEntry.objects.filter(object_id=str(second.pk)).last().change_message
    assert "Roles: Manager, Publisher." in said
    assert "own account" not in said


def test_who_may_do_everything_still_gives_no_role_to_himself(admin_client, admin_user):
    typed = {**NEW, "username": "admin", "roles": [role("Manager").pk], "credentials": "MD"}
    assert admin_client.post(form_of(admin_user), typed).status_code == 302
    assert roles_of(admin_user) == []
    assert admin_user.credentials.words == "MD"  # whoever runs the server may be the clinician
    said = LogEntry.objects.filter(object_id=str(admin_user.pk)).last().change_message
    assert "On their own account, without a second person." in said


def test_what_an_account_had_before_stays_when_the_form_is_saved(sign_in, people):
    own = Group.objects.create(name="Translator")
    direct = Permission.objects.get(codename="view_edition")
    editor = people["Editor"]
    editor.groups.add(own)
    editor.user_permissions.add(direct)
    editor.set_password("a-long-test-password")
    editor.save()
    client = sign_in("Manager")
    form = client.get(form_of(editor)).context["adminform"].form
    data = {name: form[name].value() for name in form.fields if form[name].value()}
    assert client.post(form_of(editor), {**data, "email": "e@clinic.example"}).status_code == 302
    editor.refresh_from_db()
    assert roles_of(editor) == ["Editor", "Translator"]
    assert list(editor.user_permissions.all()) == [direct]
    assert editor.email == "e@clinic.example"
    assert editor.check_password("a-long-test-password")


def test_an_account_that_was_switched_off_comes_back_with_its_roles(sign_in, people):
    editor = people["Editor"]
    client = sign_in("Manager")
    typed = {"username": "editor", "roles": [role("Editor").pk]}
    client.post(form_of(editor), typed)
    assert sign_in_as(StaffClient()).status_code == 200  # refused
    client.post(form_of(editor), {**typed, "may_sign_in": "on"})
    assert sign_in_as(StaffClient()).status_code == 302
    theirs = StaffClient()
    theirs.force_login(editor)
    assert theirs.get(INDEX).status_code == 200


def test_the_list_says_who_has_which_role(sign_in, people):
    page = words_of(sign_in("Manager").get(USERS).content.decode())
    assert "Clinical reviewer" in page
    home = words_of(sign_in("Manager").get(INDEX).content.decode())
    assert "Groups" not in home
