"""Filters for results of trials and times of checks as pictures, and for certainty in words."""

from django import template
from django.utils.translation import gettext

from guidance.pages import compare, icon_arrays

register = template.Library()


@register.filter
def certainty(value):
    """Return the certainty of a result in words; empty if it is not rated."""
    return compare.CERTAINTY.get(value, "")


@register.filter
def marks(people):
    """Return one mark of each kind, drawn as in an icon array of ``people`` people."""
    return icon_arrays.marks(people)


@register.filter
def year(timepoint):
    """Return the drawn months of a ``Timepoint``, or None if no month is known."""
    return icon_arrays.year(timepoint)


@register.filter
def picture(counted):
    """Return the icon array of a result or a side effect."""
    return icon_arrays.picture(counted)


@register.filter
def difference(picture):
    """Return the difference that a ``Picture`` shows, in words; empty if there is none."""
    if not picture.gap:
        return ""
    numbers = {"gap": picture.gap, "all": f"{picture.out_of:,}"}
    if picture.fewer:
        return gettext("the difference: %(gap)s fewer out of %(all)s") % numbers
    return gettext("the difference: %(gap)s more out of %(all)s") % numbers
