"""Checks the encoding of requests. Only the encoding of the site's own forms is accepted."""

import codecs

from django.utils.http import parse_header_parameters

READABLE = {"utf-8", "ascii"}
"""The accepted encodings, by their names in Python."""
UNREADABLE = "application/x-unreadable"
"""The content type that replaces a content type with which Django would raise an exception."""


def is_readable(content_type):
    """Return whether a body with this ``Content-Type`` can be decoded.

    An unknown encoding is ignored, as in Django.
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
