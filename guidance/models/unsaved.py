"""Words that staff typed and did not save."""

from datetime import timedelta

from django.conf import settings
from django.db import models

KEPT = timedelta(days=30)
"""How long an unsaved copy is kept after its last change."""
NEW = 0
"""Stands for the id of a draft that is not in its table yet."""


class UnsavedCopyQuerySet(models.QuerySet):
    def of(self, user, table, row, *, now):
        """Return the copy that ``user`` left in the form of a draft, or None."""
        copies = self.filter(user=user, table=table, row=row, kept_at__gt=now - KEPT)
        return copies.first()

    def keep(self, user, table, row, content, *, now):
        """Keep ``content`` in place of what ``user`` left in that form before."""
        self.update_or_create(
            user=user, table=table, row=row, defaults={"content": content, "kept_at": now}
        )

    def forget(self, user, table, row):
        """Delete what ``user`` left in the form of a draft."""
        self.filter(user=user, table=table, row=row).delete()

    def forget_old(self, *, now):
        """Delete the copies that are older than ``KEPT``, and return their number."""
        return self.filter(kept_at__lte=now - KEPT).delete()[0]


class UnsavedCopy(models.Model):
    """The changed fields of one form, kept for whoever typed them and nobody else (ADR 0040).

    ``table`` and ``row`` name the draft. ``content`` is only read by the script of the form.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    table = models.SlugField(max_length=60)
    row = models.PositiveBigIntegerField(default=NEW)
    content = models.JSONField()
    kept_at = models.DateTimeField(db_index=True)

    objects = UnsavedCopyQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name_plural = "unsaved copies"
        constraints = [
            models.UniqueConstraint(fields=["user", "table", "row"], name="one_unsaved_copy")
        ]

    def __str__(self):
        return f"{self.table}/{self.row}"
