"""Limits the expensive work that one process does at a time.

Making a PDF and hashing a password use a core for some time. Many at once would leave no core and
no thread for requests of readers. Therefore few run at a time, a few more wait for a short time,
and all further ones are refused at once (ADR 0017).
"""

import contextlib
import logging
import threading
import time

log = logging.getLogger(__name__)

LOG_EVERY = 60
"""Seconds between two log messages about refused work."""


class Busy(Exception):
    """The work is refused now. ``retry_after`` is the number of seconds until a retry."""

    def __init__(self, retry_after):
        super().__init__(f"Try again in {retry_after} seconds.")
        self.retry_after = retry_after


class WorkLimit:
    """Allows ``at_once`` pieces of work; ``waiting`` more wait, each up to ``seconds``.

    ``name`` is for the log, ``retry_after`` for the ``Busy`` of refused work. Each process has its
    own limits. ``waiting`` must be well below the number of threads of a process, because each
    waiting request blocks a thread.
    """

    def __init__(self, name, *, at_once, waiting, seconds, retry_after):
        self.name, self.at_once, self.waiting = name, at_once, waiting
        self.seconds, self.retry_after = seconds, retry_after
        self.changed = threading.Condition()
        self.running = 0
        self.queue = []
        self.logged_at = -LOG_EVERY

    @contextlib.contextmanager
    def slot(self):
        """Run the block as one piece of work. Waiting requests run in order. Raise ``Busy``."""
        self._take()
        try:
            yield
        finally:
            with self.changed:
                self.running -= 1
                self.changed.notify_all()

    def _take(self):
        with self.changed:
            if self.running < self.at_once and not self.queue:
                self.running += 1
                return
            if len(self.queue) >= self.waiting:
                raise self._refused()
            self._wait()

    def _wait(self):
        """Wait in the queue until there is a free place. The caller must hold the lock."""
        ticket, end = object(), time.monotonic() + self.seconds
        self.queue.append(ticket)
        try:
            while self.running >= self.at_once or self.queue[0] is not ticket:
                if not self.changed.wait(end - time.monotonic()):
                    raise self._refused()
            self.running += 1
        finally:
            self.queue.remove(ticket)
            self.changed.notify_all()

    def _refused(self):
        """Return the exception to raise. Log it at most once in ``LOG_EVERY`` seconds."""
        now = time.monotonic()
        if now - self.logged_at >= LOG_EVERY:
            self.logged_at = now
            log.warning("%s: more asked for at once than can be done; some are refused.", self.name)
        return Busy(self.retry_after)
