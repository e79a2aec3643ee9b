"""The shipped content as edition 1 of an open site, loaded once; tests get copies.

The SQLite site, its database and its collected static files, is kept for later runs in
``.pytest_cache/seeded/<digest>/``. The digest is that of every file that it is made of, so a
change of code or content makes another. On PostgreSQL one database is made for each run and
dropped at its end.
"""

import fcntl
import functools
import hashlib
import shutil
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from tests.sites import ROOT, OwnSite, sqlite_site

FOLDER = ROOT / ".pytest_cache" / "seeded"
MADE_OF = ("guidance", "spms_site", "static", "requirements.txt")
KEPT_SECONDS = 24 * 60 * 60
"""How long a seeded site stays on disk after it was last used: another run may still need it."""

PREPARE = """
import io
from django.core.management import call_command
from tests.make import set_open
call_command("migrate", verbosity=0)
call_command("load_content", publish=True, stdout=io.StringIO())
set_open(True)
print(1)
"""


@functools.cache
def digest():
    """Return the digest of all files of which a seeded site is made."""
    found = hashlib.sha256()
    for top in MADE_OF:
        path = ROOT / top
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.parent.name != "__pycache__" and file.is_file():  # others may be writing there
                found.update(f"{file.relative_to(ROOT)}\0".encode())
                found.update(file.read_bytes())
    return found.hexdigest()[:16]


@contextmanager
def locked(name):
    """Let one process of a test run at a time do what ``name`` says."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@functools.cache
def seeded_site():
    """Return the seeded site. Copy its files; never write to them."""
    folder = FOLDER / digest()
    with locked("sqlite"):
        if not folder.exists():
            _make(folder)
        folder.touch()
    return sqlite_site(folder)


def _make(folder):
    for other in FOLDER.glob("*/"):
        if time.time() - other.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(other)
    unfinished = Path(tempfile.mkdtemp(prefix="unfinished-", dir=FOLDER))
    site = sqlite_site(unfinished)
    code, output = site.manage("collectstatic", "--no-input", "--verbosity", "0")
    assert code == 0, output
    site.ask(PREPARE)
    unfinished.rename(folder)


def copy_of_seeded(folder):
    """Return a site in ``folder`` that is a copy of the seeded one.

    The static files are not copied: ``static`` links to those of the seeded site.
    """
    seeded = seeded_site()
    folder.mkdir(parents=True)
    for path in seeded.folder.iterdir():
        if path.name == "static":
            (folder / "static").symlink_to(path)
        elif path.is_file():
            shutil.copy2(path, folder)
    return sqlite_site(folder)


def postgres_template(server, run):
    """Return the name of the database on ``server`` that holds the seeded content in this run."""
    name = template_name(run)
    with locked(f"postgresql-{run}"):
        if name not in server.names():
            server.make(name=name)
            server.made.remove(name)  # other processes need it; see drop_template
            with tempfile.TemporaryDirectory() as folder:
                OwnSite(Path(folder), server.address_of(name)).ask(PREPARE)
    return name


def template_name(run):
    return f"spms_test_seeded_{run}"
