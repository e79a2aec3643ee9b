"""A SQLite backend that raises an error if the file of the database does not exist."""

import os
from pathlib import Path

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's backend, except that opening a connection never creates a file."""

    def _path(self):
        """Return the path of the file, or None if the database is in memory."""
        name = str(self.settings_dict["NAME"])
        in_memory = self.creation.is_in_memory_db(name) or name.startswith("file:")
        return None if in_memory else Path(name).absolute()

    def get_connection_params(self):
        params = super().get_connection_params()
        if path := self._path():
            params["database"] = f"{path.as_uri()}?mode=rw"
        return params

    def make_file(self):
        """Create the file, empty and accessible for its owner only, if it does not exist."""
        if path := self._path():
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
