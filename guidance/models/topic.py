"""Topics of living with SPMS, such as work, driving and vaccines."""

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
    signs_field,
)
from guidance.models.side_effect import SideEffect
from guidance.models.subtype import Subtype
from guidance.models.symptom import Symptom
from guidance.models.text_fields import Line, Text
from guidance.models.therapy import Therapy


def read_next(model, verbose_name):
    """Return the field of the pages of ``model`` that a topic leads to."""
    return models.ManyToManyField(
        model, blank=True, related_name="+", symmetrical=False, verbose_name=verbose_name
    )


class Topic(Addressed, Cited, Reviewed, Edited):
    """A topic of living with SPMS. It may have one table of three columns."""

    name = Line(max_length=120, unique=True, help_text="In plain words.")
    search_words = SearchWords()
    summary = required_text("summary")
    key_points = CitedText(
        "the main points", help_text="A list of at most 5 lines, each cited as [@source-key]."
    )
    next_step = CitedText(
        "your next step",
        help_text="One thing to do, in 1 to 3 sentences. Cite what is medical as [@source-key].",
    )
    what_to_know = CitedText("what to know")
    what_to_know_short = ShortAnswer("what to know: short answer")
    what_helps = CitedText("what you can do")
    what_helps_short = ShortAnswer("what you can do: short answer")
    who_helps = CitedText("who can help")
    who_helps_short = ShortAnswer("who can help: short answer")
    take_care = CitedText("take care")
    take_care_short = ShortAnswer("take care: short answer")
    table_heading = Line("heading of the table", max_length=80, blank=True)
    first_column = Line(max_length=60, blank=True, help_text="Its heading.")
    second_column = Line(max_length=60, blank=True)
    third_column = Line(max_length=60, blank=True)
    table_short = ShortAnswer("table: short answer")
    signs = signs_field("topics")
    questions = Questions("questions to ask")
    subtypes = read_next(Subtype, "types of SPMS")
    therapies = read_next(Therapy, "treatments")
    symptoms = read_next(Symptom, "symptoms")
    side_effects = read_next(SideEffect, "side effects")
    topics = read_next("self", "other topics")
    staff_note = Text(blank=True, help_text="For staff only.")

    class Meta(Reviewed.Meta):
        ordering = ["name"]
        verbose_name = "topic of living with SPMS"
        verbose_name_plural = "topics of living with SPMS"

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("topic", args=[self.slug])


class TopicRow(Cited):
    """One row of the table of a topic."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="table_rows")
    order = models.PositiveSmallIntegerField(default=10)
    name = Line("first column", max_length=120, help_text="A plain name, without sources.")
    second = CitedText("second column")
    third = CitedText("third column")

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = "row of the table"
        verbose_name_plural = "rows of the table"
        constraints = [
            models.UniqueConstraint(
                "topic",
                "name",
                name="topic_row_name_once",
                violation_error_message="Another row of this table has that name.",
            ),
        ]

    def __str__(self):
        return self.name
