"""An edition back to content files, and one page of it back to its draft: what ``seed`` reads.

An edition holds what readers get, so four things do not come back: notes for staff, notes on
sources, the order of info pages among each other, and the review dates of single get-help levels
(readers see the earliest). Whether a word's first use is linked is told by the pages themselves.
"""

import re
import tempfile
from datetime import date
from html import escape
from pathlib import Path

import msgspec
import tomli_w
from django.db import transaction

from guidance.content import load
from guidance.editorial.snapshots import drafts_behind
from guidance.models import SideEffect, Source
from guidance.pages.claims import LABELS as CLAIM_LABELS

LEFT_OUT = (
    "An edition holds no staff notes, no notes on sources and no order of the info pages; "
    "these are not in the files."
)
SECTIONS = {
    "what-it-means": "meaning",
    "if-nothing-changes": "no_change",
    "do-not-take-it-if": "do_not_take_if",
}
"""Sections whose field is not called like their id."""
SIDE_EFFECTS = {"therapy": "side_effects_intro", "symptom": "side_effects_of_medicines"}
"""The field of the section on side effects, by kind of page."""
GLANCE = {
    "kind": "what_kind",
    "label": "label_line",
    "how": "how_taken",
    "often": "how_often",
    "where": "where_taken",
    "checks": "checks",
}
FOLDERS = {
    "subtype": "subtypes",
    "therapy": "therapies",
    "side-effect": "side_effects",
    "symptom": "symptoms",
    "visit": "visits",
    "info": "info",
}


NO_SIGN_OFF = {"signed_off_by": "", "signed_off_credentials": "", "signed_off_on": None}


class FolderInUse(ValueError):
    """Something lies in the folder already, and the next load would read that too."""


def write(guide, folder):
    """Write every page of ``guide`` as a content file below ``folder``: all of them, or none.

    Returns the number of files. Raises ``FolderInUse`` where ``folder`` is not empty or new.
    """
    folder = Path(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderInUse(f"{folder} is not empty. Name a new folder.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    files = content_of(guide)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".dump-") as made:
        draft = Path(made) / "content"
        for name in FOLDERS.values():
            (draft / name).mkdir(parents=True)
        for name, shape in files.items():
            (draft / name).write_text(_toml(shape), "utf-8")
        draft.rename(folder)
    return len(files)


def put_back(page):
    """Write ``page`` over its draft, or make the draft anew; return the row.

    What an edition does not hold stays as the draft has it, and so does the sign-off: that of a
    draft is the one of the public page. Raises ``seed.ContentError`` where the page names a
    source, a side effect or another page whose draft is gone: then nothing changes.
    """
    rows = drafts_behind(page.key)
    shape, row = WRITERS[page.kind](page), rows.first()
    for name in ("staff_note", "order"):
        if row is not None and hasattr(shape, name):
            setattr(shape, name, getattr(row, name))
    for name, empty in NO_SIGN_OFF.items():
        setattr(shape, name, getattr(row, name, empty))
    loader = load.Loader(Path("version"), overwrite=True)
    with transaction.atomic():
        LOADERS[page.kind](loader, loader.folder / f"{page.slug}.toml", shape)
    return rows.get()


def _toml(shape):
    """Return the text of a file: its review last, as in the files that are shipped."""
    values = msgspec.to_builtins(shape, builtin_types=(date,))
    review = {field.name for field in msgspec.structs.fields(load.ReviewShape)}
    ordered = dict(sorted(values.items(), key=lambda item: item[0] in review))
    return tomli_w.dumps(ordered, multiline_strings=True)


def content_of(guide):
    """Return {file name: shape} for every page of ``guide``."""
    files = {
        "sources.toml": _sources(guide),
        "glossary.toml": _glossary(guide),
        "help.toml": _help(guide.help),
        "clinic.toml": _clinic(guide.clinic),
    }
    for page in guide.pages.values():
        if page.kind in FOLDERS:
            files[f"{FOLDERS[page.kind]}/{page.slug}.toml"] = WRITERS[page.kind](page)
    return files


# Pages with a file of their own


def _load_side_effect(loader, path, shape):
    loader.save(path, SideEffect, {"slug": path.stem}, msgspec.structs.asdict(shape))


LOADERS = {
    "subtype": load.Loader.load_subtype,
    "therapy": load.Loader.load_therapy,
    "side-effect": _load_side_effect,
    "symptom": load.Loader.load_symptom,
    "visit": load.Loader.load_visit,
    "info": load.Loader.load_info,
}


def _subtype(page):
    return load.SubtypeShape(
        name=page.title,
        active=page.active,
        progressing=page.progressing,
        medical_name=page.medical_name,
        summary=page.summary.source,
        in_short=page.in_short.source,
        questions=list(page.questions),
        therapies=list(page.therapies),
        symptoms=list(page.symptoms),
        **_sections(page),
        **_review(page),
    )


def _therapy(page):
    return load.TherapyShape(
        name=page.title,
        brands=list(page.brands),
        pronunciation=page.pronunciation,
        group=page.group,
        label_status=page.label_status,
        by_mouth="mouth" in page.how_taken,
        by_shot="shot" in page.how_taken,
        by_infusion="infusion" in page.how_taken,
        in_sessions="sessions" in page.how_taken,
        at_home="home" in page.where_taken,
        at_clinic="clinic" in page.where_taken,
        summary=page.summary.source,
        boxed_warning=page.boxed_warning.source,
        call_911=page.call_911.source,
        call_clinic=page.call_clinic.source,
        questions=list(page.questions),
        side_effects=[_like(load.TherapySideEffectShape, effect) for effect in page.effects],
        evidence=[_like(load.EvidenceShape, result) for result in page.evidence],
        monitoring=[_check(check) for check in page.monitoring],
        **{GLANCE[line.id]: line.text.source for line in page.glance},
        **_sections(page),
        **_review(page),
    )


def _check(check):
    return load.CheckShape(
        name=check.name,
        text=check.text.source,
        moment=check.moment,
        months=list(check.months),
        every=(check.every_from, check.every_to) if check.every_from else None,
    )


def _side_effect(page):
    return load.SideEffectShape(
        name=page.title,
        medical_name=page.medical_name,
        summary=page.summary.source,
        call_911=page.call_911.source,
        call_clinic=page.call_clinic.source,
        **_sections(page),
        **_review(page),
    )


def _symptom(page):
    return load.SymptomShape(
        name=page.title,
        medical_name=page.medical_name,
        summary=page.summary.source,
        call_911=page.call_911.source,
        call_clinic=page.call_clinic.source,
        questions=list(page.questions),
        side_effects=list(page.side_effects),
        **_sections(page),
        **_review(page),
    )


def _visit(page):
    return load.VisitShape(
        name=page.title,
        audience=page.summary.source,
        note=page.note.source,
        subtype=page.subtype,
        therapies=list(page.therapies),
        symptoms=list(page.symptoms),
        side_effects=list(page.side_effects),
        detail=page.detail,
        pictures=page.pictures,
        questions=list(page.questions),
        **_review(page),
    )


def _info(page):
    return load.InfoShape(
        title=page.title,
        summary=page.summary.source,
        sections=[
            load.InfoSectionShape(id=part.id, heading=part.heading, text=part.text.source)
            for part in page.sections
        ],
        **_review(page),
    )


WRITERS = {
    "subtype": _subtype,
    "therapy": _therapy,
    "side-effect": _side_effect,
    "symptom": _symptom,
    "visit": _visit,
    "info": _info,
}


def _sections(page):
    """Return {field: text} for the sections of ``page``."""
    return {_field(page, part): part.text.source for part in page.sections}


def _field(page, part):
    """Return the field of the draft in which a section of ``page`` is written."""
    if part.id == "side-effects":
        return SIDE_EFFECTS[page.kind]
    return SECTIONS.get(part.id, part.id.replace("-", "_"))


LABELS = {label: field for field, label in CLAIM_LABELS.items()}
OPENINGS = {"visit": {"Summary": "audience"}, "info": {"Title": "title", "Headings": "title"}}
"""Labels whose field has another name on some kinds of pages."""


def field_of(page, label):
    """Return the id, in its draft's form, of where the part ``label`` of ``page`` is written.

    ``label`` is a heading, or a name that ``claims`` and ``rules`` give a part.
    """
    if any(row.trial == label for row in getattr(page, "evidence", ())):
        return "evidence-group"
    if any(row.name == label for row in getattr(page, "monitoring", ())):
        return "checks-group"
    if any(row.side_effect == label for row in getattr(page, "effects", ())):
        return "side_effects-group"
    for part in page.sections:
        if part.heading == label:
            return "sections-group" if page.kind == "info" else f"id_{_field(page, part)}"
    for line in getattr(page, "glance", ()):
        if line.label == label:
            return f"id_{GLANCE[line.id]}"
    names = {"Title": "name", "Headings": "name", **LABELS, **OPENINGS.get(page.kind, {})}
    return f"id_{names.get(label) or label.lower().replace(' ', '_')}"


def _review(page):
    return msgspec.structs.asdict(page.review)


def _like(shape, part):
    """Return ``part`` of a page as the ``shape`` that has the same fields, prose as its source."""
    values = msgspec.structs.asdict(part)
    return shape(**{name: getattr(value, "source", value) for name, value in values.items()})


# Pages that are one file together


def _sources(guide):
    kinds = {label: value for value, label in Source.Kind.choices}
    return load.SourcesShape(
        sources=[
            load.SourceShape(**{**msgspec.structs.asdict(one), "kind": kinds[one.kind]})
            for one in guide.sources.values()
        ]
    )


def _glossary(guide):
    """Return the words. One that is read somewhere, and linked nowhere, is not to be linked."""
    html = "".join(_html_of(msgspec.to_builtins(page)) for page in guide.pages.values())
    linked = set(re.findall(r'<a class="term" href="[^"]*#([^"]+)"', html))
    everything = html.casefold()
    return load.GlossaryShape(
        terms=[
            load.TermShape(
                slug=one.slug,
                term=one.term,
                also_called=one.also_called,
                definition=one.definition.source,
                link_first_use=one.slug in linked or escape(one.term).casefold() not in everything,
            )
            for one in guide.glossary.terms
        ]
    )


def _html_of(value):
    """Return the HTML of all prose in a page's plain values."""
    if isinstance(value, dict):
        return value["html"] if "html" in value else "".join(map(_html_of, value.values()))
    return "".join(map(_html_of, value)) if isinstance(value, list | tuple) else ""


def _help(page):
    return load.HelpShape(
        levels=[
            load.HelpLevelShape(
                slug=level.slug,
                title=level.title,
                action=level.action.source,
                signs=[sign.source for sign in level.signs],
            )
            for level in page.levels
        ],
        **_review(page),
    )


def _clinic(page):
    return load.ClinicShape(
        name=page.title,
        phone=page.phone,
        hours=page.hours,
        address=page.address,
        emergency_wording=page.emergency_wording,
    )
