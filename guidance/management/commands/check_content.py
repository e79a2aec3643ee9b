"""Check the drafts against the content rules."""

from statistics import median

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from guidance.editorial import snapshots
from guidance.pages.guide import Guide
from guidance.quality import rules


class Command(BaseCommand):
    help = (
        "Check every draft page: citations, balance, reading grade and more. Prints each finding "
        "as “page: section: rule: what to do” and fails on errors."
    )

    def add_arguments(self, parser):
        parser.add_argument("--errors-only", action="store_true", help="leave the warnings out")

    def handle(self, *, errors_only, **options):
        today = timezone.localdate()
        try:
            guide = Guide(0, today, snapshots.freeze_all().values())
        except snapshots.CannotFreeze as error:
            raise CommandError(str(error)) from error
        findings = rules.check(guide, today=today)
        errors = [finding for finding in findings if finding.severity == "error"]
        warnings = [finding for finding in findings if finding.severity == "warning"]
        for finding in errors:
            self.stdout.write(str(finding))
        if warnings and not errors_only:
            self.stdout.write("\nWarnings\n")
            for finding in warnings:
                self.stdout.write(str(finding))
        self.stdout.write(
            f"{_count(len(guide.pages), 'page')}: {_count(len(errors), 'error')}, "
            f"{_count(len(warnings), 'warning')}. {_grades(guide, today)}"
        )
        if errors:
            raise CommandError("Mend the errors above. Nothing of this may reach readers.")


def _count(number, thing):
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _grades(guide, today):
    """Return a sentence with the medians of the adjusted and the raw reading grades."""
    grades = rules.grades(guide, today=today).values()
    summaries = [grade for grade in grades if grade.summary.words]
    if not summaries:
        return "Nothing to read."
    page = median(grade.page.grade for grade in grades)
    page_raw = median(grade.page_raw.grade for grade in grades)
    summary = median(grade.summary.grade for grade in summaries)
    summary_raw = median(grade.summary_raw.grade for grade in summaries)
    return (
        f"Median reading grade of a page {page:.1f} (raw {page_raw:.1f}), "
        f"of a summary {summary:.1f} (raw {summary_raw:.1f})."
    )
