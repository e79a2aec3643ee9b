"""The signs of a page, in the form of its draft."""

from django.forms import CheckboxSelectMultiple


class SignsMixin:
    """Shows the signs as checkboxes: a list to scroll, with a name and a level each."""

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name != "signs":
            return super().formfield_for_manytomany(db_field, request, **kwargs)
        field = super().formfield_for_manytomany(
            db_field, request, widget=CheckboxSelectMultiple, **kwargs
        )
        field.label_from_instance = lambda sign: f"{sign.slug} ({sign.get_level_display()})"
        return field
