"""Citations: found, checked and numbered."""

import pytest

from guidance.pages.citations import Numbering, keys_in, problems, without_markers


def test_keys_come_once_each_in_order_of_first_appearance():
    assert keys_in("One.[@b] Two.[@a-2][@b] Three.[@c_3]") == ("b", "a-2", "c_3")


def test_words_without_their_markers_keep_their_own_spaces_and_stops():
    assert without_markers("It is a tablet [@a] [@b]. Take it daily.[@c]") == (
        "It is a tablet. Take it daily."
    )


def test_a_text_whose_sources_all_exist_has_no_problem():
    assert problems("A tablet.[@label] See [our page](/about/) and a@b.", ["label"]) == []


def test_a_mistyped_key_is_answered_with_the_nearest_keys():
    (problem,) = problems("Sure.[@siponimod_lable]", ["ocrelizumab_label", "siponimod_label"])
    assert "“siponimod_lable”" in problem
    assert "Did you mean siponimod_label" in problem


def test_a_key_like_no_other_is_named_without_a_guess():
    (problem,) = problems("Sure.[@xyz]", ["siponimod_label"])
    assert "“xyz”" in problem
    assert "Did you mean" not in problem


def test_each_unknown_key_is_told_once():
    assert len(problems("[@one] [@two] [@one]", [])) == 2


@pytest.mark.parametrize("marker", ["[@Label]", "[@ label]", "[@]", "[@label, p. 3]", "[@-label]"])
def test_a_marker_that_is_not_well_formed_is_quoted_with_the_right_form(marker):
    assert problems(f"Sure.{marker} More.", ["label"]) == [
        f"“{marker}” is not a citation. Write it as [@source-key]."
    ]


def test_a_marker_left_open_is_told_without_swallowing_the_next_line():
    (problem,) = problems("Sure.[@label\nMore [words].", ["label"])
    assert "“[@label”" in problem


def test_numbers_follow_first_appearance_and_each_mention_has_its_own_id():
    numbering = Numbering()
    mentions = [numbering.cite(key) for key in ["b", "a", "b", "c"]]
    assert [mention.number for mention in mentions] == [1, 2, 1, 3]
    assert [mention.anchor for mention in mentions] == [
        "cite-1-1",
        "cite-2-1",
        "cite-1-2",
        "cite-3-1",
    ]
