"""The form for a code of the second factor."""

import re

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib.auth.forms import SetPasswordForm


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


class PasswordForm(SetPasswordForm):
    """A new password, typed twice."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["new_password1"].label = "New password"
        self.fields["new_password1"].help_text = "12 characters or more. A few words will do."
        self.fields["new_password2"].label = "The same password again"
        self.fields["new_password2"].help_text = ""
        self.helper = FormHelper()
        self.helper.form_tag = False
