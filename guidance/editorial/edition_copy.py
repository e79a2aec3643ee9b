"""The copy of the current edition on this machine, for a process that starts without the database.

It is one file in ``STATE_FOLDER``. Its first line identifies the site, the edition and the digest;
the edition follows as JSON. A file that is damaged or of another site is not used (ADR 0015).
"""

import fcntl
import hashlib
import logging
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path

import msgspec
from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from guidance.editorial.editions import StoredEdition

log = logging.getLogger(__name__)

FORMAT = 1
SALT = "guidance.editorial.edition_copy"


class Head(msgspec.Struct):
    """The first line of the copy. ``seal`` is a keyed digest of the fields before it."""

    format: int
    site: str
    edition: int
    sha256: str
    seal: str


def file():
    """Return the path of the copy."""
    return settings.STATE_FOLDER / "edition" / "current.json"


def site_id():
    """Return a hexadecimal id of this site and its database.

    It depends on the secret key, the address of the site and the place of the database, so that a
    copy of another site, or of a trial database of this one, is never shown.
    """
    database = settings.DATABASES["default"]
    place = [str(database.get(name, "")) for name in ("ENGINE", "HOST", "PORT", "NAME")]
    return _keyed("|".join([settings.SITE_ADDRESS, *place]))


def _keyed(text):
    return salted_hmac(SALT, text, algorithm="sha256").hexdigest()


def _seal(head):
    return _keyed(f"{head.format}|{head.site}|{head.edition}|{head.sha256}")


@contextmanager
def locked():
    """Lock the copy, so that only one process writes it at a time."""
    folder = file().parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    with open(folder / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def write(edition):
    """Write the ``StoredEdition`` to the copy, atomically and synced, readable by its owner only.

    Call this inside ``locked``. Raises ``OSError``.
    """
    body = msgspec.json.encode(edition)
    head = Head(FORMAT, site_id(), edition.number, hashlib.sha256(body).hexdigest(), "")
    head.seal = _seal(head)
    path = file()
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".partial-")  # mode 600
    try:
        with os.fdopen(descriptor, "wb") as copy:
            copy.write(msgspec.json.encode(head) + b"\n" + body)
            copy.flush()
            os.fsync(copy.fileno())
        os.replace(draft, path)
    finally:
        Path(draft).unlink(missing_ok=True)
    _to_disk(path.parent)


def _to_disk(folder):
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove():
    """Delete the copy, if there is one. Raise ``OSError``."""
    file().unlink(missing_ok=True)


def read():
    """Return the ``StoredEdition`` of the copy, or None (logged) if there is no valid one."""
    try:
        head, _, body = file().read_bytes().partition(b"\n")
        return _verified(msgspec.json.decode(head, type=Head), body)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        log.error("The copy of the current edition cannot be used: %s", error)
        return None


def exists():
    """Return whether there is a copy, valid or not."""
    return file().exists()


def _verified(head, body):
    """Return the ``StoredEdition`` in ``body``. Raises ``ValidationError`` if ``head`` differs."""
    if head.format != FORMAT:
        raise msgspec.ValidationError(f"It has the format {head.format}, not {FORMAT}.")
    if head.site != site_id():
        raise msgspec.ValidationError("It is of another site or another database.")
    if not constant_time_compare(head.seal, _seal(head)):
        raise msgspec.ValidationError("Its first line is damaged.")
    if hashlib.sha256(body).hexdigest() != head.sha256:
        raise msgspec.ValidationError("It is damaged.")
    edition = msgspec.json.decode(body, type=StoredEdition)
    if edition.number != head.edition:
        raise msgspec.ValidationError("It names another edition.")
    return edition
