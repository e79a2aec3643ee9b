"""A backup is complete or not there, and restoring it gives the same site."""

import json
import re
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from guidance import backups

NAME = r"spms-\d{4}-\d\d-\d\dT\d{6}Z\.(sqlite3|dump)"
PUBLISH = """
from guidance.editorial import publishing
from guidance.models import Therapy
Therapy.objects.filter(slug="siponimod").update(summary="Changed. [@lbl_siponimod]")
print(publishing.publish(None, "Changed.").number)
"""
ROWS = """
from django.apps import apps
models = apps.get_models(include_auto_created=True)
print(json.dumps({model._meta.db_table: model._base_manager.count() for model in models}))
"""
"""Prints {table: number of rows}."""


def make_backup(site, folder, *options):
    code, said = site.manage("backup", str(folder), *options)
    assert code == 0, said
    return said.strip()


UNSAVED = """
from django.contrib.auth import get_user_model
from django.utils import timezone
from guidance.models import UnsavedCopy
user = get_user_model().objects.create_user("erin")
content = {"base": "", "fields": {"text": {"values": ["half-a-sentence"], "labels": []}}}
UnsavedCopy.objects.keep(user, "therapy", 1, content, now=timezone.now())
print(UnsavedCopy.objects.count())
"""
"""Keeps the words that somebody did not save."""


def test_a_backup_is_named_by_its_time_and_its_owner_alone_may_read_it(own_site, tmp_path):
    folder = tmp_path / "backups"
    path = make_backup(own_site, folder)
    [kept] = folder.iterdir()
    assert str(kept) == path
    assert re.fullmatch(NAME, kept.name)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_backup_can_be_restored_shows_the_same_site_and_leaves_nothing_behind(
    own_site_of_each_kind, tmp_path, request
):
    """What staff have not saved is in no backup."""
    assert own_site_of_each_kind.ask(UNSAVED) == 1
    path = make_backup(own_site_of_each_kind, tmp_path / "backups")
    assert b"half-a-sentence" not in Path(path).read_bytes()
    before = (
        own_site_of_each_kind.ask(ROWS),
        Path(path).read_bytes(),
        scratch_databases(own_site_of_each_kind, request),
    )
    code, said = own_site_of_each_kind.manage("restore_check", path)
    assert (code, said) == (0, "The backup can be restored, and shows the same site.\n")
    after = (
        own_site_of_each_kind.ask(ROWS),
        Path(path).read_bytes(),
        scratch_databases(own_site_of_each_kind, request),
    )
    assert after == before


def scratch_databases(site, request):
    """Return the names of the databases that checks of ``site`` left on its server, if it has one.

    Other tests check other sites on the same server at the same time.
    """
    if not site.database.startswith("postgres"):
        return set()
    name = site.database.partition("?")[0].rpartition("/")[2]
    names = request.getfixturevalue("_postgres").names()
    return {other for other in names if other.startswith(f"restore_check_{name}")}


def test_what_was_published_since_is_told(own_sqlite_site, tmp_path):
    path = make_backup(own_sqlite_site, tmp_path / "backups")
    own_sqlite_site.ask(PUBLISH)
    code, said = own_sqlite_site.manage("restore_check", path)
    assert code == 1
    assert "Edition 2 is public here, 1 in the backup." in said
    assert "The table guidance_edition has 2 rows here and 1 in the backup." in said
    assert "The page /treatments/siponimod/ differs." in said
    assert "make a new backup" in said


@pytest.mark.parametrize("keep", [1, 2])
def test_older_backups_beyond_those_to_keep_are_deleted_and_nothing_else(
    own_sqlite_site, tmp_path, keep
):
    folder = tmp_path / "backups"
    folder.mkdir()
    for name in ("spms-2026-01-01T000000Z.sqlite3", "spms-2026-01-02T000000Z.sqlite3", "mine.txt"):
        (folder / name).write_text("old")
    new = make_backup(own_sqlite_site, folder, f"--keep={keep}")
    left = sorted(path.name for path in folder.glob("spms-*"))
    assert len(left) == keep
    assert new.endswith(left[-1])
    assert (folder / "mine.txt").exists()


@pytest.mark.parametrize("keep", ["0", "-1"])
def test_keeping_no_backup_is_refused(own_sqlite_site, tmp_path, keep):
    code, said = own_sqlite_site.manage("backup", str(tmp_path / "b"), f"--keep={keep}")
    assert (code, "--keep must be 1 or more." in said) == (1, True)
    assert not (tmp_path / "b").exists()


def test_a_backup_that_fails_leaves_no_part_and_deletes_nothing(own_sqlite_site, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    old = folder / "spms-2026-01-01T000000Z.sqlite3"
    old.write_text("old")
    with own_sqlite_site.file.open("r+b") as file:  # a page in the middle is overwritten
        file.seek(own_sqlite_site.file.stat().st_size // 2)
        file.write(b"\xff" * 65536)
    code, said = own_sqlite_site.manage("backup", str(folder), "--keep=1")
    assert code == 1, said
    assert "Traceback" not in said
    assert list(folder.iterdir()) == [old]


def test_a_folder_that_cannot_be_written_to_is_told(own_site, tmp_path):
    (tmp_path / "file").write_text("")
    code, said = own_site.manage("backup", str(tmp_path / "file" / "backups"))
    assert code == 1
    assert said.startswith("CommandError: No backup was made.")


@pytest.mark.parametrize("damage", ["cut", "other"])
def test_a_damaged_backup_is_told(own_site, tmp_path, damage):
    path = make_backup(own_site, tmp_path / "backups")
    whole = Path(path).read_bytes()
    half = whole[: len(whole) // 2]
    Path(path).write_bytes(half if damage == "cut" else b"not a database" * 999)
    code, said = own_site.manage("restore_check", path)
    assert code == 1
    assert "Traceback" not in said
    assert "The copy is damaged" in said or "pg_restore failed" in said


def test_a_backup_that_is_not_there_is_told(own_site, tmp_path):
    code, said = own_site.manage("restore_check", str(tmp_path / "none"))
    assert (code, said.startswith("CommandError: There is no file")) == (1, True)


def test_a_backup_of_an_older_release_wants_its_migrations(own_sqlite_site, tmp_path):
    path = make_backup(own_sqlite_site, tmp_path / "backups")
    forget = "DELETE FROM django_migrations WHERE app = 'axes' AND name LIKE '0010%'"
    subprocess.run([sys.executable, "-c", FORGET, path, forget], check=True)
    code, said = own_sqlite_site.manage("restore_check", path)
    assert code == 1
    assert "does not start. CommandError: Migrations are missing: axes.0010" in said


FORGET = """
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as database:
    database.execute(sys.argv[2])
"""


def test_a_backup_made_while_somebody_writes_is_whole(own_site, tmp_path):
    """The writer changes two tables in each transaction; a backup never holds only one of them."""
    with own_site.start("-c", WRITER, stdout=subprocess.PIPE) as writer:
        stop = threading.Timer(600, writer.kill)
        stop.start()
        assert writer.stdout.readline() == "writing\n"
        path = make_backup(own_site, tmp_path / "backups")
        assert writer.poll() is None
        writer.kill()
        stop.cancel()
    code, said = own_site.manage("restore_check", path)
    found = dict(re.findall(r"table guidance_(source|sideeffect) has .* and (\d+) in", said))
    assert code == 1
    assert len(found) == 2
    here = own_site.ask(ROWS)
    missing = {name: here[f"guidance_{name}"] - int(rows) for name, rows in found.items()}
    assert missing["source"] == missing["sideeffect"] > 0


WRITER = """
import django
django.setup()
from datetime import date
from django.db import transaction
from guidance.models import SideEffect, Source

print("writing", flush=True)
days = {"checked_on": date(2026, 11, 23)}
for number in range(10**6):
    with transaction.atomic():
        Source.objects.create(key=f"more-{number}", organization="x", title="x",
                              address="https://example.org", kind="label", tier="primary", **days)
        SideEffect.objects.create(slug=f"more-{number}", name=f"more {number}", summary="x",
                                  review_due=date(2027, 11, 23), **days)
"""


def test_two_sites_are_told_apart_by_edition_tables_and_pages():
    here = {"edition": 2, "rows": {"a": 1, "b": 2}, "pages": {"/": "x", "/new/": "y"}}
    there = {"edition": 1, "rows": {"a": 1, "b": 3, "c": 0}, "pages": {"/": "z"}}
    assert backups.differences(here, here) == []
    assert backups.differences(here, there) == [
        "Edition 2 is public here, 1 in the backup.",
        "The table b has 2 rows here and 3 in the backup.",
        "The table c has no rows here and 0 in the backup.",
        "The page / differs.",
        "The page /new/ differs.",
    ]


def test_a_fingerprint_holds_every_public_page_and_no_sign_ins(own_sqlite_site):
    found = json.loads(own_sqlite_site.manage("fingerprint")[1])
    assert found["edition"] == 1
    assert {"/", "/treatments/siponimod/", "/get-help/", "/sources/"} <= set(found["pages"])
    assert len(found["pages"]) > 140
    assert len(set(found["pages"].values())) == len(found["pages"])
    assert "auth_user" in found["rows"]
    assert not [name for name in found["rows"] if "session" in name or "axes" in name]
