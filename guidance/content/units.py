"""Which fields of a row an upgrade takes or offers together, and which it never offers."""

DATES = ("checked_on", "review_due")
"""Dates of a row. They are taken if all its words are those of the release, and never offered."""

SILENT = {*DATES, "order"}
"""Fields that are never offered."""

WHEN_TO_CALL = ("signs", "call_911", "call_clinic")
"""The signs of a page and its texts beside them: no text goes before its sign has come."""

UNITS = {
    "therapy": [
        ("label_status", "label_line"),
        ("boxed_warning", "no_boxed_warning"),
        WHEN_TO_CALL,
    ],
    "symptom": [WHEN_TO_CALL],
    "sideeffect": [WHEN_TO_CALL],
    "subtype": [("active", "progressing")],
    "topic": [("table_heading", "first_column", "second_column", "third_column")],
    "topicrow": [("second", "third")],
    "source": [
        ("organization", "title", "address", "kind", "tier", "published"),
        ("still_current", "still_current_on"),
    ],
    "glossaryterm": [("term", "also_called", "definition")],
    "sign": [("text", "level", "own")],
    "walktext": [("text", "another")],
    "helplevel": [("title", "action")],
    "clinic": [
        ("emergency_number", "emergency_wording"),
        ("crisis_name", "crisis_number", "crisis_text"),
        ("portal_name", "portal_address"),
    ],
    "clinicphone": [("label", "number", "hours", "after_hours")],
    "therapycheck": [("text", "months", "every_from", "every_to")],
    "therapysideeffect": [
        (
            *("detail", "out_of", "with_treatment", "without_treatment", "uncompared"),
            *("comparator", "time_span", "group", "given"),
        )
    ],
    "evidence": [
        (
            *("finding", "group", "not_happened", "time_span", "out_of", "with_treatment"),
            *("without_treatment", "comparator", "certainty", "certainty_why"),
        )
    ],
    "placebogroup": [
        ("finding", "limits", "group", "not_happened", "time_span", "out_of", "people")
    ],
}
"""{table: fields that only mean something together}, for example the numbers of one result.

If staff edited one of them, none is taken: half of one result and half of another is a false one.
"""


def units_of(model, names):
    """Return the fields ``names`` of ``model`` as tuples of those that belong together."""
    units = [DATES, *UNITS.get(model._meta.model_name, [])]
    together = [tuple(name for name in unit if name in names) for unit in units]
    joined = {name for unit in together for name in unit}
    alone = [(name,) for name in names if name not in joined]
    return [*filter(None, together), *alone]
