"""The get-help levels and their warning signs."""

from django.db import models
from django.urls import reverse

from guidance.models.cited import Cited, Edited, Reviewed, required_text
from guidance.models.text_fields import Line
from guidance.pages import choices


class HelpLevel(Cited, Reviewed, Edited):
    """One urgency. The walk shows the level that a reader chooses at its first question."""

    Urgency = choices.Urgency

    urgency = models.CharField(max_length=20, choices=Urgency.pairs(), unique=True)
    order = models.PositiveSmallIntegerField(default=10)
    title = Line(max_length=120)
    action = required_text("what to do")

    class Meta(Reviewed.Meta):
        ordering = ["order"]
        verbose_name = "get-help level"
        constraints = [
            *Reviewed.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(urgency__in=choices.Urgency.values()),
                name="help_level_urgency_known",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"{reverse('get_help')}#{self.urgency}"


class WarningSign(Cited):
    """A sign that needs help with the urgency of its level."""

    level = models.ForeignKey(HelpLevel, models.CASCADE, related_name="signs")
    order = models.PositiveSmallIntegerField(default=10)
    text = required_text("sign")

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self):
        return self.text[:60]
