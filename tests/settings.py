"""The site's settings for tests: a state folder of their own, and a fast password hash."""

import os
import tempfile

os.environ["STATE_FOLDER"] = tempfile.mkdtemp(prefix="spms-tests-")
os.environ.pop("DATABASE_URL", None)
if os.environ.get("TESTS_ON") == "postgresql":  # tests.conftest makes the database
    os.environ["DATABASE_URL"] = os.environ.get("TEST_POSTGRES_URL") or "postgres:///postgres"
# An open browser keeps an event loop in its thread, which Django would take for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from spms_site.settings import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
READERS_FROM_MEMORY = False
