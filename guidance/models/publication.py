"""Frozen page versions, and the editions that say which of them are public."""

from datetime import date

from django.conf import settings
from django.db import models

from guidance.models.text_fields import Text

WITHDRAWN = "withdrawn/"
"""The prefix of the key of a notice. The key of the withdrawn page follows."""


class AppendOnly(models.Model):
    """A row that is written once. Changing or deleting it raises ``TypeError``."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise TypeError(f"{self._meta.verbose_name} {self.pk} is frozen and cannot change.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError(f"{self._meta.verbose_name} {self.pk} is frozen and cannot be deleted.")


class AppendOnlyQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise TypeError("Frozen rows cannot change.")

    def delete(self):
        raise TypeError("Frozen rows cannot be deleted.")


class PageVersionQuerySet(AppendOnlyQuerySet):
    def of(self, edition):
        """Return the versions that ``edition`` shows."""
        return self.filter(pk__in=edition.manifest.values())

    def withdrawn(self, edition):
        """Return the notices that ``edition`` shows in place of withdrawn pages."""
        return self.filter(
            pk__in=[pk for key, pk in edition.manifest.items() if key.startswith(WITHDRAWN)]
        ).order_by("key")


class PageVersion(AppendOnly):
    """One frozen page: everything that the public site shows of it, as JSON.

    ``payload`` is a structure of ``guidance.pages.structures``, and ``schema`` the version of the
    structures. ``sha256`` is the digest of its canonical JSON, so that two versions can be compared
    without reading them.
    """

    key = models.CharField(max_length=120, help_text="For example therapy/siponimod.")
    language = models.CharField(max_length=10, default="en")
    number = models.PositiveIntegerField(help_text="1 for the first version of this page.")
    schema = models.PositiveSmallIntegerField()
    payload = models.JSONField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    frozen_at = models.DateTimeField(
        null=True,
        help_text="When its words were read from the draft: before it was signed off.",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = PageVersionQuerySet.as_manager()

    class Meta:
        ordering = ["key", "language", "-number"]
        constraints = [
            models.UniqueConstraint("key", "language", "number", name="page_version_number_once"),
        ]

    def __str__(self):
        return f"{self.key} version {self.number}"

    @property
    def replaces(self):
        """The key of the withdrawn page that this notice replaces; empty if it is a page."""
        return self.key.removeprefix(WITHDRAWN) if self.key.startswith(WITHDRAWN) else ""

    @property
    def withdrawn_on(self):
        """The day on which the page was withdrawn. The version must be a notice."""
        return date.fromisoformat(self.payload["since"])


class EditionQuerySet(AppendOnlyQuerySet):
    def current(self):
        """Return the newest edition, or None if nothing has been published yet."""
        return self.order_by("-number").first()

    def current_number(self):
        """Return the number of the newest edition, or None if nothing has been published yet."""
        return self.order_by("-number").values_list("number", flat=True).first()


class Edition(AppendOnly):
    """A numbered state of the whole public site: {page key: page version id}."""

    number = models.PositiveIntegerField(unique=True)
    language = models.CharField(max_length=10, default="en")
    manifest = models.JSONField()
    note = Text(help_text="What changed and why, in plain words.")
    changes = models.JSONField(
        default=list, help_text="Each page that changed: key, title, what happened, and why."
    )
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_open = models.BooleanField(
        default=True, db_default=True, help_text="Whether readers see it, not only staff."
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        default_permissions = ["view"]
        permissions = [("publish", "Can publish"), ("open_site", "Can open the site to readers")]

    def __str__(self):
        return f"Edition {self.number}"
