"""The texts of the pages of the walk that no question, answer or outcome has."""

from collections.abc import Mapping

PAGES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "start": (
        "Start page",
        {
            "start": "button, at first",
            "carry_on": "button, when something is answered",
            "another": "link for somebody who answers for another",
            "other_ways": "link to other ways to answer",
        },
    ),
    "question": (
        "Every question page",
        {
            "outdated": "when the questions were changed meanwhile",
            "old_code": "when a code is old",
            "number": "above the question, with {number}",
            "go_on": "button",
            "clear": "button that clears",
            "about": "name of the part below, heard",
            "why": "opens the reason",
            "mri_letter": "link to the words of an MRI letter",
        },
    ),
    "check": (
        "Check your answers",
        {
            "title": "name of the page in the browser",
            "heading": "heading",
            "change": "link beside each answer",
            "result": "button",
        },
    ),
    "later": (
        "Go on later, on the last two pages",
        {
            "heading": "opens it",
            "code": "before the code",
            "kept": "what the code holds",
            "use": "where to type it",
        },
    ),
    "result": (
        "Result page",
        {
            "map": "caption of the map",
            "match": "in the map, at the type that matches",
            "next": "heading of the next steps",
            "print": "button that prints",
            "all_types": "button if no type is named",
            "one_type": "button for a type, with {type}",
            "questions": "heading of the questions for the visit",
            "one_question": "short, with one question",
            "many_questions": "short, with {number} questions",
            "handout": "button that makes a handout",
            "settle": "heading of what would make it clear",
            "how": "heading of the reasons",
            "change_or_clear": "opens the buttons that change or clear",
            "change": "button that changes",
        },
    ),
    "stop": ("Get help first", {"heading": "heading", "you": "who “you” is in the signs"}),
    "all": (
        "All questions on one page",
        {"heading": "heading", "kept": "what is kept", "result": "button"},
    ),
}
"""{page: (its name for staff, {name of a text: where it is on the page})}."""
MAYBE = {"stop/you"}
"""Texts that may be empty: they are said to some readers only."""
