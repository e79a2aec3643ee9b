"""What tests share. Every test that uses the database sees the shipped content as edition 1."""

import pytest
from django.conf import settings
from django.core.management import call_command

from guidance import page_states, publishing, seed
from tests.staff import StaffClient


@pytest.fixture(scope="session", autouse=True)
def _collected_static_files():
    call_command("collectstatic", verbosity=0, interactive=False)
    assert settings.STATIC_ROOT.exists()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        seed.load()
        publishing.publish(None, "The content that comes with the site.")
        page_states.refresh_all()


@pytest.fixture(autouse=True)
def _forgotten_guide():
    """Let no test see the guide that another test published."""
    publishing.forget_guide()
    yield
    publishing.forget_guide()


@pytest.fixture
def client():
    """A client that knows both factors: see ``StaffClient``."""
    return StaffClient()


@pytest.fixture
def admin_client(client, admin_user):
    """A client signed in with every right."""
    client.force_login(admin_user)
    return client
