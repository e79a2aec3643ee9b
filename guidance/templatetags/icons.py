"""The tag for icons: ``{% icon "phone" 20 %}`` shows ``templates/icons/phone.svg`` at 20 pixels."""

from django import template
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.base import TextNode
from django.template.loader import get_template

register = template.Library()


@register.tag
def icon(parser, token):
    """Show an icon of ``templates/icons/``, by default in the size that its file states.

    The file is read when the template is compiled. Raises ``TemplateSyntaxError`` if there is no
    file of that name.
    """
    match token.split_contents():
        case [_, name]:
            size = ""
        case [_, name, pixels] if pixels.isdigit():
            size = f' width="{pixels}" height="{pixels}"'
        case _:
            raise TemplateSyntaxError('Write it like {% icon "phone" 20 %}: a name and pixels.')
    name = name.strip('"')
    try:
        svg = get_template(f"icons/{name}.svg").template.source.strip()
    except TemplateDoesNotExist:
        raise TemplateSyntaxError(f"There is no file templates/icons/{name}.svg.") from None
    return TextNode(svg.replace("<svg", f"<svg{size}", 1))
