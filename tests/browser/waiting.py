"""Waiting for what a page becomes."""

from contextlib import suppress

from playwright.sync_api import Error


def wait_until(page, expression, argument=None):
    """Wait until the JavaScript ``expression`` is true on ``page``; fail after a minute.

    ``Page.wait_for_function`` needs ``eval`` to ask a second time, which the site's policy forbids.
    """
    for _ in range(600):
        with suppress(Error):  # between two pages there is nothing to ask
            if page.evaluate(expression, argument):
                return
        page.wait_for_timeout(100)
    raise AssertionError(f"{expression} stays false at {page.url}")


def wait_for_title(page, start):
    """Wait until the title of ``page`` starts with ``start``."""
    wait_until(page, "start => document.title.startsWith(start)", start)
