"""Three-way merge of a submitted draft form with what other people saved in the meantime.

A draft form has a *base* in a hidden field: a signed digest of every value that the form showed. On
save, the base, the submitted value and the saved value of each field are compared. A field that
only the editor changed is saved. A field that only somebody else changed keeps the saved value. A
field that both changed is a ``Conflict``: the form is shown again and asks which value stays.

Rows of inline formsets are matched by primary key, never by their position in the form.
"""

import base64
import hashlib
import json
import re
from contextlib import suppress
from dataclasses import dataclass, field

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.text import capfirst

from guidance.pages.diff import diff_words

SALT = "guidance.admin.merge"
SAVED, TYPED = "saved", "typed"
"""The two answers to a conflict."""


class BaseField(forms.CharField):
    """The hidden field with the base. It never counts as a change of the draft."""

    widget = forms.HiddenInput

    def has_changed(self, initial, data):
        return False


@dataclass(frozen=True)
class Conflict:
    """A value that the editor and somebody else both changed.

    ``key`` identifies the field or row. ``anchor`` is the HTML id of the submitted field or row.
    ``saved`` and ``typed`` are both values in words, ``answers`` are the labels of the two choices.
    ``chosen`` is the choice that was submitted, or empty.
    """

    key: str
    label: str
    anchor: str
    saved: str
    typed: str
    answers: tuple[str, str]
    chosen: str = ""

    @property
    def name(self):
        """The name of the radio buttons that answer this conflict."""
        return choice_name(self.key)

    @property
    def choices(self):
        """The two choices as (value, label, whether it is chosen)."""
        pairs = zip((SAVED, TYPED), self.answers, strict=True)
        return [(value, words, value == self.chosen) for value, words in pairs]

    @property
    def words(self):
        """The differences between both values, as from ``diff_words``."""
        return diff_words(self.saved, self.typed)


@dataclass
class Merge:
    """The result of merging one submitted form.

    ``data`` is the form data to validate and save. ``state`` and ``fixed`` are the new base.
    ``kept`` has the labels of what others changed and what keeps its saved value.
    ``conflicting_saves`` has the log entries of the saves by others.
    """

    data: object
    state: dict
    fixed: dict
    conflicts: list = field(default_factory=list)
    kept: list = field(default_factory=list)
    conflicting_saves: list = field(default_factory=list)


@dataclass(frozen=True)
class Base:
    """The values that a form showed.

    ``state`` is {key: digest of the value} and ``fixed`` {key: value of a disabled field}.
    ``asked`` has the keys of the conflicts that the form asked about. ``last_log`` is the id of the
    latest log entry about the draft at that time.
    """

    state: dict
    fixed: dict
    asked: frozenset
    last_log: int

    def knows_row(self, row_key):
        return any(key.startswith(f"{row_key}/") for key in self.state)


EMPTY_BASE = Base({}, {}, frozenset(), 0)


def choice_name(key):
    return f"choose-{key}"


def write_base(of, state, fixed, asked=(), last_log=0):
    """Return the signed base of a form. ``of`` identifies the draft that it belongs to."""
    base = {"of": of, "state": state, "fixed": fixed, "asked": sorted(asked), "log": last_log}
    return signing.dumps(base, salt=SALT, compress=True)


def read_base(of, token):
    """Return the ``Base`` in ``token``, or ``EMPTY_BASE`` if it is not a valid one of the draft.

    With an empty base, every difference is a conflict, so that no value is overwritten silently.
    """
    try:
        base = signing.loads(token or "", salt=SALT)
    except signing.BadSignature:
        return EMPTY_BASE
    if base.get("of") != of:
        return EMPTY_BASE
    return Base(base["state"], base["fixed"], frozenset(base["asked"]), base["log"])


def state_of(form, formsets):
    """Return ({key: digest}, {key: value of a disabled field}) of unbound forms."""
    state, fixed = {}, {}
    for key, bound in _saved_fields(form, formsets):
        value = _canonical(bound.field, bound.value())
        if bound.field.disabled:
            chooses = isinstance(bound.field, forms.ModelChoiceField)
            fixed[key] = json.loads(value) if chooses else [value]
        else:
            state[key] = _digest(value)
    return state, fixed


def _saved_fields(form, formsets):
    """Yield (key, bound field) for every value of a draft and of its saved rows."""
    for name in _names(form):
        yield name, form[name]
    for formset in formsets:
        for row in formset.initial_forms:
            for name in _names(row, formset):
                yield f"{_row_key(formset, row.instance.pk)}/{name}", row[name]


def _names(form, formset=None):
    """Return the names of the fields of ``form`` that have values of the draft."""
    if formset is None:
        excluded = {
            name for name, form_field in form.fields.items() if isinstance(form_field, BaseField)
        }
    else:
        excluded = {formset.model._meta.pk.name, formset.fk.name, "DELETE"}
    return [name for name in form.fields if name not in excluded]


def _row_key(formset, pk):
    return f"{formset.prefix}/{pk}"


def _digest(value):
    digest = hashlib.blake2b(value.encode(), digest_size=6).digest()
    return base64.b64encode(digest).decode()


def _canonical(form_field, value):
    """Return ``value``, submitted or saved, as a text that is the same for equal values."""
    if isinstance(form_field, forms.ModelChoiceField) or isinstance(value, list | tuple | set):
        items = value if isinstance(value, list | tuple | set) else [value]
        keys = [str(getattr(item, "pk", item)) for item in items if item not in (None, "")]
        return json.dumps(sorted(keys))
    with suppress(ValidationError):  # an invalid value is a change; validation reports it later
        value = form_field.to_python(value)
    return "" if value is None else str(value)


# Merge


def merge(base, posted, form, formsets):
    """Merge the submitted data ``posted``, a QueryDict, with the saved values; return a ``Merge``.

    ``form`` and ``formsets`` are unbound and have the saved values.
    """
    state, fixed = state_of(form, formsets)
    outcome = Merge(posted.copy(), state, fixed)
    merger = _Merger(base, posted, outcome)
    for name in _names(form):
        merger.merge_field(name, form[name], form[name].html_name, "")
    for formset in formsets:
        if merger.row_count(formset) is None:
            outcome.data[f"{formset.prefix}-TOTAL_FORMS"] = ""  # which Django refuses
        else:
            merger.merge_rows(formset)
    return outcome


class _Merger:
    def __init__(self, base, posted, outcome):
        self.base, self.posted, self.outcome = base, posted, outcome
        self.data = outcome.data

    def answer(self, key):
        """Return the answer to a conflict that the editor was shown, or an empty text."""
        chosen = self.posted.get(choice_name(key), "")
        return chosen if key in self.base.asked and chosen in (SAVED, TYPED) else ""

    def merge_field(self, key, bound, submitted_as, row, put_as=None):
        """Merge one field. ``submitted_as`` and ``put_as`` are its names in both sets of data."""
        put_as = put_as or submitted_as
        if bound.field.disabled:
            return
        widget = bound.field.widget
        if widget.value_omitted_from_data(self.posted, {}, submitted_as):
            _put(self.data, put_as, bound)
            return
        raw = widget.value_from_datadict(self.posted, {}, submitted_as)
        _put_raw(self.data, put_as, self.posted, submitted_as)
        submitted, saved = _canonical(bound.field, raw), _canonical(bound.field, bound.value())
        if submitted == saved:
            return
        label = f"{row}: {bound.label}" if row else str(bound.label)
        base_digest = self.base.state.get(key)
        if _digest(submitted) == base_digest and key not in self.base.asked:
            _put(self.data, put_as, bound)
            self.outcome.kept.append(label)
            return
        changed_by_others = _digest(saved) != base_digest
        answer = "" if changed_by_others else self.answer(key)
        if answer == SAVED:
            _put(self.data, put_as, bound)
        elif changed_by_others or (key in self.base.asked and not answer):
            self.outcome.conflicts.append(
                Conflict(
                    key=key,
                    label=label,
                    anchor=f"id_{put_as}",
                    saved=_words(bound.field, bound.value()),
                    typed=_words(bound.field, raw),
                    answers=(
                        "Keep what is saved",
                        "Use what is in the field. It holds what you typed; "
                        "you can still change it.",
                    ),
                    chosen=self.posted.get(choice_name(key), ""),
                )
            )

    # Rows

    def row_count(self, formset):
        """Return the number of submitted rows, or None if it is invalid."""
        total = self.posted.get(f"{formset.prefix}-TOTAL_FORMS", "")
        if not re.fullmatch(r"[0-9]{1,4}", total) or int(total) > formset.absolute_max:
            return None
        return int(total)

    def merge_rows(self, formset):
        """Merge the rows of one formset: saved rows in their order, then new rows."""
        prefix, pk_name = formset.prefix, formset.model._meta.pk.name
        submitted, new = {}, []
        for number in range(self.row_count(formset)):
            pk = self.posted.get(f"{prefix}-{number}-{pk_name}", "")
            if pk:
                submitted[pk] = number
            else:
                new.append(number)
        for name in [name for name in self.data if re.match(rf"{re.escape(prefix)}-\d+-", name)]:
            del self.data[name]
        saved = {str(row.instance.pk): row for row in formset.initial_forms}
        for number, (pk, row) in enumerate(saved.items()):
            self.data[f"{prefix}-{number}-{pk_name}"] = pk
            self._merge_saved_row(formset, row, number, submitted.get(pk))
        total = len(saved)
        for number in new:
            total += self._put_new_row(formset, number, total)
        for pk, number in submitted.items():
            if pk not in saved:
                total += self._put_deleted_row(formset, pk, number, total)
        self.data[f"{prefix}-TOTAL_FORMS"] = str(total)
        self.data[f"{prefix}-INITIAL_FORMS"] = str(len(saved))

    def _merge_saved_row(self, formset, row, number, submitted):
        prefix, key = formset.prefix, _row_key(formset, row.instance.pk)
        title = getattr(row, "called", "") or capfirst(f"{formset.row_name} “{row.instance}”")
        if submitted is None:
            for name in _names(row, formset):
                _put(self.data, f"{prefix}-{number}-{name}", row[name])
            if self.base.state and not self.base.knows_row(key):
                self.outcome.kept.append(f"{title}: added")
            return
        if self.posted.get(f"{prefix}-{submitted}-DELETE"):
            for name in _names(row, formset):
                _put(self.data, f"{prefix}-{number}-{name}", row[name])
            if self._may_delete(key, title, f"{prefix}-{number}", formset, row):
                self.data[f"{prefix}-{number}-DELETE"] = "on"
            return
        for name in _names(row, formset):
            self.merge_field(
                f"{key}/{name}",
                row[name],
                f"{prefix}-{submitted}-{name}",
                title,
                put_as=f"{prefix}-{number}-{name}",
            )

    def _may_delete(self, key, title, anchor, formset, row):
        """Return whether to delete the row; add a conflict if others changed it."""
        changed_by_others = any(
            self.base.state.get(f"{key}/{name}")
            != _digest(_canonical(row[name].field, row[name].value()))
            for name in _names(row, formset)
            if not row[name].field.disabled
        )
        answer = "" if changed_by_others else self.answer(key)
        if changed_by_others or (key in self.base.asked and not answer):
            self.outcome.conflicts.append(
                Conflict(
                    key=key,
                    label=title,
                    anchor=anchor,
                    saved="\n".join(
                        f"{row[name].label}: {words}"
                        for name in _names(row, formset)
                        if (words := _words(row[name].field, row[name].value()))
                    ),
                    typed="",
                    answers=("Keep the row as it is saved", "Delete the row"),
                    chosen=self.posted.get(choice_name(key), ""),
                )
            )
        return answer != SAVED

    def _copy_row(self, formset, submitted, number):
        start = f"{formset.prefix}-{submitted}-"
        for name in self.posted:
            if name.startswith(start):
                put_as = f"{formset.prefix}-{number}-{name.removeprefix(start)}"
                self.data.setlist(put_as, self.posted.getlist(name))

    def _put_new_row(self, formset, submitted, number):
        """Copy a row without a primary key; return the number of rows that were added, 0 or 1."""
        pk = self.posted.get(f"{formset.prefix}-{submitted}-gone", "")
        key = _row_key(formset, pk)
        answer = self.answer(key) if pk else TYPED
        if answer == SAVED:
            return 0
        self._copy_row(formset, submitted, number)
        if pk and not answer:
            self._ask_about_deleted_row(formset, key, number)
        return 1

    def _put_deleted_row(self, formset, pk, submitted, number):
        """Add a row that others deleted as a new row if the editor changed it; return 0 or 1."""
        prefix, key = formset.prefix, _row_key(formset, pk)
        row = formset.empty_form
        names = [name for name in _names(row, formset) if f"{key}/{name}" in self.base.state]
        changed = any(
            _digest(
                _canonical(
                    row.fields[name],
                    row.fields[name].widget.value_from_datadict(
                        self.posted, {}, f"{prefix}-{submitted}-{name}"
                    ),
                )
            )
            != self.base.state[f"{key}/{name}"]
            for name in names
        )
        title = capfirst(formset.row_name)
        if self.posted.get(f"{prefix}-{submitted}-DELETE") or (names and not changed):
            if names:
                self.outcome.kept.append(f"{title}: one deleted")
            return 0
        self._copy_row(formset, submitted, number)
        self.data.pop(f"{prefix}-{number}-{formset.model._meta.pk.name}", None)
        self.data[f"{prefix}-{number}-gone"] = pk
        for fixed, value in self.base.fixed.items():
            if fixed.startswith(f"{key}/"):
                name = fixed.removeprefix(f"{key}/")
                self.data.setlist(f"{prefix}-{number}-{name}", value)
        self._ask_about_deleted_row(formset, key, number)
        return 1

    def _ask_about_deleted_row(self, formset, key, number):
        row, start = formset.empty_form, f"{formset.prefix}-{number}-"
        typed = [
            f"{row.fields[name].label}: {words}"
            for name in _names(row, formset)
            if (words := _words(row.fields[name], self.data.get(f"{start}{name}", "")))
        ]
        self.outcome.conflicts.append(
            Conflict(
                key=key,
                label=capfirst(f"{formset.row_name}, deleted by somebody else"),
                anchor=start.rstrip("-"),
                saved="",
                typed="\n".join(typed),
                answers=("Leave the row deleted", "Add the row again, with what you typed"),
                chosen=self.posted.get(choice_name(key), ""),
            )
        )


def _put(data, name, bound):
    """Write the saved value of a field into ``data`` as a browser would send it."""
    value = bound.value()
    if isinstance(value, list | tuple | set):
        data.setlist(name, [str(getattr(item, "pk", item)) for item in value])
    elif isinstance(bound.field, forms.BooleanField):
        data.pop(name, None)
        if value:
            data[name] = "on"
    else:
        data[name] = "" if value is None else str(getattr(value, "pk", value))


def _put_raw(data, name, posted, submitted_as):
    """Copy a submitted value. A checkbox that is not ticked has none."""
    if submitted_as in posted:
        data.setlist(name, posted.getlist(submitted_as))


def _words(form_field, value):
    """Return a value in words: the label of a choice, the names of rows."""
    if isinstance(form_field, forms.ModelChoiceField):
        keys = json.loads(_canonical(form_field, value))
        name = form_field.to_field_name or "pk"
        numbers = [key for key in keys if key.isdecimal()]
        rows = form_field.queryset.filter(**{f"{name}__in": numbers})
        return ", ".join(sorted(map(str, rows)))
    if isinstance(form_field, forms.BooleanField):
        return "Yes" if form_field.to_python(value) else "No"
    if isinstance(form_field, forms.ChoiceField):
        labels = {str(key): str(label) for key, label in form_field.choices}
        return labels.get(str(value), str(value)) if value not in (None, "") else ""
    return "" if value is None else str(value).replace("\r\n", "\n").strip()
