"""The get-help pages of the walk are short, and lead to all signs of what was ticked."""

from html import unescape
from itertools import combinations

import pytest

from guidance.editorial.current import current_guide
from guidance.pages.choices import Urgency
from guidance.pages.text import plain
from guidance.walk.concerns import CONCERNS, cards
from tests.walk.answering import PAUSE, reply, shown
from tests.walk.result_words import CLOSED, NOT_COUNTED, words_without

pytestmark = pytest.mark.django_db

MOST_SEEN, MOST_WORDS = 60, 300
FURTHER_CARD = 45
"""The most words that each further card adds."""
WHO_YOU_IS = 9
"""The most words that each card, and the button, add for who answers for somebody else."""
TICKS = tuple(CONCERNS)


def stopped(client, safety, ticks=""):
    reply(client, "safety", safety)
    if ticks:
        client.post("/find-your-type/new/", {"answer": ticks.split("+")})
    page = client.get(PAUSE).content
    return words_without(page, NOT_COUNTED, CLOSED), words_without(page, NOT_COUNTED)


@pytest.mark.parametrize("another", [False, True], ids=["own", "another"])
def test_every_page_that_says_to_get_help_is_short(client, another):
    if another:
        client.post("/find-your-type/other-ways/", {"for": "another"})
    more = WHO_YOU_IS if another else 0
    for safety in ("emergency", "crisis"):
        seen, words = stopped(client, safety)
        assert (seen <= MOST_SEEN + more, words <= MOST_WORDS) == (True, True), safety
    for tick in TICKS:
        seen, words = stopped(client, "new", tick)
        assert (seen <= MOST_SEEN + more, words <= MOST_WORDS) == (True, True), tick
    for pair in combinations([tick for tick in TICKS if tick != "none-fits"], 2):
        seen, words = stopped(client, "new", "+".join(pair))
        assert seen <= MOST_SEEN + FURTHER_CARD + 2 * more, pair
        assert words <= MOST_WORDS, pair
    ticks = [tick for tick in TICKS if tick != "none-fits"]
    seen, _ = stopped(client, "new", "+".join(ticks))
    assert seen <= MOST_SEEN + (FURTHER_CARD + more) * len(ticks)


def linked(client, address):
    """Return the words of the page at ``address`` and of the pages of parts that it links to."""
    page = client.get(address.partition("#")[0])
    words = unescape(shown(page))
    if address.startswith("/get-help/#"):
        for part in sorted({sign.part for sign in current_guide().signs.values()}):
            if f'href="/get-help/{part}/"' in page.content.decode():
                words += unescape(shown(client.get(f"/get-help/{part}/")))
    return words


@pytest.mark.parametrize("tick", [tick for tick in TICKS if CONCERNS[tick].parts])
def test_all_signs_of_what_was_ticked_are_on_the_page_that_the_card_links_to(client, tick):
    guide = current_guide()
    stopped(client, "new", tick)
    html = client.get(PAUSE).content.decode()
    [card] = cards([tick], guide)
    address = f"/get-help/{card.part}/" if card.part else "/get-help/#more-signs"
    assert f'href="{address}"' in html
    words = linked(client, address)
    signs = [sign for group in card.every for sign in group.signs]
    assert signs
    assert [one.slug for one in signs if plain(one.text.source) not in words] == []


def test_all_signs_for_911_are_on_the_pages_that_the_card_of_an_emergency_links_to(client):
    stopped(client, "emergency")
    assert 'href="/get-help/#more-signs"' in client.get(PAUSE).content.decode()
    words = linked(client, "/get-help/#more-signs")
    signs = [s for s in current_guide().signs.values() if s.level == Urgency.EMERGENCY]
    assert [one.slug for one in signs if plain(one.text.source) not in words] == []
