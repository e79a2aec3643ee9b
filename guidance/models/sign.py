"""The signs that need help, each with its urgency."""

from django.db import models
from django.urls import reverse

from guidance.models.cited import Cited, Edited, Reviewed, SearchWords, required_text
from guidance.models.text_fields import Line, Text
from guidance.pages import choices


class Sign(Cited, Reviewed, Edited):
    """A sign that somebody may notice, and how soon to get help for it.

    Treatments, symptoms and side effects name their signs, so that a sign has the same words and
    the same urgency everywhere.
    """

    Urgency = choices.Urgency
    BodyPart = choices.BodyPart

    slug = models.SlugField(
        "name",
        unique=True,
        max_length=60,
        help_text="By which staff find it, for example fever-on-steroids. It cannot change later.",
    )
    text = required_text(
        "what you notice",
        help_text="At most 20 words, cited. The level says whom to call and how soon.",
    )
    short = Line(
        "in a few words",
        max_length=100,
        blank=True,
        default="",
        db_default="",
        help_text="At most 11 words, not cited: it has the sources of the sentence. Care cards "
        "show it, and the sentence when a reader opens it. If empty, they show the sentence.",
    )
    level = models.CharField("how soon", max_length=20, choices=Urgency.pairs())
    part = models.CharField("part of the body", max_length=20, choices=BodyPart.pairs())
    first = models.BooleanField(
        "shown first",
        default=False,
        help_text="At once on Get help and in the walk. At most 5 of each level.",
    )
    own = models.BooleanField(
        "about its treatments only",
        default=False,
        help_text="Tick it if the sign means this only with the treatments that name it.",
    )
    search_words = SearchWords(
        help_text="Words for which a search shows this level first, separated by commas."
    )
    order = models.PositiveSmallIntegerField(default=10)
    staff_note = Text(
        blank=True,
        default="",
        db_default="",
        help_text="For staff only, for example where no source says how soon to call.",
    )

    class Meta(Reviewed.Meta):
        ordering = ["order", "slug"]
        constraints = [
            *Reviewed.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(level__in=choices.Urgency.values()), name="sign_level_known"
            ),
            models.CheckConstraint(
                condition=models.Q(part__in=choices.BodyPart.values()), name="sign_part_known"
            ),
        ]

    def __str__(self):
        return self.slug

    def get_absolute_url(self):
        return f"{reverse('get_help')}#{self.level}"
