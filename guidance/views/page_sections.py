"""The sections of a page in order, from which its table of contents and its body are rendered.

This is the order in which the page was frozen, so that source numbers are ascending on the page.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from guidance.pages import check_schedule
from guidance.pages.sections import (
    HOW_WELL_IT_WORKS,
    PLACES,
    SIDE_EFFECTS,
    THERAPY,
    TREATMENTS,
    WHO_IT_IS_FOR,
    find,
    place_of,
)
from guidance.pages.structures import Section

TEXT = "parts/_text_section.html"


@dataclass(frozen=True, slots=True)
class PageSection:
    """A section as a page shows it: its HTML id, its heading, and its template.

    ``section`` has the text of the section, or is None. ``data`` is further context.
    """

    id: str
    heading: str
    template: str
    section: Section | None = None
    data: Any = None


def of_therapy(page):
    """Return the sections of a treatment: its texts, results, checks and side effects."""
    sections = {place: [] for place in PLACES}
    for section in page.sections:
        sections[place_of(find(THERAPY, section.id))].append(section)
    return [
        *_texts(sections["before-evidence"]),
        *_evidence(page),
        *_texts(sections["before-checks"]),
        *_checks(page, sections["checks"]),
        *_side_effects(page),
        *_when_to_call(page),
        *_texts(sections["after-effects"]),
        *_end(page),
    ]


def of_subtype(page, symptoms):
    """Return the sections of a type of SPMS. ``symptoms`` are the pages that it links to."""
    return [
        *(
            _text(section, "pages/subtype/_treatments.html" if section.id == TREATMENTS else TEXT)
            for section in page.sections
        ),
        *_if(symptoms, "symptoms", _("Help with symptoms"), "pages/subtype/_symptoms.html"),
        *_end(page),
    ]


def of_symptom(page, effects):
    """Return the sections of a symptom. ``effects`` are the side effects that it links to."""
    return [
        *(_text(section) for section in page.sections),
        *_if(effects, "effects", _("Side effects explained"), "pages/symptom/_side_effects.html"),
        *_end(page),
    ]


def _text(section, template=TEXT):
    return PageSection(section.id, section.heading, template, section)


def _if(shown, slug, heading, template, section=None, data=None):
    """Return a list with one section, or an empty list if ``shown`` is false."""
    return [PageSection(slug, heading, template, section, data)] if shown else []


def _texts(sections):
    """Return the text sections. "Who it is for" has a template with a larger first line."""
    who_for = "pages/therapy/_who_it_is_for.html"
    return [
        _text(section, who_for if section.id == WHO_IT_IS_FOR else TEXT) for section in sections
    ]


def _evidence(page):
    section, template = page.section(HOW_WELL_IT_WORKS), "pages/therapy/_evidence.html"
    shown = section or page.evidence
    return _if(shown, HOW_WELL_IT_WORKS, _("How well it works"), template, section)


def _checks(page, sections):
    """Return the calendar of checks, and the ``sections`` that show the checks."""
    timepoints = check_schedule.timepoints(page)
    calendar = {"times": timepoints, "key": check_schedule.legend(timepoints)}
    heading, template = _("Checks in order of time"), "pages/therapy/_calendar.html"
    return [
        *_if(timepoints, "calendar", heading, template, data=calendar),
        *(
            PageSection(
                section.id,
                section.heading,
                "pages/therapy/_checks.html",
                section,
                check_schedule.timepoints_in(page, section.id),
            )
            for section in sections
        ),
    ]


def _side_effects(page):
    section, template = page.section(SIDE_EFFECTS), "pages/therapy/_side_effects.html"
    return _if(section or page.effects, SIDE_EFFECTS, _("Side effects"), template, section)


def _when_to_call(page):
    shown = page.call_911 or page.call_clinic
    template = "pages/therapy/_when_to_call.html"
    return _if(shown, "when-to-call", _("When to call"), template)


def _end(page):
    return [
        *_if(page.questions, "questions", _("What to ask"), "pages/_questions.html"),
        *_if(page.references, "sources", _("Sources"), "parts/_references.html"),
    ]
