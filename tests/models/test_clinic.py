"""The row of the clinic: what an upgrade makes of it, and its defaults."""

from importlib import import_module

import pytest
from django.apps import apps

from guidance.editorial import publishing
from guidance.editorial.current import current_guide
from guidance.models import Clinic, Therapy
from guidance.pages.help_numbers import US
from guidance.pages.site_pages import SITE_NAME

pytestmark = pytest.mark.django_db


def test_a_clinic_that_changed_nothing_has_the_numbers_of_the_united_states():
    row = Clinic(name="A clinic", emergency_wording="Call 911.")
    numbers = (row.emergency_number, row.crisis_number, row.crisis_text, row.crisis_name)
    assert numbers == (US.emergency, US.crisis, US.crisis_text, US.crisis_name)
    assert row.site_name == SITE_NAME


def test_an_upgrade_moves_what_treatments_said_to_the_clinic():
    Therapy.objects.filter(slug="siponimod").update(offered="not-here")
    migration = import_module("guidance.migrations.0028_clinic_form")
    migration.take_offers_of_treatments(apps, None)
    assert Clinic.objects.get().offers == {"siponimod": "not-here"}
    publishing.publish(None, "The clinic.")
    guide = current_guide()
    assert guide.offered(guide.therapy("siponimod")) == "not-here"
    assert guide.offered(guide.therapy("natalizumab")) is None
