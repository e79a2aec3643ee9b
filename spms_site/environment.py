"""Reads the settings from environment variables, and reports invalid values by name."""

import os
import re
import secrets
import stat
import tempfile
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

YES = {"1", "true", "yes", "on"}
NO = {"", "0", "false", "no", "off"}
LOCAL = {"127.0.0.1", "localhost", "::1"}
HOST = r"([a-z0-9.-]+|\[[0-9a-f:.]+\])"
SQLITE_OPTIONS = {"timeout", "transaction_mode", "init_command"}
"""The options that the URL of a SQLite database may have."""
HSTS_PRELOAD_SECONDS = 31_536_000
"""One year, the minimum for the preload list of browsers."""
SQLITE, POSTGRESQL = "spms_site.databases.sqlite3", "spms_site.databases.postgresql"
ENGINES = {
    "django.db.backends.sqlite3": SQLITE,
    "django.db.backends.postgresql": POSTGRESQL,
}
"""The backends that DATABASE_URL may name, and our backends that replace them."""
POSTGRESQL_LIMITS = {
    "connect_timeout": 5,  # seconds
    "tcp_user_timeout": 10_000,  # milliseconds until what is sent must be acknowledged
    "keepalives_idle": 10,  # seconds
    "keepalives_interval": 5,
    "keepalives_count": 3,
}
"""Limits that detect a lost server. The backend detects a server that does not answer."""


def yes_or_no(name, default=False):
    """Return the setting as a bool.

    Raise ``ImproperlyConfigured`` with the allowed values if it is neither yes nor no.
    """
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in YES | NO:
        return value in YES
    raise ImproperlyConfigured(f"{name} is “{value}”. Set it to yes or no.")


def site_address():
    """Return the site's public address, without a trailing slash, split into its parts.

    An https address enables every protection that needs it. Plain http is only allowed for this
    machine, because staff passwords would be sent unencrypted.
    """
    value = os.environ.get("SITE_ADDRESS", "http://127.0.0.1:8000").strip().rstrip("/").lower()
    if not re.fullmatch(rf"https?://{HOST}(:[0-9]{{1,5}})?", value):
        raise ImproperlyConfigured(
            f"SITE_ADDRESS is “{value}”. Set it to the address that patients type, "
            "for example https://spms.clinic.example"
        )
    parts = urlsplit(value)
    if parts.scheme == "http" and parts.hostname not in LOCAL:
        raise ImproperlyConfigured(
            f"SITE_ADDRESS is “{value}”, without encryption. Set it to an https:// address; "
            "http:// works only for 127.0.0.1 and localhost."
        )
    return parts


def extra_hosts():
    """Return a list of additional host names that the site accepts."""
    names = os.environ.get("EXTRA_HOSTS", "").replace(",", " ").lower().split()
    for name in names:
        if not re.fullmatch(HOST, name):
            raise ImproperlyConfigured(
                f"EXTRA_HOSTS names “{name}”. Set it to host names without https:// and port, "
                "with commas between them."
            )
    return names


def trusted_proxies():
    """Return the number of trusted proxies in front of the site.

    That number of addresses at the end of ``X-Forwarded-For`` is trusted.
    """
    value = os.environ.get("TRUSTED_PROXIES", "0").strip()
    if not re.fullmatch(r"[0-9]", value):
        raise ImproperlyConfigured(
            f"TRUSTED_PROXIES is “{value}”. Set it to the number of proxies of yours that stand "
            "in front of this site, from 0 to 9."
        )
    return int(value)


def time_zone():
    """Return the name of the clinic's time zone."""
    name = os.environ.get("TIME_ZONE") or "America/New_York"
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ImproperlyConfigured(
            f"TIME_ZONE is “{name}”. Set it to a name such as America/New_York."
        ) from error
    return name


def security_contact(default):
    """Return the web or mail address to which security problems are reported."""
    value = os.environ.get("SECURITY_CONTACT", "").strip() or default
    if not re.fullmatch(r"(https://|mailto:)[^\s]+", value) and value != default:
        raise ImproperlyConfigured(
            f"SECURITY_CONTACT is “{value}”. Set it to an address that begins with mailto: or "
            "https://, for example mailto:security@clinic.example"
        )
    return value


def strict_transport_security():
    """Return (seconds, include subdomains, preload) for the HSTS header.

    HSTS is off by default, because browsers then refuse http for that time, even if the site
    changes.
    """
    value = os.environ.get("HSTS_SECONDS", "0").strip()
    if not re.fullmatch(r"[0-9]{1,9}", value):
        raise ImproperlyConfigured(
            f"HSTS_SECONDS is “{value}”. Set it to a number of seconds, for example 3600 for an "
            "hour, or to 0 to say nothing to browsers."
        )
    seconds = int(value)
    subdomains, preload = yes_or_no("HSTS_INCLUDE_SUBDOMAINS"), yes_or_no("HSTS_PRELOAD")
    if subdomains and not seconds:
        raise ImproperlyConfigured(
            "HSTS_INCLUDE_SUBDOMAINS is set without HSTS_SECONDS. Set HSTS_SECONDS too, for "
            "example to 3600."
        )
    if preload and not (subdomains and seconds >= HSTS_PRELOAD_SECONDS):
        raise ImproperlyConfigured(
            f"HSTS_PRELOAD is set. Set HSTS_INCLUDE_SUBDOMAINS to yes and HSTS_SECONDS to "
            f"{HSTS_PRELOAD_SECONDS} or more too: the list of browsers takes no site without."
        )
    return seconds, subdomains, preload


def database(folder):
    """Return the database settings from DATABASE_URL, or those of a SQLite file in ``folder``.

    Options of the URL, such as ``?sslmode=require``, are used; for a SQLite file only those in
    ``SQLITE_OPTIONS``.
    """
    try:
        config = dj_database_url.config(
            default=f"sqlite:///{folder / 'db.sqlite3'}", conn_max_age=60, conn_health_checks=True
        )
    except ValueError as error:
        config, reason = {}, error
    else:
        reason = None
    if config.get("ENGINE") not in ENGINES or config["NAME"] in ("", ":memory:"):
        # The value itself is not shown, because it contains a password.
        raise ImproperlyConfigured(
            "DATABASE_URL cannot be used. Set it to something like "
            "postgres://user:password@host/name, or leave it out for a SQLite file."
        ) from reason
    config["ENGINE"] = ENGINES[config["ENGINE"]]
    if config["ENGINE"] == SQLITE and (
        unknown := config.get("OPTIONS", {}).keys() - SQLITE_OPTIONS
    ):
        raise ImproperlyConfigured(
            f"DATABASE_URL has the option “{min(unknown)}”. Leave it out, or set one of "
            f"{', '.join(sorted(SQLITE_OPTIONS))}."
        )
    if config["ENGINE"] == POSTGRESQL:
        config["OPTIONS"] = {**POSTGRESQL_LIMITS, **config.get("OPTIONS", {})}
    return config


def sqlite_files(name):
    """Return the paths of a SQLite database, given by its path or ``file:`` address."""
    path = name.removeprefix("file:").partition("?")[0] if name.startswith("file:") else name
    return [Path(f"{path}{ending}") for ending in ("", "-wal", "-shm", "-journal")]


def make_private(paths):
    """Make the existing files and folders in ``paths`` accessible for their owner only.

    Those of another user, and shared folders such as /tmp, are not changed.
    """
    for path in paths:
        with suppress(FileNotFoundError, PermissionError):
            mode = path.stat().st_mode
            if mode & 0o077 and not mode & stat.S_ISVTX:
                path.chmod(stat.S_IMODE(mode) & ~0o077)


def database_address(name):
    """Return DATABASE_URL with the database ``name`` in place of the site's own."""
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def with_these(variables):
    """Return the environment of this process updated with ``variables``, for another program."""
    return {**os.environ, **variables}


def state_folder(base):
    """Return the folder for the database file and the secret key; create it if needed.

    Only its owner may read it.
    """
    folder = Path(os.environ.get("STATE_FOLDER") or base / "var")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error
    if folder.resolve() not in (base, *base.parents):  # other users may have to reach the code
        make_private([folder])
    return folder


def static_folder(state):
    """Return the folder for the collected static files, by default inside the folder ``state``.

    If nginx serves them, it must be outside of ``state``, which only the site's user may read.
    """
    return Path(os.environ.get("STATIC_FOLDER") or state / "static")


def _unwritable(folder, error):
    return ImproperlyConfigured(
        f"STATE_FOLDER is “{folder}” and cannot be written to ({error.strerror}). "
        "Set it to a folder that this user may write to."
    )


def secret_key(folder):
    """Return SECRET_KEY, or the key stored in ``folder``, which is created with mode 600."""
    key = os.environ.get("SECRET_KEY", "")
    path = folder / "secret-key"
    if not key:
        if not path.exists():
            _make_secret_key(path)
        key = path.read_text().strip()
    if len(key) < 50:
        raise ImproperlyConfigured(
            "SECRET_KEY is too short. Set it to 50 or more random characters, or leave it out and "
            f"delete {path} to have one made."
        )
    return key


def _make_secret_key(path):
    """Write a new key to ``path`` atomically, unless another process has done so."""
    try:
        descriptor, draft = tempfile.mkstemp(dir=path.parent)  # mode 600
    except OSError as error:
        raise _unwritable(path.parent, error) from error
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(64))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)
