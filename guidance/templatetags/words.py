"""Filters for texts of the guide: without citations, on one line, or inside a sentence."""

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe

from guidance.pages import compare, respelling, text
from guidance.pages.citations import Numbering

register = template.Library()


@register.filter
def uncited(prose):
    """Return a text as HTML without block tags and citations, for a page without a source list.

    Its phone numbers are links that call them.

    Use this only for texts that another page shows with their sources. The template must link to
    that page.
    """
    html = " ".join(
        text.line_html(tuple(run for run in line if not isinstance(run, text.Cite)), Numbering())
        for line in text.lines(prose.source)
    )
    return mark_safe(text.with_phone_links(html))


@register.filter
def plain_words(prose):
    """Return a text as plain text on one line, for a description."""
    return " ".join(text.plain(prose.source).split())


@register.filter
def respellings(prose):
    """Return how to say each name of a text, as ``Respelling`` objects."""
    return respelling.respellings(prose.source)


@register.filter
def highlighted(heading, name):
    """Return ``heading`` as HTML in which the words ``name`` are highlighted."""
    before, match, after = heading.partition(name)
    if not match:
        return conditional_escape(heading)
    return format_html('{}<span class="highlight">{}</span>{}', before, match, after)


@register.filter
def in_sentence(name):
    """Return a name as it is written inside a sentence: see ``compare.in_sentence``."""
    return compare.in_sentence(name)


@register.filter
def thousands(number):
    """Return a whole number with a comma before thousands, for example 1,000."""
    return f"{number:,}"
