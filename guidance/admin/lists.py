"""Admin lists that accept any query string, and what staff find in lists and pickers."""

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db import DataError

from guidance.models.cited import split_words
from guidance.search.pickers import matching
from guidance.search.search import LONGEST


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


class FoundWithSlips:
    """Makes lists and pickers find rows by brands and lay words, and with typing slips.

    What the search fields hold as it was typed is found first. Only if nothing does, the words are
    compared as those of readers are (ADR 0023), with the names in ``matched_by``.
    """

    matched_by: tuple[str, ...] = ()

    def get_search_results(self, request, queryset, search_term):
        found, may_have_duplicates = super().get_search_results(request, queryset, search_term)
        if not search_term.strip() or found.exists():
            return found, may_have_duplicates
        names = {
            str(pk): [name for text in texts for name in split_words(text)]
            for pk, *texts in queryset.values_list("pk", *self.matched_by)
        }
        return queryset.filter(pk__in=matching(search_term[:LONGEST], names)), False
