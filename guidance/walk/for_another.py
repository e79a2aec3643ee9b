"""The words of the walk when somebody answers for another person.

Texts speak to "you", and answers say "I". For somebody else both become "they". What the one who
answers says of themselves, such as "I’m not sure", stays.
"""

import re

WHOLE = {
    "I think about ending my life, or wish I would not wake up": (
        "One of us thinks about ending their life, or wishes not to wake up"
    ),
    "You told us that you think about ending your life.": (
        "You told us that one of you thinks about ending their life."
    ),
    "You do not have to face this alone. The questions can wait.": (
        "Neither of you has to face this alone. The questions can wait."
    ),
    "You can call or text 988 at any time.": "Both of you can call or text 988 at any time.",
    "I have had help, or I am safe for now. Go on": "We have had help, or are safe for now. Go on",
    "You did nothing wrong. Is it active? Is it progressing? Your team can find out both, and the "
    "list below says how.": (
        "Nobody did anything wrong. Is it active? Is it progressing? The team can find out both, "
        "and the list below says how."
    ),
    "I am not sure what I was told. Go on": "I am not sure what they were told. Go on",
}
"""Texts that are not changed word by word."""

STAYS = re.compile(
    r"I’m not sure|I am not sure|“I’m not sure”|[Yy]ou told us|[Yy]ou are not sure|"
    r"You were not sure|You do not know|You think|you know of|I think so|I know of|"
    r"\w+ your own report|You and your MS team"
)
"""What is about the one who answers."""

_BEFORE_THEM = r"(?:told|tell|treat|scold|help|about|with|for|keeps|makes|send|examine|neglects)"
_WORDS = (
    (re.compile(rf"\b({_BEFORE_THEM}) (?:you|me)\b"), r"\1 them"),
    (re.compile(r"\bI am\b"), "they are"),
    (re.compile(r"\bI was\b"), "they were"),
    (re.compile(r"\b(?:I|you|me)\b"), "they"),
    (re.compile(r"\bYou\b"), "They"),
    (re.compile(r"\b(?:my|your)\b"), "their"),
    (re.compile(r"\b(?:My|Your)\b"), "Their"),
)


def about_another(text: str) -> str:
    """Return ``text`` about somebody else; texts without "you" and "I" are not changed."""
    if text in WHOLE:
        return WHOLE[text]
    kept = STAYS.findall(text)
    parts = [_changed(part) for part in STAYS.split(text)]
    whole = "".join(part for pair in zip(parts, [*kept, ""], strict=True) for part in pair)
    return whole[:1].upper() + whole[1:] if text[:1].isupper() else whole


def _changed(text: str) -> str:
    for pattern, to in _WORDS:
        text = pattern.sub(to, text)
    return re.sub(r"(^|[.?!] )they\b", r"\1They", text)
