"""The words of the walk, which leads to a type of SPMS."""

from django.db import models
from django.urls import reverse

from guidance.models.cited import Addressed, Cited, CitedText, Edited, Reviewed
from guidance.models.text_fields import Line


class Walk(Addressed, Cited, Reviewed, Edited):
    """The words of the walk as one page. There is one row. The routes are in code."""

    title = Line(max_length=120)

    class Meta(Reviewed.Meta):
        verbose_name = "words of the walk"
        verbose_name_plural = "words of the walk"

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("walk")


class WalkText(Cited):
    """One text of the walk. ``key`` is that of ``guidance.walk.vocabulary``."""

    walk = models.ForeignKey(Walk, models.CASCADE, related_name="texts")
    order = models.PositiveSmallIntegerField(default=10)
    key = Line(max_length=120)
    text = CitedText("text", help_text="Where readers see sources, cite as [@source-key].")
    another = CitedText(
        "for somebody else",
        help_text="For who answers for somebody else; empty if it is the same.",
    )

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = "text of the walk"
        verbose_name_plural = "texts of the walk"
        constraints = [
            models.UniqueConstraint(
                "walk",
                "key",
                name="walk_text_key_once",
                violation_error_message="The walk has that text already.",
            ),
        ]

    def __str__(self):
        return self.key
