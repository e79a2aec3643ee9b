"""Publish what was approved for a time that has come. For cron, every few minutes.

It may run on several machines at once: each submission is published once, and the other runs say
that nothing was left to do. The command fails where a submission could not be published.
"""

from django.core.management.base import BaseCommand, CommandError

from guidance.editorial import workflow


class Command(BaseCommand):
    help = "Publish every approved submission whose time has come."

    def handle(self, **options):
        refused = []
        for submission, outcome in workflow.publish_due():
            if isinstance(outcome, workflow.Refused):
                refused.append(f"{submission} was not published. {outcome}")
            elif isinstance(outcome, workflow.Overtaken):
                self.stdout.write(str(outcome))
            else:
                self.stdout.write(f"{submission} was published as {outcome}.")
        if refused:
            raise CommandError("\n".join(refused))
