"""Choosers of pages that work without a script, and submits that only show the form again.

With a script, the admin's autocompletion finds pages. Without it, its list is empty, so that the
form has a second control in a ``noscript`` element: the chosen pages as boxes, and a field for
names. The server finds the pages by these names and shows the form again with what it found.
A page is added by its whole name alone, or by a tick: a similar name may be another harm.
"""

import re

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

ADD_ROW, FIND_NOW = "_add_row", "_find"
"""The names of the submits that save nothing: the prefix of rows, or the name of a field."""
ONLY_SHOWN = "only-shown"
"""The code of the error that stops such a form from being saved. Nobody sees it."""

PLAIN, KEPT, TICKED, TYPED = "-plain", "-keep", "-match", "-find"
"""The ends of the names of the fields of a chooser without a script."""
MOST_FOUND = 12
"""The number of pages that are offered for one typed name."""
MOST_NAMES = 40
"""The number of names that are looked for at once. The others stay typed."""


def only_shows(posted):
    """Return whether the submitted form is to be shown again, and not saved."""
    return ADD_ROW in posted or FIND_NOW in posted


# Names and rows


def row_named(model, name):
    """Return the row of ``model`` with exactly this name, in any case, or None."""
    fields = {field.name for field in model._meta.fields} & {"name", "medical_name"}
    for field in sorted(fields, reverse=True):  # the plain name first
        rows = list(model._default_manager.filter(Q(**{f"{field}__iexact": name}))[:2])
        if len(rows) == 1:
            return rows[0]
    return None


def rows_like(model, name):
    """Return up to ``MOST_FOUND`` rows that the list of ``model`` finds for ``name``."""
    of_model = admin.site.get_model_admin(model)
    found, _ = of_model.get_search_results(None, model._default_manager.all(), name)
    return list(found.distinct()[:MOST_FOUND])


def _names(text):
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def read_plainly(posted, field_of):
    """Return ``posted`` with what was chosen without a script as if a script had chosen it.

    ``field_of`` returns the model field of a form field by its HTML name, or None. Names that are
    not settled stay typed.
    """
    marked = [key.removesuffix(PLAIN) for key in posted if key.endswith(PLAIN)]
    names = [name for name in marked if field_of(name) is not None]
    if not names:
        return posted
    data = posted.copy()
    for name in names:
        field, typed = field_of(name), _names(posted.get(name + TYPED, ""))
        model, kept = field.remote_field.model, posted.getlist(name + KEPT)
        if field.many_to_many:
            chosen, left = _settle_many(model, kept, posted.getlist(name + TICKED), typed)
        else:
            chosen, left = _settle_one(model, kept, typed)
        data.setlist(name, chosen)
        for end in (PLAIN, KEPT, TICKED, TYPED):
            data.pop(name + end, None)
        if left:
            data[name + TYPED] = "\n".join(left)
    return data


def _settle_many(model, kept, ticked, typed):
    """Return (ids of the chosen rows, names that are not settled) of a chooser of many."""
    chosen, left = dict.fromkeys([*kept, *ticked]), typed[MOST_NAMES:]
    for name in reversed(typed[:MOST_NAMES]):
        if row := row_named(model, name):
            chosen[str(row.pk)] = None
        elif not any(str(row.pk) in ticked for row in rows_like(model, name)):
            left.insert(0, name)
    return list(chosen), left


def _settle_one(model, kept, typed):
    """Return the same of a chooser of one row."""
    if not typed:
        return kept[:1], []
    name = typed[0]
    if row := row_named(model, name):
        return [str(row.pk)], []
    if any(str(row.pk) in kept for row in rows_like(model, name)):
        return kept[:1], []
    return [], [name]


# Widgets and forms


class PlainChoice:
    """Adds to a widget of the admin's autocompletion what is shown without a script.

    ``called`` is the label of its field, ``typed`` the names that are not settled, and ``focus``
    whether the field for names gets the focus.
    """

    called, typed, focus = "", "", False

    def render(self, name, value, attrs=None, renderer=None):
        shown = super().render(name, value, attrs, renderer)
        if "__prefix__" in name:
            return shown  # a row that only a script can add
        model, many = self.field.remote_field.model, self.allow_multiple_selected
        values = value if isinstance(value, list | tuple) else [value]
        chosen = {str(one) for one in values if str(one or "").isdecimal()}
        rows = model._default_manager.filter(pk__in=chosen) if chosen else ()
        context = {
            "name": name,
            "many": many,
            "called": self.called,
            "chosen": [(row.pk, str(row)) for row in rows],
            "found": [(typed, self._found(model, typed)) for typed in _names(self.typed)],
            "typed": self.typed,
            "focus": self.focus,
        }
        return mark_safe(shown + render_to_string("admin/guidance/parts/choosing.html", context))

    @staticmethod
    def _found(model, name):
        return [(row.pk, str(row)) for row in rows_like(model, name)]


class ChooseOne(PlainChoice, AutocompleteSelect):
    pass


class ChooseMany(PlainChoice, AutocompleteSelectMultiple):
    pass


class ChoosesPlainly:
    """Makes an admin show its ``autocomplete_fields`` with these widgets."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        self._set_widget(ChooseOne, db_field, request, kwargs)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        self._set_widget(ChooseMany, db_field, request, kwargs)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def _set_widget(self, widget, db_field, request, kwargs):
        if "widget" not in kwargs and db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = widget(db_field, self.admin_site, using=kwargs.get("using"))


class PlainForm(forms.ModelForm):
    """A form that refuses names in a chooser that it could not settle, and keeps them.

    ``only_shown`` is whether it is shown again and not saved.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.unsettled = []
        for name, field in self.fields.items():
            chooser = getattr(field.widget, "widget", field.widget)  # inside that of the admin
            if isinstance(chooser, PlainChoice):
                full_name = self.add_prefix(name)
                chooser.called = field.label
                chooser.typed = self.data.get(full_name + TYPED, "") if self.is_bound else ""
                chooser.focus = self.is_bound and self.data.get(FIND_NOW) == full_name
                if chooser.typed:
                    self.unsettled.append((name, chooser.typed))

    def has_changed(self):
        """Return whether something was typed. A new row with its order alone is empty."""
        if self.prefix and self.instance.pk is None and self.changed_data == ["order"]:
            return bool(self.unsettled)
        return bool(self.unsettled) or super().has_changed()

    def clean(self):
        cleaned = super().clean()
        for name, typed in self.unsettled:
            self.errors.pop(name, None)
            names = ", ".join(f"“{one}”" for one in _names(typed))
            self.add_error(name, f"Nothing has the whole name {names}. Choose below what you mean.")
        if not self.prefix and only_shows(self.data):
            raise ValidationError("It is only shown again.", code=ONLY_SHOWN)
        return cleaned


def without_errors(form, formsets):
    """Take the errors off a form that is only shown again: nobody said that it is complete."""
    for one in (form, *(row for formset in formsets for row in formset.forms)):
        if one.is_bound:
            one.errors.clear()
    for formset in formsets:
        if formset.is_bound:
            formset.non_form_errors().clear()


# Rows


def with_new_row(posted, formsets):
    """Return ``posted`` with one more row in the formset that the submit names, if it has room.

    ``formsets`` are unbound. The new row has the values with which a new row begins, but for its
    place in the order, which is the last.
    """
    for formset in formsets:
        total = posted.get(f"{formset.prefix}-TOTAL_FORMS", "")
        if formset.prefix != posted.get(ADD_ROW) or not total.isdecimal() or len(total) > 4:
            continue
        if int(total) >= formset.max_num:
            continue
        data = posted.copy()
        data[f"{formset.prefix}-TOTAL_FORMS"] = str(int(total) + 1)
        for bound in formset.empty_form:
            if bound.name != formset.fk.name and bound.value() not in (None, "", False):
                data[bound.html_name.replace("__prefix__", total)] = str(bound.value())
        places = [posted.get(f"{formset.prefix}-{row}-order", "") for row in range(int(total))]
        known = [int(place) for place in places if re.fullmatch("[0-9]{1,4}", place)]
        if known:
            data[f"{formset.prefix}-{total}-order"] = str(max(known) + 10)
        return data
    return posted


def focus_on_new_row(posted, formsets):
    """Give the focus to the first field of the row that was just added."""
    for formset in formsets:
        if formset.prefix == posted.get(ADD_ROW) and formset.forms:
            row = formset.forms[-1]
            field = next(field for field in row.visible_fields())
            if not row.instance.pk:
                field.field.widget.attrs["autofocus"] = True
