"""Staff in tests."""

from django.test import Client


class StaffClient(Client):
    """The client of the fixtures."""
