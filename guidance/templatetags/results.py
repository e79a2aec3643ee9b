"""Results of trials and times of checks as pictures, and how sure a result is in words."""

from django import template
from django.utils.translation import gettext

from guidance.pages import compare, icon_arrays

register = template.Library()


@register.filter
def certainty(value):
    """Return how sure a finding is, in words; empty where nobody rated it."""
    return compare.CERTAINTY.get(value, "")


@register.filter
def marks(people):
    """Return one person of each kind, as they are drawn where so many are counted."""
    return icon_arrays.marks(people)


@register.filter
def year(timepoint):
    """Return what draws the months of a time of checks, or None where there is no month to draw."""
    return icon_arrays.year(timepoint)


@register.filter
def picture(counted):
    """Return what draws a result or a side effect twice alike: on the comparator, on it."""
    return icon_arrays.picture(counted)


@register.filter
def difference(drawn):
    """Return the difference that a ``Picture`` shows, in words; empty where there is none."""
    if not drawn.gap:
        return ""
    numbers = {"gap": drawn.gap, "all": f"{drawn.out_of:,}"}
    if drawn.fewer:
        return gettext("the difference: %(gap)s fewer out of %(all)s") % numbers
    return gettext("the difference: %(gap)s more out of %(all)s") % numbers
