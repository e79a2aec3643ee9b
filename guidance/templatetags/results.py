"""Filters for results of trials and times of checks as pictures, and for certainty in words."""

from dataclasses import dataclass

from django import template
from django.utils.translation import gettext

from guidance.pages import compare, icon_arrays
from guidance.pages.bars import length
from guidance.pages.choices import Seriousness
from guidance.views import harm_lines

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
def counts_as(chart, other):
    """Return whether two charts of side effects, or one and None, count the same people."""
    return chart.counts_as(other)


@register.filter
def seriousness(effect):
    """Return how serious a side effect is, in words; one of an unknown value is serious."""
    known = effect.seriousness in Seriousness.values()
    return (Seriousness(effect.seriousness) if known else Seriousness.SERIOUS).words


@register.filter
def uncompared_count(effect):
    """Return in words how many people had a side effect where nobody was compared, or nothing."""
    if effect.uncompared is None:
        return ""
    numbers = {"count": f"{effect.uncompared:,}", "all": f"{effect.out_of:,}"}
    return gettext("%(count)s of %(all)s, no comparison group") % numbers


register.filter("harm_mark", harm_lines.mark)
register.filter("harm_rows", harm_lines.rows)


@dataclass(frozen=True)
class Bars:
    """The widths of two bars for one result, as percents of all people counted.

    ``gap_width`` is empty unless fewer people had the outcome on the treatment.
    """

    width_with: str
    width_without: str
    gap_start: str
    gap_width: str


@register.filter
def bars(result):
    """Return the ``Bars`` of a result of a trial."""
    spared = max(result.difference, 0)
    return Bars(
        length(result.with_treatment, result.out_of),
        length(result.without_treatment, result.out_of),
        length(result.with_treatment, result.out_of),
        length(spared, result.out_of) if spared else "",
    )


@register.filter
def one_bar(group):
    """Return the ``Bars`` of a placebo group, which has only the one without the treatment."""
    return Bars("", length(group.people, group.out_of), "", "")


@register.filter
def difference(picture):
    """Return the difference that a ``Picture`` shows, in words; empty if there is none."""
    if not picture.gap:
        return ""
    numbers = {"gap": picture.gap, "all": f"{picture.out_of:,}"}
    if picture.fewer:
        return gettext("the difference: %(gap)s fewer out of %(all)s") % numbers
    return gettext("the difference: %(gap)s more out of %(all)s") % numbers
