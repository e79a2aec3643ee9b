"""What a page says where the US label of a medicine has no boxed warning.

Staff give the month of the label that was read and its source, “June 2026 [@key]”; readers see a
sentence. So nobody can say it without a dated label, or say more than that label shows.
"""

import re

from guidance.pages.text_input import LABEL_MONTH, MARKERS, MONTH

_SENTENCE = re.compile(
    rf"No boxed warning \(US label, (?P<month>{MONTH})\)\.(?P<markers>{MARKERS})"
)


def sentence(typed: str) -> str:
    """Return what readers see of ``typed``. What is not the month of a label stays as it is."""
    found = LABEL_MONTH.fullmatch(typed)
    if not found:
        return typed
    return f"No boxed warning (US label, {found['month']}). {found['markers'].strip()}"


def typed(shown: str) -> str:
    """Return what staff typed for the text ``shown``, the other way round."""
    found = _SENTENCE.fullmatch(shown)
    return f"{found['month']} {found['markers'].strip()}" if found else shown


def is_dated(shown: str) -> bool:
    """Return whether the text ``shown`` names the month of a label, and its source."""
    return _SENTENCE.fullmatch(shown) is not None
