"""The forms of the handout: what goes on it, and the check code of a printed one."""

from functools import partial

from django import forms

from guidance.handout import build, check_code
from guidance.pages import characters
from guidance.pages.compare import MOST_OWN_CHARACTERS
from guidance.pages.forms import (
    PRIVATE,
    Choice,
    PlainHelper,
    by_group,
    follow_direction,
    printable,
)
from guidance.walk import wording

TOO_LONG = "This is too long: %(show_value)d characters. Use %(limit_value)d or fewer."


def typed(label, most, **fields):
    """Return a field for a reader's own words, which are printed as typed."""
    return forms.CharField(
        label=label,
        required=False,
        strip=False,
        max_length=most,
        error_messages={"max_length": TOO_LONG},
        validators=[printable],
        **fields,
    )


def several(label, most, **fields):
    """Return a field for choosing up to ``most`` of several, or none."""
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        validators=[partial(no_more_than, most)],
        error_messages={"invalid_choice": "Choose from the list."},
        **fields,
    )


def no_more_than(most, chosen):
    """Raise where more than ``most`` are chosen; the sheet has to stay short."""
    if len(chosen) > most:
        raise forms.ValidationError(
            f"You chose {len(chosen)}. Choose {most} or fewer, so that the sheet stays short."
        )


WALK = "find-your-type"
"""What the questions of a result of the walk are filed under, beside the keys of pages."""
PARTS = ("template", "type", "treatment", "symptom", "effect", "question", "own", "notes")
"""The fields of the handout form that put something on a sheet."""


class HandoutForm(forms.Form):
    """What goes on a visit handout.

    Shown unbound, it lists what fits what is ticked; bound, it takes anything that the guide has.
    ``pdf`` refuses characters that the PDF cannot show.
    """

    template = forms.ChoiceField(
        label="Which note from the clinic do you want on the sheet?",
        required=False,
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": "This ready-made handout is not in this guide. Choose “No note”."
        },
    )
    type = forms.MultipleChoiceField(
        label="Which type of SPMS?",
        help_text="Tick more than one if you and your MS team talk about more than one.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the types, or “Not sure yet”."},
    )
    find = forms.CharField(
        label="Find a treatment by name",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs=PRIVATE),
    )
    treatment = forms.MultipleChoiceField(
        label="Which treatments?",
        help_text=f"Choose up to {build.MOST_TREATMENTS}. Their order is not a ranking.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": "One of the treatments is not in this guide. Choose from the list.",
        },
    )
    detail = forms.ChoiceField(
        label="How much about each treatment?",
        required=False,
        initial=build.SHORT,
        choices=list(build.DETAILS.items()),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose how much from the list."},
    )
    pictures = forms.BooleanField(
        label="Show numbers as pictures, where we have them", required=False, initial=True
    )
    symptom = several("Which symptoms do you want to talk about?", build.MOST_SYMPTOMS)
    find_effect = forms.CharField(
        label="Find a side effect by name",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs=PRIVATE),
    )
    effect = several("Which side effects do you want to watch for?", build.MOST_EFFECTS)
    question = forms.MultipleChoiceField(
        label="Which questions do you want to ask?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose questions from the list."},
    )
    suggested = forms.BooleanField(
        label="Add the questions that fit the treatments I chose", required=False
    )
    own = typed(
        "Your own questions",
        MOST_OWN_CHARACTERS,
        help_text="Up to 2,000 characters. They are printed on the sheet and not kept.",
        widget=forms.Textarea(attrs={"rows": 4, **PRIVATE}),
    )
    notes = typed(
        "Your notes for the visit",
        MOST_OWN_CHARACTERS,
        help_text="Up to 2,000 characters. For example: what has changed since your last visit.",
        widget=forms.Textarea(attrs={"rows": 4, **PRIVATE}),
    )
    contact = typed(
        "Whom do you ask for when you call the clinic?",
        build.MOST_CONTACT_CHARACTERS,
        help_text="Up to 60 characters. For example: my MS nurse.",
        widget=forms.TextInput(attrs=PRIVATE),
    )
    size = forms.ChoiceField(
        label="How big should the print be?",
        choices=list(build.SIZES.items()),
        initial="14",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose a print size.",
            "invalid_choice": "Choose a print size from the list.",
        },
    )
    paper = forms.ChoiceField(
        label="Which paper for the PDF file?",
        help_text="When you print the page itself, your printer’s paper counts.",
        required=False,
        choices=list(build.PAPERS.items()),
        initial="letter",
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose a paper from the list."},
    )

    def __init__(self, *args, guide, pdf=False, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.guide, self.pdf = guide, pdf
        standard = enumerate(build.standard_questions(guide), start=1)
        of_pages = {**build.questions_of(guide), WALK: wording.result_questions()}
        self.asked = {str(number): question for number, question in standard} | {
            f"{key}.{number}": question
            for key, questions in of_pages.items()
            for number, question in enumerate(questions, start=1)
        }
        self._offer()
        self._narrow()
        follow_direction(self)
        self.helper = PlainHelper()

    @classmethod
    def kept(cls, data, *, guide):
        """Return the form as it was filled in, without a word about what is missing or wrong."""
        initial = {
            name: data.getlist(name)
            if isinstance(field, forms.MultipleChoiceField)
            else data.get(name, "")
            for name, field in cls.base_fields.items()
        }
        return cls(guide=guide, initial=initial)

    @staticmethod
    def ready_made(page):
        """Return (field, value) for each thing that the ready-made handout ``page`` chooses."""
        return [
            ("template", page.slug),
            ("type", page.subtype),
            *(("treatment", slug) for slug in page.therapies),
            ("detail", page.detail),
            *((("pictures", "on"),) if page.pictures else ()),
            *(("symptom", slug) for slug in page.symptoms),
            *(("effect", slug) for slug in page.side_effects),
            *(("question", f"{page.key}.{at}") for at, _ in enumerate(page.questions, start=1)),
        ]

    @classmethod
    def chosen_by_result(cls, subtypes, questions):
        """Return (field, value) for a result of the walk: its types, and its questions in words."""
        places = {question: at for at, question in enumerate(wording.result_questions(), start=1)}
        return [
            *(("type", slug) for slug in subtypes),
            *(("question", f"{WALK}.{places[question]}") for question in questions),
            *cls.as_first_shown(),
        ]

    @classmethod
    def chosen_by_subtype(cls, page):
        """Return (field, value) for the page of a type: the type, and its questions."""
        return [
            ("type", page.slug),
            *(("question", f"{page.key}.{at}") for at, _ in enumerate(page.questions, start=1)),
            *cls.as_first_shown(),
        ]

    @classmethod
    def as_first_shown(cls):
        """Return (field, value) for what is ticked before a reader has chosen anything."""
        return [
            (name, "on" if field.initial is True else field.initial)
            for name, field in cls.base_fields.items()
            if field.initial
        ]

    def _offer(self):
        """Set what may be chosen."""
        guide = self.guide
        self.fields["template"].choices = [
            *((page.slug, page.title) for page in guide.visits()),
            ("", "No note"),
        ]
        self.fields["type"].choices = [
            *((page.slug, page.title) for page in guide.subtypes()),
            ("", Choice("Not sure yet", set_off=True)),
        ]
        self.fields["treatment"].choices = by_group(guide)
        self.fields["symptom"].choices = [(page.slug, page.title) for page in guide.symptoms()]
        self.fields["effect"].choices = [(page.slug, page.title) for page in guide.side_effects()]
        self.fields["question"].choices = list(self.asked.items())

    def _narrow(self):
        """Show of the long lists what was looked for, what fits, and what is ticked."""
        notes = self.fields["template"].choices
        shown = ("", self["template"].value())
        self.fields["template"].widget.choices = [pair for pair in notes if pair[0] in shown]
        everything = self.fields["treatment"].choices
        words = (self["find"].value() or "").strip().casefold()
        names = [name for _, options in everything for _, name in options]
        self.found = any(words in name.casefold() for name in names)
        groups = [
            (heading, [(slug, name) for slug, name in options if self._fits(words, slug, name)])
            for heading, options in everything
        ]
        self.fields["treatment"].widget.choices = [group for group in groups if group[1]]
        words = (self["find_effect"].value() or "").strip().casefold()
        fitting = {*(self["effect"].value() or ()), *self._effects()}
        self.fields["effect"].widget.choices = [
            (slug, title)
            for slug, title in self.fields["effect"].choices
            if slug in fitting or (words and words in title.casefold())
        ]
        self.fields["question"].widget.choices = self._questions()

    def _fits(self, words, slug, name):
        """Say whether to show a treatment; all are shown where the words fit none."""
        ticked = self["treatment"].value() or ()
        return not self.found or words in name.casefold() or slug in ticked

    def _effects(self):
        """Return the slugs of the side effects that the ticked treatments can have."""
        pages = filter(None, map(self.guide.therapy, self["treatment"].value() or ()))
        return {effect.side_effect for page in pages for effect in page.effects}

    def _questions(self):
        """Return the questions for every visit, those that fit, and those that are ticked."""
        ticked = set(self["question"].value() or ())
        fitting = {f"visit/{self['template'].value()}"}
        fitting |= {f"subtype/{slug}" for slug in self["type"].value() or ()}
        fitting |= {f"therapy/{slug}" for slug in self["treatment"].value() or ()}
        fitting |= {f"symptom/{slug}" for slug in self["symptom"].value() or ()}
        return [
            (value, question)
            for value, question in self.asked.items()
            if value.isdigit() or value in ticked or value.rpartition(".")[0] in fitting
        ]

    def _typed(self, name):
        text = self.cleaned_data[name].replace("\r\n", "\n").replace("\r", "\n")
        if self.pdf and (sign := characters.not_shown(text)):
            raise forms.ValidationError(
                f"The PDF cannot show “{sign}” (code {characters.code_points(sign)}). "
                "Take it out, or "
                "choose “See and print the handout”: that page can show it."
            )
        return text

    def clean_own(self):
        return self._typed("own")

    def clean_notes(self):
        return self._typed("notes")

    def clean_contact(self):
        return " ".join(self._typed("contact").split())

    def clean_type(self):
        chosen = self.cleaned_data["type"]
        if "" in chosen and len(chosen) > 1:
            raise forms.ValidationError("Choose from the types, or “Not sure yet”, not both.")
        return [slug for slug in chosen if slug]

    def clean_treatment(self):
        chosen = self.cleaned_data["treatment"]
        if len(chosen) > build.MOST_TREATMENTS:
            raise forms.ValidationError(
                f"You chose {len(chosen)} treatments. "
                f"Choose {build.MOST_TREATMENTS} or fewer, so that the sheet stays short."
            )
        return chosen

    def clean(self):
        """Refuse a sheet with nothing on it: any one part is enough."""
        data = super().clean()
        parts = (data.get(name) for name in PARTS)
        if not self.errors and not any(
            part.strip() if isinstance(part, str) else part for part in parts
        ):
            self.add_error(
                "treatment",
                "Choose at least one thing for your sheet: a type, a treatment, a symptom, a side "
                "effect or a question. Or write a question or a note.",
            )
        return data

    def choices(self):
        """Return what was chosen, once the form is valid."""
        data = self.cleaned_data
        return build.Choices(
            template=data["template"],
            subtypes=tuple(data["type"]),
            treatments=tuple(data["treatment"]),
            detail=data["detail"] or build.SHORT,
            pictures=data["pictures"],
            symptoms=tuple(data["symptom"]),
            effects=tuple(data["effect"]),
            questions=tuple(self.asked[value] for value in data["question"]),
            suggested=data["suggested"],
            own=data["own"],
            notes=data["notes"],
            contact=data["contact"],
            size=data["size"],
            paper=data["paper"] or "letter",
        )


class CheckForm(forms.Form):
    """The code of a printed sheet."""

    code = forms.CharField(
        label="The code on your sheet",
        help_text="Small or capital letters, with or without hyphens.",
        max_length=check_code.LONGEST * 2,
        widget=forms.TextInput(attrs={**PRIVATE, "spellcheck": "false"}),
        error_messages={
            "required": "Type the code that is at the foot of your sheet.",
            "max_length": "This code is too long. Look at the sheet again.",
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.helper = PlainHelper()

    def clean_code(self):
        try:
            return check_code.decode(self.cleaned_data["code"])
        except check_code.BadCode as error:
            raise forms.ValidationError(str(error)) from error
