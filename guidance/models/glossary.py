"""The glossary."""

from django.db import models
from django.urls import reverse

from guidance.models.cited import Addressed, Cited, Edited, SearchWords, required_text
from guidance.models.text_fields import Line


class GlossaryTerm(Addressed, Cited, Edited):
    """A term that the site uses, with its explanation in plain words."""

    term = Line(max_length=120, unique=True)
    also_called = Line(max_length=200, blank=True)
    search_words = SearchWords()
    definition = required_text("definition")
    link_first_use = models.BooleanField(
        "link its first use",
        default=True,
        help_text="Untick a word that also has an everyday meaning, such as stable.",
    )

    class Meta:
        ordering = ["term"]

    def __str__(self):
        return self.term

    def get_absolute_url(self):
        return f"{reverse('glossary')}#{self.slug}"
