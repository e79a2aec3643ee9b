"""Submissions, with comments and preview links, and the draft status of pages."""

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from guidance.models.publication import AppendOnly, AppendOnlyQuerySet, Edition, PageVersion
from guidance.models.text_fields import Line, Text


def _user(**options):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        **options,
    )


class SubmissionQuerySet(models.QuerySet):
    def waiting_for(self, user):
        """Return the open submissions, and those sent back to ``user`` and not submitted again."""
        submitted_again = SubmittedPage.objects.filter(
            key=OuterRef("pages__key"), submission__submitted_at__gt=OuterRef("submitted_at")
        )
        sent_back = (
            self.filter(state=Submission.State.SENT_BACK, submitted_by=user)
            .exclude(Exists(submitted_again))
            .values("pk")
        )
        return (
            self.filter(Q(state__in=Submission.OPEN) | Q(pk__in=sent_back))
            .select_related("submitted_by")
            .prefetch_related("pages", "authors")
        )

    def sent_back_with(self, keys, *, before=None):
        """Return the sent-back submissions with a page of ``keys``, latest first.

        A page counts only if its latest submission, apart from those that were taken back, is the
        one that was sent back. ``before`` is a submission; it and all later ones are left out.
        """
        rows = SubmittedPage.objects.filter(key__in=keys).exclude(
            submission__state=Submission.State.TAKEN_BACK
        )
        if before is not None:
            rows = rows.filter(submission_id__lt=before.pk)
        latest = dict(rows.order_by("submission_id").values_list("key", "submission_id"))
        sent_back = self.filter(pk__in=latest.values(), state=Submission.State.SENT_BACK)
        return sent_back.select_related("decided_by").order_by("-pk")

    def due(self, *, now):
        """Return the approved submissions whose time of publication has come, earliest first."""
        return self.filter(state=Submission.State.APPROVED, publish_at__lte=now).order_by(
            "publish_at", "pk"
        )

    def with_people(self):
        return self.select_related("submitted_by", "decided_by", "scheduled_by", "edition")


class Submission(models.Model):
    """Frozen pages that are reviewed and published together."""

    class State(models.TextChoices):
        IN_REVIEW = "in-review", "In review"
        APPROVED = "approved", "Approved, not yet public"
        SENT_BACK = "sent-back", "Sent back"
        TAKEN_BACK = "taken-back", "Taken back"
        PUBLISHED = "published", "Published"

    OPEN = (State.IN_REVIEW, State.APPROVED)

    state = models.CharField(max_length=20, choices=State, default=State.IN_REVIEW)
    reason = Text("what changed and why", max_length=1000)
    submitted_by = _user()
    submitted_at = models.DateTimeField()
    authors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        related_name="+",
        help_text="Who submitted it, and who edited its pages since they were last published.",
    )
    decided_by = _user()
    decided_at = models.DateTimeField(null=True, blank=True)
    comment = Text(blank=True)
    signed_off_by = Line(max_length=120, blank=True)
    signed_off_credentials = Line(max_length=120, blank=True)
    signed_off_on = models.DateField(null=True, blank=True)
    for_sign_off = models.BooleanField(
        default=False,
        db_default=False,
        help_text="It asks to sign off a public page whose words stay as they are.",
    )
    without_second_reviewer = models.BooleanField(default=False)
    publish_at = models.DateTimeField(null=True, blank=True)
    scheduled_by = _user()
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, related_name="+")

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["-submitted_at", "-pk"]
        default_permissions = ["view"]
        permissions = [
            ("submit", "Can submit for review"),
            ("approve", "Can approve or send back"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(edition=None) | Q(state="published"),
                name="submission_edition_when_published",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=False) | Q(state__in=["in-review", "taken-back"]),
                name="submission_decided_before_public",
            ),
        ]

    def __str__(self):
        return f"Submission {self.pk}"

    def get_absolute_url(self):
        return reverse("admin:guidance_submission_change", args=[self.pk])

    @property
    def is_open(self):
        return self.state in self.OPEN


class Credentials(models.Model):
    """The credentials of the person with an account, as pages show them at a sign-off.

    A Manager sets them for others. Whoever has them cannot type others at a sign-off.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="credentials"
    )
    words = Line("credentials", max_length=120, help_text="For example: MD, neurologist.")

    class Meta:
        verbose_name = "credentials for sign-offs"
        verbose_name_plural = "credentials for sign-offs"

    def __str__(self):
        return self.words


class SubmittedPage(models.Model):
    """One page of a submission: the frozen version, and the public version that it replaces."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="pages")
    key = models.CharField(max_length=120)
    title = models.CharField(max_length=300)
    version = models.ForeignKey(PageVersion, models.PROTECT, related_name="submitted")
    base = models.ForeignKey(
        PageVersion, models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    open = models.BooleanField(default=True)

    class Meta:
        ordering = ["title", "key"]
        default_permissions = []
        constraints = [
            models.UniqueConstraint("submission", "key", name="submitted_page_once"),
            models.UniqueConstraint("key", condition=Q(open=True), name="one_open_submission"),
        ]

    def __str__(self):
        return f"{self.title} ({self.key})"


class Remark(AppendOnly):
    """A comment on a submission. It cannot be changed or deleted."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="remarks")
    text = Text(max_length=4000)
    by = _user()
    at = models.DateTimeField()

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = []

    def __str__(self):
        return self.text[:60]


LINK_SIGNER = signing.Signer(salt="guidance.preview-link")
"""Signs the ids of preview links, so that their addresses cannot be guessed."""


class PreviewLink(models.Model):
    """A link with which somebody without an account can read a submission for a few days."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="links")
    made_by = _user()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        default_permissions = []

    def __str__(self):
        return f"Preview link {self.pk}"

    def get_absolute_url(self):
        return reverse("preview_shared", args=[LINK_SIGNER.sign(self.pk)])

    @property
    def full_address(self):
        """The absolute address of the link."""
        return f"{settings.SITE_ADDRESS}{self.get_absolute_url()}"

    def works(self, *, now):
        """Return whether the link works at ``now``: it is neither revoked nor expired."""
        return self.revoked_at is None and now < self.expires_at


class PageStateQuerySet(models.QuerySet):
    def waiting(self):
        """Return the pages whose draft differs and that are in no open submission."""
        submitted = SubmittedPage.objects.filter(open=True).values("key")
        return self.filter(differs=True).exclude(key__in=submitted)

    def review_due(self, *, by):
        return self.filter(review_due__lte=by).order_by("review_due", "title")


class PageState(models.Model):
    """The draft status of one page, updated at each save and each publication.

    See ``editorial/draft_status.py``.
    """

    key = models.CharField(max_length=120, unique=True)
    title = models.CharField(max_length=300)
    model = models.CharField(max_length=40, help_text="The draft table, for example therapy.")
    row = models.BigIntegerField(null=True, help_text="The draft row; empty for a whole table.")
    differs = models.BooleanField(default=False)
    stale_because = models.CharField(max_length=300, blank=True)
    withdrawn = models.BooleanField(default=False)
    fault = models.CharField(
        max_length=300,
        blank=True,
        default="",
        db_default="",
        help_text="Why the draft cannot be read; empty where it can.",
    )
    review_due = models.DateField(null=True, help_text="That of the public page.")
    upgraded = models.BooleanField(
        default=False,
        db_default=False,
        help_text="An upgrade changed the draft, and that is not public yet.",
    )

    objects = PageStateQuerySet.as_manager()

    class Meta:
        ordering = ["title", "key"]
        default_permissions = []
        indexes = [models.Index(fields=["differs"]), models.Index(fields=["review_due"])]

    def __str__(self):
        return self.title
