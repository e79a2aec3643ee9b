"""Payloads as a later release may write them."""


def with_later_fields(value):
    """Return ``value`` as a later release may write it: one more field in every structure."""
    if isinstance(value, dict):
        more = {name: with_later_fields(one) for name, one in value.items()}
        return {**more, "later": {"deep": [1]}}
    if isinstance(value, list):
        return [with_later_fields(one) for one in value]
    return value
