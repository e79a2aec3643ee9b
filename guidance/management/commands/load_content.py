"""Load the shipped content files into the draft tables."""

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError

from guidance.content import load, update
from guidance.editorial import current, draft_status, publishing, snapshots


class Command(BaseCommand):
    help = "Load content files into the draft tables. Rows that exist are left to their editors."

    def add_arguments(self, parser):
        parser.add_argument(
            "--from", "--folder", dest="folder", default=load.CONTENT, help="where the files are"
        )
        parser.add_argument(
            "--overwrite", action="store_true", help="put the files' text in place of the editors'"
        )
        parser.add_argument("--if-empty", action="store_true", help="do nothing if content exists")
        parser.add_argument(
            "--publish", action="store_true", help="publish edition 1 if nothing is published yet"
        )

    def handle(self, *, folder, overwrite, if_empty, publish, **options):
        # An older release may have loaded and published content without a draft status.
        must_update = not draft_status.known_keys()
        if not if_empty or load.is_empty():
            must_update = True
            was_empty = load.is_empty()
            try:
                report = load.load(folder, overwrite=overwrite)
                if was_empty:
                    update.note_received(folder)
            except load.ContentError as error:
                raise CommandError(f"Nothing was loaded. {error}") from error
            except IntegrityError as error:
                raise CommandError(
                    "Nothing was loaded: somebody else loaded or edited content at the same time. "
                    "Run it again."
                ) from error
            self.stdout.write(
                f"Created {len(report.created)}, overwrote {len(report.overwritten)}."
            )
            for line in report.differing:
                self.stdout.write(f"Left as edited: {line}")
        if publish and current.nothing_published():
            must_update = True
            try:
                edition = publishing.publish(None, "The content that comes with the site.")
            except snapshots.CannotFreeze as error:
                raise CommandError(f"Nothing was published. {error}") from error
            except (publishing.PublishedMeanwhile, publishing.NothingToPublish):
                self.stdout.write("Nothing was published: somebody else published meanwhile.")
            else:
                self.stdout.write(f"Published {edition}.")
        if must_update:
            draft_status.update_all()
