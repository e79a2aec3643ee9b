"""Every result that the walk can reach keeps within its words."""

import random
from operator import sub

import lxml.html
import pytest

from guidance.editorial.current import current_guide
from guidance.views.walk_pages import urgent_notes
from guidance.walk import wording
from guidance.walk.questions import resolve
from tests.walk.answering import RESULT, walk
from tests.walk.positions import answers_of
from tests.walk.result_words import (
    CLOSED,
    NOT_COUNTED,
    every_result,
    own_words,
    words_without,
)
from tests.walk.test_stories import STORIES, walked

pytestmark = pytest.mark.django_db

MOST_SEEN, MOST_WORDS = 180, 450
"""The most words that are seen before anything is opened, and of all words but lists of sources."""
RESULTS = [story for story in STORIES if walked(story).complete]
RENDERED = 24
"""How many results are rendered to learn how many words all results have in common."""


def lengths(client, position):
    """Return how many words are seen on the page of a result, and how many it has in all."""
    walk(client, answers_of(position))
    page = client.get(RESULT).content
    return words_without(page, NOT_COUNTED, CLOSED), words_without(page, NOT_COUNTED)


@pytest.mark.parametrize("story", RESULTS, ids=lambda story: story["who"])
def test_the_result_of_a_story_is_short(client, story):
    seen, words = lengths(client, walked(story))
    assert seen <= MOST_SEEN
    assert words <= MOST_WORDS


@pytest.mark.slow
@pytest.mark.parametrize(
    "mixed", [{"told": ("spms", "not-sure")}, pytest.param({}, marks=pytest.mark.long)]
)
def test_every_result_is_short(client, mixed):
    """Each page has words that all results have, and words of its own, which are counted."""
    guide = current_guide()
    words, limits = wording.vocabulary(guide), (MOST_SEEN, MOST_WORDS)
    titles = {page.slug: page.title for page in guide.subtypes()}
    results = [*every_result(**mixed)]
    for said in (words.own, words.another):
        common = common_words(client, random.Random(13).sample(results, RENDERED), said, titles)
        own = [own_words(position, said, titles) for position in results]
        longest = [max(lengths) for lengths in zip(*own, strict=True)]
        assert all(
            sum(pair) <= limit for *pair, limit in zip(longest, common, limits, strict=True)
        ), longest
        client.post("/find-your-type/other-ways/", {"for": "another"})


def common_words(client, results, said, titles):
    """Return how many words seen, and words in all, pages have besides those of their result.

    The line of sources differs by a few words: "Sources: 1 to 9", "Sources: 1, 3 to 9".
    """
    found = set()
    for position in results:
        own = own_words(position, said, titles)
        found.add(tuple(map(sub, lengths(client, position), own)))
    most, least = (tuple(map(end, zip(*found, strict=True))) for end in (max, min))
    assert max(map(sub, most, least)) <= 2
    return most


def test_what_cannot_wait_is_told_in_one_place_for_one_level(client):
    answers = {"told": "spms", "relapse": "think-so", "when": "last-month", "mri": "recent"}
    answers |= {"spots": "yes", "harder": "walking+speech", "how": "quickly", "quick": "none-fits"}
    walk(client, {"safety": "not-sure", "new": "none-fits", **answers, "medicine": "planned"})
    main = lxml.html.fromstring(client.get(RESULT).content).xpath("//main")[0]
    headings = [heading.text_content() for heading in main.xpath(".//h2")]
    assert headings.count("Call your MS team within two days") == 1
    [panel] = main.xpath(".//*[contains(@class, 'panel--urgent')]")
    said = panel.text_content()
    assert "This may be a relapse." in said
    assert "nothing in our list fitted" in said
    assert "If nobody has explained the new spots to you." in said
    assert "If you cough on food or drinks." in said
    assert said.count("Call today if it keeps you from walking or seeing") == 1


def test_each_line_about_calling_names_its_sources_below(client):
    answers = {"told": "spms", "relapse": "no", "mri": "never", "harder": "speech"}
    walk(client, {"safety": "none", **answers, "how": "slowly", "medicine": "stopped"})
    main = lxml.html.fromstring(client.get(RESULT).content).xpath("//main")[0]
    [sources] = main.xpath(".//*[contains(@class, 'where-from')]")
    assert "“MS can come back.”" in sources.text_content()
    assert "“It can harm lungs.”" in sources.text_content()


def test_a_line_that_two_notes_have_follows_the_last_of_them():
    class Said:
        def inline(self, text):
            return text

    answers = {"safety": "none", "told": "spms", "relapse": "think-so", "when": "last-month"}
    answers |= {"mri": "never", "harder": "speech", "how": "quickly", "quick": "none-fits"}
    position = resolve({**answers, "quick-dealt-with": "yes", "medicine": "planned"})
    over = wording.Period("November 2025", "November 2026")
    [(_, lines)] = urgent_notes(Said(), wording.result(position, over).notes)
    assert [line.split(" [")[0] for line in lines] == [
        "Something got harder quickly.",
        "This may be a relapse.",
        "Call today if it keeps you from walking or seeing, or is unsafe.",
        "If you cough on food or drinks. It can harm lungs.",
    ]
