"""The current edition in the memory of a process that serves readers (ADR 0015).

Readers are answered from memory alone. One thread of the process asks the database which edition is
current, once a second, and loads a new one beside the one that is shown. Where the database does
not answer when the process starts, the copy on this machine is shown.
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
from spms_site.databases import limit_waits

log = logging.getLogger(__name__)

POLL_SECONDS = 1.0
"""Seconds between two queries of the thread."""
ANSWER_SECONDS = 5
"""How long the thread waits for an answer of the database, in seconds."""
STALE_SECONDS = 10
"""For how many seconds after its last answer the database counts as available."""
SOON_SECONDS = 2
"""How long a reader of a process that has just started waits before the copy is shown."""
FIRST_SECONDS = 20
"""How long a reader of a process that has just started waits for an edition, without a copy."""
OLD_SECONDS = 5
"""How long a reader waits for an old edition."""
REQUEST_SECONDS, REQUEST_SECONDS_WHEN_SILENT = 10, 2
"""How long a request of staff waits for one answer, also while the database does not answer."""
OLD_KEPT = 4
"""How many old editions are kept in memory."""

DATABASE, COPY = "database", "copy"


class EditionUnavailable(Exception):
    """An old edition cannot be loaded now, because the database does not answer."""


@dataclass(frozen=True)
class Shown:
    """The edition that readers see. ``came_from`` is "database" or "copy"."""

    guide: Guide
    edition: editions.StoredEdition
    came_from: str

    def is_of(self, edition):
        """Return whether it is the stored ``edition``, loaded from the database.

        A database that was restored may give the same number to another edition: the moment of
        publishing tells the two apart.
        """
        mine = (self.edition.number, self.edition.published_at)
        return self.came_from == DATABASE and mine == (edition.number, edition.published_at)


class EditionThread:
    """Keeps the current edition for all threads of this process."""

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

    # What readers' threads ask

    def shown(self):
        """Return what readers see, or None; wait for it only if the process has just started."""
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

        Raises ``NoSuchEdition`` and, where the thread has no answer soon, ``EditionUnavailable``.
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
        """Return how many seconds the calling thread waits for an answer of the database."""
        if threading.current_thread() is self.thread:
            return ANSWER_SECONDS
        return REQUEST_SECONDS_WHEN_SILENT if self.silent else REQUEST_SECONDS

    # What the thread does

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
        """Load the current edition from the database; on an error, keep what is shown."""
        with self.looking:
            try:
                self._look()
            except Exception as error:  # whatever it is, readers go on with what there is
                self._not_answered(error)
            else:
                if self.silent:
                    log.warning("The database answers again.")
                self.silent, self.answered_at = False, time.monotonic()
            finally:
                if threading.current_thread() is self.thread:
                    _let_go()

    def _look(self):
        _be_quick()
        row = Edition.objects.defer("manifest", "changes").order_by("-number").first()
        if row is None:
            if self.shown_now is not None or not self.looked.is_set():
                keep_copy()
            self.shown_now = None
            return
        if self.shown_now is None or not self.shown_now.is_of(row):
            self._show(editions.current())

    def _show(self, edition):
        self.shown_now = Shown(editions.guide_from(edition), edition, DATABASE)
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
                shown = Shown(editions.guide_from(copy), copy, COPY)
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
                _let_go()


_starting = threading.Lock()


def _be_quick():
    """Make the server cancel a query of this thread after ``ANSWER_SECONDS``."""
    if connection.vendor == "postgresql" and connection.connection is None:
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = %s", [ANSWER_SECONDS * 1000])


def _let_go():
    """Close a connection that failed, and always one to a file, which may be replaced."""
    if connection.vendor == "sqlite":
        connection.close()
    else:
        connection.close_if_unusable_or_obsolete()


def keep_copy(edition=None):
    """Copy the current edition, a ``StoredEdition``, to the file on this machine.

    If it cannot be written, delete the file, so that no withdrawn page is shown from it. Raise
    nothing, because the edition is public already.
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


# The one of this process

readers: EditionThread | None = None
"""Set in a process that serves readers; None in commands and tests, which use the database."""


def begin():
    """Serve readers of this process from memory."""
    global readers
    readers = EditionThread()
    limit_waits(partial(_seconds_to_wait, readers))


def _seconds_to_wait(thread):
    return thread.seconds_to_wait()
