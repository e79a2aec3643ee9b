"""Filters of the crispy template pack ``spms`` in ``templates/spms/``."""

from django import template
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
def hint_of(label):
    """Return the hint of a choice; empty if it has none."""
    return getattr(label, "hint", "")


@register.filter
def after_or(label):
    """Return whether the word "or" is shown above a choice."""
    return getattr(label, "set_off", False)


@register.simple_tag
def error_prefix(form):
    """Return the prefix for the title of a page whose form has errors; else empty."""
    return gettext("Error:") + " " if form.errors else ""
