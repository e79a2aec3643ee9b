"""Django's database backends with limits: how long an answer may take, which file may be opened."""


def _no_limit():
    return None


_limit = _no_limit


def limit_waits(limit):
    """Have every answer of PostgreSQL waited for at most so long as ``limit`` says when asked.

    ``limit`` takes nothing and returns seconds, or None for no limit.
    """
    global _limit
    _limit = limit


def seconds_to_wait():
    """Return for how many seconds this thread may wait for one answer, or None for no limit."""
    return _limit()
