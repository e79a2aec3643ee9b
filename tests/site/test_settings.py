"""A wrong setting stops the start and says what to set; https turns on secure settings."""

import json
import os
import stat
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.slow
FROM_ENVIRONMENT = {
    "DATABASE_URL",
    "DEBUG",
    "EXTRA_HOSTS",
    "HSTS_INCLUDE_SUBDOMAINS",
    "HSTS_PRELOAD",
    "HSTS_SECONDS",
    "SECRET_KEY",
    "SECURITY_CONTACT",
    "SITE_ADDRESS",
    "STATE_FOLDER",
    "STATIC_FOLDER",
    "TIME_ZONE",
    "TRUSTED_PROXIES",
}
SHOW = """
import json
from django.conf import settings

print(json.dumps({name: getattr(settings, name) for name in NAMES}))
"""
ANSWER = """
import json
import django

django.setup()
from django.test import Client

plain = Client().get("/robots.txt", headers={"host": "spms.clinic.example"})
safe = Client().get("/robots.txt", headers={"host": "spms.clinic.example"}, secure=True)
health = Client().get("/healthz", headers={"host": "spms.clinic.example"})
print(json.dumps([plain.status_code, plain.headers.get("Location"), dict(safe.headers),
                  health.status_code]))
"""
DEPLOY = """
import os
from django.core.management import call_command
import django

os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # of the browser tests; Django warns of it
django.setup()
call_command("collectstatic", interactive=False, verbosity=0)
call_command("check", deploy=True, fail_level="WARNING")
"""
REFUSE = """
import json
import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

for line in sys.stdin:
    if os.fork() == 0:
        os.environ.update(json.loads(line))
        try:
            settings.DEBUG
        except ImproperlyConfigured as error:
            print(json.dumps(str(error)), flush=True)
        else:
            print(json.dumps(""), flush=True)
        os._exit(0)
    os.wait()
"""
"""Reads variables, one JSON object a line; prints why the site does not start with each."""
READ_ROW = """
import json
import os
import django

os.umask(0o022)
django.setup()
from django.conf import settings
from django.db import connection
from pathlib import Path

connection.make_file()  # as migrate does
connection.cursor().execute("CREATE TABLE one (number integer)")
files = Path(settings.DATABASES["default"]["NAME"]).parent.glob("*sqlite3*")
print(json.dumps({path.name: path.stat().st_mode & 0o777 for path in sorted(files)}))
"""


def start(folder, code, *, lines=(), **variables):
    """Run ``code`` in a process of its own that sees only these settings, and reads ``lines``."""
    inherited = {name: value for name, value in os.environ.items() if name not in FROM_ENVIRONMENT}
    environment = {
        **inherited,
        "DJANGO_SETTINGS_MODULE": "spms_site.settings",
        "PYTHONPATH": str(settings.BASE_DIR),
        "STATE_FOLDER": str(folder),
        **variables,
    }
    return subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        input="".join(f"{line}\n" for line in lines),
        capture_output=True,
        text=True,
    )


def read(folder, *names, **variables):
    """Return the settings with these names as the site would start with ``variables``."""
    done = start(folder, f"NAMES = {names!r}\n{SHOW}", **variables)
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout).values())


# Wrong settings


WRONG = [
    ("DEBUG", "maybe", "Set it to yes or no."),
    ("SITE_ADDRESS", "spms.clinic.example", "https://spms.clinic.example"),
    ("SITE_ADDRESS", "ftp://spms.clinic.example", "https://spms.clinic.example"),
    ("SITE_ADDRESS", "https://", "https://spms.clinic.example"),
    ("SITE_ADDRESS", "https://clinic.example/spms", "https://spms.clinic.example"),
    ("SITE_ADDRESS", "https://clinic.example?a=b", "https://spms.clinic.example"),
    ("SITE_ADDRESS", "https://me:secret@clinic.example", "https://spms.clinic.example"),
    ("SITE_ADDRESS", "https://clinic.example:https", "https://spms.clinic.example"),
    ("SITE_ADDRESS", "https://[::1", "https://spms.clinic.example"),
    ("SITE_ADDRESS", "http://spms.clinic.example", "Set it to an https:// address"),
    ("EXTRA_HOSTS", "https://www.clinic.example", "without https:// and port"),
    ("EXTRA_HOSTS", "a.example, *", "Set it to host names"),
    ("EXTRA_HOSTS", "a.example:8000", "without https:// and port"),
    ("SECRET_KEY", "too-short", "50 or more random characters"),
    ("DATABASE_URL", "the-database", "postgres://user:password@host/name"),
    ("DATABASE_URL", "mysql://me:pw@host/name", "postgres://user:password@host/name"),
    ("DATABASE_URL", "postgres://me:pw@host:port/name", "postgres://user:password@host/name"),
    ("DATABASE_URL", "postgres://me:pw@host", "postgres://user:password@host/name"),
    ("DATABASE_URL", "sqlite://", "leave it out for a SQLite file"),
    ("DATABASE_URL", "sqlite:////tmp/pw@.sqlite3?isolation=none", "Leave it out, or set one"),
    ("HSTS_SECONDS", "a year", "Set it to a number of seconds"),
    ("HSTS_SECONDS", "-1", "Set it to a number of seconds"),
    ("TIME_ZONE", "New York", "America/New_York"),
    ("TIME_ZONE", "America", "America/New_York"),
    ("TIME_ZONE", "../../etc/hosts", "America/New_York"),
    ("SECURITY_CONTACT", "security@clinic.example", "mailto:security@clinic.example"),
    ("TRUSTED_PROXIES", "yes", "Set it to the number of proxies"),
    ("TRUSTED_PROXIES", "-1", "Set it to the number of proxies"),
    ("STATE_FOLDER", "/dev/null/var", "Set it to a folder"),
    ("STATE_FOLDER", "/proc", "Set it to a folder"),
]
"""(variable, its value, what the refusal says)"""


@pytest.fixture(scope="module")
def refusals(tmp_path_factory):
    """Why the site does not start with each of ``WRONG``, asked of forks of one process."""
    lines = [json.dumps({name: value}) for name, value, _ in WRONG]
    done = start(tmp_path_factory.mktemp("refused"), REFUSE, lines=lines)
    assert done.returncode == 0, done.stderr
    return dict(zip(WRONG, map(json.loads, done.stdout.splitlines()), strict=True))


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: "-".join(wrong[:2]))
def test_a_wrong_setting_stops_the_start_and_says_what_to_set(refusals, wrong):
    name, _, advice = wrong
    assert name in refusals[wrong]
    assert advice in refusals[wrong]
    assert "pw@" not in refusals[wrong]


def test_a_refused_start_ends_with_the_reason_and_an_error(tmp_path):
    done = start(tmp_path, "from django.conf import settings; settings.DEBUG", DEBUG="maybe")
    last = done.stderr.strip().splitlines()[-1]
    assert done.returncode != 0
    assert last.startswith("django.core.exceptions.ImproperlyConfigured: ")
    assert "DEBUG" in last


@pytest.mark.parametrize(
    ("variables", "advice"),
    [
        ({"HSTS_INCLUDE_SUBDOMAINS": "yes"}, "Set HSTS_SECONDS too"),
        ({"HSTS_PRELOAD": "yes"}, "Set HSTS_INCLUDE_SUBDOMAINS to yes"),
        (
            {"HSTS_PRELOAD": "yes", "HSTS_SECONDS": "3600", "HSTS_INCLUDE_SUBDOMAINS": "yes"},
            "31536000 or more",
        ),
    ],
)
def test_hsts_settings_that_browsers_would_refuse_stop_the_start(tmp_path, variables, advice):
    variables = {"SITE_ADDRESS": "https://spms.clinic.example", **variables}
    done = start(tmp_path, "from django.conf import settings; settings.DEBUG", **variables)
    assert advice in done.stderr.strip().splitlines()[-1]


def test_without_any_setting_the_site_starts_on_this_machine(tmp_path):
    hosts, debug, databases = read(tmp_path, "ALLOWED_HOSTS", "DEBUG", "DATABASES")
    assert "127.0.0.1" in hosts
    assert debug is False
    assert databases["default"]["NAME"] == str(tmp_path / "db.sqlite3")


@pytest.mark.parametrize(
    "value", ["http://127.0.0.1:8000/", "http://localhost", "http://[::1]:8000"]
)
def test_plain_http_is_for_this_machine(tmp_path, value):
    address, secure = read(tmp_path, "SITE_ADDRESS", "SESSION_COOKIE_SECURE", SITE_ADDRESS=value)
    assert address == value.rstrip("/")
    assert secure is False


def test_settings_may_be_typed_in_large_letters_and_with_space(tmp_path):
    address, hosts, debug = read(
        tmp_path,
        "SITE_ADDRESS",
        "ALLOWED_HOSTS",
        "DEBUG",
        SITE_ADDRESS=" https://SPMS.Clinic.Example/ ",
        EXTRA_HOSTS="WWW.clinic.example, old.clinic.example",
        DEBUG="No",
    )
    assert address == "https://spms.clinic.example"
    assert hosts == ["spms.clinic.example", "www.clinic.example", "old.clinic.example"]
    assert debug is False


def test_a_postgres_address_is_taken_and_gets_no_options_of_sqlite(tmp_path):
    (databases,) = read(tmp_path, "DATABASES", DATABASE_URL="postgres://me:pw@host/name")
    assert databases["default"]["ENGINE"] == "spms_site.databases.postgresql"
    assert "init_command" not in databases["default"].get("OPTIONS", {})


def test_a_folder_that_is_not_there_is_made(tmp_path):
    read(tmp_path / "new" / "folder", "DEBUG")
    assert (tmp_path / "new" / "folder" / "secret-key").exists()


def test_forwarded_addresses_are_believed_only_behind_trusted_proxies(tmp_path):
    names = ("AXES_IPWARE_PROXY_COUNT", "AXES_IPWARE_META_PRECEDENCE_ORDER", "IPWARE_STRICT")
    assert read(tmp_path, *names, TRUSTED_PROXIES="2") == [1, ["HTTP_X_FORWARDED_FOR"], False]
    assert read(tmp_path, names[1]) == [["REMOTE_ADDR"]]


# The secret key


def test_a_secret_key_is_made_once_kept_and_readable_by_nobody_else(tmp_path):
    (first,) = read(tmp_path, "SECRET_KEY")
    assert len(first) >= 50
    assert read(tmp_path, "SECRET_KEY") == [first]
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_each_site_has_a_secret_key_of_its_own(tmp_path):
    assert read(tmp_path / "a", "SECRET_KEY") != read(tmp_path / "b", "SECRET_KEY")


def test_a_secret_key_from_the_environment_is_used_and_not_written_down(tmp_path):
    assert read(tmp_path, "SECRET_KEY", SECRET_KEY="k" * 50) == ["k" * 50]
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_secret_key_is_not_used(tmp_path):
    (tmp_path / "secret-key").write_text("")
    done = start(tmp_path, "from django.conf import settings; settings.DEBUG")
    assert f"delete {tmp_path / 'secret-key'}" in done.stderr


# Protection


def test_https_turns_on_secure_cookies_and_sends_everybody_to_https(tmp_path):
    variables = {"SITE_ADDRESS": "https://spms.clinic.example"}
    assert read(
        tmp_path,
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "WALK_COOKIE_SECURE",
        "CSRF_TRUSTED_ORIGINS",
        **variables,
    ) == [True, True, True, ["https://spms.clinic.example"]]

    done = start(tmp_path, ANSWER, **variables)
    status, location, headers, health = json.loads(done.stdout)
    assert (status, location) == (301, "https://spms.clinic.example/robots.txt")
    assert "Strict-Transport-Security" not in headers
    assert health == 503  # answered, not sent elsewhere: it is asked from inside


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"HSTS_SECONDS": "3600"}, "max-age=3600"),
        (
            {"HSTS_SECONDS": "3600", "HSTS_INCLUDE_SUBDOMAINS": "yes"},
            "max-age=3600; includeSubDomains",
        ),
        (
            {"HSTS_SECONDS": "31536000", "HSTS_INCLUDE_SUBDOMAINS": "1", "HSTS_PRELOAD": "on"},
            "max-age=31536000; includeSubDomains; preload",
        ),
    ],
)
def test_browsers_are_told_to_keep_to_https_only_as_long_as_the_clinic_says(
    tmp_path, variables, told
):
    done = start(tmp_path, ANSWER, SITE_ADDRESS="https://spms.clinic.example", **variables)
    assert json.loads(done.stdout)[2]["Strict-Transport-Security"] == told


@pytest.mark.parametrize("variables", [{"HSTS_SECONDS": "3600"}, {"STATIC_FOLDER": "elsewhere"}])
def test_the_deployment_checks_are_content_with_any_choice(tmp_path, variables):
    if "STATIC_FOLDER" in variables:
        variables = {"STATIC_FOLDER": str(tmp_path / "elsewhere")}
    done = start(
        tmp_path / "state",
        DEPLOY,
        SITE_ADDRESS="https://spms.clinic.example",
        DJANGO_SETTINGS_MODULE="tests.few_static_files",
        **variables,
    )
    assert done.returncode == 0, done.stderr
    kept_in = tmp_path / "elsewhere" if "STATIC_FOLDER" in variables else tmp_path / "state/static"
    assert (kept_in / "staticfiles.json").exists()


# Who may read the files


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_nobody_else_can_read_the_database_its_journals_or_their_folder(tmp_path):
    folder = tmp_path / "state"
    done = start(folder, READ_ROW)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"db.sqlite3": 0o600, "db.sqlite3-shm": 0o600} | {
        "db.sqlite3-wal": 0o600
    }
    assert mode(folder) == 0o700


def test_what_an_earlier_release_left_open_is_closed_at_the_next_start(tmp_path):
    folder = tmp_path / "state"
    start(folder, READ_ROW)
    for name in ("db.sqlite3", "db.sqlite3-wal", "db.sqlite3-shm"):
        (folder / name).touch()
        (folder / name).chmod(0o644)
    folder.chmod(0o755)
    read(folder, "DEBUG")
    assert {path.name: mode(path) for path in folder.glob("db*")} == {
        "db.sqlite3": 0o600,
        "db.sqlite3-shm": 0o600,
        "db.sqlite3-wal": 0o600,
    }
    assert mode(folder) == 0o700


def test_a_database_file_elsewhere_is_private_too(tmp_path):
    database = tmp_path / "shared" / "guide.sqlite3"
    database.parent.mkdir(mode=0o755)
    done = start(tmp_path / "state", READ_ROW, DATABASE_URL=f"sqlite:///{database}")
    assert done.returncode == 0, done.stderr
    assert mode(database) == 0o600
    assert mode(database.parent) == 0o755


def test_the_permissions_of_a_shared_folder_are_left_as_they_are(tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    read(shared, "DEBUG")
    assert mode(shared) == 0o1777


# Options in the address of the database


def test_options_of_a_sqlite_file_are_kept_beside_ours(tmp_path):
    address = f"sqlite:///{tmp_path / 'db.sqlite3'}?timeout=33"
    (databases,) = read(tmp_path, "DATABASES", DATABASE_URL=address)
    options = databases["default"]["OPTIONS"]
    assert options["timeout"] == 33
    assert options["transaction_mode"] == "IMMEDIATE"


def test_options_of_postgres_reach_its_driver_and_its_tools(tmp_path):
    (databases,) = read(
        tmp_path, "DATABASES", DATABASE_URL="postgres://me:pw@host/name?sslmode=require"
    )
    assert databases["default"]["OPTIONS"]["sslmode"] == "require"
