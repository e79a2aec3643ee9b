"""The release of November 24, 2026, made from Git, as a site of its own.

Its code runs with the packages of this release.
"""

import io
import subprocess
import sys
import tarfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.sites import ROOT, without_database

COMMIT = "deda28e"


@dataclass(frozen=True)
class EarlierRelease:
    """The files of the release in ``folder``, and a database there with its content published."""

    folder: Path
    environment: dict

    def run(self, *command):
        """Run Python with ``command`` in the release, and return what it prints."""
        done = subprocess.run(
            [sys.executable, *command],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            check=True,
        )
        return done.stdout


@contextmanager
def earlier_release(address="http://127.0.0.1:8000"):
    """Yield the release in a temporary folder, with the address that its site will have."""
    command = ["git", "archive", COMMIT]
    archive = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout
    with TemporaryDirectory() as name:
        folder = Path(name)
        with tarfile.open(fileobj=io.BytesIO(archive)) as files:
            files.extractall(folder, filter="data")
        environment = {
            **without_database(),
            "STATE_FOLDER": str(folder / "state"),
            "SITE_ADDRESS": address,
            "DJANGO_SETTINGS_MODULE": "spms_site.settings",
            "PYTHONPATH": str(folder),
        }
        release = EarlierRelease(folder, environment)
        release.run("manage.py", "migrate", "--verbosity", "0")
        release.run("manage.py", "load_content", "--publish")
        yield release
