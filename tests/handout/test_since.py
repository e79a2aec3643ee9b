"""What changed since a handout was printed: its order, its words, and when to call."""

import pytest

from guidance.handout import changes
from guidance.pages.guide import Guide, UnreadablePage
from tests import make_pages as make

OLD = make.therapy(
    title="Siponimod",
    summary=make.prose("A tablet. [@label] You take it once a day. [@label]"),
    boxed_warning=make.prose("Careful. [@label]"),
    sections=make.sections(how_it_works="It holds cells back.", do_not_take_it_if="Your heart."),
)
HELP = make.help_page(("emergency", "Call 911.", ["Chest pain."]))
CLINIC = make.clinic(title="The clinic", phone="555 0100")


def edition(*pages, number=7):
    return make.guide(*pages, HELP, CLINIC, number=number)


def changed(**fields):
    """Return what became of the treatment when these fields of its page changed."""
    start = {"title": OLD.title, "summary": OLD.summary, "sections": OLD.sections}
    new = make.therapy(**{**start, "boxed_warning": OLD.boxed_warning, **fields})
    return one_of(edition(OLD), edition(new, number=8))


def one_of(before, now):
    found = changes.changes_since(before, now, ("therapy/siponimod",))
    [page] = [one for one in found if one.title == "Siponimod"]
    return page


def test_nothing_changed_is_said_of_each_page_and_of_help_and_clinic():
    found = changes.changes_since(edition(OLD), edition(OLD, number=9), ("therapy/siponimod",))
    assert {(one.title, one.what, one.call) for one in found} == {
        ("Siponimod", "same", False),
        ("Help", "same", False),
        ("The clinic", "same", False),
    }


def test_other_sources_or_another_review_are_no_change():
    found = changed(summary=make.prose("A tablet. [@study] You take it once a day. [@study]"))
    assert found.what == "same"


def test_a_page_that_is_gone_comes_first_and_wants_a_call():
    found = changes.changes_since(edition(OLD), edition(number=8), ("therapy/siponimod",))
    assert (found[0].title, found[0].what, found[0].call) == ("Siponimod", "withdrawn", True)


def test_a_page_that_was_withdrawn_says_why():
    notice = make.withdrawn("therapy/siponimod", why="It had a mistake in it.")
    found = one_of(edition(OLD), edition(notice, number=8))
    assert (found.what, found.call, found.why) == ("withdrawn", True, "It had a mistake in it.")


def test_a_page_that_cannot_be_read_before_or_now_is_not_called_the_same():
    damaged = UnreadablePage("therapy/siponimod", "Siponimod", "Damaged.")
    unreadable = Guide(8, OLD.review.checked_on, [HELP, CLINIC], [damaged])
    assert one_of(edition(OLD), unreadable).what == changes.NOW_UNREADABLE
    assert one_of(unreadable, edition(OLD, number=9)).what == changes.OLD_UNREADABLE


def test_a_sentence_put_right_is_shown_before_and_after():
    found = changed(summary=make.prose("A tablet. You take it twice a day."))
    [change] = found.changes
    assert change.what == "edited"
    assert change.before == "You take it once a day."
    assert change.after == "You take it twice a day."
    assert not found.call


def checked(text="", *checks):
    sections = make.sections(
        how_it_works="It holds cells back.", do_not_take_it_if="Your heart.", **{"check-ups": text}
    )
    return make.therapy(
        title=OLD.title,
        summary=OLD.summary,
        boxed_warning=OLD.boxed_warning,
        sections=sections,
        monitoring=checks,
    )


def test_a_check_that_comes_at_another_time_is_shown_before_and_after():
    before, after = (make.check("Mood", "Mood. [@a]", "months", months=(n,)) for n in (3, 4))
    [change] = one_of(edition(checked("", before)), edition(checked("", after))).changes
    assert (change.what, change.place) == ("edited", "check-ups")
    assert (change.before, change.after) == ("In month 3: Mood.", "In month 4: Mood.")


def test_a_check_told_as_a_row_and_no_more_in_a_list_is_no_sentence_gone():
    in_words = edition(checked("- Your mood. [@a]"))
    as_row = edition(checked("", make.check("Mood", "Your mood. [@a]", "during")))
    assert [change.what for change in one_of(in_words, as_row).changes] == ["new"]


def test_gone_and_put_right_stand_before_new():
    found = changed(
        summary=make.prose("A new sentence of another kind altogether. A tablet."),
        boxed_warning=make.prose("Beware of PML and of liver injury at any time. Careful."),
    )
    kinds = [(change.what, change.warning) for change in found.changes]
    assert kinds == [("gone", False), ("new", True), ("new", False)]


@pytest.mark.parametrize(
    "fields",
    [
        {"boxed_warning": make.prose("Careful. Mind your liver.")},
        {"call_911": make.prose("You faint.")},
        {"call_clinic": make.prose("A fever.")},
        {
            "sections": make.sections(
                how_it_works="It holds cells back.", do_not_take_it_if="Liver."
            )
        },
        {"effects": (make.effect("pml", "It can kill.", "serious"),)},
        {"effects": (make.effect("pml", "It can kill.", "boxed"),)},
    ],
    ids=["boxed", "911", "clinic", "do not take", "serious", "in the box"],
)
def test_a_new_warning_wants_a_call(fields):
    assert changed(**fields).call


def test_a_new_sentence_in_the_note_of_a_ready_made_handout_wants_a_call():
    before = edition(make.visit(title="First visit", note=make.prose("Bring this sheet.")))
    note = make.prose("Bring this sheet. Do not take it on the morning of the test.")
    now = edition(make.visit(title="First visit", note=note), number=8)
    [page, *_] = changes.changes_since(before, now, ("visit/first-visit",))
    assert (page.title, page.call) == ("First visit", True)


@pytest.mark.parametrize(
    "fields",
    [
        {"boxed_warning": make.prose()},
        {"sections": make.sections(how_it_works="Other.", do_not_take_it_if="Your heart.")},
        {"effects": (make.effect("headache", "It hurts."),)},
    ],
    ids=["a warning gone", "no warning", "a common effect"],
)
def test_what_is_no_new_warning_wants_none(fields):
    found = changed(**fields)
    assert found.what == "changed"
    assert not found.call


def test_pages_that_want_a_call_stand_before_those_that_do_not():
    before = edition(OLD, make.therapy("b", title="B"), make.therapy("c", title="C"))
    now = edition(
        OLD,
        make.therapy("b", title="B", summary=make.prose("Other words.")),
        make.therapy("c", title="C", call_911=make.prose("You faint.")),
        number=8,
    )
    found = changes.changes_since(before, now, ("therapy/siponimod", "therapy/b", "therapy/c"))
    assert [one.title for one in found][:3] == ["C", "B", "Siponimod"]


def counted(people):
    return make.effect(
        "headache",
        out_of=100,
        with_treatment=people,
        without_treatment=3,
        comparator="placebo",
        time_span="over 2 years",
    )


def test_a_number_that_changed_is_told_with_its_name():
    about = make.side_effect("headache", title="Headache")
    before = edition(make.therapy(title="Siponimod", effects=(counted(5),)), about)
    now = edition(make.therapy(title="Siponimod", effects=(counted(7),)), about, number=8)
    [change] = one_of(before, now).changes
    assert change.place == "Headache"
    assert change.before == "Headache (5 out of 100 people; 3 on placebo; over 2 years)."
    assert change.after == "Headache (7 out of 100 people; 3 on placebo; over 2 years)."


def test_a_number_without_a_comparison_says_so():
    effect = make.effect("headache", out_of=100, uncompared=5, time_span="over 2 years")
    about = make.side_effect("headache", title="Headache")
    now = edition(make.therapy(title="Siponimod", effects=(effect,)), about, number=8)
    told = [change.after for change in one_of(edition(OLD, about), now).changes]
    assert "Headache (5 out of 100 people; over 2 years; no comparison group)." in told


def test_a_number_that_was_counted_on_another_medicine_names_it():
    about = make.side_effect("headache", title="Headache")
    effect = make.effect(
        "headache", out_of=100, uncompared=5, time_span="over 2 years", given="dimethyl fumarate"
    )
    now = edition(make.therapy(title="Siponimod", effects=(effect,)), about, number=8)
    told = [change.after for change in one_of(edition(OLD, about), now).changes]
    assert any("5 out of 100 people on dimethyl fumarate; over 2 years" in line for line in told)


def test_a_result_that_changed_is_told_in_both_framings():
    evidence = [make.evidence(with_treatment=people) for people in (26, 27)]
    before, now = (edition(make.therapy(title="Siponimod", evidence=(one,))) for one in evidence)
    [change] = one_of(before, now).changes
    assert change.place == "EXPAND"
    assert "27 out of 100 people got worse; 73 did not get worse." in change.after


def test_a_new_phone_number_and_new_words_of_help_are_told():
    before = edition(OLD)
    now = make.guide(
        OLD,
        make.help_page(("emergency", "Call 911 now.", ["Chest pain."])),
        make.clinic(title="The clinic", phone="555 0199"),
        number=8,
    )
    found = {one.title: one for one in changes.changes_since(before, now, ("therapy/siponimod",))}
    assert "555 0199" in found["The clinic"].changes[0].after
    assert found["Help"].call
    assert not found["The clinic"].call


# A page that was rewritten as a whole

FIRST_WORDS = " ".join(f"Old sentence number {number} about cells." for number in range(8))
OTHER_WORDS = "We tell it in another way today. Nothing stands as it did."


def rewritten(box_before, box_now):
    """Return the changes of a page with another summary; the boxes are its warnings."""
    first = make.therapy(summary=make.prose(FIRST_WORDS), boxed_warning=make.prose(box_before))
    now = make.therapy(summary=make.prose(OTHER_WORDS), boxed_warning=make.prose(box_now))
    return one_of(edition(first), edition(now, number=9))


def test_a_page_that_was_rewritten_names_only_the_warnings_that_the_old_sheet_lacks():
    found = rewritten("It can harm the liver.", "It can also harm the liver. A stroke may follow.")
    assert found.what == changes.REWRITTEN
    assert [(one.what, one.after) for one in found.changes] == [("new", "A stroke may follow.")]
    assert found.call


def test_a_page_that_was_rewritten_without_a_new_warning_wants_no_call():
    found = rewritten("It can harm the liver.", "It can also harm the liver.")
    assert (found.what, found.changes, found.call) == (changes.REWRITTEN, (), False)


def test_a_page_of_which_a_quarter_was_kept_is_shown_change_by_change():
    first = make.therapy(summary=make.prose(FIRST_WORDS))
    kept = make.therapy(summary=make.prose(". ".join(FIRST_WORDS.split(". ")[:4]) + "."))
    assert one_of(edition(first), edition(kept, number=9)).what == changes.CHANGED


def test_another_count_of_a_placebo_group_is_shown_before_and_after():
    before, after = (
        make.subtype(placebo_groups=(make.placebo_group(people=people),)) for people in (350, 250)
    )
    found = changes.changes_since(edition(before), edition(after, number=8), ("subtype/active",))
    [page] = [one for one in found if one.title == "Active"]
    [change] = page.changes
    assert (change.what, change.place) == ("edited", "EXPAND")
    assert "350 out of 1,000 got worse; 650 did not." in change.before
    assert "250 out of 1,000 got worse; 750 did not." in change.after
