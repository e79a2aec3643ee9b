"""A wrong setting stops the start with what to set; https turns on what needs it."""

import json
import os
import stat
import subprocess
import sys

import pytest
from django.conf import settings

FROM_ENVIRONMENT = {
    "DATABASE_URL",
    "DEBUG",
    "EXTRA_HOSTS",
    "SECRET_KEY",
    "SECURITY_CONTACT",
    "SITE_ADDRESS",
    "STATE_FOLDER",
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


def start(folder, code, **variables):
    """Run ``code`` in a process of its own that sees only these settings."""
    inherited = {name: value for name, value in os.environ.items() if name not in FROM_ENVIRONMENT}
    environment = {
        **inherited,
        "DJANGO_SETTINGS_MODULE": "spms_site.settings",
        "PYTHONPATH": str(settings.BASE_DIR),
        "STATE_FOLDER": str(folder),
        **variables,
    }
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True
    )


def read(folder, *names, **variables):
    """Return the settings with these names as the site would start with ``variables``."""
    done = start(folder, f"NAMES = {names!r}\n{SHOW}", **variables)
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout).values())


# Wrong settings


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
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
        ("TIME_ZONE", "New York", "America/New_York"),
        ("TIME_ZONE", "America", "America/New_York"),
        ("TIME_ZONE", "../../etc/hosts", "America/New_York"),
        ("SECURITY_CONTACT", "security@clinic.example", "mailto:security@clinic.example"),
        ("TRUSTED_PROXIES", "yes", "Set it to the number of proxies"),
        ("TRUSTED_PROXIES", "-1", "Set it to the number of proxies"),
        ("STATE_FOLDER", "/dev/null/var", "Set it to a folder"),
        ("STATE_FOLDER", "/proc", "Set it to a folder"),
    ],
)
def test_a_wrong_setting_stops_the_start_and_says_what_to_set(tmp_path, name, value, advice):
    done = start(tmp_path, "from django.conf import settings; settings.DEBUG", **{name: value})
    last = done.stderr.strip().splitlines()[-1]
    assert done.returncode != 0
    assert last.startswith("django.core.exceptions.ImproperlyConfigured: ")
    assert name in last
    assert advice in last
    assert "pw@" not in last


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
    assert databases["default"]["ENGINE"] == "django.db.backends.postgresql"
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
    assert "max-age=63072000" in headers["Strict-Transport-Security"]
    assert health == 503  # answered, not sent elsewhere: it is asked from inside
