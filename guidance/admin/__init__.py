"""The staff area: Django's admin, well dressed. One module per thing."""

from guidance.admin import (
    effects,
    handout_template,
    ledger,
    publication,
    site_words,
    source,
    submission,
    subtype,
    therapy,
)

__all__ = [
    "effects",
    "handout_template",
    "ledger",
    "publication",
    "site_words",
    "source",
    "submission",
    "subtype",
    "therapy",
]
