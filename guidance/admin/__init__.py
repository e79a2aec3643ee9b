"""The staff area: Django's admin, well dressed. One module per thing."""

from guidance.admin import (
    effects,
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
    "ledger",
    "publication",
    "site_words",
    "source",
    "submission",
    "subtype",
    "therapy",
]
