"""What cannot wait and is said in too many ways to list them as the search words of a sign.

The sign is shown. An edition from before there was that sign has a plain sentence instead, which
cites no source and so names no number but 911 and that of the clinic.
"""

import re
from collections.abc import Sequence

from guidance.pages.text import to_dial
from guidance.search.sign_rules import HURT, TOO_MUCH

_PEOPLE = (
    "he|she|they|someone|somebody|people|husband|wife|partner|spouse|boyfriend|girlfriend|ex|carer|"
    "caregiver|aide|helper|nurse|doctor|therapist|son|daughter|mother|father|mom|mum|dad|brother|"
    "sister|family|roommate|neighbor|man|woman|who"
)
_HURTS = (
    "hits?|hitting|hurt|hurting|beat|beaten|beating|kick|kicked|kicking|punche?|punched|punching|"
    "slap|slapped|slapping|choke|choked|choking|shove|shoved|push|pushe|pushed|pushing|threaten|"
    "threatened|threatening|abuse|abused|abusing|rape|raped|attack|attacked|molest|molested|"
    "grab|grabbed|grabbing|shake|shook|shaken|shaking|drag|dragged|strangle|strangled|burned|"
    "bit|bites?|spit on|pinched?|smacks?|smacked|pinned|whip|whipped|lock|locked"
)
_HURT = re.compile(
    rf"\b(?:{_PEOPLE})(?: (?!and )\w+){{0,2}} (?:{_HURTS}) me\b"
    rf"|\b(?:being|been|getting|got) (?:{_HURTS})\b"
    rf"|\b(?:{_HURTS}) by (?:my )?(?:{_PEOPLE})\b"
    rf"|\b(?:afraid|scared) of (?:my )?(?:{_PEOPLE})\b"
    r"|(?<!alcohol )(?<!drug )(?<!substance )\babus(?:e|ed|er|ive)\b(?! of (?:alcohol|drug))"
    r"|\bdomestic violence\b|\b(?:not safe|unsafe) at home\b|\braped?\b|\bsexual(?:ly)? assault"
)
_MEDICINE = "dose|pill|tablet|capsule|shot|injection|medicine|medication|med"
_NOT_OFTEN = r"\b(?! (?:an?|per|every|each|daily|weekly|yearly|the)\b)"
_TOO_MUCH = re.compile(
    rf"\b(?:double|doubled(?: my)?|extra|wrong|twice the|took (?:two|2)) (?:{_MEDICINE})\b"
    rf"|\b(?:{_MEDICINE}) twice{_NOT_OFTEN}|\btook twice{_NOT_OFTEN}"
    rf"|\b(?:took|taken) (?:\w+ ){{0,2}}(?:{_MEDICINE})(?: \w+){{0,2}} "
    rf"(?:twice|(?:two|2|three|3) times?|again){_NOT_OFTEN}"
    rf"|\b(?:two|2|too (?:much|many)) (?:{_MEDICINE})(?: \w+){{0,2}} (?:mistake|accident)\b"
    r"|\b(?:took|taken|take) too (?:much|many)\b|^swallowed$"
    rf"|\b(?:{_MEDICINE})\b.*\btook (?:it|them|one|another) (?:again|twice)\b|\bdoubled up\b"
)
_MISSED = re.compile(
    rf"\b(?:missed|forgot|skipped) (?:to take )?(?:my |the |a )?(?:{_MEDICINE}) twice\b"
)

_NUMBER = re.compile(r"\b1-\d{3}-\d{3}-\d{4}\b")


def number_in(text: str) -> tuple[str, str]:
    """Return the first phone number in ``text``, to dial, and its sentence; else empty texts."""
    for sentence in re.split(r"(?<=\.)\s+", text):
        if found := _NUMBER.search(sentence):
            return to_dial(found[0]), sentence
    return "", ""


def find(words: Sequence[str], generic: Sequence[str] = ()) -> tuple[str, list[str]]:
    """Return the sign that ``words`` of a query are about, "" if none, and all other words.

    ``generic`` are its words with "medicine" for each name of one.
    """
    text = " ".join(words)
    if _HURT.search(text):
        return HURT, _HURT.sub(" ", text).split()
    asked = (_MISSED.sub(" ", one) for one in (text, " ".join(generic)))
    return (TOO_MUCH if any(map(_TOO_MUCH.search, asked)) else ""), [*words]
