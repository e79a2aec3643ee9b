"""What belongs to staff accounts: links that set a password, and second factors that were reset."""

from django.conf import settings
from django.db import models


class SetUpLinkQuerySet(models.QuerySet):
    def working(self, *, now):
        """Return the links that nobody used or withdrew and that have not expired at ``now``."""
        return self.filter(used_at=None, withdrawn_at=None, expires_at__gt=now)


class SetUpLink(models.Model):
    """A link with which the person with an account sets its password, once.

    Only a keyed digest of its secret is stored, so that it is shown only when it is made.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, unique=True)

    objects = SetUpLinkQuerySet.as_manager()

    class Meta:
        default_permissions = []

    def __str__(self):
        return f"Set-up link {self.pk}"


class FactorResetQuerySet(models.QuerySet):
    def holding(self, *, now):
        """Return the resets because of which an account has to wait at ``now``, latest first."""
        waiting = self.filter(holds_until__gt=now, confirmed_at=None)
        return waiting.select_related("user", "reset_by").order_by("-holds_until")


class FactorReset(models.Model):
    """A second factor that somebody else reset: the new one works later, or when confirmed."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    reset_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    reset_at = models.DateTimeField()
    holds_until = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    objects = FactorResetQuerySet.as_manager()

    class Meta:
        default_permissions = []

    def __str__(self):
        return f"Reset of a second factor {self.pk}"
