"""What the tests of the comparison and of what matters read from a page."""

import re

from tests.html import Reader, words_of

COMPARE, MATTERS = "/treatments/compare/", "/what-matters/"


def read(response):
    return Reader(response.content.decode())


def plain_words(html):
    return " ".join(words_of(html).split())


def table_of(response):
    """Return the table of a page, with single spaces."""
    return " ".join(
        re.search(r"<table.*?</table>", response.content.decode(), re.DOTALL)[0].split()
    )
