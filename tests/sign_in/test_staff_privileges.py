"""What staff may do on public pages needs both factors and a session that goes on."""

import pytest

from tests.staff import StaffClient

pytestmark = pytest.mark.django_db


def test_a_password_alone_is_no_staff_member_on_public_pages(client, admin_user):
    client.password_only(admin_user)
    form = {"edition": "1", "treatment": "siponimod", "size": "14"}
    assert client.get("/handout/?edition=1").status_code == 403
    for path in ("print", "pdf", "change"):
        assert client.post(f"/handout/{path}/", form).status_code == 403
    version = client.get("/preview/version/1/")
    assert "/sign-in/" in version.headers["Location"]


def test_a_session_that_is_over_is_no_staff_member_on_public_pages(client, admin_user):
    client.force_login(admin_user)
    assert client.get("/handout/?edition=1").status_code == 200
    session = client.session
    session["seen"] -= 31 * 60
    session.save()
    assert client.get("/handout/?edition=1").status_code == 403


def test_a_colleague_without_staff_rights_is_no_staff_member(django_user_model):
    client = StaffClient()
    client.force_login(django_user_model.objects.create_user("reader"))
    assert client.get("/handout/?edition=1").status_code == 403
