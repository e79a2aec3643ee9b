"""Icons: ``{% icon "phone" 20 %}`` shows ``templates/icons/phone.svg``, 20 pixels wide and high."""

from django import template
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.base import TextNode
from django.template.loader import get_template

register = template.Library()


@register.tag
def icon(parser, token):
    """Show an icon of ``templates/icons/``; without a size, in the size that its file states.

    The file is read when the template is compiled. Raises ``TemplateSyntaxError`` where there is
    no file of that name, so that a wrong name is found before a page is shown.
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
