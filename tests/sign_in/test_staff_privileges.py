"""What staff may do on public pages needs both factors and a session that goes on."""

import pytest

from tests.staff import StaffClient

pytestmark = pytest.mark.django_db


def test_with_the_password_alone_public_pages_show_nothing_for_staff(client, admin_user):
    client.password_only(admin_user)
    form = {"edition": "1", "treatment": "siponimod", "size": "14"}
    assert client.get("/handout/?edition=1").status_code == 403
    for path in ("print", "pdf", "change"):
        assert client.post(f"/handout/{path}/", form).status_code == 403
    version = client.get("/preview/version/1/")
    assert "/sign-in/" in version.headers["Location"]


def test_after_a_session_ended_public_pages_show_nothing_for_staff(client, admin_user):
    client.force_login(admin_user)
    assert client.get("/handout/?edition=1").status_code == 200
    session = client.session
    session["seen"] -= 31 * 60
    session.save()
    assert client.get("/handout/?edition=1").status_code == 403


def test_an_account_that_is_not_staff_sees_nothing_for_staff(django_user_model):
    client = StaffClient()
    client.force_login(django_user_model.objects.create_user("reader"))
    assert client.get("/handout/?edition=1").status_code == 403
