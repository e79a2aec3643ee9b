"""The tag for icons: ``{% icon "phone" 20 %}`` shows ``templates/icons/phone.svg`` at 20 pixels."""

from django import template
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.base import TextNode

from guidance.views import icons

register = template.Library()


@register.tag
def icon(parser, token):
    """Show an icon of ``templates/icons/``, by default in the size that its file states.

    The file is read when the template is compiled. Raises ``TemplateSyntaxError`` if there is no
    file of that name.
    """
    match token.split_contents():
        case [_, name]:
            pixels = ""
        case [_, name, pixels] if pixels.isdigit():
            pass
        case _:
            raise TemplateSyntaxError('Write it like {% icon "phone" 20 %}: a name and pixels.')
    name = name.strip('"')
    try:
        return TextNode(icons.icon(name, pixels))
    except TemplateDoesNotExist:
        raise TemplateSyntaxError(f"There is no file templates/icons/{name}.svg.") from None
