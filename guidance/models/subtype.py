"""The four types of SPMS."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
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
from guidance.models.therapy import PEOPLE, Therapy
from guidance.pages import choices


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


class PlaceboGroup(Cited):
    """What happened to the people of one trial who got a placebo, out of ``out_of`` people."""

    subtype = models.ForeignKey(Subtype, models.CASCADE, related_name="placebo_groups")
    order = models.PositiveSmallIntegerField(default=10)
    trial = Line(max_length=120)
    group = Line(
        "who got the placebo",
        max_length=200,
        help_text="How many people, and with which kind of MS.",
    )
    happened = Line(
        "what was counted", max_length=200, help_text="Read after “350 of 1,000 people”."
    )
    not_happened = Line("the other way round", max_length=200)
    time_span = Line("over what time", max_length=120)
    out_of = models.PositiveSmallIntegerField(default=1000, choices=PEOPLE)
    people = models.PositiveSmallIntegerField("how many people")
    finding = required_text(
        "what the numbers rest on",
        help_text="Say what happened in the group that got the medicine. Cite as [@source-key].",
    )
    limits = CitedText("what it does not tell")

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = "placebo group of a trial"
        verbose_name_plural = "if nothing changes: placebo group of a trial"
        constraints = [
            models.CheckConstraint(
                condition=Q(out_of__in=[*choices.DENOMINATORS], people__lte=F("out_of")),
                name="placebo_group_counts_fit",
                violation_error_message="There cannot be more people than “out of”.",
            ),
            models.CheckConstraint(
                condition=~Q(trial="") & ~Q(group="") & ~Q(time_span=""),
                name="placebo_group_says_who_and_when",
                violation_error_message="Say which trial, in whom, and over what time.",
            ),
        ]

    def __str__(self):
        return f"{self.trial}: {self.happened}"

    def clean(self):
        super().clean()
        if not self.cited_keys():
            raise ValidationError({"finding": "Cite the source of these numbers as [@source-key]."})
