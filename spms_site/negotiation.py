"""Reads the headers Accept-Encoding and If-None-Match (RFC 9110, 12.5.3 and 13.1.2)."""

import re

from django.utils.http import parse_etags

WEIGHTED = re.compile(r"\s*([^\s;,]+)\s*(?:;\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?\s*", re.I)
ALIASES = {"x-gzip": "gzip"}


def accepted_encodings(header, offered):
    """Return the content encodings in ``offered`` that ``Accept-Encoding`` allows, in their order.

    Parts of the header that are not an encoding with a weight from 0 to 1 are ignored.
    """
    weights = {}
    for part in header.split(","):
        if match := WEIGHTED.fullmatch(part):
            name = match[1].lower()
            weights[ALIASES.get(name, name)] = float(match[2] or 1)
    rest = weights.get("*", 0)
    return [name for name in offered if weights.get(name, rest) > 0]


def has_already(header, etag):
    """Return whether ``If-None-Match`` contains ``etag``, by weak comparison, or ``*``."""
    tags = parse_etags(header)
    return "*" in tags or etag.removeprefix("W/") in {tag.removeprefix("W/") for tag in tags}
