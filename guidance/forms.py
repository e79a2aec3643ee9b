"""The public forms: what may be answered, and what is said when an answer does not fit."""

import unicodedata

from crispy_forms.helper import FormHelper
from django import forms

from guidance import compare, flow, handout, wording
from guidance.guide import GROUPS, HOW_TAKEN, WHERE_TAKEN, Filters


class PlainHelper(FormHelper):
    """A form without a form tag of its own: templates write the tag, its address and button."""

    form_tag = False
    disable_csrf = True


class Choice(str):
    """The label of a choice, with a hint below it and, where wanted, an "or" above it."""

    hint = ""
    set_off = False

    def __new__(cls, label, hint="", set_off=False):
        choice = super().__new__(cls, label)
        choice.hint, choice.set_off = hint, set_off
        return choice


class QuestionForm(forms.Form):
    """One question of the walk."""

    answer = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose an answer. If you do not know, choose “I’m not sure”.",
            "invalid_choice": "Choose one of the answers on this page.",
        },
    )

    def __init__(self, *args, key, over, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        words = wording.question(key, over)
        field = self.fields["answer"]
        field.label, field.help_text = words.heading, words.hint
        field.choices = [
            (value, Choice(answer.label, answer.hint, set_off=value == flow.NOT_SURE))
            for value, answer in words.answers.items()
        ]
        self.helper = PlainHelper()


class FilterForm(forms.Form):
    """The filters of the treatments page, sent by GET. Unknown values are named, not refused."""

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


def printable(text):
    """Return ``text`` with plain line ends, or raise naming a character that cannot be printed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for character in text:
        if unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t":
            raise forms.ValidationError(
                f"Take out the hidden character with the code {ord(character):04X}. "
                "It cannot be printed."
            )
    return text


def by_group(guide):
    """Return the treatments as choices, by group, with their brands."""
    return [
        (heading, [(page.slug, page.full_name) for page in pages])
        for heading, pages in guide.grouped(guide.therapies())
    ]


class CompareForm(forms.Form):
    """Which treatments to see side by side, sent by GET: nothing in it is about a reader."""

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
    """What matters to a reader. It is about a reader, so it is sent by POST and never kept."""

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
        choices=[(name, Choice(one.asks, one.hint)) for name, one in compare.POINTS.items()],
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
        max_length=handout.MOST_OWN_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 5}),
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
        self.helper = PlainHelper()

    def clean_own(self):
        return self.cleaned_data["own"].replace("\r\n", "\n").replace("\r", "\n")

    def clean(self):
        data = super().clean()
        if not (self.errors or data["point"] or data["harm"] or data["own"].strip()):
            self.add_error("point", "Tick at least one thing that matters to you.")
        return data

    def worksheet(self, guide):
        """Return how treatments differ on what was ticked, once the form is valid."""
        data = self.cleaned_data
        return compare.worksheet(
            guide,
            subtype=data["type"],
            group=data["group"],
            points=data["point"],
            harms=data["harm"],
            own=data["own"],
        )


class HandoutForm(forms.Form):
    """What goes on a visit handout."""

    type = forms.ChoiceField(
        label="Which type of SPMS?",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of the types, or “Not sure yet”."},
    )
    treatment = forms.MultipleChoiceField(
        label="Which treatments?",
        help_text=f"Choose 1 to {handout.MOST_TREATMENTS}. Their order is not a ranking.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least 1 treatment.",
            "invalid_choice": "One of the treatments is not in this guide. Choose from the list.",
        },
    )
    question = forms.MultipleChoiceField(
        label="Which questions do you want to ask?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose questions from the list."},
    )
    suggested = forms.BooleanField(
        label="Add the questions that fit the treatments I chose", required=False
    )
    own = forms.CharField(
        label="Your own questions or notes",
        help_text="Up to 2,000 characters. They are printed on the sheet and not kept.",
        required=False,
        strip=False,
        max_length=handout.MOST_OWN_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "max_length": "Your own questions are too long: %(show_value)d characters. "
            "Use %(limit_value)d or fewer."
        },
        validators=[printable],
    )
    size = forms.ChoiceField(
        label="How big should the print be?",
        choices=list(handout.SIZES.items()),
        initial="14",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose a print size.",
            "invalid_choice": "Choose a print size from the list.",
        },
    )

    def __init__(self, *args, guide, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.questions = handout.standard_questions(guide)
        self.fields["type"].choices = [
            *((page.slug, page.title) for page in guide.subtypes()),
            ("", "Not sure yet"),
        ]
        self.fields["treatment"].choices = by_group(guide)
        self.fields["question"].choices = [
            (str(number), question) for number, question in enumerate(self.questions, start=1)
        ]
        self.helper = PlainHelper()

    def clean_own(self):
        return self.cleaned_data["own"].replace("\r\n", "\n").replace("\r", "\n")

    def clean_treatment(self):
        chosen = self.cleaned_data["treatment"]
        if len(chosen) > handout.MOST_TREATMENTS:
            raise forms.ValidationError(
                f"You chose {len(chosen)} treatments. "
                f"Choose {handout.MOST_TREATMENTS} or fewer, so that the sheet stays short."
            )
        return chosen

    def choices(self):
        """Return what was chosen, once the form is valid."""
        data = self.cleaned_data
        return handout.Choices(
            subtype=data["type"],
            treatments=tuple(data["treatment"]),
            questions=tuple(self.questions[int(number) - 1] for number in data["question"]),
            suggested=data["suggested"],
            own=data["own"],
            size=data["size"],
        )
