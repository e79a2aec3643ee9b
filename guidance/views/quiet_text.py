"""The HTML of a text as pages show it: without source numbers."""

import re
from functools import lru_cache

from django.utils.safestring import mark_safe

from guidance.pages.text import with_phone_links

MARKS = re.compile(r"<sup>.*?</sup>")


def quiet(prose):
    """Return the HTML of a text without source numbers, with links that call its phone numbers.

    ``where_from`` must name its sources.
    """
    return _without_marks(prose.html)


@lru_cache(maxsize=4096)  # the texts of all pages; many stand on several of them
def _without_marks(html):
    return mark_safe(with_phone_links(MARKS.sub("", html)))
