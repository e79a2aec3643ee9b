"""Filters for the names of sources and the texts of their links."""

from django import template
from django.utils.translation import gettext_lazy as _

from guidance.handout import blocks
from guidance.views import source_lines

register = template.Library()

LINK_TEXTS = {
    "US label": _("Read the label"),
    "Guideline": _("Read the guideline"),
    "Journal article": _("Read the article"),
    "Company notice": _("Read the notice"),
}


HOW_READ = {
    "official": _("On its own site"),
    "copy": _("In a copy"),
    "not-yet": _("As quoted in another document"),
}


@register.filter
def how_read(how_checked):
    """Return how a source was read, in words for readers."""
    return HOW_READ.get(how_checked, HOW_READ["not-yet"])


@register.filter
def link_text(kind):
    """Return the text of a link to a source of the kind ``kind``."""
    return LINK_TEXTS.get(kind, _("Read the page"))


register.filter("dated", source_lines.dated)


@register.filter
def source_line(reference):
    """Return a source as one line of a handout."""
    return blocks.source_line(reference)
