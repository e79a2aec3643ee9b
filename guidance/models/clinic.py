"""The clinic that runs this site."""

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse

from guidance.models.cited import Edited
from guidance.models.text_fields import Line


class Clinic(Edited):
    """The clinic that runs the site. There is one row. Empty fields are not shown."""

    only = models.BooleanField(
        default=True,
        unique=True,
        editable=False,
        error_messages={"unique": "The clinic is here already. Change that row."},
    )
    name = Line(max_length=120, help_text="As patients know it.")
    phone = Line(
        max_length=40,
        blank=True,
        validators=[RegexValidator(r"^[0-9+()./ -]*\Z", "Use digits, spaces, ( ) + - . / only.")],
        help_text="The number patients should call. Shown on every page and every handout.",
    )
    hours = Line(max_length=120, blank=True, help_text="When the phone is answered.")
    address = Line(max_length=200, blank=True)
    emergency_wording = Line(
        max_length=200, help_text="One sentence, for example: In an emergency call 911."
    )

    class Meta:
        verbose_name_plural = "clinic"
        constraints = [
            models.CheckConstraint(condition=models.Q(only=True), name="clinic_one_row"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("home")
