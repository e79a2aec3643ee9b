"""The numbers to call in an emergency and in a crisis, and the words of the levels that name them.

They belong to the clinic, whose staff edit them. Every page and handout takes them from here.
"""

import re

from guidance.pages.choices import Urgency
from guidance.pages.cited_text import Frozen

HOW_SOON: dict[str, str] = {
    Urgency.SAME_DAY: "Today",
    Urgency.SOON: "Within two days",
    Urgency.NEXT_VISIT: "Next visit",
}
"""The levels that name no number, in few words."""

_CALL_THE_CRISIS_LINE = re.compile(r"\b(call or text|call) 988\b", re.IGNORECASE)
_EMERGENCY = re.compile(r"\b911\b")


def dialed(number: str) -> str:
    """Return ``number`` as a ``tel:`` or ``sms:`` address dials it."""
    return "".join(character for character in number if character.isdigit() or character == "+")


class HelpNumbers(Frozen, frozen=True):
    """The numbers of one clinic. The defaults are those of the United States.

    ``crisis_text`` takes text messages; it is empty if the crisis line does not. ``crisis_name``
    is what the crisis line is called.
    """

    emergency: str = "911"
    crisis: str = "988"
    crisis_text: str = "988"
    crisis_name: str = "Crisis line"

    @property
    def emergency_link(self) -> str:
        """The address that calls the emergency number."""
        return f"tel:{dialed(self.emergency)}"

    @property
    def crisis_link(self) -> str:
        """The address that calls the crisis line."""
        return f"tel:{dialed(self.crisis)}"

    @property
    def text_link(self) -> str:
        """The address that writes to the crisis line; empty if it takes no text messages."""
        return f"sms:{dialed(self.crisis_text)}" if self.crisis_text else ""

    @property
    def call_emergency(self) -> str:
        """What to do in an emergency."""
        return f"Call {self.emergency}"

    @property
    def call_crisis(self) -> str:
        """What to do in a crisis."""
        if not self.crisis_text:
            return f"Call {self.crisis}"
        if self.crisis_text == self.crisis:
            return f"Call or text {self.crisis}"
        return f"Call {self.crisis} or text {self.crisis_text}"

    @property
    def in_a_crisis(self) -> str:
        """What to do in a crisis, inside a sentence."""
        return f"{self.call_crisis[:1].lower()}{self.call_crisis[1:]}"

    def words_of(self, level: Urgency) -> str:
        """Return the heading of a list of signs of ``level``: whom to call, and how soon."""
        if level == Urgency.EMERGENCY:
            return f"{self.call_emergency} now"
        if level == Urgency.CRISIS:
            return f"{self.call_crisis} now"
        return level.words

    def how_soon(self, slug: str, unknown: str = "") -> str:
        """Return the level ``slug`` in few words, and ``unknown`` for one of a later release."""
        numbers: dict[str, str] = {
            Urgency.EMERGENCY: f"{self.emergency} now",
            Urgency.CRISIS: f"{self.crisis} now",
        }
        return numbers.get(slug) or HOW_SOON.get(slug, unknown)

    def in_title(self, title: str) -> str:
        """Return the title of a level with these numbers in place of those of the United States."""
        title = _EMERGENCY.sub(self.emergency, title)
        if (self.crisis, self.crisis_text) == (US.crisis, US.crisis_text):
            return title
        return _CALL_THE_CRISIS_LINE.sub(self._as_written, title)

    def _as_written(self, found: re.Match[str]) -> str:
        return self.call_crisis if found[0][:1].isupper() else self.in_a_crisis


US = HelpNumbers()
"""The numbers of the United States."""
