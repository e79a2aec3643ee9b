"""Rows, steps and look-ups that the tests of this folder share."""

from django.contrib.admin.models import LogEntry
from django.test import Client

from guidance.editorial import current, workflow
from tests.make import submitted

EVIDENCE = {
    "trial": "TEST",
    "group": "Adults with SPMS",
    "happened": "got worse",
    "not_happened": "did not get worse",
    "time_span": "2 years",
    "with_treatment": 26,
    "without_treatment": 32,
    "comparator": "placebo",
    "finding": "Fewer got worse.",
}
"""The fields of a result of a trial that can be frozen."""


def edit(row, **values):
    """Set ``values`` on ``row``, save it and return it."""
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


def approved(editor, reviewer, **options):
    """Return a submission of ``editor`` that ``reviewer`` approved with ``options``."""
    submission = submitted(editor)
    workflow.approve(reviewer, submission, **options)
    return submission


def shown(path="/treatments/siponimod/"):
    """Return the HTML of a public page, rendered from the current edition."""
    current.forget_guide()
    return Client().get(path).content.decode()


def log_of(row):
    """Return (username, message) of each entry in the log about ``row``, oldest first."""
    entries = LogEntry.objects.filter(
        object_id=str(row.pk), content_type__model=row._meta.model_name
    )
    return [(entry.user.username, entry.change_message) for entry in entries.order_by("pk")]
