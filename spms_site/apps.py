"""The app config of the project: its system checks, and the permissions of its SQLite file."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from spms_site import environment


class Site(AppConfig):
    name = "spms_site"
    verbose_name = "The site"

    def ready(self):
        from spms_site import static_files  # noqa: F401  registers its check

        connection_created.connect(_keep_private)


def _keep_private(connection, **kwargs):
    """Make a SQLite file that this connection created readable for its owner only."""
    if connection.vendor == "sqlite":
        environment.make_private(environment.sqlite_files(str(connection.settings_dict["NAME"])))
