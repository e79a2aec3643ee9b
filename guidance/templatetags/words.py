"""Filters for texts of the guide: without citations, on one line, or inside a sentence."""

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from guidance.pages import compare, respelling, text
from guidance.pages.choices import Urgency
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
def words_of(level, numbers):
    """Return the heading of a list of signs of ``level``, with the ``numbers`` of the clinic."""
    return numbers.words_of(Urgency(level))


@register.filter
def plain_words(prose):
    """Return a text as plain text on one line, for a description."""
    return " ".join(text.plain(prose.source).split())


def _aloud(one):
    """Return a ``Respelling`` as HTML: as readers see it, and plain syllables for those who listen.

    Screen readers may spell out syllables in capitals.
    """
    return format_html(
        '<span aria-hidden="true">{}</span><span class="visually-hidden">{}</span>',
        one.said,
        one.aloud,
    )


@register.filter
def said(page):
    """Return how to say the names of a treatment, but for its brands, as HTML; empty if unknown."""
    found = respelling.respellings(page.how_to_say.source)
    names = [one for one in found if one.name not in page.brands]
    parts = [(f"{one.name} " if one.name else "", _aloud(one)) for one in names]
    spoken = format_html_join(", ", "{}{}", parts) or page.pronunciation
    return format_html("<span>{} {}</span>", gettext("Say:"), spoken) if spoken else ""


@register.filter
def brands_said(page):
    """Return the brands of a treatment as HTML, each with how to say it where that is known."""
    found = {one.name: one for one in respelling.respellings(page.how_to_say.source)}
    opening = "" if said(page) else gettext("say:") + " "
    return format_html_join(
        ", ",
        "{}{}",
        [
            (brand, format_html(" ({}{})", opening, _aloud(found[brand])) if brand in found else "")
            for brand in page.brands
        ],
    )


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
