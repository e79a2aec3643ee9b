"""The log of what staff did, and how it names people and times.

The log is Django's ``LogEntry`` table, in which the admin also writes each save of a draft.
"""

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone


def log_about(row):
    """Return the log entries about ``row`` with their users, latest first."""
    content_type = ContentType.objects.get_for_model(row)
    entries = LogEntry.objects.filter(content_type=content_type, object_id=str(row.pk))
    return entries.select_related("user")


def log_step(user, row, message, flag=CHANGE):
    """Log a step that ``user`` took on ``row``; ``message`` describes it."""
    LogEntry.objects.create(
        user=user,
        content_type=ContentType.objects.get_for_model(row),
        object_id=str(row.pk),
        object_repr=str(row)[:200],
        action_flag=flag,
        change_message=message,
    )


def name_of(user):
    """Return the name of ``user`` for staff; without a user it is "the system"."""
    return "the system" if user is None else user.get_full_name() or user.get_username()


def format_datetime(moment):
    """Return ``moment`` in the clinic's time zone, for example "March 15, 2027 at 09:30"."""
    return f"{timezone.localtime(moment):%B %-d, %Y at %H:%M}"


def time_zone_at(moment):
    """Return the clinic's time zone at ``moment``, for example "EST, America/New_York"."""
    return f"{timezone.localtime(moment):%Z}, {timezone.get_current_timezone_name()}"
