"""The choices of fields with a fixed set of values, each with its words.

Models, constraints, content files, content rules and pages use these. Values are stored in rows,
payloads and content files, so they never change.
"""

from enum import StrEnum
from typing import Literal, Self, get_args


class Choice(StrEnum):
    """One choice, with its ``label`` in the staff form and its ``words`` on public pages.

    ``words`` default to the label. They are empty for a choice that is not shown.
    """

    label: str
    words: str

    def __new__(cls, value: str, label: str = "", words: str | None = None) -> Self:
        choice = str.__new__(cls, value)
        choice._value_ = value
        choice.label = label
        choice.words = label if words is None else words
        return choice

    @classmethod
    def pairs(cls) -> list[tuple[str, str]]:
        """Return (value, label) of each choice, as a model field takes them."""
        return [(choice.value, choice.label) for choice in cls]

    @classmethod
    def values(cls) -> list[str]:
        """Return the value of each choice."""
        return [choice.value for choice in cls]

    @classmethod
    def in_words(cls) -> dict[str, str]:
        """Return {value: words} of the choices that readers see."""
        return {choice.value: choice.words for choice in cls if choice.words}


class TherapyGroup(Choice):
    """The groups of treatments. The words are the heading of a group in a list."""

    DISEASE_MODIFYING = (
        "disease-modifying",
        "Disease-modifying medicine",
        "Disease-modifying medicines",
    )
    RELAPSE = "relapse-treatment", "Treatment for a relapse", "Treatments for a relapse"
    REHABILITATION = "rehabilitation", "Rehabilitation"


class LabelStatus(Choice):
    """What the US label of a treatment names."""

    SPMS = "spms", "US label names SPMS"
    ACTIVE_SPMS = "active-spms", "US label names active SPMS only"
    RELAPSE = "relapse", "For relapses"
    NOT_LABELLED = "not-labelled", "US label does not name SPMS"
    NOT_A_MEDICINE = "not-a-medicine", "Not a medicine, so no label"


class Offered(Choice):
    """Whether the clinic offers a treatment. Without a choice, its page says nothing about it."""

    HERE = "here", "Yes", "Our clinic offers this."
    ASK = "ask", "Ask us", "Ask us whether our clinic can offer you this."
    NOT_HERE = (
        "not-here",
        "Not here",
        "Our clinic does not offer this. Ask us where you can get it.",
    )


OFFERED_IN_LISTS: dict[str, str] = {
    Offered.HERE: "At our clinic",
    Offered.ASK: "Ask our clinic",
    Offered.NOT_HERE: "Not at our clinic",
}
"""Whether the clinic offers a treatment, in the few words of lists and tables."""


class Accent(Choice):
    """The color of links, buttons and the foot of the public pages.

    Each but the first has a style sheet ``static/css/accent-VALUE.css``.
    """

    TEAL = "teal", "Teal"
    BLUE = "blue", "Blue"
    GREEN = "green", "Green"
    GRAY = "gray", "Gray"


class Moment(Choice):
    """When a check is due, in order of time. Set months are shown by their numbers."""

    BEFORE = "before", "Before you start"
    FIRST_DOSE = "first-dose", "At the first dose"
    MONTHS = "months", "In set months", ""
    DOSE = "dose", "Each time you get it"
    DURING = "during", "While you take it"
    AFTER = "after", "After you stop"


class Seriousness(Choice):
    """How serious a side effect is."""

    COMMON = "common", "Common"
    SERIOUS = "serious", "Serious"
    BOXED = "boxed", "In the boxed warning"


class Gravity(Choice):
    """What a side effect can do to a person, gravest first. The words are headings of a list."""

    LIFE = "life", "Could kill or harm for life"
    SEE_SOMEBODY = "see-somebody", "Somebody should see it", "See somebody about it"
    NUISANCE = "nuisance", "A nuisance"


class Certainty(Choice):
    """How certain a result is (GRADE)."""

    HIGH = "high", "High", "High certainty"
    MODERATE = "moderate", "Moderate", "Moderate certainty"
    LOW = "low", "Low", "Low certainty"
    VERY_LOW = "very-low", "Very low", "Very low certainty"
    NOT_RATED = "not-rated", "Not rated", ""


class SourceKind(Choice):
    """What kind of publication a source is."""

    LABEL = "label", "US label"
    GOVERNMENT = "government", "Government page"
    GUIDELINE = "guideline", "Guideline"
    JOURNAL = "journal", "Journal article"
    SOCIETY = "society", "MS or health society page"
    HOSPITAL = "hospital", "Hospital page"
    MAKER = "maker", "Maker’s page"
    PRESS = "press", "Company notice"


class SourceTier(Choice):
    """How close a source is to the evidence. The words are those of the ledger."""

    PRIMARY = "primary", "Primary: label, regulator, guideline, journal, government", "Primary"
    SOCIETY = "society", "MS or other health society", "Society"
    HOSPITAL = "hospital", "Hospital or clinic", "Hospital"
    MANUFACTURER = "manufacturer", "The maker of the medicine", "Maker of the medicine"


class HowChecked(Choice):
    """Where a source was read. The words are those of the ledger."""

    OFFICIAL = "official", "Read on the official page", "On the official page"
    COPY = "copy", "Read in a copy; the official page still wants opening", "In a copy"
    NOT_YET = (
        "not-yet",
        "Not opened yet; read in another document that quotes it",
        "Quoted in another document",
    )


class Urgency(Choice):
    """How soon to get help, most urgent first. The words are the heading of a list of signs.

    Where readers see them, ``HelpNumbers.words_of`` puts the numbers of the clinic in.
    """

    EMERGENCY = "emergency", "Now: the emergency number", "Call the emergency number now"
    CRISIS = "crisis", "Now: the crisis line", "Call the crisis line now"
    SAME_DAY = "same-day", "Today: call the clinic", "Call your clinic today"
    SOON = "soon", "Within two days: call the clinic", "Call your clinic within two days"
    NEXT_VISIT = "next-visit", "Next visit", "Tell your MS team at your next visit"


class BodyPart(Choice):
    """The part of the body in which a sign is noticed, in the order of the get-help page."""

    BREATHING = "breathing", "Breathing, mouth and throat"
    HEART = "heart", "Chest, heart and legs"
    HEAD = "head", "Head, speech and thinking"
    EYES = "eyes", "Eyes and sight"
    MOOD = "mood", "Mood and mind"
    MOVEMENT = "movement", "Strength, feeling and walking"
    SKIN = "skin", "Skin and allergy"
    INFECTION = "infection", "Fever and infection"
    BELLY = "belly", "Belly, liver and bowel"
    BLADDER = "bladder", "Bladder and kidneys"
    BLEEDING = "bleeding", "Bleeding and bruises"
    PREGNANCY = "pregnancy", "Pregnancy"
    WHOLE = "whole", "The whole body"


class HandoutDetail(Choice):
    """How much a handout says about each treatment."""

    SHORT = "short", "The main points of each treatment"
    ALL = "all", "All of each treatment"


Denominator = Literal[100, 1000]
DENOMINATORS: tuple[int, ...] = get_args(Denominator)
"""The numbers of people out of which a result or a side effect may be counted."""
