"""The database backends: which file may be opened, and how long an answer is waited for."""

import stat

from tests.sites import OwnSite, sqlite_site


def test_only_migrate_makes_the_file_of_a_sqlite_database_and_for_its_owner_alone(tmp_path):
    site = sqlite_site(tmp_path)
    code, said = site.manage("publish_due")
    assert code != 0
    assert "unable to open database file" in said
    assert not site.file.exists()
    code, said = site.manage("migrate", "--verbosity", "0")
    assert code == 0, said
    assert stat.S_IMODE(site.file.stat().st_mode) == 0o600
    code, said = site.manage("publish_due")
    assert code == 0, said


LIMITED = """
from django.db import OperationalError, connection
from spms_site import databases

answers = []
databases.limit_waits(lambda: 1)
try:
    connection.cursor().execute("SELECT pg_sleep(3600)")
except OperationalError:
    answers.append("given up")
connection.close_if_unusable_or_obsolete()
databases.limit_waits(lambda: None)
with connection.cursor() as cursor:
    cursor.execute("SELECT 1 FROM pg_sleep(2)")
    answers.append(cursor.fetchone()[0])
    cursor.execute("SELECT current_setting('server_version_num')::int > 0")
    answers.append(cursor.fetchone()[0])
print(json.dumps(answers))
"""


def test_an_answer_of_postgresql_is_waited_for_only_so_long_as_was_said(_postgres, tmp_path):
    site = OwnSite(tmp_path, _postgres.address_of(_postgres.make()))
    assert site.ask(LIMITED) == ["given up", 1, True]
