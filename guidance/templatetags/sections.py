"""Sections of a page: a labelled region with its heading, in the two ways that the pages have."""

from django import template
from django.template.loader import get_template

register = template.Library()


@register.simple_block_tag(takes_context=True)
def section(context, content, slug, heading, anchor=True, beside="", css=""):
    """Show ``content`` with its heading beside it where there is room.

    The id of the heading is ``slug`` with ``-h`` after it. With ``anchor`` the section itself has
    the id ``slug``. ``beside`` names a template for what stands under the heading, ``css`` a
    further class of the section.
    """
    frame = {"slug": slug, "section_heading": heading, "content": content}
    with context.push(**frame, anchor=anchor, beside=beside, css=css):
        return get_template("parts/_section.html").template.render(context)


@register.simple_block_tag(takes_context=True)
def divided_section(context, content, heading_id, heading, href="", printed=True):
    """Show ``content`` under its heading, with a line above.

    The heading leads to ``href`` where that is given. Without ``printed`` it stays off paper.
    """
    with context.push(
        heading_id=heading_id, section_heading=heading, content=content, href=href, printed=printed
    ):
        return get_template("parts/_divided_section.html").template.render(context)


@register.simple_block_tag
def letter_section(content, letter):
    """Show the rows of a list by letter that begin with ``letter``, under that letter."""
    template = get_template("parts/_letter_section.html")
    return template.render({"letter": letter, "content": content})


@register.filter
def id_after(number, name):
    """Return the id of the heading with that number: ``group-2`` for 2 and ``group``."""
    return f"{name}-{number}"
