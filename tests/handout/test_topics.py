"""What is suggested for what a visit is about."""

from guidance.handout import build, topics

VALUES = ["1", "2", "3", "visit/thinking-about-stopping.1", "visit/thinking-about-stopping.2"]
VALUES += ["therapy/siponimod.1", "therapy/siponimod.2"]


def test_questions_of_the_topic_and_of_the_chosen_pages_take_turns():
    found = topics.questions(VALUES, ["therapy/siponimod"], "stopping", 4)
    assert found == [
        *("visit/thinking-about-stopping.1", "therapy/siponimod.1"),
        *("visit/thinking-about-stopping.2", "therapy/siponimod.2"),
    ]


def test_questions_for_every_visit_fill_up_what_is_left():
    assert topics.questions(VALUES, [], "", 4) == ["1", "2", "3"]
    assert topics.questions(VALUES, ["therapy/siponimod"], "starting", 4)[2:] == ["1", "2"]
    assert topics.questions(["1"], [], "yearly", 4) == ["1"]


def test_each_topic_is_one_that_can_be_chosen():
    assert {*topics.SHEETS, *topics.OPENS} <= set(build.TOPICS)
