"""Database backends: PostgreSQL with a time limit for answers, SQLite that creates no files."""


def _no_limit():
    return None


_limit = _no_limit


def limit_waits(limit):
    """Limit the time for which this process waits for each answer of PostgreSQL.

    ``limit`` is a function without arguments that returns seconds, or None for no limit. It is
    called for each answer.
    """
    global _limit
    _limit = limit


def seconds_to_wait():
    """Return the seconds that this thread may wait for one answer, or None for no limit."""
    return _limit()
