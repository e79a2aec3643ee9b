"""Delete what staff typed, did not save and left for 30 days. Run this every night with cron."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from guidance.models import UnsavedCopy


class Command(BaseCommand):
    help = "Delete the unsaved copies of staff that are older than 30 days."

    def handle(self, **options):
        number = UnsavedCopy.objects.forget_old(now=timezone.now())
        copies = "copy was" if number == 1 else "copies were"
        self.stdout.write(f"{number} unsaved {copies} deleted.")
