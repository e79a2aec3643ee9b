"""What the form suggests for what a visit is about, a key of ``build.TOPICS``."""

from collections.abc import Collection, Iterable, Mapping
from itertools import zip_longest

SHEETS: Mapping[str, str] = {
    "stopping": "visit/thinking-about-stopping",
    "first-visit": "visit/first-visit-after-a-change-to-spms",
    "yearly": "visit/yearly-check-when-stable",
}
"""The ready-made handout whose questions fit a topic. Without it, those for every visit do."""
OPENS: Mapping[str, str] = {
    "starting": "treatment",
    "stopping": "treatment",
    "first-visit": "type",
    "symptom": "symptom",
}
"""The field of the form from which to choose next."""


def questions(values: Collection[str], pages: Iterable[str], about: str, most: int) -> list[str]:
    """Return up to ``most`` of ``values``: those of the topic and of ``pages``, in turns.

    ``values`` are a page key with a number, or a number alone for the questions for every visit,
    which fill up what is left.
    """
    keys = [*filter(None, [SHEETS.get(about)]), *pages]
    by_page = [[value for value in values if value.startswith(f"{key}.")] for key in keys]
    turns = [value for row in zip_longest(*by_page) for value in row if value]
    for_every_visit = [value for value in values if value.isdigit()]
    return [*dict.fromkeys([*turns, *for_every_visit])][:most]
