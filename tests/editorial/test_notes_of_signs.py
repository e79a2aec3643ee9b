"""Notes for staff on signs: kept when a table is loaded or restored, and asked about once."""

from datetime import date

import pytest

from guidance.content import rows, shapes
from guidance.editorial import sign_offs
from guidance.editorial.current import current_guide
from guidance.models import Sign

pytestmark = pytest.mark.django_db


def test_a_note_that_many_signs_share_is_asked_once_with_their_names():
    Sign.objects.update(staff_note="")
    Sign.objects.filter(slug__in=["fall", "low-mood"]).update(staff_note="The clinic sets it.")
    Sign.objects.filter(slug="pregnant").update(staff_note="Ask the pharmacist.")
    page = current_guide().page("signs/signs")
    notes = [one.text for one in sign_offs.to_answer(page) if one.what == "Note of staff"]
    assert notes == ["Ask the pharmacist.", "The clinic sets it. (fall, low-mood)"]


def test_a_table_that_is_loaded_without_notes_keeps_those_of_the_clinic():
    def loaded(**fields):
        sign = shapes.SignShape(slug="fall", text="You fall.", level="soon", part="skin", **fields)
        review = {"checked_on": date(2026, 11, 23), "review_due": date(2027, 11, 23)}
        (row,) = rows.rows_of(shapes.SignsShape(signs=[sign], **review))
        return row.values

    assert "staff_note" not in loaded()
    assert loaded(staff_note="Shipped.")["staff_note"] == "Shipped."


def test_levels_that_no_source_states_are_marked_for_staff():
    for level in ("soon", "next-visit"):
        assert not Sign.objects.filter(level=level, staff_note="").exists()
    assert "clinic sets" in Sign.objects.get(slug="pregnant").staff_note
