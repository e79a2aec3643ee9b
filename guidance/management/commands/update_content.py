"""Bring the words of this release into the drafts of a site that has content."""

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError

from guidance.content import load, update
from guidance.editorial import draft_status, old_shapes


class Command(BaseCommand):
    help = (
        "Bring the words of this release into the drafts. What staff did not edit takes the new "
        "words, what they edited is kept and the new words are offered. Nothing becomes public."
    )

    def add_arguments(self, parser):
        parser.add_argument("--from", dest="folder", default=load.CONTENT, help="other files")

    def handle(self, *, folder, **options):
        if load.is_empty():
            self.stdout.write("There is no content to update. Run load_content first.")
            return
        try:
            report = update.update(folder)
        except load.ContentError as error:
            raise CommandError(f"Nothing was changed. {error}") from error
        except IntegrityError as error:
            raise CommandError(
                "Nothing was changed: somebody else loaded or edited content at the same time. "
                "Run it again."
            ) from error
        self.say(report)
        if report.pages:
            draft_status.update_all()
            draft_status.note_upgrade(report.pages)
        for submission in old_shapes.return_submissions():
            self.stdout.write(f"Sent back to be submitted again: {submission}.")

    def say(self, report):
        if not (report.pages or report.offered or report.not_created):
            self.stdout.write("The drafts have the words of this release.")
            return
        self.stdout.write(
            f"New as drafts: {len(report.created)}. Drafts that took new words: "
            f"{len(report.changed)}. Offered beside what staff wrote: {len(report.offered)}. "
            "Nothing became public."
        )
        for line in report.not_created:
            self.stdout.write(f"Not added: {line}")
