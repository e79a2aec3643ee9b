"""The draft rows that offers of a release are about."""

from django.apps import apps

from guidance.editorial.row_values import value_of
from guidance.models import Offer


def table_of(offer):
    """Return the draft table of ``offer``."""
    return apps.get_model("guidance", offer.table)


def target_of(offer):
    """Return (draft row, row that has the fields) of ``offer``; None where one was deleted."""
    row = table_of(offer).objects.filter(pk=offer.row).first()
    if row is None or not offer.relation:
        return row, row
    return row, getattr(row, offer.relation).filter(pk=offer.part).first()


def count_for(row):
    """Return the number of open offers for the draft ``row`` and the rows below it."""
    return Offer.objects.filter(table=row._meta.model_name, row=row.pk).count()


def drop_void(keys):
    """Delete the offers for the pages ``keys`` whose row is gone or says the same."""
    void = []
    for offer in Offer.objects.filter(page__in=keys):
        _, target = target_of(offer)
        if target is None or (
            offer.values
            and all(value_of(target, name) == value for name, value in offer.values.items())
        ):
            void.append(offer.pk)
    if void:
        Offer.objects.filter(pk__in=void).delete()
