"""The result of the walk keeps within its words for each person of the stories."""

import re

import lxml.html
import pytest

from tests.walk.answering import RESULT, walk
from tests.walk.test_stories import STORIES, walked

pytestmark = pytest.mark.django_db

MOST_SEEN, MOST_WORDS = 180, 450
"""The most words that are seen before anything is opened, and of all words but lists of sources."""
NOT_COUNTED = (
    ".//svg|.//*[contains(concat(' ', @class, ' '), ' visually-hidden ')"
    " or contains(@class, 'references') or contains(@class, 'source-numbers')]"
    "|.//*[contains(@class, 'where-from')]/*[not(self::summary)]"
)
CLOSED = ".//details/*[not(self::summary)]"
RESULTS = [story for story in STORIES if walked(story).complete]


def words_without(page, *left_out):
    main = lxml.html.fromstring(page).xpath("//main")[0]
    for element in main.xpath("|".join(left_out)):
        element.drop_tree()
    return len([word for word in " ".join(main.itertext()).split() if re.search(r"\w", word)])


@pytest.mark.parametrize("story", RESULTS, ids=lambda story: story["who"])
def test_the_result_of_a_story_is_short(client, story):
    answers = {"safety": "none", "told": "spms", **story["answers"]}
    walk(client, answers)
    page = client.get(RESULT).content
    assert words_without(page, NOT_COUNTED, CLOSED) <= MOST_SEEN
    assert words_without(page, NOT_COUNTED) <= MOST_WORDS


def test_what_cannot_wait_is_told_in_one_place_for_one_level(client):
    answers = {"told": "spms", "relapse": "think-so", "when": "last-month", "mri": "never"}
    answers |= {"harder": "walking", "how": "quickly", "quick": "none-fits", "medicine": "planned"}
    walk(client, {"safety": "not-sure", "new": "none-fits", **answers})
    main = lxml.html.fromstring(client.get(RESULT).content).xpath("//main")[0]
    headings = [heading.text_content() for heading in main.xpath(".//h2")]
    assert headings.count("Call your MS team within two days") == 1
    [panel] = main.xpath(".//*[contains(@class, 'panel--urgent')]")
    assert "This may be a relapse." in panel.text_content()
    assert "nothing in our list fitted" in panel.text_content()
