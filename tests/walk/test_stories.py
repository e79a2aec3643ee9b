"""Each story of ``stories/stories.toml`` ends with what a good MS nurse would want it to say."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from guidance.pages.citations import without_markers
from guidance.pages.texts import strings_in
from guidance.walk import wording
from guidance.walk.concerns import CONCERNS, worst_first
from guidance.walk.findings import Outcome
from guidance.walk.questions import EXITS, NODES, QUESTIONS, STOPS, NodeKind, Position, resolve
from guidance.walk.wording import Period

TOLD = tomllib.loads(Path(__file__).with_name("stories").joinpath("stories.toml").read_text())
STORIES = TOLD["stories"]


def walked(story: dict) -> Position:
    """Return where the story ends; a stop is gone past if the story has answers after it."""
    given = {"safety": "none", "told": "spms", **story["answers"]}
    answers = {key: NODES[key].joined(value.split("+")) for key, value in given.items()}
    answers |= {"safety-dealt-with": "yes"} if "relapse" in story["answers"] else {}
    answers |= {"quick-dealt-with": "yes"} if "medicine" in story["answers"] else {}
    return resolve(answers)


def page(position: Position, story: dict) -> str:
    """Return all words of the page on which the story ends."""
    words = wording.SHIPPED_WORDS
    said = words.another if story.get("other") else words.own
    over = Period("November 2025", "November 2026", said=said)
    shown: object
    if position.complete:
        shown = replace(wording.result(position, over), matches=(), possible=())
    elif position.at.kind is NodeKind.EXIT:
        shown = wording.filled(said.exits[position.at.name], over)
    else:
        shown = wording.filled(said.stops.get(position.at.name), over)
    return without_markers("\n".join(text for _, text in strings_in(shown))).replace("**", "")


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["who"])
def test_a_story_ends_where_a_nurse_would_want_it(story):
    position = walked(story)
    assert (position.outcome or position.at.name) == story["ends"]
    shown = page(position, story)
    for words in story.get("says", []):
        assert words in shown
    for words in story.get("never", []):
        assert words.lower() not in shown.lower()
    if "cards" in story:
        ticked = position.answer("quick") or position.answer("new") or ""
        assert [one.name for one in worst_first(ticked.split("+"))] == story["cards"]
    for sign in story.get("signs", []):
        assert sign in {one for name in story["cards"] for one in CONCERNS[name].signs}


def test_the_stories_are_fifty_and_cover_the_walk():
    assert len(STORIES) == 50
    ends = {story["ends"] for story in STORIES}
    assert ends >= set(Outcome)
    assert ends >= {node.name for node in (*STOPS, *EXITS)}
    asked = {key for story in STORIES for key in (*story["answers"], "safety", "told")}
    assert asked == {node.key for node in QUESTIONS}
    assert sum(story["who"].startswith(f"Row {row}:") for story in STORIES for row in range(8)) >= 7
