"""The form for a code of the second factor."""

import re

from crispy_forms.helper import FormHelper
from django import forms


class CodeForm(forms.Form):
    """A code from the app, or a recovery code. Spaces and hyphens are ignored."""

    code = forms.CharField(
        label="Code",
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "none",
                "autocorrect": "off",
                "spellcheck": "false",
            }
        ),
        error_messages={"required": "Type the code.", "max_length": "A code is shorter."},
    )

    def __init__(self, *args, help_text, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["code"].help_text = help_text
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_code(self):
        return re.sub(r"[\s-]", "", self.cleaned_data["code"]).lower()
