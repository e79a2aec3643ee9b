"""Filters of the crispy template pack ``spms`` in ``templates/spms/``."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

register = template.Library()


@register.filter
def option_groups(field):
    """Return the choices of a form field as (heading, options), with "" as heading of no group."""
    widget = field.field.widget
    chosen = widget.format_value(field.value())
    groups = widget.optgroups(field.html_name, chosen, {"id": field.auto_id})
    if any(name for name, _options, _index in groups):
        return [(name or "", options) for name, options, _index in groups]
    return [("", [option for _name, options, _index in groups for option in options])]


@register.filter
def first_id(field):
    """Return the id of the first control of a form field, which error messages link to."""
    if not hasattr(field.field.widget, "optgroups") or field.widget_type == "select":
        return field.auto_id
    options = option_groups(field)[0][1]
    return options[0]["attrs"]["id"] if options else field.auto_id


@register.filter
def choice_rows(options):
    """Return each of ``options`` as a row: a control with its label, and the hint of a choice.

    A choice that is set off has the word "or" above it.
    """
    return mark_safe("".join(map(_choice_row, options)))


def _choice_row(option):
    label, control = option["label"], option["attrs"]["id"]
    hint = getattr(label, "hint", "")
    return format_html(
        '\n{}\n<div class="choice"><input type="{}"\n name="{}" value="{}" id="{}"{}>\n'
        '<label for="{}">\n<span>{}</span>\n{}\n</label></div>\n',
        format_html('<p class="choices__or">{}</p>', gettext("or"))
        if getattr(label, "set_off", False)
        else "",
        option["type"],
        option["name"],
        option["value"],
        control,
        " checked" if option["selected"] else "",
        control,
        label,
        format_html('<span class="hint">{}</span>', hint) if hint else "",
    )


@register.simple_tag
def error_prefix(form):
    """Return the prefix for the title of a page whose form has errors; else empty."""
    return gettext("Error:") + " " if form.errors else ""
