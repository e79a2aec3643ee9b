"""SQLite, whose file must be there: one that was moved away is an error, not an empty database."""

import os
from pathlib import Path

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, which opens a file for reading and writing but never makes one."""

    def _path(self):
        """Return the path of the file, or None where the database is in memory."""
        name = str(self.settings_dict["NAME"])
        in_memory = self.creation.is_in_memory_db(name) or name.startswith("file:")
        return None if in_memory else Path(name).absolute()

    def get_connection_params(self):
        params = super().get_connection_params()
        if path := self._path():
            params["database"] = f"{path.as_uri()}?mode=rw"
        return params

    def make_file(self):
        """Make the file, empty and for its owner alone, where there is none."""
        if path := self._path():
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
