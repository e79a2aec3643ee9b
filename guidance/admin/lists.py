"""Admin lists that accept any query string."""

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db import DataError


class CheckedChangeList(ChangeList):
    """A list that answers a value that fits no filter as Django does an unknown one.

    Django takes years up to 9999 and adds one to them, and leaves it to the database to refuse
    what it cannot compare.
    """

    def get_filters(self, request):
        return _checked(super().get_filters, request)

    def get_queryset(self, request, **kwargs):
        return _checked(super().get_queryset, request, **kwargs)

    def get_results(self, request):
        _checked(super().get_results, request)


def _checked(step, *args, **kwargs):
    try:
        return step(*args, **kwargs)
    except (ValueError, OverflowError, DataError) as error:
        raise IncorrectLookupParameters(error) from error


class ListMixin:
    """Makes an admin use ``CheckedChangeList``."""

    def get_changelist(self, request, **kwargs):
        return CheckedChangeList
