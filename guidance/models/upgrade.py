"""What releases gave this site, and the texts of a release that wait for an answer of staff."""

from django.db import models


class ReceivedRow(models.Model):
    """A row that a release brought to this site, whether it is still there or not.

    ``texts`` is {field: digest of the value that the site was last given}. By it an upgrade knows
    what is new to this site, and that a row which is missing was deleted by staff.
    """

    name = models.CharField(max_length=200, unique=True, help_text="As in content/record.json.")
    texts = models.JSONField(default=dict)

    class Meta:
        ordering = ["name"]
        default_permissions = []

    def __str__(self):
        return self.name


class Offer(models.Model):
    """Values of a release for fields that staff edited. Staff take them or keep their own.

    ``page`` is the key of the page, ``table`` the draft table and ``row`` the id of the draft row.
    ``relation`` and ``part`` name a row below it; they are empty and 0 where the fields are those
    of the draft row itself. ``values`` is {field: value}: fields that only mean something together
    are one offer. It is empty where the release no longer has the row.
    """

    page = models.CharField(max_length=120, db_index=True)
    table = models.CharField(max_length=40)
    row = models.BigIntegerField()
    relation = models.CharField(max_length=40, blank=True)
    part = models.BigIntegerField(default=0)
    field = models.CharField(max_length=60, blank=True, help_text="The first of the fields.")
    values = models.JSONField()
    release = models.CharField(max_length=40)

    class Meta:
        ordering = ["page", "pk"]
        default_permissions = []
        verbose_name = "text of a release"
        verbose_name_plural = "texts of a release"
        constraints = [
            models.UniqueConstraint(
                "table", "row", "relation", "part", "field", name="one_offer_for_each_field"
            ),
        ]

    def __str__(self):
        return f"{self.page}: {self.field or 'row'}"
