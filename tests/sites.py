"""Whole sites in processes of their own, each with a database that a test may spoil.

``tests.seeded`` makes the site that they are copied from.
"""

import json
import os
import secrets
import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]


def without_database():
    """Return the environment of this process, without the address of a database."""
    return {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}


@dataclass(frozen=True)
class OwnSite:
    """A site with its state folder and the address of its database. It hashes passwords fast."""

    folder: Path
    database: str
    variables: dict = field(default_factory=dict)
    """Further variables of its environment."""

    @property
    def environment(self):
        return {
            **os.environ,
            "STATE_FOLDER": str(self.folder),
            "DATABASE_URL": self.database,
            "SITE_ADDRESS": "http://127.0.0.1:8000",
            "DJANGO_SETTINGS_MODULE": "tests.fast_passwords",
            "PYTHONPATH": str(ROOT),
            **self.variables,
        }

    @property
    def file(self):
        """The file of a SQLite database."""
        return self.folder / "db.sqlite3"

    def with_variables(self, **variables):
        """Return the same site with further variables of its environment."""
        return replace(self, variables={**self.variables, **variables})

    def start(self, *command, **more):
        """Start Python with ``command`` and do not wait for it."""
        return subprocess.Popen([sys.executable, *command], env=self.environment, text=True, **more)

    def manage(self, *command):
        """Run a command of the site and return (exit code, what it said)."""
        both = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        with self.start("manage.py", *command, cwd=ROOT, **both) as process:
            said, _ = process.communicate()
        return process.returncode, said

    def ask(self, code):
        """Run ``code`` in the site and return what it prints, read as JSON."""
        return self.ask_plainly(f"import django, json; django.setup()\n{code}")

    def ask_plainly(self, code):
        """Run ``code``, which sets Django up itself, and return what it prints, read as JSON."""
        with self.start("-c", code, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            out, err = process.communicate()
        assert process.returncode == 0, err
        return json.loads(out)


def sqlite_site(folder):
    return OwnSite(folder, f"sqlite:///{folder / 'db.sqlite3'}")


class Postgres:
    """A server on which tests make databases, and drop them all at the end."""

    def __init__(self, address):
        self.address = address
        self.made = []

    def make(self, template="template1", name=None):
        """Make a database like ``template`` and return its name."""
        name = name or f"spms_test_{secrets.token_hex(6)}"
        self._say(f"CREATE DATABASE {name} TEMPLATE {template}")
        self.made.append(name)
        return name

    def address_of(self, name):
        before, _, query = self.address.partition("?")
        before = before.removesuffix(urlsplit(before).path)
        return f"{before}/{name}" + (f"?{query}" if query else "")

    def names(self):
        """Return the names of all databases of the server."""
        return set(self._say("SELECT datname FROM pg_database").split())

    def drop(self):
        for name in self.made:
            # The server may not have noticed yet that a process of a test has ended. FORCE would
            # fail beside an autovacuum, which only the server itself may end.
            ended = f"datname = '{name}' AND usename = current_user"
            self._say(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {ended}")
            self._say(f"DROP DATABASE IF EXISTS {name}")

    def _say(self, command):
        asked = ["psql", "--no-password", "-v", "ON_ERROR_STOP=1", "--quiet", "-At"]
        done = subprocess.run(
            [*asked, "--command", command, self.address], capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout
