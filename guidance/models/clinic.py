"""The clinic that runs this site."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.urls import reverse

from guidance.models.cited import Edited
from guidance.models.text_fields import Line
from guidance.pages import choices


def validate_number(number):
    """Raise ``ValidationError`` if ``number`` has nothing to dial, or too much."""
    if not 2 <= sum(map(str.isdigit, number)) <= 20:
        raise ValidationError("Give a phone number of 2 to 20 digits.", code="number")


class PhoneNumber(Line):
    """A phone number as people read it."""

    default_validators = [
        *Line.default_validators,
        RegexValidator(r"^[0-9+()./ -]*\Z", "Use digits, spaces, ( ) + - . / only."),
        validate_number,
    ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": 40, **kwargs})


def validate_offers(offers):
    """Raise ``ValidationError`` if ``offers`` is not {slug of a treatment: a known choice}."""
    known = choices.Offered.values()
    if not isinstance(offers, dict) or not all(offer in known for offer in offers.values()):
        raise ValidationError("Choose an answer for each treatment.", code="offers")


class Clinic(Edited):
    """The clinic that runs the site. There is one row. Empty fields are not shown.

    ``offers`` is {slug of a treatment: a value of ``Offered``}; treatments of which nothing is said
    are left out.
    """

    only = models.BooleanField(
        default=True,
        unique=True,
        editable=False,
        error_messages={"unique": "The clinic is here already. Change that row."},
    )
    site_name = Line(
        "name of the site",
        max_length=60,
        default="Living with SPMS",
        db_default="Living with SPMS",
        help_text="In the header and in the title of each page.",
    )
    name = Line("name of the clinic", max_length=120, help_text="As patients know it.")
    phone = PhoneNumber(
        "first phone",
        blank=True,
        help_text="The number patients should call. Shown on every page and every handout.",
    )
    hours = Line(max_length=120, blank=True, help_text="When the phone is answered.")
    address = Line(max_length=200, blank=True)
    portal_name = Line(
        "name of the patient portal",
        max_length=60,
        blank=True,
        default="",
        db_default="",
        help_text="As patients know it. A link to it stands at the foot of each page.",
    )
    portal_address = Line(
        "web address of the patient portal",
        max_length=300,
        blank=True,
        default="",
        db_default="",
        validators=[URLValidator(schemes=["https"])],
        help_text="It begins with https://",
    )
    accent = models.CharField(
        "color of links and buttons",
        max_length=20,
        choices=choices.Accent.pairs(),
        default=choices.Accent.TEAL.value,
        db_default=choices.Accent.TEAL.value,
        help_text="Each has a contrast of at least 7 to 1, on light and on dark pages.",
    )
    emergency_number = PhoneNumber(
        max_length=20,
        default="911",
        db_default="911",
        help_text="What people call if a life may be in danger.",
    )
    emergency_wording = Line(
        "what to do in an emergency",
        max_length=200,
        help_text="One sentence with that number, for the foot of each page.",
    )
    crisis_name = Line(
        "name of the crisis line",
        max_length=60,
        default="Crisis line",
        db_default="Crisis line",
        help_text="What people who think about suicide call.",
    )
    crisis_number = PhoneNumber(
        "number of the crisis line", max_length=20, default="988", db_default="988"
    )
    crisis_text = PhoneNumber(
        "number for text messages",
        max_length=20,
        blank=True,
        default="988",
        db_default="988",
        help_text="Leave it empty if the crisis line takes no text messages.",
    )
    offers = models.JSONField(default=dict, db_default={}, blank=True, validators=[validate_offers])

    class Meta:
        verbose_name_plural = "clinic"
        constraints = [
            models.CheckConstraint(condition=models.Q(only=True), name="clinic_one_row"),
            models.CheckConstraint(
                condition=models.Q(portal_name="", portal_address="")
                | ~models.Q(portal_name="") & ~models.Q(portal_address=""),
                name="clinic_portal_whole",
                violation_error_message=(
                    "A patient portal needs its name and its web address together, or neither."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(accent__in=choices.Accent.values()),
                name="clinic_accent_known",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("home")

    def clean(self):
        if self.offers is None:  # a form in which nothing is said
            self.offers = {}


class ClinicPhone(models.Model):
    """A phone number besides the first one."""

    clinic = models.ForeignKey(Clinic, models.CASCADE, related_name="phones")
    order = models.PositiveSmallIntegerField(default=10)
    label = Line(max_length=60, help_text="For example: After hours. Or: Infusion center.")
    number = PhoneNumber()
    hours = Line(max_length=120, blank=True, help_text="When it is answered.")
    after_hours = models.BooleanField(
        "for when the clinic is closed",
        default=False,
        help_text="Handouts show it beside the first phone.",
    )

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = "other phone"

    def __str__(self):
        return self.label
