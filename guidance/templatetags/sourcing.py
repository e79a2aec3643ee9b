"""Texts without numbers, and what names their sources at the end of each part of a page."""

from django import template
from django.utils.html import conditional_escape

from guidance.pages import source_marks
from guidance.pages.cited_text import Prose
from guidance.views import source_lines
from guidance.views.quiet_text import quiet

register = template.Library()

FEWER_FIRST_WORDS = 3
"""How many words identify a sentence on a page with many sources."""


register.filter("quiet", quiet)


@register.simple_tag(takes_context=True)
def where_from(context, references, *texts, of_page=False):
    """Name the sources of ``texts``: texts, structures or tuples of these of one page.

    ``references`` are the numbered sources of the page. With ``of_page``, these are all texts of
    the page, which says how many sources there are.
    """
    groups = source_marks.sourced(texts, references)
    return source_lines.of_part(groups, of_page=of_page, opened=context.get("all_open", False))


@register.simple_tag(takes_context=True)
def where_from_by_number(context, references, *texts, of_page=True):
    """Name the sources of ``texts`` as ``where_from`` does, and always by their numbers.

    This is for a page that names the sources of all its texts in one place.
    """
    groups = source_marks.sourced(texts, references, FEWER_FIRST_WORDS)
    opened = context.get("all_open", False)
    return source_lines.of_part(groups, by_number=True, of_page=of_page, opened=opened)


@register.simple_tag
def where_all_from(references, texts):
    """Return what rests on each source of ``references`` alone, and what on several together."""
    groups = source_marks.sourced(texts, references)
    return {"alone": source_marks.each_alone(groups), "together": source_marks.shared(groups)}


@register.simple_tag(takes_context=True)
def source_rows(context, references):
    """Return the rows of the list of sources of a page.

    The context says whether the page names sources ``by_number``, without links to these rows, and
    whether it is a ``preview``, whose sources may have no page yet.
    """
    return source_lines.rows_of_page(
        references,
        anchors=not context.get("by_number"),
        to_publisher=bool(context.get("preview")),
    )


register.filter("quoted", source_lines.quoted)
register.filter("in_ranges", source_lines.in_ranges)


@register.simple_block_tag(takes_context=True)
def closed_part(context, content, anchor, heading, short=None, opened=False, beside=False):
    """Show ``content`` closed, under ``heading`` and its short answer, until a reader opens it.

    With ``opened`` it is open from the start. With ``beside`` the short answer, which counts what
    is inside, stands on the line of the heading.
    ``anchor`` is the id inside the part: browsers open the part that a link with it leads to.
    ``short`` is a ``Prose``, a plain string that cites nothing, or None.
    """
    if isinstance(short, str):
        short = Prose(source=short, html=conditional_escape(short))
    with context.push(
        anchor=anchor,
        part_heading=heading,
        content=content,
        short=short,
        opened=opened,
        beside=beside,
    ):
        return template.loader.get_template("parts/_closed_part.html").template.render(context)
