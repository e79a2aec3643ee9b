"""Sheets of the shipped content for tests: what a patient might choose, laid out."""

from datetime import date

import pytest

from guidance.editorial import current
from guidance.handout import build, layout

SITE = "https://spms.clinic.example"
ADDRESSES = layout.Addresses(
    check=f"{SITE}/handout/check/", get_help=f"{SITE}/get-help/", treatments=f"{SITE}/treatments/"
)
TODAY = date(2026, 11, 24)
THREE = ("siponimod", "ocrelizumab", "physical-therapy")
VISIT = {
    "subtypes": ("active-progressing",),
    "treatments": THREE,
    "pictures": True,
    "own": "Can I travel?",
    "contact": "my MS nurse",
}
"""Three treatments as most would choose them."""
HEAVIEST = [
    ("interferon-beta-1a", "mitoxantrone", "siponimod"),
    ("interferon-beta-1a", "natalizumab", "siponimod"),
    ("mitoxantrone", "natalizumab", "siponimod"),
    ("corticosteroids", "interferon-beta-1a", "siponimod"),
    ("interferon-beta-1a", "mitoxantrone", "natalizumab"),
    ("cognitive-rehabilitation", "corticosteroids", "interferon-beta-1a"),
]
"""Treatments whose sheets are the longest, or weigh most, of all; the last is not set closer."""
PAPERS_AND_PICTURES = [
    pytest.param("letter", True, id="letter-pictures"),
    *(
        pytest.param(paper, pictures, marks=pytest.mark.long, id=f"{paper}-{name}")
        for paper, pictures, name in (
            ("letter", False, "words"),
            ("a4", True, "pictures"),
            ("a4", False, "words"),
        )
    ),
]
"""How ``HEAVIEST`` are printed: the longest in each run, the others in ``make test-all``."""
WHOLE = {
    **VISIT,
    "subtypes": ("active-progressing", "stable"),
    "treatments": ("natalizumab", "siponimod", "corticosteroids", "speech-language-therapy"),
    "detail": build.ALL,
    "symptoms": ("fatigue", "bladder"),
    "effects": ("pml", "falls"),
    "suggested": True,
    "notes": "First line\n\tSecond line",
}
"""Every kind of page and of block."""


def laid_out(guide=None, **choices):
    guide = guide or current.current_guide()
    choices.setdefault("questions", build.standard_questions(guide)[:4])
    return layout.lay_out(build.build(guide, build.Choices(**choices)), TODAY, ADDRESSES)
