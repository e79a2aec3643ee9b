"""The forms of filters, comparison and "what matters", and the parts that all forms share."""

import unicodedata

from crispy_forms.helper import FormHelper
from django import forms

from guidance.pages import compare
from guidance.pages.guide import GROUPS, HOW_TAKEN, WHERE_TAKEN, Filters


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
    """The treatments to compare. It is sent by GET, since it says nothing about a reader."""

    treatment = forms.MultipleChoiceField(
        label="Which treatments?",
        help_text=f"Choose {compare.FEWEST} to {compare.MOST}. Their order is not a ranking.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": f"Choose {compare.FEWEST} to {compare.MOST} treatments.",
            "invalid_choice": "One of the treatments is not in this guide. Choose from the list.",
        },
    )

    def __init__(self, *args, guide, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["treatment"].choices = by_group(guide)
        self.helper = PlainHelper()

    def clean_treatment(self):
        chosen = list(dict.fromkeys(self.cleaned_data["treatment"]))
        if not compare.FEWEST <= len(chosen) <= compare.MOST:
            raise forms.ValidationError(
                f"You chose {len(chosen)}. Choose {compare.FEWEST} to {compare.MOST} treatments."
            )
        return chosen


class MattersForm(forms.Form):
    """What matters to a reader. It is sent by POST and never stored, since it is personal."""

    type = forms.ChoiceField(
        label="Which type of SPMS?",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of the types, or “Not sure yet”."},
    )
    group = forms.ChoiceField(
        label="Which treatments?",
        required=False,
        initial=next(iter(GROUPS)),
        widget=forms.RadioSelect,
        choices=[*GROUPS.items(), ("", "All of them")],
        error_messages={"invalid_choice": "Choose a group of treatments from the list."},
    )
    point = forms.MultipleChoiceField(
        label="What matters to you?",
        help_text="Tick as many as you like.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(name, Choice(point.asks, point.hint)) for name, point in compare.POINTS.items()],
        error_messages={"invalid_choice": "Choose what matters to you from the list."},
    )
    harm = forms.MultipleChoiceField(
        label="Which harms worry you most?",
        help_text="Leave this out if none does. Any harm not on the list can go below.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose the harms that worry you from the list."},
    )
    own = forms.CharField(
        label="What matters most to you, in your own words",
        help_text="Up to 2,000 characters. They are printed on the sheet and not kept.",
        required=False,
        strip=False,
        max_length=compare.MOST_OWN_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 5, **PRIVATE}),
        error_messages={
            "max_length": "Your own words are too long: %(show_value)d characters. "
            "Use %(limit_value)d or fewer."
        },
        validators=[printable],
    )

    def __init__(self, *args, guide, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["type"].choices = [
            *((page.slug, page.title) for page in guide.subtypes()),
            ("", "Not sure yet"),
        ]
        self.fields["harm"].choices = [(page.slug, page.title) for page in compare.worries(guide)]
        follow_direction(self)
        self.helper = PlainHelper()

    def clean_own(self):
        return self.cleaned_data["own"].replace("\r\n", "\n").replace("\r", "\n")

    def clean(self):
        data = super().clean()
        if not (self.errors or data["point"] or data["harm"] or data["own"].strip()):
            self.add_error("point", "Tick at least one thing that matters to you.")
        return data

    def worksheet(self, guide):
        """Return the worksheet for the ticked points. The form must be valid."""
        data = self.cleaned_data
        return compare.worksheet(
            guide,
            subtype=data["type"],
            group=data["group"],
            points=data["point"],
            harms=data["harm"],
            own=data["own"],
        )
