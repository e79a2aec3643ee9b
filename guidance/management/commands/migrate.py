"""Django's migrate, which alone may make the file of a SQLite database."""

from django.core.management.commands import migrate
from django.db import connections


class Command(migrate.Command):
    def execute(self, *args, **options):  # before its checks, which open the database
        if make_file := getattr(connections[options["database"]], "make_file", None):
            make_file()
        return super().execute(*args, **options)
