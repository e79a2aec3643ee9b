"""Check that this release can read the pages of the current edition, or of all editions."""

from django.core.management.base import BaseCommand, CommandError

from guidance.editorial import editions


class Command(BaseCommand):
    help = (
        "Reads every page of the current edition, with --all of every edition, and prints a line "
        "for each that this release cannot show, or not in full. Ends with 1 where a page of the "
        "current edition cannot be shown; with --all, where any cannot."
    )

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="Read old editions, too.")

    def handle(self, *args, **options):
        read, faults = 0, 0
        for pages, findings in editions.checked(every=options["all"]):
            for finding in findings:
                out = self.stderr if finding.is_fault else self.stdout
                out.write(f"Edition {finding.edition}, {finding.key}: {finding.words}")
                faults += finding.is_fault
            read += pages
        if faults:
            raise CommandError(
                "Readers would be told that these pages cannot be shown: "
                f"{faults} of {read}. Publish them anew, or keep the release that wrote them."
            )
        self.stdout.write(f"All {read} pages can be shown." if read else "Nothing is published.")
