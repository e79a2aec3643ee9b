"""Side effects."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from guidance.models.cited import (
    BESIDES_SIGNS,
    Addressed,
    Cited,
    CitedText,
    Edited,
    Reviewed,
    SearchWords,
    required_text,
    signs_field,
)
from guidance.models.text_fields import Line, Text
from guidance.pages import choices


class SideEffect(Addressed, Cited, Reviewed, Edited):
    """A side effect. The treatments that can cause it are linked by ``TherapySideEffect``."""

    name = Line(max_length=120, unique=True, help_text="In plain words.")
    medical_name = Line(max_length=160, blank=True)
    search_words = SearchWords(help_text=SearchWords.IN_A_TO_Z)
    gravity = models.CharField(
        "what it can do",
        max_length=12,
        choices=choices.Gravity.pairs(),
        blank=True,
        default="",
        db_default="",
        help_text="Treatments list the gravest first. If in doubt, choose the graver one.",
    )
    summary = required_text("summary")
    what_it_is_like = CitedText("what it is like")
    what_to_do = CitedText("what to do")
    signs = signs_field("side_effects")
    call_clinic = CitedText("call the clinic if", help_text=BESIDES_SIGNS)
    call_911 = CitedText("call 911 if", help_text=BESIDES_SIGNS)
    staff_note = Text(blank=True, help_text="For staff only.")

    class Meta(Reviewed.Meta):
        ordering = ["name"]
        constraints = [
            *Reviewed.Meta.constraints,
            models.CheckConstraint(
                condition=Q(gravity__in=["", *choices.Gravity.values()]),
                name="side_effect_gravity_known",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("side_effect", args=[self.slug])
