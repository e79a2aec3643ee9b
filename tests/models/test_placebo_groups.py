"""Placebo groups of a type of SPMS: what is refused."""

import pytest
from django.core.exceptions import NON_FIELD_ERRORS

from guidance.models import PlaceboGroup, Subtype
from tests.make import make_source
from tests.models.rows import assert_database_refuses, refusals

pytestmark = pytest.mark.django_db


def make_group(**fields):
    """Return an unsaved placebo group; valid unless ``fields`` make it invalid."""
    make_source()
    defaults = {
        "subtype": Subtype.objects.get(slug="stable"),
        "trial": "TEST",
        "group": "Adults with SPMS",
        "happened": "got worse",
        "not_happened": "did not",
        "time_span": "2 years",
        "people": 320,
        "finding": "On the medicine, 260 did. [@test-label]",
    }
    return PlaceboGroup(**{**defaults, **fields})


def test_a_placebo_group_counts_out_of_1_000_people():
    group = make_group()
    group.full_clean()
    assert (group.out_of, str(group)) == (1000, "TEST: got worse")


def test_more_people_than_were_counted_are_refused():
    group = make_group(people=1001)
    assert "more people than “out of”" in refusals(group)[NON_FIELD_ERRORS]
    assert_database_refuses(group)


@pytest.mark.parametrize("name", ["trial", "group", "time_span"])
def test_a_placebo_group_says_who_and_when(name):
    group = make_group(**{name: ""})
    assert name in refusals(group)
    assert_database_refuses(group)


def test_numbers_without_a_source_are_refused():
    assert "Cite the source" in refusals(make_group(finding="On it, 260 did."))["finding"]
