"""The form of the clinic: names, phones, numbers, and what the clinic offers."""

import pytest
from django.urls import reverse

from guidance.editorial import publishing
from guidance.models import Clinic, Therapy
from tests.html import words_of
from tests.staff import fields_of

pytestmark = pytest.mark.django_db


def address():
    return reverse("admin:guidance_clinic_change", args=[Clinic.objects.get().pk])
