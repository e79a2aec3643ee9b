"""Print the fingerprint of this site, with which two sites can be compared."""

import json

from django.core.management.base import BaseCommand, CommandError

from guidance import backups
from guidance.editorial import current


class Command(BaseCommand):
    help = "Print edition, rows of each table and SHA-256 of each public page, as JSON."

    def handle(self, **options):
        try:
            fingerprint = backups.fingerprint()
        except (backups.BackupFailed, current.NoEdition) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(fingerprint, indent=1))
