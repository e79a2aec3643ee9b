"""The HTML that names the sources of a part of a page, and of a whole page, at its end.

A page names the sources of a part a dozen times, with a row for each source. Built here, it takes a
fraction of the time of a template (ADR 0045).
"""

import re

from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guidance.pages import source_marks
from guidance.pages.choices import SourceKind
from guidance.views.icons import icon
from guidance.views.page_urls import address_of_source

MOST_TITLES_OF_A_PART = 4
"""The most sources of a part of a page that are named by their titles at its end."""
MOST_NUMBERS_OF_A_RUN = 2
"""The most consecutive numbers of sources that are written one by one."""
BOOK = "book"
"""The icon before the sources of a part."""
NOTHING = "\n\n\n"
"""What stands where no source is named."""
LABEL = re.compile(r"([A-Z][A-Z -]*[A-Z]) \([^)]*\)(?: \w+)?:? prescribing information\b.*")
"""The title of a label in capitals, with the substance in brackets."""
HOW_READ = re.compile(r" \([^()]*\)$")
"""What stands after the date of a source about the copy that was read."""


def of_part(groups, *, by_number=False, of_page=False, opened=False):
    """Return the HTML that names the sources of ``groups``, which are ``source_marks.Sourced``.

    More than ``MOST_TITLES_OF_A_PART`` sources, or any ``by_number``, are named by their numbers in
    the list at the end of the page. With ``of_page``, the groups are all texts of the page, and
    the closed line says how many sources there are. With ``opened``, the list is open.
    """
    sources = source_marks.sources_of(groups)
    if not sources:
        return mark_safe(NOTHING)
    if len(groups) == 1 and not by_number:
        shown = _in_one_line(sources)
    else:
        by_number = by_number or len(sources) > MOST_TITLES_OF_A_PART
        name = _of_page(sources) if of_page else _of_text_above(sources)
        shown = _to_open(groups, name, by_number=by_number, opened=opened)
    numbers = f'<p class="source-numbers">{_("Sources:")} {in_ranges(sources)}</p>'
    return mark_safe(f"\n{shown}\n\n{numbers}\n\n")


def rows_of_page(references, *, anchors, to_publisher):
    """Return a list item for each of ``references``: the list of sources at the end of a page.

    With ``anchors``, each has the id that the texts of the page link to. The titles link to the
    publisher with ``to_publisher``, else to the pages of the sources.
    """
    return mark_safe(
        "".join(_source_row(reference, anchors, to_publisher) for reference in references)
    )


def _source_row(reference, anchors, to_publisher):
    source = reference.source
    anchor = f' id="source-{reference.number}"' if anchors else ""
    if to_publisher:
        link = f'<a\n href="{escape(source.address)}" rel="external noopener">'
    else:
        link = f'<a href="{address_of_source(source)}">'
    is_told = source.published and (anchors or dated(source))
    published = f", {escape(source.published)}" if is_told else ""
    return (
        f"<li{anchor}>{escape(source.organization)}. {link}{escape(source.title)}</a>.\n"
        f"{escape(source.kind)}{published}.</li>"
    )


def _in_one_line(sources):
    name = _("Source:") if len(sources) == 1 else _("Sources:")
    links = ";\n\n".join(_link(reference) for reference in sources)
    return f'\n<p class="source-mark">{icon(BOOK, 18)}\n{name}\n\n{links}\n\n</p>\n'


def _of_text_above(sources):
    name = _("Source") if len(sources) == 1 else _("Sources")
    return f'{name}\n<span class="visually-hidden">{_("for the text above")}</span>'


def _of_page(sources):
    words = ngettext(
        "Where this comes from (%(number)d source)",
        "Where this comes from (%(number)d sources)",
        len(sources),
    )
    return words % {"number": len(sources)}


def _to_open(groups, name, *, by_number, opened):
    """Return a list of what rests on each source alone, and on several together, under ``name``."""
    if by_number:
        hint = _('The numbers are those of <a href="#sources">the list of sources</a> below.')
        first, together = f'<p class="hint">{hint}</p>', groups
    else:
        rows = "".join(map(_row, source_marks.each_alone(groups)))
        first, together = f"<ol>{rows}\n</ol>", source_marks.shared(groups)
    return (
        f'\n<details class="where-from"{" open" if opened else ""}>'
        f"<summary>{icon(BOOK, 18)}\n{name}</summary>\n"
        f"\n{first}\n\n{_together(together)}\n</details>\n"
    )


def _row(one):
    number, words = one.reference.number, quoted(one.sentences)
    return f'\n<li value="{number}">{_link(one.reference)}\n{words}\n</li>'


def _together(groups):
    if not groups:
        return ""
    rows = "".join(
        f"<dt>{in_ranges(group.references)}</dt><dd>{quoted(group.sentences)}</dd>"
        for group in groups
    )
    return f"\n<dl>{rows}</dl>\n"


def _link(reference):
    return f'<a href="#source-{reference.number}">{escape(source_mark(reference))}</a>'


def quoted(sentences):
    """Return the first words of sentences, each in quotation marks, as HTML."""
    return mark_safe(" ".join(f"“{escape(words)}”" for words in sentences))


def source_mark(reference):
    """Return how a source is named at the end of a part: its title, and its date if it has one.

    A US label is named by its brand. How a source was read stands on the page of the source.
    """
    source = reference.source
    label = LABEL.fullmatch(source.title) if source.kind == SourceKind.LABEL.label else None
    name = _("US label of %(brand)s") % {"brand": label[1].title()} if label else source.title
    return f"{name}, {HOW_READ.sub('', source.published)}" if dated(source) else name


def dated(source):
    """Return whether the publisher's date of ``source`` is known."""
    return any(sign.isdigit() for sign in source.published)


def in_ranges(references):
    """Return the numbers of sorted ``references`` in words, for example “1 to 4, 7”."""
    runs = []
    for reference in references:
        if runs and reference.number == runs[-1][-1] + 1:
            runs[-1].append(reference.number)
        else:
            runs.append([reference.number])
    return ", ".join(
        f"{run[0]} to {run[-1]}" if len(run) > MOST_NUMBERS_OF_A_RUN else ", ".join(map(str, run))
        for run in runs
    )
