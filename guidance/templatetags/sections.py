"""Block tags for the sections of a page: a labelled region with its heading."""

from django import template
from django.template.loader import get_template

register = template.Library()


@register.simple_block_tag(takes_context=True)
def section(context, content, slug, heading, anchor=True, beside="", css=""):
    """Show ``content`` with its heading beside it on wide screens.

    The id of the heading is ``slug`` followed by ``-h``. With ``anchor``, the section has the id
    ``slug``. ``beside`` is the name of a template that is shown below the heading, ``css`` a
    further class of the section.
    """
    frame = {"slug": slug, "section_heading": heading, "content": content}
    with context.push(**frame, anchor=anchor, beside=beside, css=css):
        return get_template("parts/_section.html").template.render(context)


@register.simple_block_tag(takes_context=True)
def divided_section(context, content, heading_id, heading, href="", printed=True):
    """Show ``content`` under its heading, with a line above.

    With ``href``, the heading is a link. Without ``printed``, the section is not printed.
    """
    with context.push(
        heading_id=heading_id, section_heading=heading, content=content, href=href, printed=printed
    ):
        return get_template("parts/_divided_section.html").template.render(context)


@register.filter
def id_after(number, name):
    """Return ``name`` and ``number`` as an HTML id, for example ``group-2``."""
    return f"{name}-{number}"
