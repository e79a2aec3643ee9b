"""Pages about the site itself, and the introductions of lists and of the home page."""

from django.db import models
from django.urls import reverse

from guidance.models.cited import (
    Addressed,
    Cited,
    Edited,
    Reviewed,
    SearchWords,
    ShortAnswer,
    required_text,
)
from guidance.models.text_fields import Line


class Info(Addressed, Cited, Reviewed, Edited):
    """A page about the site itself, or the introduction of a page with other content.

    The rows whose slugs are in ``INFO_ROUTES`` have title, summary and sections of those pages.
    Every other row is a page below ``/about/``.
    """

    title = Line(max_length=120)
    search_words = SearchWords()
    summary = required_text("summary")
    order = models.PositiveSmallIntegerField(default=10)

    class Meta(Reviewed.Meta):
        ordering = ["order", "title"]
        verbose_name = "info page"

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("info", args=[self.slug])


class InfoSection(Cited):
    """One part of an info page."""

    info = models.ForeignKey(Info, models.CASCADE, related_name="sections")
    order = models.PositiveSmallIntegerField(default=10)
    anchor = models.SlugField(max_length=60, help_text="The part of the web address after #.")
    heading = Line(max_length=120)
    short = ShortAnswer("short answer")
    text = required_text("text")

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                "info",
                "anchor",
                name="info_section_anchor_once",
                violation_error_message=(
                    "Another section of this page has that anchor. Choose another."
                ),
            ),
        ]

    def __str__(self):
        return self.heading
