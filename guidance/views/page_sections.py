"""The parts of a page that readers open, in order: each with a heading and a short answer.

What a reader needs at once stands in the templates of the pages themselves.
"""

import re
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guidance.pages import check_schedule, structures
from guidance.pages.check_schedule import SECTIONS as CHECKS
from guidance.pages.choices import Seriousness
from guidance.pages.cited_text import EMPTY, Prose
from guidance.pages.sections import (
    BEFORE_YOU_START,
    CHECK_UPS,
    DO_NOT_TAKE_IT_IF,
    HOW_IT_WORKS,
    HOW_WELL_IT_WORKS,
    HOW_YOU_TAKE_IT,
    IF_NOTHING_CHANGES,
    SIDE_EFFECTS,
    STOPPING,
    SYMPTOM,
    THERAPY,
    TOPIC,
    TREATMENTS,
    WHAT_IT_DOES_NOT_DO,
    WHAT_IT_IS,
    WHO_IT_IS_FOR,
    find,
)
from guidance.pages.structures import Section

TEXT = "parts/_text.html"
GLANCE_ID = "glance"
FACTS_AT_ONCE = frozenset({"how", "often", "label"})
"""The lines of the at-a-glance panel that stand below the name of a treatment."""
PICTURES = {("symptom/bladder", WHAT_IT_IS): "pictures/_bladder.html"}
"""The pictures that stand above a text, by page and section. Their words are in that text too."""
WARNING_SECTIONS = tuple(section for section in (*THERAPY, *SYMPTOM, *TOPIC) if section.warning)
ALL_SIDE_EFFECTS = "all-side-effects"


@dataclass(frozen=True, slots=True)
class PageSection:
    """A closed part of a page: where it is linked to, its heading, and the template of its body.

    ``section`` holds the text that staff wrote, where there is one, ``data`` what else the
    template shows. ``texts`` are those whose sources the end of the part names. ``picture`` is the
    template of a picture, empty where there is none. With ``quiet_heading``, what stands above says
    what its heading says; it is not shown inside another part. ``line`` is the short
    answer of a part without a text of staff: a list of links.
    """

    id: str
    heading: str
    template: str
    section: Section | None = None
    data: Any = None
    texts: tuple[object, ...] = ()
    picture: str = ""
    quiet_heading: bool = False
    line: str = ""

    @property
    def short(self):
        """The short answer, None where the part has none."""
        return self.section.short if self.section and self.section.short else self.line or None

    @property
    def subject(self):
        """The id of the section that it is about, which may hold no text."""
        if self.id == ALL_SIDE_EFFECTS:
            return SIDE_EFFECTS
        return self.section.id if self.section else self.id

    @property
    def opened(self):
        """Whether the part is open from the start: a warning that no short answer stands for."""
        declared = find(WARNING_SECTIONS, self.section.id) if self.section else None
        return declared is not None and not self.section.short


@dataclass(frozen=True, slots=True)
class TimedChecks:
    """What a section shows of the checks of a treatment: (introduction, timepoint), and a legend.

    ``legend`` explains the drawn months of all checks; it is empty where another section has it.
    """

    timepoints: tuple[tuple[str, check_schedule.Timepoint], ...]
    legend: str


@dataclass(frozen=True, slots=True)
class GlanceBelow:
    """What a treatment's at-a-glance panel shows besides the first screen."""

    summary: Prose
    lines: tuple[structures.Glance, ...]


def of_therapy(page):
    """Return the closed parts of a treatment: its texts by subject, with results, checks and harms.

    A part may hold several sections; each keeps its own id and heading inside it.
    """
    part_of = {
        section.id: _text(section)
        for section in page.sections
        if section.id not in {HOW_WELL_IT_WORKS, SIDE_EFFECTS, *CHECKS}
    }
    part_of[DO_NOT_TAKE_IT_IF] = reasons_against(page)
    part_of |= {part.id: part for part in _checks(page)}
    part_of[GLANCE_ID] = _glance(page)
    evidence, effects = _evidence(page), _side_effects(page)
    part_of |= {part.id: part for part in (*evidence, *effects)}
    grouped = [
        _group(_("What it is, and for whom"), part_of, GLANCE_ID, WHO_IT_IS_FOR, HOW_IT_WORKS),
        _group(_("How well it works"), part_of, HOW_WELL_IT_WORKS, WHAT_IT_DOES_NOT_DO),
        *_alone(part_of, HOW_YOU_TAKE_IT),
        _group(_("Tests and check-ups"), part_of, BEFORE_YOU_START, CHECK_UPS, lead=CHECK_UPS),
        *_alone(part_of, ALL_SIDE_EFFECTS, DO_NOT_TAKE_IT_IF),
    ]
    rest = [part_of.pop(section.id) for section in page.sections if section.id in part_of]
    return [part for part in (*grouped, *rest, *_questions(page)) if part]


LINE = re.compile(r"<li>.*?</li>", re.DOTALL)
MARKUP = re.compile(r"<sup>.*?</sup>|<[^>]*>")


def reasons_against(page):
    """Return the reasons not to take a treatment, without the lines that are shown at once.

    Return None if there are no others.
    """
    section = page.section(DO_NOT_TAKE_IT_IF)
    if section is None:
        return None
    shown = {MARKUP.sub("", line) for line in LINE.findall(page.not_for_you_if.html)}

    def unless_shown(line):
        return "" if MARKUP.sub("", line[0]) in shown else line[0]

    html = LINE.sub(unless_shown, section.text.html)
    if not MARKUP.sub("", html).strip():
        return None
    text = msgspec.structs.replace(section.text, html=html)
    return replace(_text(section), section=msgspec.structs.replace(section, text=text))


def below_what_is_shown(page, parts):
    """Return ({name: part}, the other parts) of the closed ``parts`` of a treatment.

    The named ones stand right below what the page shows of them at once: ``whole_list`` below the
    reasons not to take it, ``all_checks`` and ``all_stopping`` below what a reader does, and
    ``all_harms`` below the side effects. Those of which it shows nothing at once are among the
    others.
    """
    shown = {
        "whole_list": {DO_NOT_TAKE_IT_IF} if page.not_for_you_if else (),
        "all_checks": set(CHECKS) if page.monitoring else (),
        "all_stopping": {STOPPING} if page.monitoring and short_of(page, STOPPING) else (),
        "all_harms": {SIDE_EFFECTS} if page.effects else (),
    }
    below = {
        name: part
        for name, subjects in shown.items()
        for part in parts
        if part.subject in subjects and not part.opened
    }
    return below, [part for part in parts if part not in below.values()]


def short_of(page, section_id):
    """Return the short answer of a section; empty where it, or the section, is missing."""
    section = page.section(section_id)
    return section.short if section else EMPTY


def _group(heading, part_of, *ids, lead=""):
    """Take the parts with these ``ids`` out of ``part_of`` and return them as one, or None.

    The one with the id ``lead`` lends its short answer and its id, or the first that is a section.
    """
    inner = [part_of.pop(part_id) for part_id in ids if part_id in part_of]
    if len(inner) < 2:
        return inner[0] if inner else None
    template = "parts/_part_group.html"
    texts = tuple(text for part in inner for text in part.texts)
    named = next((part for part in inner if part.id == lead), None)
    named = named or next(part for part in inner if part.section)
    shown = [
        replace(part, quiet_heading=_is_clear_without_heading(part, number))
        for number, part in enumerate(inner)
    ]
    return PageSection(f"{named.id}-and-more", heading, template, named.section, shown, texts)


def _is_clear_without_heading(part, number):
    """Whether nothing is unclear where a part stands in another one without its heading.

    ``number`` is its place there. Checks begin with the words of their time, others do not.
    """
    if isinstance(part.data, TimedChecks):
        return bool(part.data.timepoints) and bool(part.data.timepoints[0][0])
    return number == 0


def _alone(part_of, *ids):
    return [part_of.pop(part_id) for part_id in ids if part_id in part_of]


def of_subtype(page, symptoms):
    """Return the closed parts of one of the four types."""
    shown_above = {TREATMENTS: _("About these treatments")}
    if page.placebo_groups:
        shown_above[IF_NOTHING_CHANGES] = _("About waiting, or stopping a medicine")
    return [
        *(
            _about(section, shown_above[section.id])
            if section.id in shown_above
            else _text(section)
            for section in page.sections
        ),
        *_if(
            symptoms,
            "symptoms",
            _("Help with symptoms"),
            "pages/subtype/_symptoms.html",
            line=ngettext("%(number)s symptom.", "%(number)s symptoms, A to Z.", len(symptoms))
            % {"number": len(symptoms)},
        ),
        *_questions(page),
    ]


def of_symptom(page, effects):
    """Return the closed parts of a symptom; ``effects`` are the side effects that it links to."""
    return [
        *(_text(section, PICTURES.get((page.key, section.id), "")) for section in page.sections),
        *_if(
            effects,
            "effects",
            _("Side effects explained"),
            "pages/symptom/_side_effects.html",
            line=number_of_pages(effects),
        ),
        *_questions(page),
    ]


def of_topic(page):
    """Return the closed parts of a topic: its texts, and its table if it has one."""
    parts = [_text(section) for section in page.sections]
    if page.table:
        named = Section(id="table", heading=page.table_heading, text=EMPTY, short=page.table_short)
        template, texts = "pages/topic/_table.html", (page.table_short, page.table)
        parts.append(PageSection(named.id, named.heading, template, named, texts=texts))
    return parts


def _text(section, picture=""):
    template = "pages/therapy/_who_it_is_for.html" if section.id == WHO_IT_IS_FOR else TEXT
    return PageSection(
        section.id, section.heading, template, section, texts=(section,), picture=picture
    )


def _about(section, heading):
    """Return the text about what stands above the closed parts, and is its short answer there."""
    shown = msgspec.structs.replace(section, short=EMPTY)
    return PageSection(f"about-{section.id}", heading, TEXT, shown, texts=(section,))


def _if(shown, slug, heading, template, section=None, texts=(), line=""):
    """Return a list of one part, or an empty one where there is nothing to show in it."""
    part = PageSection(slug, heading, template, section, texts=texts, line=line)
    return [part] if shown else []


def _glance(page):
    """Return what the first screen does not show of the summary and of the at-a-glance panel."""
    heading, template = _("At a glance"), "pages/therapy/_glance.html"
    shown = {short_of(page, BEFORE_YOU_START).source, ""}
    lines = tuple(
        line
        for line in page.glance
        if line.id not in FACTS_AT_ONCE and line.text.source not in shown
    )
    data = GlanceBelow(page.summary if page.point_result or page.benefit_point else EMPTY, lines)
    return PageSection(GLANCE_ID, heading, template, data=data, texts=(data.summary, lines))


def _evidence(page):
    section, template = page.section(HOW_WELL_IT_WORKS), "pages/therapy/_evidence.html"
    shown, texts = section or page.evidence, (section or (), page.evidence)
    return _if(shown, HOW_WELL_IT_WORKS, _("How well it works"), template, section, texts)


def _checks(page):
    """Return the sections under which the checks stand, each with its checks in order."""
    parts = []
    for section in page.sections:
        if section.id in CHECKS:
            timepoints = check_schedule.timepoints_in(page, section.id)
            checks = tuple(check for _words, time in timepoints for check in time.checks)
            drawn = check_schedule.timepoints(page) if section.id == CHECK_UPS else ()
            data = TimedChecks(timepoints, check_schedule.legend(drawn))
            template, texts = "pages/therapy/_checks.html", (section, checks)
            parts.append(PageSection(section.id, section.heading, template, section, data, texts))
    return parts


def _side_effects(page):
    section, template = page.section(SIDE_EFFECTS), "pages/therapy/_side_effects.html"
    boxed = any(effect.seriousness == Seriousness.BOXED for effect in page.effects)
    texts = (page.boxed_warning if boxed else (), section or (), page.effects)
    shown = section or page.effects
    return _if(shown, ALL_SIDE_EFFECTS, _("All side effects"), template, section, texts)


def _questions(page):
    if not page.questions:
        return []
    number = len(page.questions)
    line = ngettext("%(number)s question.", "%(number)s questions.", number) % {"number": number}
    return [PageSection("questions", _("What to ask"), "pages/_questions.html", line=line)]


def number_of_pages(pages):
    """Return how many ``pages`` a closed list links to, as its short answer."""
    return ngettext("%(number)s page.", "%(number)s pages.", len(pages)) % {"number": len(pages)}
