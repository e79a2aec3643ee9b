"""The error summary of a staff form: each problem with a link to its field."""

from django.utils.text import capfirst

CONFLICT = "conflict"
"""The code of the error that stops a form with conflicts from being saved."""


def problems_of(form, formsets=()):
    """Return (label, message, HTML id) of each error, in the order of the form.

    A problem of the form as a whole has neither label nor id. Conflicts with what somebody else
    saved are left out.
    """
    problems = [
        ("", message, "")
        for error in form.non_field_errors().as_data()
        if error.code != CONFLICT  # conflicts are listed separately
        for message in error.messages
    ]
    problems += _of_fields(form, "")
    for formset in formsets:
        if not formset.is_bound:
            continue
        rows = capfirst(formset.row_name)
        problems += [(rows, text, f"{formset.prefix}-group") for text in formset.non_form_errors()]
        for number, row in enumerate(formset.forms):
            saved = f"“{row.instance}”" if row.instance.pk else str(number + 1)
            title = getattr(row, "called", "") or capfirst(f"{formset.row_name} {saved}")
            problems += [(title, message, row.prefix) for message in row.non_field_errors()]
            problems += _of_fields(row, f"{title}: ", row.prefix)
    return problems


def _of_fields(form, title, fallback=""):
    return [
        (f"{title}{bound.label}", message, _place(bound) or fallback)
        for bound in form
        for message in bound.errors
    ]


def _place(bound):
    """Return the id of the first control of a field, or "" for a hidden field."""
    if bound.is_hidden:
        return ""
    return bound.id_for_label or f"{bound.auto_id}_0"
