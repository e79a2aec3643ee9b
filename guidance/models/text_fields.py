"""Form and model fields for texts that staff type.

They clean the text and refuse characters that cannot be printed. Every text of a staff form and of
a table must use one of them; ``test_text_fields`` checks this. Migrations contain Django's own
fields in their place (ADR 0013).
"""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from guidance.pages import text_input


def validate_printable(text):
    """Raise ``ValidationError`` if ``text`` has a character that cannot be shown or printed."""
    if problem := text_input.problem(text):
        raise ValidationError(problem, code="unprintable")


class StaffText(forms.CharField):
    """A form field for a text that staff type. ``cleaning`` is a function of ``text_input``."""

    default_validators = [validate_printable]

    def __init__(self, *, cleaning=text_input.clean, **kwargs):
        self.cleaning = cleaning
        super().__init__(**kwargs)

    def to_python(self, value):
        return self.cleaning(super().to_python(value))


class Cleaned:
    """A mixin for model fields that cleans texts before validation and before each write.

    Django calls ``to_python`` for values that it writes, also in ``QuerySet.update`` and
    ``bulk_create``. Texts that an earlier release stored are cleaned when they are written again.
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
