"""What templates need to show a page of the guide: words without citations, order, pictures."""

from itertools import groupby

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from guidance.handout import layout
from guidance.pages import check_schedule, compare, icon_arrays, text
from guidance.pages.citations import Numbering

register = template.Library()


# Words


@register.filter
def uncited(prose):
    """Return a text as one run of HTML without source numbers, where no source list can follow.

    Only for texts that stand with their sources on another page, which the template must name.
    """
    return mark_safe(
        " ".join(
            text.line_html(
                tuple(run for run in line if not isinstance(run, text.Cite)), Numbering()
            )
            for line in text.lines(prose.source)
        )
    )


@register.filter
def plain_words(prose):
    """Return the words of a text alone on one line, for a description."""
    return " ".join(text.plain(prose.source).split())


@register.filter
def marked(heading, name):
    """Return ``heading`` with the words ``name`` in it marked as the main message."""
    before, found, after = heading.partition(name)
    if not found:
        return conditional_escape(heading)
    return format_html('{}<span class="highlight">{}</span>{}', before, found, after)


WHAT_HAPPENED = {
    "new": _("New page."),
    "changed": _("Changed."),
    "withdrawn": _("Withdrawn."),
    "restored": _("Restored."),
    "removed": _("Removed."),
}


@register.filter
def what_happened(what):
    """Return what happened to a page in an edition, as a sentence."""
    return WHAT_HAPPENED.get(what, WHAT_HAPPENED["changed"])


@register.filter
def in_sentence(name):
    """Return a name as it stands inside a sentence: no capital, but in MS, ACTH and the like."""
    return compare.in_sentence(name)


@register.filter
def thousands(number):
    """Return a whole number as printed: 1,000."""
    return f"{number:,}"


_CERTAINTY = {
    "high": _("High certainty"),
    "moderate": _("Moderate certainty"),
    "low": _("Low certainty"),
    "very-low": _("Very low certainty"),
}


@register.filter
def certainty(value):
    """Return how sure a finding is, in words; empty where nobody rated it."""
    return _CERTAINTY.get(value, "")


_READ = {
    "US label": _("Read the label"),
    "Guideline": _("Read the guideline"),
    "Journal article": _("Read the article"),
    "Company notice": _("Read the notice"),
}


@register.filter
def reading(kind):
    """Return what a link to a source of that kind says."""
    return _READ.get(kind, _("Read the page"))


@register.filter
def source_line(reference):
    """Return a source as one line of a handout."""
    return layout.named(reference)


# Reviews


@register.filter
def overdue(review, today):
    """Say whether a page's review was due before ``today``."""
    return review.overdue(today)


# Order


@register.filter
def by_letter(rows):
    """Return sorted sources used, or tuples that begin with a page or term, as (letter, rows)."""

    def letter(row):
        if not isinstance(row, tuple):
            return row.source.organization[0].upper()
        return (row[0].title if hasattr(row[0], "title") else row[0].term)[0].upper()

    return [(initial, list(group)) for initial, group in groupby(rows, key=letter)]


@register.filter
def as_map(subtypes):
    """Return the kinds of SPMS as the rows of the map: progressing on top, active on the left.

    ``subtypes`` holds pages, or (page, text). A row is (progressing, [(page, text), ...]); the page
    is None in the cell of a type that cannot be shown, so that each other keeps its column.
    """
    pairs = [pair if isinstance(pair, tuple) else (pair, None) for pair in subtypes]
    rows = []
    for progressing in (True, False):
        row = []
        for active in (True, False):
            here = (active, progressing)
            found = [pair for pair in pairs if (pair[0].active, pair[0].progressing) == here]
            row += found or [(None, None)]
        rows.append((progressing, row))
    return rows


EVIDENCE, EFFECTS = "how-well-it-works", "side-effects"
BEFORE_EVIDENCE = ("who-it-is-for", "how-it-works")
BEFORE_CHECKS = ("what-it-does-not-do", "how-you-take-it")


@register.filter
def arranged(page):
    """Return a treatment's sections around its evidence, its checks and its side effects.

    ``checks`` holds sections with the times and the checks that stand under each.
    The order is the one in which the page was frozen, so that source numbers rise down the page.
    """
    stops = check_schedule.stops(page)
    known = (EVIDENCE, EFFECTS, *BEFORE_EVIDENCE, *BEFORE_CHECKS, *check_schedule.SECTIONS)
    return {
        "first": [section for section in page.sections if section.id in BEFORE_EVIDENCE],
        "evidence": page.section(EVIDENCE),
        "second": [section for section in page.sections if section.id in BEFORE_CHECKS],
        "calendar": stops,
        "key": check_schedule.key(stops),
        "checks": [
            (section, check_schedule.under(page, section.id))
            for section in page.sections
            if section.id in check_schedule.SECTIONS
        ],
        "effects": page.section(EFFECTS),
        "third": [section for section in page.sections if section.id not in known],
    }


# Pictures


@register.filter
def marks(people):
    """Return one person of each kind, as they are drawn where so many are counted."""
    return icon_arrays.marks(people)


@register.filter
def year(stop):
    """Return what draws the months of a time of checks, or None where there is no month to draw."""
    return icon_arrays.year(stop)


@register.filter
def picture(counted):
    """Return what draws a result or a side effect twice alike: on the comparator, on it."""
    return icon_arrays.picture(counted)


# Forms


@register.filter
def option_groups(field):
    """Return the choices of a form field as (heading, options); no heading where not grouped."""
    widget = field.field.widget
    chosen = widget.format_value(field.value())
    groups = widget.optgroups(field.html_name, chosen, {"id": field.auto_id})
    if any(name for name, _options, _index in groups):
        return [(name or "", options) for name, options, _index in groups]
    return [("", [option for _name, options, _index in groups for option in options])]


@register.filter
def first_id(field):
    """Return the id of the first control of a form field, where an error leads to."""
    if not hasattr(field.field.widget, "optgroups") or field.widget_type == "select":
        return field.auto_id
    options = option_groups(field)[0][1]
    return options[0]["attrs"]["id"] if options else field.auto_id


@register.filter
def hint_of(label):
    """Return the hint of a choice, empty where it has none."""
    return getattr(label, "hint", "")


@register.filter
def set_off(label):
    """Say whether an "or" stands above a choice."""
    return getattr(label, "set_off", False)
