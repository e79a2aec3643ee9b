"""The four types of SPMS."""

from django.db import models
from django.urls import reverse

from guidance.models.cited import (
    Addressed,
    Cited,
    CitedText,
    Edited,
    Questions,
    Reviewed,
    SearchWords,
    ShortAnswer,
    required_text,
)
from guidance.models.symptom import Symptom
from guidance.models.text_fields import Line, Text
from guidance.models.therapy import Therapy


class Subtype(Addressed, Cited, Reviewed, Edited):
    """A type of SPMS, described by activity and progression in a stated period.

    Source of the definitions: Lublin and others, 2013 (``lublin2013``).
    """

    name = Line(max_length=80, unique=True, help_text="In plain words.")
    medical_name = Line(max_length=160, blank=True)
    search_words = SearchWords()
    active = models.BooleanField(help_text="Relapses or new MRI changes in the period.")
    progressing = models.BooleanField(help_text="Slow worsening apart from relapses in the period.")
    summary = required_text("summary")
    in_short = CitedText("in short")
    meaning = CitedText("what it means")
    meaning_short = ShortAnswer("what it means: short answer")
    aims = CitedText("aims of treatment")
    aims_short = ShortAnswer("aims of treatment: short answer")
    treatments = CitedText("treatments to talk about, opening words")
    treatments_short = ShortAnswer("treatments to talk about: short answer")
    therapies = models.ManyToManyField(Therapy, blank=True, related_name="subtypes")
    symptoms = models.ManyToManyField(Symptom, blank=True, related_name="subtypes")
    no_change = CitedText("if nothing changes")
    no_change_short = ShortAnswer("if nothing changes: short answer")
    check_ups = CitedText("check-ups")
    check_ups_short = ShortAnswer("check-ups: short answer")
    can_change = CitedText("how a type can change")
    can_change_short = ShortAnswer("how a type can change: short answer")
    questions = Questions("questions to ask")
    staff_note = Text(blank=True, help_text="For staff only.")

    class Meta(Reviewed.Meta):
        ordering = ["-active", "progressing"]
        constraints = [
            *Reviewed.Meta.constraints,
            models.UniqueConstraint(
                "active",
                "progressing",
                name="subtype_facts_once",
                violation_error_message="Another kind of SPMS already has these two facts.",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("subtype", args=[self.slug])
