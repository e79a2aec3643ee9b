"""Check that a backup can be restored."""

from django.core.management.base import BaseCommand, CommandError

from guidance import backups
from guidance.editorial import current


class Command(BaseCommand):
    help = (
        "Restore a backup into a scratch database, start the site on it, and compare tables and "
        "pages with those of this site. Changes nothing here. Fails where anything differs."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", help="a backup, as the command backup made it")

    def handle(self, *, file, **options):
        try:
            differences = backups.restore_check(file)
        except (backups.BackupFailed, current.NoEdition) as error:
            raise CommandError(str(error)) from error
        if differences:
            advice = "If staff worked since, make a new backup and check that one."
            raise CommandError("\n".join([*differences, advice]))
        self.stdout.write("The backup can be restored, and shows the same site.")
