"""Admin lists that accept any query string."""

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db import DataError


class CheckedChangeList(ChangeList):
    """A list that handles impossible filter values in the way in which Django handles unknown ones.

    In Django itself they are server errors: it accepts the year 9999 and adds one to it, and passes
    values on that the database cannot compare.
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
