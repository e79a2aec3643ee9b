"""Texts of the guide as words: without citations, on one line, inside a sentence."""

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe

from guidance.pages import compare, text
from guidance.pages.citations import Numbering

register = template.Library()


@register.filter
def uncited(prose):
    """Return a text as one run of HTML without source numbers, where no source list can follow.

    Only for texts that stand with their sources on another page, which the template must name.
    """
    return mark_safe(
        " ".join(
            text.line_html(
                tuple(run for run in line if not isinstance(run, text.Cite)), Numbering()
            )
            for line in text.lines(prose.source)
        )
    )


@register.filter
def plain_words(prose):
    """Return the words of a text alone on one line, for a description."""
    return " ".join(text.plain(prose.source).split())


@register.filter
def highlighted(heading, name):
    """Return ``heading`` with the words ``name`` in it highlighted as the main message."""
    before, found, after = heading.partition(name)
    if not found:
        return conditional_escape(heading)
    return format_html('{}<span class="highlight">{}</span>{}', before, found, after)


@register.filter
def in_sentence(name):
    """Return a name as it stands inside a sentence: no capital, but in MS, ACTH and the like."""
    return compare.in_sentence(name)


@register.filter
def thousands(number):
    """Return a whole number as printed: 1,000."""
    return f"{number:,}"
