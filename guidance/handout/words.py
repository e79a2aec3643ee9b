"""The words that a handout adds to the texts of its pages, by language."""

from collections.abc import Mapping

ENGLISH: Mapping[str, str] = {
    "help": "Whom to call",
    "number": "Number:",
    "contact": "Ask for: {contact}",
    "type": "The type we talk about: {type}",
    "types": "The types we talk about",
    "note": "From your clinic",
    "boxed": "Boxed warning:",
    "checks": "Checks",
    "symptoms": "Symptoms to talk about",
    "effects": "Side effects to watch for",
    "topics": "Living with SPMS: to talk about",
    "worst": "Could kill or harm for life:",
    "gravest": "Could kill or harm for life",
    "also": "Also: {names}.",
    "more-harms": "{count} more: see its page.",
    "signs": "When to call",
    "signs-emergency": "{number} now:",
    "signs-crisis": "{number} now:",
    "signs-same-day": "Clinic today:",
    "more-signs": "{count} more: {get_help}",
    "signs-sources": "Sources of when to call: {get_help}",
    "numbers": "The numbers",
    "helped": "Did it help?",
    "harms": "Harms:",
    "harms-scale": "Harms, another scale:",
    "ask": "My questions",
    "notes": "My notes",
    "about": "About this sheet",
    "signed": "Signed off by a clinician here.",
    "unsigned": "Not yet signed off by a clinician.",
    "explains": "Options, not a ranking. Do not stop or change a medicine on your own.",
    "more": "More: {treatments}",
    "check": "Still current? Scan, or type at {address}:",
    "alt": "QR code that opens {address}",
    "sources": "Sources",
    "full": "Full information",
    "options": "These are options to talk about. The order is not a ranking. "
    "You and your MS team decide together.",
    "foot": "Printed {day} · Edition {edition} · Code {code}",
    "page": "Page",
    "of": "of",
    "out-of": "Out of {all} people",
    "on": "On {name}",
    "harm": "{had:,} had it; {spared:,} did not",
    "no-comparator": "No comparison group",
    "not-compared": "not counted",
    "scale": "Each row of marks is {columns} people.",
    "fewer": "The difference: {gap} fewer out of {all}.",
    "greater": "The difference: {gap} more out of {all}.",
    "undated": "date not found",
}
WORDS: Mapping[str, Mapping[str, str]] = {"en": ENGLISH}
TITLES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "": "For my visit",
        "starting": "Starting a medicine",
        "stopping": "Thinking of stopping",
        "first-visit": "First visit with SPMS",
        "yearly": "Yearly check",
        "symptom": "A symptom",
        "questions": "My questions for the visit",
    }
}
"""The title of a handout by what the visit is about, a key of ``build.TOPICS``."""
