"""Filters for links from the staff home page to drafts."""

from django import template
from django.urls import reverse

register = template.Library()


@register.filter
def draft_address(state):
    """Return the address of the form, or of the table, for the draft of a ``PageState``."""
    if state.row is None:
        return reverse(f"admin:guidance_{state.model}_changelist")
    return reverse(f"admin:guidance_{state.model}_change", args=[state.row])
