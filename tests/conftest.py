"""What tests share. Every test that uses the database sees the shipped content as edition 1."""

import os
import shutil

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command

from guidance import page_states, publishing, seed
from tests.get_postgres import find as find_postgres
from tests.make import make_user
from tests.sites import OwnSite, Postgres, copy_of, sqlite_site
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


@pytest.fixture
def people():
    """One person of each role, by role."""
    found = {}
    for role in Group.objects.all():
        found[role.name] = make_user(role.name.lower().replace(" ", "-"))
        found[role.name].groups.add(role)
    return found


# Sites with a database that a test may spoil: see ``tests.sites``.


@pytest.fixture(scope="session")
def _prepared_sqlite(tmp_path_factory):
    return sqlite_site(tmp_path_factory.mktemp("sqlite-site")).prepare()


@pytest.fixture(scope="session")
def _postgres():
    address = find_postgres()
    if address is None:
        message = "NO POSTGRESQL FOUND: the tests on PostgreSQL did not run."
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    server = Postgres(address)
    yield server
    server.drop()


@pytest.fixture(scope="session")
def _prepared_postgres(_postgres, tmp_path_factory):
    name = _postgres.make()
    site = OwnSite(tmp_path_factory.mktemp("postgres-site"), _postgres.address_of(name))
    site.prepare()
    return site, name


@pytest.fixture(params=["sqlite", "postgresql"])
def own_site(request, tmp_path):
    """A site of its own with the shipped content as edition 1, on SQLite and on PostgreSQL."""
    folder = tmp_path / "site"
    if request.param == "sqlite":
        return copy_of(request.getfixturevalue("_prepared_sqlite"), folder)
    site, name = request.getfixturevalue("_prepared_postgres")
    server = request.getfixturevalue("_postgres")
    shutil.copytree(site.folder, folder, symlinks=True)
    return OwnSite(folder, server.address_of(server.make(template=name)))


@pytest.fixture
def own_sqlite_site(_prepared_sqlite, tmp_path):
    """A site of its own on SQLite."""
    return copy_of(_prepared_sqlite, tmp_path / "site")
