"""The icons of ``templates/icons/`` as HTML."""

from functools import cache

from django.template.loader import get_template
from django.utils.safestring import mark_safe


@cache
def icon(name, pixels=""):
    """Return the icon ``name`` as HTML, by default in the size that its file states.

    Raises ``TemplateDoesNotExist`` if there is no file of that name.
    """
    svg = get_template(f"icons/{name}.svg").template.source.strip()
    size = f' width="{pixels}" height="{pixels}"' if pixels else ""
    return mark_safe(svg.replace("<svg", f"<svg{size}", 1))
