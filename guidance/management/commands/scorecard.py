"""Write docs/scorecard.md from the drafts, or check that it is up to date."""

from difflib import unified_diff
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from guidance.editorial import snapshots
from guidance.pages.guide import Guide
from guidance.quality.scorecard.judgements import read_checklists, read_items
from guidance.quality.scorecard.report import Scorecard

JUDGEMENTS = settings.BASE_DIR / "guidance" / "quality" / "scorecard"


def read_scorecard():
    """Return the ``Scorecard`` with the template and the judgements from their files."""

    def text_of(name):
        return (JUDGEMENTS / name).read_text("utf-8")

    return Scorecard(
        text_of("report.md"),
        read_items(text_of("ipdas.toml")),
        read_checklists(text_of("checklists.toml")),
    )


class Command(BaseCommand):
    help = "Write the scorecard from the drafts. With --check, fail where the file would change."

    def add_arguments(self, parser):
        parser.add_argument(
            "--file", default=settings.BASE_DIR / "docs" / "scorecard.md", help="where it is kept"
        )
        parser.add_argument("--check", action="store_true", help="compare, and write nothing")

    def handle(self, *, file, check, **options):
        try:
            guide = Guide(0, timezone.localdate(), snapshots.freeze_all().values())
        except snapshots.CannotFreeze as error:
            raise CommandError(str(error)) from error
        path, text = Path(file), read_scorecard().render(guide)
        before = path.read_text("utf-8") if path.exists() else ""
        if check and before != text:
            lines = unified_diff(before.splitlines(), text.splitlines(), lineterm="", n=0)
            self.stdout.write("\n".join(lines))
            raise CommandError(f"{path.name} is out of date. Run: make scorecard")
        if not check:
            path.write_text(text, "utf-8")
        self.stdout.write(f"{path.name} is up to date.")
