"""The form for making a handout, and the form for the check code of a printed one."""

from functools import partial

from django import forms

from guidance.handout import build, check_code, topics
from guidance.handout.leaf import MOST_QUESTIONS
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
from guidance.pages.kinds import KINDS, on_handouts
from guidance.pages.structures import TherapyPage
from guidance.walk import wording

TOO_LONG = "This is too long: %(show_value)d characters. Use %(limit_value)d or fewer."


def typed(label, most, **fields):
    """Return a field for up to ``most`` characters of a reader's own words, printed as typed."""
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
    """Return a field of checkboxes of which up to ``most`` may be ticked."""
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        validators=[partial(no_more_than, most)],
        error_messages={"invalid_choice": "Choose from the list."},
        **fields,
    )


def no_more_than(most, chosen):
    """Raise ``ValidationError`` if more than ``most`` are chosen: the sheet must stay short."""
    if len(chosen) > most:
        raise forms.ValidationError(
            f"You chose {len(chosen)}. Choose {most} or fewer, so that the sheet stays short."
        )


def _of_results(guide):
    """Return the questions for the visit that the walk of ``guide`` can suggest."""
    return wording.result_questions(wording.vocabulary(guide))


MOST_TREATMENTS = KINDS["therapy"].most
WALK = "find-your-type"
"""The prefix of question values for the questions of the walk's results.

Other questions have the key of their page as a prefix.
"""
PARTS = ("about", *(kind.form_field for kind in on_handouts()), "question", "own", "notes")
"""The fields of the handout form that add something to the sheet."""


class HandoutForm(forms.Form):
    """The choices for a handout.

    The lists of side effects and of questions show only those that fit what is ticked, but
    validation accepts every choice that the guide has. Four questions are ticked when the form is
    first shown. With ``pdf``, characters that the PDF cannot show are refused. A
    field of pages offers the pages of its kind, and then the choices that are declared here.
    """

    about = forms.ChoiceField(
        label="1. What is the visit about?",
        required=False,
        choices=list(build.TOPICS.items()),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose what the visit is about from the list."},
    )
    template = forms.ChoiceField(
        label="Which note from the clinic do you want on the sheet?",
        required=False,
        choices=[("", "No note")],
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": "This ready-made handout is not in this guide. Choose “No note”."
        },
    )
    type = forms.MultipleChoiceField(
        label="Which type of SPMS?",
        required=False,
        choices=[("", Choice("Not sure yet", set_off=True))],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the types, or “Not sure yet”."},
    )
    find = forms.CharField(
        label="Find a medicine, symptom or side effect",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs=PRIVATE),
    )
    treatment = forms.MultipleChoiceField(
        label="Which treatments?",
        help_text=f"Choose up to {MOST_TREATMENTS}. Their order is not a ranking.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": "One of the treatments is not in this guide. Choose from the list.",
        },
    )
    detail = forms.ChoiceField(
        label="How much?",
        required=False,
        initial=build.SHORT,
        choices=list(build.DETAILS.items()),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose how much from the list."},
    )
    pictures = forms.BooleanField(
        label="Show numbers as pictures, where we have them", required=False, initial=True
    )
    symptom = several("Which symptoms?", KINDS["symptom"].most)
    effect = several("Which side effects?", KINDS["side-effect"].most)
    topic = several("Which topics?", KINDS["topic"].most)
    question = forms.MultipleChoiceField(
        label="3. My questions",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose questions from the list."},
    )
    suggested = forms.BooleanField(
        label="Add the questions that fit the treatments I chose", required=False
    )
    own = typed(
        "My own question",
        MOST_OWN_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 2, **PRIVATE}),
    )
    notes = typed(
        "Your notes for the visit",
        MOST_OWN_CHARACTERS,
        help_text="Such as changes since last visit.",
        widget=forms.Textarea(attrs={"rows": 4, **PRIVATE}),
    )
    contact = typed(
        "Whom do you ask for?",
        build.MOST_CONTACT_CHARACTERS,
        help_text="For example: my MS nurse.",
        widget=forms.TextInput(attrs=PRIVATE),
    )
    size = forms.ChoiceField(
        label="Size of print",
        required=False,
        choices=list(build.SIZES.items()),
        initial="14",
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose a print size from the list."},
    )
    paper = forms.ChoiceField(
        label="Paper",
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
        other = {**build.questions_of(guide), WALK: _of_results(guide)}
        self.questions = {str(number): question for number, question in standard} | {
            f"{key}.{number}": question
            for key, questions in other.items()
            for number, question in enumerate(questions, start=1)
        }
        self._set_choices()
        if not self.is_bound and "question" not in self.initial:
            self.initial["question"] = self.suggested_values()
        self._narrow_widgets()
        follow_direction(self)
        self.helper = PlainHelper()

    @classmethod
    def kept(cls, data, *, guide):
        """Return an unbound form with the values of ``data``, so that no errors are shown."""
        initial = {
            name: data.getlist(name)
            if isinstance(field, forms.MultipleChoiceField)
            else data.get(name, "")
            for name, field in cls.base_fields.items()
        }
        return cls(guide=guide, initial=initial)

    @classmethod
    def pages_in(cls, query, guide):
        """Return {field: slugs} of the pages of ``guide`` that the query string chooses.

        A field that takes one page has its slug, or an empty text.
        """
        chosen = {}
        for kind in on_handouts():
            several = isinstance(cls.base_fields[kind.form_field], forms.MultipleChoiceField)
            values = query.getlist(kind.form_field)
            values = values if several else values[-1:]
            slugs = [slug for slug in values if f"{kind.id}/{slug}" in guide.pages]
            chosen[kind.form_field] = slugs if several else "".join(slugs)
        return chosen

    @staticmethod
    def ready_made(page):
        """Return (field, value) for each choice of the ready-made handout ``page``."""
        return [
            ("template", page.slug),
            ("type", page.subtype),
            *(("treatment", slug) for slug in page.therapies),
            ("detail", page.detail),
            *((("pictures", "on"),) if page.pictures else ()),
            *(("symptom", slug) for slug in page.symptoms),
            *(("effect", slug) for slug in page.side_effects),
            *HandoutForm._questions_of(page),
        ]

    @staticmethod
    def _questions_of(page):
        numbers = range(1, len(page.questions) + 1)
        return [("question", f"{page.key}.{number}") for number in numbers]

    @classmethod
    def chosen_by_result(cls, subtypes, questions, guide):
        """Return (field, value) for the types and the questions of a result of the walk.

        ``subtypes`` are slugs; ``questions`` are in words, as in ``wording.result_questions``.
        """
        all_questions = _of_results(guide)
        return [
            *(("type", slug) for slug in subtypes),
            *(("question", f"{WALK}.{all_questions.index(text) + 1}") for text in questions),
            *cls.as_first_shown(),
        ]

    @classmethod
    def chosen_by_subtype(cls, page):
        """Return (field, value) for the page of a type: the type, and its questions."""
        return [("type", page.slug), *cls._questions_of(page), *cls.as_first_shown()]

    @classmethod
    def as_first_shown(cls):
        """Return (field, value) for each field that has an initial value."""
        return [
            (name, "on" if field.initial is True else field.initial)
            for name, field in cls.base_fields.items()
            if field.initial
        ]

    def _set_choices(self):
        """Set the choices that are accepted."""
        for kind in on_handouts():
            field = self.fields[kind.form_field]
            pages = self.guide.all_of(kind.structure)
            field.choices = [*((page.slug, page.title) for page in pages), *field.choices]
        self.fields["treatment"].choices = by_group(self.guide)
        self.fields["question"].choices = list(self.questions.items())

    def fields_with_heading(self):
        """Return (heading, field) for each kind whose field is shown under a declared heading."""
        kinds = [kind for kind in on_handouts() if kind.form_heading]
        return [(kind.form_heading, self[kind.form_field]) for kind in kinds]

    def _narrow_widgets(self):
        """Limit the long lists to the choices that were searched for, that fit, or are ticked."""
        self._show_only("template", ("", self["template"].value()))
        self._show_only("topic", self["topic"].value() or ())
        self._show_only("effect", {*(self["effect"].value() or ()), *self._effects()})
        self.fields["question"].widget.choices = self._questions()

    def _show_only(self, name, values):
        """Show the choices of the field ``name`` that are in ``values``. The others stay valid."""
        field = self.fields[name]
        field.widget.choices = [pair for pair in field.choices if pair[0] in values]

    def _effects(self):
        """Return the slugs of the side effects of the ticked treatments."""
        pages = filter(None, map(self.guide.therapy, self["treatment"].value() or ()))
        return {effect.side_effect for page in pages for effect in page.effects}

    def suggested_values(self, about=None):
        """Return the values of the questions that are suggested for the topic and chosen pages.

        ``about`` is the topic, by default that of the form.
        """
        about = self["about"].value() or "" if about is None else about
        pages = [f"{kind.id}/{slug}" for kind in on_handouts() for slug in self._slugs(kind)]
        return topics.questions(self.questions, pages, about, MOST_QUESTIONS)

    def ticked_as_suggested(self):
        """Return whether the ticked questions are those that are suggested, for any topic."""
        ticked = set(self["question"].value() or ())
        return any(ticked == set(self.suggested_values(about)) for about in ("", *build.TOPICS))

    def _questions(self):
        """Return the questions that are suggested or ticked, then all others that fit."""
        ticked = self["question"].value() or ()
        fitting = {f"{kind.id}/{slug}" for kind in on_handouts() for slug in self._slugs(kind)}
        first = [*ticked, *self.suggested_values()]
        more = [
            value
            for value in self.questions
            if value.isdigit() or value.rpartition(".")[0] in fitting
        ]
        values = [value for value in dict.fromkeys([*first, *more]) if value in self.questions]
        return [(value, self.questions[value]) for value in values]

    def first_questions(self):
        """Return the widgets of the questions that are shown at once."""
        return list(self["question"])[: self._shown_at_once()]

    def more_questions(self):
        """Return the widgets of the other questions that fit."""
        return list(self["question"])[self._shown_at_once() :]

    def _shown_at_once(self):
        return max(MOST_QUESTIONS, len(self["question"].value() or ()))

    def chosen(self):
        """Return (field, slug, name) of each chosen page."""
        return [
            (kind.form_field, slug, self._name_of(kind, slug))
            for kind in on_handouts()
            for slug in self._slugs(kind)
            if f"{kind.id}/{slug}" in self.guide.pages
        ]

    def _name_of(self, kind, slug):
        page = self.guide.pages[f"{kind.id}/{slug}"]
        return page.full_name if isinstance(page, TherapyPage) else page.title

    def _slugs(self, kind):
        """Return the slugs in the field of ``kind``, which takes one or several."""
        value = self[kind.form_field].value() or ()
        return (value,) if isinstance(value, str) else value

    def _typed(self, name):
        text = self.cleaned_data[name].replace("\r\n", "\n").replace("\r", "\n")
        if self.pdf and (cluster := characters.not_shown(text)):
            raise forms.ValidationError(
                f"The PDF cannot show “{cluster}” (code {characters.code_points(cluster)}). "
                "Take it out, or "
                "print the page instead of the file: the page can show it."
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
        if len(chosen) > MOST_TREATMENTS:
            raise forms.ValidationError(
                f"You chose {len(chosen)} treatments. "
                f"Choose {MOST_TREATMENTS} or fewer, so that the sheet stays short."
            )
        return chosen

    def clean(self):
        """Require at least one of ``PARTS``, so that no sheet is empty."""
        data = super().clean()
        parts = (data.get(name) for name in PARTS)
        if not self.errors and not any(
            part.strip() if isinstance(part, str) else part for part in parts
        ):
            self.add_error(
                "about",
                "Choose at least one thing for your sheet: what the visit is about, a treatment, a "
                "symptom, a side effect or a question. Or write a question or a note.",
            )
        return data

    def choices(self):
        """Return the choices of the form, which must be valid."""
        data = self.cleaned_data
        return build.Choices(
            about=data["about"],
            **{kind.printed_as: _as_choice(data[kind.form_field]) for kind in on_handouts()},
            detail=data["detail"] or build.SHORT,
            pictures=data["pictures"],
            questions=tuple(self.questions[value] for value in data["question"]),
            suggested=data["suggested"],
            own=data["own"],
            notes=data["notes"],
            contact=data["contact"],
            size=data["size"] or "14",
            paper=data["paper"] or "letter",
        )


def _as_choice(value):
    """Return the slug in a field that takes one, or the slugs as a tuple."""
    return value if isinstance(value, str) else tuple(value)


class CheckForm(forms.Form):
    """The check code of a printed handout. The cleaned value is a ``check_code.Code``."""

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
