"""The search in the shipped content, made once for all tests of queries."""

import pytest

from guidance.editorial import current
from guidance.search.search import Search

SEARCHES = {}


@pytest.fixture
def search():
    """The search in the current guide."""
    guide = current.current_guide()
    if guide not in SEARCHES:
        SEARCHES[guide] = Search(guide)
    return SEARCHES[guide]
