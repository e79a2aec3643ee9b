"""The sources of statements."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import models

from guidance.models.cited import Edited
from guidance.models.text_fields import Line, Text
from guidance.pages import choices, citations


class SourceQuerySet(models.QuerySet):
    def keys(self, *, among=None):
        """Return the keys of all sources, or those of ``among`` that exist, as a set."""
        rows = self if among is None else self.filter(key__in=among)
        return set(rows.values_list("key", flat=True))

    def checked_before(self, day):
        """Return the sources that were last checked before ``day``, oldest first."""
        return self.filter(checked_on__lt=day).order_by("checked_on", "key")


class Source(Edited):
    """A label, guideline, study or page that statements on the site cite."""

    Kind = choices.SourceKind
    Tier = choices.SourceTier
    HowChecked = choices.HowChecked

    key = models.CharField(
        max_length=60,
        unique=True,
        validators=[RegexValidator(rf"^{citations.KEY}\Z", "Use small letters, digits, - and _.")],
        help_text="What you write in [@key]. It cannot change later.",
    )
    organization = Line(max_length=200, help_text="Who published it.")
    title = Line(max_length=300)
    address = Line(
        "web address", max_length=500, validators=[URLValidator(schemes=["https", "http"])]
    )
    kind = models.CharField(max_length=20, choices=Kind.pairs())
    tier = models.CharField(max_length=20, choices=Tier.pairs())
    published = Line(
        max_length=60, blank=True, help_text="The publisher's own date, for example June 2024."
    )
    checked_on = models.DateField(
        help_text="When somebody last compared our statements with this source."
    )
    how_checked = models.CharField(
        max_length=20,
        choices=HowChecked.pairs(),
        help_text="Readers are told, unless it was read on the official page.",
    )
    newer_version = Line(
        max_length=60,
        blank=True,
        default="",
        db_default="",
        help_text="The date of a newer version that is known, for example May 2026.",
    )
    still_current = Text(
        "why it still stands",
        blank=True,
        default="",
        db_default="",
        help_text="For a source that is old, or of which a newer version is known: what you looked "
        "at or compared, and why our sentences stand. For staff only.",
    )
    still_current_on = models.DateField(
        "looked at on", null=True, blank=True, help_text="It counts for three years."
    )
    note = Text(blank=True, help_text="For staff only.")

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["organization", "title", "key"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=choices.SourceKind.values()),
                name="source_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(tier__in=choices.SourceTier.values()),
                name="source_tier_citable",
                violation_error_message="Only sources of a citable tier may be shown to readers.",
            ),
        ]

    def clean(self):
        super().clean()
        if bool(self.still_current) != bool(self.still_current_on):
            raise ValidationError(
                {
                    "still_current_on": "Say why it still stands, and on what day you looked at "
                    "it, or leave both empty."
                }
            )

    def __str__(self):
        return f"{self.key}: {self.organization}, {self.title}"
