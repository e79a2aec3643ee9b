"""The site as shipped, started as a clinic would start it."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.seeded import copy_of_seeded
from tests.sites import ROOT, without_database

STAFF = ("editor", "a-long-test-password")
MAKE_ACCOUNTS = """
from guidance.models import Credentials
from django.contrib.auth.models import User
for name in {names!r}:
    User.objects.create_superuser(name, name + "@example.org", {password!r})
User.objects.filter(username="colleague").update(first_name="Dr. Test", last_name="Person")
Credentials.objects.create(user=User.objects.get(username="colleague"), words="MD, neurologist")
"""


@dataclass(frozen=True)
class Site:
    """A running site: where it is, where its files are, and what it logged."""

    address: str
    folder: Path
    environment: dict

    def manage(self, *arguments):
        """Run a command of the site."""
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(
            command, cwd=ROOT, env=self.environment, check=True, stdout=subprocess.DEVNULL
        )

    def make_accounts(self, *names):
        """Make accounts with every right, in one process; their password is that of ``STAFF``."""
        code = MAKE_ACCOUNTS.format(names=names, password=STAFF[1])
        self.manage("shell", "--no-imports", "-c", code)

    @property
    def database(self):
        return self.folder / "db.sqlite3"

    @property
    def access_log(self):
        return (self.folder / "access.log").read_text()


@contextmanager
def running_site(folder, *, names=(), workers=2):
    """Start the site as shipped in a folder of its own, and stop it at the end.

    It has accounts with these ``names``, and hashes passwords fast.
    """
    folder = copy_of_seeded(folder).folder
    address = free_address()
    environment = {
        **without_database(),
        "STATE_FOLDER": str(folder),
        "SITE_ADDRESS": address,
        "DJANGO_SETTINGS_MODULE": "tests.fast_passwords",
    }
    site = Site(address, folder, environment)
    if names:
        site.make_accounts(*names)
    with serving(site, workers=workers):
        yield site


def free_address():
    """Return an address of this machine with a port that nothing uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


@contextmanager
def serving(site, *, code=ROOT, workers=2):
    """Serve ``site`` with the code in the folder ``code``, and stop it at the end."""
    server = subprocess.Popen(
        [
            *[sys.executable, "-m", "gunicorn", "spms_site.wsgi"],
            *["--bind", site.address.removeprefix("http://")],
            *["--worker-class", "gthread", "--workers", str(workers), "--threads", "8"],
            *["--no-control-socket", "--log-level", "warning"],
            *["--access-logfile", str(site.folder / "access.log")],
        ],
        cwd=code,
        env=site.environment,
    )
    try:
        wait_for(f"{site.address}/healthz", server)
        yield
    finally:
        server.terminate()
        server.wait(timeout=300)


def wait_for(address, server):
    for _ in range(3000):
        assert server.poll() is None, "The server ended by itself."
        try:
            with urllib.request.urlopen(address, timeout=300) as response:
                assert response.status == 200
            return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.1)
    pytest.fail(f"{address} did not answer.")
