"""The sentences that speak of a sign, for staff who change its level."""

from guidance.quality.sign_mentions import levels_changed, mentions, pages_that_name
from tests import make_pages as make


def a_sign(level="emergency", **fields):
    text = make.prose("Your belly hurts badly and stays hard. [@label]")
    return make.sign("hard-belly", level, text=text, **fields)


def sentences(sign, *pages):
    guide = make.guide(make.signs_page(sign), *pages)
    return [(one.page.slug, one.claim.words, one.other_level) for one in mentions(sign, guide)]


def test_a_sentence_that_has_most_words_of_a_sign_speaks_of_it():
    speaks = make.symptom("pain", summary=make.prose("A belly that hurts badly is a warning."))
    other = make.symptom("fever", summary=make.prose("A fever is a warning."))
    found = sentences(a_sign(), speaks, other)
    assert found == [("pain", "A belly that hurts badly is a warning.", False)]


def test_so_does_one_with_its_few_words_or_its_words_for_the_search():
    few = a_sign(short=make.prose("Bad belly pain, hard belly [@label]"))
    page = make.symptom("pain", summary=make.prose("Look out for belly pain that is hard."))
    assert len(sentences(few, page)) == 1
    typed = a_sign(search_words=("stone gut.", ""))
    page = make.symptom("pain", summary=make.prose("Some call it stone gut."))
    assert len(sentences(typed, page)) == 1
    assert sentences(a_sign(), page) == []


def test_a_sentence_that_names_another_level_comes_first_and_says_so():
    same = make.symptom("a", summary=make.prose("If your belly hurts badly, call 911."))
    none = make.symptom("b", summary=make.prose("Your belly hurts badly."))
    other = make.symptom("c", summary=make.prose("If your belly hurts badly, call us today."))
    found = sentences(a_sign(), same, none, other)
    assert [(slug, differs) for slug, _, differs in found] == [
        ("c", True),
        ("a", False),
        ("b", False),
    ]


def test_the_table_of_signs_and_notices_are_not_searched_and_pages_that_name_it_are_listed():
    sign = a_sign()
    naming = make.symptom("pain", title="Pain", signs=("hard-belly",))
    notice = make.withdrawn("therapy/x", title="X", signs=("hard-belly",))
    guide = make.guide(make.signs_page(sign), naming, notice, make.symptom("fever"))
    assert mentions(sign, guide) == ()
    assert [page.title for page in pages_that_name(sign, guide)] == ["Pain", "X"]


def test_signs_whose_level_changed_are_told_with_both_levels():
    before = make.signs_page(a_sign("soon"), make.sign("rash", "soon"))
    after = make.signs_page(a_sign("emergency"), make.sign("rash", "soon"), make.sign("new"))
    [(sign, was, now)] = levels_changed(before, after)
    assert sign.slug == "hard-belly"
    assert was != now
    assert now == "Now: the emergency number"
    assert levels_changed(None, after) == ()
    assert levels_changed(make.symptom(), after) == ()
