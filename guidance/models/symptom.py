"""Symptoms of MS, and what can help with them."""

from django.db import models
from django.urls import reverse

from guidance.models.cited import (
    BESIDES_SIGNS,
    Addressed,
    Cited,
    CitedText,
    Edited,
    Questions,
    Reviewed,
    SearchWords,
    ShortAnswer,
    required_text,
    signs_field,
)
from guidance.models.side_effect import SideEffect
from guidance.models.text_fields import Line, Text


class Symptom(Addressed, Cited, Reviewed, Edited):
    """A symptom, with the medicines and the other help for it."""

    name = Line(max_length=120, unique=True, help_text="In plain words.")
    medical_name = Line(max_length=160, blank=True)
    search_words = SearchWords(help_text=SearchWords.IN_A_TO_Z)
    summary = required_text("summary")
    what_it_is = CitedText("what it is")
    what_it_is_short = ShortAnswer("what it is: short answer")
    what_to_check = CitedText("what to check first")
    what_to_check_short = ShortAnswer("what to check first: short answer")
    other_help = CitedText("help that is not a medicine")
    other_help_short = ShortAnswer("help that is not a medicine: short answer")
    medicines = CitedText("medicines")
    medicines_short = ShortAnswer("medicines: short answer")
    side_effects_of_medicines = CitedText("side effects of these medicines")
    side_effects_of_medicines_short = ShortAnswer("side effects of these medicines: short answer")
    side_effects = models.ManyToManyField(SideEffect, blank=True, related_name="symptoms")
    take_care = CitedText("take care if")
    take_care_short = ShortAnswer("take care if: short answer")
    signs = signs_field("symptoms")
    call_911 = CitedText("call 911 if", help_text=BESIDES_SIGNS)
    call_clinic = CitedText("call the clinic if", help_text=BESIDES_SIGNS)
    questions = Questions("questions to ask")
    staff_note = Text(blank=True, help_text="For staff only.")

    class Meta(Reviewed.Meta):
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("symptom", args=[self.slug])
