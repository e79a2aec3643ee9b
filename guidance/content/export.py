"""Export an edition to content files, and restore one of its pages to the draft.

An edition contains what the public site shows. An export therefore lacks staff notes, notes on
sources, the order of info pages, and the review dates of single get-help levels (the site shows the
earliest). Whether the first use of a term is linked is read from the pages.

A choice that only a later release knows is exported unchanged. Loading such a file fails.
"""

import re
import tempfile
from datetime import date
from functools import singledispatch
from html import escape
from pathlib import Path
from typing import cast

import msgspec
import tomli_w
from django.db import transaction

from guidance.content import load, shapes
from guidance.content.export_clinic import content_of_clinic
from guidance.content.rows import row_of
from guidance.editorial.drafts import drafts_behind
from guidance.pages import no_boxed_warning, site_pages, structures
from guidance.pages.choices import HandoutDetail, SourceKind
from guidance.pages.citations import without_markers
from guidance.pages.kinds import KINDS, SECTIONS, drafted
from guidance.pages.sections import GLANCE, find
from guidance.pages.texts import each_prose
from guidance.walk import vocabulary, wording

LEFT_OUT = (
    "The files lack what no edition holds: staff notes, notes on sources, order of info pages."
)
NO_SIGN_OFF = {"signed_off_by": "", "signed_off_credentials": "", "signed_off_on": None}


class FolderInUse(ValueError):
    """The folder is not empty. A load would read the files that are already in it."""


def write(guide, folder):
    """Write every page of ``guide`` to a content file below ``folder``: all of them, or none.

    Return the number of files. Raises ``FolderInUse`` if ``folder`` exists and is not empty.
    """
    folder = Path(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderInUse(f"{folder} is not empty. Name a new folder.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    files = content_of(guide)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".dump-") as temporary:
        draft = Path(temporary) / "content"
        for name in (kind.folder for kind in drafted()):
            (draft / name).mkdir(parents=True)
        for name, shape in files.items():
            (draft / name).write_text(_toml(shape), "utf-8")
        draft.rename(folder)
    return len(files)


def restore_to_draft(page):
    """Overwrite the draft of ``page`` with ``page``, or create the draft. Return the row.

    Fields that an edition does not contain keep their values, and so does the sign-off, because
    the draft has the sign-off of the public page. Raises ``load.ContentError``, and changes
    nothing, if ``page`` names a source, a side effect or another page whose draft was deleted, or
    has a choice that only a later release knows.
    """
    rows = drafts_behind(page.key)
    shape, row = content_of_page(page), rows.first()
    for name in ("staff_note", "order"):
        if row is not None and hasattr(shape, name):
            setattr(shape, name, getattr(row, name))
    for name, empty in NO_SIGN_OFF.items():
        setattr(shape, name, getattr(row, name, empty))
    loader = load.Loader("version", overwrite=True)
    with transaction.atomic():
        path = loader.reader.folder / f"{page.slug}.toml"
        loader.save(path, row_of(shape, page.slug))
    return rows.get()


def _toml(shape):
    """Return ``shape`` as TOML, with its fields in the order of the shipped files."""
    values = msgspec.to_builtins(shape, builtin_types=(date,))
    return tomli_w.dumps(
        dict(sorted(values.items(), key=_place_in_file(shape))), multiline_strings=True
    )


def _place_in_file(shape):
    """Return the sort key of (field, value): own fields, sections, staff note and lists, review."""
    review = {field.name for field in msgspec.structs.fields(shapes.ReviewShape)}
    structure = getattr(shape, "structure", None)
    sections = SECTIONS[structure.kind] if structure else ()
    declared = {field for section in sections for field in section.fields}
    own = [name for name in shape.__struct_fields__ if name not in review | declared]
    last = set(own[own.index("staff_note") :]) if "staff_note" in own else set()

    def place(item):
        name = item[0]
        return (name in review, name in last, name in declared)

    return place


def content_of(guide):
    """Return {file name: shape} for every page of ``guide``."""
    files = {
        f"{shape.structure.kind}.toml": content_of_table(guide.only(shape.structure), guide)
        for shape in shapes.table_shapes()
        if not shape.optional or guide.all_of(shape.structure)
    }
    for page in guide.pages.values():
        if folder := KINDS[page.kind].folder:
            files[f"{folder}/{page.slug}.toml"] = content_of_page(page)
    return files


@singledispatch
def content_of_page(page):
    """Return the content file of ``page`` as a shape. Dispatches on the structure of the page."""
    raise NotImplementedError(f"No function exports {type(page).__name__}.")


@content_of_page.register
def _subtype(page: structures.SubtypePage):
    return shapes.SubtypeShape(
        name=page.title,
        active=page.active,
        progressing=page.progressing,
        medical_name=page.medical_name,
        search_words=list(page.search_words),
        summary=page.summary.source,
        in_short=page.in_short.source,
        questions=list(page.questions),
        therapies=list(page.therapies),
        symptoms=list(page.symptoms),
        placebo_groups=[_like(shapes.PlaceboGroupShape, group) for group in page.placebo_groups],
        **_sections(page),
        **_review(page),
    )


@content_of_page.register
def _therapy(page: structures.TherapyPage):
    return shapes.TherapyShape(
        name=page.title,
        brands=list(page.brands),
        pronunciation=page.how_to_say.source or page.pronunciation,
        search_words=list(page.search_words),
        group=page.group,
        label_status=page.label_status,
        by_mouth="mouth" in page.how_taken,
        by_shot="shot" in page.how_taken,
        by_infusion="infusion" in page.how_taken,
        in_sessions="sessions" in page.how_taken,
        at_home="home" in page.where_taken,
        at_clinic="clinic" in page.where_taken,
        offered=page.offered,
        summary=page.summary.source,
        boxed_warning=page.boxed_warning.source,
        no_boxed_warning=no_boxed_warning.typed(page.no_boxed_warning.source),
        benefit_point=page.benefit_point.source,
        worst=page.worst.source,
        for_you_if=page.for_you_if.source,
        not_for_you_if=page.not_for_you_if.source,
        not_named=list(page.not_named),
        label_read=page.label_read,
        signs=list(page.signs),
        call_911=page.call_911.source,
        call_clinic=page.call_clinic.source,
        questions=list(page.questions),
        side_effects=[_like(shapes.TherapySideEffectShape, effect) for effect in page.effects],
        evidence=[_like(shapes.EvidenceShape, result) for result in page.evidence],
        monitoring=[_check(check) for check in page.monitoring],
        **_glance(page),
        **_sections(page),
        **_review(page),
    )


def _glance(page):
    fields = {line.id: line.field for line in GLANCE}
    return {fields[line.id]: line.text.source for line in page.glance if line.id in fields}


def _check(check):
    return shapes.CheckShape(
        name=check.name,
        text=check.text.source,
        moment=check.moment,
        months=list(check.months),
        every=(check.every_from, check.every_to) if check.every_from else None,
    )


@content_of_page.register
def _side_effect(page: structures.SideEffectPage):
    return shapes.SideEffectShape(
        name=page.title,
        medical_name=page.medical_name,
        search_words=list(page.search_words),
        gravity=page.gravity,
        summary=page.summary.source,
        signs=list(page.signs),
        call_911=page.call_911.source,
        call_clinic=page.call_clinic.source,
        **_sections(page),
        **_review(page),
    )


@content_of_page.register
def _symptom(page: structures.SymptomPage):
    return shapes.SymptomShape(
        name=page.title,
        medical_name=page.medical_name,
        search_words=list(page.search_words),
        summary=page.summary.source,
        signs=list(page.signs),
        call_911=page.call_911.source,
        call_clinic=page.call_clinic.source,
        questions=list(page.questions),
        side_effects=list(page.side_effects),
        **_sections(page),
        **_review(page),
    )


@content_of_page.register
def _topic(page: structures.TopicPage):
    return shapes.TopicShape(
        name=page.title,
        search_words=list(page.search_words),
        summary=page.summary.source,
        key_points=page.key_points.source,
        next_step=page.next_step.source,
        table_heading=page.table_heading,
        table_columns=_three(page.table_columns),
        table_short=page.table_short.source,
        signs=list(page.signs),
        questions=list(page.questions),
        subtypes=list(page.subtypes),
        therapies=list(page.therapies),
        symptoms=list(page.symptoms),
        side_effects=list(page.side_effects),
        topics=list(page.topics),
        table=[
            shapes.TableRowShape(cells=(row.name, row.second.source, row.third.source))
            for row in page.table
        ],
        **_sections(page),
        **_review(page),
    )


def _three(columns):
    first, second, third = columns or ("", "", "")
    return first, second, third


@content_of_page.register
def _visit(page: structures.VisitPage):
    return shapes.VisitShape(
        name=page.title,
        audience=page.summary.source,
        note=page.note.source,
        subtype=page.subtype,
        therapies=list(page.therapies),
        symptoms=list(page.symptoms),
        side_effects=list(page.side_effects),
        detail=cast(HandoutDetail, page.detail),  # may be a value of a later release
        pictures=page.pictures,
        questions=list(page.questions),
        **_review(page),
    )


@content_of_page.register
def _info(page: structures.InfoPage):
    return shapes.InfoShape(
        title=page.title,
        search_words=list(page.search_words),
        summary=page.summary.source,
        sections=[
            shapes.InfoSectionShape(
                id=part.id, heading=part.heading, short=part.short.source, text=part.text.source
            )
            for part in page.sections
        ],
        **_review(page),
    )


@content_of_page.register
def _walk(page: site_pages.WalkPage):
    texts = wording.texts_of(page)
    return shapes.WalkShape(
        title=page.title,
        texts=[
            shapes.WalkTextShape(key=key, text=texts[key].own, another=texts[key].another)
            for key in sorted(texts, key=vocabulary.place_in_order)
        ],
        **_review(page),
    )


def _sections(page):
    """Return {field: text} for the sections of ``page`` that its kind declares."""
    texts = {}
    for part in page.sections:
        if section := find(SECTIONS[page.kind], part.id):
            texts[section.field] = part.text.source
            if section.short_field:
                texts[section.short_field] = part.short.source
    return texts


ROWS = {
    "effects": "side_effects-group",
    "evidence": "evidence-group",
    "how_to_say": "id_pronunciation",
    "monitoring": "checks-group",
    "placebo_groups": "placebo_groups-group",
    "review": "id_review_due",
    "table": "table_rows-group",
    "table_columns": "id_first_column",
}
"""What holds a part of a page that is no field of its own in the staff form, by id of the part."""


def form_field_id(page, part_id):
    """Return the HTML id, in the staff form, of what holds the part ``part_id`` of ``page``."""
    kind = KINDS[page.kind]
    field, _, item_id = part_id.partition("/")
    if field == "sections":
        section_id, _, text = item_id.partition("/")
        section = find(kind.sections, section_id)
        if section is None:
            return "sections-group"
        return f"id_{section.short_field if text == 'short' else section.field}"
    if field in ("labels", "texts"):
        return f"text-{item_id}"
    if field == "glance":
        return next((f"id_{line.field}" for line in GLANCE if line.id == item_id), "")
    fields = {"": kind.title_field, "title": kind.title_field, "summary": kind.summary_field}
    return ROWS.get(field) or f"id_{fields.get(field, field)}"


def _review(page):
    return msgspec.structs.asdict(page.review)


def _like(shape, part):
    """Return ``part`` of a page as a ``shape``: its fields, and prose as its source.

    What the page has besides, such as the year of a trial, is made anew when it is frozen.
    """
    fields = (name for name in part.__struct_fields__ if name in shape.__struct_fields__)
    values = ((name, getattr(part, name)) for name in fields)
    return shape(**{name: getattr(value, "source", value) for name, value in values})


# Files with all rows of a table


@singledispatch
def content_of_table(page, guide):
    """Return the content file of ``page``, which is a whole table, as a shape.

    The function is chosen by the structure.
    """
    raise NotImplementedError(f"No function exports {type(page).__name__}.")


@content_of_table.register
def _sources(page: site_pages.SourcesPage, guide):
    kinds = {label: value for value, label in SourceKind.pairs()}
    return shapes.SourcesShape(
        sources=[
            shapes.SourceShape(
                **{
                    **msgspec.structs.asdict(source),
                    "kind": kinds.get(source.kind, source.kind),
                }
            )
            for source in page.sources
        ]
    )


@content_of_table.register
def _glossary(page: site_pages.GlossaryPage, guide):
    """Return the glossary.

    ``link_first_use`` is false for a term that occurs on a page and is linked on none.
    """
    html = "".join(prose.html for page in guide.pages.values() for prose in each_prose(page))
    linked = set(re.findall(r'<a class="term" href="[^"]*#([^"]+)"', html))
    all_text = html.casefold()
    return shapes.GlossaryShape(
        terms=[
            shapes.TermShape(
                slug=term.slug,
                term=term.term,
                also_called=term.also_called,
                search_words=list(term.search_words),
                definition=term.definition.source,
                link_first_use=term.slug in linked or escape(term.term).casefold() not in all_text,
            )
            for term in page.terms
        ]
    )


@content_of_table.register
def _help(page: site_pages.HelpPage, guide):
    return shapes.HelpShape(
        levels=[
            shapes.HelpLevelShape(
                slug=level.slug,
                title=level.title,
                action=level.action.source,
                signs=[sign.source for sign in level.signs],
            )
            for level in page.levels
        ],
        **_review(page),
    )


@content_of_table.register
def _signs(page: site_pages.SignsPage, guide):
    return shapes.SignsShape(signs=[_sign(sign) for sign in page.signs], **_review(page))


def _sign(sign):
    few_words = without_markers(sign.short.source).strip()
    return msgspec.structs.replace(_like(shapes.SignShape, sign), short=few_words)


@content_of_table.register
def _clinic(page: site_pages.ClinicPage, guide):
    return content_of_clinic(page, guide)
