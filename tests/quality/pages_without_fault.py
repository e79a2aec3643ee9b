"""Pages without fault, which the tests of the content rules change."""

from datetime import date

import msgspec

from guidance.pages.guide import Guide
from guidance.pages.structures import Glance, Section
from guidance.quality import rules
from tests import make_pages as make

TODAY = date(2026, 11, 28)
CITED = "It is a tablet. [@label]"
HARD = "Immunological deterioration necessitates multidisciplinary evaluation. [@label]"
LONG = "Numerous regular visits every other month. [@label]"


def changed(page, **fields):
    """Return a copy of ``page`` with other values of ``fields``."""
    return msgspec.structs.replace(page, **fields)


def prose(*sentences):
    """Return a text of those sentences."""
    return make.prose(" ".join(sentences))


COUNTED = {
    "out_of": 100,
    "with_treatment": 9,
    "without_treatment": 4,
    "time_span": "over 1 year",
    "group": "people with SPMS",
}
SECTIONS = {
    "how_well_it_works": "It can help. [@label]",
    "check_ups": "You get blood tests. [@label]",
    "pregnancy": "Talk with your MS team first.",
}


def with_answers(**texts):
    """Return sections by id that have a short answer each."""
    answer = make.prose("Ask about it.")
    return tuple(changed(section, short=answer) for section in make.sections(**texts))


def therapy(slug="siponimod", **fields):
    defaults = {
        "summary": prose(CITED),
        "glance": (Glance(id="label", label="US label", text=prose("It names SPMS. [@label]")),),
        "sections": with_answers(**SECTIONS),
        "effects": (make.effect("headache", "Your head aches. [@label]"),),
        "questions": ("What can it do for me?",),
        "benefit_point": prose("Ask if it can help you."),
        "worst": prose("It can harm. [@label]"),
        "not_for_you_if": prose("Ask for whom it is not."),
    }
    return make.therapy(slug, **{**defaults, **fields})


def saying(text):
    """Return a treatment whose section "stopping" is ``text``."""
    return therapy(sections=with_answers(**SECTIONS, stopping=text))


def lacking(section):
    """Return a treatment without that section."""
    return therapy(sections=with_answers(**without(SECTIONS, section)))


def with_short_answer(text):
    """Return a treatment whose section on pregnancy has the short answer ``text``."""
    first, second, third = with_answers(**SECTIONS)
    return therapy(sections=(first, second, changed(third, short=make.prose(text))))


def without_short_answers(sections):
    return tuple(changed(section, short=make.prose()) for section in sections[:1]) + sections[1:]


def shown_at_the_top():
    """Return a result that the page shows at its top."""
    return make.evidence(point=True, finding=prose(CITED), certainty_why=prose(CITED))


def without(sections, left_out):
    return {name: text for name, text in sections.items() if name != left_out}


def rehabilitation(**fields):
    care = "Ask your MS team who must take care."
    sections = {**without(SECTIONS, "pregnancy"), "do_not_take_it_if": care}
    defaults = {
        "group": "rehabilitation",
        "label_status": "not-a-medicine",
        "effects": (),
        "sections": with_answers(**sections),
    }
    return therapy("walking-practice", **{**defaults, **fields})


def subtype(slug="active", **fields):
    return make.subtype(slug, summary=prose(CITED), **fields)


def counted(*groups, short="350 of 1,000 got worse. [@label]"):
    """Return a type of SPMS with placebo ``groups`` and the short answer beside them."""
    if_nothing_changes = Section(
        id="if-nothing-changes",
        heading="If nothing changes",
        text=prose(CITED),
        short=prose(short),
    )
    return subtype(placebo_groups=groups, sections=(if_nothing_changes,))


GROUP = make.placebo_group


def visit(**fields):
    return make.visit("starting", **{"summary": prose("Choose this now."), **fields})


TABLE = {
    "table_heading": "Medicare",
    "table_columns": ("Part", "What it pays", "What you pay"),
    "table_short": make.prose("Ask about each part."),
    "table": (make.table_row(),),
}


def topic(**fields):
    return make.topic(**{"summary": prose(CITED), **fields})


def info(text="This site is for learning.", **fields):
    return make.info("about", summary=prose(text), **fields)


def sources(*keys, **fields):
    """The page of sources; the first source differs by ``fields``."""
    first, *others = keys
    listed = (make.source(first, **fields), *map(make.source, others))
    return changed(make.sources_page(), summary=prose(), sources=listed)


def guide(*pages):
    """Return a guide without fault in which ``pages`` replace its own pages with their keys."""
    return Guide(
        0,
        TODAY,
        [
            *map(subtype, ("active-progressing", "active", "non-active-progressing", "stable")),
            therapy(),
            make.side_effect("headache", summary=prose("Your head aches. [@label]")),
            make.symptom("fatigue", summary=prose("You tire soon. [@label]")),
            info(),
            changed(make.glossary("mri"), summary=prose()),
            sources("label"),
            changed(make.clinic(), summary=prose()),
            *pages,
        ],
    )


def findings(guide):
    """Return what the content rules find in ``guide``."""
    return rules.check(guide, today=TODAY)


POINTERS = {
    "Any of the signs above: call the same day.": "Any of the signs",
    "Any of these signs, even mild: call at once.": "Any of these",
    "Call about those changes.": "those changes",
    "Any such night, even without harm: stop the pill and call.": "Any such",
    "A rash or blisters with any of these.": "any of these",
    "You cannot reach the clinic about such signs.": "such signs",
    "Any of the symptoms, new or growing.": "Any of the symptoms",
    "Changes above, even mild.": "Changes above",
    "See the list below.": "list below",
    "One of them.": "One of them",
    "The same signs at night.": "same signs",
    "Call at the first sign.": "first sign",
    "Anything named above.": "above",
    "The below signs at rest.": "The below",
}
"""Lines that say when to call without naming the signs, and the words that point elsewhere."""


def calling(line, field="call_clinic", make_page=make.side_effect):
    """A page with one line that says when to call."""
    return make_page(**{"summary": prose(CITED), field: prose(f"- {line[:-1]}. [@label]")})


def signs(*rows, **fields):
    """A page of signs; each row is (slug, text) or (slug, text, level). Their few words differ."""
    page = make.signs_page(
        *(
            make.sign(
                slug, *level, **{"text": prose(text), "short": prose(f"{slug} [@label]"), **fields}
            )
            for slug, text, *level in rows
        )
    )
    return changed(page, summary=prose())
