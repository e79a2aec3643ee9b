"""Checks the encoding of requests: only that of our own pages is accepted."""

import codecs

from django.utils.http import parse_header_parameters

READABLE = {"utf-8", "ascii"}
"""By Python's names."""
UNREADABLE = "application/x-unreadable"
"""The content type that replaces one at which Django would fail."""


def is_readable(content_type):
    """Return whether a body with this ``Content-Type`` can be decoded.

    As in Django, an unknown encoding counts as none.
    """
    if content_type == UNREADABLE:
        return False
    try:
        _, parameters = parse_header_parameters(content_type)
    except (LookupError, ValueError):
        return False
    try:
        return codecs.lookup(parameters.get("charset", "utf-8")).name in READABLE
    except (LookupError, ValueError):
        return True
