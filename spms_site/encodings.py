"""In which encoding a request may be: that of our own pages, and no other."""

import codecs

from django.utils.http import parse_header_parameters

READABLE = {"utf-8", "ascii"}
"""By Python's names."""
UNREADABLE = "application/x-unreadable"
"""The content type of a request whose own one cannot be used: Django would fail at it."""


def is_readable(content_type):
    """Say whether a body of this ``Content-Type`` can be read as text of ours.

    An encoding that nobody knows counts as none, as Django has it.
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
