"""Long lists to choose from, in the form of a draft: signs, and side effects that a label omits."""

from django.forms import CheckboxSelectMultiple

from guidance.models import Sign

LONG_LISTS = ("signs", "not_named")
"""The fields that are shown as checkboxes: a list to scroll, with the whole name of each row."""


class SignsMixin:
    """Shows ``LONG_LISTS`` as checkboxes, and the level of each sign beside its name."""

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name not in LONG_LISTS:
            return super().formfield_for_manytomany(db_field, request, **kwargs)
        field = super().formfield_for_manytomany(
            db_field, request, widget=CheckboxSelectMultiple, **kwargs
        )
        if db_field.related_model is Sign:
            field.label_from_instance = lambda sign: f"{sign.slug} ({sign.get_level_display()})"
        return field
