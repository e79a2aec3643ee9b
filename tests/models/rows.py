"""Unsaved rows of a treatment, and checks that a row is refused."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from guidance.models import Evidence, TherapyCheck, TherapySideEffect
from tests.make import make_side_effect, make_source, make_therapy


def refusals(row):
    """Return {field: words} of what ``full_clean`` says against ``row``."""
    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    return {field: " ".join(words) for field, words in caught.value.message_dict.items()}


def assert_database_refuses(row):
    """Fail unless a constraint of the database keeps ``row`` from being saved."""
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def make_effect(**fields):
    """Return an unsaved side effect of a therapy; valid unless ``fields`` make it invalid."""
    make_source()
    defaults = {
        "therapy": make_therapy(),
        "side_effect": make_side_effect(),
        "seriousness": "common",
        "detail": "It hurts. [@test-label]",
    }
    return TherapySideEffect(**{**defaults, **fields})


def make_evidence(**fields):
    """Return an unsaved result of a trial; valid unless ``fields`` make it invalid."""
    make_source()
    defaults = {
        "therapy": make_therapy(),
        "trial": "TEST",
        "group": "Adults with SPMS",
        "happened": "got worse",
        "not_happened": "did not get worse",
        "time_span": "2 years",
        "with_treatment": 26,
        "without_treatment": 32,
        "comparator": "placebo",
        "finding": "Fewer got worse. [@test-label]",
    }
    return Evidence(**{**defaults, **fields})


def make_check(**fields):
    """Return an unsaved check of a therapy; valid unless ``fields`` make it invalid."""
    make_source()
    defaults = {
        "therapy": make_therapy(),
        "name": "Blood count",
        "text": "A blood count. [@test-label]",
        "moment": "months",
        "months": "1, 3, 6",
    }
    return TherapyCheck(**{**defaults, **fields})


COUNTED = {
    "out_of": 100,
    "with_treatment": 15,
    "without_treatment": 14,
    "comparator": "placebo",
    "time_span": "3 years",
    "group": "Adults with SPMS",
}
"""The counts of a side effect, all of which must be given together."""
