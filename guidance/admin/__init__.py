"""The staff area: Django's admin, with one module for each subject."""

from guidance.admin import (
    clinic,
    handout_template,
    ledger,
    offers,
    publication,
    side_effect,
    site_content,
    source,
    submission,
    subtype,
    symptom,
    therapy,
    topic,
    walk,
)

__all__ = [
    "clinic",
    "handout_template",
    "ledger",
    "offers",
    "publication",
    "side_effect",
    "site_content",
    "source",
    "submission",
    "subtype",
    "symptom",
    "therapy",
    "topic",
    "walk",
]
