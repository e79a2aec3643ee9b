"""The current edition in the memory of a process that serves readers (ADR 0015).

Requests of readers are answered from memory. One thread of the process queries the number of the
current edition once a second, and replaces the edition in memory when a new one is loaded. If the
database does not answer when the process starts, the copy on this machine is shown.
"""

import logging
import os
import threading
import time
from collections import OrderedDict
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotInTime
from dataclasses import dataclass
from functools import partial

from django.db import connection

from guidance.editorial import edition_copy, editions
from guidance.models import Edition
from guidance.pages.guide import Guide
from guidance.search.search import Search
from spms_site.databases import limit_waits

log = logging.getLogger(__name__)

POLL_SECONDS = 1.0
"""Seconds between two queries of the thread."""
ANSWER_SECONDS = 5
"""Seconds that the thread waits for an answer of the database."""
STALE_SECONDS = 10
"""Seconds after its last answer for which the database counts as available."""
SOON_SECONDS = 2
"""Seconds that a request waits in a process that has just started, before the copy is shown."""
FIRST_SECONDS = 20
"""Seconds that a request waits in a process that has just started, if there is no copy."""
OLD_SECONDS = 5
"""Seconds that a request waits for an old edition."""
REQUEST_SECONDS, REQUEST_SECONDS_WHEN_SILENT = 10, 2
"""Seconds that a request waits for an answer of the database: usually, and while it is silent."""
OLD_KEPT = 4
"""The number of old editions in memory."""

DATABASE, COPY = "database", "copy"


class EditionUnavailable(Exception):
    """An old edition cannot be loaded now, because the database does not answer."""


@dataclass(frozen=True)
class Shown:
    """The edition that the site shows, with its search. ``came_from`` is "database" or "copy"."""

    guide: Guide
    search: Search
    edition: editions.StoredEdition
    came_from: str

    @classmethod
    def of(cls, edition, came_from):
        """Return the ``Shown`` of a stored edition. Its search is built before it is shown."""
        guide = editions.guide_from(edition)
        return cls(guide, Search(guide), edition, came_from)

    def is_of(self, edition):
        """Return whether this is ``edition``, an ``Edition`` row, loaded from the database.

        Both the number and the time of publication are compared, because in a restored database
        another edition may get the same number.
        """
        identity = (self.edition.number, self.edition.published_at)
        return self.came_from == DATABASE and identity == (edition.number, edition.published_at)


class EditionThread:
    """Keeps the current edition in memory for all threads of this process.

    ``shown_now`` is the ``Shown`` of the current edition, or None. ``silent`` is true while the
    database does not answer. ``old`` caches guides of old editions by number, and ``wanted`` holds
    the futures of those that requests wait for.
    """

    def __init__(self):
        self._begin()

    def _begin(self):
        self.pid = None
        self.thread = None
        self.shown_now = None
        self.answered_at = None
        self.silent = False
        self.lock = threading.Lock()
        self.copying = threading.Lock()
        self.looking = threading.Lock()
        self.looked = threading.Event()
        self.wake = threading.Event()
        self.old = OrderedDict()
        self.wanted = {}

    # Called by the threads of requests

    def shown(self):
        """Return the ``Shown`` edition, or None. Wait only if the process has just started."""
        self._ensure()
        if not self.looked.is_set() and not self.looked.wait(SOON_SECONDS):
            self._show_copy()
            if self.shown_now is None:
                self.looked.wait(FIRST_SECONDS)
        return self.shown_now

    def _ensure(self):
        """Start the thread in this process, because threads do not survive a fork."""
        if self.pid == os.getpid():
            return
        with _starting:
            if self.pid != os.getpid():
                self._begin()
                self.thread = threading.Thread(target=self._run, name="edition", daemon=True)
                self.thread.start()
                self.pid = os.getpid()

    def database_answers(self):
        """Return whether the database answered the last query, and recently."""
        self.shown()
        if self.silent or self.answered_at is None:
            return False
        return time.monotonic() - self.answered_at < STALE_SECONDS

    def guide_numbered(self, number):
        """Return the guide of an old edition, which the thread loads.

        Raises ``NoSuchEdition``, and ``EditionUnavailable`` if it is not loaded in time.
        """
        with self.lock:
            if number in self.old:
                self.old.move_to_end(number)
                return self.old[number]
        if not self.database_answers():
            raise EditionUnavailable
        with self.lock:
            future = self.wanted.setdefault(number, Future())
        self.wake.set()
        try:
            return future.result(OLD_SECONDS)
        except NotInTime as error:
            raise EditionUnavailable from error

    def seconds_to_wait(self):
        """Return the number of seconds that the calling thread waits for the database."""
        if threading.current_thread() is self.thread:
            return ANSWER_SECONDS
        return REQUEST_SECONDS_WHEN_SILENT if self.silent else REQUEST_SECONDS

    # Called by the thread

    def _run(self):
        while True:
            try:
                self.look()
                self.looked.set()
                self._load_wanted()
            except Exception:
                log.exception("The thread that looks for new editions goes on after a fault.")
            self.looked.set()
            self.wake.wait(POLL_SECONDS)
            self.wake.clear()

    def look(self):
        """Load the current edition from the database. On an error, the shown edition is kept."""
        with self.looking:
            try:
                self._look()
            except Exception as error:  # no error may stop the site from showing an edition
                self._not_answered(error)
            else:
                if self.silent:
                    log.warning("The database answers again.")
                self.silent, self.answered_at = False, time.monotonic()
            finally:
                if threading.current_thread() is self.thread:
                    _close_connection()

    def _look(self):
        _set_statement_timeout()
        row = Edition.objects.defer("manifest", "changes").order_by("-number").first()
        if row is None:
            if self.shown_now is not None or not self.looked.is_set():
                keep_copy()
            self.shown_now = None
            return
        if self.shown_now is None or not self.shown_now.is_of(row):
            self._show(editions.current())

    def _show(self, edition):
        self.shown_now = Shown.of(edition, DATABASE)
        with self.lock:
            self.old.clear()
        keep_copy(edition)

    def _not_answered(self, error):
        if not self.silent:
            log.error("The database does not answer; readers go on reading. %s", error)
        self.silent = True
        self._show_copy()

    def _show_copy(self):
        """Show the copy on this machine, if there is one and nothing is shown yet."""
        with self.copying:
            if self.shown_now is None and (copy := edition_copy.read()):
                log.warning("Edition %d is shown from the copy on this machine.", copy.number)
                shown = Shown.of(copy, COPY)
                if self.shown_now is None:  # the database may have answered by now
                    self.shown_now = shown

    def _load_wanted(self):
        with self.lock:
            wanted, self.wanted = self.wanted, {}
        for number, future in wanted.items():
            try:
                if self.silent:
                    raise EditionUnavailable
                guide = editions.guide_of_number(number)
            except editions.NoSuchEdition as error:
                future.set_exception(error)
            except Exception:
                future.set_exception(EditionUnavailable())
            else:
                with self.lock:
                    self.old[number] = guide
                    while len(self.old) > OLD_KEPT:
                        self.old.popitem(last=False)
                future.set_result(guide)
            finally:
                _close_connection()


_starting = threading.Lock()


def _set_statement_timeout():
    """Make PostgreSQL cancel a query of this thread after ``ANSWER_SECONDS``."""
    if connection.vendor == "postgresql" and connection.connection is None:
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = %s", [ANSWER_SECONDS * 1000])


def _close_connection():
    """Close a connection that failed, and always one to SQLite, whose file may be replaced."""
    if connection.vendor == "sqlite":
        connection.close()
    else:
        connection.close_if_unusable_or_obsolete()


def keep_copy(edition=None):
    """Write the copy of the current edition on this machine.

    ``edition`` is its ``StoredEdition`` if it was loaded already. If the copy cannot be written, it
    is deleted, so that no withdrawn page is shown from it. Errors are only logged, because the
    edition is public already.
    """
    try:
        with edition_copy.locked():
            current = Edition.objects.defer("manifest", "changes").order_by("-number").first()
            if edition is None or current is None or edition.number != current.number:
                edition = editions.current()
            if edition is None:
                edition_copy.remove()
            else:
                edition_copy.write(edition)
    except Exception as error:
        log.error("The copy of the current edition could not be written: %s", error)
        _remove_copy()


def _remove_copy():
    try:
        edition_copy.remove()
    except OSError as error:
        log.critical("Delete %s: it is old and cannot be removed. %s", edition_copy.file(), error)


# The thread of this process

readers: EditionThread | None = None
"""Set in a process that serves readers; None in commands and tests, which use the database."""


def begin():
    """Serve the requests of this process from memory."""
    global readers
    readers = EditionThread()
    limit_waits(partial(_seconds_to_wait, readers))


def _seconds_to_wait(thread):
    return thread.seconds_to_wait()
