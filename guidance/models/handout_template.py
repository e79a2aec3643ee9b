"""Ready-made handouts, which staff prepare for one kind of visit."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from guidance.models.cited import (
    Addressed,
    Cited,
    Edited,
    Questions,
    Reviewed,
    required_text,
)
from guidance.models.side_effect import SideEffect
from guidance.models.subtype import Subtype
from guidance.models.symptom import Symptom
from guidance.models.text_fields import Line, Text
from guidance.models.therapy import Therapy
from guidance.pages import choices

RESERVED_SLUGS = {"print", "pdf", "change", "check"}
"""Slugs that other pages below ``/handout/`` have."""


class HandoutTemplate(Addressed, Cited, Reviewed, Edited):
    """A ready-made handout for one kind of visit, with a note from the clinic."""

    Detail = choices.HandoutDetail

    name = Line(max_length=80, unique=True, help_text="In plain words.")
    audience = required_text(
        "for whom and when", help_text="One plain sentence. For example: Choose this before ..."
    )
    note = required_text(
        "clinic note",
        help_text="Printed on the sheet. Cite each medical sentence as [@source-key].",
    )
    subtype = models.ForeignKey(
        Subtype,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="type of SPMS",
        help_text="Empty where the type is not sure yet.",
    )
    therapies = models.ManyToManyField(
        Therapy, blank=True, related_name="+", verbose_name="treatments"
    )
    symptoms = models.ManyToManyField(Symptom, blank=True, related_name="+")
    side_effects = models.ManyToManyField(
        SideEffect, blank=True, related_name="+", verbose_name="side effects to watch for"
    )
    detail = models.CharField(
        "how much about each treatment",
        max_length=10,
        choices=Detail.pairs(),
        default=Detail.SHORT.value,
    )
    pictures = models.BooleanField("show numbers as pictures", default=True)
    questions = Questions("questions of this visit")
    staff_note = Text(blank=True, help_text="For staff only.")

    class Meta(Reviewed.Meta):
        ordering = ["name"]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": "This address is taken. Choose another."})

    def get_absolute_url(self):
        return reverse("visit", args=[self.slug])
