"""The edition in which a page or one of its signs last changed."""

from datetime import date

from guidance.pages.last_changes import LastChange, key_of_sign, latest, of_kinds

FIRST, SECOND = LastChange(1, date(2026, 11, 23)), LastChange(2, date(2026, 12, 1))
CHANGES = {
    "therapy/siponimod": FIRST,
    "therapy/removed": FIRST,
    "symptom/pain": FIRST,
    "signs/signs": FIRST,
    key_of_sign("fever"): SECOND,
}


def test_a_page_with_a_sign_that_changed_later_changed_with_it():
    assert latest(CHANGES, "therapy/siponimod", key_of_sign("fever")) is SECOND
    assert latest(CHANGES, "therapy/siponimod") is FIRST


def test_if_one_change_is_not_known_none_is():
    assert latest(CHANGES, "therapy/siponimod", "therapy/draft") is None
    assert latest(CHANGES) is None


def test_the_pages_of_a_kind_are_found_and_single_signs_are_no_pages():
    assert of_kinds(CHANGES, "therapy") == ["therapy/siponimod", "therapy/removed"]
    assert of_kinds(CHANGES, "signs") == ["signs/signs"]
