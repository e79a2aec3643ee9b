"""Texts without numbers, and what names their sources at the end of each part of a page."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from guidance.pages import source_marks
from guidance.pages.choices import SourceKind
from guidance.pages.cited_text import Prose
from guidance.pages.text import with_phone_links
from guidance.templatetags.source_words import dated

register = template.Library()

MARKS = re.compile(r"<sup>.*?</sup>")
FEWER_FIRST_WORDS = 4
"""How many words identify a sentence on a page with many sources."""
MOST_TITLES_OF_A_PART = 4
"""The most sources of a part of a page that are named by their titles at its end."""
MOST_NUMBERS_OF_A_RUN = 2
"""The most consecutive numbers of sources that are written one by one."""


@register.filter
def quiet(prose):
    """Return the HTML of a text without source numbers, with links that call its phone numbers.

    ``where_from`` must name its sources.
    """
    return mark_safe(with_phone_links(MARKS.sub("", prose.html)))


@register.inclusion_tag("parts/_where_from.html", takes_context=True)
def where_from(context, references, *texts, of_page=False):
    """Name the sources of ``texts``: texts, structures or tuples of these of one page.

    ``references`` are the numbered sources of the page. A part with more than
    ``MOST_TITLES_OF_A_PART`` names them by their numbers in the list at the end of the page.
    With ``of_page``, these are all texts of the page, which says how many sources there are.
    """
    return _where_from(context, source_marks.sourced(texts, references), of_page=of_page)


@register.inclusion_tag("parts/_where_from.html", takes_context=True)
def where_from_by_number(context, references, *texts):
    """Name the sources of ``texts`` as ``where_from`` does, and always by their numbers.

    This is for a page that names the sources of all its texts in one place.
    """
    groups = source_marks.sourced(texts, references, FEWER_FIRST_WORDS)
    return _where_from(context, groups, by_number=True, of_page=True)


@register.simple_tag
def where_all_from(references, texts):
    """Return what rests on each source of ``references`` alone, and what on several together."""
    groups = source_marks.sourced(texts, references)
    return {"alone": source_marks.each_alone(groups), "together": source_marks.shared(groups)}


def _where_from(context, groups, *, by_number=False, of_page=False):
    sources = source_marks.sources_of(groups)
    in_one_line = len(groups) == 1 and not by_number
    by_number = by_number or len(sources) > MOST_TITLES_OF_A_PART
    return {
        "in_one_line": in_one_line,
        "sources": sources,
        "of_page": of_page,
        "all_open": context.get("all_open", False),
        "by_number": by_number,
        "alone": () if by_number else source_marks.each_alone(groups),
        "together": groups if by_number else source_marks.shared(groups),
    }


LABEL = re.compile(r"([A-Z][A-Z -]*[A-Z]) \([^)]*\)(?: \w+)?:? prescribing information\b.*")
"""The title of a label in capitals, with the substance in brackets."""
HOW_READ = re.compile(r" \([^()]*\)$")
"""What stands after the date of a source about the copy that was read."""


@register.filter
def source_mark(reference):
    """Return how a source is named at the end of a part: its title, and its date if it has one.

    A US label is named by its brand. How a source was read stands on the page of the source.
    """
    source = reference.source
    label = LABEL.fullmatch(source.title) if source.kind == SourceKind.LABEL.label else None
    name = gettext("US label of %(brand)s") % {"brand": label[1].title()} if label else source.title
    return f"{name}, {HOW_READ.sub('', source.published)}" if dated(source) else name


@register.filter
def in_ranges(references):
    """Return the numbers of sorted ``references`` in words, for example “1 to 4, 7”."""
    runs = []
    for reference in references:
        if runs and reference.number == runs[-1][-1] + 1:
            runs[-1].append(reference.number)
        else:
            runs.append([reference.number])
    return ", ".join(
        f"{run[0]} to {run[-1]}" if len(run) > MOST_NUMBERS_OF_A_RUN else ", ".join(map(str, run))
        for run in runs
    )


@register.simple_block_tag(takes_context=True)
def closed_part(context, content, anchor, heading, short=None, opened=False):
    """Show ``content`` closed, under ``heading`` and its short answer, until a reader opens it.

    With ``opened`` it is open from the start.
    ``anchor`` is the id inside the part: browsers open the part that a link with it leads to.
    ``short`` is a ``Prose``, a plain string that cites nothing, or None.
    """
    if isinstance(short, str):
        short = Prose(source=short, html=conditional_escape(short))
    with context.push(
        anchor=anchor, part_heading=heading, content=content, short=short, opened=opened
    ):
        return template.loader.get_template("parts/_closed_part.html").template.render(context)
