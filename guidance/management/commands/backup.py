"""Make a backup of the database while the site runs."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from guidance import backups
from guidance.models import JobRun


class Command(BaseCommand):
    help = "Copy the database into a folder, whole or not at all, under a name with the UTC time."

    def add_arguments(self, parser):
        parser.add_argument("folder", help="where backups are kept; made where needed")
        parser.add_argument("--keep", type=int, help="delete older backups beyond this number")

    def handle(self, *, folder, keep, **options):
        if keep is not None and keep < 1:
            raise CommandError("--keep must be 1 or more.")
        try:
            path = backups.backup(folder, keep=keep)
        except backups.BackupFailed as error:
            raise CommandError(str(error)) from error
        JobRun.objects.note("backup", now=timezone.now())
        self.stdout.write(str(path))
