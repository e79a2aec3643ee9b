"""What a request says about the response it can take (RFC 9110, sections 12.5.3 and 13.1.2)."""

import re

from django.utils.http import parse_etags

WEIGHTED = re.compile(r"\s*([^\s;,]+)\s*(?:;\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?\s*", re.I)
ALIASES = {"x-gzip": "gzip"}


def accepted_encodings(header, offered):
    """Return those of the content encodings ``offered`` that ``Accept-Encoding`` allows, in order.

    A part of the header that is no encoding with a weight from 0 to 1 allows nothing.
    """
    weights = {}
    for part in header.split(","):
        if match := WEIGHTED.fullmatch(part):
            name = match[1].lower()
            weights[ALIASES.get(name, name)] = float(match[2] or 1)
    rest = weights.get("*", 0)
    return [name for name in offered if weights.get(name, rest) > 0]


def has_already(header, etag):
    """Say whether ``If-None-Match`` names the entity tag ``etag``, compared weakly, or any (*)."""
    tags = parse_etags(header)
    return "*" in tags or etag.removeprefix("W/") in {tag.removeprefix("W/") for tag in tags}
