"""The command ``release``, alone and at once, on SQLite and on PostgreSQL."""

import fcntl
import subprocess
import sys

import pytest

from guidance.management.commands.release import LOCK, WAITING
from tests.sites import ROOT, OwnSite, sqlite_site

pytestmark = pytest.mark.slow
DEPLOYED = {
    "SITE_ADDRESS": "https://spms.example.org",
    "DJANGO_SETTINGS_MODULE": "tests.few_static_files",
}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def new_site(request, tmp_path):
    """A site whose database is empty."""
    folder = tmp_path / "new-site"
    folder.mkdir()
    if request.param == "sqlite":
        return sqlite_site(folder)
    server = request.getfixturevalue("_postgres")
    return OwnSite(folder, server.address_of(server.make()))


def start_release(site):
    environment = {**site.environment, **DEPLOYED}
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # of the tests: a check refuses it
    return subprocess.Popen(
        [sys.executable, "-u", "manage.py", "release"],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


EDITIONS = """
from guidance.models import Edition, Therapy
print(json.dumps([Edition.objects.count(), Therapy.objects.count() > 20]))
"""


def test_two_releases_at_once_prepare_a_new_site_once_and_the_next_changes_nothing(new_site):
    both = [start_release(new_site) for _ in range(2)]
    said = [process.communicate()[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert sorted("Published Edition 1." in text for text in said) == [False, True]
    assert all(text.endswith("release: done\n") for text in said)
    assert new_site.ask(EDITIONS) == [1, True]
    assert (new_site.folder / "static" / "staticfiles.json").exists()
    with start_release(new_site) as again:
        assert "Published" not in again.communicate()[0]
    assert again.returncode == 0
    assert new_site.ask(EDITIONS) == [1, True]


HOLD = f"""
import sys
from django.db import connection

with connection.cursor() as cursor:
    cursor.execute("SELECT pg_advisory_lock({LOCK})")
    print("held", flush=True)
    sys.stdin.readline()
print(1)
"""


def test_a_release_waits_for_another_on_another_machine_and_says_so(own_site_of_each_kind):
    """The other holds the database's lock on PostgreSQL, the folder's on SQLite."""
    (own_site_of_each_kind.folder / "static").unlink()
    if own_site_of_each_kind.database.startswith("sqlite"):
        with (own_site_of_each_kind.folder / "release.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            process = start_release(own_site_of_each_kind)
            assert process.stdout.readline().strip() == WAITING
            assert process.poll() is None
    else:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        with own_site_of_each_kind.start(
            "-c", f"import django; django.setup()\n{HOLD}", **pipes
        ) as holder:
            assert holder.stdout.readline() == "held\n"
            process = start_release(own_site_of_each_kind)
            assert process.stdout.readline().strip() == WAITING
            assert process.poll() is None
            holder.communicate("go\n")
    said, _ = process.communicate()
    assert (process.returncode, said.splitlines()[-1]) == (0, "release: done"), said


def test_a_release_whose_checks_fail_says_so_and_ends_with_an_error(own_sqlite_site):
    (own_sqlite_site.folder / "static").unlink()
    code, said = own_sqlite_site.manage("release")  # http: nothing protects what is sent
    assert code == 1
    assert "security.W" in said
    assert "release: done" not in said
