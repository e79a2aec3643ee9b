"""What somebody bookmarked or printed of edition 1 still leads to its place.

``edition_1.json`` holds {addresses: ids} of the release of November 24, 2026 (commit deda28e). Its
shipped content was published, and every address that its site map and links lead to was requested,
without queries. The ids of its form controls, sources and citations are left out (ADR 0019).
"""

import json
from pathlib import Path

import pytest

from tests.views.crawl import read

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.xdist_group("crawl")]

IDS = {
    path: set(ids.split())
    for paths, ids in json.loads(Path(__file__).with_name("edition_1.json").read_text()).items()
    for path in paths.split()
}
GONE = {
    "toc-h": IDS.keys(),
    "short-h": IDS.keys(),
    "help-h": {"/"},
    "call-clinic-h": IDS.keys(),
    "sources": {"/treatments/"},
    "sources-h": {"/treatments/"},
    "choose-h": {"/treatments/compare/"},
    "tick-h": {"/what-matters/"},
    "signs-emergency": {"/find-your-type/safety/"},
    "signs-crisis": {"/find-your-type/safety/"},
    "signs-same-day": {"/find-your-type/safety/"},
}
"""Ids that are gone on purpose, with the pages on which they may be gone: see ADR 0019."""


def test_every_address_and_every_id_of_edition_1_still_lands():
    lost = {}
    assert len(IDS) > 400
    for path, ids in IDS.items():
        response, page = read(path)
        assert response.status_code == 200, path
        if page:
            lost[path] = ids - set(page.ids)
    assert {
        (path, one) for path in lost for one in lost[path] if path not in GONE.get(one, ())
    } == set()
