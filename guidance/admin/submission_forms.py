"""The forms for submitting drafts and for the steps of a submission."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from guidance.editorial import workflow
from guidance.editorial.permissions import NO_CREDENTIALS
from guidance.models.text_fields import StaffText
from guidance.pages.text_input import clean_line

TOO_LONG = "Keep it to %(limit_value)d characters; it has %(show_value)d now."


def _text_field(label, most, required, **options):
    return StaffText(
        label=label,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 90}),
        required=bool(required),
        error_messages={"required": required, "max_length": TOO_LONG},
        **options,
    )


class SubmitForm(forms.Form):
    """The drafts to submit together, and the reason."""

    page = forms.MultipleChoiceField(
        label="Pages",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Tick at least one page.",
            "invalid_choice": "The page %(value)s does not differ from the public one, or is gone.",
        },
    )
    reason = _text_field(
        "What changed and why",
        1000,
        "Say in a few words what changed and why.",
        help_text="In plain words. Readers see it in the list of changes.",
    )

    def __init__(self, *args, states, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["page"].choices = [(state.key, state.title) for state in states]


class ApproveForm(forms.Form):
    """An approval without a sign-off. Pages are signed one by one, with ``SignForm``."""

    comment = _text_field("Comment", 1000, "")


class SignForm(forms.Form):
    """The signature of a clinician under one whole page.

    ``asked`` are the ``ToAnswer`` of the page, each of which has a field. ``signer`` are the name
    and the credentials of the account; nobody types them, and without them the form is not valid.
    The cleaned data has ``comment``, ``answers`` and ``sign_off``, a ``SignOff`` or None.
    """

    read = forms.BooleanField(
        label="I have read this whole page",
        error_messages={"required": "Tick this when you have read the whole page."},
    )
    review_due = forms.DateField(
        label="Next review due",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Usually one year from now.",
    )
    comment = _text_field("Comment", 1000, "")

    def __init__(self, *args, asked=(), signer=("", ""), **kwargs):
        super().__init__(*args, **kwargs)
        self.asked, self.signer = asked, signer
        for number in range(len(asked)):
            self.fields[f"answer_{number}"] = StaffText(
                label="Your answer",
                cleaning=clean_line,
                max_length=300,
                error_messages={"required": "Answer this before you sign.", "max_length": TOO_LONG},
            )

    @property
    def questions(self):
        """Each ``ToAnswer`` with its field."""
        return [(one, self[f"answer_{number}"]) for number, one in enumerate(self.asked)]

    @property
    def others(self):
        """The fields besides the answers."""
        return [field for field in self if not field.name.startswith("answer_")]

    def clean(self):
        data = super().clean()
        sign_off = None
        if not all(self.signer):
            self.add_error(None, NO_CREDENTIALS)
        if not data.get("review_due") and "review_due" not in self.errors:
            self.add_error("review_due", "A sign-off needs this.")
        if not self.errors:
            sign_off = workflow.SignOff(*self.signer, data["review_due"])
        answers = [(one, data.get(f"answer_{number}", "")) for number, one in enumerate(self.asked)]
        return {"comment": data.get("comment", ""), "answers": answers, "sign_off": sign_off}


class SendBackForm(forms.Form):
    """The changes that the editor should make.

    Its ids have a prefix, because it is on the same page as ``ApproveForm``.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="back_%s", **kwargs)

    comment = _text_field("What to mend", 1000, "Say what should be mended.")


class RemarkForm(forms.Form):
    text = _text_field("Remark", 4000, "Write something first.")


class ClinicTimeField(forms.SplitDateTimeField):
    """A day and a time in the clinic's zone, without hours that a clock change skips or repeats.

    Its value is an aware ``datetime``.
    """

    def compress(self, data_list):
        try:
            return super().compress(data_list)
        except ValidationError as error:
            if error.code != "ambiguous_timezone":
                raise
            raise ValidationError(_clock_change(*data_list), code="clock_change") from error


def _clock_change(day, time):
    """Return why ``time`` does not exist, or exists twice, on ``day``."""
    zone = timezone.get_current_timezone()
    moment = datetime.combine(day, time)
    before, after = zone.utcoffset(moment), zone.utcoffset(moment.replace(fold=1))
    when = f"{moment:%H:%M} on {moment:%B %-d, %Y}"
    if before < after:
        return f"There is no {when}: the clocks go forward then. Give an earlier or a later time."
    return f"{when} comes twice: the clocks go back then. Give an earlier or a later time."


class ScheduleForm(forms.Form):
    at = ClinicTimeField(
        label="Publish on",
        widget=forms.SplitDateTimeWidget(
            date_attrs={"type": "date", "aria-label": "Day", "aria-describedby": "id_at_helptext"},
            time_attrs={"type": "time", "aria-label": "Time", "aria-describedby": "id_at_helptext"},
        ),
        error_messages={
            "required": "Give a day and a time.",
            "invalid_date": "Give the day as year-month-day, for example 2027-03-15.",
            "invalid_time": "Give the time as hours:minutes, for example 09:30.",
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["at"].help_text = (
            f"In the clinic’s time: {timezone.get_current_timezone_name()}. "
            f"At most {workflow.MOST_DAYS_AHEAD} days ahead."
        )

    def clean_at(self):
        """Refuse days that are over or too far ahead. Extreme years could not be stored."""
        at = self.cleaned_data["at"]
        if at.date() < timezone.localdate():
            raise ValidationError(workflow.OVER)
        if workflow.too_far_ahead(at.date()):
            raise ValidationError(
                f"Give a day that is at most {workflow.MOST_DAYS_AHEAD} days ahead."
            )
        return at
