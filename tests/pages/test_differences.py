"""The differences of two pages: which texts differ, and which words in them."""

from datetime import date

import msgspec
import pytest

from guidance.pages import site_pages
from guidance.pages.diff import diff_pages, diff_words, sources_between, sources_changed, unsigned
from guidance.pages.help_numbers import HelpNumbers
from tests import make_pages as make


def changed(page, **values):
    return msgspec.structs.replace(page, **values)


@pytest.mark.parametrize(
    ("before", "after", "runs"),
    [
        ("Call us.", "Call us.", [("same", "Call us.")]),
        (
            "Call us soon.",
            "Call us today.",
            [("same", "Call us "), ("removed", "soon."), ("added", "today.")],
        ),
        (
            "It can harm you or your child.",
            "It will harm us or your child.",
            [
                ("same", "It "),
                ("removed", "can harm you "),
                ("added", "will harm us "),
                ("same", "or your child."),
            ],
        ),
        (
            "It helps. [@a]",
            "It helps. [@a] It harms. [@a]",
            [("same", "It helps. [@a] "), ("added", "It harms. [@a]")],
        ),
        ("", "New.", [("added", "New.")]),
        ("Old.", "", [("removed", "Old.")]),
    ],
)
def test_a_changed_sentence_is_compared_word_by_word(before, after, runs):
    assert list(diff_words(before, after)) == runs
    kept = [words for what, words in diff_words(before, after) if what != "added"]
    assert " ".join(kept).split() == before.split()
    assert "".join(words for what, words in diff_words(before, after) if what != "removed") == after


def test_a_changed_section_goes_by_its_heading():
    before = make.therapy(sections=make.sections(stopping="Ask first."))
    after = make.therapy(sections=make.sections(stopping="Ask us first."))
    [difference] = diff_pages(before, after)
    assert difference.where == "stopping"
    assert difference.words == (("same", "Ask "), ("added", "us "), ("same", "first."))


def test_lists_yes_and_no_and_empty_texts_are_told_plainly():
    before = make.therapy(how_taken=("mouth",), pronunciation="")
    after = make.therapy(how_taken=("mouth", "shot"), pronunciation="SAY it")
    assert [(one.where, one.before, one.after) for one in diff_pages(before, after)] == [
        ("How taken", "mouth", "mouth\nshot"),
        ("Pronunciation", "", "SAY it"),
    ]


def test_two_results_of_one_trial_are_told_apart():
    first, second = make.evidence(), make.evidence(happened="had a relapse")
    before = make.therapy(evidence=(first, second))
    after = make.therapy(evidence=(changed(first, with_treatment=27), second))
    [difference] = diff_pages(before, after)
    assert difference.after == "27"
    assert difference.where.endswith("1 › With treatment")


CHECKS = tuple(
    make.check(name, text, moment)
    for name, text, moment in (
        ("Eye exam", "An exam first.", "before"),
        ("Infection watch", "A look first.", "before"),
        ("Infection watch", "A look in between.", "during"),
        ("Eye exam", "An exam in between.", "during"),
        ("Infection watch", "A look for a month.", "after"),
    )
)


@pytest.mark.parametrize(
    ("at", "check", "name"),
    [
        (0, make.check("Weight", "Your weight."), "Weight"),
        (0, make.check("Eye exam", "An exam today.", "first-dose"), "Eye exam 1"),
        (3, make.check("Infection watch", "A look again.", "during"), "Infection watch 3"),
        (5, make.check("Infection watch", "A look much later.", "after"), "Infection watch 4"),
    ],
)
def test_an_added_check_is_all_that_a_reviewer_sees_and_so_is_a_removed_one(at, check, name):
    fewer = make.therapy(monitoring=CHECKS)
    more = make.therapy(monitoring=(*CHECKS[:at], check, *CHECKS[at:]))
    added, removed = diff_pages(fewer, more), diff_pages(more, fewer)
    words = [check.name, check.text.source, check.moment]
    texts = [one.after for one in added]
    assert [text for text in texts if text != "0"] == words
    assert [one.before for one in added] == [""] * len(texts)
    assert {one.where.split(" › ")[1] for one in added} == {name}
    assert [(one.before, one.after) for one in removed] == [(text, "") for text in texts]
    assert len({one.where.split(" › ")[1] for one in removed}) == 1


def test_a_second_check_of_a_name_leaves_the_words_of_the_first_alone():
    first, second = make.check("Eye exam", "Before."), make.check("Eye exam", "Later.", "during")
    differences = diff_pages(
        make.therapy(monitoring=(first,)), make.therapy(monitoring=(second, first))
    )
    assert "Before." not in {text for one in differences for text in (one.before, one.after)}


def test_a_changed_check_is_compared_with_what_it_was_beside_an_added_one():
    changed_one = make.check("Infection watch", "A long look in between.", "during")
    new = make.check("Infection watch", "A look at night.", "dose")
    after = (CHECKS[0], new, CHECKS[1], changed_one, *CHECKS[3:])
    differences = diff_pages(make.therapy(monitoring=CHECKS), make.therapy(monitoring=after))
    [changed_text] = [one for one in differences if one.before]
    assert (changed_text.before, changed_text.after) == (
        "A look in between.",
        "A long look in between.",
    )
    assert changed_text.where.split(" › ")[1] == "Infection watch 3"


def test_a_number_is_not_the_name_of_another_row():
    named = [make.check(name, name) for name in ("Scan", "Scan", "Scan 2")]
    differences = diff_pages(None, make.therapy(monitoring=tuple(named)))
    names = {one.where.split(" › ")[1] for one in differences if one.where.startswith("Checks")}
    assert names == {"Scan 1", "Scan 3", "Scan 2"}


def test_an_added_harm_and_a_sign_come_before_other_changes():
    before = make.therapy(pronunciation="SAY", sections=make.sections(stopping="Ask first."))
    after = changed(
        before,
        pronunciation="SAY it",
        sections=make.sections(stopping="Ask us first."),
        effects=(make.effect("stroke", "It can happen.", "boxed"),),
        signs=("stroke",),
    )
    *grave, one, other = (difference.where for difference in diff_pages(before, after))
    assert {"When to call", "Side effects › stroke › Detail"} <= set(grave)
    assert {one, other} == {"stopping", "Pronunciation"}


def test_all_of_a_new_page_is_new():
    page = make.therapy()
    assert all(difference.before == "" for difference in diff_pages(None, page))
    assert "Name" in {difference.where for difference in diff_pages(None, page)}


def test_sources_gained_lost_and_changed_are_told():
    old, new = make.reference("old"), make.reference("new")
    both = make.reference("both")
    source = changed(both.source, title="Another title")
    before = make.therapy(references=(old, both))
    after = make.therapy(references=(new, changed(both, source=source)))
    gained, lost = sources_between(before, after)
    assert [one.source.key for one in gained] == ["new"]
    assert [one.source.key for one in lost] == ["old"]
    assert [one.source.key for one in sources_between(None, after)[0]] == ["new", "both"]
    assert sources_changed(before, after) == ("both",)


def test_a_sign_off_is_left_out_and_the_dates_stay():
    page = make.therapy()
    signed = changed(
        page,
        review=changed(
            page.review,
            signed_off_by="Dr. Test",
            signed_off_credentials="MD",
            signed_off_on=date(2026, 11, 24),
        ),
    )
    assert unsigned(signed) == page
    assert [one.where for one in diff_pages(page, signed)] == [
        "Signed off by",
        "Credentials",
        "Signed off on",
    ]


def test_a_page_without_a_review_has_no_sign_off_to_leave_out():
    page = make.glossary("relapse")
    assert unsigned(page) is page


def test_yes_and_no_are_words():
    before, after = make.visit(pictures=True), make.visit(pictures=False)
    [difference] = diff_pages(before, after)
    assert (difference.where, difference.before, difference.after) == ("Pictures", "yes", "no")


def test_a_text_of_the_walk_keeps_its_place_if_a_release_names_the_place_anew():
    page = make.walk()
    old_names = (
        msgspec.structs.replace(label, where=f"Old name of {label.id}") for label in page.labels
    )
    before = msgspec.structs.replace(page, labels=tuple(old_names))
    assert diff_pages(before, page) == ()


def test_a_sign_that_is_more_urgent_now_is_named_with_both_levels():
    before = make.signs_page(make.sign("fever"), make.sign("change-in-sight"))
    after = make.signs_page(make.sign("fever"), make.sign("change-in-sight", "emergency"))
    [one] = diff_pages(before, after)
    assert one.where.endswith("change in sight › Level")
    assert (one.before, one.after) == ("Today: call the clinic", "Now: the emergency number")


def test_what_is_chosen_from_a_list_is_named_as_in_the_form():
    before = make.therapy(label_status="active-spms")
    [label, offered] = diff_pages(
        before, changed(before, label_status="not-labelled", offered="not-here")
    )
    assert (label.where, label.before) == ("US label", "US label names active SPMS only")
    assert label.after == "US label does not name SPMS"
    assert (offered.where, offered.before, offered.after) == ("At our clinic", "", "Not here")


def test_a_reviewer_reads_what_changed_for_a_clinic_in_the_words_of_its_form():
    siponimod = site_pages.Offer(therapy="siponimod", offered="ask")
    before = make.clinic(offers=(siponimod,))
    after = make.clinic(
        numbers=HelpNumbers(emergency="112"),
        phones=(site_pages.Phone(label="After hours", number="555-0199"),),
        offers=(site_pages.Offer(therapy="plasma-exchange", offered="not-here"), siponimod),
        accent="blue",
    )
    told = [(one.where, one.before, one.after) for one in diff_pages(before, after)]
    assert told == [
        ("Numbers › Emergency number", "911", "112"),
        ("Color of links and buttons", "Teal", "Blue"),
        ("Other phones › After hours › Label", "", "After hours"),
        ("Other phones › After hours › Number", "", "555-0199"),
        ("Other phones › After hours › For when the clinic is closed", "", "no"),
        ("Treatments at your clinic › plasma exchange › At our clinic", "", "Not here"),
    ]
