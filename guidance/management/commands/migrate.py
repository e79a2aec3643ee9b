"""Django's migrate, which is the only command that creates the file of a SQLite database."""

from django.core.management.commands import migrate
from django.db import connections


class Command(migrate.Command):
    def execute(self, *args, **options):
        """Create the file before Django's checks, which open the database."""
        if make_file := getattr(connections[options["database"]], "make_file", None):
            make_file()
        return super().execute(*args, **options)
