"""When the commands that run on a schedule were last seen."""

from django.db import models


class JobRunQuerySet(models.QuerySet):
    def note(self, name, *, now):
        """Note that the command ``name`` ran."""
        self.update_or_create(name=name, defaults={"last_run": now})

    def times(self):
        """Return {name: time of the last run}."""
        return dict(self.values_list("name", "last_run"))


class JobRun(models.Model):
    """The last run of a command that a timer starts, for the opening checklist."""

    name = models.SlugField(max_length=40, unique=True)
    last_run = models.DateTimeField()

    objects = JobRunQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.name
