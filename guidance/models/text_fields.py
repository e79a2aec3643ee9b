"""Fields for what staff type: cleaned when it comes in, and checked for what cannot be printed.

Every text that a person types goes through one of them, in forms and in tables alike;
``test_text_fields`` walks all tables and all forms. In migrations they are Django's own fields.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from guidance.pages import text_input


def validate_printable(text):
    """Raise where ``text`` holds a character that no page or PDF can show, naming it."""
    if problem := text_input.problem(text):
        raise ValidationError(problem, code="unprintable")


class StaffText(forms.CharField):
    """A text that staff type. ``cleaning`` is a function of ``text_input``."""

    default_validators = [validate_printable]

    def __init__(self, *, cleaning=text_input.clean, **kwargs):
        self.cleaning = cleaning
        super().__init__(**kwargs)

    def to_python(self, value):
        return self.cleaning(super().to_python(value))


class Cleaned:
    """Mixin of model fields: cleans on validation and on each write, and validates what is left.

    Django passes what it writes through ``to_python``, in ``QuerySet.update`` and ``bulk_create``
    too. A row that was written before this field was stays as it is until it is written again.
    """

    cleaning = staticmethod(text_input.clean)
    default_validators = [validate_printable]

    def to_python(self, value):
        value = super().to_python(value)
        return self.cleaning(value) if isinstance(value, str) else value

    def pre_save(self, model_instance, add):
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = self.cleaning(value)
            setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs):
        defaults = {"form_class": StaffText, "cleaning": self.cleaning}
        return super().formfield(**{**defaults, **kwargs})


class Line(Cleaned, models.CharField):
    """One line of text that staff type."""

    cleaning = staticmethod(text_input.clean_line)

    def deconstruct(self):
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class Text(Cleaned, models.TextField):
    """A text of several lines that staff type, without markup."""

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField" if type(self) is Text else path, args, kwargs
