"""The topics to which other pages lead: those that name the page to read next."""

from collections.abc import Callable, Iterable

from guidance.pages.structures import Page, TopicPage

MOST_TOPICS = 3
"""The most topics to which one page leads."""


def leading_to(
    topics: Iterable[TopicPage], read_next: Callable[[TopicPage], Iterable[Page]]
) -> dict[str, list[TopicPage]]:
    """Return up to ``MOST_TOPICS`` of ``topics`` for each page that they name, by its key.

    ``read_next`` returns the pages that a topic names.
    """
    found: dict[str, list[TopicPage]] = {}
    for topic in topics:
        for page in read_next(topic):
            named = found.setdefault(page.key, [])
            if len(named) < MOST_TOPICS:
                named.append(topic)
    return found
