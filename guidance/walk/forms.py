"""The form of one question of the walk."""

from django import forms

from guidance.pages.forms import Choice, PlainHelper
from guidance.walk import questions, wording

REQUIRED, TOGETHER, INVALID = "required", "together", "invalid_choice"
OFF_THE_WAY = "off-the-way"
FAULTS = {
    REQUIRED: "Choose an answer. If you do not know, choose “I’m not sure”.",
    TOGETHER: "Two of the answers that you ticked do not go together. Look again.",
    INVALID: "Choose one of the answers on this page.",
    OFF_THE_WAY: "Your other answers do not lead to this question, so its answer is taken out. "
    "Look at the question before it. Then send this page again.",
}
"""What is said about an answer that cannot be taken, by the code of the error."""
NOTHING_TICKED = "Tick what fits. If nothing does, tick “{}”."


class QuestionForm(forms.Form):
    """The form of the question ``key``, with the months of the period ``over`` in its words.

    ``fault`` is the code of an error that it shows although it has no data.
    """

    def __init__(self, *args, key, over, fault="", name="answer", **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.node, self.fault, self.name = questions.NODES[key], fault, name
        words = wording.question(key, over)
        several = bool(self.node.ticks)
        self.fields[name] = field = (forms.MultipleChoiceField if several else forms.ChoiceField)(
            required=False,
            widget=forms.CheckboxSelectMultiple if several else forms.RadioSelect,
            label=words.heading,
            help_text=words.hint,
            error_messages={INVALID: FAULTS[INVALID]},
        )
        apart = self.node.answers[len(self.node.ticks)] if several else questions.NOT_SURE
        field.choices = [
            (value, Choice(words.answers[value].label, words.answers[value].hint, value == apart))
            for value in self.node.answers
        ]
        self.nothing = words.answers[apart].label
        self.helper = PlainHelper()

    @property
    def answer(self):
        """The bound field."""
        return self[self.name]

    def clean(self):
        data = super().clean()
        if self.name in data and (code := self.fault or self._fault(data[self.name])):
            self.add_error(self.name, forms.ValidationError(self._said(code), code=code))
        return data

    @property
    def value(self):
        """The answer as it is stored. The form must have been cleaned."""
        return self._joined(self.cleaned_data.get(self.name, ""))

    def _joined(self, given):
        return self.node.joined(given) if self.node.ticks else given

    def _fault(self, given):
        if not given:
            return REQUIRED
        return "" if self.node.route(self._joined(given)) else TOGETHER

    def _said(self, code):
        if code == REQUIRED and self.node.ticks:
            return NOTHING_TICKED.format(self.nothing)
        return FAULTS[code]
