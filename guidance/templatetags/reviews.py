"""Filters for reviews and changes of pages, and for dates."""

from django import template
from django.template.defaultfilters import date
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from guidance.pages.sign_offs import WholePage

register = template.Library()

WHAT_HAPPENED = {
    "new": _("New page."),
    "changed": _("Changed."),
    "signed": _("Signed off by a clinician. The words are the same."),
    "withdrawn": _("Withdrawn."),
    "restored": _("Restored."),
    "removed": _("Removed."),
}


@register.filter
def what_happened(what):
    """Return the sentence for the kind of change of a page in an edition."""
    return WHAT_HAPPENED.get(what, WHAT_HAPPENED["changed"])


@register.filter
def overdue(review, today):
    """Return whether a page's review was due before ``today``."""
    return review.overdue(today)


@register.filter(expects_localtime=True)
def day(moment):
    """Return a date, or the date of a moment, in words inside a ``time`` element."""
    iso, in_words = date(moment, "Y-m-d"), date(moment, "F j, Y")
    return format_html('<time datetime="{}">{}</time>', iso, in_words)


@register.filter
def whole_page(review, shown_with):
    """Return how much of a page is signed off, whose own text has ``review``."""
    return WholePage.of(review, shown_with)


@register.filter
def sign_off_words(signed_off):
    """Return the sentence that says whether a clinician signed off what is shown."""
    if signed_off:
        return _("Signed off by a clinician at this clinic.")
    return _("Not yet signed off by a clinician at this clinic.")
