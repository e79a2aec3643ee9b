"""The crawl, for the tests that read it."""

import pytest

from tests.views.crawl import crawl


@pytest.fixture
def crawled(db):
    """Every page of the guide as its reader gets it: {address: (response, Reader)}.

    Read once for all tests: the shipped content is the same for each.
    """
    return crawl()
