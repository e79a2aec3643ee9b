"""The forms of filters, comparison and "what matters", and the parts that all forms share."""

import unicodedata

from crispy_forms.helper import FormHelper
from django import forms

from guidance.pages import compare, side_by_side, what_matters
from guidance.pages.guide import GROUPS, HOW_TAKEN, WHERE_TAKEN, Filters
from guidance.pages.no_new_medicine import NAME, NO_NEW_MEDICINE


class PlainHelper(FormHelper):
    """A crispy helper that renders fields only: templates write the form tag and its button."""

    form_tag = False
    disable_csrf = True


PRIVATE = {"autocomplete": "off"}
"""Attributes of fields that readers type into, so that the browser does not store the input."""


class Choice(str):
    """The label of a choice, with a ``hint`` below it; ``set_off`` puts an "or" above it."""

    hint = ""
    set_off = False

    def __new__(cls, label, hint="", set_off=False):
        choice = super().__new__(cls, label)
        choice.hint, choice.set_off = hint, set_off
        return choice


def printable(text):
    """Return ``text`` with plain line ends.

    Raises ``ValidationError`` if it has a control character, which cannot be printed.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for character in text:
        if unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t":
            raise forms.ValidationError(
                f"Take out the hidden character with the code {ord(character):04X}. "
                "It cannot be printed."
            )
    return text


def by_group(guide):
    """Return the treatments of ``guide`` as grouped choices, labelled with their full names."""
    return [
        (heading, [(page.slug, page.full_name) for page in pages])
        for heading, pages in guide.grouped(guide.therapies())
    ]


def found_first(groups, ticked, found):
    """Return the grouped choices ``groups`` with those that are ``ticked`` and ``found`` first."""
    labels = {value: label for _heading, choices in groups for value, label in choices}
    first = [
        ("Ticked", [(value, labels[value]) for value in dict.fromkeys(ticked) if value in labels]),
        ("Found", [(value, labels[value]) for value in found if value not in ticked]),
    ]
    moved = {value for _heading, choices in first for value, _label in choices}
    others = [
        (heading, [choice for choice in choices if choice[0] not in moved])
        for heading, choices in groups
    ]
    return [(heading, choices) for heading, choices in (*first, *others) if choices]


def follow_direction(form):
    """Set ``dir="auto"`` on each text field of ``form``, for right-to-left scripts."""
    for field in form.fields.values():
        if isinstance(field, forms.CharField):
            field.widget.attrs["dir"] = "auto"


class FilterForm(forms.Form):
    """The filters of the treatments page, sent by GET.

    Unknown values are no errors: they are ignored and reported in ``filters.unknown``.
    """

    group = forms.ChoiceField(label="Group", required=False, widget=forms.RadioSelect)
    type = forms.ChoiceField(label="Type of SPMS", required=False, widget=forms.RadioSelect)
    how = forms.ChoiceField(label="How it is taken", required=False, widget=forms.RadioSelect)
    where = forms.ChoiceField(label="Where it is taken", required=False, widget=forms.RadioSelect)

    def __init__(self, data, *, guide):
        choices = {
            "group": GROUPS,
            "type": {page.slug: page.title for page in guide.subtypes()},
            "how": HOW_TAKEN,
            "where": WHERE_TAKEN,
        }
        known = {
            name: data.get(name, "") if data.get(name, "") in options else ""
            for name, options in choices.items()
        }
        super().__init__(known)
        for name, options in choices.items():
            self.fields[name].choices = [("", "Any"), *options.items()]
        unknown = [
            self.fields[name].label
            for name in choices
            if data.get(name, "") not in ("", known[name])
        ]
        self.filters = Filters(
            group=known["group"],
            subtype=known["type"],
            how=known["how"],
            where=known["where"],
            unknown=tuple(unknown),
        )
        self.helper = PlainHelper()


class CompareForm(forms.Form):
    """The choices to compare. They say nothing about a reader, so they may be sent by GET.

    ``type`` is that of "No new medicine for now". It says something about a reader: it is sent by
    POST, and asked only once no new medicine is chosen.
    """

    treatment = forms.MultipleChoiceField(
        label="What do you want to compare?",
        help_text=f"Choose {side_by_side.FEWEST} to {side_by_side.MOST}. "
        "Their order is not a ranking.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": f"Choose {side_by_side.FEWEST} to {side_by_side.MOST} treatments.",
            "invalid_choice": "One of the treatments is not in this guide. Choose from the list.",
        },
    )
    type = forms.ChoiceField(
        label="For “No new medicine”: which type of SPMS?",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of the types, or “Not sure yet”."},
    )

    def __init__(self, *args, guide, found=None, **kwargs):
        """``found`` are slugs that a search found: they stand first, after what is ticked."""
        super().__init__(*args, use_required_attribute=False, **kwargs)
        groups = [("Wait and see", [(NO_NEW_MEDICINE, NAME)]), *by_group(guide)]
        if found:
            groups = found_first(groups, self["treatment"].value() or (), found)
        self.fields["treatment"].choices = groups
        self.fields["type"].choices = types_of(guide)
        self.helper = PlainHelper()

    def clean_treatment(self):
        chosen = list(dict.fromkeys(self.cleaned_data["treatment"]))
        if not side_by_side.FEWEST <= len(chosen) <= side_by_side.MOST:
            raise forms.ValidationError(
                f"You chose {len(chosen)}. "
                f"Choose {side_by_side.FEWEST} to {side_by_side.MOST} treatments."
            )
        return chosen

    @property
    def lacks_type(self):
        """Whether the valid form compares no new medicine for a type that is not known."""
        data = self.cleaned_data
        return NO_NEW_MEDICINE in data["treatment"] and not data["type"]


def types_of(guide):
    """Return the types of SPMS as choices, and that the type is not sure yet."""
    return [
        *((page.slug, page.title) for page in guide.subtypes()),
        ("", Choice("Not sure yet", set_off=True)),
    ]


def points(label, **fields):
    """Return a field of the points that may matter to somebody."""
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(name, point.asks) for name, point in what_matters.POINTS.items()],
        error_messages={"invalid_choice": "Choose what matters from the list."},
        **fields,
    )


class MattersForm(forms.Form):
    """What matters to a reader, or to two. It is sent by POST and never stored."""

    point = points("What matters to you?", help_text="Tick what you would like to see.")
    harm = forms.MultipleChoiceField(
        label="Is there a harm you fear most?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose the harms that worry you from the list."},
    )
    second = points("What matters to the other person?")
    type = forms.ChoiceField(
        label="Your type of SPMS",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of the types, or “Not sure yet”."},
    )
    own = forms.CharField(
        label="In your own words",
        help_text="You may leave it out. Up to 2,000 characters.",
        required=False,
        strip=False,
        max_length=compare.MOST_OWN_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 2, **PRIVATE}),
        error_messages={
            "max_length": "Your own words are too long: %(show_value)d characters. "
            "Use %(limit_value)d or fewer."
        },
        validators=[printable],
    )

    def __init__(self, *args, guide, found=(), **kwargs):
        """``found`` are slugs of harms that a search found: they stand before the common ones."""
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["type"].choices = types_of(guide)
        first, others = what_matters.harms(guide)
        harms = sorted((*first, *others), key=lambda page: page.slug not in found)
        self.fields["harm"].choices = [(page.slug, page.title) for page in harms]
        self.shown_harms = {*(page.slug for page in first), *found, *(self["harm"].value() or ())}
        follow_direction(self)
        self.helper = PlainHelper()

    @classmethod
    def kept(cls, data, *, guide, found=()):
        """Return an unbound form with the values of ``data``, so that no errors are shown."""
        initial = {name: data.get(name, "") for name in ("type", "own")}
        initial |= {name: data.getlist(name) for name in ("point", "second", "harm")}
        return cls(guide=guide, initial=initial, found=found)

    def clean_own(self):
        return self.cleaned_data["own"].replace("\r\n", "\n").replace("\r", "\n")

    def clean(self):
        data = super().clean()
        ticked = ("point", "harm", "second")
        if not (self.errors or any(data[name] for name in ticked) or data["own"].strip()):
            self.add_error("point", "Tick at least one thing that matters to you.")
        return data

    def result(self, guide):
        """Return how treatments answer what was ticked. The form must be valid."""
        data = self.cleaned_data
        return what_matters.result(
            guide,
            subtype=data["type"],
            points=data["point"],
            second=data["second"],
            harms=data["harm"],
            own=data["own"],
        )
