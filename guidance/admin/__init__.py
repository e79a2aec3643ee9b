"""The staff area: Django's admin, well dressed. One module per thing."""

from guidance.admin import effects, ledger, publication, site_words, source, subtype, therapy

__all__ = ["effects", "ledger", "publication", "site_words", "source", "subtype", "therapy"]
