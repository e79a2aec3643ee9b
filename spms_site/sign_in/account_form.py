"""The one form of an account: its person, what it may do in words, and its credentials."""

from django import forms
from django.contrib.auth.models import Group, User

from guidance.editorial.permissions import LONGEST_NAME
from guidance.models import Credentials
from guidance.models.text_fields import StaffText
from guidance.pages.text_input import clean_line

IN_WORDS = {
    "Editor": "changes drafts and submits them for review",
    "Clinical reviewer": "approves what somebody else wrote, or sends it back, and signs pages",
    "Publisher": "makes approved pages public, and withdraws or restores pages",
    "Manager": "makes accounts, says what others may do, and opens a new site to readers",
}
"""What each role may do. A role of the clinic's own is shown with its name alone."""


class RolesField(forms.ModelMultipleChoiceField):
    """The roles, each with what it may do."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, role):
        return ": ".join(filter(None, [role.name, IN_WORDS.get(role.name, "")]))


class AccountForm(forms.ModelForm):
    """An account without passwords and permissions.

    Fields that the user may not change are taken out by the admin.
    """

    first_name = StaffText(cleaning=clean_line, max_length=60, required=False)
    last_name = StaffText(
        cleaning=clean_line,
        max_length=59,
        required=False,
        help_text="Colleagues see first and last name, and readers do on pages that are signed.",
    )
    may_sign_in = forms.BooleanField(
        required=False,
        initial=True,
        help_text="Switch this off when somebody leaves. That ends their sessions.",
    )
    roles = RolesField(
        Group.objects.order_by("pk"), required=False, help_text="Choose one or more."
    )
    credentials = StaffText(
        label="Credentials for sign-offs",
        cleaning=clean_line,
        max_length=LONGEST_NAME,
        required=False,
        help_text="For example: MD, neurologist. Without a name and these, nobody signs a page.",
    )

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "email"]
        labels = {"username": "Name to sign in with", "email": "Mail"}
        help_texts = {"username": "Letters, digits and @ . + - _ only."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        user = self.instance
        if user.pk:
            now = {
                "may_sign_in": user.is_active and user.is_staff,
                "roles": user.groups.all(),
                "credentials": credentials_of(user),
            }
            self.initial.update({name: value for name, value in now.items() if name in self.fields})


def credentials_of(user):
    """Return the words of the credentials of ``user``, or an empty text."""
    return Credentials.objects.filter(user=user).values_list("words", flat=True).first() or ""


def set_credentials(user, words):
    """Give ``user`` the credentials ``words``, or take them away if these are empty."""
    if words:
        Credentials.objects.update_or_create(user=user, defaults={"words": words})
    else:
        Credentials.objects.filter(user=user).delete()
