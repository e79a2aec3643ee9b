"""The shipped side effects say how soon to call in the words of the scale of levels."""

import re
import tomllib

import pytest

from guidance.content.load import CONTENT

VAGUE = re.compile(r"\bcall (?:at once|right away|immediately|as soon as)\b", re.IGNORECASE)


@pytest.mark.parametrize("path", sorted(CONTENT.glob("side_effects/*.toml")), ids=lambda p: p.stem)
def test_no_side_effect_says_to_call_at_once_or_right_away(path):
    texts = [text for text in tomllib.loads(path.read_text()).values() if isinstance(text, str)]
    assert [text for text in texts if VAGUE.search(text)] == []
