"""The form of the clinic: which treatments it offers, and what staff should know."""

from django import forms
from django.contrib import admin
from django.utils.html import format_html_join

from guidance import models
from guidance.admin.base import DraftAdmin, DraftForm, PartInline
from guidance.admin.choosing import only_shows
from guidance.pages.choices import Offered

NUMBERS_IN_TEXTS = (
    "Buttons, headings and every handout take these numbers from here. The texts of the shipped "
    "pages name 911 and 988, with their sources. If your numbers differ, the content rules list "
    "the pages to change."
)
OFFERS = (
    "Your answer stands on the treatment’s page, in lists, in the comparison and on handouts. "
    "It hides no page."
)
PORTAL = (
    "The link stands at the foot of each page, below the phone. It stands in no list of signs: "
    "nobody should write a message and wait when they have to call."
)
PREFIX = "offer_"


class ClinicForm(DraftForm):
    """The form of the clinic. ``offer_fields`` are added to it, one for each treatment."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self._offers():
            self.initial.setdefault(name, self.instance.offers.get(name.removeprefix(PREFIX), ""))

    def _offers(self):
        return [name for name in self.fields if name.startswith(PREFIX)]

    def clean(self):
        """Set the offers of the clinic. Those of treatments that the form lacks stay."""
        cleaned = super().clean()
        offers = dict(self.instance.offers)
        for name in self._offers():
            offers[name.removeprefix(PREFIX)] = cleaned.get(name, "")
        self.instance.offers = {slug: offer for slug, offer in offers.items() if offer}
        number, words = cleaned.get("emergency_number"), cleaned.get("emergency_wording")
        if number and words and number not in words:
            self.add_error("emergency_wording", f"Name the emergency number, {number}, here.")
        return cleaned


def offer_fields():
    """Return {name: form field} with a field for each treatment, A to Z."""
    choices = [("", "Say nothing"), *Offered.pairs()]
    return {
        f"{PREFIX}{slug}": forms.ChoiceField(label=name, choices=choices, required=False)
        for slug, name in models.Therapy.objects.order_by("name").values_list("slug", "name")
    }


class ClinicPhoneInline(PartInline):
    model = models.ClinicPhone
    fields = [("order", "label"), ("number", "hours"), "after_hours"]
    max_num = 12


@admin.register(models.Clinic)
class ClinicAdmin(DraftAdmin):
    identity = None
    form = ClinicForm
    list_display = ["name", "phone", "hours"]
    search_fields = ["name"]
    inlines = [ClinicPhoneInline]
    fieldsets = [
        ("Names and color", {"fields": ["site_name", "name", "address", "accent"]}),
        ("Patient portal", {"fields": [("portal_name", "portal_address")], "description": PORTAL}),
        ("The phone", {"fields": ["phone", "hours"]}),
        (
            "In an emergency or a crisis",
            {
                "fields": [
                    ("emergency_number", "emergency_wording"),
                    ("crisis_name", "crisis_number", "crisis_text"),
                ],
                "description": NUMBERS_IN_TEXTS,
            },
        ),
    ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Return a form that also asks whether the clinic offers each treatment."""
        kwargs["form"] = type("ClinicForm", (self.form,), offer_fields())
        return super().get_form(request, obj, change=change, **kwargs)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Answer 422 where what was typed cannot be saved."""
        response = super().changeform_view(request, object_id, form_url, extra_context)
        if (
            request.method == "POST"
            and response.status_code == 200
            and not only_shows(request.POST)
        ):
            response.status_code = 422
        return response

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "answers"]

    @admin.display(description="what it offers")
    def answers(self, row):
        """What the clinic offers, for those who may not change it."""
        names = dict(models.Therapy.objects.values_list("slug", "name"))
        labels = dict(Offered.pairs())
        lines = [
            (names.get(slug, slug), labels[offer]) for slug, offer in sorted(row.offers.items())
        ]
        return format_html_join("", "<p>{}: {}</p>", lines) or "Nothing is said."

    def get_fieldsets(self, request, obj=None):
        names = ["answers"]
        if self.has_change_permission(request, obj):
            names = list(offer_fields())
        offers = {"fields": names, "description": OFFERS, "classes": ["offers"]}
        return [*super().get_fieldsets(request, obj), ("Treatments at your clinic", offers)]

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not models.Clinic.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False  # every page and handout names the clinic
