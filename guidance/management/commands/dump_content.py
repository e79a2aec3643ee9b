"""Write the current edition to content files."""

from django.core.management.base import BaseCommand, CommandError

from guidance.content import export
from guidance.editorial import current


class Command(BaseCommand):
    help = (
        "Write the current edition as content files into a new folder. Loaded into an empty "
        "database (load_content --from) and published, they give the same pages."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", help="a new folder")

    def handle(self, *, folder, **options):
        try:
            guide = current.current_guide()
            number = export.write(guide, folder)
        except (current.NoEdition, export.FolderInUse, OSError) as error:
            raise CommandError(f"Nothing was written. {error}") from error
        self.stdout.write(f"Wrote edition {guide.number} as {number} files. {export.LEFT_OUT}")
