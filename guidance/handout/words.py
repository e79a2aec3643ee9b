"""The words that a handout adds to the texts of its pages, by language."""

from collections.abc import Mapping

ENGLISH: Mapping[str, str] = {
    "title": "Treatments to talk about",
    "visit": "What to talk about",
    "help": "Get help",
    "no-phone": "Call your MS clinic.",
    "contact": "Ask for: {contact}",
    "type": "The type we talk about: {type}",
    "types": "The types we talk about",
    "one": "The treatment you chose",
    "more": "The {count} treatments you chose",
    "options": "These are options to talk about. The order is not a ranking. "
    "You and your MS team decide together.",
    "symptoms": "Symptoms to talk about",
    "effects": "Side effects to watch for",
    "ask": "My questions",
    "own": "My own words",
    "notes": "Notes",
    "about": "About this sheet",
    "signed": "Signed off by a clinician at this clinic.",
    "unsigned": "Not yet signed off by a clinician at this clinic.",
    "explains": "This sheet explains. It does not diagnose. "
    "Do not stop or change a medicine because of it.",
    "check": "Is it still current? Scan the square, or open {address} and type this code:",
    "alt": "QR code that opens {address}",
    "sources": "Sources",
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
