"""Makes backups of the database, and checks that a backup can be restored."""

import hashlib
import json
import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.backends.postgresql.client import DatabaseClient
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest
from django.urls import resolve
from django.utils import timezone

from guidance.editorial import current
from guidance.models import JobRun, UnsavedCopy
from guidance.views.page_urls import address
from spms_site import environment

ENDINGS = {"sqlite": ".sqlite3", "postgresql": ".dump"}
COMES_AND_GOES = {"sessions", "axes"}
"""Apps whose rows change without an edit: sessions, and failed sign-ins."""
NOT_COUNTED = (UnsavedCopy, JobRun)
"""Tables whose rows are not compared: unsaved copies, and runs of commands such as the backup."""
LEFT_OUT = UnsavedCopy._meta.db_table
"""The table whose rows are in no backup: they are deleted after 30 days, and a backup stays."""
MOST_NAMED = 10
"""The number of problems or different pages that a message names."""
LONGEST_SITE_NAME = 30
"""Characters of a site's database name in that of a scratch database, which has at most 63."""


class BackupFailed(Exception):
    """A backup could not be made or restored. The message says why."""


# Make a backup


def backup(folder, *, keep=None):
    """Copy the whole database to a new file in ``folder``, and return the path of the file.

    The site may be running. The file gets its name only when it is complete and synced to the disk.
    Only its owner may read it, because it contains password hashes and the keys of second factors.
    ``keep`` is the number of backups to keep; older ones are deleted. Raises ``BackupFailed``.
    """
    folder, ending = Path(folder), ENDINGS[connection.vendor]
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(dir=folder, prefix=".partial-")  # mode 600
        os.close(descriptor)
        try:
            COPY[connection.vendor](draft)
            _to_disk(draft)
            name = timezone.now().strftime("spms-%Y-%m-%dT%H%M%SZ") + ending
            done = Path(draft).rename(folder / name)
            _to_disk(folder)
        finally:
            Path(draft).unlink(missing_ok=True)
    except (OSError, DatabaseError) as error:
        raise BackupFailed(f"No backup was made. {error}") from error
    if keep:
        for old in backups_in(folder)[:-keep]:
            old.unlink(missing_ok=True)  # another process may have deleted it
    return done


def backups_in(folder):
    """Return the backups in ``folder``, oldest first."""
    return sorted(Path(folder).glob(f"spms-????-??-??T??????Z{ENDINGS[connection.vendor]}"))


def _to_disk(path):
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _copy_sqlite(draft):
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [draft])
    try:
        with closing(sqlite3.connect(draft, isolation_level=None)) as copy:
            copy.execute("PRAGMA secure_delete = ON")
            copy.execute(f"DELETE FROM {LEFT_OUT}")
    except sqlite3.DatabaseError as error:
        raise BackupFailed(f"The copy is damaged: {error}.") from error
    _check_sqlite(draft)


def _check_sqlite(path):
    """Raise ``BackupFailed`` if the database at ``path`` is damaged."""
    try:
        with closing(sqlite3.connect(path)) as database:
            results = [row[0] for row in database.execute("PRAGMA integrity_check")]
            lost = database.execute("PRAGMA foreign_key_check").fetchall()
            results += [f"{table} row {row} points to nothing" for table, row, *_ in lost]
    except sqlite3.DatabaseError as error:
        results = [str(error)]
    if results != ["ok"]:
        raise BackupFailed(f"The copy is damaged: {'; '.join(results[:MOST_NAMED])}.")


def _copy_postgres(draft):
    what = ("--format=custom", "--no-owner", "--no-privileges", f"--exclude-table-data={LEFT_OUT}")
    _postgres_tool("pg_dump", *what, "--file", draft)


def _postgres_tool(tool, *arguments, database=None):
    """Run a PostgreSQL program on the site's database, or on the one named ``database``.

    Raises ``BackupFailed`` if the program is not installed or fails.
    """
    database_settings = {**connection.settings_dict, **({"NAME": database} if database else {})}
    (_, *flags), variables = DatabaseClient.settings_to_cmd_args_env(database_settings, [])
    name = flags.pop()
    try:
        result = subprocess.run(
            [tool, *flags, "--dbname", name, *arguments],
            env=environment.with_these(variables or {}),
            capture_output=True,
            text=True,
        )
    except FileNotFoundError as error:
        raise BackupFailed(f"{tool} is not installed on this machine.") from error
    if result.returncode:
        raise BackupFailed(f"{tool} failed: {result.stderr.strip()}")


COPY = {"sqlite": _copy_sqlite, "postgresql": _copy_postgres}


# Check a backup


def fingerprint():
    """Return the edition number, the row count of each table and the digest of each public page.

    Raises ``BackupFailed`` if migrations of this release are missing, or if the static files were
    not collected.
    """
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        raise BackupFailed("The static files are missing. Run: manage.py collectstatic")
    executor = MigrationExecutor(connection)
    if missing := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        names = ", ".join(str(migration) for migration, _ in missing[:MOST_NAMED])
        raise BackupFailed(f"Migrations are missing: {names}.")
    guide = current.current_guide()
    return {
        "edition": guide.number,
        "rows": {
            model._meta.db_table: model._base_manager.count()
            for model in apps.get_models(include_auto_created=True)
            if model._meta.app_label not in COMES_AND_GOES and model not in NOT_COUNTED
        },
        "pages": {
            path: hashlib.sha256(_page_at(path)).hexdigest()
            for path in sorted({address(page) for page in guide.pages.values()})
        },
    }


def _page_at(path):
    """Return the bytes of the public page at ``path``, rendered without the cache."""
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    view, arguments, named = resolve(path)
    return view(request, *arguments, **named).render().content


def restore_check(path):
    """Restore the backup at ``path`` to a temporary database; return the differences.

    The restored copy is started as a site in a new process. It must pass Django's checks, have all
    migrations, and show the same pages. Raises ``BackupFailed`` if it cannot be restored.
    """
    path = Path(path)
    if not path.is_file():
        raise BackupFailed(f"There is no file {path}.")
    with RESTORED[connection.vendor](path) as database_address:
        restored = _fingerprint_of(database_address)
    return differences(fingerprint(), restored)


def differences(here, there):
    """Return the differences between two fingerprints as sentences."""
    sentences = []
    if here["edition"] != there["edition"]:
        sentences.append(
            f"Edition {here['edition']} is public here, {there['edition']} in the backup."
        )
    sentences += [
        f"The table {table} has {here['rows'].get(table, 'no')} rows here "
        f"and {there['rows'].get(table, 'no')} in the backup."
        for table in sorted({*here["rows"], *there["rows"]})
        if here["rows"].get(table) != there["rows"].get(table)
    ]
    pages = [
        page
        for page in sorted({*here["pages"], *there["pages"]})
        if here["pages"].get(page) != there["pages"].get(page)
    ]
    sentences += [f"The page {page} differs." for page in pages[:MOST_NAMED]]
    if len(pages) > MOST_NAMED:
        sentences.append(f"{len(pages) - MOST_NAMED} more pages differ.")
    return sentences


@contextmanager
def _restored_sqlite(path):
    with tempfile.TemporaryDirectory(prefix="restore-check-") as folder:
        copy = Path(folder) / "copy.sqlite3"
        shutil.copyfile(path, copy)
        _check_sqlite(copy)
        yield f"sqlite:///{copy}"


@contextmanager
def _restored_postgres(path):
    site = connection.settings_dict["NAME"][:LONGEST_SITE_NAME]
    name = f"restore_check_{site}_{secrets.token_hex(6)}"
    quoted = connection.ops.quote_name(name)
    with connection.cursor() as cursor:
        try:
            cursor.execute(f"CREATE DATABASE {quoted}")
        except DatabaseError as error:
            raise BackupFailed(f"No scratch database could be made: {error}") from error
        try:
            _postgres_tool("pg_restore", "--exit-on-error", "--no-owner", str(path), database=name)
            yield environment.database_address(name)
        finally:
            # Without FORCE, which may not end an autovacuum: PostgreSQL ends that one itself, and
            # waits up to five seconds for sessions that are closing.
            cursor.execute(f"DROP DATABASE {quoted}")


RESTORED = {"sqlite": _restored_sqlite, "postgresql": _restored_postgres}


def _fingerprint_of(database_address):
    """Return the fingerprint of this site on another database, from a new process."""
    result = subprocess.run(
        [sys.executable, settings.BASE_DIR / "manage.py", "fingerprint"],
        env=environment.with_these({"DATABASE_URL": database_address}),
        capture_output=True,
        text=True,
    )
    if result.returncode:
        reason = (result.stderr.strip() or "no reason was given").splitlines()[-1]
        raise BackupFailed(f"The restored copy does not start. {reason}")
    return json.loads(result.stdout)
