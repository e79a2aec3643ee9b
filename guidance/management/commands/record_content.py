"""Add what is shipped now to the record of what releases shipped."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from guidance.content import load
from guidance.content.record import RECORD, Record


class Command(BaseCommand):
    help = (
        "Add every text of the content files to the record of what releases shipped "
        "(guidance/content/record.json), by which an upgrade knows what staff wrote."
    )
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument(
            "release", nargs="?", default="", help="its name; without one, the latest release"
        )
        parser.add_argument("--from", dest="folder", default=load.CONTENT, help="other files")
        parser.add_argument("--anew", action="store_true", help="forget what the record says")

    def handle(self, *, release, folder, anew, **options):
        record = Record() if anew or not RECORD.exists() else Record.read()
        if not release and not record.releases:
            raise CommandError("Name the first release.")
        try:
            added = record.add((row for _, row in load.Reader(Path(folder)).rows()), release)
        except load.ContentError as error:
            raise CommandError(f"Nothing was written. {error}") from error
        record.write()
        self.stdout.write(f"{added} texts added to {record.releases[-1]}.")
