"""A copy of the project that a test may change, to try what a page of ``docs/tasks/`` says."""

import os
import shutil
import subprocess
import sys

from django.conf import settings

from tests.seeded import seeded_site

SETTINGS = """
from spms_site.settings import *

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ALLOWED_HOSTS = ["*"]
SECURE_SSL_REDIRECT = False
"""
UNFINISHED = shutil.ignore_patterns("*.pyc.*")
"""Compiled modules that other processes are writing: they may be gone before they are copied."""


class ScratchCopy:
    """A copy of the project that may be changed, with a copy of the seeded database."""

    def __init__(self, folder):
        self.root = folder / "project"
        self.root.mkdir()
        for name in ("guidance", "spms_site", "templates", "static"):
            shutil.copytree(settings.BASE_DIR / name, self.root / name, ignore=UNFINISHED)
        shutil.copy(settings.BASE_DIR / "manage.py", self.root)
        (self.root / "scratch_settings.py").write_text(SETTINGS)
        (folder / "state").mkdir()
        shutil.copy(seeded_site().file, folder / "state")
        self.environment = {
            **os.environ,
            "STATE_FOLDER": str(folder / "state"),
            "DJANGO_SETTINGS_MODULE": "scratch_settings",
        }
        for name in ("DATABASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE"):
            self.environment.pop(name, None)

    def insert(self, path, before, text):
        """Insert ``text`` in the file ``path``, before the one place that has ``before``."""
        file = self.root / path
        content = file.read_text()
        assert content.count(before) == 1, f"{before!r} in {path}"
        file.write_text(content.replace(before, text + before))

    def append(self, path, text):
        """Add ``text`` at the end of the file ``path``, which is made if it is not there."""
        file = self.root / path
        file.parent.mkdir(exist_ok=True)
        with file.open("a") as opened:
            opened.write(text)

    def run(self, *arguments):
        """Run Python in the copy, and return the process with its output."""
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.root,
            env=self.environment,
            capture_output=True,
            text=True,
        )

    def manage(self, *arguments):
        """Run a command that must succeed."""
        process = self.run("manage.py", *arguments)
        assert process.returncode == 0, process.stdout + process.stderr
