"""URLs of drafts in the admin."""

from django.urls import reverse

from guidance.editorial.drafts import table_behind


def draft_address(key, pk=None):
    """Return the address of the form for the draft ``pk`` of the page ``key``, or of its table."""
    name = f"admin:guidance_{table_behind(key)._meta.model_name}"
    return reverse(f"{name}_change", args=[pk]) if pk else reverse(f"{name}_changelist")
