"""Prepare the database and the static files for a new release, before its first request."""

import fcntl
import time
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import connection

STEPS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("check", {}),
    ("migrate", {"interactive": False}),
    ("load_content", {"if_empty": True, "publish": True}),
    ("update_content", {}),
    ("check_editions", {}),
    ("collectstatic", {"interactive": False, "verbosity": 0}),
    ("check", {"deploy": True, "fail_level": "WARNING"}),
)
"""(command, options) in order. The first that fails ends the release with its message.

Commands that this release does not have are skipped.
"""

LOCK = 0x5350_4D53_0002
"""The PostgreSQL advisory lock that is held during a release: "SPMS", 2."""

WAITING = "Another release is running. Waiting until it is done."


class Command(BaseCommand):
    help = (
        "Prepare the database and the static files for this release: check, migrate, load and "
        "publish the shipped content where there is none, bring new words into the drafts, collect "
        "static files, check again. Safe to run again, and on several machines at once: one waits "
        "for the other."
    )
    requires_system_checks = ()  # the first step does

    def handle(self, **options):
        known = get_commands()
        with self.one_at_a_time():
            for name, values in STEPS:
                if name in known:
                    self.stdout.write(f"release: {name}")
                    call_command(name, **values, stdout=self.stdout, stderr=self.stderr)
        self.stdout.write("release: done")

    @contextmanager
    def one_at_a_time(self):
        """Wait until no other release works on the same state folder or database."""
        with _locked_folder(self.say_waiting):
            if connection.vendor == "postgresql":
                with _locked_database(self.say_waiting):
                    yield
            else:
                yield

    def say_waiting(self):
        self.stdout.write(WAITING)
        self.stdout.flush()


@contextmanager
def _locked_folder(say_waiting):
    """Lock the file ``release.lock`` of the state folder. Closing the file releases the lock."""
    with (settings.STATE_FOLDER / "release.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say_waiting()
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _locked_database(say_waiting):
    """Hold the advisory lock on a separate connection, which the end of the process closes."""
    lock_connection = connection.copy()
    try:
        with lock_connection.cursor() as cursor:
            # Polled, because a time limit could end a statement that waits for the lock.
            is_waiting = False
            while not _try_lock(cursor):
                if not is_waiting:
                    say_waiting()
                    is_waiting = True
                time.sleep(1)
        yield
    finally:
        lock_connection.close()


def _try_lock(cursor):
    cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
    return cursor.fetchone()[0]
