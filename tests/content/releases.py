"""A release with other words than those that the site has, for tests of an upgrade."""

import io
import re
import shutil

from django.core.management import call_command

from guidance import models
from guidance.content import load, record, update

PAGES = (
    "side_effects/headache.toml",
    "symptoms/fatigue.toml",
    "symptoms/sleep.toml",
    "therapies/siponimod.toml",
    "subtypes/active.toml",
    "visits/yearly-check-when-stable.toml",
    "info/about.toml",
    "walk/find-your-type.toml",
)


class Release:
    """A small content folder that differs from what is shipped as ``change`` says."""

    def __init__(self, folder):
        self.folder = folder / "content"
        for name in (*PAGES, "help.toml", "clinic.toml", "signs.toml"):
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(load.CONTENT / name, self.folder / name)
        (self.folder / "glossary.toml").write_text("terms = []\n")
        (self.folder / "sources.toml").write_text("sources = []\n")

    def change(self, name, pattern, replacement):
        """Replace what ``pattern`` finds first in the file ``name``."""
        text, found = re.subn(
            pattern, replacement, (self.folder / name).read_text(), count=1, flags=re.DOTALL
        )
        assert found, f"{pattern} is not in {name}."
        (self.folder / name).write_text(text)

    def set(self, name, field, words):
        self.change(name, rf'(?m)^{field} = "[^\n]*"', f'{field} = "{words}"')

    def record(self):
        """Return the record of the shipped releases and of this one, which is called next."""
        known = record.Record.read()
        known.add((row for _, row in load.Reader(self.folder).rows()), "next")
        return known

    def bring(self):
        """Upgrade the site to this release, and return the ``Report``."""
        return update.update(self.folder, self.record())

    def upgrade(self, monkeypatch):
        """Upgrade the site with the command, and return what it says."""
        known = self.record()
        monkeypatch.setattr(record.Record, "read", lambda: known)
        out = io.StringIO()
        call_command("update_content", "--from", str(self.folder), stdout=out)
        return out.getvalue()


def made_by_an_earlier_release():
    """Forget what this site was given: earlier releases did not note it."""
    models.ReceivedRow.objects.all().delete()
