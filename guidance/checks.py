"""System checks of the sections and kinds of page that ``guidance.pages`` declares.

``manage.py check``, and each command that runs it, reports the model, field, template or function
that a declared section or kind of page lacks. See
https://docs.djangoproject.com/en/5.2/topics/checks/.
"""

import tomllib
from dataclasses import fields
from functools import cache

from django.conf import settings
from django.contrib import admin
from django.core.checks import Error, register
from django.core.exceptions import FieldDoesNotExist
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import NoReverseMatch, reverse

from guidance import models
from guidance.content import export, shapes
from guidance.content.record import PART_KEYS
from guidance.content.rows import row_of, rows_of
from guidance.editorial import freeze
from guidance.handout import build, words
from guidance.handout.forms import HandoutForm
from guidance.pages.kinds import KINDS

CHECKLISTS = settings.BASE_DIR / "guidance" / "quality" / "scorecard" / "checklists.toml"


@register()
def check_declarations(app_configs=None, **kwargs):
    """Return an ``Error`` for everything that a declared section or kind of page lacks."""
    messages = [message for kind in KINDS.values() for message in _lacks(kind)]
    return [Error(message, id="guidance.E001") for message in messages]


def _lacks(kind):
    """Yield an error message for everything that ``kind`` lacks."""
    yield from _lacks_draft(kind)
    yield from _lacks_content_file(kind)
    yield from _lacks_page(kind)
    yield from _lacks_handout(kind)
    yield from _lacks_fields_of_structure(kind)
    for section in kind.sections:
        for field in section.fields:
            yield from _lacks_field(kind, field, f"section “{section.id}”")
    ids = [section.id for section in kind.sections]
    for section_id in sorted({section_id for section_id in ids if ids.count(section_id) > 1}):
        yield f"The section “{section_id}” of “{kind.id}” is declared twice in pages/sections.py."


def _lacks_draft(kind):
    if not kind.model:
        return
    model = getattr(models, kind.model, None)
    if model is None:
        yield f"The kind of page “{kind.id}” has no model: add {kind.model} to guidance/models/."
        return
    if _is_missing(freeze.freeze, model):
        yield (
            f"The kind of page “{kind.id}” cannot be frozen: register a function for "
            f"{kind.model} in editorial/freeze.py."
        )
    if not admin.site.is_registered(model):
        yield (
            f"Staff cannot edit pages of the kind “{kind.id}”: register an admin for {kind.model} "
            "in guidance/admin/."
        )
    if not kind.whole_table:
        yield from _lacks_field(kind, kind.title_field, "title")
        if kind.summary_field:
            yield from _lacks_field(kind, kind.summary_field, "summary")


def _is_missing(dispatcher, cls):
    """Return whether no function is registered for ``cls`` with a ``singledispatch`` function."""
    return dispatcher.dispatch(cls) is dispatcher.dispatch(object)


def _lacks_field(kind, field, what):
    model = getattr(models, kind.model, None)
    if model is None:
        return
    try:
        model._meta.get_field(field)
    except FieldDoesNotExist:
        yield f"The {what} of “{kind.id}” has no field: add {field} to {kind.model}, and migrate."


def _lacks_content_file(kind):
    if not kind.model:
        return
    if not kind.folder and not kind.whole_table:
        yield f"The kind of page “{kind.id}” has no folder of content files in pages/kinds.py."
    declared, loaders, exporters = (
        (shapes.table_shapes(), rows_of, export.content_of_table)
        if kind.whole_table
        else (shapes.page_shapes(), row_of, export.content_of_page)
    )
    shape = next((shape for shape in declared if shape.structure is kind.structure), None)
    if shape is None:
        yield (
            f"The kind of page “{kind.id}” has no shape of content file: add one for "
            f"{kind.structure.__name__} to content/shapes.py."
        )
    elif _is_missing(loaders, shape):
        yield f"No function reads {shape.__name__}: add one to content/rows.py."
    for relation in kind.parts:
        if relation not in PART_KEYS:
            yield f"No key tells {relation} apart: add it to PART_KEYS in content/record.py."
    if _is_missing(exporters, kind.structure):
        yield f"No function exports {kind.structure.__name__}: add one to content/export.py."


def _lacks_page(kind):
    if kind.template:
        try:
            get_template(kind.template)
        except TemplateDoesNotExist:
            yield f"The kind of page “{kind.id}” has no template: add templates/{kind.template}."
        yield from _lacks_score(kind)
    slug = [] if kind.whole_table or kind.only else ["a-page"]
    if kind.route and not _has_address(kind.route, slug):
        yield (
            f"The kind of page “{kind.id}” has no address: give it a path in pages/kinds.py, or "
            f"add {kind.route} to guidance/urls.py."
        )
    if kind.list_route and not _has_address(kind.list_route):
        route = kind.list_route
        yield f"The kind of page “{kind.id}” has no list: add {route} to guidance/urls.py."


def _lacks_score(kind):
    lists = _checklists()
    if kind.id not in {page["kind"] for page in lists["scored"]}:
        yield (
            f"The kind of page “{kind.id}” is not scored: add a page of it to "
            f"quality/scorecard/{CHECKLISTS.name}."
        )
    points = [point for name in ("pemat", "cdc") for point in lists[name]]
    missing = [point["id"] for point in points if not {kind.id, "*"} & point["cells"].keys()]
    if missing:
        yield (
            f"The scorecard does not judge the kind of page “{kind.id}” in {', '.join(missing)}: "
            f"add these cells to quality/scorecard/{CHECKLISTS.name}."
        )


@cache
def _checklists():
    """Return the checklists of the scorecard as plain values."""
    return tomllib.loads(CHECKLISTS.read_text("utf-8"))


def _has_address(route, args=()):
    try:
        reverse(route, args=args)
    except NoReverseMatch:
        return False
    return True


def _lacks_handout(kind):
    if not kind.form_field:
        return
    cannot = f"The kind of page “{kind.id}” cannot be chosen for a handout"
    if kind.form_field not in HandoutForm.base_fields:
        yield f"{cannot}: add the field {kind.form_field} to HandoutForm in handout/forms.py."
    form = get_template("handout/choose.html").template.source
    if not kind.form_heading and f"form.{kind.form_field}|" not in form:
        yield f"{cannot}: give it a form_heading in pages/kinds.py."
    if kind.printed_as not in {field.name for field in fields(build.Choices)}:
        name = kind.printed_as or "printed_as in pages/kinds.py, and that field"
        yield f"{cannot}: add {name} to Choices in handout/build.py."
    elif kind.printed_as not in build.NOT_IN_GROUPS:
        for language, table in words.WORDS.items():
            if kind.printed_as not in table:
                yield (
                    f"A handout has no heading for the kind of page “{kind.id}”: add "
                    f"{kind.printed_as} in {language} to handout/words.py."
                )


def _lacks_fields_of_structure(kind):
    names = [*kind.other_names, *kind.first, *(link.field for link in kind.links)]
    for name in names:
        if name not in kind.structure.__struct_fields__:
            structure = kind.structure
            module = structure.__module__.removeprefix("guidance.").replace(".", "/")
            yield (
                f"The kind of page “{kind.id}” names the field {name}: add it to "
                f"{structure.__name__} in {module}.py."
            )
    for link in kind.links:
        if link.to not in KINDS:
            yield (
                f"The field {link.field} of “{kind.id}” names pages of the kind “{link.to}”: "
                "declare it in pages/kinds.py."
            )
