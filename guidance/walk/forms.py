"""The form of one question of the walk."""

from django import forms

from guidance.pages.forms import Choice, PlainHelper
from guidance.walk import questions, wording


class QuestionForm(forms.Form):
    """The form of the question ``key``, with the months of the period ``over`` in its words."""

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
            (value, Choice(answer.label, answer.hint, set_off=value == questions.NOT_SURE))
            for value, answer in words.answers.items()
        ]
        self.helper = PlainHelper()
