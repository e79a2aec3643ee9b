"""Publish the approved submissions whose time has come. Run this every few minutes with cron.

It may run on several machines at once: each submission is published once, and the other runs report
that nothing was left to do. The command fails if a submission could not be published.
"""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from guidance.editorial import new_edition, refusals
from guidance.models import JobRun


class Command(BaseCommand):
    help = "Publish every approved submission whose time has come."

    def handle(self, **options):
        refused = []
        for submission, outcome in new_edition.publish_due():
            if isinstance(outcome, refusals.Refused):
                refused.append(f"{submission} was not published. {outcome}")
            elif isinstance(outcome, new_edition.Overtaken):
                self.stdout.write(str(outcome))
            else:
                self.stdout.write(f"{submission} was published as {outcome}.")
        JobRun.objects.note("publish_due", now=timezone.now())
        if refused:
            raise CommandError("\n".join(refused))
